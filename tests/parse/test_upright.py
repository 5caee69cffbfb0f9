"""Pages that are rotated, or whose corner is not the origin, read as upright ones do."""

from __future__ import annotations

import io
from typing import Any

import pypdf
import pytest
from pypdf import Transformation
from pypdf.generic import ArrayObject, FloatObject, NameObject, NumberObject, RectangleObject
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from docflow.model import Standing
from docflow.parse import reader
from fixtures import page
from fixtures.page import ROMAN
from fixtures.papers import LIST, PLAN, registered
from fixtures.sign import sign

WIDTH, HEIGHT = A4


def moved(data: bytes, rotation: int, across: float = 0, up: float = 0) -> bytes:
    """The same pages to the eye, drawn rotated and shifted, with ``/Rotate`` and boxes that undo it."""
    turn = Transformation().rotate(rotation)
    back = {0: (0.0, 0.0), 90: (HEIGHT, 0.0), 180: (WIDTH, HEIGHT), 270: (0.0, WIDTH)}[rotation]
    turn = turn.translate(back[0] + across, back[1] + up)
    width, height = (HEIGHT, WIDTH) if rotation % 180 else (WIDTH, HEIGHT)
    writer = pypdf.PdfWriter(clone_from=pypdf.PdfReader(io.BytesIO(data)))
    for sheet in writer.pages:
        sheet.add_transformation(turn)
        sheet.mediabox = sheet.cropbox = RectangleObject((across, up, across + width, up + height))
        sheet[NameObject("/Rotate")] = NumberObject(rotation)
        for annotation in sheet.annotations or ():
            draw_moved(annotation.get_object(), turn, rotation)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def draw_moved(annotation: Any, turn: Transformation, rotation: int) -> None:
    left, bottom, right, top = (float(side) for side in annotation["/Rect"])
    corners = [turn.apply_on((x, y)) for x in (left, right) for y in (bottom, top)]
    across, up = [x for x, _ in corners], [y for _, y in corners]
    annotation[NameObject("/Rect")] = RectangleObject((min(across), min(up), max(across), max(up)))
    appearance = annotation["/AP"]["/N"].get_object()
    appearance[NameObject("/Matrix")] = ArrayObject(FloatObject(n) for n in Transformation().rotate(rotation).ctm)


PAPER, SIGNATURES = registered(LIST)
SIGNED = sign(PAPER.pdf, SIGNATURES)
UPRIGHT = reader.read(SIGNED)


@pytest.mark.parametrize(
    ("rotation", "across", "up"), [(90, 0, 0), (180, 0, 0), (270, 0, 0), (0, -300, 1000), (90, 50, -2000), (270, 7, 9)]
)
def test_a_page_reads_the_same_however_it_is_turned_and_shifted(rotation: int, across: float, up: float) -> None:
    result = reader.read(moved(SIGNED, rotation, across, up))

    assert result.documents == UPRIGHT.documents
    assert result.documents[0].number == LIST.number
    assert (result.kind, result.problems) == (UPRIGHT.kind, UPRIGHT.problems)
    for name, source in UPRIGHT.sources.items():
        box, expected = result.sources[name].box, source.box
        assert result.sources[name].source is source.source
        assert box is not None
        assert expected is not None
        assert max(abs(a - b) for a, b in zip(box, expected, strict=True)) <= 2


@pytest.mark.parametrize(("rotation", "up"), [(90, 0), (180, 0), (0, -5000)])
def test_a_mark_of_secrecy_is_seen_on_a_page_that_is_turned(rotation: int, up: float) -> None:
    out = io.BytesIO()
    sheet: Canvas = page.canvas(out, A4)
    sheet.setFont(ROMAN, 12)
    sheet.drawString(100, 740, "TUYỆT MẬT")
    sheet.drawString(300, 780, page.NATIONAL_TITLE)
    sheet.save()

    assert [header.standing for header in reader.read(moved(out.getvalue(), rotation, 0, up)).documents] == [Standing.SECRET]


def test_a_file_that_opens_without_a_password_is_read() -> None:
    paper, signatures = registered(PLAN)
    plain = sign(paper.pdf, signatures)
    writer = pypdf.PdfWriter(clone_from=pypdf.PdfReader(io.BytesIO(plain)))
    writer.encrypt(user_password="", owner_password="owner")  # noqa: S106 - a made file
    out = io.BytesIO()
    writer.write(out)
    result = reader.read(out.getvalue())

    assert (result.documents, result.problems) == (reader.read(plain).documents, ())


def test_words_beyond_the_edges_of_the_page_are_not_read() -> None:
    out = io.BytesIO()
    sheet: Canvas = page.canvas(out, A4)
    sheet.setFont(ROMAN, 12)
    for x, y, text in ((300, 780, page.NATIONAL_TITLE), (90, 740, "Số: 12/KH-SNV"), (90, 900, "Số: 99/KH-SNV"), (700, 740, "99")):
        sheet.drawString(x, y, text)
    sheet.save()
    (header,) = reader.read(out.getvalue()).documents

    assert header.number == "12"
