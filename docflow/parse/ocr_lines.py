"""Lines of a picture, each read by both recognisers, and the rows that the header parser takes.

The finder's boxes are parted where the right column begins, at the national title, and pieces of one line are joined again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import pairwise

import cv2
import numpy as np

from docflow.parse import layout
from docflow.parse.lines import Row
from docflow.parse.marks import is_mark
from docflow.parse.ocr_engines import Finder, Letter, Recogniser, Span
from docflow.parse.ocr_picture import Picture, Pixels
from docflow.parse.ocr_words import FRAME
from docflow.parse.pdftext import Word
from docflow.parse.subject import opens_body
from docflow.text import printed, unaccented

FACTOR, COARSE = 0.55, 0.3  # of 300 dpi: how large the finder sees lines that are read, and pages that are searched
MAX_READ, MAX_STAMPED, MAX_PIECES = 60, 40, 2_000
_SAME_LINE = 0.6  # of a line's height, that pieces of it share
_PRINTED, _BY_HAND = 1.8, 2.6  # times as high as another piece a piece of one line may be, digits by hand being larger
_REACH, _SPACE = 4.0, 0.6  # of a line's height: how broad the blank for a number or a day is, and a space in a line
_BLANKS = re.compile(r"^\W*so\b|ng.y\b|th.ng\b")
_TITLES = ("cong hoa xa hoi", "dang cong san viet")
_WIDE = 0.6  # of the page's width: a line of the body
_ANCHOR = re.compile(r"^no?i nhan\b")
_ABOVE, _BELOW = 6, 22  # heights of a line: the signature block around its anchor
_LEFT, _LABEL = 0.42, 0.2  # of the page's width: where ``Nơi nhận`` stands, and how broad it is at most
_COLUMNS, _WORDS = 1.0, 0.25  # of a line's height: the gap between columns, on the title's own row the least there may be


@dataclass(frozen=True, slots=True)
class Scanned:
    """A line of the picture as each recogniser reads it; ``span`` in pixels."""

    span: Span
    first: tuple[Letter, ...]
    second: tuple[Letter, ...]

    @property
    def texts(self) -> tuple[str, str]:
        """What each reads, as it would be printed."""
        return text_of(self.first), text_of(self.second)


def text_of(letters: Sequence[Letter]) -> str:
    """Letters as a text."""
    return printed("".join(letter.text for letter in letters))


@dataclass(frozen=True, slots=True)
class Engines:
    """What finds lines and the two that read them: the first is surer of digits, the second of Vietnamese marks."""

    finder: Finder
    first: Recogniser
    second: Recogniser


def crop(picture: Picture, span: Span) -> Pixels:
    """The pixels of a span."""
    return np.ascontiguousarray(picture.pixels[span.top : span.bottom, span.left : span.right])


def header(picture: Picture, engines: Engines) -> list[Scanned]:
    """The lines of a first page's upper part, from the top, as far as a header reaches."""
    found = engines.finder.lines(picture.pixels, FACTOR * 300 / picture.dpi)[:MAX_READ]
    seconds: list[tuple[Span, tuple[Letter, ...]]] = []
    opened = False
    for span in _before_body(found, picture):
        if opened and span.right - span.left > _WIDE * picture.pixels.shape[1]:
            break
        letters = engines.second.read(crop(picture, span))
        seconds.append((span, letters))
        opened = opened or opens_body(text_of(letters))
    title = _title_at(seconds)
    known = dict(seconds)
    lines = []
    for span in _joined(_parted(picture, list(known), title), title[1] if title else None, known):
        pixels = crop(picture, span)
        second = known[span] if span in known else engines.second.read(pixels)
        lines.append(Scanned(span, engines.first.read(pixels), second))
    return lines


