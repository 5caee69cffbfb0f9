"""PDF to header fields, through pdfium: the first page's rows, its overlays, and the page with the signature block.

Every pdfium object is closed here, and a file's faults come back as problems. pdfium is not thread-safe: processes only.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium_c

from docflow.container import PDF
from docflow.cross_references import over_limit
from docflow.model import AS_IT_STANDS, FileKind, Header, Ocr, ParseResult, Problem, Reading, SourceKind, Stage, Standing
from docflow.parse import blocks, extent, following, heading, layout, legacy, pdftext, scan, upright, widgets
from docflow.parse.blocks import Block
from docflow.parse.lines import Overlay, Row, Sheet

MAX_PAGE_OBJECTS = 5_000
_PAGE_IMAGE = 600  # thousandths of the page that images must cover to be the page itself
_DAMAGED = "damaged-pdf"
_PASSWORD_ERRORS = (pdfium_c.FPDF_ERR_PASSWORD, pdfium_c.FPDF_ERR_SECURITY)


@dataclass(frozen=True, slots=True)
class _Page:
    """The first page: its rows, its text, the share that images cover, in thousandths, and what else it draws."""

    rows: tuple[Row, ...]
    text: str
    images: int
    paths: bool
    closing: Block


def read(data: bytes, how: Reading = AS_IT_STANDS) -> ParseResult:
    """Read a PDF that begins with ``%PDF``, written anew if it must be; never raises for what the file holds."""
    result = _opened(data, how)
    if [problem.code for problem in result.problems] != [_DAMAGED]:
        return result
    from docflow.parse import repair  # noqa: PLC0415 - pypdf takes 100 ms to import, and few files need it

    mended = repair.rewritten(data)
    if isinstance(mended, Problem):
        return replace(result, problems=(mended,))
    again = _opened(mended, how)
    if again.kind is FileKind.OTHER:
        return again
    return replace(again, problems=(Problem(Stage.PARSE, "repaired-pdf"), *again.problems))


def _opened(data: bytes, how: Reading) -> ParseResult:
    if over_limit(data):
        return _nothing(None, "pdf-limits")
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as fault:
        return _nothing(None, "encrypted" if getattr(fault, "err_code", None) in _PASSWORD_ERRORS else _DAMAGED)
    with closing(document):
        pages = len(document)
        if pages < 1:
            return _nothing(0, _DAMAGED)
        try:
            return _read(document, data, pages, how)
        except (pypdfium2.PdfiumError, ctypes.ArgumentError) as fault:
            return _nothing(pages, _DAMAGED, type(fault).__name__)


def _nothing(pages: int | None, code: str, detail: str = "") -> ParseResult:
    return ParseResult(PDF, FileKind.OTHER, pages=pages, problems=(Problem(Stage.PARSE, code, detail),))


def _read(document: Any, data: bytes, pages: int, how: Reading) -> ParseResult:
    with closing(upright.turned(document, 0)) as page:
        drawn: tuple[list[Overlay], list[pdftext.Word]] = ([], [])
        if pdfium_c.FPDFPage_GetAnnotCount(page) and widgets.text_annotations(document, page):
            drawn = widgets.overlays(data)
        first = _first_page(page, drawn[1], alone=pages == 1)
    kind, problems = _kind(first)
    end = Block()
    if kind in {FileKind.SCAN, FileKind.VECTOR} or problems:
        marked = heading.secret(first.rows, ())  # all that is looked for in a text layer that is not trusted
        sheet = Sheet(first.rows if marked else (), overlays=tuple(drawn[0]))
    else:
        witness = SourceKind.OCR if kind is FileKind.MIXED else SourceKind.TEXT
        texts: list[tuple[int | None, str]] = [(1, first.text)]
        end = blocks.seek(document, 0, first.closing, texts)
        sheet = Sheet(first.rows, tuple(drawn[0]), witness, end.rows, tuple(texts))
    reading = heading.read(sheet)
    if how.ocr is not Ocr.OFF:
        reading, problems = scan.looked_at(document, pages, scan.Unaided(kind, problems, reading), drawn, how.ocr)
    documents: tuple[Header, ...] = (reading.header,) if reading.header else ()
    if kind is FileKind.TEXT and documents and documents[0].standing is not Standing.SECRET and not problems:
        documents = (*documents, *following.documents(document, end))
        if any(header.standing is Standing.SECRET for header in documents):  # a file is as secret as any part of it
            reading = heading.SECRET
            documents = (Header(standing=Standing.SECRET),)
    return ParseResult(
        PDF,
        kind,
        pages=pages,
        documents=documents,
        sources=reading.sources,
        problems=(*problems, *_noted(first.text), *reading.problems),
    )


def _noted(text: str) -> tuple[Problem, ...]:
    """What is to be known of a page's text besides its faults: the encoding from before Unicode that it was turned from."""
    encoding = legacy.of_text(text)[1]
    return (Problem(Stage.PARSE, "legacy-encoding", encoding),) if encoding is not None else ()


