"""Number, notation and day of a scan: settled only where two recognisers agree, however the picture is looked at.

Each line is read several times by each recogniser: as it is, smaller, larger, blurred, cropped closer and wider. A value stands
only where the first recogniser reads it nearly every time and the second reads nothing else as often.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from docflow.model import Candidate, SourceKind
from docflow.parse.document_types import ABBREVIATIONS
from docflow.parse.ocr_engines import Recogniser
from docflow.parse.ocr_lines import Engines, Scanned, crop, text_of
from docflow.parse.ocr_picture import Picture, Pixels
from docflow.parse.ocr_words import righted
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
# Of the readings of one recogniser: how many the first must give, how many the second at the least.
_FIRST_NEEDS, _SECOND_NEEDS = 5, 2


@dataclass(frozen=True, slots=True)
class Settled:
    """What the readings of a line settle on, None where they do not, with all readings as candidates, the commonest first."""

    value: str | None
    candidates: tuple[Candidate, ...]
    confidence: int


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
    return notation if 2 <= len(notation) <= _LONGEST and sum(map(str.isalpha, notation)) * 3 >= 2 * len(notation) else None


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


def _views(pixels: Pixels) -> list[Pixels]:
    """A line as it is, and as other scanners and other crops would have given it."""
    margin = max(pixels.shape[0] // 10, 1)
    resized = [
        cv2.resize(pixels, None, fx=0.8, fy=0.8, interpolation=cv2.INTER_AREA),
        cv2.resize(pixels, None, fx=1.25, fy=1.25, interpolation=cv2.INTER_CUBIC),
        cv2.GaussianBlur(pixels, (0, 0), 1.2),
    ]
    closer = np.ascontiguousarray(pixels[margin:-margin])
    return [pixels, *(np.asarray(view, np.uint8) for view in resized), closer, np.pad(pixels, margin, mode="edge")]


def settle(picture: Picture, line: Scanned, engines: Engines, read: Callable[[str], str | None]) -> Settled:
    """Read a line again and again and see what stands; ``read`` takes the value from a reading."""
    views = _views(crop(picture, line.span))
    first, second = (_votes(views, engine, read) for engine in (engines.first, engines.second))
    together = first + second
    ranked = sorted(together, key=lambda value: (-together[value], value))
    shares = {value: round(1000 * together[value] / (2 * len(views))) for value in ranked}
    candidates = tuple(Candidate(value, SourceKind.OCR, shares[value]) for value in ranked)
    value = ranked[0] if ranked else None
    if value is None or not _stands(value, first, second):
        return Settled(None, candidates, 0)
    return Settled(value, candidates, shares[value])


def steady(picture: Picture, line: Scanned, engines: Engines) -> str | None:
    """What the second recogniser reads on a line in two of three views, words of certain wording put right; None if nothing."""
    views = _views(crop(picture, line.span))
    texts = Counter(righted(text) for text in (line.texts[1], *(text_of(engines.second.read(views[at])) for at in (2, 4))))
    text, count = texts.most_common(1)[0]
    return text if count > 1 else None


def _votes(views: Sequence[Pixels], engine: Recogniser, read: Callable[[str], str | None]) -> Counter[str]:
    values = (read(text_of(engine.read(view))) for view in views)
    return Counter(value for value in values if value is not None)


def _stands(value: str, first: Counter[str], second: Counter[str]) -> bool:
    """Whether the first recogniser reads the value all but once, and the second more than twice as often as anything else."""
    others = sum(second.values()) - second[value]
    return first[value] >= _FIRST_NEEDS and second[value] >= max(_SECOND_NEEDS, 2 * others)
