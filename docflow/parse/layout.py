"""Groups words into rows and lines by geometry (Decree 30/2020/NĐ-CP, annex I, part IV: the cells of the first page).

The two columns of a header are told apart by the national title, which stands in the right one; elsewhere by wide gaps.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from docflow.model import Box
from docflow.parse.lines import Line, Row, Side
from docflow.parse.marks import ARRIVAL_BEGINS, arrival, in_arrival_stamp, is_mark, secrecy
from docflow.parse.pdftext import Word
from docflow.text import printed, unaccented

_SAME_ROW = 0.42  # of a word's height, between bottoms on one baseline
_WIDE_GAP = 1.3  # of a word's height, between two cells of one row
_MEETING = 40  # points from the left edge of the title within which lines of the right column begin
_NARROW_GAP = 0.35  # between two cells where the second begins the right column
_TITLE_LETTERS = "CĐÐcđ"
_TITLES = ("conghoaxahoichu", "dangcongsanviet")
_IN_RIGHT_COLUMN = (*_TITLES, "doclap")
_DASH = {"-", "–"}  # alone in a row it joins the two bodies above and below it
_RULE = re.compile(r"^[\s_\-–—=*.…~]*$")
_RULE_BEGINS = frozenset("_-–—=*.…~")
_MOST_WORDS = 12  # of a mark
_FEW_WORDS = 30  # of which no height is the usual one
_ASLANT = 1.15  # of its height, below which a word is narrower than on a level line
_TOWERING, _TALL = 2.5, 30  # of the usual height of a word, and points, above which nothing of a header stands


def box_of(words: Sequence[Word]) -> Box:
    """The box around some words, in whole points."""
    _, left, bottom, right, top, _ = zip(*words, strict=True)
    return round(min(left)), round(min(bottom)), round(max(right)), round(max(top))


def baselines(words: Sequence[Word]) -> list[list[Word]]:
    """Words at one height, from the top of the page down, each row from left to right."""
    rows: list[list[Word]] = []
    reference = height = 0.0
    for word in sorted(words, key=lambda w: (-w.bottom, w.left, w.order)):
        tolerance = _SAME_ROW * min(height, word.top - word.bottom) if rows else 0.0
        if rows and reference - word.bottom <= tolerance:
            rows[-1].append(word)
            continue
        rows.append([word])
        reference, height = word.bottom, word.top - word.bottom
    for row in rows:
        row.sort(key=lambda w: (w.left, w.order))
    return rows


def _without_watermark(words: Sequence[Word]) -> Sequence[Word]:
    """The words without those drawn aslant that tower over the others; a mark of secrecy counts however it is drawn."""
    if len(words) < _FEW_WORDS:
        return words
    heights = [word.top - word.bottom for word in words]
    most = max(_TOWERING * sorted(heights)[len(heights) // 2], _TALL)
    if max(heights) <= most:
        return words
    return [word for word, height in zip(words, heights, strict=True) if height <= most or not _aslant(word, height)]


def _aslant(word: Word, height: float) -> bool:
    return word.right - word.left < _ASLANT * height and secrecy(word.text) is None


def title_start(rows: Sequence[Sequence[Word]]) -> float | None:
    """The left edge of the national title (or the Party's), which begins the right column; None where there is none."""
    for row in rows[:25]:
        for i, word in enumerate(row):
            if word.text[0] in _TITLE_LETTERS and _begins(row[i : i + 12], _TITLES):
                return word.left
    return None


def _begins(words: Sequence[Word], names: tuple[str, ...]) -> bool:
    return unaccented("".join(word.text for word in words)).startswith(names)


def _cells(row: Sequence[Word], cut: float | None) -> list[list[Word]]:
    """The words of a row parted at wide gaps, and where the right column begins even at a narrow one."""
    cells: list[list[Word]] = []
    previous: Word | None = None
    meeting = _meeting(row, cut) if cut is not None else None
    for index, word in enumerate(row):
        gap = word.left - previous.right if previous else 0.0
        at_cut = cut is not None and abs(word.left - cut) < 3
        narrow = at_cut and (gap > _NARROW_GAP * _height(word) or _begins(row[index : index + 12], _IN_RIGHT_COLUMN))
        if previous is None or narrow or word is meeting or gap > _WIDE_GAP * _height(word):
            cells.append([])
        cells[-1].append(word)
        previous = word
    return cells


def _meeting(row: Sequence[Word], cut: float) -> Word | None:
    """The word with which the right column goes on where both columns nearly meet: after the one gap wider than all others."""
    gaps = [(word.left - before.right, word) for before, word in pairwise(row)]
    near = [(gap, word) for gap, word in gaps if -_MEETING < word.left - cut < _MEETING and gap > _NARROW_GAP * _height(word)]
    if len(near) != 1 or sum(len(word.text) == 1 for word in row) * 2 > len(row):  # a heading set in spaced letters
        return None
    widest, found = near[0]
    return found if all(widest > 1.4 * gap for gap, word in gaps if word is not found) else None


def _height(word: Word) -> float:
    return word.top - word.bottom


def _side(cell: Sequence[Word], cut: float, width: float) -> Side:
    left, right = cell[0].left, max([w.right for w in cell])
    middle = (left + right) / 2
    if left < cut - 0.04 * width and right > cut + 0.12 * width:
        return Side.WHOLE
    return Side.LEFT if middle < cut else Side.RIGHT


def rows(
    words: Sequence[Word],
    page: int,
    width: float,
    bold: Callable[[int], bool | None],
    overlays: Sequence[Word] = (),
    *,
    headed: bool | None = None,
) -> list[Row]:
    """The rows of a page, blank rules left out; ``overlays`` are words drawn over the page that may fill blanks.

    ``headed`` says whether a header may stand on it, whose title tells where the right column begins; by default on page 1.

    Only lines in the left column are asked for ``bold``: there it tells the issuing body from the one above it.
    """
    lined = baselines(_without_watermark(words))
    title = title_start(lined) if (page == 1 if headed is None else headed) else None
    made: list[Row] = []
    stamp: Sequence[Word] | None = None
    below: float | None = None
    for row in lined:
        if (
            row[0].text[0] in _RULE_BEGINS
            and _RULE.match("".join([w.text for w in row]))
            and not (len(row) == 1 and row[0].text in _DASH)
        ):
            continue
        cut = title if title is not None and len(made) < 30 else 0.47 * width
        top = max([w.top for w in row])
        gap = 0 if below is None else round(1000 * (below - top) / max([w.top - w.bottom for w in row]))
        groups = _cell_groups(row, title, cut, width, stamp)
        stamp = next((cell for _, cell in groups if cell[0].text[0] in ARRIVAL_BEGINS and arrival(_text(cell))), stamp)
        lines = tuple(_line(cell, side, page, bold, overlays) for side, cell in groups)
        made.append(Row(lines, max(gap, 0)))
        below = min([w.bottom for w in row])
    return made


def _text(cell: Sequence[Word]) -> str:
    return " ".join(word.text for word in cell)


def _cell_groups(
    row: Sequence[Word], title: float | None, cut: float, width: float, stamp: Sequence[Word] | None
) -> list[tuple[Side, list[Word]]]:
    """The cells of a row joined by the side they stand on; a mark such as ``MẬT`` stays a cell of its own.

    So do the fields below an arrival stamp's first line, ``stamp``.
    """
    sides: dict[Side, list[Word]] = {}
    alone: list[tuple[Side, list[Word]]] = []
    for cell in _cells(row, title):
        side = _side(cell, cut, width)
        if side is Side.WHOLE and sides:  # what stands beside something else does not span the page
            side = Side.RIGHT
        if (len(cell) <= _MOST_WORDS and is_mark(_text(cell))) or (
            stamp and _is_under(cell, stamp) and in_arrival_stamp(_text(cell))
        ):
            alone.append((side, cell))
        else:
            sides.setdefault(side, []).extend(cell)
    return sorted([*sides.items(), *alone], key=lambda group: group[1][0].left)


def _is_under(cell: Sequence[Word], above: Sequence[Word]) -> bool:
    """Whether a cell stands close below another and within its reach."""
    height = _height(above[0])
    near = above[0].bottom - cell[0].bottom < 6 * height
    return near and cell[0].left > above[0].left - 4 * height and cell[-1].right < above[-1].right + 12 * height


def _line(cell: list[Word], side: Side, page: int, bold: Callable[[int], bool | None], overlays: Sequence[Word]) -> Line:
    cell.sort(key=lambda w: (w.left, w.order))
    return Line(
        text=printed(" ".join(w.text for w in cell)),
        side=side,
        page=page,
        box=box_of(cell),
        bold=bold(cell[0].order) if side is Side.LEFT else None,
        filled=_filled(cell, overlays),
    )


def _filled(cell: Sequence[Word], overlays: Sequence[Word]) -> str:
    """The line with those overlay words put in that stand at its height and within its reach."""
    if not overlays:
        return ""
    left, bottom, right, top = box_of(cell)
    height = max(top - bottom, 1)
    fitting = [
        w
        for w in overlays
        if abs((w.top + w.bottom) / 2 - (top + bottom) / 2) < height and left - height < w.left < right + 3 * height
    ]
    if not fitting:
        return ""
    printed_words = [w for w in cell if not _RULE.match(w.text) or w.text == "-"]
    together = sorted([*printed_words, *fitting], key=lambda w: ((w.left + w.right) / 2 if w in fitting else w.left, w.order))
    return printed(" ".join(w.text for w in together))
