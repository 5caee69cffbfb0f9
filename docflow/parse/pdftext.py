"""Words with their boxes from a PDF page, through pdfium's text page.

Two calls a word instead of two a character: a page of 2,000 characters costs about 4 ms, most of it pdfium's own.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from functools import partial
from itertools import groupby
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium_c

from docflow.parse import legacy

MAX_CHARACTERS = 20_000
# pdfium tells a dash that ends a line as U+FFFE or U+0002 and leaves out the break behind it.
_BROKEN = re.compile("[\x02\ufffe]")
_WORD = re.compile("[^\\s\x00\x02\ufffe]+[\x02\ufffe]?|[\x02\ufffe]")
# Dots and underscores that hold a blank open are words of their own: a clerk's signature writes over them.
_LEADERS = re.compile(r"\.{2,}|…+|_{2,}")
_PIECE = re.compile(r"(?:\.{2,}|…|_{2,})+|(?:(?!\.\.|…|__).)+")
# A line without the blanks around it.
_LINE = re.compile(r"[^\s\x00](?:[^\r\n]*[^\s\x00])?")
_BREAKS = "\x02\ufffe"
_BOLD_WEIGHT = 600
_EDGE = 10  # points by which a box, wider than what it shows, may stand over the edge of its page


class Word(NamedTuple):
    """A word of the text layer, in points from bottom left; ``order`` is its place in the content stream."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    order: int


class Unread(NamedTuple):
    """The heights in points between which the lines of a page are left alone; none where ``low`` is not below ``high``."""

    low: float
    high: float


ALL_READ = Unread(0, 0)


def characters(textpage: Any) -> str:
    """The page's characters in stream order, one for each index of pdfium's text page."""
    count = min(max(pdfium_c.FPDFText_CountChars(textpage), 0), MAX_CHARACTERS)
    buffer = (ctypes.c_ushort * (count + 1))()
    written = pdfium_c.FPDFText_GetText(textpage, 0, count, buffer)
    text = bytes(buffer)[: 2 * max(written - 1, 0)].decode("utf-16-le", "replace")
    if len(text) != count:  # letters outside the BMP, or characters without Unicode, shift the indices
        codes = (pdfium_c.FPDFText_GetUnicode(textpage, index) for index in range(count))
        text = "".join(chr(code) if 0 < code < 0xD800 or 0xDFFF < code < 0x110000 else "\ufffd" for code in codes)
    return text


def words(textpage: Any, text: str, width: float, height: float, unread: Unread = ALL_READ) -> list[Word]:
    """The words of a page's ``characters`` that do not stand in its ``unread`` part, in Unicode, in stream order.

    Those beyond the page's edges are not seen. A line that lies outside altogether costs two questions instead of two a word.
    """
    edge, top_edge = width + _EDGE, height + _EDGE
    rectangle = pdfium_c.FS_RECTF()
    pointer = ctypes.byref(rectangle)
    box_of = pdfium_c.FPDFText_GetLooseCharBox
    make = partial(tuple.__new__, Word)
    found: list[Word] = []
    low, high = unread
    for match in _read(textpage, text, unread):
        first, last = match.start(), match.end() - 1
        if not box_of(textpage, first, pointer) or low < rectangle.bottom < high:
            continue
        left, bottom, top = rectangle.left, rectangle.bottom, rectangle.top
        if last > first and not box_of(textpage, last, pointer):
            continue
        right, bottom, top = rectangle.right, min(bottom, rectangle.bottom), max(top, rectangle.top)
        if -_EDGE < left <= right < edge and -_EDGE <= bottom < top < top_edge:
            token = match[0]
            found.append(make((_BROKEN.sub("-", token) if token[-1] in _BREAKS else token, left, bottom, right, top, first)))
    return _in_unicode(found)


def _read(textpage: Any, text: str, unread: Unread) -> Iterator[re.Match[str]]:
    """The words of a page's lines, but for those whose first and last characters stand in its unread part."""
    rectangle = pdfium_c.FS_RECTF()
    pointer = ctypes.byref(rectangle)
    box_of = pdfium_c.FPDFText_GetLooseCharBox
    low, high = unread

    def passed_over(index: int) -> bool:
        return bool(box_of(textpage, index, pointer)) and low < rectangle.bottom < high

    for line in _LINE.finditer(text):
        start, end = line.span()
        if passed_over(start) and passed_over(end - 1):
            continue
        # Few lines hold leaders, which need a closer look at each word.
        if _LEADERS.search(text, start, end) is None:
            yield from _WORD.finditer(text, start, end)
            continue
        for match in _WORD.finditer(text, start, end):
            if _LEADERS.search(match[0]) is None:
                yield match
            else:
                yield from _PIECE.finditer(text, match.start(), match.end())


def edges_of(textpage: Any, index: int) -> tuple[float, float] | None:
    """The lower and upper edge of a character, None where it has no box."""
    rectangle = pdfium_c.FS_RECTF()
    if not pdfium_c.FPDFText_GetLooseCharBox(textpage, index, ctypes.byref(rectangle)):
        return None
    return float(rectangle.bottom), float(rectangle.top)


def _in_unicode(found: list[Word]) -> list[Word]:
    """The words with text from before Unicode turned into Unicode, line by line."""
    if not legacy.is_suspect(" ".join([word.text for word in found])):
        return found
    lines = [list(line) for _, line in groupby(found, key=lambda word: round(word.bottom))]
    texts, encoding = legacy.recovered([" ".join(word.text for word in line) for line in lines])
    if encoding is None:
        return found
    pairs = (pair for line, text in zip(lines, texts, strict=True) for pair in zip(line, text.split(" "), strict=True))
    return [word._replace(text=text) for word, text in pairs]


def bold(textpage: Any, order: int) -> bool | None:
    """Whether the character at an index is set in bold, by the weight or the name of its font."""
    flags = ctypes.c_int()
    buffer = ctypes.create_string_buffer(128)
    written = pdfium_c.FPDFText_GetFontInfo(textpage, order, buffer, 128, ctypes.byref(flags))
    name = buffer.raw[: max(0, min(written, 128) - 1)].decode("utf-8", "replace").lower()
    if "bold" in name or "black" in name:
        return True
    if pdfium_c.FPDFText_GetFontWeight(textpage, order) >= _BOLD_WEIGHT or flags.value & 0x40000:
        return True
    return False if name else None
