"""DOCX to header fields: ``document.xml`` read with lxml into the same rows as a PDF's.

Headers stand in tables, in text boxes, in content controls or between tabs; insertions are taken, deletions left out (ECMA-376,
part 1, clauses 17.2 to 17.5 and 17.13). No network, no DTD, bounded size, depth and counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from docflow import container
from docflow.model import FileKind, ParseResult, Problem, Stage
from docflow.parse import heading
from docflow.parse.lines import Line, Row, Sheet, Side
from docflow.text import printed, unaccented

MAX_XML = 48 * 2**20
MAX_ROWS = 20_000
MAX_DEPTH = 25
MAX_LINE = 20_000

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_TRANSITIONAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_OFF = {"0", "false", "off", "none"}
_SKIPPED = {
    f"{_W}{name}"
    for name in ("del", "moveFrom", "instrText", "delText", "pPr", "rPr", "sectPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr")
} | {f"{_MC}Fallback"}
_TABS = re.compile(r"\t+| {5,}")


def read(data: bytes) -> ParseResult:
    """Read a DOCX package; never raises for what the file holds."""
    try:
        package = container.Package(data)
        xml = package.read(_main_part(package), limit=MAX_XML)
    except container.OverLimits as fault:
        return _nothing("zip-limits", str(fault))
    except container.Damaged as fault:
        return _nothing("damaged-docx", str(fault))
    if xml.find(_STRICT, 0, 8192) >= 0:
        xml = xml.replace(_STRICT, _TRANSITIONAL)
    if b"<!DOCTYPE" in xml[:2048]:
        return _nothing("damaged-docx", "DOCTYPE")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as fault:
        return _nothing("damaged-docx", str(fault)[:120])
    body = root.find(f"{_W}body")
    if body is None:
        return _nothing("damaged-docx", "body")
    rows = tuple(_rows(body))
    problems: tuple[Problem, ...] = ()
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
        problems=(*problems, *reading.problems),
    )


def _nothing(code: str, detail: str = "") -> ParseResult:
    return ParseResult(container.DOCX, FileKind.WORD, problems=(Problem(Stage.PARSE, code, detail),))


def _main_part(package: container.Package) -> str:
    """The name of the main part: nearly always ``word/document.xml``, else what the content types say."""
    if "word/document.xml" in package.names:
        return "word/document.xml"
    types = package.read("[Content_Types].xml", limit=2**20).decode("utf-8", "replace")
    for override in re.findall(r"<Override\b[^>]*>", types):
        if "wordprocessingml.document.main+xml" in override and (name := re.search(r'PartName="/([^"]+)"', override)):
            return name[1]
    raise container.Damaged("main part")


def _rows(body: Any) -> Iterator[Row]:
    """The rows of a body in order, no more than ``MAX_ROWS``."""
    count = 0
    apart = False
    for block in _blocks(body, 0):
        made = _table_rows(block) if block.tag == f"{_W}tbl" else _paragraph_rows(block)
        empty = True
        for lines in made:
            empty = False
            yield Row(tuple(lines), apart=apart)
            apart = False
            count += 1
            if count >= MAX_ROWS:
                return
        apart = apart or empty


def _blocks(parent: Any, depth: int) -> Iterator[Any]:
    """Paragraphs and tables under a parent, through content controls, insertions and alternatives."""
    if depth > MAX_DEPTH:
        return
    for child in parent:
        if child.tag in {f"{_W}p", f"{_W}tbl"}:
            yield child
        elif child.tag not in _SKIPPED:
            if child.tag == f"{_W}sdt" and child.find(f"{_W}sdtPr/{_W}showingPlcHdr") is not None:
                continue
            yield from _blocks(child, depth + 1)


def _paragraph_rows(paragraph: Any) -> Iterator[list[Line]]:
    """The lines of a paragraph, text boxes anchored in it first; tabs and runs of blanks part left from right."""
    for box in _boxes(paragraph):
        for block in _blocks(box, 0):
            yield from _table_rows(block) if block.tag == f"{_W}tbl" else _paragraph_rows(block)
    bold = _bold(paragraph)
    for text in _text(paragraph).split("\n"):
        lines = _sides(text, bold)
        if lines:
            yield lines


def _sides(text: str, bold: bool | None) -> list[Line]:
    parts = [part for raw in _TABS.split(text) if (part := printed(raw))]
    if len(parts) >= 2 and text[:1] not in {"\t", " "} and len(parts) <= 4 and all(len(part) < 70 for part in parts):
        left, right = _meeting(parts)
        return [Line(left, Side.LEFT, bold=bold), Line(right, Side.RIGHT, bold=bold)]
    whole = printed(text)
    return [Line(whole, Side.WHOLE, bold=bold)] if whole else []


def _meeting(parts: list[str]) -> tuple[str, str]:
    """Where tabbed parts fall into two columns: before the title, the motto or the date, else after the first part."""
    for at in range(1, len(parts)):
        rest = unaccented(" ".join(parts[at:]))
        if rest.startswith(("cong hoa xa hoi", "dang cong san", "doc lap")) or re.match(r"^.{0,40}\bngay\b.*\bthang\b", rest):
            return " ".join(parts[:at]), " ".join(parts[at:])
    return parts[0], " ".join(parts[1:])


def _table_rows(table: Any) -> Iterator[list[Line]]:
    """Rows of lines from a table: the first cell that says something is the left column, the others the right one."""
    for row in table.iter(f"{_W}tr"):
        if _nearest(row, f"{_W}tbl") is not table:
            continue
        cells = [_cell_lines(cell) for cell in _cells(row)]
        spoken = [index for index, cell in enumerate(cells) if cell]
        if not spoken:
            continue
        if len(cells) == 1:
            yield from ([line] for line in cells[0])
            continue
        for line in range(max(len(cell) for cell in cells)):
            made: list[Line] = []
            for index, cell in enumerate(cells):
                if line < len(cell):
                    side = Side.LEFT if 2 * index < len(cells) and index == spoken[0] else Side.RIGHT
                    old = cell[line]
                    made.append(Line(old.text, side, bold=old.bold))
            yield made


def _nearest(element: Any, tag: str) -> Any:
    return next(element.iterancestors(tag), None)


def _cells(row: Any) -> list[Any]:
    return [cell for cell in row.iter(f"{_W}tc") if _nearest(cell, f"{_W}tr") is row][:60]


def _cell_lines(cell: Any) -> list[Line]:
    """The lines of a cell; a table inside it is read as lines too."""
    found: list[Line] = []
    for block in _blocks(cell, 0):
        if block.tag == f"{_W}tbl":
            for row in block.iter(f"{_W}tr"):
                found.extend(
                    line for inner in _cells(row) for p in inner.iter(f"{_W}p") for lines in _paragraph_rows(p) for line in lines
                )
        else:
            for lines in _paragraph_rows(block):
                found.append(lines[0] if len(lines) == 1 else Line(" ".join(part.text for part in lines), bold=lines[0].bold))
        if len(found) > 400:
            break
    return found


def _boxes(paragraph: Any) -> list[Any]:
    found = []
    for box in paragraph.iter(f"{_W}txbxContent"):
        if _nearest(box, f"{_MC}Fallback") is None and _nearest(box, f"{_W}p") is paragraph:
            found.append(box)
    return found[:50]


def _text(paragraph: Any) -> str:
    """The text of a paragraph as printed: insertions in, deletions, hidden text, placeholders and text boxes out."""
    parts: list[str] = []
    size = 0
    stack = [iter(paragraph)]
    while stack:
        child = next(stack[-1], None)
        if child is None:
            stack.pop()
            continue
        tag = child.tag
        piece = ""
        if tag == f"{_W}t":
            piece = child.text or ""
        elif tag in {f"{_W}tab", f"{_W}ptab"}:
            piece = "\t"
        elif tag in {f"{_W}br", f"{_W}cr"}:
            piece = "\n"
        elif tag == f"{_W}noBreakHyphen":
            piece = "-"
        elif _enters(child) and len(stack) < 2 * MAX_DEPTH:
            stack.append(iter(child))
        parts.append(piece)
        size += len(piece)
        if size > MAX_LINE:
            break
    return "".join(parts)


def _enters(element: Any) -> bool:
    tag = element.tag
    if not isinstance(tag, str) or tag in _SKIPPED or tag == f"{_W}txbxContent":
        return False
    if tag == f"{_W}r":
        return not _is_on(element.find(f"{_W}rPr/{_W}vanish"))
    if tag == f"{_W}sdt":
        return element.find(f"{_W}sdtPr/{_W}showingPlcHdr") is None
    return True


def _is_on(mark: Any) -> bool:
    return mark is not None and mark.get(f"{_W}val", "1") not in _OFF


def _bold(paragraph: Any) -> bool | None:
    """Whether the first run with text is bold by itself; None where only a style could say."""
    for run in paragraph.iter(f"{_W}r"):
        if any((t.text or "").strip() for t in run.findall(f"{_W}t")):
            mark = run.find(f"{_W}rPr/{_W}b")
            return _is_on(mark)
    return None