def _first_page(page: Any, filling: Sequence[pdftext.Word], *, alone: bool) -> _Page:
    width, height = page.get_size()
    with closing(page.get_textpage()) as textpage:
        text = pdftext.characters(textpage.raw)
        anchored, office = extent.signs_of_signing(text)
        whole = anchored or (alone and office)
        unread = (extent.between if whole else extent.below_header)(textpage.raw, text, height)
        found = pdftext.words(textpage.raw, text, width, height, unread)
        rows = tuple(layout.rows(found, 1, width, partial(pdftext.bold, textpage.raw), filling))
    end = blocks.block_on(rows, 0, anchored=anchored, skip=6) if whole else Block()
    images, paths = _drawn(page, width * height)
    return _Page(rows, text, images, paths, end)


def _drawn(page: Any, area: float) -> tuple[int, bool]:
    """How much of the page images cover, in thousandths, and whether it draws paths."""
    covered, paths = 0.0, False
    sides = [ctypes.c_float() for _ in range(4)]
    pointers = [ctypes.byref(side) for side in sides]
    for index in range(min(pdfium_c.FPDFPage_CountObjects(page), MAX_PAGE_OBJECTS)):
        thing = pdfium_c.FPDFPage_GetObject(page, index)
        kind = pdfium_c.FPDFPageObj_GetType(thing)
        if kind in {pdfium_c.FPDF_PAGEOBJ_IMAGE, pdfium_c.FPDF_PAGEOBJ_FORM}:
            if pdfium_c.FPDFPageObj_GetBounds(thing, *pointers) and (kind == pdfium_c.FPDF_PAGEOBJ_IMAGE or _holds_image(thing)):
                covered += max(0.0, sides[2].value - sides[0].value) * max(0.0, sides[3].value - sides[1].value)
        elif kind == pdfium_c.FPDF_PAGEOBJ_PATH:
            paths = True
    return min(round(1000 * covered / max(area, 1.0)), 1000), paths


def _holds_image(form: Any) -> bool:
    for index in range(min(max(pdfium_c.FPDFFormObj_CountObjects(form), 0), 50)):
        if pdfium_c.FPDFPageObj_GetType(pdfium_c.FPDFFormObj_GetObject(form, index)) == pdfium_c.FPDF_PAGEOBJ_IMAGE:
            return True
    return False


def _kind(first: _Page) -> tuple[FileKind, tuple[Problem, ...]]:
    """What the first page is made of; a text layer whose title cannot be read is none."""
    image = first.images >= _PAGE_IMAGE
    if len(first.text.strip()) < 20:
        code = (Problem(Stage.PARSE, "no-text-layer"),)
        if first.images >= 100 or not first.paths:
            return FileKind.SCAN, code
        return FileKind.VECTOR, code
    if image:
        if heading.title_at(first.rows) is None:
            return FileKind.SCAN, (Problem(Stage.PARSE, "unreadable-text-layer"),)
        return FileKind.MIXED, ()
    if heading.garbled(first.rows):
        return FileKind.TEXT, (Problem(Stage.PARSE, "unreadable-text-layer"),)
    return FileKind.TEXT, ()
