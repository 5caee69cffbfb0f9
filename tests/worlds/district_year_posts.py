"""The roster of the planned year: who should hold a certificate and when, and who was granted one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from worlds.district_year_units import COMMUNE_UNITS, JOINED, MERGED_ON, RENAMED, RENAMED_ON, C, D, Unit


@dataclass(frozen=True, slots=True)
class Grant:
    """A certificate granted to a post, and how it ends."""

    granted: dt.date = dt.date(2021, 6, 1)
    expires: dt.date = dt.date(2026, 6, 1)
    revoked: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Post:
    """A line of the roster."""

    unit: Unit
    position: str
    organ: bool
    first: dt.date
    last: dt.date | None = None
    held: Grant | None = None
    holder: str = ""


_SINCE = dt.date(2020, 3, 5)
_OLD = Grant()
# What the head and the organ of a commune hold.
_HELD: Mapping[str, tuple[Grant | None, Grant | None]] = {
    C[1].id: (_OLD, _OLD),
    C[2].id: (Grant(dt.date(2022, 5, 10)), Grant(dt.date(2022, 5, 10))),
    C[3].id: (_OLD, Grant(revoked=RENAMED_ON)),
    RENAMED.id: (Grant(dt.date(2022, 4, 20)), Grant(dt.date(2022, 4, 20))),
    C[4].id: (_OLD, Grant(dt.date(2020, 11, 30), expires=dt.date(2022, 11, 30))),
    C[10].id: (None, Grant(revoked=MERGED_ON)),
    JOINED.id: (None, Grant(dt.date(2022, 8, 15))),
}


def posts() -> Iterator[Post]:
    """47 posts on the last day of the year, 12 of them with a certificate, and those of the units that ended before."""
    for position, held in (("Chủ tịch", _OLD), ("Phó Chủ tịch", _OLD), ("Phó Chủ tịch", None), ("Chánh Văn phòng", None)):
        yield Post(D, position, organ=False, first=_SINCE, held=held)
    for position in ("Phó Chánh Văn phòng", "Trưởng phòng Nội vụ"):
        yield Post(D, position, organ=False, first=_SINCE)
    yield Post(D, D.place.name, organ=True, first=_SINCE, held=_OLD)
    for unit in COMMUNE_UNITS:
        head, organ = _HELD.get(unit.id, (None, None))
        first = max(_SINCE, unit.first)
        yield Post(unit, "Chủ tịch", organ=False, first=first, last=unit.last, held=head, holder=unit.place.head.name)
        yield Post(unit, "Phó Chủ tịch", organ=False, first=first, last=unit.last)
        yield Post(unit, "Phó Chủ tịch", organ=False, first=first, last=unit.last)
        yield Post(unit, unit.place.name, organ=True, first=first, last=unit.last, held=organ)
