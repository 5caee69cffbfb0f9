"""What is asked of an indicator: which units and period, and by what the answer is broken down."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from docflow.errors import UsageError
from docflow.indicators.figures import Group
from docflow.model import Direction
from docflow.periods import ALL_TIME, Period, months, quarters
from docflow.registers.directory import Directory, natural

DIMENSIONS: Mapping[str, str] = {
    "unit": "units",
    "level": "units",
    "month": "time",
    "quarter": "time",
    "type": "type",
    "group": "group",
}
TREES = ("then", "successors")
LEVELS = ("trung ương", "tỉnh", "huyện", "xã")


@dataclass(frozen=True, slots=True)
class Question:
    """A unit's id or None for all, a period, a day for what is asked at a date, dimensions, and a signature policy.

    ``tree`` is ``then``, every unit for itself, or ``successors``: what a unit that has ended did stands with who took over.
    ``direction`` says whose books are asked about where both have figures, ``seen`` whether the certificates that signed count
    beside what the roster says.
    """

    unit: str | None = None
    period: Period = ALL_TIME
    at: str | None = None
    by: tuple[str, ...] = ()
    policy: str | None = None
    tree: str = "then"
    direction: Direction = Direction.OUTGOING
    seen: bool = False

    def __post_init__(self) -> None:
        chosen: dict[str, str] = {}
        for name in self.by:
            other = chosen.setdefault(DIMENSIONS[name], name)
            if other != name:
                raise UsageError("by-twice", first=other, second=name)

    def only(self, *dimensions: str) -> None:
        """``UsageError`` (by-not-here) if it asks for a dimension other than these."""
        for name in self.by:
            if name not in dimensions:
                raise UsageError("by-not-here", by=name)

    def units(self, directory: Directory) -> frozenset[str] | None:
        """The ids asked about, None for all: the unit alone, or with all below it where units are told apart."""
        if self.unit is None:
            return None
        below = bool({"unit", "level"} & set(self.by))
        asked = frozenset(self.tree_of(directory).with_descendants(self.unit) if below else [self.unit])
        if self.tree == "then":
            return asked
        return frozenset(unit for unit in directory.by_id if directory.heir(unit) in asked) | asked

    def tree_of(self, directory: Directory) -> Directory:
        """The tree that the question is about."""
        return directory.by_successors if self.tree == "successors" else directory

    def stands_for(self, unit: str, directory: Directory) -> str:
        """The id of the unit that a unit's figure stands with."""
        return directory.heir(unit) if self.tree == "successors" else unit

    def level(self, unit: str, directory: Directory) -> str | None:
        """The level of the unit that a unit's figure stands with."""
        return directory.level(self.stands_for(unit, directory))

    def owner(self, unit: str, directory: Directory) -> tuple[str | None, str | None]:
        """The unit and the level under which a unit's figure is shown."""
        unit = self.stands_for(unit, directory)
        if "unit" in self.by:
            return unit, directory.level(unit)
        if "level" in self.by:
            return None, directory.level(unit)
        return self.unit, directory.level(self.unit) if self.unit else None

    def always_shown(self, directory: Directory) -> list[tuple[str | None, str | None]]:
        """The owners that get a line even with nothing to count: whoever was asked about by name, with all below."""
        if {"type", "group"} & set(self.by) or (self.unit is None and {"unit", "level"} & set(self.by)):
            return []
        return list(dict.fromkeys(self.owner(unit, directory) for unit in sorted(self.units(directory) or {""})))

    def buckets(self, days: Iterable[str]) -> list[Period]:
        """The periods to tell apart; of all time, the months or quarters between the first and the last of ``days``."""
        parts = months if "month" in self.by else quarters if "quarter" in self.by else None
        if parts is None:
            return [self.period]
        known = sorted(set(days))
        if self.period.name is None and known:
            return parts(Period(f"{known[0]}..{known[-1]}", known[0], known[-1]))
        return parts(self.period)


def in_order(groups: Iterable[Group], question: Question, directory: Directory) -> list[Group]:
    """Groups as they are printed: units as in the tree, levels from the top, then periods, then types."""
    units = question.tree_of(directory).with_descendants(question.unit) if question.unit else []
    tree = {unit: i for i, unit in enumerate(units)}

    def place(group: Group) -> tuple[int, int, list[tuple[int, str]], str, str, str]:
        level = LEVELS.index(group.level) if group.level in LEVELS else len(LEVELS)
        rank = tree.get(group.unit or "", 0)
        return rank, level, natural(group.unit or ""), group.period or "", group.document_type or "~", group.roster_group or "~"

    return sorted(groups, key=place)
