"""Gaps and repeats in the numbers of what a unit issued, series by series.

Numbers begin with 01 on 1 January and end on 31 December; paper and electronic documents are numbered together, councils and
legal types apart (Decree 30/2020, article 15 and annex III). Where the unit's series were imported, those are followed; else they
are inferred: of a few ways to part a year's numbers the one with the fewest gaps and repeats, so that everything told of it is
*probable* only. Party bodies number through a term, which only an import can tell: without it their gaps are not looked for.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from docflow.model import Series
from docflow.text import notation_key, number_key

STATED, PROBABLE = "stated", "probable"
# A number may leave so many out, or as many as the series has documents; one further off is a slip, and where fewer than one
# in ten is known nothing can be said of the others.
WIDEST_LEAP = 20
SPARSEST = 10

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
        match = _PLAIN.fullmatch(number_key(self.number))
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
    """The numbers of one series from 1: who bears them, which nobody bears, which several do, and which lie too far off."""

    unit: str
    name: str
    basis: str
    borne: tuple[Numbered, ...]
    gaps: tuple[Gap, ...]
    repeats: tuple[Numbered, ...]
    leaps: tuple[Numbered, ...]

    @property
    def faults(self) -> int:
        """How many gaps, repeats and leaps there are."""
        return len(self.gaps) + len(self.repeats) + len(self.leaps)


def runs(documents: Iterable[Numbered], series: Sequence[Series]) -> Iterator[Run]:
    """The runs of numbers of any documents, by unit, then year or term, then series."""
    stated: dict[str, list[Series]] = defaultdict(list)
    for line in series:
        stated[line.unit].append(line)
        # Among its host's numbers a council's are told by their notation alone.
        if line.host and line.notations:
            stated[line.host].append(line)
    known: dict[tuple[str, str, str], list[Numbered]] = defaultdict(list)
    free: dict[tuple[str, str], list[Numbered]] = defaultdict(list)
    for one in documents:
        if one.place is None:
            continue
        own = _own(one, stated.get(one.unit, ()))
        if own is not None:
            since = own.valid_from or "" if own.reset == "term" else one.day[:4]
            known[one.unit, since, own.name].append(one)
        elif not _PARTY.fullmatch(notation_key(one.notation)):
            free[one.unit, one.day[:4]].append(one)
    for (unit, _, name), members in sorted(known.items()):
        yield run_of(unit, name, STATED, members)
    for (unit, _), members in sorted(free.items()):
        yield from inferred(unit, members)


def _own(one: Numbered, series: Iterable[Series]) -> Series | None:
    """The series that numbers a document: of several the one that says most of what it numbers."""
    notation = notation_key(one.notation)
    found = [s for s in series if s.holds_on(one.day) and s.numbers(one.document_type, notation)]
    return min(found, key=lambda s: (not s.notations, not s.types, s.name), default=None)


# ---------------------------------------------------------------- one run


def run_of(unit: str, name: str, basis: str, members: Iterable[Numbered]) -> Run:
    """The run of one series."""
    at: dict[tuple[int, str], list[Numbered]] = defaultdict(list)
    for one in sorted(members, key=lambda d: (d.day, d.key)):
        at[one.place or (0, "")].append(one)
    many = max(WIDEST_LEAP, sum(map(len, at.values())))
    borne: list[Numbered] = []
    gaps: list[Gap] = []
    repeats: list[Numbered] = []
    leaps: list[Numbered] = []
    last, before = 0, None
    for number, suffix in sorted(at):
        here = at[number, suffix]
        if leaps or number - last > many + 1 or number > SPARSEST * many:
            leaps += here
            continue
        gaps += [Gap(missing, here[0].day, before, here[0].key) for missing in range(last + 1, number)] if not suffix else []
        repeats += [again for i, one in enumerate(here) for again in [one] * (one.lines - 1 + (i > 0))]
        borne += here[:1]
        if not suffix:
            last, before = number, here[0].key
    return Run(unit, name, basis, tuple(borne), tuple(gaps), tuple(repeats), tuple(leaps))


# ---------------------------------------------------------------- series that nobody stated


def _head(one: Numbered) -> str:
    return one.document_type or notation_key(one.notation).split("-")[0]


def _body(one: Numbered) -> str:
    """The body in a notation: QĐ-UBND, UBND-VP and BC-UBND are all of UBND."""
    parts = notation_key(one.notation).split("-")
    return parts[0] if one.document_type == "cong_van" or len(parts) == 1 else parts[1]


_WAYS: tuple[Callable[[Numbered], str], ...] = (
    lambda _one: "",
    lambda one: "quyet_dinh" if _head(one) == "quyet_dinh" else "",
    _body,
    _head,
    lambda one: f"{_head(one)} {_body(one)}",
)


def inferred(unit: str, members: Sequence[Numbered]) -> list[Run]:
    """The runs of a year's documents under the way of parting them that leaves the fewest faults; of equals the plainest."""
    ways = [_parted(unit, members, way) for way in _WAYS]
    return min(ways, key=lambda found: sum(run.faults for run in found))


def _parted(unit: str, members: Sequence[Numbered], way: Callable[[Numbered], str]) -> list[Run]:
    parts: Mapping[str, list[Numbered]] = defaultdict(list)
    for one in members:
        parts[way(one)].append(one)
    return [run_of(unit, name, PROBABLE, part) for name, part in sorted(parts.items())]
