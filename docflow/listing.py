"""The documents behind a figure of issuance: as many as it says, found by the rule that counted them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from typing_extensions import TypedDict

from docflow.indicators.figures import Evidence
from docflow.indicators.landing import Landing, land, scope_of
from docflow.indicators.question import Question
from docflow.model import Count, Direction, Document, Form, Origin, Standing

SIGNATURES = ("person", "organ", "both", "none")


@dataclass(frozen=True, slots=True)
class Filter:
    """Narrows a list to a part of the figure; None lets everything through."""

    form: Form | None = None
    origin: Origin | None = None
    standing: Standing | None = None
    signature: str | None = None
    level: str | None = None
    document_type: str | None = None
    keys: frozenset[str] | None = None


class ListedRecord(TypedDict):
    """One line of ``docflow documents --format jsonl``."""

    key: str
    unit: str
    number: str | None
    notation: str | None
    day: str | None
    document_type: str | None
    standing: str
    form: str
    basis: str
    rule: str
    possible: list[str]
    origin: str
    signed_by_person: bool
    signed_by_organ: bool
    findings: list[str]
    files: int
    lines: int
    counted_by: str


def counted(evidence: Evidence, question: Question, chosen: Filter) -> Iterator[tuple[Document, Count, Landing]]:
    """Each counted holding of the units asked about that the filter lets through, in the order of keys."""
    directory = evidence.directory
    asked = question.units(directory)
    scope = scope_of(question.period, evidence.coverages())
    for document, count in evidence.documents(Direction.OUTGOING):
        if asked is not None and count.unit not in asked:
            continue
        if chosen.level is not None and question.level(count.unit, directory) != chosen.level:
            continue
        where = land(count, scope)
        if where.counted and passes(document, count, chosen):
            yield document, count, where


def passes(document: Document, count: Count, chosen: Filter) -> bool:
    """Whether a filter lets a holding through."""
    person, organ = document.signed_by_person, document.signed_by_organ
    signed = {
        None: True,
        "person": person,
        "organ": organ,
        "both": person and organ,
        "none": not person and not organ,
    }
    return (
        chosen.form in {None, count.form}
        and chosen.origin in {None, count.origin}
        and (chosen.standing is None or chosen.standing.value == count.standing)
        and chosen.document_type in {None, count.document_type}
        and (chosen.keys is None or document.key in chosen.keys)
        and signed[chosen.signature]
    )


def listed_record(document: Document, count: Count, where: Landing) -> ListedRecord:
    """The public form of one line."""
    return {
        "key": document.key,
        "unit": count.unit,
        "number": document.number,
        "notation": document.notation,
        "day": count.day,
        "document_type": document.document_type,
        "standing": count.standing,
        "form": document.form.value,
        "basis": document.form.basis.value,
        "rule": document.form.rule,
        "possible": list(document.form.possible),
        "origin": document.origin.value,
        "signed_by_person": document.signed_by_person,
        "signed_by_organ": document.signed_by_organ,
        "findings": sorted({finding.code for finding in document.findings}),
        "files": len(document.files),
        "lines": len(document.lines),
        "counted_by": where.value,
    }
