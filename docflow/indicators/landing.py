"""Where a holding falls when a period's documents are counted: the one rule behind the figure and behind its list.

In a period that the unit's register covers, its lines are what was issued, and a file without a line is a finding; outside it
the documents found count, labelled "theo tệp". Secret ones, drafts, copies and internal ones are never counted.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from docflow.model import Count, Coverage, Direction
from docflow.periods import Period

EXCLUDED = ("secret", "draft", "copy", "internal")


class Landing(StrEnum):
    """Where a holding falls."""

    REGISTER = "register"
    FILES = "files"
    EXCLUDED = "excluded"
    UNDATED = "undated"
    UNPLACED = "unplaced"
    WITHOUT_LINE = "without-line"
    OUTSIDE = "outside"

    @property
    def counted(self) -> bool:
        """Whether it is part of the denominator T."""
        return self in {Landing.REGISTER, Landing.FILES}


@dataclass(frozen=True)
class Scope:
    """A period, and through which day each unit's register of a year reaches (``covered``, by unit and year)."""

    period: Period
    covered: Mapping[tuple[str, int], str] = field(default_factory=dict)

    def covers(self, unit: str, day: str) -> bool:
        """Whether the unit's register covers the day."""
        return day <= self.covered.get((unit, int(day[:4])), "")

    @functools.cached_property
    def registered(self) -> frozenset[str]:
        """The units of which a register covers any day of the period."""
        first = self.period.first
        return frozenset(u for (u, year), through in self.covered.items() if self.period.touches(year) and through >= first)

    def reaches_the_end(self, unit: str) -> bool:
        """Whether the unit's registers cover all of the period, so that no file without a day can be counted in it."""
        first, last = int(self.period.first[:4]), int(self.period.last[:4])
        if last - first > len(self.covered):
            return False
        return all(self.covers(unit, min(self.period.last, f"{year:04d}-12-31")) for year in range(first, last + 1))


def scope_of(period: Period, coverages: Iterable[Coverage], direction: Direction = Direction.OUTGOING) -> Scope:
    """The scope of a period under the coverages of one direction."""
    return Scope(period, {(c.unit, c.year): c.through for c in coverages if c.direction is direction})


def land(count: Count, scope: Scope) -> Landing:
    """Tell where a holding falls; what has no day belongs to every period that its year, if known, does not exclude."""
    if not _within(count, scope.period):
        return Landing.OUTSIDE
    if count.standing in EXCLUDED:
        return Landing.EXCLUDED
    covered = count.day is not None and scope.covers(count.unit, count.day)
    if covered and count.has_line:
        return Landing.REGISTER
    if not count.placed or not count.unit:
        return Landing.UNPLACED
    if count.day is None:
        return Landing.UNDATED
    return Landing.WITHOUT_LINE if covered else Landing.FILES


def _within(count: Count, period: Period) -> bool:
    if count.day is not None:
        return period.holds(count.day)
    return count.year is None or period.touches(count.year)
