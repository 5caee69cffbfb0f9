"""What a unit reports of itself, and what it was told to reach."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Declared:
    """A figure that a unit declared (số liệu tự báo cáo), as printed.

    ``level`` tells a unit's own figure from that of all units of a level below it. ``figure`` is one of ours, None where the
    words in ``indicator`` name none. ``percent`` is a decimal with a point as printed (``95.01``) and ``bound`` how it was
    meant: ``=``, ``>`` ("trên 90 %"), ``>=``, ``<``, ``<=`` or ``~`` ("khoảng"). A period that is not stated is None.
    """

    unit: str | None
    level: str | None
    period: str | None
    indicator: str
    figure: str | None
    numerator: int | None
    denominator: int | None
    percent: str | None
    bound: str
    source: str
    row: int


@dataclass(frozen=True, slots=True)
class Target:
    """The share that a figure should reach (chỉ tiêu) at a level between two days; ``percent`` as in ``Declared``."""

    figure: str
    level: str | None
    valid_from: str | None
    valid_to: str | None
    percent: str
    row: int

    @property
    def share(self) -> tuple[int, int]:
        """The share as two whole numbers."""
        whole, _, places = self.percent.partition(".")
        return int(whole + places), 100 * 10 ** len(places)

    def reached_by(self, numerator: int, denominator: int) -> bool:
        """Whether a share reaches it, computed exactly."""
        return numerator * self.share[1] >= self.share[0] * denominator

    def holds(self, level: str | None, day: str) -> bool:
        """Whether it is set for a level on a day."""
        return self.level in {None, level} and (self.valid_from or "") <= day <= (self.valid_to or "9999-12-31")


@dataclass(frozen=True, slots=True)
class PaperRule:
    """A type of documents that a local rule sends on paper only: of one unit or of all, between two days, on what basis."""

    unit: str | None
    document_type: str
    valid_from: str | None
    valid_to: str | None
    basis: str | None
    row: int

    def holds(self, unit: str, document_type: str | None, day: str | None) -> bool:
        """Whether a unit's document of a type and day falls under the rule."""
        if self.document_type != document_type or self.unit not in {None, unit}:
            return False
        return day is None or (self.valid_from or "") <= day <= (self.valid_to or "9999-12-31")


@dataclass(frozen=True, slots=True)
class Closure:
    """A period that a unit closed: the figures as they were handed in, by name, and the run that they were read from."""

    unit: str
    period: str
    first: str
    last: str
    run: int
    state_root: str
    figures: Mapping[str, int]
    author: str
