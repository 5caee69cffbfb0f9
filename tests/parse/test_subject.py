"""Where a subject begins and ends: behind the name of a type, above the body, beside what belongs to neither."""

from __future__ import annotations

import pytest

from docflow.model import Header
from docflow.parse import heading
from docflow.parse.lines import Line, Row, Sheet, Side

TITLE, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"


def row(*texts: str | None, gap: int = 0) -> Row:
    """One text: a centred line across the page; two: left and right, None for an empty cell."""
    if len(texts) == 1:
        return Row((Line(texts[0] or "", centred=True),), gap)
    return Row(tuple(Line(t, side) for t, side in zip(texts, (Side.LEFT, Side.RIGHT), strict=True) if t is not None), gap)


def read(*rows: Row, number: str = "Số: 12/KH-SNV") -> Header:
    head = (
        row("UBND TỈNH SÔNG LAM", TITLE),
        row("SỞ NỘI VỤ", MOTTO),
        row(number, "Sông Lam, ngày 05 tháng 3 năm 2022"),
    )
    header = heading.read(Sheet((*head, *rows))).header
    assert header is not None
    return header


@pytest.mark.parametrize(
    ("heading_line", "below", "subject"),
    [
        ("HƯỚNG DẪN LIÊN NGÀNH", "Xác định giá nhà", "Xác định giá nhà"),
        ("KẾ HOẠCH PHỐI HỢP", "Bảo đảm trật tự trường học", "Bảo đảm trật tự trường học"),
        ("QUYẾT ĐỊNH CỦA GIÁM ĐỐC", "Về việc cấp kinh phí", "Về việc cấp kinh phí"),
        ("HỢP ĐỒNG DỊCH VỤ", "V/v cung cấp nước", "V/v cung cấp nước"),
        ("THÔNG BÁO SỐ 2", "Về việc tổ chức hội thảo", "Về việc tổ chức hội thảo"),
        ("PHIẾU CHUYỂN ĐƠN", "Kính gửi: Ủy ban nhân dân xã", None),
        ("KẾ HOẠCH LIÊN NGÀNH", "Căn cứ Luật Lưu trữ;", None),
        ("BÁO CÁO THẨM TRA", "Dự toán năm 2023", "THẨM TRA Dự toán năm 2023"),
        ("NGHỊ QUYẾT HỘI NGHỊ LẦN THỨ HAI", "về chuyển đổi số", "HỘI NGHỊ LẦN THỨ HAI về chuyển đổi số"),
        ("KẾ HOẠCH TỔ CHỨC HỘI NGHỊ", "Thực hiện Công văn số 8/UBND, Sở Nội vụ xây dựng", "TỔ CHỨC HỘI NGHỊ"),
    ],
)
def test_what_follows_the_name_of_a_type_on_its_line_is_told_from_the_subject(
    heading_line: str, below: str, subject: str | None
) -> None:
    assert read(row(heading_line, gap=900), row(below)).subject == subject


@pytest.mark.parametrize(
    "opening", ["I. MỤC ĐÍCH, YÊU CẦU", "I- MỤC ĐÍCH", "PHẦN I", "Phần I. SỰ CẦN THIẾT", "CHƯƠNG I", "Mục 1. Quy định chung"]
)
def test_a_numbered_part_ends_a_subject_whatever_its_letters(opening: str) -> None:
    assert (
        read(row("ĐỀ ÁN", gap=900), row("Số hóa tài liệu"), row("năm 2022"), row(opening)).subject == "Số hóa tài liệu năm 2022"
    )


@pytest.mark.parametrize("line", ["A/H5N1 tại các huyện", "V/V XỬ LÝ VI PHẠM", "I/O của hệ thống"])
def test_a_stroke_does_not_make_a_numbered_part(line: str) -> None:
    assert read(row("KẾ HOẠCH", gap=900), row("Phòng, chống dịch cúm"), row(line)).subject == f"Phòng, chống dịch cúm {line}"


@pytest.mark.parametrize(
    "sentence", ["Sở Nội vụ giới thiệu ông Lê Văn An đến liên hệ công tác.", "Trân trọng kính mời ông (bà) đến dự hội nghị."]
)
def test_a_paper_without_a_subject_has_none(sentence: str) -> None:
    header = read(row("GIẤY GIỚI THIỆU", gap=900), row(sentence), number="Số: 12/GGT-SNV")

    assert (header.document_type, header.subject) == ("giay_gioi_thieu", None)


@pytest.mark.parametrize(
    "below",
    [
        (TITLE, MOTTO),
        ("ĐOÀN TNCS HỒ CHÍ MINH",),
        ("UBND TỈNH SÔNG LAM", "VĂN BẢN ĐIỆN TỬ"),
        ("Số đến: 8831", "Ngày đến: 05/06/2023"),
    ],
)
def test_the_subject_of_a_letter_ends_where_a_title_or_a_stamp_follows_in_its_column(below: tuple[str, ...]) -> None:
    rows = (row("V/v gửi văn bản", None), row("điện tử", None), *(row(text, None) for text in below))

    assert read(*rows, row("Kính gửi: Các sở"), number="Số: 12/SNV-VP").subject == "V/v gửi văn bản điện tử"


def test_a_line_of_abbreviations_goes_on_with_a_letters_subject() -> None:
    rows = (row("V/v thu, chi", None), row("BHXH, BHYT", None), row("Kính gửi: Các sở"))

    assert read(*rows, number="Số: 12/SNV-VP").subject == "V/v thu, chi BHXH, BHYT"


@pytest.mark.parametrize(
    ("heading_line", "document_type"),
    [("ĐƠN ĐỀ NGHỊ", None), ("PHIẾU YÊU CẦU", None), ("KIẾN NGHỊ", "kien_nghi"), ("GIẤY PHÉP", "giay_phep")],
)
def test_a_paper_of_another_kind_is_no_letter_whomever_it_addresses(heading_line: str, document_type: str | None) -> None:
    header = read(row(heading_line, gap=900), row("Kính gửi: Ủy ban nhân dân xã"), number="Số: 12/SNV-VP")

    assert header.document_type == document_type
    assert header.recipients == ("Ủy ban nhân dân xã",)


def test_a_word_over_a_copy_is_no_type() -> None:
    assert read(row("BẢN SAO", gap=900), row("CHỈ THỊ"), row("Về công tác văn thư")).document_type == "chi_thi"
