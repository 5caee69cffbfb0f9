"""A scan read by one recogniser alone: notation, type and organ where two looks at the page agree; never a number or a day.

A recogniser without another beside it is wrong about digits, and sure of it, so that what it reads of a number or a day is taken
out before the header parser sees it: neither a value nor a candidate, nor a contradiction of what a signature displays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from typing import Any

import pypdfium2

from docflow.model import Candidate, Header, Issuer, Problem, SourceKind, Stage, Standing
from docflow.parse import heading, layout, marks, ocr_grammar, ocr_secrecy, upright
from docflow.parse.document_types import notation_type
from docflow.parse.grammar import labelled, place_date
from docflow.parse.lines import Line, Overlay, Sheet
from docflow.parse.ocr_tesseract import Tesseract, words
from docflow.parse.ocr_words import righted
from docflow.parse.page_region import DPI, HEAD, band_of, drawable
from docflow.parse.pdftext import Word
from docflow.text import printed

# A look at another size cuts the letters into other pixels, so that what is guessed differs and what is seen does not.
LOOKS = (DPI, 220)
AGREED, ALONE = 850, 500


def read(document: Any, tesseract: Tesseract, overlays: Sequence[Overlay], filling: Sequence[Word]) -> heading.Reading:
    """Read the first page's upper part; what signatures draw over it is another witness.

    ``MemoryError`` and ``TimeoutError`` are the machine's; any other fault is the file's and leaves it unread.
    """
    document.init_forms()
    try:
        looks = _looks(document, tesseract, overlays, filling)
    except (MemoryError, TimeoutError, pypdfium2.PdfiumError):
        raise
    except (OSError, ValueError) as fault:
        return _unread("scan-unread", type(fault).__name__)
    if looks is None:
        return _unread("scan-too-large")
    if any(look.header and look.header.standing is Standing.SECRET for look in looks):
        return heading.SECRET
    if any(look.header is None for look in looks):
        return _unread("scan-unread")
    one, other = looks
    return _agreed(one, other)


def _unread(code: str, detail: str = "") -> heading.Reading:
    return heading.Reading(None, {}, (Problem(Stage.PARSE, code, detail),))


def _looks(
    document: Any, tesseract: Tesseract, overlays: Sequence[Overlay], filling: Sequence[Word]
) -> list[heading.Reading] | None:
    """What each look at the page reads; None where it is beyond the limits."""
    looks = []
    with closing(upright.turned(document, 0)) as page:
        if not drawable(page):
            return None
        width, _ = page.get_size()
        for dpi in LOOKS:
            found = words(tesseract, page, band_of(page, HEAD, dpi))
            looks.append(_look(found, width, overlays, filling))
            if looks[-1].header is None or looks[-1].header.standing is Standing.SECRET:
                break
    return looks


def _look(found: Sequence[Word], width: float, overlays: Sequence[Overlay], filling: Sequence[Word]) -> heading.Reading:
    """The header that the words of one look make, its number and day blanked before overlays fill them."""
    seen = layout.rows(found, 1, width, lambda _: None, filling)
    texts = [line.text for row in seen for line in row.lines]
    if ocr_secrecy.secret((text,) for text in texts):
        return heading.SECRET
    rows = tuple(replace(row, lines=tuple(_settled(line, width, filling) for line in row.lines)) for row in seen)
    reading = heading.read(Sheet(rows, tuple(overlays), SourceKind.OCR, compared=True))
    if reading.header is None:
        return reading
    source, notation = reading.sources.get("notation"), reading.header.notation
    own = {ocr_grammar.agreed_notation(one, one) for one in map(ocr_grammar.notation_of, texts)}
    if source is not None and source.source is SourceKind.OCR and notation not in own:  # pieced together from two lines
        notation = None
    # A number that was taken out is no draft's blank.
    standing = Standing.DRAFT if any(map(marks.draft, texts)) else Standing.ISSUED
    return replace(reading, header=replace(reading.header, notation=notation, standing=standing))


def _settled(line: Line, width: float, filling: Sequence[Word]) -> Line:
    """A line with the marks put right of wording that is certain, and without its number or day."""
    blank = ocr_grammar.blanked_number(line.text)
    if blank is None and (labelled(line.text) or place_date(line.text) is not None):
        blank = re.sub(r"\d", " ", line.text)
    if blank is None or line.box is None:
        return replace(line, text=righted(line.text))
    left, bottom, right, top = map(float, line.box)
    pitch = (right - left) / len(blank)
    words_left = [
        Word(word[0], left + word.start() * pitch, bottom, left + word.end() * pitch, top, at)
        for at, word in enumerate(re.finditer(r"\S+", blank))
    ]
    filled = [part.filled for row in layout.rows(words_left, 1, width, lambda _: None, filling) for part in row.lines]
    return replace(line, text=printed(blank), filled=" ".join(filter(None, filled)))


def _agreed(one: heading.Reading, other: heading.Reading) -> heading.Reading:
    """What both looks read, and what a signature displays; where they differ, both as candidates for a person."""
    first, second = one.header or Header(), other.header or Header()
    sources = {name: source for name, source in one.sources.items() if source.source is not SourceKind.OCR}

    def kept(name: str, value: str | None, again: str | None) -> str | None:
        if name in sources or value is None or name not in one.sources:
            return value if name in sources else None
        if value == again:
            sources[name] = replace(one.sources[name], confidence=AGREED, candidates=())
            return value
        readings = tuple(Candidate(reading, SourceKind.OCR, ALONE) for reading in (value, again) if reading)
        sources[name] = replace(one.sources[name], confidence=0, candidates=readings)
        return None

    def displayed(name: str) -> bool:
        return name in sources and sources[name].source is not SourceKind.OCR

    organ = kept("organ", first.organ, second.organ)
    superior = first.superior_organ if first.superior_organ == second.superior_organ else None
    notation = kept("notation", first.notation, second.notation)
    header = Header(
        issuers=(Issuer(organ, superior),) if organ else (),
        number=first.number if displayed("number") else None,
        notation=notation,
        year_in_number=first.year_in_number if displayed("number") else None,
        document_type=kept("document_type", first.document_type, second.document_type) or notation_type(notation),
        promulgated_on=first.promulgated_on if displayed("promulgated_on") else None,
        place=first.place if displayed("place") else None,
        standing=Standing.DRAFT if Standing.DRAFT in {first.standing, second.standing} else Standing.ISSUED,
        copy_form=first.copy_form if first.copy_form == second.copy_form else None,
    )
    return heading.Reading(header, sources, (*one.problems, Problem(Stage.PARSE, "scan-read-alone")))
