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
from docflow.model import RecipientClass, Unit
from docflow.text import organ_key

_PARTS = re.compile(r"[;\n]|\s[-–•+]\s|(?<=\.)\s+-\s*")
_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_LONGEST, _MOST = 300, 500
_WITH_A_LEVEL = 5  # words of "uy ban nhan dan huyen"
_PARTY, _ORGANISATIONS = "A", "IJ"
_GROUP_FIRST = re.compile(r"([A-K])\d{2}(?:\.[0-9A-Z]{1,6})*")
_GROUP_LAST = re.compile(r"(?:[0-9A-Z]{2,3}\.){1,3}([A-K])\d{2}")


@dataclass(frozen=True, slots=True)
class Recipients:
    """The recipients that could be told: their classes, and the ids of those organs of the state that the registry knows.

    ``elsewhere`` says that the list sends on to recipients whom it does not name.
    """

    classes: frozenset[RecipientClass] = frozenset()
    units: frozenset[str] = frozenset()
    elsewhere: bool = False

    def and_(self, other: Recipients) -> Recipients:
        """Both lists together."""
        return Recipients(self.classes | other.classes, self.units | other.units, self.elsewhere or other.elsewhere)

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


def told_of(cells: Iterable[str], registry: Registry, issuer: str | None, day: str | None) -> Recipients:
    """The recipients that lists in words name on a day, as a register's column or a document has them."""
    found = NOBODY
    parts = (part for cell in cells for part in _PARTS.split(cell[: _LONGEST * 20]))
    for part in (one for _, one in zip(range(_MOST), parts, strict=False)):
        found = found.and_(_named(part[:_LONGEST], registry, issuer, day))
    return found


def of_codes(codes: Iterable[str], registry: Registry, issuer: str | None, day: str | None) -> Recipients:
    """The recipients that a message names by their codes."""
    found = NOBODY
    for code in codes:
        unit = registry.of_code(code, day)
        found = found.and_(_of_unit(unit, issuer) if unit else Recipients(frozenset({_of_group(code)})))
    return found


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


def _named(text: str, registry: Registry, issuer: str | None, day: str | None) -> Recipients:
    """One entry of a list: whole, or the bodies that commas part; what goes on with a body's name is part of it."""
    plain = _BRACKETS.sub(" ", text).strip(" .,:-–•+*/")
    key = organ_key(plain)
    if not key or _begins(key, _table().kept):
        return Recipients(elsewhere=_begins(key, _table().elsewhere))
    whole = _body(plain, registry, issuer, day)
    if whole is not None and whole.units:
        return whole
    found, first = NOBODY, True
    for segment in plain.split(","):
        told = _body(segment, registry, issuer, day) if organ_key(segment) else None
        if told is not None:
            found = found.and_(told)
        elif first and organ_key(segment):
            found = found.and_(Recipients(frozenset({RecipientClass.UNKNOWN})))
        first = False
    return found


def _body(text: str, registry: Registry, issuer: str | None, day: str | None) -> Recipients | None:
    """The body that a name means; None where neither the registry nor its words tell."""
    if _begins(organ_key(text), _table().kept):
        return NOBODY
    unit = registry.match(text, None, day)
    if unit is not None:
        return _of_unit(unit, issuer)
    own = registry.by_id.get(issuer or "")
    found = RecipientClass.INTERNAL if own is not None and _is_of(own, text) else by_words(text)
    return None if found is RecipientClass.UNKNOWN else Recipients(frozenset({found}))


def _is_of(own: Unit, text: str) -> bool:
    """Whether a name is the issuer's, or that of its head, also without the place: ``Chủ tịch UBND huyện``."""
    rest = _without_leads(organ_key(text), (*_table().leads, *_table().heads))
    return len(rest) >= _WITH_A_LEVEL and f"{organ_key(own.name)} ".startswith(f"{' '.join(rest)} ")


@functools.lru_cache(maxsize=4096)
def by_words(text: str) -> RecipientClass:
    """The class that the words of a name tell: of its body, or without one of a head of the issuer's own."""
    key = organ_key(text)
    for words in _readings(key):
        for found, begins in _table().rules:
            if _begins(words, begins):
                return found
    left = " ".join(_without_leads(key, (*_table().leads, *_table().heads)))
    return RecipientClass.INTERNAL if key and not left else RecipientClass.UNKNOWN


def _readings(key: str) -> Iterator[str]:
    """The name, then what is left of it without what stands before a body, so that a head's office tells whose it is."""
    plain = " ".join(_without_leads(key, _table().leads))
    bare = " ".join(_without_leads(key, (*_table().leads, *_table().heads)))
    if _begins(key, _table().heads) or _begins(plain, _table().heads):
        yield from (one for one in (bare, plain) if one)
    else:
        yield from (one for one in (plain, key) if one)


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


def nameless(cells: Iterable[str]) -> tuple[str, ...]:
    """Lists of recipients that say the same of their classes and name nobody, for what stays of erased facts."""
    told = told_of(cells, Registry(()), None, None)
    return (*(_NAMELESS[one] for one in sorted(told.classes)), *(["như trên"] if told.elsewhere else []))
