"""DOCX to header fields: the main part read with lxml into blocks of text.

Headers stand in tables, in text boxes, in content controls, between tabs, or in the header of the page. No network, no DTD,
bounded size, depth and counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree

from docflow import container
from docflow.model import AS_IT_STANDS, FileKind, ParseResult, Problem, Reading, Stage
from docflow.parse import flow, legacy, letterhead, mainpart, wordtext
from docflow.parse.flow import Block, Paragraph, Table
from docflow.parse.wordtext import TBL

MAX_XML = 48 * 2**20

_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_TRANSITIONAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def read(data: bytes, _how: Reading = AS_IT_STANDS) -> ParseResult:
    """Read a DOCX package; never raises for what the file holds."""
    try:
        package = container.Package(data)
        main = mainpart.name_of(package)
        xml = package.read(main, limit=MAX_XML)
    except container.OverLimits as fault:
        return _nothing("zip-limits", str(fault))
    except container.Damaged as fault:
        return _nothing("damaged-docx", str(fault))
    root = _root(xml)
    body = root.find(f"{wordtext.W}body") if root is not None else None
    if body is None:
        return _nothing("damaged-docx")
    blocks = list(_Reading(xml).blocks(body))
    return flow.read([*_above(package, main, body, blocks), *blocks], container.DOCX)


def _nothing(code: str, detail: str = "") -> ParseResult:
    return ParseResult(container.DOCX, FileKind.WORD, problems=(Problem(Stage.PARSE, code, detail),))


def _root(xml: bytes) -> Any:
    """The root element, None where the part is not well-formed or declares a DTD."""
    if b"<!DOCTYPE" in xml:
        return None
    if xml.find(_STRICT, 0, 8192) >= 0:
        xml = xml.replace(_STRICT, _TRANSITIONAL)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


class _Reading:
    """The blocks of one part, no more than ``MAX_BLOCKS`` paragraphs; a part without anything intricate is read the fast way."""

    __slots__ = ("_drawn", "_left", "_plain")

    def __init__(self, xml: bytes) -> None:
        self._plain = not wordtext.intricate(xml)
        self._drawn = legacy.DRAWN_LARGE_IN_FONTS in xml
        self._left = flow.MAX_BLOCKS

    def blocks(self, parent: Any) -> Iterator[Block]:
        for element in wordtext.blocks(parent):
            if self._left <= 0:
                return
            if element.tag == TBL:
                yield self._table(element)
            else:
                yield from self._paragraph(element)

    def _paragraph(self, paragraph: Any) -> Iterator[Block]:
        """A paragraph, text boxes anchored in it first."""
        self._left -= 1
        boxed = False
        if not self._plain:
            for box in wordtext.boxes(paragraph):
                boxed = True
                yield from self.blocks(box)
        text = wordtext.text_of(paragraph, plain=self._plain)
        if boxed and not text.strip():
            return
        if text and len(text) < flow.LONGEST_HEADING:
            drawn = self._drawn and all(map(legacy.drawn_large, wordtext.fonts(paragraph)))
            yield Paragraph(text, wordtext.bold(paragraph), wordtext.centred(paragraph), drawn)
        else:
            yield Paragraph(text)

    def _table(self, table: Any) -> Table:
        rows = (wordtext.cells(row) for row in wordtext.table_rows(table))
        return Table(tuple(tuple(tuple(self.blocks(cell)) for cell in row) for row in rows if self._left > 0))


def _above(package: container.Package, main: str, body: Any, blocks: list[Block]) -> list[Block]:
    """The blocks of the first page's header, where the body bears no title of its own."""
    if flow.titled(blocks):
        return []
    try:
        xml = letterhead.part_of(package, main, body)
    except (container.OverLimits, container.Damaged):
        return []
    root = _root(xml) if xml is not None else None
    if xml is None or root is None:
        return []
    above = list(_Reading(xml).blocks(root))
    return above if flow.titled(above) else []
