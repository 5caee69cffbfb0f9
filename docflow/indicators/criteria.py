"""Criteria: each one's figure, what it earns by its thresholds, and what could not be scored; nothing is guessed.

Sets of criteria like the PAR index (Decision 876/QĐ-BNV of 2022, and those that provinces issue for departments, districts and
communes) are imported as tables. A criterion's share is a figure of another report for the unit itself, or a value that was
imported. Where the share has a band the points have one, if a threshold lies in it. A share of nothing, or one that was not
told, is not scored: it stands beside the sum and is never part of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from docflow.errors import UsageError
from docflow.indicators.definitions import indicator_named
from docflow.indicators.figures import Evidence, Figures, Group, Row, Scored
from docflow.indicators.question import Question, in_order
from docflow.model import Criterion, Score
from docflow.model.criteria import in_force
from docflow.periods import Period, parse_period

TOTAL, PREFIX = "total", "criterion."
Ask = Callable[[Evidence, Question], Figures]
_NOTHING = (0, 0)


@dataclass(frozen=True, slots=True)
class _Measured:
    """The share of a criterion with its band, or the points that were given; nothing where it is unknown."""

    numerator: int | None = None
    denominator: int = 0
    low: tuple[int, int] = _NOTHING
    high: tuple[int, int] = _NOTHING
    given: int | None = None
    basis: str | None = None
    source: str | None = None


def scored_by(families: Mapping[str, Ask]) -> Ask:
    """The report of criteria over the figures of some other reports, by their names."""

    def criteria(evidence: Evidence, question: Question) -> Figures:
        """What each unit asked about earns, criterion by criterion, and in all."""
        question.only("unit")
        if question.unit is None and "unit" not in question.by:
            raise UsageError("criteria-need-unit")
        if question.period.name is None:
            raise UsageError("criteria-need-period")
        directory, day = evidence.directory, question.at or question.period.last
        known = evidence.criteria()
        own = {unit: in_force(known, directory.level(unit), day) for unit in _units(evidence, question, day)}
        counted = _counted(
            families, evidence, question, {one.figure for members in own.values() for one in members if one.figure}
        )
        told = {(one.criterion, one.unit): one for one in evidence.scores() if _is_of(one, question.period)}
        groups = {Group(unit, directory.level(unit), question.period.name): unit for unit in own}
        rows: list[Row] = []
        for group in in_order(groups, question, directory):
            unit = groups[group]
            scored = [_row(group, one, _measured(one, unit, counted, told)) for one in own[unit]]
            rows += [*scored, _total(group, scored)]
        return Figures(tuple(rows))

    return criteria


def figure_behind(evidence: Evidence, question: Question, figure: str) -> str:
    """The figure that a criterion like ``criterion.1.2`` measures; ``UsageError`` where there is none on the question's day."""
    level = evidence.directory.level(question.unit) if question.unit else None
    day = question.at or question.period.last
    named = [one for one in evidence.criteria() if f"{PREFIX}{one.code}" == figure]
    due = [one for one in named if one.holds(level if question.unit else one.level, day)]
    if not due:
        raise UsageError("no-such-criterion", value=figure.removeprefix(PREFIX))
    last = max(due, key=lambda one: (one.level is not None, one.valid_from or "", one.row))
    if last.figure is None:
        raise UsageError("criterion-imported", value=last.code)
    return last.figure


def _is_of(score: Score, period: Period) -> bool:
    """Whether a value is of a period, whichever of its names was written."""
    own = parse_period(score.period)
    return (own.first, own.last) == (period.first, period.last)


def _units(evidence: Evidence, question: Question, day: str) -> list[str]:
    """The units that are scored: the one asked about; one by one, all below it that are there on the day and have criteria."""
    directory = evidence.directory
    if "unit" not in question.by and question.unit is not None:
        return [question.unit]
    asked = question.units(directory)
    known = evidence.criteria()
    there = [u for u in directory.by_id.values() if (u.valid_from or "") <= day <= (u.valid_to or "9999-12-31")]
    return sorted(u.id for u in there if (asked is None or u.id in asked) and in_force(known, directory.level(u.id), day))


def _counted(
    families: Mapping[str, Ask], evidence: Evidence, question: Question, figures: Iterable[str]
) -> Mapping[tuple[str | None, str], Row]:
    """The rows of the figures that criteria measure, by unit and figure; each report is asked once."""
    defined = [one for one in map(indicator_named, sorted(figures)) if one is not None]
    found: dict[tuple[str | None, str], Row] = {}
    for report in dict.fromkeys(one.report for one in defined):
        answer = families[report](evidence, replace(question, by=tuple(name for name in question.by if name == "unit")))
        wanted = {one.figure for one in defined if one.report == report}
        found |= {(row.group.unit, row.figure): row for row in answer.rows if row.figure in wanted}
    return found


def _measured(
    one: Criterion, unit: str, counted: Mapping[tuple[str | None, str], Row], told: Mapping[tuple[str, str], Score]
) -> _Measured:
    if one.figure is not None:
        row = counted.get((unit, one.figure))
        if row is None or row.numerator is None or not row.denominator:
            return _Measured()
        return _Measured(row.numerator, row.denominator, row.low, row.high, basis=row.basis)
    score = told.get((one.code, unit))
    if score is None:
        return _Measured()
    share = score.share()
    if share is None:
        return _Measured(given=score.points, basis="imported", source=score.source)
    basis = "imported" if score.percent is None else "imported-percent"
    return _Measured(*share, low=share, high=share, basis=basis, source=score.source)


def _row(group: Group, one: Criterion, found: _Measured) -> Row:
    low = high = found.given
    if found.denominator and one.steps:
        low, high = one.points_between(found.low, found.high)
    scored = Scored(one.code, one.name, one.figure, low, high, one.max_points, one.body, one.basis, found.source)
    shares = {"numerator": found.numerator, "denominator": found.denominator, "low": found.low, "high": found.high}
    return Row(group, f"{PREFIX}{one.code}", **shares, basis=found.basis, scored=scored)  # type: ignore[arg-type]


def _total(group: Group, rows: Iterable[Row]) -> Row:
    """The sum of what was scored; what was not is told as what it could earn at most, and is in no end of the band."""
    scored = [row.scored for row in rows if row.scored is not None]
    known = [one for one in scored if one.low is not None]
    missing = [one for one in scored if one.low is None]
    whole = Scored(
        code="",
        name="",
        figure=None,
        low=sum(one.low or 0 for one in known),
        high=sum(one.high or 0 for one in known),
        most=sum(one.most for one in scored),
        unscored=len(missing),
        unscored_most=sum(one.most for one in missing),
    )
    return Row(group, TOTAL, None, 0, low=_NOTHING, high=_NOTHING, scored=whole)
