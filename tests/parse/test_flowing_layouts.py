"""Every layout as RTF, OpenDocument, HTML, MHTML, plain text and old Word file is read as it is from DOCX."""

from __future__ import annotations

import pytest
from worlds.flowing import FLOWING, Render
from worlds.headers import LAYOUTS, Layout
from worlds.renderings import docx_boxes, docx_spaces, docx_table, docx_tabs

from docflow.model import Header
from docflow.parse import reader

# The rendering as DOCX that keeps its text in the same places.
LIKE: dict[str, Render] = {
    "rtf": docx_table,
    "rtf_tabs": docx_tabs,
    "rtf_boxes": docx_boxes,
    "odt": docx_table,
    "odt_boxes": docx_boxes,
    "html": docx_table,
    "html_laid_out": docx_table,
    "mhtml": docx_table,
    "plain": docx_spaces,
    "doc": docx_table,
}


def said(header: Header) -> dict[str, object]:
    return {
        "number": header.number,
        "notation": header.notation,
        "promulgated_on": header.promulgated_on,
        "issuers": header.issuers,
        "document_type": header.document_type,
        "standing": header.standing,
        "signers": header.signers,
    }


# A page or a text without the national title or the Party's is none; a youth union bears its own.
TITLED = [layout for layout in LAYOUTS if layout.name != "youth union"]


@pytest.mark.parametrize("layout", TITLED[::3], ids=lambda layout: layout.name)
def test_a_header_is_read_as_from_docx(layout: Layout) -> None:
    for render in FLOWING:
        (like,) = reader.read(LIKE[render.__name__](layout)).documents
        (header,) = reader.read(render(layout)).documents

        assert (render.__name__, said(header)) == (render.__name__, said(like))
