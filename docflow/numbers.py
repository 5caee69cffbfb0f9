"""The cell "Số, ký hiệu văn bản" of a register: a number, a year for some, and a notation (Decree 30/2020, annex I.II.3)."""

from __future__ import annotations

import re
from typing import NamedTuple

from docflow.text import nfc

_DASH = "[-\u2010-\u2015\u2212]"
_LEAD = re.compile(r"^\s*(?:s\s*ố\s*:?\s*)?", re.IGNORECASE)
_STATE = re.compile(r"(?P<number>\d{1,6}\s?[a-zđA-ZĐ]?)\s*/\s*(?:(?P<year>(?:19|20)\d\d)\s*/\s*)?(?P<notation>[^\W\d_].{0,79})")
_PARTY = re.compile(rf"(?P<number>\d{{1,6}}\s?[a-zđ]?)\s*{_DASH}\s*(?P<notation>[^\W\d_][^\W\d_]{{0,9}}\s*/\s*[^\W\d_].{{0,60}})")
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


def _tight(text: str) -> str:
    return "".join(text.split())
