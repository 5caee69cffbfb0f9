"""Which unit of the registry a printed organ names, weighed in thousandths; below ``SURE`` nobody is named, only proposed.

Names repeat all over the country and offices shorten them, so a name counts together with the body printed above it and the
day. A slip of a typist, other accents or a unit that was no longer there give candidates for a person, never a unit.
"""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from docflow.model import Unit
from docflow.text import fold, organ_key, unaccented

SURE = 950
EXACT, PLACED, UNACCENTED, ACCENTS_DIFFER, NOT_THEN, SUCCESSOR = 1000, 980, 960, 900, 800, 750
_PER_SLIP = 60  # what a wrong, missing or spare letter costs
_LETTERS_PER_SLIP = 12
MAX_SLIPS = 2
MAX_CANDIDATES = 5
_LONGEST_POSTING = 3_000  # units that share a word, beyond which the word tells nothing
_LEVELS = ("tinh", "thanh pho", "huyen", "quan", "thi xa", "xa", "phuong", "thi tran", "dac khu")
_PLACE = re.compile(
    r"\b(?:tỉnh|thành phố|tp\.?|huyện|quận|thị xã|xã|phường|thị trấn|đặc khu|tinh|thanh pho|huyen|quan|thi xa|xa|phuong|thi tran)"
    r" (?!hội\b|hoi\b|ủy\b|uy\b|đoàn\b|doan\b|ly\b|tri\b)\S.*$"
)
_FIRST_DAY, _LAST_DAY = "0001-01-01", "9999-12-31"


@dataclass(frozen=True, slots=True)
class Match:
    """The unit that a printed organ names, None where no one is sure; the best score; what is proposed, best first.

    ``reason`` is a code with words in the catalogue under ``finding.<code>``, empty where a unit was found or none is near.
    """

    unit: Unit | None = None
    score: int = 0
    candidates: tuple[tuple[Unit, int], ...] = ()

    @property
    def reason(self) -> str:
        """Why nobody is named although somebody may be meant."""
        return "organ-uncertain" if self.unit is None and self.candidates else ""


NOBODY = Match()


def valid(unit: Unit, day: str | None) -> bool:
    """Whether a unit was there on a day; on no day known, it was."""
    return day is None or (unit.valid_from or _FIRST_DAY) <= day <= (unit.valid_to or _LAST_DAY)


