"""The grammars of number and notation, and of place and date."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docflow.parse.document_types import heading_type, notation_type
from docflow.parse.grammar import Numbering, PlaceDate, bare_number, labelled, numbering, place_date, unfinished

FORMS = [
    ("Số: 123/QĐ-UBND", "123", "QĐ-UBND", None),
    ("45/2022/QĐ-UBND", "45", "QĐ-UBND", 2022),
    ("1322/UBND-NCPC", "1322", "UBND-NCPC", None),
    ("147/TB-UBND", "147", "TB-UBND", None),
    ("798/KH-UBND", "798", "KH-UBND", None),
    ("01-NQ/TU", "01", "NQ/TU", None),
    ("Số 14514-CV/VPTW", "14514", "CV/VPTW", None),
    ("225-CV/ĐU", "225", "CV/ĐU", None),
    ("04-CTr/ĐU", "04", "CTr/ĐU", None),
    ("36-HD/VPTW", "36", "HD/VPTW", None),
    ("05/BNV-VP", "05", "BNV-VP", None),
    ("12/UBND-VX", "12", "UBND-VX", None),
    ("15/QĐ-BNV", "15", "QĐ-BNV", None),
    ("30/2020/NĐ-CP", "30", "NĐ-CP", 2020),
    ("202/2025/QH15", "202", "QH15", 2025),
    ("76/2025/UBTVQH15", "76", "UBTVQH15", 2025),
    ("05/2025/TT-BNV", "05", "TT-BNV", 2025),
    ("2231/SNV-CCHC&PC", "2231", "SNV-CCHC&PC", None),
    ("1494/TTr-SNV", "1494", "TTr-SNV", None),
    ("18/BCTĐ-STP", "18", "BCTĐ-STP", None),
    ("7816/VPCP-TTĐT", "7816", "VPCP-TTĐT", None),
    ("7197/BKHCN-CDSQG", "7197", "BKHCN-CDSQG", None),
    ("1001/QĐ.CĐKT", "1001", "QĐ.CĐKT", None),
    ("1001/QĐ.CĐKTCNQN", "1001", "QĐ.CĐKTCNQN", None),
    ("09/GM-UBND", "09", "GM-UBND", None),
    ("03/SY-UBND", "03", "SY-UBND", None),
    ("31  /BC-UBND", "31", "BC-UBND", None),
    ("12a/QĐ-UBND", "12a", "QĐ-UBND", None),
    ("519 /QĐ-UBND", "519", "QĐ-UBND", None),
    ("123/QÐ-UBND", "123", "QĐ-UBND", None),
    ("06/UBND", "06", "UBND", None),
    ("Số: 12/QĐ – UBND", "12", "QĐ-UBND", None),
    ("Số: 12/Q\u00adĐ-UBND", "12", "QĐ-UBND", None),
    ("Số: 7/LĐLĐ-SVH, TT, DL", "7", "LĐLĐ-SVH,TT,DL", None),
    ("Số: 3070. /KH-UBND", "3070", "KH-UBND", None),
    ("Số: …12…/QĐ-UBND", "12", "QĐ-UBND", None),
    ("Số:.....12...../QĐ-UBND", "12", "QĐ-UBND", None),
    ("Số: 3176B/QĐ-ĐHSL", "3176B", "QĐ-ĐHSL", None),
    ("Số 32-QĐi/TW", "32", "QĐi/TW", None),
    ("Số: 123/C06-P3", "123", "C06-P3", None),
    ("Số: 01/TTLT/BNV-BTC", "01", "TTLT/BNV-BTC", None),
    ("Luật số: 12/2024/QH15", "12", "QH15", 2024),
    ("Số: 12/QĐ-UBND Hà Nội, ngày 5 tháng 4 năm 2024", "12", "QĐ-UBND", None),
]


@pytest.mark.parametrize(("text", "number", "notation", "year"), FORMS)
def test_every_form_is_read(text: str, number: str, notation: str, year: int | None) -> None:
    assert numbering(text) == Numbering(number, notation, year)


@pytest.mark.parametrize("blank", ["      ", "…", "......", "___", " xx ", ""])
def test_a_blank_is_no_number(blank: str) -> None:
    assert numbering(f"Số:{blank}/QĐ-UBND") == Numbering(None, "QĐ-UBND")
    assert numbering(f"Số:{blank}/2024/QĐ-UBND") == Numbering(None, "QĐ-UBND", 2024)


@pytest.mark.parametrize(
    "text",
    [
        "Số: 1234",
        "Số: 12/2024",
        "Số: 12….../QĐ-UBND",
        "Số: 12/QĐ UBND",
        "Số lượng: 12/QĐ-UBND",
        "Số hóa hồ sơ",
        "Sổ tay",
        "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020",
        "Thông tư số 19/2025/TT-BYT ngày 15/6/2025",
        "Số: 12/UBND-",
        "",
    ],
)
def test_what_is_no_number_line_or_unclear_is_not_read(text: str) -> None:
    assert numbering(text) is None


def test_only_a_whole_word_labels_a_number_line() -> None:
    assert [labelled(text) for text in ("Số: 1", "SỐ 1", "Luật số: 1", "Số lượng", "số 1", "Sổ 1")] == [
        True,
        True,
        True,
        True,
        False,
        False,
    ]


def test_a_line_that_breaks_off_in_its_notation_says_so() -> None:
    assert [unfinished(text) for text in ("Số: 12/UBND-", "Số: 12/", "Số: 12/UBND")] == [True, True, False]


def test_a_clerks_overlay_is_a_number_alone() -> None:
    assert [bare_number(t) for t in ("355", "3070.", "12a", "09 9", "29/5/2025", "355/BC", "x")] == [
        "355",
        "3070",
        "12a",
        None,
        None,
        None,
        None,
    ]


@pytest.mark.parametrize(
    ("text", "place", "day", "blank"),
    [
        ("Hà Nội, ngày 05 tháng 3 năm 2020", "Hà Nội", "2020-03-05", False),
        ("Tp. Hồ Chí Minh, ngày 5 tháng 12 năm 2020.", "Tp. Hồ Chí Minh", "2020-12-05", False),
        ("Hà Nội,ngày 5tháng12năm2020", "Hà Nội", "2020-12-05", False),
        ("Hà Nội, ngày 09 tháng 9 năm 20 24", "Hà Nội", "2024-09-09", False),
        ("Hà Nội, ngày 3 tháng tư năm 2018", "Hà Nội", "2018-04-03", False),
        ("Hà Nội, ngày 3 tháng năm năm 2018", "Hà Nội", "2018-05-03", False),
        ("Bến Lúa, ngày 05/3/2020", "Bến Lúa", "2020-03-05", False),
        ("Bến Lúa, ngày mồng 3 tháng giêng năm 2020", "Bến Lúa", "2020-01-03", False),
        ("Bến Lúa, ngày hai mươi lăm tháng mười hai năm 2020", "Bến Lúa", "2020-12-25", False),
        ("Bến Lúa, ngày 05 tháng 3 năm 1024", "Bến Lúa", None, False),
        ("Bến Lúa, ngày      tháng 4 năm 2026", "Bến Lúa", None, True),
        ("Bến Lúa, ngày … tháng … năm 202…", "Bến Lúa", None, True),
        ("ngày tháng năm", None, None, True),
        ("Hà Nội, ngày 31 tháng 2 năm 2020", "Hà Nội", None, False),
    ],
)
def test_place_and_date_are_read_together(text: str, place: str | None, day: str | None, blank: bool) -> None:
    assert place_date(text) == PlaceDate(place, day, blank)


@pytest.mark.parametrize(
    "text",
    [
        "12/KH-SNV ngày 05 tháng 3 năm 2020",
        "trước ngày 5/3/2020",
        "Ngày: 12/3/2022",
        "ngày 5 tháng 3 năm 2020 của Chính phủ",
        "Hà Nội",
    ],
)
def test_a_day_in_running_text_or_a_stamp_is_no_date_line(text: str) -> None:
    assert place_date(text) is None


_number = st.integers(1, 999_999).map(str) | st.integers(1, 9999).map(lambda n: f"{n:02}a")
_group = st.text("ABCDĐEGHKLMNOPQRSTUVXY", min_size=1, max_size=8)


@given(
    _number,
    st.none() | st.integers(1945, 2099),
    st.lists(_group, min_size=1, max_size=4).map("-".join),
    st.sampled_from(["Số: ", "Số ", ""]),
)
def test_a_formatted_number_is_read_back(number: str, year: int | None, notation: str, label: str) -> None:
    middle = f"{year}/" if year else ""

    assert numbering(f"{label}{number}/{middle}{notation}") == Numbering(number, notation, year)


@given(st.dates(dt.date(1945, 9, 2), dt.date(2099, 12, 31)))
def test_a_formatted_date_is_read_back(day: dt.date) -> None:
    text = f"Sông Lam, ngày {day.day:02} tháng {day.month} năm {day.year}"

    assert place_date(text) == PlaceDate("Sông Lam", day.isoformat(), blank=False)


@given(st.text(max_size=200))
def test_no_text_makes_a_grammar_fail(text: str) -> None:
    readers = (numbering, place_date, bare_number, heading_type, notation_type, labelled, unfinished)

    assert [read(text) for read in readers] == [read(text) for read in readers]


def test_a_type_heading_is_a_name_in_capitals() -> None:
    lines = [
        "QUYẾT ĐỊNH",
        "KẾ HOẠCH TỔ CHỨC HỘI NGHỊ",
        "CHƯƠNG TRÌNH HÀNH ĐỘNG",
        "Q U Y Ế T Đ Ị N H",
        "Kế hoạch",
        "HỘI ĐỒNG NHÂN DÂN",
    ]

    assert [heading_type(line) for line in lines] == [
        ("quyet_dinh", ""),
        ("ke_hoach", "TỔ CHỨC HỘI NGHỊ"),
        ("chuong_trinh", "HÀNH ĐỘNG"),
        ("quyet_dinh", ""),
        None,
        None,
    ]


def test_a_notation_names_a_type_only_where_it_can_mean_nothing_else() -> None:
    notations = ["QĐ-UBND", "NQ/TU", "TTr-SNV", "QyĐ-SNV", "QĐ.CĐKT", "CĐ-UBND", "HĐ-CTY", "SNV-TCCC", "SY-UBND", "QH15", None]

    assert [notation_type(n) for n in notations] == [
        "quyet_dinh",
        "nghi_quyet",
        "to_trinh",
        "quy_dinh",
        "quyet_dinh",
        None,
        None,
        None,
        None,
        None,
        None,
    ]


def test_the_year_of_a_normative_document_decides_what_an_abbreviation_means() -> None:
    notations = ["TT-BNV", "CT-UBND", "PL-UBTVQH", "QĐ-UBND", "NĐ-CP", "QH15", "UBTVQH15", "TC-BTC", "SY-UBND"]

    assert [notation_type(n, 2025) for n in notations] == [
        "thong_tu",
        "chi_thi",
        "phap_lenh",
        "quyet_dinh",
        "nghi_dinh",
        None,
        None,
        None,
        None,
    ]
    assert [notation_type(n) for n in notations[:3]] == [None, None, None]


def test_a_notation_of_the_party_always_names_its_type() -> None:
    notations = ["CV/ĐU", "CV/VPTW", "HD/VPTW", "CT/TW", "QĐi/TW", "TT/HU", "CV/BTGTU", "NQ/CB", "HĐ/TU", "CV/UBND"]

    assert [notation_type(n) for n in notations] == [
        "cong_van",
        "cong_van",
        "huong_dan",
        "chi_thi",
        "quy_dinh",
        "thong_tri",
        "cong_van",
        "nghi_quyet",
        None,
        None,
    ]


@given(st.one_of(*(st.just(form[0]) for form in FORMS)) | st.text("Số: 12/QĐ-UBNDabc.…&,/", max_size=30))
def test_what_was_read_is_read_again_from_its_printed_form(text: str) -> None:
    said = numbering(text)
    if said is not None and said.number is not None:
        year = f"{said.year}/" if said.year else ""
        stroke = (
            "-" if said.notation and text.count("-") and numbering(f"Số: {said.number}-{year}{said.notation}") == said else "/"
        )

        assert numbering(f"Số: {said.number}{stroke}{year}{said.notation}") == said
