"""Citations as they are written, and what is made of each: its number, its day, its organ and what is said of it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docflow.model import Citing, Reference, SourceKind
from docflow.parse.lines import Line, Row, Sheet
from docflow.parse.references import MAX_REFERENCES, read, references

BASIS, CARRIES_OUT, ANSWERS, REPLACES, MENTIONS = (
    Citing.BASIS,
    Citing.CARRIES_OUT,
    Citing.ANSWERS,
    Citing.REPLACES,
    Citing.MENTIONS,
)


def cited(text: str) -> list[tuple[Citing, str]]:
    """The kind, number and notation of each reference."""
    return [
        (r.citing, "/".join(str(part) for part in (r.number, r.year_in_number, r.notation) if part))
        for r in references(((1, text),), None, None)
    ]


def only(text: str) -> Reference:
    (reference,) = references(((1, text),), None, None)
    return reference


def test_a_plan_that_is_carried_out_is_read_with_its_day_and_organ() -> None:
    text = "Thực hiện Kế hoạch số 798/KH-UBND ngày 12 tháng 5 năm 2022 của Ủy ban nhân dân tỉnh về cải cách hành chính,"

    assert only(text) == Reference(
        citing=CARRIES_OUT,
        number="798",
        notation="KH-UBND",
        promulgated_on="2022-05-12",
        document_type="ke_hoach",
        organ="Ủy ban nhân dân tỉnh",
        page=1,
    )


def test_a_law_is_named_before_its_own_name() -> None:
    text = "Căn cứ Luật Tổ chức chính quyền địa phương số 77/2015/QH13 ngày 19/6/2015 của Quốc hội khóa XIII;"

    assert only(text) == Reference(BASIS, "77", "QH13", 2015, "2015-06-19", "luat", "Quốc hội", 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Căn cứ Nghị định số 30/2020/NĐ-CP của Chính phủ;", [(BASIS, "30/2020/NĐ-CP")]),
        ("Triển khai thực hiện Công văn số 12/UBND-VP", [(CARRIES_OUT, "12/UBND-VP")]),
        ("V/v triển khai thực hiện Kế hoạch số 8/KH-UBND", [(CARRIES_OUT, "8/KH-UBND")]),
        ("Thực hiện ý kiến chỉ đạo của Chủ tịch tỉnh tại Công văn số 12/UBND-VP", [(CARRIES_OUT, "12/UBND-VP")]),
        ("Phúc đáp Công văn số 12/SNV-VP ngày 03/4/2022", [(ANSWERS, "12/SNV-VP")]),
        ("Trả lời Công văn số 12/SNV-VP", [(ANSWERS, "12/SNV-VP")]),
        ("Quyết định này thay thế Quyết định số 5/QĐ-UBND.", [(REPLACES, "5/QĐ-UBND")]),
        ("Điều 2. Bãi bỏ Quyết định số 5/QĐ-UBND.", [(REPLACES, "5/QĐ-UBND")]),
        (
            "Quyết định số 5/QĐ-UBND ngày 01/02/2020 hết hiệu lực kể từ ngày Quyết định này có hiệu lực.",
            [(REPLACES, "5/QĐ-UBND")],
        ),
        ("bãi bỏ khoản 2 Điều 3 Quyết định số 5/QĐ-UBND", [(MENTIONS, "5/QĐ-UBND")]),
        ("Theo đề nghị tại Tờ trình số 15/TTr-SNV", [(MENTIONS, "15/TTr-SNV")]),
        ("(Kèm theo Quyết định số 45/QĐ-UBND ngày 18/02/2022)", [(MENTIONS, "45/QĐ-UBND")]),
        ("theo Nghị quyết số 11-NQ/TW của Bộ Chính trị", [(MENTIONS, "11/NQ/TW")]),
    ],
)
def test_what_is_said_of_a_document_is_told_by_the_words_before_it(text: str, expected: list[tuple[Citing, str]]) -> None:
    assert cited(text) == expected


def test_a_list_goes_on_with_what_it_began_with() -> None:
    assert cited("Thực hiện các Quyết định số 1/QĐ-UBND, 2/QĐ-UBND và số 3/SNV-VP của tỉnh") == [
        (CARRIES_OUT, "1/QĐ-UBND"),
        (CARRIES_OUT, "2/QĐ-UBND"),
        (CARRIES_OUT, "3/SNV-VP"),
    ]
    assert cited("Căn cứ Nghị định số 1/2020/NĐ-CP của Chính phủ về A; Thông tư số 2/2021/TT-BNV;") == [
        (BASIS, "1/2020/NĐ-CP"),
        (BASIS, "2/2021/TT-BNV"),
    ]


def test_what_stands_in_the_title_of_another_document_is_only_mentioned() -> None:
    text = "Căn cứ Nghị định số 72/2019/NĐ-CP sửa đổi, bổ sung Nghị định số 37/2010/NĐ-CP; Nghị định số 8/2022/NĐ-CP;"

    assert cited(text) == [(BASIS, "72/2019/NĐ-CP"), (MENTIONS, "37/2010/NĐ-CP"), (BASIS, "8/2022/NĐ-CP")]


def test_a_line_that_opens_a_new_basis_needs_no_mark_before_it() -> None:
    assert cited("Tiếp theo Công văn số 1/SNV-VP\r\nCăn cứ Thông tư số 2/2021/TT-BNV") == [
        (MENTIONS, "1/SNV-VP"),
        (BASIS, "2/2021/TT-BNV"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Căn cứ Quyết\r\nđịnh số\r\n45/QĐ-\r\nUBND ngày 05\r\ntháng 3 năm 2022 của\r\nUBND\r\nhuyện",
        "Căn cứ Quyết định số 45/QĐ–UBND ngày 5/3/2022 của UBND huyện",
        "Căn cứ Quyết định số: 45 / QÐ - UBND, ngày 05-3-2022 của UBND huyện",
        "Căn cứ Quyết định số 45/QĐ\ufffeUBND của UBND huyện ngày 05.3.2022",
        "Căn cứ Quye\u0302\u0301t đi\u0323nh số 45/QĐ-UBND (ngày 05/03/2022) của UBND huyện",
    ],
    ids=["broken lines", "en dash", "spaces", "hyphen of a reader", "decomposed"],
)
def test_one_citation_is_read_the_same_however_it_is_written(text: str) -> None:
    assert only(text) == Reference(BASIS, "45", "QĐ-UBND", None, "2022-03-05", "quyet_dinh", "UBND huyện", 1)


@pytest.mark.parametrize(
    ("text", "organ"),
    [
        ("của Bộ trưởng Bộ Nội vụ hướng dẫn thi hành", "Bộ trưởng Bộ Nội vụ"),
        ("của Sở Nông nghiệp và Phát triển nông thôn về giống", "Sở Nông nghiệp và Phát triển nông thôn"),
        ("của Sở Văn hóa, Thể thao và Du lịch về lễ hội", "Sở Văn hóa, Thể thao và Du lịch"),
        ("của Chính phủ và Thông tư số 2/2021/TT-BNV", "Chính phủ"),
        ("của UBND TP. Bến Lau, phòng Nội vụ", "UBND TP. Bến Lau"),
        ("của Bộ Kế hoạch và Đầu tư ban hành", "Bộ Kế hoạch và Đầu tư"),
        ("của Ủy ban nhân dân xã\nQUYẾT ĐỊNH", "Ủy ban nhân dân xã"),
        ("của cấp trên", None),
    ],
)
def test_an_organ_ends_where_the_title_begins(text: str, organ: str | None) -> None:
    first, *_ = references(((1, f"Căn cứ Công văn số 7/X-VP {text}"),), None, None)

    assert first.organ == organ


@pytest.mark.parametrize(
    "text",
    [
        "tỷ lệ 1/500 tại ô K4/CQ2",
        "QCVN 01:2021/BXD",
        "ngày 19/6/2015",
        "Luật Đất đai năm 2013",
        "Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015",
        "Công văn số 123 của Sở",
        "24/7 và 100/KWh",
        "Số: 12/QĐ-UBND",
    ],
)
def test_what_is_no_citation_is_not_taken(text: str) -> None:
    assert cited(text) == []


def test_a_number_without_a_notation_is_taken_with_its_day() -> None:
    assert only("Phúc đáp Công văn số 123 ngày 04/5/2022 của Sở Nội vụ") == Reference(
        ANSWERS, "123", None, None, "2022-05-04", "cong_van", "Sở Nội vụ", 1
    )


def test_a_document_cited_again_is_one_reference_with_all_that_is_said_of_it() -> None:
    pages = (
        (1, "Căn cứ Quyết định số 05/QĐ-UBND ngày 02/3/2020 của UBND huyện;"),
        (2, "Điều 3. Quyết định này thay thế Quyết định số 5/QĐ-UBND."),
    )

    assert references(pages, None, None) == (
        Reference(REPLACES, "05", "QĐ-UBND", None, "2020-03-02", "quyet_dinh", "UBND huyện", 1),
    )


def test_one_number_of_two_years_is_two_references() -> None:
    text = "Căn cứ Quyết định số 5/QĐ-UBND ngày 02/3/2020; Quyết định số 5/QĐ-UBND ngày 04/3/2021;"

    assert [r.promulgated_on for r in references(((1, text),), None, None)] == ["2020-03-02", "2021-03-04"]


def test_the_documents_own_number_is_no_reference() -> None:
    text = "Điều 1. Ban hành kèm theo Quyết định số 045/QĐ-UBND quy chế theo Công văn số 45/SNV-VP."

    assert [r.notation for r in references(((1, text),), "45", "QĐ-UBND")] == ["SNV-VP"]


def test_the_rows_are_the_text_where_a_reader_gives_no_other() -> None:
    rows = (Row((Line("Căn cứ Nghị định số 30/2020/NĐ-CP của Chính phủ;"),)),)

    assert [r.number for r in read(Sheet(rows), None, None)] == ["30"]
    assert read(Sheet(rows, witness=SourceKind.OCR), None, None) == ()


def test_a_text_that_cites_without_end_is_read_in_a_moment() -> None:
    started = time.process_time()
    many = references(((1, "".join(f"Căn cứ Quyết định số {n}/QĐ-UBND của UBND tỉnh;\n" for n in range(1, 9000))),), None, None)
    hostile = references(((1, "Căn cứ của số 1/A-B" + "-C" * 50_000 + " 1/A" * 50_000 + "của X, " * 9000),), None, None)

    assert (len(many), len(hostile) <= MAX_REFERENCES) == (MAX_REFERENCES, True)
    assert time.process_time() - started < 3


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(["Căn cứ ", "số ", "1/QĐ-UBND", "; ", "\n", "của ", "UBND", " ngày 1/2/2020", "và ", "Luật ", "/", "-"]),
        max_size=40,
    )
)
def test_any_text_is_read_the_same_twice(parts: list[str]) -> None:
    text = "".join(parts)

    assert references(((1, text),), None, None) == references(((1, text),), None, None)
