"""A scanned document to its header: the first page's upper part, and the page on which the signature block stands.

However many pages a file has, no more than ``MAX_SIGNING_PAGES`` are looked at for the block. Pages are drawn one at a time.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from contextlib import closing
from typing import Any

import pypdfium2

from docflow.model import Header, Problem, Stage, Standing
from docflow.parse import heading, ocr_agreement, ocr_engines, ocr_lines, ocr_picture, ocr_secrecy, upright
from docflow.parse.lines import Overlay, Sheet
from docflow.parse.ocr_agreement import Page
from docflow.parse.ocr_lines import Engines
from docflow.parse.page_region import HEAD, WHOLE, Region, drawable
from docflow.parse.pdftext import Word

MAX_SIGNING_PAGES = 4


@functools.cache
def _engines() -> Engines:
    return Engines(*ocr_engines.engines())


def read(document: Any, pages: int, overlays: Sequence[Overlay], filling: Sequence[Word]) -> heading.Reading:
    """Read the header of a document whose pages are pictures; what signatures draw over it is another witness.

    ``MemoryError`` where memory ends, which is the machine's fault; any other fault of a library is the file's.
    """
    try:
        return _read(document, pages, overlays, filling)
    except (MemoryError, pypdfium2.PdfiumError):
        raise
    except Exception as fault:
        if "alloc" in str(fault).lower() or "insufficient memory" in str(fault).lower():
            raise MemoryError from fault
        return _unread(overlays, "scan-unread", type(fault).__name__)


def _unread(overlays: Sequence[Overlay], code: str, detail: str = "") -> heading.Reading:
    """What signatures display, where the page itself could not be read."""
    found = heading.read(Sheet((), tuple(overlays)))
    return heading.Reading(found.header, found.sources, (*found.problems, Problem(Stage.PARSE, code, detail)))


def _read(document: Any, pages: int, overlays: Sequence[Overlay], filling: Sequence[Word]) -> heading.Reading:
    document.init_forms()
    first = _page(document, 0, HEAD)
    if first is None:
        return _unread(overlays, "scan-too-large")
    if ocr_secrecy.secret(line.texts for line in (*first.lines, *ocr_lines.stamps(first.picture, _engines()))):
        return heading.Reading(Header(standing=Standing.SECRET), {}, (Problem(Stage.PARSE, "secret"),))
    reading = ocr_agreement.read(first, _engines(), overlays, filling, _signing(document, pages))
    return reading if reading.header is not None else _unread(overlays, "scan-unread")


def _page(document: Any, index: int, region: Region) -> Page | None:
    """A region of a page, drawn and read; None where it is beyond the limits."""
    with closing(upright.turned(document, index)) as page:
        if not drawable(page):
            return None
        width, height = page.get_size()
        picture = ocr_picture.draw(page, index + 1, region)
    read_lines = ocr_lines.header if region is HEAD else ocr_lines.block
    return Page(picture, tuple(read_lines(picture, _engines())), width, height)


def _signing(document: Any, pages: int) -> Page | None:
    """The page with the signature block: the last, the second, those next to them; the only one of a single page."""
    wanted = dict.fromkeys((pages - 1, 1, pages - 2, 2)) if pages > 1 else {0: None}
    for index in [index for index in wanted if index < pages and (index or pages == 1)][:MAX_SIGNING_PAGES]:
        page = _page(document, index, WHOLE)
        if page is not None and page.lines:
            return page
    return None
