"""Which part of a page is drawn for recognition and how large, bounded before anything is drawn.

Neither the size of a page nor that of an image on it decides how much memory a picture takes.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium_c

DPI = 300
MAX_PIXELS = 6_000_000  # an A4 page's upper half at 300 dpi has 4.4 million
MAX_IMAGE_PIXELS = 120_000_000  # an A0 sheet at 200 dpi has 62 million
MAX_OBJECTS = 5_000
_SMALLEST, _LARGEST = 72.0, 14_400.0  # points; a page that is smaller bears no letter, PDF knows no larger one


@dataclass(frozen=True, slots=True)
class Region:
    """A band of a page, in thousandths of its height from the top."""

    top: int
    bottom: int


HEAD, WHOLE = Region(0, 450), Region(0, 1000)


@dataclass(frozen=True, slots=True)
class Band:
    """A region of one page: its height and what is cut off above and below, in points, and pixels a point."""

    height: float
    top: float
    bottom: float
    scale: float


def drawable(page: Any) -> bool:
    """Whether a page and the images on it are of sizes that can be drawn within the limits."""
    width, height = page.get_size()
    if not (_SMALLEST <= width <= _LARGEST and _SMALLEST <= height <= _LARGEST):
        return False
    across, down = ctypes.c_uint(), ctypes.c_uint()
    pixels = 0
    for index in range(min(pdfium_c.FPDFPage_CountObjects(page), MAX_OBJECTS)):
        thing = pdfium_c.FPDFPage_GetObject(page, index)
        if pdfium_c.FPDFPageObj_GetType(thing) != pdfium_c.FPDF_PAGEOBJ_IMAGE:
            continue
        if pdfium_c.FPDFImageObj_GetImagePixelSize(thing, ctypes.byref(across), ctypes.byref(down)):
            pixels += across.value * down.value
    return pixels <= MAX_IMAGE_PIXELS


def band_of(page: Any, region: Region, dpi: int = DPI) -> Band:
    """Where a region lies and the scale at which it is drawn: ``dpi``, or less where that makes more than ``MAX_PIXELS``."""
    width, height = page.get_size()
    top, bottom = height * region.top / 1000, height * (1000 - region.bottom) / 1000
    return Band(height, top, bottom, min(dpi / 72, (MAX_PIXELS / (width * max(height - top - bottom, 1.0))) ** 0.5))
