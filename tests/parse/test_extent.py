"""However long the body of a page is, its header and its signature block are read, and its body is left alone."""

from __future__ import annotations

import io
from contextlib import closing

import pypdfium2
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from docflow.model import Standing
from docflow.parse import extent, pdftext, reader
from fixtures import page
from fixtures.page import BOLD, ROMAN

DECISION = ("QUYẾT ĐỊNH", "Về việc kiện toàn Ban Chỉ đạo chuyển đổi số", "", "Căn cứ Luật Tổ chức chính quyền địa phương;")
PLAN = ("KẾ HOẠCH", "Thực hiện nhiệm vụ số hóa hồ sơ năm 2022", "", "Nhằm số hóa hồ sơ. Trước hết các phòng rà soát kho lưu trữ.")
LETTER = ("Kính gửi: Ủy ban nhân dân các xã, thị trấn", "", "Thực hiện Kế hoạch số 12/KH-UBND, đề nghị các xã báo cáo.")
BODY = "Các đơn vị rà soát sổ đăng ký văn bản đi, văn bản đến và báo cáo số liệu theo quý."


def drawn(opening: tuple[str, ...], lines: int, *, stamp: str = "", pages: int = 1) -> bytes:
    """A document of an office with so many lines of body on its first page, its block on its last."""
    out = io.BytesIO()
    sheet: Canvas = page.canvas(out, A4)

    def say(x: float, y: float, text: str, font: str = ROMAN) -> None:
        sheet.setFont(font, 13)
        sheet.drawString(x, y, text)

    say(70, 790, "UBND TỈNH SÔNG LAM", ROMAN)
    say(270, 790, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", BOLD)
    say(85, 774, "SỞ NỘI VỤ", BOLD)
    say(320, 774, "Độc lập - Tự do - Hạnh phúc", BOLD)
    say(85, 750, "Số: 45/SNV-VP")
    say(320, 750, "Sông Lam, ngày 05 tháng 4 năm 2022")
    if opening == LETTER:
        say(60, 734, "V/v số hóa hồ sơ")
    y = 705.0
    for text in (*opening, *[BODY] * lines):
        say(85, y, text, BOLD if text.isupper() else ROMAN)
        y -= 16
    if stamp:
        say(250, y - 10, stamp, BOLD)
    for _ in range(pages - 1):
        sheet.showPage()
        y = 600
    say(85, y - 60, "Nơi nhận:")
    say(85, y - 76, "- Như trên;")
    say(370, y - 60, "KT. GIÁM ĐỐC", BOLD)
    say(370, y - 76, "PHÓ GIÁM ĐỐC", BOLD)
    say(380, y - 130, "Nguyễn Văn An", BOLD)
    sheet.save()
    return out.getvalue()


def seen(data: bytes) -> str:
    """The words of the first page that are looked at."""
    with closing(pypdfium2.PdfDocument(data)) as document:
        first = document[0]
        textpage = first.get_textpage()
        text = pdftext.characters(textpage.raw)
        width, height = first.get_size()
        part = extent.between(textpage.raw, text, height)
        return " ".join(word.text for word in pdftext.words(textpage.raw, text, width, height, part))


@pytest.mark.parametrize("pages", [1, 2])
@pytest.mark.parametrize("lines", [1, 5, 12, 25])
@pytest.mark.parametrize("opening", [DECISION, PLAN, LETTER], ids=["decision", "plan", "letter"])
def test_a_header_and_a_block_are_read_alike_whatever_stands_between(opening: tuple[str, ...], lines: int, pages: int) -> None:
    (header,) = reader.read(drawn(opening, lines, pages=pages)).documents
    expected = {DECISION: opening[1], PLAN: opening[1], LETTER: "V/v số hóa hồ sơ"}[opening]
    assert (header.number, header.notation, header.promulgated_on) == ("45", "SNV-VP", "2022-04-05")
    assert (header.organ, header.superior_organ, header.subject) == ("SỞ NỘI VỤ", "UBND TỈNH SÔNG LAM", expected)
    assert [(one.name, one.position, one.authority) for one in header.signers] == [("Nguyễn Văn An", "PHÓ GIÁM ĐỐC", ("KT.",))]
    assert header.recipients == (("Ủy ban nhân dân các xã, thị trấn",) if opening == LETTER else ("Như trên",))


@pytest.mark.parametrize("opening", [DECISION, PLAN, LETTER], ids=["decision", "plan", "letter"])
def test_a_long_body_is_left_alone(opening: tuple[str, ...]) -> None:
    words = seen(drawn(opening, 25))
    assert words.count("rà soát sổ") < 15
    assert "SÔNG LAM" in words
    assert "Nguyễn Văn An" in words


def test_a_secrecy_mark_is_seen_wherever_it_stands() -> None:
    for opening in (DECISION, PLAN, LETTER):
        result = reader.read(drawn(opening, 12, stamp="MẬT"))
        assert [header.standing for header in result.documents] == [Standing.SECRET]


def test_a_page_that_may_hold_a_mark_is_looked_at_as_a_whole() -> None:
    with (
        closing(pypdfium2.PdfDocument(drawn(DECISION, 20, stamp="M Ậ T"))) as document,
        closing(document[0].get_textpage()) as told,
    ):
        assert extent.between(told.raw, pdftext.characters(told.raw), 842) == pdftext.ALL_READ