class OrganNames:
    """The names of all units, built once: whole ones, those with a place added or left out, and their words."""

    def __init__(self, units: Mapping[str, Unit]) -> None:
        self._units = units
        self._place = {unit.id: _place_of(unit.name) for unit in units.values()}
        self._names: dict[str, list[Unit]] = defaultdict(list)
        for unit in sorted(units.values(), key=lambda unit: unit.id):
            for name in dict.fromkeys(self._variants(unit)):
                self._names[name].append(unit)

    @functools.cached_property
    def _words(self) -> Mapping[str, Sequence[str]]:
        """The names in which each word stands, made when the first name is misspelt."""
        words: dict[str, list[str]] = defaultdict(list)
        for name in sorted(self._names):
            for word in sorted(set(name.split())):
                words[word].append(name)
        return words

    def weigh(self, organ: str | None, superior: str | None = None, day: str | None = None) -> Match:
        """The unit that an organ's printed name means on a day, with the body printed above it."""
        if not organ or not (name := organ_key(organ)):
            return NOBODY
        place = _place_of(superior) if superior else ""
        found = [unit for unit in self._called(name, place) if not self._lies_elsewhere(unit, place)]
        then = [unit for unit in found if valid(unit, day)]
        if len(then) > 1:
            then = self._told_apart(then, organ, superior)
        if len(then) == 1:
            return _judged([(then[0], _score(then[0], organ, name))])
        if then:
            return Match(score=EXACT, candidates=tuple((unit, EXACT) for unit in then[:MAX_CANDIDATES]))
        if found:
            heirs = {self._units[heir].id for unit in found for heir in unit.successors if heir in self._units}
            later = [(self._units[heir], SUCCESSOR) for heir in sorted(heirs) if valid(self._units[heir], day)]
            return _judged([*((unit, NOT_THEN) for unit in found), *later])
        return _judged(self._misspelt(name, place, day))

    def _variants(self, unit: Unit) -> Iterator[str]:
        """A unit's name as registered, and with the place of the unit above it added or spelt without its level."""
        name = organ_key(unit.name)
        yield name
        above = self._units.get(unit.parent or "")
        place = self._place[above.id] if above else ""
        bare = _without_level(place)
        for long in (place, bare) if place else ():
            if not name.endswith(f" {bare}"):
                yield f"{name} {long}"
        if place and name.endswith(f" {place}"):
            yield f"{name.removesuffix(place)}{bare}"

    def _called(self, name: str, place: str) -> list[Unit]:
        """The units of that name, first with the place printed above it: an office is named by its place."""
        return self._names.get(f"{name} {place}", []) or self._names.get(name, []) if place else self._names.get(name, [])

    def _lies_elsewhere(self, unit: Unit, place: str) -> bool:
        """Whether the place printed above an organ is another one of the same level than any that the unit lies in."""
        level = _level(place)
        if not level:
            return False
        places = [self._place[above.id] for above in self._above(unit)]
        return place not in places and any(_level(own) == level for own in places)

    def _above(self, unit: Unit) -> Iterator[Unit]:
        seen = {unit.id}
        above = self._units.get(unit.parent or "")
        while above is not None and above.id not in seen:
            seen.add(above.id)
            yield above
            above = self._units.get(above.parent or "")

    def _told_apart(self, units: list[Unit], organ: str, superior: str | None) -> list[Unit]:
        """Of units with one name those that the body above names, then those whose accents are the printed ones."""
        if superior:
            wanted = organ_key(superior)
            units = [unit for unit in units if any(organ_key(above.name) == wanted for above in self._above(unit))] or units
        if len(units) > 1:
            units = [unit for unit in units if not _accents_differ(organ, unit.name)] or units
        return units

    def _misspelt(self, name: str, place: str, day: str | None) -> list[tuple[Unit, int]]:
        """The units whose names a few slips part from the printed one, digits apart: a number is never a slip."""
        most = min(len(name) // _LETTERS_PER_SLIP, MAX_SLIPS)
        digits = [word for word in name.split() if word.isdigit()]
        best: dict[str, tuple[Unit, int]] = {}
        for other in self._near(name) if most else ():
            if [word for word in other.split() if word.isdigit()] != digits:
                continue
            slips = distance(name, other, most)
            for unit in self._names[other] if slips <= most else ():
                if valid(unit, day) and not self._lies_elsewhere(unit, place):
                    score = EXACT - _PER_SLIP * slips
                    best[unit.id] = max(best.get(unit.id, (unit, 0)), (unit, score), key=lambda pair: pair[1])
        return list(best.values())

    def _near(self, name: str) -> list[str]:
        """Names of about this length that share one of its rarest words: two slips leave one of three words whole."""
        words = sorted((w for w in set(name.split()) if w in self._words), key=lambda w: (len(self._words[w]), w))
        own = set(name.split())
        found = {other for word in words[: MAX_SLIPS + 1] for other in self._words[word][:_LONGEST_POSTING]}
        alike = (other for other in found if abs(len(other) - len(name)) <= MAX_SLIPS)
        return sorted(other for other in alike if len(own.symmetric_difference(other.split())) <= 2 * MAX_SLIPS)


def distance(one: str, other: str, most: int) -> int:
    """The letters to change, add or drop between two texts (Levenshtein), or ``most + 1`` where there are more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    above = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, against in enumerate(other, 1):
            row.append(min(above[j] + 1, row[-1] + 1, above[j - 1] + (letter != against)))
        if min(row) > most:
            return most + 1
        above = row
    return min(above[-1], most + 1)


def _score(unit: Unit, organ: str, name: str) -> int:
    """How well the printed name of a unit agrees with the registered one in accents and place."""
    if organ.isascii() or unit.name.isascii():
        return UNACCENTED
    if _accents_differ(organ, unit.name):
        return ACCENTS_DIFFER
    return EXACT if organ_key(unit.name) == name else PLACED


def _judged(found: Iterable[tuple[Unit, int]]) -> Match:
    """The unit where one is sure and stands alone, else the candidates, best first."""
    ranked = sorted(found, key=lambda pair: (-pair[1], pair[0].id))
    if not ranked:
        return NOBODY
    unit, score = ranked[0]
    if len(ranked) == 1 and score >= SURE:
        return Match(unit, score)
    return Match(score=score, candidates=tuple(ranked[:MAX_CANDIDATES]))


def _words(name: str) -> list[str]:
    return re.sub(r"[^\w\s]", " ", fold(name)).split()


def _accents_differ(one: str, other: str) -> bool:
    """Whether a word of one name stands in the other with other accents only; short forms stand in neither."""
    known = _words(other)
    plain = {unaccented(word) for word in known}
    return any(word not in known and unaccented(word) in plain for word in _words(one))


def _place_of(name: str) -> str:
    """The place at the end of a body's name with its level: ``huyen song may``; empty where it names none."""
    match = _PLACE.search(fold(name))
    return organ_key(match[0]) if match else ""


def _level(place: str) -> str:
    return next((level for level in _LEVELS if place.startswith(f"{level} ")), "")


def _without_level(place: str) -> str:
    return place.removeprefix(f"{_level(place)} ") if place else ""
