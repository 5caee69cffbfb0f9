"""The cell "Số, ký hiệu văn bản" of a register: a number, a year for some, and a notation (Decree 30/2020, annex I.II.3).

A legal normative document bears the year between number and notation and is numbered in a series of its type's own, so that
05/2022/QĐ-UBND and 05/QĐ-UBND of one body and year are two documents.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from docflow.text import nfc, notation_key

_DASH = "[-\u2010-\u2015\u2212]"
_LEAD = re.compile(r"^\s*(?:s\s*ố\s*:?\s*)?", re.IGNORECASE)
_STATE = re.compile(r"(?P<number>\d{1,6}\s?[a-zđA-ZĐ]?)\s*/\s*(?:(?P<year>(?:19|20)\d\d)\s*/\s*)?(?P<notation>[^\W\d_].{0,79})")
_PARTY = re.compile(rf"(?P<number>\d{{1,6}}\s?[a-zđ]?)\s*{_DASH}\s*(?P<notation>[^\W\d_][^\W\d_]{{0,9}}\s*/\s*[^\W\d_].{{0,60}})")
# How notations of the forms of legal normative documents begin (Law 80/2015/QH13, article 4; Law 64/2025/QH15, article 4).
_NORMATIVE = re.compile(r"(?:HP|BL|L|PL|LCT|NQ|NQLT|NĐ|QĐ|TT|TTLT|CT)[-/.].+|(?:UBTV)?QH\d*")
_BARE = re.compile(r"\d{1,6}\s?[a-zđA-ZĐ]?")


class SplitNumber(NamedTuple):
    """A number as printed, its notation (None where the cell has none), and the year printed between them."""

    number: str
    notation: str | None
    year: int | None


def split_number(text: str) -> SplitNumber | None:
    """Split ``05/QĐ-UBND``, ``45/2022/QĐ-UBND``, ``01-NQ/TU`` or ``12a``; None if it is none of these.

    Values are as printed, NFC, without spaces; the words "Số:" before them are dropped.
    """
    body = _LEAD.sub("", nfc(text)).strip().rstrip(".;,")
    match = _STATE.fullmatch(body) or _PARTY.fullmatch(body)
    if match:
        year = match.groupdict().get("year")
        return SplitNumber(_tight(match["number"]), _tight(match["notation"]), int(year) if year else None)
    return SplitNumber(_tight(body), None, None) if _BARE.fullmatch(body) else None


NORMATIVE = "QPPL"
"""The series part of the keys of legal normative documents (văn bản quy phạm pháp luật)."""

_KEY_PARTS = 5


def series_part(notation: str, year_in_number: int | None) -> str:
    """The series part of a key: ``NORMATIVE`` where a year stands before a notation that a normative document may have.

    A year before another notation (05/2022/KH-UBND) is a slip of the writer's and makes no series.
    """
    return NORMATIVE if year_in_number is not None and _NORMATIVE.fullmatch(notation_key(notation)) else ""


def series_of_key(key: str) -> str:
    """The series part of a document's key that ``series_part`` gave it."""
    parts = key.split("/", _KEY_PARTS - 1)
    return NORMATIVE if len(parts) == _KEY_PARTS and parts[2] == NORMATIVE and not key.startswith(("file:", "line:")) else ""


def _tight(text: str) -> str:
    return "".join(text.split())
