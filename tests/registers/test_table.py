from __future__ import annotations

import datetime as dt

import pytest

from docflow.errors import ImportRefused
from docflow.registers.cells import Cells, is_secrecy_mark, read_day
from docflow.registers.table import Column, heading_key, read_table

COLUMNS = (
    Column("code", ("Mã đơn vị", "unit"), required=True),
    Column("day", ("Ngày, tháng", "day")),
)


def rows(text: str, encoding: str = "utf-8") -> list[tuple[int, dict[str, str], dict[str, str]]]:
    table = read_table(text.encode(encoding), COLUMNS, "t.csv")
    return [(row.number, dict(row.cells), dict(row.extra)) for row in table.rows]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_any_separator_and_unicode_encoding_is_read(separator: str, encoding: str) -> None:
    text = separator.join(("ma don vi", '"NGÀY, tháng"', "Khác")) + "\r\n" + separator.join(("H1", "1/2/2022", "x")) + "\r\n"

    assert rows(text, encoding) == [(2, {"code": "H1", "day": "1/2/2022"}, {"Khác": "x"})]


def test_headings_may_stand_under_titles_in_any_order_and_above_a_row_that_numbers_them() -> None:
    text = 'SỔ ĐĂNG KÝ\n\n"Ngày, tháng",Mã đơn vị\n(1),(2)\n,H1\n\n2022-01-02,H2\n'

    assert rows(text) == [(5, {"code": "H1"}, {}), (7, {"day": "2022-01-02", "code": "H2"}, {})]


def test_a_quoted_cell_may_hold_several_lines_and_counts_as_one_row() -> None:
    assert rows('unit\n"H\n1"\nH2\n') == [(2, {"code": "H 1"}, {}), (3, {"code": "H2"}, {})]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ("Mã đơn vị\nTỉnh\n".encode("cp1258", "replace"), "table-encoding"),
        (b"PK\x03\x04rest", "table-not-workbook"),
        (b"\xd0\xcf\x11\xe0rest", "table-not-workbook"),
        (b"unit\n\x00\n", "table-is-binary"),
        (b'unit\n"' + b"x" * 200_000, "table-malformed"),
        (b"", "table-headings"),
        ("Tên,Ngày\nx,y\n".encode(), "table-headings"),
    ],
)
def test_what_is_no_readable_table_is_refused_with_a_reason(data: bytes, code: str) -> None:
    with pytest.raises(ImportRefused) as refused:
        read_table(data, COLUMNS, "t.csv")

    assert code == refused.value.code


def test_headings_are_compared_without_accents_marks_and_brackets() -> None:
    assert heading_key("Số, ký hiệu văn bản") == heading_key("SO  KY HIEU (van ban) văn bản")
    assert heading_key("valid_from") == heading_key("Valid From")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("31/12/2022", dt.date(2022, 12, 31)),
        ("1/2/2022", dt.date(2022, 2, 1)),
        ("01.02.2022", dt.date(2022, 2, 1)),
        ("2022-02-01", dt.date(2022, 2, 1)),
        ("2022-02-01 00:00:00", dt.date(2022, 2, 1)),
        ("31/02/2022", None),
        ("12/31/2022", None),
        ("2022", None),
        ("1/2/22", None),
    ],
)
def test_days_are_written_day_first_or_iso(text: str, day: dt.date | None) -> None:
    assert day == read_day(text)


@pytest.mark.parametrize("text", ["Mật", "TỐI MẬT", "Tuyệt mật", "Độ mật: Mật", "gửi 2 bản; Mật", "Văn bản mật"])
def test_a_mark_of_secrecy_is_seen(text: str) -> None:
    assert is_secrecy_mark(text)


@pytest.mark.parametrize("text", [None, "", "Bảo mật thông tin", "Bí mật nhà nước: hướng dẫn", "Mật ong", "Không"])
def test_a_word_in_running_text_is_no_mark_of_secrecy(text: str | None) -> None:
    assert not is_secrecy_mark(text)


def test_bad_implausible_and_blank_cells_are_faults_with_row_and_heading() -> None:
    table = read_table('unit,"Ngày, tháng"\n,31/02/2022\nH1,01/01/1900\nH2,01/01/2029\n'.encode(), COLUMNS, "t.csv")
    cells = Cells(table, dt.date(2026, 1, 1))
    for row in table.rows:
        cells.needed(row, "code")
        cells.day(row, "day")

    assert [(fault.row, fault.column, fault.code) for fault in cells.faults] == [
        (2, "unit", "blank"),
        (2, "Ngày, tháng", "bad-date"),
        (3, "Ngày, tháng", "implausible-date"),
        (4, "Ngày, tháng", "implausible-date"),
    ]
