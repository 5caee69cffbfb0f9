"""The grammars of number and notation, and of place and date.

Decree 30/2020/NĐ-CP, annex I, part II.3 and II.4; Guidance 36-HD/VPTW for the Party; Law 63/2025/QH15 for the forms with a
year. Real text adds spaces, kinds of dash, soft hyphens, ``Ð``, dots and blanks; all of them are settled here and nowhere else.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass

from docflow.text import printed

_DASHES = re.compile(r"[\u2010-\u2015\u2212\ufffe\u0002\u00ac]")
_ENDS = " .;,:"
_LONGEST_NOTATION = 50

_NAME = r"[^\W\d_]+"
_TOKEN = rf"(?:{_NAME}\d*(?:{_NAME})?\d*(?:\s[IVX]{{1,4}}(?=-))?)"  # the area of an office has a numeral: KV IV-TH
_NOTATION = rf"{_TOKEN}(?:\s?[-&+.,/]\s?(?:{_TOKEN}|\d{{1,4}}))*"
# ``Luật số:`` and its like need their colon, or a subject that names a law would be a number line.
_KINDS = "Luật|Bộ luật|Pháp lệnh|Lệnh|Nghị quyết|Nghị định|Quyết định|Thông tư|LUẬT|PHÁP LỆNH|LỆNH|NGHỊ QUYẾT"
_LABEL = re.compile(
    rf"^(?:(?:Số|SỐ)(?=[\s:;./…_\d-]|$)|(?:{_KINDS})\s(?:số|SỐ)\s*:)[\s:;]*(?:[.…_][\s.…_]*(?=\d))?(?:/(?!(?:19|20)\d\d/)(?=\d))?"
)
_BLANK = r"[\s.…_*xX?]*"
# Up to two dots or blanks may stand between a number and its stroke; more are a blank that was begun.
_STATE = re.compile(
    rf"^(?:(?P<number>\d{{1,6}}[^\W\d_]?)[\s.]{{0,3}}|{_BLANK})/(?:(?P<year>(?:19|20)\d\d)/)?(?P<notation>{_NOTATION})"
)
_PARTY = re.compile(rf"^(?:(?P<number>\d{{1,6}}[^\W\d_]?)[\s.]{{0,3}}|{_BLANK})-(?P<notation>[^\W\d_]{{1,5}}/{_NOTATION})")
# Until the regulations of 2005 a space stood where the stroke is now: Số: 220 CV/TMDL.
_FORMER = re.compile(rf"^(?P<number>\d{{1,6}}[^\W\d_]?)\s(?P<notation>[A-ZĐ][^\W\d_]{{1,4}}/{_NOTATION})")
_NUMBER_ONLY = re.compile(r"^(?P<number>\d{1,6}[^\W\d_]?)[\s.]*/?$")
_LEADERS = (".", "…", "_")
_LEADER_AFTER = re.compile(r"^(\d{1,6}[^\W\d_]?)[\s.…_]+(?=[/-])")
_BLANK_ONLY = re.compile(r"^[\s.…_/-]*(?:(?:19|20)\d\d/?)?$")


@dataclass(frozen=True, slots=True)
class Numbering:
    """What a number line says; ``number`` is None where the place of the number is blank."""

    number: str | None
    notation: str | None
    year: int | None = None


def _settled(text: str) -> str:
    text = _DASHES.sub("-", printed(text)).replace("∕", "/").replace("⁄", "/")
    text = re.sub(r"\s*([/-])\s*", r"\1", text)
    return text.strip()


def labelled(text: str) -> bool:
    """Whether a line begins with the word ``Số``, ``Luật số`` or the like."""
    return _LABEL.match(printed(text)) is not None


def unfinished(text: str) -> bool:
    """Whether a number line breaks off inside its notation: ``Số: 12/UBND-``, ``Số: 12/``."""
    return re.search(r"[/&+,-]\s*$", _settled(text)) is not None


def continues(text: str) -> bool:
    """Whether a line goes on with a number line that broke before a dash or a stroke: ``/QĐ-UBND``, ``-UBND``."""
    return re.match(r"^[/-][^\W\d_]", _settled(text)) is not None


def possible_number(text: str) -> str | None:
    """The digits after the label of a number line that cannot be read, empty where there are none; None for another line."""
    if not labelled(text) or not re.search("[:/]", text):
        return None
    digits = re.search(r"\d[\d\s.…_]*", _settled(text))
    return re.sub(r"\D", "", digits[0])[:10] if digits else ""


def numbering(text: str) -> Numbering | None:
    """Read ``Số: 12a/QĐ-UBND`` with or without its label; None where the text is not a number line.

    A number that is followed by anything but a notation is not read: ``Số: 1234`` alone is what an arrival stamp says.
    """
    settled = _settled(text)
    label = _LABEL.match(settled)
    rest = settled[label.end() :] if label else settled
    if label and label[0].rstrip().endswith(_LEADERS):  # a number amid leaders was written over them: …12…/QĐ-UBND
        rest = _LEADER_AFTER.sub(r"\1", rest)
    for pattern in (_PARTY, _STATE, _FORMER):
        match = pattern.match(rest)
        if match is None or not _ends(rest[match.end() :]):
            continue
        groups = match.groupdict()
        year = groups.get("year")
        notation = re.sub(r"\s+", "", groups["notation"]).strip("/.-,&+")
        if unfinished(rest):
            continue
        if any(c.isupper() for c in notation) and len(notation) <= _LONGEST_NOTATION:
            return Numbering(groups["number"], notation, int(year) if year else None)
    if label and _BLANK_ONLY.match(rest):
        return Numbering(None, None)
    return None


def _ends(rest: str) -> bool:
    """Whether what follows a notation is no part of it: nothing, a bracket, a subject, or a place and date."""
    rest = rest.strip(_ENDS + "*_")
    return (
        not rest or rest.startswith("(") or re.match(r"(?:V/v|v/v|Về|ngày)\b", rest) is not None or place_date(rest) is not None
    )


def bare_number(text: str) -> str | None:
    """The number that a clerk's overlay shows alone: ``355``, ``3070.``, ``12a``; None for anything else."""
    match = _NUMBER_ONLY.match(_settled(text))
    return match["number"] if match else None


