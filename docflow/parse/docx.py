"""DOCX to header fields: the main part read with lxml into the same rows as a PDF's.

Headers stand in tables, in text boxes, in content controls or between tabs. No network, no DTD, bounded size, depth and counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from lxml import etree

from docflow import container
from docflow.model import AS_IT_STANDS, FileKind, ParseResult, Problem, Reading, Stage
from docflow.parse import heading, mainpart, wordtext
from docflow.parse.lines import Line, Row, Sheet, Side
from docflow.parse.wordtext import TBL
from docflow.text import printed, unaccented

MAX_XML = 48 * 2**20
MAX_ROWS = 20_000
MAX_CELL_LINES = 400
_LONGEST_HEADING = 250

_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_TRANSITIONAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TABS = re.compile(r"\t+| {5,}")
_MOVED = re.compile(r"\s*?(?:\t\s*\t| {8,})")
_BEFORE_BLANK = re.compile(r"(?:^(?:Số|SỐ)\s*:?|\b(?:ngày|tháng|năm))$")
_AFTER_BLANK = re.compile(r"^(?:/|-\S|(?:tháng|năm)\b)")
_DATE = re.compile(r"^.{0,40}\bngay\b.*\bthang\b")


def read(data: bytes, _how: Reading = AS_IT_STANDS) -> ParseResult:
    """Read a DOCX package; never raises for what the file holds."""
    try:
        package = container.Package(data)
        xml = package.read(mainpart.name_of(package), limit=MAX_XML)
    except container.OverLimits as fault:
        return _nothing("zip-limits", str(fault))
    except container.Damaged as fault:
        return _nothing("damaged-docx", str(fault))
    body = _body(xml)
    if body is None:
        return _nothing("damaged-docx")
    rows = tuple(_Reading(plain=not wordtext.intricate(xml)).rows(body))
    if not rows:
        return _nothing("no-text-layer")
    if heading.garbled(rows):
        return _nothing("unreadable-text-layer")
    reading = heading.read(Sheet(rows, closing=rows[4:]))
    return ParseResult(
        container.DOCX,
        FileKind.WORD,
        documents=(reading.header,) if reading.header else (),
        sources=reading.sources,
        problems=reading.problems,
    )


def _nothing(code: str, detail: str = "") -> ParseResult:
    return ParseResult(container.DOCX, FileKind.WORD, problems=(Problem(Stage.PARSE, code, detail),))


def _body(xml: bytes) -> Any:
    """The body element, None where the part is not well-formed, declares a DTD or has no body."""
    if b"<!DOCTYPE" in xml[:4096]:
        return None
    if xml.find(_STRICT, 0, 8192) >= 0:
        xml = xml.replace(_STRICT, _TRANSITIONAL)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(xml, parser).find(f"{wordtext.W}body")
    except (etree.XMLSyntaxError, ValueError):
        return None


class _Reading:
    """The rows of one document; ``plain`` chooses the fast way to its text."""

    __slots__ = ("_plain",)

    def __init__(self, *, plain: bool) -> None:
        self._plain = plain

    def rows(self, body: Any) -> Iterator[Row]:
        """The rows of a body in order, no more than ``MAX_ROWS``; an empty paragraph sets the next row apart."""
        count = gap = 0
        for block in wordtext.blocks(body):
            before = count
            for lines in self._block(block):
                yield Row(tuple(lines), gap)
                gap = 0
                count += 1
                if count >= MAX_ROWS:
                    return
            gap = gap if count > before else min(gap + 1_000, 5_000)

    def _block(self, block: Any) -> Iterator[list[Line]]:
        return self._table(block) if block.tag == TBL else self._paragraph(block)

    def _paragraph(self, paragraph: Any) -> Iterator[list[Line]]:
        """The lines of a paragraph, text boxes anchored in it first; tabs and runs of blanks part left from right."""
        if not self._plain:
            for box in wordtext.boxes(paragraph):
                for block in wordtext.blocks(box):
                    yield from self._block(block)
        text = wordtext.text_of(paragraph, plain=self._plain)
        if not text or text.isspace():
            return
        short = len(text) < _LONGEST_HEADING
        bold, centred = (wordtext.bold(paragraph), wordtext.centred(paragraph)) if short else (None, None)
        for part in text.split("\n"):
            lines = _sides(part, bold, centred)
            if lines:
                yield lines

    def _table(self, table: Any) -> Iterator[list[Line]]:
        """Rows of lines from a table: the first cell that says something is the left column, the others the right one."""
        for row in wordtext.table_rows(table):
            cells = [self._cell(cell) for cell in wordtext.cells(row)]
            if len(cells) == 1:
                yield from ([line] for line in cells[0])
                continue
            for index in range(max((len(cell) for cell in cells), default=0)):
                at = [(place, cell[index]) for place, cell in enumerate(cells) if index < len(cell)]
                yield [replace(line, side=Side.LEFT if 2 * place < len(cells) - 1 else Side.RIGHT) for place, line in at]

    def _cell(self, cell: Any) -> list[Line]:
        """The lines of a cell; a table inside it is read as lines too."""
        found: list[Line] = []
        for block in wordtext.blocks(cell):
            for lines in self._block(block):
                whole = lines[0] if len(lines) == 1 else Line(" ".join(part.text for part in lines), bold=lines[0].bold)
                found.append(whole)
                if len(found) >= MAX_CELL_LINES:
                    return found
        return found


def _sides(text: str, bold: bool | None, centred: bool | None) -> list[Line]:
    """A line of a paragraph, parted where tabs or blanks part two columns; what they move across stands on the right."""
    shown = text.strip()
    parts = _whole_lines([part for raw in _TABS.split(shown) if (part := printed(raw))]) if _TABS.search(shown) else []
    moved = _MOVED.match(text) is not None
    if 2 <= len(parts) <= 4 and all(len(part) < 70 for part in parts):
        left, right, met = _meeting(parts)
        if met or text[0] not in "\t ":
            return [Line(left, Side.LEFT, bold=bold), Line(right, Side.RIGHT, bold=bold)]
    whole = printed(shown)
    side = Side.RIGHT if moved and len(whole) < 70 else Side.WHOLE
    return [Line(whole, side, bold=bold, centred=centred)] if whole else []


def _whole_lines(parts: list[str]) -> list[str]:
    """The parts of a line without the cuts that fell into the blank of a number, a day, a month or a year."""
    made = parts[:1]
    for part in parts[1:]:
        if _BEFORE_BLANK.search(made[-1]) or _AFTER_BLANK.match(part):
            made[-1] = f"{made[-1]} {part}"
        else:
            made.append(part)
    return made


def _meeting(parts: list[str]) -> tuple[str, str, bool]:
    """Where tabbed parts fall into two columns: before the title, the motto or the date, else after the first part."""
    for at in range(1, len(parts)):
        rest = unaccented(" ".join(parts[at:]))
        if rest.startswith(("cong hoa xa hoi", "dang cong san", "doc lap")) or _DATE.match(rest):
            return " ".join(parts[:at]), " ".join(parts[at:]), True
    return parts[0], " ".join(parts[1:]), False
