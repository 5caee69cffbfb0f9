"""A message's header against the document that it brings: what both say and say differently becomes a finding.

Names are compared without accents and case, and one that says less than the other does not contradict it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from docflow.classify.identity import Registry
from docflow.classify.messages import is_another
from docflow.model import Discrepancy, FileFacts, Header
from docflow.text import organ_key, unaccented

_ABOUT = re.compile(r"^(?:v v|ve viec|vv|ve)\s+")


def letter_findings(
    files: Mapping[str, FileFacts],
    brought: Mapping[str, set[str]],
    letters: Mapping[str, FileFacts],
    issuer: str | None,
    registry: Registry,
) -> Iterator[Discrepancy]:
    """The findings on the files of a document of ``issuer`` that its messages brought; one without a number is an appendix."""
    for sha256, messages in brought.items():
        paper = files[sha256].documents[:1]
        for one in messages & letters.keys():
            letter = letters[one].documents[:1]
            if paper and letter and paper[0].number and not is_another(paper[0], letter[0]):
                yield from (Discrepancy(code, sha256) for code in contradictions(paper[0], letter[0], issuer, registry))


def contradictions(paper: Header, letter: Header, issuer: str | None, registry: Registry) -> Iterator[str]:
    """The codes of what a file prints and a message describes differently."""
    if paper.promulgated_on and letter.promulgated_on and paper.promulgated_on != letter.promulgated_on:
        yield "edxml-date-differs"
    if paper.organ and letter.organ and not _same_organ(paper, letter, issuer, registry):
        yield "edxml-organ-differs"
    if paper.subject and letter.subject and not _one_holds_other(_subject(paper.subject), _subject(letter.subject)):
        yield "edxml-subject-differs"
    if paper.document_type and letter.document_type and paper.document_type != letter.document_type:
        yield "edxml-type-differs"
    signers = [unaccented(one.name) for one in paper.signers if one.name]
    named = [unaccented(one.name) for one in letter.signers if one.name]
    # A title before the name is no other name.
    if signers and named and not any(a.endswith(b) or b.endswith(a) for a in signers for b in named):
        yield "edxml-signer-differs"


def _same_organ(paper: Header, letter: Header, issuer: str | None, registry: Registry) -> bool:
    for printed in paper.issuers:
        unit = registry.match(printed.organ, printed.superior_organ, paper.promulgated_on)
        if unit is not None and unit.id == issuer:
            return True
        one, other = organ_key(printed.organ or ""), organ_key(letter.organ or "")
        if (unit is None or issuer not in registry.by_id) and (
            f"{one} ".startswith(f"{other} ") or f"{other} ".startswith(f"{one} ")
        ):
            return True
    return False


def _subject(text: str) -> str:
    return _ABOUT.sub("", " ".join(re.findall(r"\w+", unaccented(text))))


def _one_holds_other(one: str, other: str) -> bool:
    return f" {one} " in f" {other} " or f" {other} " in f" {one} "
