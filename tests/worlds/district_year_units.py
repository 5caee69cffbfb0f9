"""The units of the planned year: a commune is renamed and keeps its code, two are merged, a council uses the host's seal."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from fixtures.places import COMMUNES, DISTRICT, Person, Place

YEAR = 2022
BEGIN, END = dt.date(YEAR, 1, 1), dt.date(YEAR, 12, 31)
RENAMED_ON, MERGED_ON = dt.date(YEAR, 4, 1), dt.date(YEAR, 7, 1)


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit between two days; reports name it by ``id``, and ``heir`` is the id of who took over from it, if anybody did."""

    id: str
    place: Place
    first: dt.date = dt.date(2020, 1, 1)
    last: dt.date | None = None
    heir: str = ""

    @property
    def stands_for(self) -> str:
        """The id of the unit that its figures stand with by successors."""
        return self.heir or self.id

    @property
    def days(self) -> tuple[dt.date, dt.date]:
        """The first and the last day of the year on which it existed."""
        return max(self.first, BEGIN), min(self.last or END, END)


def _commune(index: int, **changed: object) -> Place:
    return replace(COMMUNES[index - 1], **changed)  # type: ignore[arg-type]


NEW_NAME = _commune(
    3, name="Ủy ban nhân dân xã Suối Ngọc", organ=("ỦY BAN NHÂN DÂN", "XÃ SUỐI NGỌC"), town="Suối Ngọc", certificate=None
)
MERGED = Place(
    code=f"{DISTRICT.code}.12",
    name="Ủy ban nhân dân xã Sen Dừa",
    organ=("ỦY BAN NHÂN DÂN", "XÃ SEN DỪA"),
    town="Sen Dừa",
    level="xã",
    certificate=None,
    head=Person("", "Trịnh Văn Gộp", "CHỦ TỊCH"),
)
COUNCIL_PLACE = replace(
    DISTRICT,
    code=f"{DISTRICT.code}.HD",
    name="Hội đồng thẩm định huyện Sông Mây",
    organ=("HỘI ĐỒNG THẨM ĐỊNH",),
    head=DISTRICT.deputy or DISTRICT.head,
)
_EVE_OF_NAME, _EVE_OF_MERGER = RENAMED_ON - dt.timedelta(days=1), MERGED_ON - dt.timedelta(days=1)
D = Unit(DISTRICT.code, DISTRICT)
COUNCIL = Unit(COUNCIL_PLACE.code, COUNCIL_PLACE)
C = {index: Unit(place.code, place) for index, place in enumerate(COMMUNES, start=1)}
RENAMED = Unit(f"{C[3].id}@{RENAMED_ON.isoformat()}", NEW_NAME, RENAMED_ON)
JOINED = Unit(MERGED.code, MERGED, MERGED_ON)
C[3] = replace(C[3], last=_EVE_OF_NAME, heir=RENAMED.id)
C[10], C[11] = (replace(C[index], last=_EVE_OF_MERGER, heir=JOINED.id) for index in (10, 11))
COMMUNE_UNITS = (*C.values(), RENAMED, JOINED)
UNITS = (D, COUNCIL, *COMMUNE_UNITS)
# Who states its series; of the others they are inferred.
STATED = (D.id, C[1].id, C[2].id)
