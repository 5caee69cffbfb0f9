"""Who the recipients of a document are: the state, the Party and mass organisations, citizens and enterprises, or its own people.

A recipient is a unit of the registry, or what the first words of its name say (``recipients.toml``), or the group of its code
(Decision 20/2020/QĐ-TTg: A Party, I and J organisations, B to H and K the state). What none of them tells stays unknown. "Như
trên" and the copy for the file are no recipients (Decree 30/2020, annex I.II.9).
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import resources

from docflow.classify.identity import Registry
from docflow.classify.organ_names import valid
from docflow.model import RecipientClass, Unit
from docflow.text import organ_key

_PARTS = re.compile(r"[;\n•]|\s\+\s|(?<=\.)\s+-\s*")
_SEGMENTS = re.compile(r",|\s[-–]\s")
# The head of something, whose unaccented name is also that of a school.
_CHIEF = re.compile(r"^\s*(?:các\s+)?trưởng\s+(?!phòng|ban\b)", re.IGNORECASE)
_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_LONGEST, _LONGEST_CELL, _MOST = 300, 6000, 500
_WITH_A_LEVEL = 5  # words of "uy ban nhan dan huyen"
_PARTY, _ORGANISATIONS = "A", "IJ"
_GROUP_FIRST = re.compile(r"([A-K])\d{2}(?:\.[0-9A-Z]{1,6})*")
_GROUP_LAST = re.compile(r"(?:[0-9A-Z]{2,3}\.){1,3}([A-K])\d{2}")


@dataclass(frozen=True, slots=True)
class Recipients:
    """The recipients that could be told: their classes, and the ids of those organs of the state that the registry knows.

    ``elsewhere`` says that the list sends on to recipients whom it does not name, ``others`` that it names some who are of the
    state, or may be, and whom the registry does not know.
    """

    classes: frozenset[RecipientClass] = frozenset()
    units: frozenset[str] = frozenset()
    elsewhere: bool = False
    others: bool = False

    def and_(self, other: Recipients) -> Recipients:
        """Both lists together."""
        return Recipients(
            self.classes | other.classes,
            self.units | other.units,
            self.elsewhere or other.elsewhere,
            self.others or other.others,
        )

    @property
    def has_state(self) -> bool | None:
        """Whether an organ of the state is among them; None where that cannot be told."""
        if RecipientClass.STATE in self.classes:
            return True
        return None if not self.classes or RecipientClass.UNKNOWN in self.classes or self.elsewhere else False


NOBODY = Recipients()


@dataclass(frozen=True, slots=True)
class _Table:
    leads: tuple[str, ...]
    heads: tuple[str, ...]
    kept: tuple[str, ...]
    elsewhere: tuple[str, ...]
    rules: tuple[tuple[RecipientClass, tuple[str, ...]], ...]


@functools.cache
def _table() -> _Table:
    told = tomllib.loads((resources.files(__package__) / "recipients.toml").read_text("utf-8"))
    rules = tuple((RecipientClass(rule["class"]), tuple(rule["begins"])) for rule in told["rules"])
    return _Table(tuple(told["leads"]), tuple(told["heads"]), tuple(told["kept"]), tuple(told["elsewhere"]), rules)


@dataclass(frozen=True, slots=True)
class _Body:
    """A body in a list: the units of exactly its name, on whatever day, and the class that its words tell."""

    text: str
    units: tuple[Unit, ...]
    found: RecipientClass
    goes_on: bool


class Addressees:
    """Reads lists of recipients against a registry; each text is taken apart once for each issuer."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._named: dict[str, list[Unit]] = {}
        for unit in registry.by_id.values():
            self._named.setdefault(organ_key(unit.name), []).append(unit)
        self._read: dict[tuple[str, str | None], tuple[tuple[_Body, ...], bool]] = {}

    def named(self, cells: Iterable[str], issuer: str | None, day: str | None) -> Recipients:
        """The recipients that lists in words name on a day, as a register's column or a document has them."""
        found = NOBODY
        for bodies, elsewhere, listing in self._entries(cells, issuer):
            found = found.and_(Recipients(elsewhere=elsewhere))
            for body in bodies:
                found = found.and_(self._on(body, issuer, day, goes_on=body.goes_on or listing))
        return found

    def without_persons(self, cells: Iterable[str], issuer: str | None, day: str | None) -> tuple[str, ...]:
        """Lists that say the same of their recipients and name only units of the registry, for what stays of erased facts."""
        units: set[str] = set()
        others = NOBODY
        for bodies, elsewhere, listing in self._entries(cells, issuer):
            others = others.and_(Recipients(elsewhere=elsewhere))
            for body in bodies:
                unit = next(iter(body.units), None) or self._matched(body, day)
                if unit is not None:
                    units.add(unit.name)
                else:
                    others = others.and_(self._on(body, issuer, day, goes_on=body.goes_on or listing))
        classes = (_NAMELESS[one] for one in sorted(others.classes))
        return (*sorted(units), *classes, *(["như trên"] if others.elsewhere else []))

    def _entries(self, cells: Iterable[str], issuer: str | None) -> Iterator[tuple[tuple[_Body, ...], bool, bool]]:
        """Of each entry of lists its bodies, whether it sends on to others, and whether it goes on with what stands before it.

        "Các Bộ: Tài chính; Nội vụ": what stands before the colon goes for all that follow.
        """
        for cell in cells:
            entries = _PARTS.split(cell[:_LONGEST_CELL])[:_MOST]
            for i, entry in enumerate(entries):
                bodies, elsewhere = self._taken_apart(entry[:_LONGEST], issuer)
                yield bodies, elsewhere, any(":" in earlier for earlier in entries[:i])

    def coded(self, codes: Iterable[str], issuer: str | None, day: str | None) -> Recipients:
        """The recipients that a message names by their codes."""
        found = NOBODY
        for code in codes:
            unit = self._registry.of_code(code, day)
            found = found.and_(_of_unit(unit, issuer) if unit else Recipients(frozenset({_of_group(code)})))
        return found

    def _on(self, body: _Body, issuer: str | None, day: str | None, *, goes_on: bool) -> Recipients:
        then = [unit for unit in body.units if valid(unit, day)]
        if len(then) == 1:
            return _of_unit(then[0], issuer)
        unit = self._matched(body, day)
        if unit is not None:
            return _of_unit(unit, issuer)
        # What no one knows goes on with the name before it: "Phòng Tài chính, Kế hoạch".
        if goes_on and body.found is RecipientClass.UNKNOWN:
            return NOBODY
        return Recipients(frozenset({body.found}), others=body.found in {RecipientClass.STATE, RecipientClass.UNKNOWN})

    def _matched(self, body: _Body, day: str | None) -> Unit | None:
        """The unit that a body may be whose words tell nothing."""
        return self._registry.match(body.text, None, day) if body.found is RecipientClass.UNKNOWN else None

    def _taken_apart(self, text: str, issuer: str | None) -> tuple[tuple[_Body, ...], bool]:
        """The bodies in an entry of a list, whole or as commas part them, and whether it sends on to others."""
        if (text, issuer) not in self._read:
            plain = _BRACKETS.sub(" ", text).strip(" .,:-–•+*/")
            key = organ_key(plain)
            if not key or _begins(key, _table().kept):
                self._read[text, issuer] = (), _begins(key, _table().elsewhere)
            else:
                segments = [plain] if key in self._named else [one for one in _SEGMENTS.split(plain) if organ_key(one)]
                segments = [one for one in segments if not _begins(organ_key(one), _table().kept)]
                bodies = (self._body(one, issuer, goes_on=i > 0) for i, one in enumerate(segments))
                self._read[text, issuer] = tuple(bodies), False
        return self._read[text, issuer]

    def _body(self, text: str, issuer: str | None, *, goes_on: bool) -> _Body:
        own = self._registry.by_id.get(issuer or "")
        found = RecipientClass.INTERNAL if own is not None and _is_of(own, text) else by_words(text)
        return _Body(text, tuple(self._named.get(organ_key(text), ())), found, goes_on)


