"""Documents that follow the first one in the same PDF: a later page with a title, an issuer and a number line of its own.

An annex has a title at most, so it begins none. Only the pages after the signature block of the document before are looked at,
and no more than ``MAX_FOLLOWING`` of them, because every page costs as much as the first.
"""

from __future__ import annotations

from contextlib import closing
from functools import partial
from typing import Any

from docflow.model import Header
from docflow.parse import blocks, extent, heading, layout, pdftext, upright
from docflow.parse.blocks import Block
from docflow.parse.lines import Row, Sheet

MAX_FOLLOWING = 6
_TITLE_WITHIN = 8  # rows from the top: a page number and a mark may stand above


def documents(document: Any, before: Block) -> list[Header]:
    """The headers of the documents that begin after the page with the block of the one before."""
    found: list[Header] = []
    index = before.page + 1
    for _ in range(MAX_FOLLOWING):
        if index >= len(document):
            break
        header, end = _beginning_on(document, index)
        if header is not None:
            found.append(header)
        index = max(end, index) + 1
    return found


def _beginning_on(document: Any, index: int) -> tuple[Header | None, int]:
    """The header of the document that begins on a page, None where none does, and the page with its signature block."""
    with closing(upright.turned(document, index)) as page, closing(page.get_textpage()) as textpage:
        text = pdftext.characters(textpage.raw)
        if not blocks.begins_document(text):
            return None, index
        width, height = page.get_size()
        words = pdftext.words(textpage.raw, text, width, height)
        rows = tuple(layout.rows(words, index + 1, width, partial(pdftext.bold, textpage.raw), headed=True))
    if not _titled(rows):
        return None, index
    anchored, _ = extent.signs_of_signing(text)
    texts: list[tuple[int | None, str]] = [(index + 1, text)]
    block = blocks.seek(document, index, blocks.block_on(rows, index, anchored=anchored, skip=6), texts)
    header = heading.read(Sheet(rows, closing=block.rows, texts=tuple(texts))).header
    return (header, block.page) if header is not None and heading.stands_alone(header) else (None, index)


def _titled(rows: tuple[Row, ...]) -> bool:
    at = heading.title_at(rows)
    return at is not None and at < _TITLE_WITHIN
