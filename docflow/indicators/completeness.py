"""Are books and files complete: lines without files, files without lines, and gaps and repeats in the numbers.

Every figure is counted from the findings that its list shows, so that list and figure are always of one length.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from docflow.indicators.figures import Evidence, Figures, Group, Row
from docflow.indicators.landing import EXCLUDED, Landing, Scope, land, scope_of
from docflow.indicators.numbering import Gap, Numbered, Run, runs
from docflow.indicators.question import Question, in_order
from docflow.model import Count, Direction, Document
from docflow.periods import ALL_TIME

BOOKS = ("lines_with_file", "lines_without_file", "files_without_line")
NUMBERS = ("gaps", "repeats", "leaps", "out_of_order")
FIGURES = (*BOOKS, *NUMBERS)

# What each figure is a share of.
_LINE, _FILE, _EXPECTED, _BORNE = "line", "file", "expected", "borne"
_WHOLE = {
    "lines_with_file": _LINE,
    "lines_without_file": _LINE,
    "files_without_line": _FILE,
    "gaps": _EXPECTED,
    "repeats": _BORNE,
    "leaps": _BORNE,
    "out_of_order": _BORNE,
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing counted: for which figure or whole, of which unit and day; a number with its run, or a document's holding."""

    figure: str
    unit: str
    day: str
    subject: str
    basis: str
    record: Mapping[str, Any] | None = None
    held: tuple[Document, Count, Landing] | None = None


def entries(evidence: Evidence, question: Question) -> Iterator[Entry]:
    """Everything that the figures of a question count, and what they are shares of."""
    numbered: list[Numbered] = []
    everywhere = scope_of(ALL_TIME, evidence.coverages())
    for document, count, where in _landed(evidence, question, everywhere):
        if document.number and count.day:
            numbered.append(_numbered(document, count))
        if count.day and question.period.holds(count.day):
            yield from _in_books(document, count, where)
    series = evidence.series()
    for run in runs(numbered, series):
        yield from (entry for entry in _in_run(run) if question.period.holds(entry.day))


def _landed(evidence: Evidence, question: Question, everywhere: Scope) -> Iterator[tuple[Document, Count, Landing]]:
    """The holdings that bear a number which was given: counted ones, and files without a line."""
    asked = question.units(evidence.directory)
    term = {one.unit for one in evidence.series() if one.reset == "term"}
    for document, count in evidence.documents(Direction.OUTGOING):
        if count.day is None or (asked is not None and count.unit not in asked):
            continue
        if not question.period.touches(int(count.day[:4])) and count.unit not in term:
            continue
        where = land(count, everywhere)
        if where.counted or where is Landing.WITHOUT_LINE:
            yield document, count, where


def _numbered(document: Document, count: Count) -> Numbered:
    # A council that uses the unit's seal may keep a book of its own: all outgoing lines of a document are the issuer's.
    lines = sum(subject.partition("|")[2].startswith(f"{Direction.OUTGOING.value}|") for subject in document.lines)
    return Numbered(
        document.key,
        count.unit,
        document.number or "",
        document.notation or "",
        document.document_type,
        count.day or "",
        max(lines, 1),
    )


def _in_books(document: Document, count: Count, where: Landing) -> Iterator[Entry]:
    names = []
    if where is Landing.REGISTER:
        names += [_LINE, "lines_with_file" if count.has_file else "lines_without_file"]
        names += [_FILE] if count.has_file else []
    elif where is Landing.WITHOUT_LINE:
        names += [_FILE, "files_without_line"]
    for name in names:
        yield Entry(name, count.unit, count.day or "", document.key, "register", held=(document, count, where))


def _in_run(run: Run) -> Iterator[Entry]:
    """The numbers of a run; one that is missing takes the day of the next one."""
    for one in run.borne:
        yield Entry(_EXPECTED, run.unit, one.day, one.key, run.basis)
    for one in (*run.borne, *run.repeats, *run.leaps):
        yield Entry(_BORNE, run.unit, one.day, one.key, run.basis)
    for gap in run.gaps:
        yield Entry(_EXPECTED, run.unit, gap.day, gap.after, run.basis)
        yield Entry("gaps", run.unit, gap.day, f"{run.unit}|{run.name}|{gap.number}", run.basis, _missing(run, gap))
    for figure, members in (("repeats", run.repeats), ("leaps", run.leaps), ("out_of_order", run.out_of_order)):
        for i, one in enumerate(members):
            yield Entry(figure, run.unit, one.day, f"{one.key}|{i}", run.basis, _found(run, one))


def _missing(run: Run, gap: Gap) -> dict[str, Any]:
    return _record(run, gap.day, number=str(gap.number), before=gap.before, after=gap.after)


def _found(run: Run, one: Numbered) -> dict[str, Any]:
    return _record(run, one.day, number=one.number, notation=one.notation, key=one.key)


def _record(run: Run, day: str, **told: str | None) -> dict[str, Any]:
    fields = ("key", "unit", "series", "basis", "number", "notation", "day", "before", "after")
    values = {"unit": run.unit, "series": run.name or None, "basis": run.basis, "day": day, **told}
    return {name: values.get(name) for name in fields}


# ---------------------------------------------------------------- figures


def completeness(evidence: Evidence, question: Question) -> Figures:
    """The figures of completeness that a question asks for; documents without a day or a key stand beside them."""
    question.only("unit", "level", "month", "quarter")
    directory = evidence.directory
    beside, excluded, days = _beside(evidence, question)
    buckets = question.buckets(days)
    seen: dict[Group, Counter[tuple[str, str]]] = {
        Group(*owner, bucket.name): Counter() for owner in question.always_shown(directory) for bucket in buckets
    }
    for entry in entries(evidence, question):
        period = next(bucket.name for bucket in buckets if bucket.holds(entry.day))
        group = Group(*question.owner(entry.unit, directory), period)
        seen.setdefault(group, Counter())[entry.figure, entry.basis] += 1
    return Figures(
        rows=tuple(row for group in in_order(seen, question, directory) for row in _rows(group, seen[group])),
        excluded=excluded,
        undated=beside[Landing.UNDATED],
        unplaced=beside[Landing.UNPLACED],
    )


def _rows(group: Group, seen: Counter[tuple[str, str]]) -> Iterator[Row]:
    sums: Counter[str] = Counter()
    bases: dict[str, set[str]] = {}
    for (name, basis), number in seen.items():
        sums[name] += number
        bases.setdefault(name, set()).add(basis)
    for figure in FIGURES:
        whole = _WHOLE[figure]
        share = (sums[figure], sums[whole])
        rests = bases.get(whole, set())
        yield Row(
            group=group,
            figure=figure,
            numerator=sums[figure],
            denominator=sums[whole],
            low=share,
            high=share,
            basis="mixed" if len(rests) > 1 else next(iter(rests), None),
        )


def _beside(evidence: Evidence, question: Question) -> tuple[Counter[Landing], dict[str, int], set[str]]:
    """What is not looked at, and why; and the days of what is."""
    asked = question.units(evidence.directory)
    scope = scope_of(question.period, evidence.coverages())
    beside: Counter[Landing] = Counter()
    excluded: Counter[str] = Counter()
    days: set[str] = set()
    for count in evidence.counts(Direction.OUTGOING):
        if asked is None or count.unit in asked:
            where = land(count, scope)
            beside[where] += count.count
            excluded[count.standing] += count.count if where is Landing.EXCLUDED else 0
            if count.day and (where.counted or where is Landing.WITHOUT_LINE):
                days.add(count.day)
    return beside, {name: excluded[name] for name in EXCLUDED}, days
