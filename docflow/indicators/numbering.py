"""Gaps and repeats in the numbers of what a unit issued, series by series.

Numbers begin with 01 on 1 January and end on 31 December; paper and electronic documents are numbered together, councils and
legal types apart (Decree 30/2020, article 15 and annex III); a legal normative document is told by its key. Where the unit's
series were imported, those are followed; else they are inferred: of a few ways to part a year's numbers the one with the fewest
gaps and repeats, so that everything told of it is *probable* only. Party bodies number through a term, which only an import can
tell: without it their gaps are not looked for. A unit under a new name may go on with the numbers of the one before it.
"""

from __future__ import annotations

import bisect
import datetime as dt
import functools
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from docflow.model import Series
from docflow.numbers import series_of_key
from docflow.text import notation_key, number_key

STATED, PROBABLE = "stated", "probable"
# A number may leave so many out, or as many as the series has documents; one further off is a slip, and where fewer than one
# in ten is known nothing can be said of the others.
WIDEST_LEAP = 20
SPARSEST = 10
# Numbers are given in the order of days; so many may lie between a document's day and its number without being out of order.
WAITING_DAYS = 7

_PLAIN = re.compile(r"(\d{1,9})([a-zđ]?)")
_PARTY = re.compile(r"[^-/]+/.+")  # what follows 01- in 01-NQ/TU


@dataclass(frozen=True, slots=True)
class Numbered:
    """A numbered document of a unit: its key, printed number, notation, type, day, and how many lines entered it."""

    key: str
    unit: str
    number: str
    notation: str
    document_type: str | None
    day: str
    lines: int = 1

    @property
    def place(self) -> tuple[int, str] | None:
        """The number and its suffix letter (12a stands between 12 and 13 and leaves no gap); None for what is no number."""
        return _place(self.number)


@functools.lru_cache(maxsize=2**16)
def _place(number: str) -> tuple[int, str] | None:
    match = _PLAIN.fullmatch(number_key(number))
    return (int(match[1]), match[2]) if match else None


@dataclass(frozen=True, slots=True)
class Gap:
    """A number that nothing bears; ``day`` is that of the next number, by which it should have been given."""

    number: int
    day: str
    before: str | None
    after: str


@dataclass(frozen=True, slots=True)
class Run:
    """The numbers of one series in order: who bears them, which nobody bears, which several do, and which lie too far off."""

    unit: str
    name: str
    basis: str
    borne: tuple[Numbered, ...]
    gaps: tuple[Gap, ...]
    repeats: tuple[Numbered, ...]
    leaps: tuple[Numbered, ...]

    @property
    def out_of_order(self) -> tuple[Numbered, ...]:
        """The documents whose days do not fit their numbers: the fewest without which the days go up with the numbers.

        An inserted number (12a) is given later by its nature and is not looked at.
        """
        return out_of_order(self.borne, WAITING_DAYS)

    @property
    def faults(self) -> int:
        """How many gaps, repeats and leaps there are."""
        return len(self.gaps) + len(self.repeats) + len(self.leaps)


def runs(
    documents: Iterable[Numbered], series: Sequence[Series], continued: Callable[[str], str | None] = lambda _: None
) -> Iterator[Run]:
    """The runs of numbers of any documents, by unit, then year or term, then series.

    ``continued`` gives the unit with whose numbers a unit may go on.
    """
    stated: dict[str, list[Series]] = defaultdict(list)
    for line in series:
        stated[line.unit].append(line)
        # Among its host's numbers a council's are told by their notation alone.
        if line.host and line.notations:
            stated[line.host].append(line)
    known: dict[tuple[str, str, str], list[Numbered]] = defaultdict(list)
    free: dict[tuple[str, str, str], list[Numbered]] = defaultdict(list)
    for one in documents:
        if one.place is None:
            continue
        own = _own(one, stated.get(one.unit, ()))
        if own is not None:
            since = own.valid_from or "" if own.reset == "term" else one.day[:4]
            name = f"{own.name} {series_of_key(one.key)}".strip()
            known[one.unit, since, name].append(one)
        elif not _PARTY.fullmatch(notation_key(one.notation)):
            free[one.unit, one.day[:4], _legal_series(one)].append(one)
    for (unit, since, name), members in sorted(known.items()):
        yield run_of(unit, name, STATED, members, known.get((continued(unit) or "", since, name), ()))
    for (unit, since, name), members in sorted(free.items()):
        earlier = free.get((continued(unit) or "", since, name), ())
        yield from [run_of(unit, name, PROBABLE, members, earlier)] if name else inferred(unit, members, earlier)


def _legal_series(one: Numbered) -> str:
    """The name of the series of a legal normative document, each type's own; blank for others."""
    series = series_of_key(one.key)
    return f"{_parts(one.notation)[0]} {series}" if series else ""