def _of_group(code: str) -> RecipientClass:
    plain = code.strip().upper()
    match = _GROUP_LAST.fullmatch(plain) or _GROUP_FIRST.fullmatch(plain)
    if match is None:
        return RecipientClass.UNKNOWN
    return RecipientClass.PARTY_OR_MASS if match[1] in _PARTY + _ORGANISATIONS else RecipientClass.STATE


def _of_unit(unit: Unit, issuer: str | None) -> Recipients:
    """A unit that reports here is the state's unless its name or kind says otherwise."""
    if unit.id == issuer:
        return Recipients(frozenset({RecipientClass.INTERNAL}))
    told = {by_words(unit.name), by_words(unit.kind)}
    found = RecipientClass.PARTY_OR_MASS if RecipientClass.PARTY_OR_MASS in told else RecipientClass.STATE
    return Recipients(frozenset({found}), frozenset({unit.id} if found is RecipientClass.STATE else ()))


def _is_of(own: Unit, text: str) -> bool:
    """Whether a name is the issuer's, or that of its head, also without the place: ``Chủ tịch UBND huyện``."""
    rest = _without_leads(organ_key(text), (*_table().leads, *_table().heads))
    return len(rest) >= _WITH_A_LEVEL and f"{organ_key(own.name)} ".startswith(f"{' '.join(rest)} ")


@functools.lru_cache(maxsize=4096)
def by_words(text: str) -> RecipientClass:
    """The class that the words of a name tell: of its body, or without one of a head of the issuer's own."""
    key = organ_key(_CHIEF.sub("", text))
    plain, bare = (" ".join(_without_leads(key, leads)) for leads in (_table().leads, (*_table().leads, *_table().heads)))
    if key and not bare:
        return RecipientClass.INTERNAL
    # A head's office tells whose it is: "Văn phòng Huyện ủy", "Chủ tịch UBND xã".
    readings = (bare, plain) if _begins(plain, _table().heads) else (plain, key)
    for words in readings:
        for found, begins in _table().rules:
            if _begins(words, begins):
                return found
    return RecipientClass.UNKNOWN


def _without_leads(key: str, leads: tuple[str, ...]) -> list[str]:
    """The words of a name without those that stand before it, the longest of them first."""
    left = key
    while lead := max((one for one in leads if f"{left} ".startswith(f"{one} ")), key=len, default=""):
        left = left[len(lead) :].strip()
    return left.split()


def _begins(key: str, words: Iterable[str]) -> bool:
    return any(f"{key} ".startswith(f"{one} ") for one in words)


# One name of each class that the rules above take for it.
_NAMELESS = {
    RecipientClass.STATE: "cơ quan nhà nước",
    RecipientClass.PARTY_OR_MASS: "đoàn thể",
    RecipientClass.CITIZEN_OR_ENTERPRISE: "công dân",
    RecipientClass.INTERNAL: "văn phòng",
    RecipientClass.UNKNOWN: "chưa rõ",
}
