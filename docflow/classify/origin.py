"""What the original is: ordered, named rules over all files of a document; the first that holds decides.

A document signed by the competent person and by the organ has the value of the original (Decree 30/2020, article 5); a scan
signed by the organ is a digitised paper original (article 25 and annex I, part II). An organ's office signs for it where its head
signs too; a council or board without a seal of its own uses that of the organ above it (article 15).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from docflow.classify.evidence import FileEvidence
from docflow.model import Decision, Origin


@dataclass(frozen=True, slots=True)
class OriginRule:
    """A rule's name, the origin it gives, and the test that a file must pass."""

    name: str
    origin: Origin
    holds: Callable[[FileEvidence], bool]


ORIGIN_RULES: tuple[OriginRule, ...] = (
    OriginRule("signed-by-person-and-organ", Origin.E_ORIGINAL, lambda f: f.born_digital and f.by_person and f.by_issuer),
    OriginRule("signed-by-person-and-office", Origin.E_ORIGINAL, lambda f: f.born_digital and f.by_signer and f.by_office),
    OriginRule("signed-by-person-and-host", Origin.E_ORIGINAL, lambda f: f.born_digital and f.by_signer and f.by_host),
    OriginRule("signed-by-organ-only", Origin.E_ORIGINAL, lambda f: f.born_digital and f.by_issuer),
    OriginRule("signed-by-host-only", Origin.E_ORIGINAL, lambda f: f.born_digital and f.by_host),
    OriginRule("scan-signed-by-organ", Origin.DIGITISED, lambda f: f.image_only and (f.by_issuer or f.by_host)),
    OriginRule("scan-copied", Origin.DIGITISED, lambda f: f.image_only and f.copy_form is not None and f.by_other),
    OriginRule("signed-by-person-only", Origin.UNKNOWN, lambda f: f.born_digital and f.by_person),
    OriginRule("signature-does-not-count", Origin.UNKNOWN, lambda f: f.broken or f.in_review),
    OriginRule("signed-by-another", Origin.UNKNOWN, lambda f: f.by_person or f.by_other),
    OriginRule("scan-unsigned", Origin.PAPER, lambda f: f.image_only and f.unsigned),
    OriginRule("draft", Origin.UNKNOWN, lambda f: f.draft),
    OriginRule("born-digital-unsigned", Origin.UNKNOWN, lambda f: f.born_digital),
    OriginRule("unread", Origin.UNKNOWN, lambda _: True),
)


def decide_origin(files: Sequence[FileEvidence]) -> tuple[Decision, FileEvidence | None]:
    """Decide a document's origin; gives the decision and the file that it rests on, none for a register line alone."""
    for rule in ORIGIN_RULES:
        for file in files:
            if rule.holds(file):
                evidence = (f"file:{file.sha256}", *(f"signature:{name}" for name in file.fields))
                return Decision(value=rule.origin.value, rule=rule.name, evidence=evidence), file
    return Decision(value=Origin.UNKNOWN.value, rule="no-file"), None
