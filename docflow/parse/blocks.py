"""The page of a PDF on which the signature block stands: forward from a document's first page, then the file's last ones."""

from __future__ import annotations

import re
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from docflow.parse import extent, heading, layout, legacy, pdftext, upright
from docflow.parse.lines import Row
from docflow.text import nfc

MAX_FORWARD, MAX_BACKWARD = 20, 3
_TITLE = re.compile(r"C[ỘÔ]NG\s+H[ÒO][ÀA]\s+XÃ\s+HỘI\s+CHỦ\s+NGHĨA|ĐẢNG\s+CỘNG\s+SẢN\s+VIỆT\s+NAM")
_NUMBER_LINE = re.compile(r"^\s*(?:Số|SỐ)\s*:?[^\n]{0,20}[/-][^\W\d_]", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Block:
    """The rows of a page on which a signature block may stand; ``anchored`` where ``Nơi nhận`` says so.

    ``page`` counts from 0 and says nothing where there are no rows.
    """

    rows: tuple[Row, ...] = ()
    page: int = 0
    anchored: bool = False


def block_on(rows: tuple[Row, ...], page: int, *, anchored: bool, skip: int = 0) -> Block:
    """The block that the rows of a page hold: at its anchor, else where a signer can be read below ``skip`` rows."""
    if anchored and heading.is_anchored(rows):
        return Block(rows, page, anchored=True)
    return Block(rows[skip:], page) if heading.has_signer(rows[skip:]) else Block()


def begins_document(text: str) -> bool:
    """Whether a page's characters hold both a national title (or the Party's) and a number line, as a first page's do."""
    composed = nfc(legacy.of_text(text)[0])
    return _TITLE.search(composed) is not None and _NUMBER_LINE.search(composed) is not None


def seek(document: Any, start: int, first: Block, texts: list[tuple[int | None, str]]) -> Block:
    """The signature block of the document that begins on page ``start``: forward from that page, then among the last ones.

    The first page on which a signer can be read counts if none has ``Nơi nhận``; a page that begins another document ends the
    search. The texts of the pages looked at are added to ``texts``.
    """
    if first.anchored:
        return first
    guess, pages = first, len(document)
    forward = min(pages, start + MAX_FORWARD)
    for index in (*range(start + 1, forward), *range(max(pages - MAX_BACKWARD, forward), pages)):
        with closing(upright.turned(document, index)) as page, closing(page.get_textpage()) as textpage:
            text = pdftext.characters(textpage.raw)
            if begins_document(text):
                break
            texts.append((index + 1, text))
            anchored, office = extent.signs_of_signing(text)
            if not anchored and (guess.rows or not office):
                continue
            width, height = page.get_size()
            words = pdftext.words(textpage.raw, text, width, height, extent.above_block(textpage.raw, text))
            rows = tuple(layout.rows(words, index + 1, page.get_width(), lambda _: None))
        found = block_on(rows, index, anchored=anchored)
        if found.anchored:
            return found
        guess = guess if guess.rows else found
    return guess
