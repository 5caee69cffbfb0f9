"""HTML to header fields: pages that Word or a portal saved, often named ``.doc``, as the blocks that a browser would show.

Scripts, styles, comments, deleted and hidden text are not read; nothing is fetched. A page may be laid out in tables: one that
holds another is layout, its cells stand one below the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from lxml import etree

from docflow import container
from docflow.model import AS_IT_STANDS, FileKind, ParseResult, Problem, Reading, Stage
from docflow.parse import flow, legacy, plaintext
from docflow.parse.flow import MAX_CELLS, MAX_TEXT, Block, Paragraph, Table

MAX_HTML = 32 * 2**20
MAX_DEPTH = 150
_CHARSET = re.compile(rb"""<meta[^<>]{0,200}?charset\s*=\s*["']?([\w-]{2,30})""", re.IGNORECASE)
# Encodings that pages of offices are in; others are told by the bytes.
_CODECS = re.compile(r"^(?:windows-?125\d|cp125\d|iso-?8859-\d{1,2}|utf-?16(?:le|be)?|unicode)$", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_SKIPPED = frozenset(
    {"script", "style", "head", "noscript", "template", "textarea", "select", "svg", "math", "iframe", "object", "del", "title"}
)
_BLOCKS = """
address article aside blockquote body center dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr html li
main nav ol p pre section table tbody td tfoot th thead tr ul
"""
_BREAKING = frozenset(_BLOCKS.split())
_BOLD = frozenset({"b", "strong", "h1", "h2", "h3", "h4", "h5", "h6", "th"})
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_HEAVY = re.compile(r"font-weight\s*:\s*(bold|[6-9]00|normal|[1-5]00)", re.IGNORECASE)
_ALIGNED = re.compile(r"text-align\s*:\s*(\w+)", re.IGNORECASE)
_FAMILY = re.compile(r"font-family\s*:\s*[\"']?([^;,\"']{1,60})", re.IGNORECASE)


def read(data: bytes, _how: Reading = AS_IT_STANDS) -> ParseResult:
    """Read a page; never raises for what the file holds."""
    return page(data, container.HTML)


def page(data: bytes, media_type: str) -> ParseResult:
    """Read a page that stands alone, or in an archive of the given type."""
    if len(data) > MAX_HTML:
        return _nothing(media_type, "over-limits")
    named = _CHARSET.search(data[:4096])
    declared = named[1].decode("ascii", "replace") if named else ""
    text = plaintext.decoded(data, declared.replace("unicode", "utf-16") if _CODECS.match(declared) else None)
    root = _root(text)
    if root is None:
        return _nothing(media_type, "no-text-layer")
    return flow.read(_Walk().blocks(root), media_type, FileKind.TEXT, titled=True)


def _nothing(media_type: str, code: str) -> ParseResult:
    return ParseResult(media_type, FileKind.TEXT, problems=(Problem(Stage.PARSE, code),))


def _root(text: str) -> Any:
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        return etree.fromstring(text.replace("\x00", "").encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError):
        return None


@dataclass(frozen=True, slots=True)
class _Style:
    """What an element inherits."""

    bold: bool = False
    centred: bool = False
    large: bool = False
    kept: bool = False

    def of(self, element: Any) -> _Style:
        """The style of an element inside this one."""
        css = element.get("style") or ""
        heavy, aligned, family = _HEAVY.search(css), _ALIGNED.search(css), _FAMILY.search(css)
        align = (aligned[1] if aligned else element.get("align", "")).lower()
        font = family[1] if family else element.get("face", "")
        return replace(
            self,
            bold=heavy[1].lower() in {"bold", "600", "700", "800", "900"} if heavy else self.bold or element.tag in _BOLD,
            centred=align == "center" if align else self.centred or element.tag == "center",
            large=legacy.drawn_large(font.strip()) if font else self.large,
            kept=self.kept or element.tag == "pre",
        )


class _Walk:
    """One walk through the elements shown; a paragraph is what stands between two breaks of the flow."""

    def __init__(self) -> None:
        self._left = flow.MAX_BLOCKS
        self._pieces: list[str] = []
        self._size = 0
        self._first: _Style | None = None

    def blocks(self, root: Any) -> list[Block]:
        """The blocks under an element."""
        return [*self._under(root, _Style().of(root), 0), *self._flushed()]

    def _under(self, element: Any, style: _Style, depth: int) -> Iterator[Block]:
        self._write(element.text, style)
        for child in element:
            if self._left > 0 and depth < MAX_DEPTH and _shown(child):
                yield from self._element(child, style.of(child), depth)
            self._write(child.tail, style)

    def _element(self, element: Any, style: _Style, depth: int) -> Iterator[Block]:
        breaking = element.tag in _BREAKING
        if breaking:
            yield from self._flushed()
        if element.tag == "br":
            self._pieces.append("\n")
        elif element.tag == "table" and element.find(".//table") is None:
            yield self._table(element, style, depth)
        else:
            before = self._left
            yield from self._under(element, style, depth + 1)
            if breaking:
                yield from self._flushed()
            if element.tag == "p" and self._left == before:
                self._left -= 1
                yield Paragraph("")

    def _write(self, text: str | None, style: _Style) -> None:
        if not text or self._size > MAX_TEXT:
            return
        shown = text[:MAX_TEXT] if style.kept else _BLANKS.sub(" ", text[:MAX_TEXT])
        if shown.startswith(" ") and not style.kept and (not self._pieces or self._pieces[-1].endswith((" ", "\n"))):
            shown = shown[1:]
        if not shown:
            return
        if self._first is None and shown.strip():
            self._first = style
        self._pieces.append(shown)
        self._size += len(shown)

    def _flushed(self) -> Iterator[Block]:
        text = "".join(self._pieces).replace("\u00a0", " ")[:MAX_TEXT]
        first = self._first or _Style()
        self._pieces.clear()
        self._size, self._first = 0, None
        if text.strip():
            self._left -= 1
            yield Paragraph(text, first.bold, first.centred, first.large)

    def _table(self, table: Any, style: _Style, depth: int) -> Table:
        rows = (row for row in table.iter("tr") if self._left > 0)
        return Table(tuple(self._cells(row, style, depth) for row in rows))

    def _cells(self, row: Any, style: _Style, depth: int) -> tuple[tuple[Block, ...], ...]:
        cells = [cell for cell in row if cell.tag in {"td", "th"} and _shown(cell)][:MAX_CELLS]
        inner = style.of(row)
        return tuple((*self._under(cell, inner.of(cell), depth + 1), *self._flushed()) for cell in cells)


def _shown(element: Any) -> bool:
    return (
        isinstance(element.tag, str)
        and element.tag not in _SKIPPED
        and element.get("hidden") is None
        and not _HIDDEN.search(element.get("style") or "")
    )
