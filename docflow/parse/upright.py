"""Turns a page the way it is read: ``/Rotate`` undone, its lower left corner at the origin (ISO 32000-2, clause 7.7.3.3).

pdfium tells where words stand in the page's own coordinates, which a rotated page or a shifted crop box moves.
"""

from __future__ import annotations

import ctypes
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium_c


class Turn(NamedTuple):
    """How the points of a page move: ``(x, y)`` to ``(ax + cy + e, bx + dy + f)``; and the size that the page then has."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float
    width: float
    height: float

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """Where a box comes to stand."""
        corners = [
            (self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f) for x in (left, right) for y in (bottom, top)
        ]
        across, up = zip(*corners, strict=True)
        return min(across), min(up), max(across), max(up)


def turn_of(page: Any) -> Turn | None:
    """How a page must be turned, None for most, which stand upright at the origin."""
    quarters = pdfium_c.FPDFPage_GetRotation(page)
    left, bottom, right, top = page.get_bbox()
    if quarters not in {1, 2, 3} and abs(left) < 0.5 and abs(bottom) < 0.5:
        return None
    width, height = right - left, top - bottom
    match quarters:
        case 1:
            return Turn(0, -1, 1, 0, -bottom, right, height, width)
        case 2:
            return Turn(-1, 0, 0, -1, right, top, width, height)
        case 3:
            return Turn(0, 1, -1, 0, top, -left, height, width)
        case _:
            return Turn(1, 0, 0, 1, -left, -bottom, width, height)


def turned(document: Any, index: int) -> Any:
    """A page of a document, turned if it must be; the caller closes it."""
    page = document[index]
    turn = turn_of(page)
    if turn is None:
        return page
    apply(page, turn)
    page.close()  # what is drawn is read again with the page
    return document[index]


def apply(page: Any, turn: Turn) -> None:
    """Turn all that a page draws; its annotations stay where they were, and the page must be opened anew."""
    matrix = pdfium_c.FS_MATRIX(*turn[:6])
    pdfium_c.FPDFPage_TransFormWithClip(page, ctypes.byref(matrix), None)
    pdfium_c.FPDFPage_SetRotation(page, 0)
    pdfium_c.FPDFPage_SetMediaBox(page, 0, 0, turn.width, turn.height)
    pdfium_c.FPDFPage_SetCropBox(page, 0, 0, turn.width, turn.height)
