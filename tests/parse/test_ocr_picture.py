"""Pictures of pages: bounded before they are drawn, straightened, without rules and scanner's shadows."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import numpy as np
import pypdfium2
import pytest

from docflow.parse import ocr_picture, page_region
from docflow.parse.page_region import WHOLE, Region
from fixtures.page import ROMAN, canvas


@contextmanager
def page_of(data: bytes) -> Iterator[Any]:
    with closing(pypdfium2.PdfDocument(data)) as document, closing(document[0]) as page:
        yield page


def sized(width: float, height: float) -> bytes:
    out = io.BytesIO()
    sheet = canvas(out, (width, height))
    sheet.showPage()
    sheet.save()
    return out.getvalue()


def bomb(side: int) -> bytes:
    """A page with one image of ``side`` by ``side`` white pixels, which deflate to next to nothing."""
    row = zlib.compress(b"\xff" * 1000)
    image = b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8" % (
        side,
        side,
    ) + b"/Filter/FlateDecode/Length %d>>" % len(row)
    draw = b"q 595 0 0 842 0 0 cm /I Do Q"
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>",
        b"<</Length %d>>\nstream\n%s\nendstream" % (len(draw), draw),
        image + b"\nstream\n" + row + b"\nendstream",
    ]
    made = b"%PDF-1.4\n" + b"".join(b"%d 0 obj\n%s\nendobj\n" % (at, part) for at, part in enumerate(parts, 1))
    return made + b"trailer\n<</Root 1 0 R/Size 6>>\nstartxref\n0\n%%EOF\n"


@pytest.mark.parametrize(
    ("width", "height", "drawable"), [(595, 842, True), (8, 842, False), (595, 8, False), (14_399, 842, True)]
)
def test_a_page_is_drawn_only_if_its_size_is_one_of_paper(width: float, height: float, *, drawable: bool) -> None:
    with page_of(sized(width, height)) as page:
        assert page_region.drawable(page) is drawable


@pytest.mark.parametrize(("side", "drawable"), [(3_000, True), (30_000, False)])
def test_a_page_with_a_huge_image_is_not_drawn(side: int, *, drawable: bool) -> None:
    with page_of(bomb(side)) as page:
        assert page_region.drawable(page) is drawable


def test_a_large_page_makes_no_larger_picture() -> None:
    with page_of(sized(14_399, 14_399)) as page:
        drawn = ocr_picture.draw(page, 1, WHOLE)

    assert drawn.pixels.size <= page_region.MAX_PIXELS * 1.01


def tilted(angle: float) -> bytes:
    out = io.BytesIO()
    sheet = canvas(out)
    sheet.setFont(ROMAN, 14)
    sheet.translate(297, 421)
    sheet.rotate(angle)
    for line in range(12):
        sheet.drawString(-200, 300 - 20 * line, "Ủy ban nhân dân các xã rà soát sổ đăng ký văn bản")
    sheet.showPage()
    sheet.save()
    return out.getvalue()


@pytest.mark.parametrize("angle", [-1.5, 0.0, 0.6, 2.0])
def test_lines_stand_level_after_drawing(angle: float) -> None:
    with page_of(tilted(angle)) as page:
        pixels = ocr_picture.draw(page, 1, Region(0, 450)).pixels

    ink = (pixels < 128).sum(axis=1)
    assert (ink == 0).mean() > 0.35  # between level lines there are rows without ink


def test_long_rules_and_dark_borders_are_gone_and_letters_stay() -> None:
    out = io.BytesIO()
    sheet = canvas(out)
    sheet.setFont(ROMAN, 14)
    sheet.drawString(100, 700, "Ủy ban nhân dân")
    sheet.line(90, 660, 300, 660)
    sheet.rect(0, 0, 5, 842, fill=1)
    sheet.showPage()
    sheet.save()
    with page_of(out.getvalue()) as page:
        drawn = ocr_picture.draw(page, 1, WHOLE)

    def darkest(left: float, top: float, right: float, bottom: float) -> int:
        rows = slice(round((842 - top) * drawn.scale), round((842 - bottom) * drawn.scale))
        return int(np.min(drawn.pixels[rows, round(left * drawn.scale) : round(right * drawn.scale)]))

    assert darkest(100, 715, 180, 695) < 100
    assert darkest(90, 665, 300, 655) == 255
    assert darkest(0, 600, 5, 300) == 255
