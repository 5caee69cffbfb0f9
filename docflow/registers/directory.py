"""The units known, looked up by code on a day, and the tree that they form."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping

from docflow.errors import UsageError
from docflow.model import Unit
from docflow.registers import heirs

_BEGINNING, _END = "0001-01-01", "9999-12-31"


def natural(code: str) -> list[tuple[int, str]]:
    """The order in which people list codes: H51.9 before H51.10."""
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", code)]


class Directory:
    """Units by id and code; codes are reused (DOMAIN: the same code names another province after 2025), hence the days."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self.by_id: Mapping[str, Unit] = {u.id: u for u in sorted(units, key=lambda u: u.id)}
        self._by_code: dict[str, list[Unit]] = {}
        self._children: dict[str, list[str]] = {}
        for unit in self.by_id.values():
            for code in dict.fromkeys((unit.code, unit.id, *unit.aliases)):
                self._by_code.setdefault(code.upper(), []).append(unit)
            if unit.parent:
                self._children.setdefault(unit.parent, []).append(unit.id)

    def candidates(self, code: str, first: str = _BEGINNING, last: str = _END) -> list[Unit]:
        """The units that go by a code (or alias or id) on any day from ``first`` to ``last``, by id."""
        found = self._by_code.get(code.upper(), [])
        return [u for u in found if (u.valid_from or _BEGINNING) <= last and (u.valid_to or _END) >= first]

    def resolve(self, code: str, first: str, last: str) -> str:
        """The id of the unit that a code names at the end of a period, else the only one that it named within it.

        ``UsageError``: unit-unknown, or unit-ambiguous with the candidates. A unit's own id always names it.
        """
        if code in self.by_id and len(self.candidates(code)) == 1:
            return code
        for found in (self.candidates(code, last, last), self.candidates(code, first, last), self.candidates(code)):
            if len(found) == 1:
                return found[0].id
            if found:
                exact = [u for u in found if u.id == code and u.id != u.code]
                if exact:
                    return exact[0].id
                raise UsageError("unit-ambiguous", unit=code, candidates="; ".join(self.describe(u) for u in found))
        raise UsageError("unit-unknown", unit=code)

    @staticmethod
    def describe(unit: Unit) -> str:
        """A unit in one line, to tell it from others of its code."""
        return f"{unit.id}: {unit.name} ({unit.valid_from or '…'} – {unit.valid_to or '…'})"

    def with_descendants(self, unit_id: str) -> list[str]:
        """A unit's id and those of all units below it, parents first, siblings by id; a circle is walked once."""
        found: dict[str, None] = {}
        waiting = [unit_id]
        while waiting:
            current = waiting.pop(0)
            if current not in found:
                found[current] = None
                waiting += sorted(self._children.get(current, ()), key=natural)
        return list(found)

    @functools.cached_property
    def _heirs(self) -> Mapping[str, str]:
        return heirs.heirs(self.by_id)

    def heir(self, unit_id: str) -> str:
        """The id of the unit that stands for one by successors; an id that is not known stands for itself."""
        return self._heirs.get(unit_id, unit_id)

    @functools.cached_property
    def by_successors(self) -> Directory:
        """The tree of the units that stand for themselves, where what has ended stands with who took over."""
        return Directory(heirs.living(self.by_id, self._heirs))

    @functools.cached_property
    def _continued(self) -> Mapping[str, str]:
        before: dict[str, list[Unit]] = {}
        for unit in self.by_id.values():
            for one in unit.successors if unit.valid_to else ():
                before.setdefault(one, []).append(unit)
        return {one: units[0].id for one, units in before.items() if len(units) == 1 and len(units[0].successors) == 1}

    def continued(self, unit_id: str) -> str | None:
        """The id of the unit that alone became this one alone, as by a new name; it may go on with that unit's numbers."""
        return self._continued.get(unit_id)

    def name(self, unit_id: str) -> str | None:
        """The name of a unit, None if it is not known."""
        unit = self.by_id.get(unit_id)
        return unit.name if unit else None

    def level(self, unit_id: str) -> str | None:
        """The level of a unit as its table states it, None if it is not known."""
        unit = self.by_id.get(unit_id)
        return unit.level if unit else None
