"""Every signing certificate of a ledger with its uses, gathered from documents, files, stored evidence and verdicts."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from docflow.canonical import restore
from docflow.classify.identity import Registry
from docflow.ledger.read import Reader
from docflow.ledger.rows import JudgedBefore, SignedFile
from docflow.ledger.signatures import SignatureReader
from docflow.model import (
    CertificateFacts,
    CertificateHistory,
    CertificateUse,
    Indication,
    SignatureEvidence,
    SignatureKind,
    SignerKind,
    Unit,
)
from docflow.verify.certificate_facts import certificate_facts, personal_numbers


@dataclass(slots=True)
class _Gathered:
    """What is known of a certificate so far."""

    uses: list[CertificateUse] = field(default_factory=list)
    revoked_at: str | None = None
    broken: int = 0


def histories(reader: Reader, signatures: SignatureReader, run: int, policy: str, key: bytes | None) -> list[CertificateHistory]:
    """The certificates that signed any document, by SHA-256; ``key`` hashes personal numbers, which without one are left out.

    A certificate that cannot be read is left out: nothing could be said of it. ``LedgerError`` where the database fails.
    """
    keys: dict[str, list[str]] = {}
    for document in reader.documents(run):
        for sha256 in document.files:
            keys.setdefault(sha256, []).append(document.key)
    found: dict[str, _Gathered] = {}
    for files in signatures.pages(run):
        verdicts = signatures.verdicts((f.sha256 for f in files), run, policy)
        for file in files:
            for document_key in keys.get(file.sha256, ()):
                _gather(found, file, document_key, verdicts)
    registry = Registry(restore(Unit, payload) for payload in reader.facts("unit", run).values())
    blobs = signatures.blobs(found)
    return [h for name in sorted(blobs) if (h := _history(blobs[name], found[name], registry, key)) is not None]


def _gather(found: dict[str, _Gathered], file: SignedFile, document: str, verdicts: dict[tuple[str, str], JudgedBefore]) -> None:
    for evidence in file.signatures:
        if evidence.certificate is None or evidence.kind is not SignatureKind.SIGNATURE:
            continue
        gathered = found.setdefault(evidence.certificate, _Gathered())
        if evidence.integrity.indication is Indication.TOTAL_FAILED:
            gathered.broken += 1
            continue
        judged = verdicts.get((file.sha256, evidence.field))
        gathered.uses.append(_use(file, document, evidence, judged))
        if judged is not None and judged.verdict.revoked_at is not None:
            gathered.revoked_at = min(gathered.revoked_at or judged.verdict.revoked_at, judged.verdict.revoked_at)


def _use(file: SignedFile, document: str, evidence: SignatureEvidence, judged: JudgedBefore | None) -> CertificateUse:
    attested = bool(evidence.timestamp and evidence.timestamp_intact)
    return CertificateUse(
        document=document,
        file=file.sha256,
        field=evidence.field,
        moment=evidence.timestamp if attested else evidence.claimed_time,
        attested=attested,
        digest=evidence.digest,
        indication=judged.verdict.indication if judged else None,
        sub_indication=judged.verdict.sub_indication if judged else None,
    )


def _history(der: bytes, gathered: _Gathered, registry: Registry, key: bytes | None) -> CertificateHistory | None:
    try:
        facts = certificate_facts(der)
    except ValueError:
        return None
    uses = sorted(gathered.uses, key=lambda use: (use.moment or "~", use.document, use.file, use.field))
    day = next((use.moment[:10] for use in uses if use.moment), None)
    numbers = tuple(_hashed(number, key) for number in personal_numbers(der)) if key is not None else ()
    return CertificateHistory(facts, _unit(facts, registry, day), tuple(uses), numbers, gathered.revoked_at, gathered.broken)


def _unit(facts: CertificateFacts, registry: Registry, day: str | None) -> str | None:
    """The unit that a certificate names: an organ by its own name, a person by the innermost unit of the name that is known."""
    names: Iterable[tuple[str | None, str | None]]
    if facts.kind is SignerKind.ORGAN:
        names = [(facts.common_name, above) for above in (facts.organization, *facts.units)] + [(facts.common_name, None)]
    else:
        names = [*((unit, facts.organization) for unit in reversed(facts.units)), (facts.organization, None)]
    return next((unit.id for organ, above in names if (unit := registry.match(organ, above, day)) is not None), None)


def _hashed(number: str, key: bytes) -> str:
    """A personal number as HMAC-SHA256; its digits alone, so that ``CCCD:001…`` and ``001…`` are the same person."""
    digits = re.sub(r"\D", "", number)
    return hmac.new(key, (digits or number).encode(), hashlib.sha256).hexdigest()
