"""Text that annotations draw over the first page: clerks' signatures, text stamps, free text.

pdfium's text page ignores appearances. In a second copy of the document the annotations are flattened into the page, the page's
own objects are taken off, and what the text page then shows is theirs alone, each word where it is drawn.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from contextlib import closing
from typing import Any, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium_c

from docflow.model import SourceKind
from docflow.parse import upright
from docflow.parse.grammar import bare_number
from docflow.parse.layout import baselines, box_of
from docflow.parse.lines import Overlay
from docflow.parse.pdftext import Word, characters, words
from docflow.text import printed

MAX_ANNOTATIONS = 200
MAX_OBJECTS = 50_000
_SIGNATURE = "Sig"
_TEXTUAL = {pdfium_c.FPDF_ANNOT_WIDGET, pdfium_c.FPDF_ANNOT_FREETEXT, pdfium_c.FPDF_ANNOT_STAMP}
_LONGEST_FILLING = 40


class Annotation(NamedTuple):
    """An annotation that can hold text, in points, by its place in the page's list."""

    at: int
    signature: bool
    left: float
    bottom: float
    right: float
    top: float


def text_annotations(document: Any, page: Any) -> list[Annotation]:
    """The annotations of a page that may draw text; the field type may be inherited, which needs pdfium's form environment."""
    found: list[Annotation] = []
    rectangle = pdfium_c.FS_RECTF()
    for index in range(min(pdfium_c.FPDFPage_GetAnnotCount(page), MAX_ANNOTATIONS)):
        annotation = pdfium_c.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        try:
            subtype = pdfium_c.FPDFAnnot_GetSubtype(annotation)
            if subtype not in _TEXTUAL or not _drawn(annotation):
                continue
            signature = subtype == pdfium_c.FPDF_ANNOT_WIDGET and _is_signature(document, annotation)
            if pdfium_c.FPDFAnnot_GetRect(annotation, ctypes.byref(rectangle)):
                (left, right), (bottom, top) = (
                    sorted((rectangle.left, rectangle.right)),
                    sorted((rectangle.bottom, rectangle.top)),
                )
                found.append(Annotation(index, signature, left, bottom, right, top))
        finally:
            pdfium_c.FPDFPage_CloseAnnot(annotation)
    return found


def _drawn(annotation: Any) -> bool:
    """Whether an annotation has a normal appearance of its own: one that stands for states, as a check box's, says no text."""
    empty = 2
    return bool(pdfium_c.FPDFAnnot_GetAP(annotation, pdfium_c.FPDF_ANNOT_APPEARANCEMODE_NORMAL, None, 0) > empty)


def _is_signature(document: Any, annotation: Any) -> bool:
    buffer = (ctypes.c_ushort * 16)()
    length = pdfium_c.FPDFAnnot_GetStringValue(annotation, b"FT", buffer, ctypes.sizeof(buffer))
    if 2 < length <= ctypes.sizeof(buffer):
        name = bytes(buffer)[: length - 2].decode("utf-16-le", "replace")
        return name == _SIGNATURE
    if document.formenv is None:
        document.init_forms()
    if document.formenv is None:
        return False
    return bool(pdfium_c.FPDFAnnot_GetFormFieldType(document.formenv, annotation) == pdfium_c.FPDF_FORMFIELD_SIGNATURE)


def overlays(data: bytes) -> tuple[list[Overlay], list[Word]]:
    """The overlays of page 1, and those of their words that can fill a blank of the page's text.

    A signature that shows a picture only is an overlay without text.
    """
    with closing(pypdfium2.PdfDocument(data)) as document:
        page = document[0]
        places = text_annotations(document, page)
        own = pdfium_c.FPDFPage_CountObjects(page)
        flattened = bool(places) and own <= MAX_OBJECTS and _flatten(page, places)
        turn = upright.turn_of(page)
        if turn is not None:
            upright.apply(page, turn)
            places = [Annotation(place.at, place.signature, *turn.box(*place[2:])) for place in places]
        size = turn[6:] if turn else page.get_size()
        page.close()
        drawn = _words_beyond(document, own, *size) if flattened else []
    made: list[Overlay] = []
    filling: list[Word] = []
    for place in sorted(places, key=lambda a: (-a.top, a.left, a.right)):
        inside = [w for w in drawn if _inside(w, place)]
        drawn = [w for w in drawn if w not in inside]
        if inside or place.signature:
            overlay = _overlay(inside, place, *size)
            made.append(overlay)
            if ":" not in overlay.text and len(overlay.text) <= _LONGEST_FILLING:
                filling.extend(w for w in inside if _fills(w.text))
    return made, _once(filling)


def _flatten(page: Any, places: Sequence[Annotation]) -> bool:
    """Draw annotations into a page's content, as a form after all its own objects.

    All others are taken off first: pdfium crashes on some that are damaged.
    """
    kept = {place.at for place in places}
    count = pdfium_c.FPDFPage_GetAnnotCount(page)
    if count > MAX_OBJECTS:
        return False
    for index in range(count - 1, -1, -1):
        if index not in kept and not pdfium_c.FPDFPage_RemoveAnnot(page, index):
            return False
    return bool(pdfium_c.FPDFPage_Flatten(page, pdfium_c.FLAT_NORMALDISPLAY) == pdfium_c.FLATTEN_SUCCESS)


def _words_beyond(document: Any, own: int, width: float, height: float) -> list[Word]:
    """The words of what stands on the first page beyond its first ``own`` objects."""
    with closing(document[0]) as page:
        for index in range(own - 1, -1, -1):
            taken = pdfium_c.FPDFPage_GetObject(page, index)
            if taken and pdfium_c.FPDFPage_RemoveObject(page, taken):
                pdfium_c.FPDFPageObj_Destroy(taken)
        with closing(page.get_textpage()) as textpage:
            return words(textpage.raw, characters(textpage.raw), width, height)


def _inside(word: Word, place: Annotation) -> bool:
    across, up = (word.left + word.right) / 2, (word.bottom + word.top) / 2
    return place.left - 2 <= across <= place.right + 2 and place.bottom - 2 <= up <= place.top + 2


def _overlay(inside: Sequence[Word], place: Annotation, width: float, height: float) -> Overlay:
    text = "\n".join(printed(" ".join(w.text for w in row)) for row in baselines(inside))
    box = box_of(inside) if inside else (round(place.left), round(place.bottom), round(place.right), round(place.top))
    witness = SourceKind.SIGNATURE_WIDGET if place.signature else SourceKind.TEXT
    return Overlay(
        text=text,
        witness=witness,
        page=1,
        box=box,
        across=round(500 * (box[0] + box[2]) / max(width, 1)),
        up=round(500 * (box[1] + box[3]) / max(height, 1)),
    )


def _fills(text: str) -> bool:
    """Whether a word is what a clerk puts into a blank: a number, a day, a number with its notation."""
    return bare_number(text) is not None or (text[:1].isdigit() and "/" in text)


def _once(filling: Sequence[Word]) -> list[Word]:
    """The same word drawn twice at one place counts once, as when a page was signed again."""
    kept: list[Word] = []
    for word in filling:
        if not any(word.text == k.text and abs(word.left - k.left) < 6 and abs(word.bottom - k.bottom) < 6 for k in kept):
            kept.append(word)
    return kept
