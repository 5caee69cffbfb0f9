"""Headers as rows of a left and a right line: the forms that documents come in, and the traps."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docflow.model import Citing, CopyForm, FormCheck, Header, Issuer, Signer, SourceKind, Standing
from docflow.parse import heading, organs
from docflow.parse.lines import Line, Overlay, Row, Sheet, Side

TITLE, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"


def row(*texts: str | None, gap: int = 0) -> Row:
    """One text: a line across the page; two: left and right, None for an empty cell."""
    if len(texts) == 1:
        return Row((Line(texts[0] or ""),), gap)
    return Row(tuple(Line(t, side) for t, side in zip(texts, (Side.LEFT, Side.RIGHT), strict=True) if t is not None), gap)


def read(*rows: Row) -> Header:
    header = heading.read(Sheet(rows, closing=rows)).header
    assert header is not None
    return header


def letter(*extra: Row) -> tuple[Row, ...]:
    """The header of a công văn, with more rows after it."""
    return (
        row("UBND TỈNH SÔNG LAM", TITLE),
        row("SỞ NỘI VỤ", MOTTO),
        row("Số: 05/SNV-VP", "Sông Lam, ngày 05 tháng 3 năm 2022"),
        row("V/v gửi, nhận văn bản", None),
        row("điện tử năm 2022", None),
        *extra,
    )


def test_a_letter_gives_all_its_fields() -> None:
    header = read(
        *letter(
            row("Kính gửi: Các sở, ban, ngành tỉnh.", gap=900),
            row("Thực hiện Kế hoạch số 12/KH-UBND ngày 04 tháng 01 năm 2022 của tỉnh."),
            row("Nơi nhận:", "KT. GIÁM ĐỐC"),
            row("- Như trên;", "PHÓ GIÁM ĐỐC"),
            row("- Chi cục Văn thư - Lưu trữ;", None),
            row("- Lưu: VT.", "ThS. Trần Thị Bình"),
        )
    )

    assert replace(header, references=(), form_check=None) == Header(
        issuers=(Issuer("SỞ NỘI VỤ", "UBND TỈNH SÔNG LAM"),),
        number="05",
        notation="SNV-VP",
        document_type="cong_van",
        promulgated_on="2022-03-05",
        place="Sông Lam",
        subject="V/v gửi, nhận văn bản điện tử năm 2022",
        signers=(Signer("Trần Thị Bình", "PHÓ GIÁM ĐỐC", ("KT.",)),),
        recipients=("Các sở, ban, ngành tỉnh", "Chi cục Văn thư - Lưu trữ"),
    )
    assert [(r.citing, r.number, r.notation, r.promulgated_on) for r in header.references] == [
        (Citing.CARRIES_OUT, "12", "KH-UBND", "2022-01-04")
    ]


def test_every_value_tells_its_source() -> None:
    sources = heading.read(Sheet(letter())).sources

    assert sorted(sources) == ["document_type", "notation", "number", "organ", "place", "promulgated_on", "subject"]
    assert {source.source for source in sources.values()} == {SourceKind.TEXT}


def test_a_named_type_is_read_from_its_heading_and_the_subject_from_the_rows_under_it() -> None:
    header = read(
        row("ỦY BAN NHÂN DÂN", TITLE),
        row("HUYỆN BẾN LÚA", MOTTO),
        row("Số: 1329/QĐ-UBND", "Bến Lúa, ngày 12 tháng 10 năm 2022"),
        row("QUYẾT ĐỊNH", gap=900),
        row("Về việc ban hành Quy chế"),
        row("công tác văn thư, lưu trữ"),
        row("ỦY BAN NHÂN DÂN HUYỆN BẾN LÚA", gap=900),
        row("Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;"),
        row("QUYẾT ĐỊNH:"),
    )

    assert header.organ == "ỦY BAN NHÂN DÂN HUYỆN BẾN LÚA"
    assert header.superior_organ is None
    assert header.document_type == "quyet_dinh"
    assert header.subject == "Về việc ban hành Quy chế công tác văn thư, lưu trữ"


@pytest.mark.parametrize(
    ("line", "number", "notation", "year"),
    [
        ("Số: 33/2022/NQ-HĐND", "33", "NQ-HĐND", 2022),
        ("Số: 3176B/UBND-VX", "3176B", "UBND-VX", None),
        ("Số: 3070. /KH-UBND", "3070", "KH-UBND", None),
        ("Luật số: 202/2025/QH15", "202", "QH15", 2025),
    ],
)
def test_numbers_of_all_kinds_are_read(line: str, number: str, notation: str, year: int | None) -> None:
    header = read(row("QUỐC HỘI", TITLE), row(line, "Hà Nội, ngày 16 tháng 6 năm 2025"))

    assert (header.number, header.notation, header.year_in_number) == (number, notation, year)


def test_a_number_line_that_breaks_after_its_dash_is_joined() -> None:
    header = read(row("SỞ NỘI VỤ", TITLE), row("Số: 12/SNV-", "Sông Lam, ngày 5 tháng 4 năm 2022"), row("CCHC&VTLT", None))

    assert (header.number, header.notation) == ("12", "SNV-CCHC&VTLT")


def test_a_party_document_has_its_own_form() -> None:
    header = read(
        row("TỈNH ỦY SÔNG LAM", "ĐẢNG CỘNG SẢN VIỆT NAM"),
        row("*", None),
        row("Số 225-CV/TU", "Sông Lam, ngày 03 tháng 4 năm 2018"),
        row("Về đánh giá cán bộ", None),
        row("Kính gửi: Các huyện ủy, thành ủy,"),
    )

    assert (header.organ, header.number, header.notation) == ("TỈNH ỦY SÔNG LAM", "225", "CV/TU")
    assert (header.document_type, header.subject) == ("cong_van", "Về đánh giá cán bộ")


def test_a_blank_number_makes_a_draft_and_no_number() -> None:
    header = read(
        row("SỞ NỘI VỤ", TITLE),
        row("Số:        /KH-SNV", "Sông Lam, ngày 17 tháng 8 năm 2026"),
        row("KẾ HOẠCH"),
        row("Căn cứ Kế hoạch số 15/KH-UBND ngày 05 tháng 01 năm 2026,"),
    )

    assert (header.number, header.notation, header.standing) == (None, "KH-SNV", Standing.DRAFT)


@pytest.mark.parametrize(
    "date", ["Sông Lam, ngày   tháng   năm 2022", "Sông Lam, ngày …. tháng 4 năm 202…", "Sông Lam, ngày tháng năm"]
)
def test_a_blank_day_makes_a_draft_and_no_date(date: str) -> None:
    header = read(row("SỞ NỘI VỤ", TITLE), row("Số: 12/KH-SNV", date))

    assert (header.promulgated_on, header.place, header.standing) == (None, "Sông Lam", Standing.DRAFT)


@pytest.mark.parametrize("mark", ["(Dự thảo)", "DỰ THẢO", "DỰ THẢO LẦN 2"])
def test_a_draft_says_so_in_a_line_of_its_own(mark: str) -> None:
    assert read(*letter(row(mark))).standing is Standing.DRAFT


def test_the_word_draft_in_a_subject_makes_no_draft() -> None:
    header = read(*letter(row("góp ý dự thảo Nghị quyết", None)))

    assert header.standing is Standing.ISSUED


@pytest.mark.parametrize("mark", ["MẬT", "TỐI MẬT", "TUYỆT MẬT", "M Ậ T"])
def test_of_a_secret_document_nothing_is_told(mark: str) -> None:
    reading = heading.read(Sheet(letter(row(mark, None))))

    assert (reading.header, reading.sources) == (Header(standing=Standing.SECRET), {})


def test_secrecy_in_running_text_is_no_mark() -> None:
    header = read(*letter(row("bảo vệ bí mật nhà nước", None), row("MẬT THƯ VÀ TÀI LIỆU", None)))

    assert header.standing is Standing.ISSUED


@pytest.mark.parametrize(("mark", "priority"), [("KHẨN", "KHẨN"), ("HOẢ TỐC", "HỎA TỐC"), ("THƯỢNG KHẨN", "THƯỢNG KHẨN")])
def test_urgency_is_a_mark_of_its_own(mark: str, priority: str) -> None:
    assert read(*letter(row(mark, None))).priority == priority


def test_an_arrival_stamp_gives_neither_number_nor_date() -> None:
    header = read(
        row("ĐẾN", TITLE),
        row("Số: 1234", MOTTO),
        row("Ngày: 12/3/2022", None),
        row("SỞ NỘI VỤ", None),
        row("Số:     /SNV-VP", "Sông Lam, ngày     tháng 3 năm 2022"),
        row("V/v gửi văn bản điện tử", None),
    )

    assert (header.number, header.promulgated_on, header.organ) == (None, None, "SỞ NỘI VỤ")


def test_the_printed_heading_wins_over_the_notation() -> None:
    header = read(
        row("TRƯỜNG CAO ĐẲNG SÔNG LAM", TITLE),
        row("Số: 18/CĐSL-TCCC", "Sông Lam, ngày 5 tháng 4 năm 2022"),
        row("TỜ TRÌNH"),
        row("Kính gửi: Sở Nội vụ"),
    )

    assert header.document_type == "to_trinh"


def test_a_letter_without_its_mark_is_known_by_whom_it_addresses() -> None:
    header = read(
        row("SỞ TƯ PHÁP", TITLE),
        row("Số: 687/STP-VB", "Sông Lam, ngày 25 tháng 2 năm 2021"),
        row("Về Chương trình hỗ trợ pháp lý", None),
        row("Kính gửi: Ủy ban nhân dân các huyện"),
    )

    assert (header.document_type, header.subject) == ("cong_van", "Về Chương trình hỗ trợ pháp lý")


def test_a_subject_may_begin_with_a_word_that_begins_bodies() -> None:
    header = read(
        row("SỞ NỘI VỤ", TITLE),
        row("Số: 12/KH-SNV", "Sông Lam, ngày 5 tháng 4 năm 2022"),
        row("KẾ HOẠCH", gap=900),
        row("Thực hiện Nghị quyết số 57-NQ/TW ngày 22/12/2024"),
        row("Thực hiện Công văn số 15/UBND-NC, Sở Nội vụ xây dựng kế hoạch", gap=900),
    )

    assert header.subject == "Thực hiện Nghị quyết số 57-NQ/TW ngày 22/12/2024"


def test_a_date_above_the_number_is_read() -> None:
    header = read(
        row("SỞ GIÁO DỤC VÀ ĐÀO TẠO", TITLE),
        row("HỘI ĐỒNG XÉT THĂNG HẠNG", MOTTO),
        row("GIÁO VIÊN NĂM 2025", "Sông Lam, ngày 13 tháng 4 năm 2026"),
        row("Số: 355/BC-HĐXTH", None),
    )

    assert (header.number, header.promulgated_on) == ("355", "2026-04-13")
    assert header.organ == "HỘI ĐỒNG XÉT THĂNG HẠNG GIÁO VIÊN NĂM 2025"


def test_a_copy_is_known_by_its_notation_and_by_its_overlay() -> None:
    by_notation = read(row("SỞ NỘI VỤ", TITLE), row("Số: 03/SY-SNV", "Sông Lam, ngày 5 tháng 4 năm 2022"))
    overlay = Overlay(
        "SAO Y; SỞ NỘI VỤ; 25/07/2025 10:25:14 +07:00", SourceKind.SIGNATURE_WIDGET, 1, (400, 800, 580, 830), 820, 970
    )
    by_overlay = heading.read(Sheet((), overlays=(overlay,))).header

    assert by_notation.copy_form is CopyForm.SAO_Y
    assert by_overlay is not None
    assert by_overlay.copy_form is CopyForm.SAO_Y


def test_two_issuers_give_two_signers() -> None:
    header = read(
        row("BỘ NỘI VỤ - BỘ TÀI CHÍNH", TITLE),
        row("Số: 05/TTLT-BNV-BTC", "Hà Nội, ngày 5 tháng 4 năm 2014"),
        row("THÔNG TƯ LIÊN TỊCH"),
        row("Hướng dẫn chế độ"),
        row("KT. BỘ TRƯỞNG", "KT. BỘ TRƯỞNG"),
        row("THỨ TRƯỞNG", "THỨ TRƯỞNG"),
        row("Lê Văn Một", "Phạm Thị Hai"),
        row("Nơi nhận:", None),
        row("- Văn phòng Chính phủ.", None),
    )

    assert [signer.name for signer in header.signers] == ["Lê Văn Một", "Phạm Thị Hai"]


@pytest.mark.parametrize(
    ("lines", "authority", "position"),
    [
        (("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), ("TM.", "KT."), "PHÓ CHỦ TỊCH"),
        (("TL. BỘ TRƯỞNG", "VỤ TRƯỞNG VỤ ĐÀO TẠO"), ("TL.",), "VỤ TRƯỞNG VỤ ĐÀO TẠO"),
        (("TUQ. GIÁM ĐỐC", "CHÁNH VĂN PHÒNG"), ("TUQ.",), "CHÁNH VĂN PHÒNG"),
        (("Q. GIÁM ĐỐC",), ("Q.",), "GIÁM ĐỐC"),
        (("KT.HIỆU TRƯỞNG", "P. HIỆU TRƯỞNG"), ("KT.",), "P. HIỆU TRƯỞNG"),
        (("T/M BAN THƯỜNG VỤ", "BÍ THƯ"), ("TM.",), "BÍ THƯ"),
        (("CHỦ TỊCH",), (), "CHỦ TỊCH"),
        (("KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC",), ("KT.",), "PHÓ GIÁM ĐỐC"),
        (("KT.CHỦ TỊCH - PHÓ CHỦ TỊCH",), ("KT.",), "PHÓ CHỦ TỊCH"),
        (("TM. ỦY BAN NHÂN DÂN CHỦ TỊCH",), ("TM.",), "CHỦ TỊCH"),
        (("TL. CHỦ TỊCH", "KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"), ("TL.", "KT."), "PHÓ CHÁNH VĂN PHÒNG"),
    ],
)
def test_authority_and_position_are_told_apart(lines: tuple[str, ...], authority: tuple[str, ...], position: str) -> None:
    block = [row("Nơi nhận:" if i == 0 else f"- Đơn vị {i};", line) for i, line in enumerate(lines)]
    header = read(*letter(*block, row("- Lưu: VT.", "Nguyễn Văn An")))

    assert header.signers == (Signer("Nguyễn Văn An", position, authority),)


@pytest.mark.parametrize(
    "name", ["Nguyễn Văn An", "(Đã ký) Nguyễn Văn An", "Nguyễn Văn An – Đã ký", "PGS.TS. Nguyễn Văn An", "NGUYỄN VĂN AN"]
)
def test_a_name_is_told_from_what_stands_around_it(name: str) -> None:
    header = read(*letter(row("Nơi nhận:", "GIÁM ĐỐC"), row("- Như trên;", "(Ký, đóng dấu)"), row("- Lưu: VT.", name)))

    assert [(s.name or "").title() for s in header.signers] == ["Nguyễn Văn An"]


def test_a_signature_block_moved_by_tabs_is_read() -> None:
    header = read(*letter(row("Nơi nhận:", "GIÁM ĐỐC"), row("- Như trên;"), row("- Lưu: VT."), row("Nguyễn Văn An")))

    assert header.signers == (Signer("Nguyễn Văn An", "GIÁM ĐỐC"),)
    assert header.recipients == ("Như trên",)


def test_recipients_on_the_right_leave_the_left_to_the_signer() -> None:
    block = (
        row("KT. GIÁM ĐỐC", "Nơi nhận:"),
        row("PHÓ GIÁM ĐỐC", "- Như trên;"),
        row(None, "- Lưu: VT."),
        row("Lê Văn An", None),
    )
    header = read(*letter(*block))

    assert header.signers == (Signer("Lê Văn An", "PHÓ GIÁM ĐỐC", ("KT.",)),)
    assert header.recipients == ("Như trên",)


@pytest.mark.parametrize(
    ("rows", "recipients"),
    [
        ((row("Kính gửi: Các sở"), row("Nội dung văn bản gửi các sở như sau:")), ("Các sở",)),
        ((row("Kính gửi: Ủy ban nhân dân các"), row("huyện, thành phố")), ("Ủy ban nhân dân các huyện, thành phố",)),
        ((row("Kính gửi:"), row("- Sở Nội vụ;"), row("- Sở Tư pháp."), row("Thực hiện kế hoạch")), ("Sở Nội vụ", "Sở Tư pháp")),
    ],
)
def test_a_body_that_is_addressed_ends_with_its_name(rows: tuple[Row, ...], recipients: tuple[str, ...]) -> None:
    assert read(*letter(*rows)).recipients == recipients


def test_names_that_break_over_lines_are_joined() -> None:
    header = read(
        row("ỦY BAN NHÂN DÂN", TITLE),
        row("HUYỆN BẾN LÚA", MOTTO),
        row("PHÒNG GIÁO DỤC", None),
        row("VÀ ĐÀO TẠO", None),
        row("Số: 12/PGDĐT", "Bến Lúa, ngày 5 tháng 4 năm 2022"),
    )

    assert header.issuers == (Issuer("PHÒNG GIÁO DỤC VÀ ĐÀO TẠO", "ỦY BAN NHÂN DÂN HUYỆN BẾN LÚA"),)


def test_type_faces_part_the_issuing_body_from_the_one_above_it() -> None:
    lines = (("LIÊN HIỆP HỘI SÔNG LAM", False), ("HỘI KHOA HỌC", True), ("LỊCH SỬ", True))
    rows = [
        Row((Line(text, Side.LEFT, bold=bold), Line(TITLE if i == 0 else MOTTO, Side.RIGHT)))
        for i, (text, bold) in enumerate(lines)
    ]
    header = read(*rows, row("Số: 12/HKHLS", "Sông Lam, ngày 5 tháng 4 năm 2022"))

    assert header.issuers == (Issuer("HỘI KHOA HỌC LỊCH SỬ", "LIÊN HIỆP HỘI SÔNG LAM"),)


def test_a_name_that_could_be_parted_in_two_ways_is_left_to_a_person() -> None:
    reading = heading.read(
        Sheet(
            (row("LIÊN HIỆP SÔNG LAM", TITLE), row("HỘI NHÀ VĂN", MOTTO), row("Số: 1/HNV", "Sông Lam, ngày 5 tháng 4 năm 2022"))
        )
    )

    assert reading.header is not None
    assert reading.header.issuers == ()
    assert [c.value for c in reading.sources["organ"].candidates] == ["LIÊN HIỆP SÔNG LAM HỘI NHÀ VĂN"]


def filled(text: str, whole: str) -> Row:
    left = Line(text, Side.LEFT, page=1, box=(100, 715, 210, 728), filled=whole)
    return Row((left, Line("Sông Lam, ngày 5 tháng 4 năm 2022", Side.RIGHT, page=1, box=(290, 715, 500, 728))))


def drawn(text: str, box: tuple[int, int, int, int] = (120, 716, 150, 727)) -> Overlay:
    return Overlay(
        text, SourceKind.SIGNATURE_WIDGET, 1, box, round(500 * (box[0] + box[2]) / 595), round(500 * (box[1] + box[3]) / 842)
    )


def test_a_signature_fills_the_blank_of_the_number() -> None:
    sheet = Sheet((row("SỞ NỘI VỤ", TITLE), filled("Số: /KH-SNV", "Số: 362 /KH-SNV")), overlays=(drawn("362"),))
    reading = heading.read(sheet)

    assert reading.header is not None
    assert (reading.header.number, reading.header.standing) == ("362", Standing.ISSUED)
    assert reading.sources["number"].source is SourceKind.SIGNATURE_WIDGET


def test_text_and_signature_that_contradict_each_other_give_candidates_only() -> None:
    sheet = Sheet((row("SỞ NỘI VỤ", TITLE), filled("Số: 361/KH-SNV", "Số: 361 362 /KH-SNV")), overlays=(drawn("362"),))
    reading = heading.read(sheet)

    assert reading.header is not None
    assert reading.header.number is None
    assert [c.value for c in reading.sources["number"].candidates] == ["361", "362"]


def test_a_signature_that_repeats_the_text_confirms_it() -> None:
    sheet = Sheet((row("SỞ NỘI VỤ", TITLE), filled("Số: 362/KH-SNV", "Số: 362 362 /KH-SNV")), overlays=(drawn("362"),))
    reading = heading.read(sheet)

    assert reading.header is not None
    assert reading.header.number == "362"


def test_a_picture_over_the_blank_is_no_draft() -> None:
    sheet = Sheet((row("SỞ NỘI VỤ", TITLE), filled("Số: /KH-SNV", "")), overlays=(drawn(""),))
    reading = heading.read(sheet)

    assert reading.header is not None
    assert (reading.header.number, reading.header.standing) == (None, Standing.ISSUED)


def test_of_a_scan_only_the_signatures_are_read() -> None:
    reading = heading.read(Sheet((), overlays=(drawn("1849", (123, 739, 156, 753)), drawn("24", (400, 739, 420, 753)))))

    assert reading.header == Header(number="1849", form_check=FormCheck("scan"))
    assert reading.sources["number"].confidence < 990


def test_two_numbers_over_a_scan_give_candidates_only() -> None:
    reading = heading.read(Sheet((), overlays=(drawn("1849", (123, 739, 156, 753)), drawn("77", (60, 790, 90, 803)))))

    assert reading.header is not None
    assert reading.header.number is None
    assert [c.value for c in reading.sources["number"].candidates] == ["1849", "77"]


def test_what_one_recognition_engine_read_is_proposed_and_not_taken() -> None:
    reading = heading.read(Sheet(letter(), witness=SourceKind.OCR))

    assert reading.header == Header(document_type="cong_van", form_check=FormCheck("scan"))
    assert [c.value for c in reading.sources["number"].candidates] == ["05"]
    assert [problem.code for problem in reading.problems] == ["text-layer-not-trusted"]


def test_a_foreign_recognition_of_the_title_is_told_from_no_title() -> None:
    assert heading.garbled((row("UY BAN NgAN nAN", "CQNG HOA XA HQI CHU NGHIA VIPT NAM"),))
    assert not heading.garbled((row("PHỤ LỤC"), row("Danh mục hồ sơ")))
    assert not heading.garbled((row("ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHỈA VIỆT NAM"),))


def test_a_text_without_a_header_gives_none() -> None:
    reading = heading.read(Sheet((row("PHỤ LỤC I"), row("(Kèm theo Quyết định số 12/QĐ-UBND ngày 05 tháng 4 năm 2022)"))))

    assert reading.header is None
    assert [problem.code for problem in reading.problems] == ["no-header"]


_text = st.text(alphabet=st.characters(codec="utf-8"), max_size=40) | st.sampled_from(
    [
        TITLE,
        MOTTO,
        "Số:",
        "Số: 1/QĐ-UBND",
        "Số:  /",
        "V/v",
        "Kính gửi:",
        "Nơi nhận:",
        "KT. CHỦ TỊCH",
        "QUYẾT ĐỊNH",
        "ngày tháng năm",
        "ĐẾN",
    ]
)
_row = st.builds(lambda left, right, gap: row(left, right, gap=gap), _text, _text, st.integers(0, 3000)) | st.builds(row, _text)


@settings(max_examples=150, deadline=None)
@given(st.lists(_row, max_size=20))
def test_no_text_makes_the_parser_fail(rows: list[Row]) -> None:
    reading = heading.read(Sheet(tuple(rows), closing=tuple(rows)))

    assert reading.header is None or isinstance(reading.header, Header)


def test_a_bare_number_that_no_signature_draws_over_a_scan_is_a_candidate_only() -> None:
    reading = heading.read(Sheet((), overlays=(replace(drawn("987"), witness=SourceKind.TEXT),)))

    assert reading.header is None or reading.header.number is None
    assert [candidate.value for candidate in reading.sources["number"].candidates] == ["987"]


def test_a_dash_a_rank_or_a_superior_tells_who_issues_together() -> None:
    together = [
        ["SỞ NỘI VỤ - SỞ TÀI CHÍNH"],
        ["SỞ NỘI VỤ -", "SỞ TÀI CHÍNH"],
        ["SỞ NỘI VỤ", "-", "SỞ TÀI CHÍNH"],
        ["SỞ NỘI VỤ", "SỞ TÀI CHÍNH"],
        ["SỞ NỘI VỤ - SỞ", "TÀI CHÍNH"],
    ]
    alone = [
        "VĂN PHÒNG HĐND - UBND HUYỆN BẾN LÚA",
        "SỞ QUY HOẠCH - KIẾN TRÚC",
        "BAN KINH TẾ - XÃ HỘI",
        "CHI CỤC VĂN THƯ - LƯU TRỮ",
    ]

    for names in together:
        issuers, _ = organs.issuers([Line(name, Side.LEFT) for name in names])
        assert [issuer.organ for issuer in issuers] == ["SỞ NỘI VỤ", "SỞ TÀI CHÍNH"]
    for name in alone:
        issuers, _ = organs.issuers([Line(name, Side.LEFT)])
        assert [issuer.organ for issuer in issuers] == [name]


def test_the_word_for_number_at_the_end_of_a_name_is_no_number_line() -> None:
    header = read(
        row("UBND XÃ BÌNH AN", TITLE),
        row("BAN CHỈ ĐẠO CHUYỂN ĐỔI", MOTTO),
        row("SỐ", None),
        row("Số: 12/KH-BCĐ", "Sông Lam, ngày 5 tháng 4 năm 2022"),
    )

    assert (header.number, header.standing, header.organ) == ("12", Standing.ISSUED, "BAN CHỈ ĐẠO CHUYỂN ĐỔI SỐ")


def test_an_arrival_stamp_above_shifts_no_row_of_a_letter() -> None:
    header = read(
        row("ĐẾN", None),
        row("Số: 987", None),
        row("Ngày: 6/3/2023", None),
        row("SỞ NỘI VỤ", TITLE),
        row("Số: 12/SNV-VP", "Sông Lam, ngày 5 tháng 4 năm 2022"),
        row("V/v gửi văn bản điện tử", None),
        row("Kính gửi: Các phòng, ban"),
    )

    assert (header.number, header.subject) == ("12", "V/v gửi văn bản điện tử")