# ---------------------------------------------------------------- place and date

_MONTHS = {
    "giêng": 1, "một": 1, "hai": 2, "ba": 3, "tư": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
    "mười": 10, "mười một": 11, "mười hai": 12, "chạp": 12,
}  # fmt: skip
_TENS = ("", "mười", "hai mươi", "ba mươi")
_ONES = ("", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_DAYS = {f"{_TENS[day // 10]} {_ONES[day % 10]}".strip(): day for day in range(1, 32)} | {
    "mười lăm": 15, "hai mươi mốt": 21, "hai mươi tư": 24, "hai mươi lăm": 25, "hai mươi nhăm": 25, "ba mươi mốt": 31,
}  # fmt: skip
FIRST_YEAR, LAST_YEAR = 1945, 2099  # of a plausible day; that it is not to come is judged where there is a clock
_GAP = r"[\s.…_,]*"
_DAY_NAME, _MONTH_NAME = ("|".join(sorted(words, key=len, reverse=True)) for words in (_DAYS, _MONTHS))
_DATE = re.compile(
    rf"(?P<place>.*?){_GAP}\bngày{_GAP}(?:m[ồù]ng )?(?P<day>\d\s?\d?|{_DAY_NAME})?{_GAP}tháng{_GAP}"
    rf"(?P<month>\d\s?\d?|{_MONTH_NAME})?{_GAP}năm{_GAP}(?P<year>[12][\d\s]{{0,6}})?[\W_]*$",
    re.IGNORECASE,
)
_SHORT = re.compile(
    r"(?P<place>[^\d]*?[^\W\d_][^\d]*?),\s*ngày\s*(?P<day>\d{1,2})\s*[/.-]\s*(?P<month>\d{1,2})\s*[/.-]\s*(?P<year>(?:19|20)\d\d)\W*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class PlaceDate:
    """What a place and date line says; ``day`` is ISO 8601, None where any part of it is blank or no such day exists."""

    place: str | None
    day: str | None
    blank: bool


def place_date(text: str) -> PlaceDate | None:
    """Read ``Hà Nội, ngày 05 tháng 3 năm 2020``; None where the text is not such a line."""
    text = printed(text)
    match = _DATE.match(text) or _SHORT.match(text)
    if match is None or len(match["place"]) > 60 or "/" in match["place"]:
        return None
    place = match["place"].strip(" .,;:*-_…") or None
    day, month = (_figures(match[name], words) for name, words in (("day", _DAYS), ("month", _MONTHS)))
    year = _figures(match["year"], {})
    if not (day and month and len(year) == 4):
        return PlaceDate(place, None, blank=True)
    if not FIRST_YEAR <= int(year) <= LAST_YEAR:
        return PlaceDate(place, None, blank=False)
    try:
        return PlaceDate(place, dt.date(int(year), int(month), int(day)).isoformat(), blank=False)
    except ValueError:
        return PlaceDate(place, None, blank=False)


def _figures(text: str | None, words: Mapping[str, int]) -> str:
    """A day, month or year in figures, empty where it is blank."""
    said = (text or "").lower()
    return str(words[said]) if said in words else re.sub(r"\s", "", said)
