"""Pages as pictures, for showing where values were read: drawn by pdfium, bounded in number and in size.

Called in a worker only, as all reading is: a page can be made to cost any time and memory.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterable
from contextlib import closing
from typing import Any

import pypdfium2
from PIL import Image

from docflow.model import Picture
from docflow.parse import repair

MAX_PICTURES = 4
MAX_PIXELS = 3_000_000
MAX_SIDE = 4_000
_RESOLUTION = 120 / 72  # pixels a point: small print can be read, and a page is about 200 kB
_COLOURS = 64


def pictures(data: bytes, pages: Iterable[int]) -> tuple[Picture, ...]:
    """The pictures of some pages of a PDF in their order; none of a page or a file that pdfium cannot draw."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        mended = repair.rewritten(data)
        if not isinstance(mended, bytes):
            return ()
        try:
            document = pypdfium2.PdfDocument(mended)
        except pypdfium2.PdfiumError:
            return ()
    with closing(document):
        document.init_forms()  # without them the appearances of signatures are not drawn
        wanted = [page for page in sorted(set(pages)) if 1 <= page <= len(document)][:MAX_PICTURES]
        drawn = (_picture(document, page) for page in wanted)
        return tuple(picture for picture in drawn if picture is not None)


def _picture(document: Any, number: int) -> Picture | None:
    try:
        with closing(document[number - 1]) as page:
            width, height = page.get_size()
            if not (0 < width < math.inf and 0 < height < math.inf):
                return None
            scale = min(_RESOLUTION, math.sqrt(MAX_PIXELS / (width * height)), MAX_SIDE / max(width, height))
            with closing(page.render(scale=scale)) as bitmap:
                image = bitmap.to_pil().convert("RGB")
    except (pypdfium2.PdfiumError, ValueError, OverflowError):
        return None
    stream = io.BytesIO()
    image.quantize(_COLOURS, dither=Image.Dither.NONE).save(stream, "PNG", optimize=True)
    return Picture(number, max(round(width), 1), max(round(height), 1), stream.getvalue())
