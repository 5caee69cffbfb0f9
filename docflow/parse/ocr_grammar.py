"""What a line of a scan says as a recogniser read it: number, year, notation and day, by patterns that forgive its letters.

Stricter than ``grammar``, which takes text as printed: here a letter or a digit more or less is most likely misread.
"""

from __future__ import annotations

import datetime as dt
import re

from docflow.parse.document_types import ABBREVIATIONS
from docflow.text import unaccented

# ``Số:`` as either recogniser reads it; the first one has no letter for most accented vowels.
_LABEL = re.compile(
    r"^\W{0,3}[Ss]\s?(?:0\s?[:;.,]\s{0,4}|[^\W\d_A-Z]?t?\s{0,2}(?:[:;.,]\s{0,4}|\s{0,4}(?=[\d/])))(?=\S)",
)
_NUMBER = re.compile(r"(?P<number>\d{1,5})\s{0,12}/\s?(?:(?P<year>(?:19|20)\d\d)\s?/)?\s?(?P<notation>[^\W\d_].*)$")
_PARTY = re.compile(r"(?P<number>\d{1,5})\s?-\s?(?P<notation>[A-ZĐ]{2,3}\s?/\s?[^\W\d_].*)$")
_NOTATION = re.compile(r"(?:/\s?|\d\s?(?=[A-ZĐ]))(?:(?:19|20)\d\d\s?/\s?)?(?P<notation>[^\W\d_](?:[\w&.,/ -]*[^\W_])?)\W*$")
_DAY = re.compile(
    r"ng[aàáâăā]y[\s.,:;…_-]{0,4}(?P<day>\d\d?)[\s.,:;…_-]{0,4}th[aáàâăā]ng[\s.,:;…_-]{0,4}(?P<month>\d\d?)[\s.,:;…_-]{0,4}"
    r"n[aăâáàāå]m[\s.,:;…_-]{0,4}(?P<year>\d{4})\W*$",
    re.IGNORECASE,
)
_FIRST_YEAR, _LAST_YEAR = 1945, 2099
_NAMED = {unaccented(name).upper(): name for name in sorted(ABBREVIATIONS, key=len, reverse=True)}
_LONGEST = 40
# A letter alone before a dash, save that of laws, or between dots: the rest of a torn type, or what a stamp says.
_TORN = re.compile(r"^[^\W\d_L]-|\b[^\W\d_]\.[^\W\d_]\b")


def number_of(text: str) -> str | None:
    """The number of a number line as read: digits between the label and a stroke that a notation follows."""
    label = _LABEL.match(text)
    if label is None:
        return None
    rest = text[label.end() :]
    match = _NUMBER.match(rest) or _PARTY.match(rest)
    return match["number"] if match else None


def year_of(text: str) -> int | None:
    """The year between number and notation, as normative documents have it."""
    label = _LABEL.match(text)
    match = _NUMBER.match(text[label.end() :]) if label else None
    return int(match["year"]) if match and match["year"] else None


def notation_of(text: str) -> str | None:
    """The notation of a number line as read, without spaces; None where the line has no label or nothing follows a stroke."""
    label = _LABEL.match(text)
    if label is None or len(text) > 60:
        return None
    party = _PARTY.match(text[label.end() :])
    found = party or next((m for m in _NOTATION.finditer(text, label.end()) if m["notation"]), None)
    notation = re.sub(r"\s+", "", found["notation"]).strip("/.,-&") if found else ""
    if _TORN.search(notation):
        return None
    return notation if 2 <= len(notation) <= _LONGEST and sum(map(str.isalpha, notation)) * 3 >= 2 * len(notation) else None


def blanked_number(text: str) -> str | None:
    """A number line with its label and notation where they stand, and a blank between them; None where no notation is read."""
    notation = agreed_notation(found := notation_of(text), found)
    if notation is None:
        return None
    stroke = "-" if "/" in notation and "-" not in notation else "/"
    return f"Số: {stroke}{notation}".replace(" ", " " * max(len(text) - len(notation) - 4, 1))


def day_of(text: str) -> str | None:
    """The day of a place and date line, ISO 8601, as the decree prints it: two digits of the day, and of months 1 and 2.

    Decree 30/2020/NĐ-CP, annex I, part II.4.b, as Circular 01/2011/TT-BNV before it: a single digit has most likely lost another.
    """
    match = _DAY.search(text)
    if match is None or len(match["day"]) < 2 or match["month"] in {"1", "2"}:
        return None
    if not _FIRST_YEAR <= int(match["year"]) <= _LAST_YEAR:
        return None
    try:
        return dt.date(int(match["year"]), int(match["month"]), int(match["day"])).isoformat()
    except ValueError:
        return None


def agreed_notation(first: str | None, second: str | None) -> str | None:
    """One notation from the two readings: the letters' marks from the second, their case from the first, types as listed."""
    if first is None or second is None:
        return None
    if unaccented(first) != unaccented(second) or len(first) != len(second):
        return None
    mixed = "".join(two.upper() if one.isupper() else two.lower() for one, two in zip(first, second, strict=True))
    return re.sub(r"[^\W\d_]+", lambda word: _NAMED.get(unaccented(word[0]).upper(), word[0]), mixed, count=1)
