"""What figures of completeness count, one by one, and the rows that they come to: list and figure are always of one length."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from docflow.indicators.figures import Group, Row
from docflow.indicators.landing import Landing
from docflow.indicators.numbering import Numbered, Run
from docflow.indicators.question import Question, in_order
from docflow.model import Count, Document
from docflow.registers.directory import Directory

# What numbers are shares of: those that a series should have, and those that somebody bears.
EXPECTED, BORNE = "expected", "borne"


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


def in_run(run: Run, names: Mapping[str, Iterable[Numbered]], gaps: str) -> Iterator[Entry]:
    """The numbers of a run, those of each figure by name; one that is missing takes the day of the next one."""
    for one in run.borne:
        yield Entry(EXPECTED, run.unit, one.day, one.key, run.basis)
    for one in (*run.borne, *run.repeats, *run.leaps):
        yield Entry(BORNE, run.unit, one.day, one.key, run.basis)
    for gap in run.gaps:
        told = _record(run, gap.day, number=str(gap.number), before=gap.before, after=gap.after)
        yield Entry(EXPECTED, run.unit, gap.day, gap.after, run.basis)
        yield Entry(gaps, run.unit, gap.day, f"{run.unit}|{run.name}|{gap.number}", run.basis, told)
    for figure, members in names.items():
        for i, one in enumerate(members):
            told = _record(run, one.day, number=one.number, notation=one.notation, key=one.key)
            yield Entry(figure, run.unit, one.day, f"{one.key}|{i}", run.basis, told)


def _record(run: Run, day: str, **told: str | None) -> dict[str, Any]:
    fields = ("key", "unit", "series", "basis", "number", "notation", "day", "before", "after")
    values = {"unit": run.unit, "series": run.name or None, "basis": run.basis, "day": day, **told}
    return {name: values.get(name) for name in fields}


def rows(
    entries: Iterable[Entry], wholes: Mapping[str, str], question: Question, directory: Directory, days: Iterable[str]
) -> tuple[Row, ...]:
    """The rows of figures, each with what it is a share of, in the order of ``wholes``; ``days`` are those looked at."""
    buckets = question.buckets(days)
    seen: dict[Group, Counter[tuple[str, str]]] = {
        Group(*owner, bucket.name): Counter() for owner in question.always_shown(directory) for bucket in buckets
    }
    for entry in entries:
        period = next(bucket.name for bucket in buckets if bucket.holds(entry.day))
        group = Group(*question.owner(entry.unit, directory), period)
        seen.setdefault(group, Counter())[entry.figure, entry.basis] += 1
    return tuple(row for group in in_order(seen, question, directory) for row in _rows(group, seen[group], wholes))


def _rows(group: Group, seen: Counter[tuple[str, str]], wholes: Mapping[str, str]) -> Iterator[Row]:
    sums: Counter[str] = Counter()
    bases: dict[str, set[str]] = {}
    for (name, basis), number in seen.items():
        sums[name] += number
        bases.setdefault(name, set()).add(basis)
    for figure, whole in wholes.items():
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
