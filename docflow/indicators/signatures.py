"""Signing: the share of issued documents with files that the person, the organ, or both signed, and that pass a policy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from docflow.indicators.figures import Evidence, Figures, Group, Row
from docflow.indicators.landing import EXCLUDED, Landing, land, scope_of
from docflow.indicators.question import Question, in_order
from docflow.model import Count, Direction, Document

FIGURES = ("signed_by_person", "signed_by_organ", "signed_by_both", "passing")


@dataclass(frozen=True, slots=True)
class Signed:
    """One counted document with files: which intact signatures it has; ``passes`` is None if they were not judged."""

    person: bool
    organ: bool
    passes: bool | None


def rows_of(group: Group, documents: Iterable[Signed], basis: str | None = None) -> list[Row]:
    """The figures of one group; an unjudged document may pass or not, and where none was judged there is no figure."""
    seen = Counter(documents)
    total = seen.total()
    person = sum(n for d, n in seen.items() if d.person)
    organ = sum(n for d, n in seen.items() if d.organ)
    both = sum(n for d, n in seen.items() if d.person and d.organ)
    passing = sum(n for d, n in seen.items() if d.passes)
    unjudged = sum(n for d, n in seen.items() if d.passes is None)
    rows = [
        Row(group, figure, number, total, low=(number, total), high=(number, total), basis=basis)
        for figure, number in zip(FIGURES, (person, organ, both), strict=False)
    ]
    judged = unjudged < total or total == 0
    high = (passing + unjudged, total)
    rows.append(Row(group, "passing", passing if judged else None, total, low=(passing, total), high=high, basis=basis))
    return rows


def signatures(evidence: Evidence, question: Question) -> Figures:
    """The figures of signing that a question asks for, over the documents that issuance counts and that have files."""
    directory = evidence.directory
    asked = question.units(directory)
    scope = scope_of(question.period, evidence.coverages())
    found: dict[Group, list[Signed]] = {}
    bases: dict[Group, set[str]] = {}
    beside: Counter[Landing] = Counter()
    excluded: Counter[str] = Counter()
    buckets = question.buckets(
        c.day for c in evidence.counts(Direction.OUTGOING) if c.day and land(c, scope).counted and _asked(c, asked)
    )
    for owner in question.always_shown(directory):
        found.update({Group(*owner, bucket.name): [] for bucket in buckets})
    for document, count in evidence.documents(Direction.OUTGOING):
        if not _asked(count, asked):
            continue
        where = land(count, scope)
        if where.counted and document.files and count.day:
            kind = count.document_type if "type" in question.by else None
            period = next(bucket.name for bucket in buckets if bucket.holds(count.day))
            group = Group(*question.owner(count.unit, directory), period, kind)
            found.setdefault(group, []).append(_signed(document, evidence, question))
            bases.setdefault(group, set()).add(where.value)
        elif where is Landing.EXCLUDED:
            excluded[count.standing] += 1
        else:
            beside[where] += 1
    rows = []
    for group in in_order(found, question, directory):
        basis = bases.get(group, set())
        rows += rows_of(group, found[group], "mixed" if len(basis) > 1 else next(iter(basis), None))
    return Figures(
        rows=tuple(rows),
        excluded={name: excluded[name] for name in EXCLUDED},
        undated=beside[Landing.UNDATED],
        unplaced=beside[Landing.UNPLACED],
        without_line=beside[Landing.WITHOUT_LINE],
    )


def _asked(count: Count, asked: frozenset[str] | None) -> bool:
    return asked is None or count.unit in asked


def _signed(document: Document, evidence: Evidence, question: Question) -> Signed:
    intact = document.signed_by_person or document.signed_by_organ
    passes = evidence.passing(document, question.policy) if intact and question.policy else False
    return Signed(document.signed_by_person, document.signed_by_organ, passes)
