"""OpenDocument text to header fields (OASIS OpenDocument 1.3, part 3): ``content.xml`` into blocks of text.

Tables, frames with text, sections and lists are read in their order; deleted text, notes, comments and hidden text are not. No
DTD, no entities, no network; size and depth are bounded.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree

from docflow import container
from docflow.model import AS_IT_STANDS, FileKind, ParseResult, Problem, Reading, Stage
from docflow.parse import flow, legacy
from docflow.parse.flow import MAX_DEPTH, MAX_TEXT, Block, Paragraph, Table

MAX_XML = 48 * 2**20
_MAX_REPEATED = 1_000

_SPACES = {
    name: f"{{urn:oasis:names:tc:opendocument:xmlns:{space}:1.0}}"
    for name, space in (
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("draw", "drawing"),
        ("style", "style"),
        ("fo", "xsl-fo-compatible"),
    )
}
_OFFICE, _TEXT, _TABLE, _DRAW, _STYLE, _FO = _SPACES.values()
_PARAGRAPHS = {f"{_TEXT}p", f"{_TEXT}h"}
_ROW, _CELLS, _BOX = f"{_TABLE}table-row", {f"{_TABLE}table-cell"}, f"{_DRAW}text-box"
_SKIPPED = {
    f"{_TEXT}tracked-changes", f"{_TEXT}note", f"{_TEXT}hidden-text", f"{_TEXT}hidden-paragraph", f"{_OFFICE}annotation",
    f"{_OFFICE}forms", f"{_TABLE}covered-table-cell",
}  # fmt: skip
_BREAKS = {f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "\n"}


def read(data: bytes, _how: Reading = AS_IT_STANDS) -> ParseResult:
    """Read an OpenDocument text; never raises for what the file holds."""
    try:
        package = container.Package(data)
        if b"encryption-data" in package.read("META-INF/manifest.xml", limit=2**20):
            return _nothing("encrypted")
        xml = package.read("content.xml", limit=MAX_XML)
    except container.OverLimits as fault:
        return _nothing("zip-limits", str(fault))
    except container.Damaged as fault:
        return _nothing("damaged-odt", str(fault))
    root = _root(xml)
    body = root.find(f"{_OFFICE}body/{_OFFICE}text") if root is not None else None
    if body is None:
        return _nothing("damaged-odt")
    return flow.read(list(_Walk(root).blocks(body, 0)), container.ODT)


def _nothing(code: str, detail: str = "") -> ParseResult:
    return ParseResult(container.ODT, FileKind.WORD, problems=(Problem(Stage.PARSE, code, detail),))


def _root(xml: bytes) -> Any:
    if b"<!DOCTYPE" in xml:
        return None
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


class _Walk:
    """The blocks of one document, no more than ``MAX_BLOCKS`` paragraphs, with what its own styles say of them."""

    __slots__ = ("_bold", "_centred", "_hidden", "_large", "_left")

    def __init__(self, root: Any) -> None:
        self._left = flow.MAX_BLOCKS
        self._bold: set[str] = set()
        self._centred: set[str] = set()
        self._hidden: set[str] = set()
        self._large: set[str] = set()
        for style in root.iterfind(f"{_OFFICE}automatic-styles/{_STYLE}style"):
            name = style.get(f"{_STYLE}name", "")
            text, paragraph = style.find(f"{_STYLE}text-properties"), style.find(f"{_STYLE}paragraph-properties")
            if text is not None:
                self._bold |= {name} if text.get(f"{_FO}font-weight") == "bold" else set()
                self._hidden |= {name} if text.get(f"{_TEXT}display") == "none" else set()
                self._large |= {name} if legacy.drawn_large(text.get(f"{_STYLE}font-name", "")) else set()
            if paragraph is not None and paragraph.get(f"{_FO}text-align") == "center":
                self._centred.add(name)

    def blocks(self, parent: Any, depth: int) -> Iterator[Block]:
        """The blocks under an element, through sections, lists and frames."""
        if depth > MAX_DEPTH:
            return
        for child in parent:
            if self._left <= 0:
                return
            if child.tag in _PARAGRAPHS:
                yield from self._paragraph(child, depth)
            elif child.tag == f"{_TABLE}table":
                yield self._table(child, depth)
            elif child.tag not in _SKIPPED:
                yield from self.blocks(child, depth + 1)

    def _paragraph(self, paragraph: Any, depth: int) -> Iterator[Block]:
        """A paragraph, the text boxes anchored in it first."""
        self._left -= 1
        boxes = [box for box in paragraph.iter(_BOX) if next(box.iterancestors(*_PARAGRAPHS), None) is paragraph]
        for box in boxes:
            yield from self.blocks(box, depth + 1)
        pieces: list[str] = []
        self._gather(paragraph, pieces, 0)
        text = "".join(pieces)[:MAX_TEXT]
        if boxes and not text.strip():
            return
        styles = self._styles(paragraph)
        yield Paragraph(
            text,
            not self._bold.isdisjoint(styles),
            not self._centred.isdisjoint(styles[:1]),
            not self._large.isdisjoint(styles),
        )

    def _styles(self, paragraph: Any) -> list[str]:
        """The names of the paragraph's style and of that of the first span with text."""
        own = [paragraph.get(f"{_TEXT}style-name", "")]
        if not (paragraph.text or "").strip():
            span = next((s for s in paragraph.iterchildren(f"{_TEXT}span") if "".join(s.itertext()).strip()), None)
            own += [span.get(f"{_TEXT}style-name", "")] if span is not None else []
        return own

    def _gather(self, element: Any, pieces: list[str], depth: int) -> None:
        """The text printed in an element; runs of blanks and tabs are elements of their own (clause 6.1.2)."""
        if depth > MAX_DEPTH or len(pieces) > MAX_TEXT:
            return
        pieces.append(" ".join((element.text or "").replace("\n", " ").split(" ")) if element.text else "")
        for child in element:
            if child.tag in _BREAKS:
                pieces.append(_BREAKS[child.tag])
            elif child.tag == f"{_TEXT}s":
                pieces.append(" " * _repeated(child, f"{_TEXT}c"))
            elif child.tag not in _SKIPPED and not child.tag.startswith(_DRAW) and not self._unseen(child):
                self._gather(child, pieces, depth + 1)
            pieces.append((child.tail or "").replace("\n", " "))

    def _unseen(self, element: Any) -> bool:
        return element.get(f"{_TEXT}style-name", "") in self._hidden

    def _table(self, table: Any, depth: int) -> Table:
        rows = (row for row in table.iter(_ROW) if next(row.iterancestors(f"{_TABLE}table"), None) is table)
        return Table(tuple(self._cells(row, depth) for row in rows if self._left > 0))

    def _cells(self, row: Any, depth: int) -> tuple[tuple[Block, ...], ...]:
        cells = [cell for cell in row if cell.tag in _CELLS][: flow.MAX_CELLS]
        return tuple(tuple(self.blocks(cell, depth + 1)) for cell in cells)


def _repeated(element: Any, name: str) -> int:
    count = element.get(name, "1")
    return min(int(count), _MAX_REPEATED) if count.isascii() and count.isdigit() and len(count) < 10 else 1
