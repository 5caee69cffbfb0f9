"""Targets beside figures: which target is set for a figure, a level and a day, and whether it is met."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from docflow.indicators.figures import Row
from docflow.indicators.question import Question
from docflow.model import Target
from docflow.periods import parse_period


class Standing(StrEnum):
    """How a figure stands to its target; ``perhaps`` is below it as counted, but what is unknown could lift it there."""

    MET = "met"
    MISSED = "missed"
    PERHAPS = "perhaps"
    NOT_MEASURED = "not-measured"


@dataclass(frozen=True, slots=True)
class Aim:
    """The target of a figure, and how the figure stands to it."""

    target: Target
    standing: Standing

    @property
    def is_below(self) -> bool:
        """Whether the figure as counted is below its target."""
        return self.standing in {Standing.MISSED, Standing.PERHAPS}


def aims(rows: Sequence[Row], targets: Iterable[Target], question: Question, today: str) -> Mapping[Row, Aim]:
    """The rows that have a target on the last day that they tell of; parts of a whole (types, groups of a roster) have none.

    One set for the level goes before one for all, the younger before the older.
    """
    known = list(targets)
    found: dict[Row, Aim] = {}
    for row in rows:
        if row.group.document_type is not None or row.group.roster_group is not None or {"type", "group"} & set(question.by):
            continue
        day = _day(row, question, today)
        due = [one for one in known if one.figure == row.figure and one.holds(row.group.level, day)]
        if due:
            target = max(due, key=lambda one: (one.level is not None, one.valid_from or ""))
            found[row] = Aim(target, _standing(row, target))
    return found


def _day(row: Row, question: Question, today: str) -> str:
    last = parse_period(row.group.period).last if row.group.period else today
    return min(last, question.at) if question.at else last


def _standing(row: Row, target: Target) -> Standing:
    if row.numerator is None or not row.denominator:
        return Standing.NOT_MEASURED
    if target.reached_by(row.numerator, row.denominator):
        return Standing.MET
    return Standing.PERHAPS if target.reached_by(*row.high) else Standing.MISSED