def stamps(picture: Picture, engines: Engines) -> list[Scanned]:
    """The lines of a picture's red ink, which may lie over print; frames around them are left out."""
    if picture.red is None:
        return []
    dpi = picture.dpi
    ink = (picture.red < 128).astype(np.uint8)
    bare = picture.red.copy()
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    for index in range(1, min(count, MAX_PIECES)):
        _, _, broad, high, area = (int(figure) for figure in stats[index])
        if broad > 0.4 * dpi and high > 0.15 * dpi and area < 0.3 * broad * high:
            bare[labels == index] = 255
    letters = cv2.dilate((bare < 128).astype(np.uint8), np.ones((round(0.02 * dpi), round(0.12 * dpi)), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(letters, connectivity=8)
    alone, lines = replace(picture, pixels=bare), []
    for left, top, broad, high, _ in (tuple(map(int, figures)) for figures in stats[1:MAX_STAMPED]):
        if 0.08 * dpi < high < 0.5 * dpi and broad > 0.2 * dpi:
            edge = round(0.03 * dpi)
            span = Span(max(left - edge, 0), max(top - edge, 0), left + broad + edge, top + high + edge)
            lines.append(_scanned(alone, engines, span))
    return lines


def _before_body(spans: Sequence[Span], picture: Picture) -> list[Span]:
    """The spans down to the first of two wide ones that end at one margin: that is a paragraph's first line."""
    wide = [span for span in spans if span.right - span.left > _WIDE * picture.pixels.shape[1]]
    for one, other in pairwise(wide):
        if abs(one.right - other.right) < 0.06 * picture.dpi and other.top - one.top < 1.5 * (one.bottom - one.top):
            return [span for span in spans if span.top <= one.top]
    return list(spans)


def block(picture: Picture, engines: Engines) -> list[Scanned]:
    """The narrow lines beside and below ``Nơi nhận``; none where a page has no such line.

    It is looked for on the left of the page first, which costs half of what the whole page does.
    """
    width = picture.pixels.shape[1]
    factor = COARSE * 300 / picture.dpi
    for span in engines.finder.lines(np.ascontiguousarray(picture.pixels[:, : round(_LEFT * width)]), factor):
        height, breadth = span.bottom - span.top, span.right - span.left
        if not 2 * height < breadth < _LABEL * width:
            continue
        if _ANCHOR.match(unaccented(text_of(engines.second.read(crop(picture, span))))):
            top, bottom = max(span.top - _ABOVE * height, 0), span.bottom + _BELOW * height
            return _around_anchor(picture, engines, top, bottom)
    return []


def _around_anchor(picture: Picture, engines: Engines, top: int, bottom: int) -> list[Scanned]:
    part = np.ascontiguousarray(picture.pixels[top:bottom])
    found = engines.finder.lines(part, FACTOR * 300 / picture.dpi)
    narrow = [s for s in found if s.right - s.left <= _WIDE * part.shape[1]][:MAX_READ]
    return [_scanned(picture, engines, s._replace(top=s.top + top, bottom=s.bottom + top)) for s in narrow]


def _scanned(picture: Picture, engines: Engines, span: Span) -> Scanned:
    pixels = crop(picture, span)
    return Scanned(span, engines.first.read(pixels), engines.second.read(pixels))


def _title_at(lines: Sequence[tuple[Span, tuple[Letter, ...]]]) -> tuple[Span, int] | None:
    """The line of the title and where it begins, in pixels from the left: there the right column begins."""
    for span, letters in lines:
        text = "".join(letter.text for letter in letters)
        folded = unaccented(text)
        for title in _TITLES:
            at = folded.find(title)
            if at >= 0 and len(folded) == len(text):
                where = letters[at].at - (letters[at + 1].at - letters[at].at)
                return span, span.left + round(max(where, 0.0) * (span.right - span.left))
    return None


def _parted(picture: Picture, spans: Sequence[Span], title: tuple[Span, int] | None) -> list[Span]:
    """The spans, those that reach over the edge of the right column parted at the widest gap near it."""
    if title is None:
        return list(spans)
    row, cut = title
    made: list[Span] = []
    for span in spans:
        height = span.bottom - span.top
        least = _WORDS if span == row else _COLUMNS
        if span.left < cut - 2 * height and span.right > cut + 2 * height and (gap := _gap_near(picture, span, cut, least)):
            made += [span._replace(right=gap[0]), span._replace(left=gap[1])]
        else:
            made.append(span)
    return made


def _gap_near(picture: Picture, span: Span, cut: int, least: float) -> tuple[int, int] | None:
    """The widest gap without ink near the cut, if it is ``least`` heights of a line wide."""
    height = span.bottom - span.top
    left, right = max(span.left, cut - 5 * height), min(span.right, cut + 2 * height)
    strip = picture.pixels[span.top : span.bottom, left:right]
    paper, ink = (float(np.percentile(strip, share)) for share in (60, 2))
    empty = (strip < (paper + ink) / 2).sum(axis=0) <= 0.04 * height
    best, start = (0, 0), 0
    for at, blank in enumerate([*empty, False]):
        if not blank:
            best = max(best, (at - start, start))
            start = at + 1
    return (left + best[1], left + best[1] + best[0]) if best[0] >= least * height else None


def _joined(spans: Sequence[Span], cut: int | None, texts: dict[Span, tuple[Letter, ...]]) -> list[Span]:
    """The spans with the pieces of one line on one side of the cut joined; a mark stays by itself."""
    lines: list[list[Span]] = []
    for span in sorted(spans, key=lambda s: (s.left, s.top)):
        alone = is_mark(text_of(texts.get(span, ())).strip(FRAME))
        host = None if alone else next((line for line in lines if _continues(line, span, cut, texts)), None)
        if host is None:
            lines.append([span])
        else:
            host.append(span)
    return sorted((reduce(_around, line) for line in lines), key=lambda s: (s.top, s.left))


def _continues(line: Sequence[Span], right: Span, cut: int | None, texts: dict[Span, tuple[Letter, ...]]) -> bool:
    """Whether a span goes on with the line that others begin; only number and day have blanks as wide as a column's gap."""
    left = line[-1]
    heights = left.bottom - left.top, right.bottom - right.top
    blank = any(_BLANKS.search(unaccented(text_of(texts.get(span, ())))) for span in line)
    if max(heights) > (_BY_HAND if blank else _PRINTED) * min(heights):
        return False
    level = min(left.bottom, right.bottom) - max(left.top, right.top) > _SAME_LINE * min(heights)
    near = -min(heights) < right.left - left.right < (_REACH if blank else _SPACE) * min(heights)
    apart = cut is not None and left.left < cut - min(heights) <= right.left
    return level and near and not apart


def _around(one: Span, other: Span) -> Span:
    return Span(min(one.left, other.left), min(one.top, other.top), max(one.right, other.right), max(one.bottom, other.bottom))


def rows(
    picture: Picture, lines: Sequence[Scanned], text: Callable[[Scanned], str], width: float, filling: Sequence[Word] = ()
) -> list[Row]:
    """The rows of a page of ``width`` points, ``text`` saying how each line reads; ``filling`` is drawn over its blanks."""
    words: list[Word] = []
    for index, line in enumerate(lines):
        words += _words(picture, line, text(line), index)
    return layout.rows(words, picture.page, width, lambda _: None, filling)


def _words(picture: Picture, line: Scanned, text: str, order: int) -> list[Word]:
    """The words of a line with their boxes; where letters were put in or left out, their places are shared out evenly."""
    span = line.span
    size = max(len(text), 1)
    letters = line.second if text == "".join(letter.text for letter in line.second) else ()
    pitch = 1 / size
    made: list[Word] = []
    at = 0
    for token in text.split(" "):
        end = at + len(token) - 1
        if letters:
            first, last = letters[at].at - pitch / 2, letters[end].at + pitch / 2
        else:
            first, last = at * pitch, (end + 1) * pitch
        breadth = span.right - span.left
        left = span.left if at == 0 else span.left + max(first, 0.0) * breadth
        right = span.right if end + 1 >= len(text) else span.left + min(last, 1.0) * breadth
        box = picture.points(left, span.top, max(right, left + 1), span.bottom)
        if token:
            x0, y0, x1, y1 = map(float, box)
            made.append(Word(token, x0, y0, x1, y1, order))
        at = end + 2
    return made
