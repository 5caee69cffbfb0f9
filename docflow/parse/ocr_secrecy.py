"""Marks of secrecy on a scan, as recognisers read them: MẬT, TỐI MẬT, TUYỆT MẬT (Decree 26/2020/NĐ-CP).

One recogniser's word is enough: a file that is put aside wrongly waits for a person, one that is taken in wrongly is a leak.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

from docflow.parse.ocr_words import FRAME, fixed
from docflow.text import unaccented

# By their letters; ``mt`` is how the first recogniser, which has no letter for Ậ, reads the shortest.
_MARKS = ("mat", "mt", "toimat", "tuyetmat")
_LONGER = re.compile(r"(?:toi|tuyet) ?mat")
_NEARLY = 0.8  # of the letters of a longer mark


def secret(lines: Iterable[tuple[str, ...]]) -> bool:
    """Whether a line, as each recogniser reads it, is a mark, or begins with one that was stamped over print.

    Frames and accents are read as many things, so only letters are compared. A word of running text is no mark, since neither
    recogniser takes it for capitals.
    """
    return any(_is_mark(texts) or any(map(_begins_with_mark, texts)) for texts in lines)


def _is_mark(texts: tuple[str, ...]) -> bool:
    return any(text == text.upper() for text in texts) and any(map(_spelt, texts))


def _spelt(text: str) -> bool:
    letters = re.sub(r"[^a-z]", "", unaccented(text)).removeprefix("do")  # Độ mật: MẬT
    if letters in _MARKS or letters.strip("il") in _MARKS:
        return True
    return any(len(mark) > 3 and _share(letters, mark) >= _NEARLY for mark in _MARKS)


def _share(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, one, other, autojunk=False).ratio()


def _begins_with_mark(text: str) -> bool:
    """Whether a line begins with a longer mark in capitals, or with any before a heading of fixed wording."""
    first, _, rest = text.strip(FRAME).partition(" ")
    if unaccented(first) in _MARKS and first == first.upper() and fixed(rest.strip(FRAME)):
        return True
    match = _LONGER.match(unaccented(text))
    return match is not None and text[: match.end()] == text[: match.end()].upper()
