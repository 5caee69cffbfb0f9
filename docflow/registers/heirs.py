"""Who stands for a unit today: its successors, followed to those that live on, and the tree that these form.

A document is never divided: what a split unit issued stands with the lowest unit that holds all its successors. A unit that ended
without a successor, or whose successors have nothing above them in common, stands for itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from docflow.model import Unit


def heirs(units: Mapping[str, Unit]) -> dict[str, str]:
    """For each unit the id of the one that stands for it; a unit that has not ended stands for itself."""
    return {unit_id: _heir(unit_id, units) for unit_id in units}


def living(units: Mapping[str, Unit], heir: Mapping[str, str]) -> list[Unit]:
    """The units that stand for themselves, each under the one that stands for its parent."""
    found = []
    for unit_id in sorted(set(heir.values())):
        unit = units[unit_id]
        above = heir.get(unit.parent, unit.parent) if unit.parent else None
        found.append(replace(unit, parent=None if above == unit_id else above))
    return found


def _heir(unit_id: str, units: Mapping[str, Unit]) -> str:
    """Follow successions; where one unit becomes several, go on from what holds them all; a circle ends where it closes."""
    seen: set[str] = set()
    at = unit_id
    while at not in seen:
        seen.add(at)
        ends = _ends(at, units)
        common = next(iter(ends)) if len(ends) == 1 else _lowest_common(ends, units)
        if common is None:
            return at
        at = common
        if not _next(at, units):
            return at
    return at


def _next(unit_id: str, units: Mapping[str, Unit]) -> list[str]:
    unit = units[unit_id]
    return [s for s in unit.successors if s in units and s != unit_id] if unit.valid_to else []


def _ends(unit_id: str, units: Mapping[str, Unit]) -> set[str]:
    """The units at the end of all successions from a unit: itself if there are none, nothing in a circle without a way out."""
    ends: set[str] = set()
    seen, waiting = {unit_id}, [unit_id]
    while waiting:
        at = waiting.pop()
        following = _next(at, units)
        if not following:
            ends.add(at)
        waiting += [one for one in following if one not in seen]
        seen.update(following)
    return ends


def _lowest_common(members: set[str], units: Mapping[str, Unit]) -> str | None:
    lines = [_line_up(one, units) for one in sorted(members)]
    if not lines:
        return None
    shared = set(lines[0]).intersection(*lines[1:])
    return next((one for one in lines[0] if one in shared), None)


def _line_up(unit_id: str, units: Mapping[str, Unit]) -> list[str]:
    """A unit and those above it, lowest first; above one that has ended stands who alone took over from it."""
    line: dict[str, None] = {}
    at: str | None = unit_id
    while at is not None and at in units and at not in line:
        line[at] = None
        following = _next(at, units)
        at = following[0] if len(following) == 1 else units[at].parent
    return list(line)
