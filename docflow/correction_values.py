"""Values that people decide, checked before they are written: what cannot be is refused with a code.

Numbers and notations keep the grammar of Decree 30/2020 (annex I, part II.3), days lie between the founding of the state and
today, a unit is one of those known.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping

from docflow.correction import NO, YES
from docflow.model import Correctable, Direction, Form, Standing
from docflow.numbers import split_number
from docflow.parse.document_types import CONG_VAN, NAMES
from docflow.registers.cells import FIRST_DAY, read_day
from docflow.registers.directory import Directory
from docflow.registers.register import FORMS
from docflow.text import printed, slug, unaccented

_YEAR = re.compile(r"(?:19|20)\d\d")
_STANDINGS = {
    **dict.fromkeys(("issued", "da ban hanh", "ban hanh"), Standing.ISSUED),
    **dict.fromkeys(("draft", "du thao"), Standing.DRAFT),
    **dict.fromkeys(("withdrawn", "da thu hoi", "thu hoi"), Standing.WITHDRAWN),
}
_DIRECTIONS = {
    **dict.fromkeys(("outgoing", "di", "van ban di"), Direction.OUTGOING),
    **dict.fromkeys(("incoming", "den", "van ban den"), Direction.INCOMING),
}
_TYPES = frozenset({*NAMES.values(), CONG_VAN})
_YES = frozenset({"yes", "co", "dung", "x"})
_NO = frozenset({"no", "khong", "sai"})


class BadValue(ValueError):
    """A decision that cannot be: in which column, and a code with words in the catalogue under ``registers.fault-<code>``."""

    def __init__(self, code: str, value: str = "", column: str = "value") -> None:
        super().__init__(f"{column}: {code}")
        self.code, self.value, self.column = code, value, column


def decided_value(field: Correctable, text: str, directory: Directory, today: dt.date) -> str:
    """The value as it is stored; ``BadValue`` for one that cannot be."""
    value = printed(text)
    if not value:
        raise BadValue("blank")
    if field is Correctable.ISSUER:
        return _unit(value, directory)
    if field is Correctable.PROMULGATED_ON:
        return _day(value, today)
    return _READ[field](value)


def _unit(value: str, directory: Directory) -> str:
    """The id of a unit by its code or id; several may have had a code, and then its id must be told."""
    found = directory.candidates(value)
    exact = [unit for unit in found if unit.id == value]
    if len(exact or found) != 1:
        raise BadValue("ambiguous-unit" if found else "unknown-unit", value)
    return (exact or found)[0].id


def _day(value: str, today: dt.date) -> str:
    day = read_day(value)
    if day is None:
        raise BadValue("bad-date", value)
    if not FIRST_DAY <= day <= today:
        raise BadValue("implausible-date", value)
    return day.isoformat()


def _number(value: str) -> str:
    """A number, with the year after a stroke where a legal normative document prints it there."""
    number, _, year = value.partition("/")
    split = split_number(number)
    if split is None or split.notation is not None or ("/" in value and not _YEAR.fullmatch(year)):
        raise BadValue("bad-document-number", value)
    return f"{split.number}/{year}" if year else split.number


def _notation(value: str) -> str:
    split = split_number(f"1/{value}")
    if split is None or split.notation is None or split.year is not None or _YEAR.fullmatch(value.partition("/")[0]):
        raise BadValue("bad-notation", value)
    return split.notation


def _type(value: str) -> str:
    found = slug(value)
    if found not in _TYPES:
        raise BadValue("bad-type", value)
    return found


def _word(words: Mapping[str, Form] | Mapping[str, Standing] | Mapping[str, Direction]) -> Callable[[str], str]:
    def read(value: str) -> str:
        found = words.get(re.sub(r"[^a-z0-9]+", " ", unaccented(value)).strip())
        if found is None:
            raise BadValue("unknown-word", value)
        return found.value

    return read


def _yes(value: str) -> str:
    if unaccented(value) not in _YES:
        raise BadValue("unknown-word", value)
    return YES


def _yes_or_no(value: str) -> str:
    return NO if unaccented(value) in _NO else _yes(value)


_READ: Mapping[Correctable, Callable[[str], str]] = {
    Correctable.NUMBER: _number,
    Correctable.NOTATION: _notation,
    Correctable.DOCUMENT_TYPE: _type,
    Correctable.DIRECTION: _word(_DIRECTIONS),
    Correctable.FORM: _word(FORMS),
    Correctable.STANDING: _word(_STANDINGS),
    Correctable.NOT_A_DOCUMENT: _yes,
    Correctable.ENTITLEMENT: _yes_or_no,
}
