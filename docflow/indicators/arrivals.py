"""Gaps and repeats in the arrival numbers (số đến), and documents entered late or with days that cannot be.

Incoming documents are numbered through the year in one series of the body, paper and electronic ones together, as they come
(Decree 30/2020, articles 21 and 22, annex IV.VI). A number like 12a leaves no gap. Lines that were refused for a secrecy mark
bore numbers too: where there are any in a year's book, what is missing in it is *probable* only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping

from docflow.indicators.entries import BORNE, EXPECTED, Entry, in_run, rows
from docflow.indicators.figures import Evidence, Figures
from docflow.indicators.numbering import PROBABLE, Numbered, Run, out_of_order, run_of
from docflow.indicators.question import Question
from docflow.model import Coverage, Direction, RegisterLine

WHOLES: Mapping[str, str] = {
    "arrival_gaps": EXPECTED,
    "arrival_repeats": BORNE,
    "arrival_leaps": BORNE,
    "registered_late": BORNE,
    "arrived_ahead": BORNE,
    "arrived_before_issue": BORNE,
}
FIGURES = tuple(WHOLES)
DECREED = "decree"
"""The basis of what is told of a series that the decree itself lays down."""

# What comes on a Friday may be entered on Monday, after what came then: a day so far off is no sign of anything.
ENTERED_WITHIN_DAYS = 3


def arrivals(evidence: Evidence, question: Question) -> Figures:
    """The figures of arrival numbers that a question asks for; lines without a day of arrival stand beside them."""
    question.only("unit", "level", "month", "quarter")
    found = list(arrival_entries(evidence, question))
    days = {entry.day for entry in found}
    asked = question.units(evidence.directory)
    undated = sum(
        line.arrived_on is None and question.period.touches(line.year) and (asked is None or line.unit in asked)
        for line in evidence.arrivals().values()
    )
    return Figures(rows=rows(found, WHOLES, question, evidence.directory, days), undated=undated)


def arrival_entries(evidence: Evidence, question: Question) -> Iterator[Entry]:
    """Everything that the figures of arrival numbers count, and what they are shares of."""
    asked = question.units(evidence.directory)
    lines = {
        subject: line
        for subject, line in evidence.arrivals().items()
        if line.arrived_on and question.period.touches(int(line.arrived_on[:4]))
    }
    for run in _runs(lines, evidence.coverages(), evidence.directory.continued):
        if asked is None or run.unit in asked:
            yield from (entry for entry in _in_run(run, lines) if question.period.holds(entry.day))


def _runs(
    lines: Mapping[str, RegisterLine], coverages: Iterable[Coverage], continued: Callable[[str], str | None]
) -> Iterator[Run]:
    secret = {(c.unit, str(c.year)) for c in coverages if c.direction is Direction.INCOMING and c.secret}
    books: dict[tuple[str, str], list[Numbered]] = defaultdict(list)
    for subject, line in lines.items():
        day = line.arrived_on or ""
        one = Numbered(subject, line.unit, line.arrival_number or "", line.notation or "", line.document_type, day)
        if one.place is not None:
            books[line.unit, str(line.year)].append(one)
    for (unit, year), members in sorted(books.items()):
        earlier = books.get((continued(unit) or "", year), ())
        yield run_of(unit, "", PROBABLE if (unit, year) in secret else DECREED, members, earlier)


def _in_run(run: Run, lines: Mapping[str, RegisterLine]) -> Iterator[Entry]:
    late, ahead = _late_and_ahead(run.borne)
    unborn = [one for one in (*run.borne, *run.repeats, *run.leaps) if one.day < (lines[one.key].promulgated_on or "")]
    named = {
        "arrival_repeats": run.repeats,
        "arrival_leaps": run.leaps,
        "registered_late": late,
        "arrived_ahead": ahead,
        "arrived_before_issue": unborn,
    }
    yield from in_run(run, named, "arrival_gaps")


def _late_and_ahead(borne: Iterable[Numbered]) -> tuple[list[Numbered], list[Numbered]]:
    """Those out of order that came before the last number whose day is in order, and those that came after the next ones."""
    off = {one.key for one in out_of_order(borne, ENTERED_WITHIN_DAYS)}
    late: list[Numbered] = []
    ahead: list[Numbered] = []
    before = ""
    for one in borne:
        if one.key in off:
            (late if one.day < before else ahead).append(one)
        elif one.place and not one.place[1]:  # an inserted number is given later by its nature
            before = one.day
    return late, ahead
