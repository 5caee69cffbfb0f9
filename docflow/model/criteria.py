"""Criteria that units are scored by, and the values for them that docflow does not count itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

_UP = 2


@dataclass(frozen=True, slots=True)
class Step:
    """The points, in hundredths, that a share earns from ``share`` on: a percentage as a decimal with a point."""

    share: str
    points: int

    @property
    def exact(self) -> tuple[int, int]:
        """The share as two whole numbers."""
        whole, _, places = self.share.partition(".")
        return int(whole + places), 100 * 10 ** len(places)


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion of a set like the PAR index: what it measures, how its share earns points, who scores it and since when.

    ``figure`` is one of ours, None where its values are imported. ``steps`` are in the order of their shares; with ``linear``
    the points between two of them lie on a line, else they hold up to the next. Points are in hundredths.
    """

    code: str
    name: str
    figure: str | None
    level: str | None
    steps: tuple[Step, ...]
    linear: bool
    max_points: int
    body: str | None
    basis: str | None
    valid_from: str | None
    valid_to: str | None
    order: int | None
    row: int

    def holds(self, level: str | None, day: str) -> bool:
        """Whether units of a level are scored by it on a day."""
        return self.level in {None, level} and (self.valid_from or "") <= day <= (self.valid_to or "9999-12-31")

    def points(self, numerator: int, denominator: int) -> int:
        """What a share earns, in hundredths of a point; on a line rounded half up, below the first step of others nothing."""
        below = [step for step in self.steps if _compare(step, numerator, denominator) <= 0]
        above = self.steps[len(below)] if len(below) < len(self.steps) else None
        if not self.linear:
            return below[-1].points if below else 0
        if not below or above is None:
            return below[-1].points if below else self.steps[0].points
        return _between(below[-1], above, numerator, denominator)

    def points_between(self, low: tuple[int, int], high: tuple[int, int]) -> tuple[int, int]:
        """The least and the most that a share between two ends, both included, may earn."""
        ends = [self.points(*low), self.points(*high)]
        inside = [step.points for step in self.steps if _compare(step, *low) > 0 and _compare(step, *high) <= 0]
        return min(*ends, *inside), max(*ends, *inside)


def _compare(step: Step, numerator: int, denominator: int) -> int:
    """Positive if the step lies above a share, zero on it, negative below."""
    own, whole = step.exact
    return own * denominator - numerator * whole


def _between(below: Step, above: Step, numerator: int, denominator: int) -> int:
    (first, first_whole), (last, last_whole) = below.exact, above.exact
    reached = (numerator * first_whole - first * denominator) * last_whole
    width = (last * first_whole - first * last_whole) * denominator
    over = _UP * below.points * width + _UP * (above.points - below.points) * reached + width
    return over // (_UP * width)


@dataclass(frozen=True, slots=True)
class Score:
    """A value of a criterion for a unit and a period that docflow does not count: a share of units or things, or points.

    A share is two numbers, or a percentage (a decimal with a point) where no numbers are told; ``points`` are in hundredths.
    """

    criterion: str
    unit: str
    period: str
    numerator: int | None
    denominator: int | None
    percent: str | None
    points: int | None
    source: str
    row: int

    def share(self) -> tuple[int, int] | None:
        """The share, None where only points are told or there is nothing to divide by."""
        if self.numerator is not None and self.denominator:
            return self.numerator, self.denominator
        return Step(self.percent, 0).exact if self.percent is not None else None


def in_force(
    criteria: Iterator[Criterion] | tuple[Criterion, ...] | list[Criterion], level: str | None, day: str
) -> list[Criterion]:
    """The criteria by which a level is scored on a day, in their order.

    Of several of a code one for the level goes before one for all, the younger before the older.
    """
    found: dict[str, Criterion] = {}
    for one in sorted(criteria, key=lambda one: (one.level is not None, one.valid_from or "", one.row)):
        if one.holds(level, day):
            found[one.code] = one
    return sorted(found.values(), key=lambda one: (one.order is None, one.order or 0, one.row, one.code))
