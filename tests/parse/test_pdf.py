"""PDFs drawn here and in the fixtures: text by geometry, signatures over blanks, and every kind of page without text."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from dataclasses import replace
from unicodedata import normalize

import pytest
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from docflow.model import FileKind, ParseResult, SourceKind, Standing
from docflow.parse import reader
from fixtures import page
from fixtures.page import BOLD, ROMAN, draw, written
from fixtures.papers import LIST, PLAN, at_hour, blank, decision, organ, registered
from fixtures.scan import scan
from fixtures.sign import sign


def drawn(paint: Callable[[Canvas], None], pages: int = 1) -> bytes:
    """A PDF whose every page is painted alike."""
    out = io.BytesIO()
    sheet = page.canvas(out, A4)
    for _ in range(pages):
        paint(sheet)
        sheet.showPage()
    sheet.save()
    return out.getvalue()


def lines(*texts: tuple[float, float, str], font: str = ROMAN, size: float = 12) -> Callable[[Canvas], None]:
    def paint(sheet: Canvas) -> None:
        sheet.setFont(font, size)
        for x, y, text in texts:
            sheet.drawString(x, y, text)

    return paint


HEAD = (
    (85, 780, "UBND TỈNH SÔNG LAM"),
    (280, 780, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    (105, 765, "SỞ NỘI VỤ"),
    (320, 765, "Độc lập - Tự do - Hạnh phúc"),
    (95, 735, "Số: 12/KH-SNV"),
    (310, 735, "Sông Lam, ngày 05 tháng 3 năm 2022"),
    (260, 700, "KẾ HOẠCH"),
    (230, 684, "Số hóa hồ sơ năm 2022"),
)


def values(result: ParseResult) -> tuple[str | None, str | None, str | None, str | None]:
    (header,) = result.documents
    return header.number, header.notation, header.promulgated_on, header.organ


EXPECTED = ("12", "KH-SNV", "2022-03-05", "SỞ NỘI VỤ")


def test_two_columns_are_told_apart_by_geometry() -> None:
    result = reader.read(drawn(lines(*HEAD)))

    assert (result.kind, result.pages, result.problems) == (FileKind.TEXT, 1, ())
    assert values(result) == EXPECTED
    assert result.documents[0].superior_organ == "UBND TỈNH SÔNG LAM"
    assert result.documents[0].subject == "Số hóa hồ sơ năm 2022"
    assert result.sources["number"].page == 1
    assert result.sources["number"].box == (95, 732, 175, 743)


def test_the_order_of_the_content_stream_does_not_matter() -> None:
    assert values(reader.read(drawn(lines(*reversed(HEAD))))) == EXPECTED


def test_columns_that_nearly_touch_are_parted_at_the_national_title() -> None:
    close = ((98, 780, "ỦY BAN NHÂN DÂN TỈNH SÔNG"), *HEAD[1:2], (105, 765, "LAM"), *HEAD[3:])

    assert values(reader.read(drawn(lines(*close))))[3] == "ỦY BAN NHÂN DÂN TỈNH SÔNG LAM"


def test_decomposed_letters_are_composed() -> None:
    assert values(reader.read(drawn(lines(*((x, y, normalize("NFD", text)) for x, y, text in HEAD))))) == EXPECTED


def test_a_number_and_a_day_that_only_signatures_show_are_put_into_their_blanks() -> None:
    paper, signatures = registered(LIST)
    result = reader.read(sign(paper.pdf, signatures))
    (header,) = result.documents

    assert (header.number, header.promulgated_on) == (LIST.number, LIST.day.isoformat() if LIST.day else None)
    assert header.standing is Standing.ISSUED
    assert {result.sources[name].source for name in ("number", "promulgated_on")} == {SourceKind.SIGNATURE_WIDGET}
    assert result.sources["notation"].source is SourceKind.TEXT


def test_the_same_document_without_its_signatures_is_a_draft() -> None:
    (header,) = reader.read(draw(blank(LIST)).pdf).documents

    assert (header.number, header.promulgated_on, header.standing) == (None, None, Standing.DRAFT)


def test_a_signature_that_contradicts_the_printed_number_leaves_it_open() -> None:
    paper = draw(LIST)
    box = (148, 735, 190, 751)
    shown = replace(organ(paper, "district", at_hour(dt.date(2022, 4, 12), 9), "Signature1", written("999")))
    assert shown.spot is not None
    result = reader.read(sign(paper.pdf, [replace(shown, spot=replace(shown.spot, page=0, box=box))]))
    (header,) = result.documents

    assert header.number is None
    assert [c.value for c in result.sources["number"].candidates] == [LIST.number, "999"]


def test_the_signature_block_is_found_on_a_later_page() -> None:
    paper = decision("46", dt.date(2022, 4, 13), "Về việc phê duyệt quy trình nội bộ")
    result = reader.read(draw(replace(paper, body=paper.body[:1] * 25 + paper.body[1:])).pdf)
    (header,) = result.documents

    assert result.pages is not None
    assert result.pages > 1
    assert [signer.name for signer in header.signers] == [paper.signer.name]
    assert (result.sources["signer"].page or 0) > 1


def test_a_scan_has_no_text_layer_and_no_values() -> None:
    result = reader.read(scan(draw(PLAN).pdf, dpi=40))

    assert (result.kind, result.documents, [p.code for p in result.problems]) == (FileKind.SCAN, (), ["no-text-layer"])


def test_letters_drawn_as_outlines_are_no_scan() -> None:
    result = reader.read(drawn(lambda sheet: sheet.line(100, 700, 400, 720)))

    assert (result.kind, [p.code for p in result.problems]) == (FileKind.VECTOR, ["no-text-layer"])


def picture(sheet: Canvas) -> None:
    """A page that is one picture."""
    data = io.BytesIO()
    Image.new("L", (60, 85), 230).save(data, "PNG")
    data.seek(0)
    sheet.drawImage(ImageReader(data), 0, 0, *A4)


def test_a_foreign_text_layer_over_a_picture_is_not_trusted() -> None:
    def paint(sheet: Canvas) -> None:
        picture(sheet)
        lines((85, 780, "UY BAN NgAN nAN"), (280, 780, "CQNG HOA xA HQI CHU NGHIA VIPT NAM"), (95, 735, "s6: 12/eD-UBND"))(sheet)

    result = reader.read(drawn(paint))

    assert (result.kind, result.documents, [p.code for p in result.problems]) == (FileKind.SCAN, (), ["unreadable-text-layer"])


def test_a_good_text_layer_over_a_picture_is_a_proposal() -> None:
    def paint(sheet: Canvas) -> None:
        picture(sheet)
        lines(*HEAD)(sheet)

    result = reader.read(drawn(paint))
    (header,) = result.documents

    assert (result.kind, header.number, header.document_type) == (FileKind.MIXED, None, "ke_hoach")
    assert [(c.value, c.source) for c in result.sources["number"].candidates] == [("12", SourceKind.OCR)]


def test_a_stamp_of_secrecy_ends_the_reading() -> None:
    result = reader.read(drawn(lines(*HEAD, (120, 715, "MẬT"))))

    assert [header.standing for header in result.documents] == [Standing.SECRET]
    assert result.sources == {}


def test_a_number_after_dotted_leaders_is_blank() -> None:
    dotted = tuple((x, y, text.replace("Số: 12/", "Số: ......../").replace("ngày 05", "ngày .....")) for x, y, text in HEAD)
    (header,) = reader.read(drawn(lines(*dotted))).documents

    assert (header.number, header.promulgated_on, header.standing) == (None, None, Standing.DRAFT)


def test_a_page_of_something_else_has_no_header() -> None:
    result = reader.read(drawn(lines((100, 700, "PHỤ LỤC"), (100, 680, "Danh mục hồ sơ của cơ quan năm 2022"))))

    assert (result.kind, result.documents, [p.code for p in result.problems]) == (FileKind.TEXT, (), ["no-header"])


def test_a_password_is_told() -> None:
    out = io.BytesIO()
    sheet = Canvas(out, encrypt="secret")
    sheet.drawString(100, 700, "x")
    sheet.save()

    assert [p.code for p in reader.read(out.getvalue()).problems] == ["encrypted"]


def test_junk_before_the_head_is_told_and_passed_over() -> None:
    result = reader.read(b"Content-Length: 9999\n" + drawn(lines(*HEAD)))

    assert [(p.code, p.detail) for p in result.problems] == [("junk-before-header", "21")]
    assert values(result) == EXPECTED


@pytest.mark.parametrize("size", [1, 30, 200, 1000, 2500])
def test_a_file_that_was_cut_off_never_makes_the_reader_fail(size: int) -> None:
    whole = drawn(lines(*HEAD, font=BOLD))

    assert reader.read(whole[:size]).documents == ()


def test_the_same_bytes_give_the_same_values() -> None:
    paper, signatures = registered(LIST)
    data = sign(paper.pdf, signatures)

    assert reader.read(data) == reader.read(data)


def test_a_file_that_announces_more_objects_than_it_can_hold_is_not_opened() -> None:
    data = (
        b"%PDF-1.7\n1 0 obj\n<</Type/XRef/W[1 2 1]/Index[0 2000000000]/Size 2000000000/Root 2 0 R/Length 4>>stream\n"
        b"0000\nendstream endobj\nstartxref\n9\n%%EOF\n"
    )

    told = reader.read(data)

    assert ([problem.code for problem in told.problems], told.documents, told.pages) == (["pdf-limits"], (), None)