def _own(one: Numbered, series: Iterable[Series]) -> Series | None:
    """The series that numbers a document: of several the one that says most of what it numbers."""
    notation = notation_key(one.notation)
    found = [s for s in series if s.holds_on(one.day) and s.numbers(one.document_type, notation)]
    return min(found, key=lambda s: (not s.notations, not s.types, s.name), default=None)


# ---------------------------------------------------------------- one run


def run_of(unit: str, name: str, basis: str, members: Iterable[Numbered], earlier: Iterable[Numbered] = ()) -> Run:
    """The run of one series; it goes on where ``earlier`` ended if all its numbers lie beyond, and else begins with 1."""
    at: dict[tuple[int, str], list[Numbered]] = defaultdict(list)
    for one in sorted(members, key=lambda d: (d.day, d.key)):
        at[one.place or (0, "")].append(one)
    many = max(WIDEST_LEAP, sum(map(len, at.values())))
    borne: list[Numbered] = []
    gaps: list[Gap] = []
    repeats: list[Numbered] = []
    leaps: list[Numbered] = []
    first = max((one.place for one in earlier if one.place), default=(0, ""))[0]
    first = first if min(at, default=(0, ""))[0] > first else 0
    last, before = first, None
    for number, suffix in sorted(at):
        here = at[number, suffix]
        if leaps or number - last > many + 1 or number - first > SPARSEST * many:
            leaps += here
            continue
        gaps += [Gap(missing, here[0].day, before, here[0].key) for missing in range(last + 1, number)] if not suffix else []
        repeats += [again for i, one in enumerate(here) for again in [one] * (one.lines - 1 + (i > 0))]
        borne += here[:1]
        if not suffix:
            last, before = number, here[0].key
    return Run(unit, name, basis, tuple(borne), tuple(gaps), tuple(repeats), tuple(leaps))


def out_of_order(borne: Iterable[Numbered], tolerance: int) -> tuple[Numbered, ...]:
    """Those in the order of numbers whose days do not go up with them by more than some days; inserted ones are not looked at."""
    dated = [(dt.date.fromisoformat(one.day).toordinal(), one) for one in borne if one.place and not one.place[1]]
    return tuple(dated[i][1] for i in _off([day for day, _ in dated], tolerance))


def _off(days: Sequence[int], tolerance: int) -> list[int]:
    """The places outside a longest part that never falls, further than a tolerance from what is kept on either side."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int | None] = []
    for i, day in enumerate(days):
        at = bisect.bisect_right(tails, day)
        before.append(ends[at - 1] if at else None)
        tails[at : at + 1] = [day]
        ends[at : at + 1] = [i]
    kept: set[int] = set()
    last = ends[-1] if ends else None
    while last is not None:
        kept.add(last)
        last = before[last]
    low = [-tolerance] * len(days)
    high = [dt.date.max.toordinal()] * len(days)
    for i in range(1, len(days)):
        low[i] = days[i - 1] if i - 1 in kept else low[i - 1]
    for i in range(len(days) - 2, -1, -1):
        high[i] = days[i + 1] if i + 1 in kept else high[i + 1]
    return [i for i, day in enumerate(days) if i not in kept and not low[i] - tolerance <= day <= high[i] + tolerance]


# ---------------------------------------------------------------- series that nobody stated


@functools.lru_cache(maxsize=2**12)
def _parts(notation: str) -> tuple[str, ...]:
    return tuple(notation_key(notation).split("-"))


def _head(one: Numbered) -> str:
    return one.document_type or _parts(one.notation)[0]


def _body(one: Numbered) -> str:
    """The body in a notation: QĐ-UBND, UBND-VP and BC-UBND are all of UBND."""
    parts = _parts(one.notation)
    return parts[0] if one.document_type == "cong_van" or len(parts) == 1 else parts[1]


_WAYS: tuple[Callable[[Numbered], str], ...] = (
    lambda _one: "",
    lambda one: "quyet_dinh" if _head(one) == "quyet_dinh" else "",
    _body,
    _head,
    lambda one: f"{_head(one)} {_body(one)}",
)


def inferred(unit: str, members: Sequence[Numbered], earlier: Sequence[Numbered] = ()) -> list[Run]:
    """The runs of a year's documents under the way of parting them that leaves the fewest faults; of equals the plainest."""
    ways = [_parted(unit, members, earlier, way) for way in _WAYS]
    return min(ways, key=lambda found: sum(run.faults for run in found))


def _parted(unit: str, members: Sequence[Numbered], earlier: Sequence[Numbered], way: Callable[[Numbered], str]) -> list[Run]:
    parts, before = _groups(members, way), _groups(earlier, way)
    return [run_of(unit, name, PROBABLE, part, before.get(name, ())) for name, part in sorted(parts.items())]


def _groups(members: Iterable[Numbered], way: Callable[[Numbered], str]) -> Mapping[str, list[Numbered]]:
    groups: dict[str, list[Numbered]] = defaultdict(list)
    for one in members:
        groups[way(one)].append(one)
    return groups
