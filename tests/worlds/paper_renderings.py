"""Draws a paper of ``papers_at_random`` as offices do: a PDF set by hand's measure, or a DOCX with its header in a table."""

from __future__ import annotations

import io
from dataclasses import dataclass
from itertools import zip_longest
from random import Random
from typing import Literal
from unicodedata import normalize
from xml.sax.saxutils import escape

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from fixtures import page
from fixtures.page import BOLD, ITALIC, ROMAN
from worlds.papers_at_random import Paper
from worlds.renderings import package

page.canvas(io.BytesIO(), A4)  # registers the fonts, by which lines are measured


@dataclass(frozen=True, slots=True)
class _Hand:
    """How one program draws: whether words or letters are placed alone, the size of type, the distance of lines."""

    sheet: Canvas
    form: Literal["NFC", "NFD"]
    apart: str
    size: float
    leading: float

    def draw(self, x: float, y: float, text: str, font: str, size: float) -> None:
        text = normalize(self.form, text)
        self.sheet.setFont(font, size)
        pieces = {"words": text.split(" "), "letters": [text[i : i + 3] for i in range(0, len(text), 3)]}.get(self.apart, [text])
        for piece in pieces:
            self.sheet.drawString(x, y, piece)
            x += stringWidth(piece + (" " if self.apart == "words" else ""), font, size)

    def centred(self, text: str, middle: float, y: float, font: str, width: float, size: float = 13.0) -> None:
        while stringWidth(text, font, size) > width:
            size -= 0.5
        if text:
            self.draw(middle - stringWidth(text, font, size) / 2, y, text, font, size)


def _hand(draw: Random, sheet: Canvas) -> _Hand:
    form: Literal["NFC", "NFD"] = "NFD" if draw.random() < 0.06 else "NFC"
    apart = draw.choices(("whole", "words", "letters"), (80, 12, 8))[0] if form == "NFC" else "whole"
    return _Hand(sheet, form, apart, draw.choice((12.0, 13.0, 13.0)), draw.choice((15.0, 16.0, 17.0, 19.0)))


def pdf(paper: Paper, seed: int) -> bytes:
    """One page: columns centred about their own middles, rows of the two columns not always at one height."""
    draw = Random(seed)  # noqa: S311 - reproducible
    out = io.BytesIO()
    sheet: Canvas = page.canvas(out, A4)
    hand = _hand(draw, sheet)
    top = draw.choice((790.0, 775.0, 760.0))
    y = _head(hand, paper, top, draw) - hand.leading / 2
    y = _middle(hand, paper, y)
    for left, right in paper.closing:
        hand.draw(85, y - hand.leading, left, ROMAN, 11)
        hand.centred(right, 420, y - hand.leading, BOLD, 240)
        y -= hand.leading
    corners = {"top right": (430.0, top + 32), "top left": (40.0, top + 32), "far left": (30.0, y - 40)}
    corners["below date"] = (470.0, top - hand.leading * (len(paper.right) + 0.4))
    for place, lines in paper.strays:
        x, up = corners[place]
        sheet.setFont(ROMAN, 7.5)
        for at, text in enumerate(lines):
            sheet.drawString(x, up - 8.2 * at, text)
    sheet.save()
    return out.getvalue()


def _head(hand: _Hand, paper: Paper, y: float, draw: Random) -> float:
    left_middle, right_middle = draw.choice(((165.0, 408.0), (155.0, 415.0), (170.0, 420.0)))
    shift = draw.choice((0.0, 0.0, 0.0, 1.5, -2.0))
    room = 2 * min(left_middle - 40, right_middle - 131 - draw.choice((4, 6, 9)) - left_middle)
    for (left, heavy), (right, bold) in zip_longest(paper.left, paper.right, fillvalue=("", False)):
        hand.centred(left, left_middle, y, BOLD if heavy else ROMAN, room, hand.size)
        hand.centred(right, right_middle, y + shift, BOLD if bold else ITALIC, 262, hand.size)
        y -= hand.leading
    return y


def _middle(hand: _Hand, paper: Paper, y: float) -> float:
    title = not paper.below[0].startswith("Kính gửi")
    for text in paper.below:
        if title and text:
            hand.centred(text, 305, y, BOLD, 450)
        elif text:
            hand.draw(85, y, text, ROMAN, 12)
        title = title and bool(text)
        y -= hand.leading
    return y


def _p(text: str, weight: str, *, centre: bool = False) -> str:
    bold = {"bold": "<w:rPr><w:b/></w:rPr>", "plain": "<w:rPr><w:sz w:val='26'/></w:rPr>", "style": ""}[weight]
    middle = '<w:pPr><w:jc w:val="center"/></w:pPr>' if centre else ""
    return f'<w:p>{middle}<w:r>{bold}<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def docx(paper: Paper, seed: int) -> bytes:
    """The header in a table of one row, or of a row for each pair of lines; weight in the runs,
    or in a style that says nothing."""
    draw = Random(seed)  # noqa: S311 - reproducible
    styled = draw.random() < 0.25

    def cell(lines: tuple[tuple[str, bool], ...]) -> str:
        shown = (_p(text, "style" if styled else "bold" if bold else "plain", centre=True) for text, bold in lines)
        return f"<w:tc>{''.join(shown) or '<w:p/>'}</w:tc>"

    if draw.random() < 0.6:
        table = f"<w:tr>{cell(paper.left)}{cell(paper.right)}</w:tr>"
    else:
        depth = max(len(paper.left), len(paper.right))
        blank = (("", False),)
        rows = ((paper.left[i : i + 1] or blank, paper.right[i : i + 1] or blank) for i in range(depth))
        table = "".join(f"<w:tr>{cell(one)}{cell(two)}</w:tr>" for one, two in rows)
    body = "".join(_p(text, "style", centre=not text.startswith(("Kính", "Căn", "Theo", "Thực"))) for text in paper.below)
    before = "".join(_p(text, "plain") for place, lines in paper.strays if place.startswith("top") for text in lines)
    ends = "".join(f"<w:tr>{cell(((one, False),))}{cell(((two, True),))}</w:tr>" for one, two in paper.closing)
    return package(f"{before}<w:tbl>{table}</w:tbl>{body}<w:tbl>{ends}</w:tbl>")
