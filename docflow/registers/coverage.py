"""How far a register reaches: to its last line, and to the end of what its unit has closed."""

from __future__ import annotations

from collections.abc import Iterable

from docflow.model import Closure, Coverage, Direction


def through(coverage: Coverage, closures: Iterable[Closure]) -> str:
    """To which day a register reaches: its last line's, or the end of a closed period that begins within its year."""
    if coverage.direction is not Direction.OUTGOING:
        return coverage.through
    closed = [
        min(c.last, f"{coverage.year}-12-31")
        for c in closures
        if c.unit == coverage.unit and int(c.first[:4]) <= coverage.year <= int(c.last[:4])
    ]
    return max([coverage.through, *closed])
