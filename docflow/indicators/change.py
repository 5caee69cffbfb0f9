"""How a figure has changed: the same figure of the period before, or of the same period of last year, beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from docflow.errors import UsageError
from docflow.indicators.figures import Evidence, Figures, Row
from docflow.indicators.question import Question
from docflow.periods import Period, before, year_before

AGAINST: Mapping[str, Callable[[Period], Period]] = {"previous": before, "year": year_before}
_TIMES = frozenset({"month", "quarter"})


@dataclass(frozen=True, slots=True)
class Earlier:
    """The name of the earlier period, and the same figure of the same group in it; None where there is none."""

    period: str
    row: Row | None

    def points(self, later: Row) -> int | None:
        """The change in hundredths of a percentage point, half away from zero; None where either has nothing to divide by."""
        row = self.row
        if row is None or None in {row.numerator, later.numerator} or not (row.denominator and later.denominator):
            return None
        over = row.denominator * later.denominator
        change = (later.numerator or 0) * row.denominator - (row.numerator or 0) * later.denominator
        size = (abs(change) * 20_000 + over) // (2 * over)
        return size if change >= 0 else -size


def earlier_rows(
    ask: Callable[[Evidence, Question], Figures], evidence: Evidence, question: Question, rows: Sequence[Row], against: str
) -> Mapping[Row, Earlier]:
    """Each row's earlier figure; months and quarters are each held against their own earlier one.

    ``UsageError`` (compare-needs-period) for a question of all time.
    """
    if question.period.name is None:
        raise UsageError("compare-needs-period")
    by = tuple(name for name in question.by if name not in _TIMES)
    found: dict[Row, Earlier] = {}
    for period in question.buckets(()):
        then = AGAINST[against](period)
        at = _day_then(question, period, then)
        answer = ask(evidence, replace(question, period=then, at=at, by=by))
        known = {(replace(row.group, period=None), row.figure): row for row in answer.rows}
        for row in rows:
            if row.group.period == period.name:
                found[row] = Earlier(then.name or "", known.get((replace(row.group, period=None), row.figure)))
    return found


def _day_then(question: Question, period: Period, then: Period) -> str | None:
    """The day asked about as it lies in the earlier period: as far from its end, and never before it begins."""
    if question.at is None:
        return None
    left = max(dt.date.fromisoformat(period.last) - dt.date.fromisoformat(question.at), dt.timedelta())
    return max((dt.date.fromisoformat(then.last) - left).isoformat(), then.first)
