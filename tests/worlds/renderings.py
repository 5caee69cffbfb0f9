"""Draws a layout as programs do: a PDF in two columns; a DOCX with its header in a table, between tabs, in text boxes."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable, Sequence
from itertools import zip_longest
from typing import Literal
from unicodedata import normalize
from xml.sax.saxutils import escape

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from fixtures import page
from fixtures.page import BOLD, ITALIC, ROMAN
from worlds.headers import MOTTO, TITLE, Layout

Drawn = tuple[float, float, str, str, float]
page.canvas(io.BytesIO(), A4)  # registers the fonts, by which lines are measured
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_LEFT, _RIGHT, _MIDDLE, _LEADING = 165.0, 408.0, 305.0, 17.0


def _pairs(layout: Layout) -> list[tuple[str, str]]:
    return list(zip_longest(layout.left, layout.right, fillvalue=""))


def _centred(text: str, middle: float, y: float, font: str, width: float) -> Drawn:
    size = 13.0
    while stringWidth(text, font, size) > width:
        size -= 0.5
    return middle - stringWidth(text, font, size) / 2, y, text, font, size


def _placed(layout: Layout) -> list[Drawn]:
    texts: list[Drawn] = []
    y = 790.0
    for left, right in _pairs(layout):
        if left:
            texts.append(_centred(left, _LEFT, y, ROMAN, 210))
        if right:
            texts.append(_centred(right, _RIGHT, y, BOLD if right in {TITLE, MOTTO} else ITALIC, 262))
        y -= _LEADING
    y -= _LEADING
    for index, line in enumerate(layout.below):
        heading = line == line.upper() or index == 1
        texts.append(_centred(line, _MIDDLE, y, BOLD, 450) if heading else (85, y, line, ROMAN, 12))
        y -= 2 * _LEADING if index == 1 else _LEADING
    y -= 2 * _LEADING
    for left, right in layout.closing:
        texts.append((85, y, left, ROMAN, 11))
        texts.append(_centred(right, _RIGHT, y, BOLD, 220))
        y -= _LEADING
    return [text for text in texts if text[2]]


def _pdf(texts: Sequence[Drawn], form: Literal["NFC", "NFD"] = "NFC") -> bytes:
    out = io.BytesIO()
    sheet: Canvas = page.canvas(out, A4)
    for x, y, text, font, size in texts:
        sheet.setFont(font, size)
        sheet.drawString(x, y, normalize(form, text))
    sheet.save()
    return out.getvalue()


def pdf(layout: Layout) -> bytes:
    """Two columns, each line centred in its own."""
    return _pdf(_placed(layout))


def pdf_backwards(layout: Layout) -> bytes:
    """The header after the body in the content stream, its letters decomposed."""
    return _pdf(_placed(layout)[::-1], "NFD")


def pdf_in_words(layout: Layout) -> bytes:
    """Every word drawn for itself, in no order."""
    words: list[Drawn] = []
    for x, y, text, font, size in _placed(layout):
        at = x
        for word in text.split(" "):
            words.append((at, y, word, font, size))
            at += stringWidth(f"{word} ", font, size)
    random.Random(7).shuffle(words)  # noqa: S311 - reproducible
    return _pdf([word for word in words if word[2]])


def pdf_with_left_edges(layout: Layout) -> bytes:
    """Lines of the header begin at the edge of their column, and the rows stand half a line apart."""
    made: list[Drawn] = []
    for x, y, text, font, size in _placed(layout):
        if y < 790 - _LEADING * len(_pairs(layout)):
            made.append((x, y, text, font, size))
        elif font == ROMAN:
            made.append((75, y - 4, text, font, size))
        else:
            made.append((290, y, text, font, size))
    return _pdf(made)


def package(body: str) -> bytes:
    """A DOCX whose body is this."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>')
    return out.getvalue()


def _runs(text: str, size: int = 1_000) -> str:
    parts = [text[i : i + size] for i in range(0, len(text), size)]
    shown = (f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in parts)
    return "".join(f"<w:r>{part}</w:r>" for part in shown)


def _p(text: str, size: int = 1_000) -> str:
    pieces = (f"{_runs(piece, size)}" for piece in text.split("\t"))
    return f"<w:p>{'<w:r><w:tab/></w:r>'.join(pieces)}</w:p>"


def _table(rows: Sequence[Sequence[Sequence[str]]], size: int = 1_000) -> str:
    cells = ("".join(f"<w:tc>{''.join(_p(text, size) for text in cell) or '<w:p/>'}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def _end(layout: Layout) -> str:
    left, right = zip(*layout.closing, strict=True)
    return _table([[[t for t in left if t], [t for t in right if t]]])


def _below(layout: Layout) -> str:
    return "".join(_p(line) for line in layout.below)


def _filled(texts: Sequence[str]) -> list[str]:
    return [text for text in texts if text]


def docx_table(layout: Layout) -> bytes:
    """The header as a table of one row, lines as paragraphs, blanks as empty paragraphs."""
    return package(_table([[layout.left, layout.right]]) + _below(layout) + _end(layout))


def docx_rows(layout: Layout) -> bytes:
    """A row of the table for each pair of lines, the text in runs of three letters."""
    return package(_table([[[left], [right]] for left, right in _pairs(layout)], 3) + _below(layout) + _end(layout))


def docx_three_columns(layout: Layout) -> bytes:
    """A narrow empty column between the two."""
    return package(_table([[_filled(layout.left), [], _filled(layout.right)]]) + _below(layout) + _end(layout))


def docx_nested(layout: Layout) -> bytes:
    """Names and titles in a table, number and date in one below it, as some templates have it."""
    pairs = _pairs(layout)
    upper, lower = pairs[:2], pairs[2:]
    tables = (
        _table([[_filled([left for left, _ in part]), _filled([right for _, right in part])]]) for part in (upper, lower) if part
    )
    return package("<w:p/>".join(tables) + _below(layout) + _end(layout))


def docx_tabs(layout: Layout) -> bytes:
    """No table: the two columns typed on one line, parted by tabs."""
    rows = (_p(f"{left}\t\t{right}" if right else left) for left, right in _pairs(layout))
    return package("".join(rows) + _below(layout) + _end(layout))


def docx_spaces(layout: Layout) -> bytes:
    """No table: the two columns typed on one line, parted by blanks."""
    rows = (_p(f"{left}{' ' * 12}{right}" if right else left) for left, right in _pairs(layout))
    return package("".join(rows) + _below(layout) + _end(layout))


def docx_one_paragraph(layout: Layout) -> bytes:
    """The whole header one paragraph with line breaks and tabs."""
    lines = (_runs(left) + "<w:r><w:tab/></w:r>" + _runs(right) for left, right in _pairs(layout))
    return package(f"<w:p>{'<w:r><w:br/></w:r>'.join(lines)}</w:p>" + _below(layout) + _end(layout))


def docx_boxes(layout: Layout) -> bytes:
    """The two columns as text boxes."""
    boxes = (f"<w:txbxContent>{''.join(_p(t) for t in _filled(side))}</w:txbxContent>" for side in (layout.left, layout.right))
    return package(f"<w:p><w:r>{''.join(boxes)}</w:r></w:p>" + _below(layout) + _end(layout))


Render = Callable[[Layout], bytes]
RENDERINGS: tuple[Render, ...] = (
    pdf,
    pdf_backwards,
    pdf_in_words,
    pdf_with_left_edges,
    docx_table,
    docx_rows,
    docx_three_columns,
    docx_nested,
    docx_tabs,
    docx_spaces,
    docx_one_paragraph,
    docx_boxes,
)
