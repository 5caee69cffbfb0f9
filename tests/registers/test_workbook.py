"""Spreadsheets as people make them: titles, merged cells, sums, several sheets, dates and numbers of their own kinds."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Sequence

import openpyxl
import pytest

from docflow.errors import ImportRefused
from docflow.registers.table import Column, Table, read_table
from docflow.registers.workbook import read_sheets

COLUMNS = (
    Column("number", ("Số, ký hiệu văn bản",), required=True),
    Column("day", ("Ngày tháng văn bản",), required=True),
    Column("subject", ("Trích yếu",)),
)
HEADING = ("Số, ký hiệu văn bản", "Ngày tháng văn bản", "Trích yếu")

Cells = Sequence[object]


def workbook(*rows: Cells, merged: Sequence[str] = (), more: dict[str, Sequence[Cells]] | None = None) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Sổ đi"
    for name, lines in {"Sổ đi": rows, **(more or {})}.items():
        target = sheet if name == "Sổ đi" else book.create_sheet(name)
        for line in lines:
            target.append(list(line))
    for area in merged:
        sheet.merge_cells(area)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def read(data: bytes, sheet: str | None = None) -> Table:
    return read_table(data, COLUMNS, "so.xlsx", sheet)


def entries(table: Table) -> list[tuple[int, dict[str, str]]]:
    return [(row.number, dict(row.cells)) for row in table.rows]


def test_dates_numbers_and_texts_are_what_a_person_sees() -> None:
    data = workbook(
        HEADING,
        (12, dt.date(2022, 1, 2), "a"),
        (13.0, dt.datetime(2022, 1, 3, 8, 30), 1.5),  # noqa: DTZ001 - a spreadsheet's time has no zone
        ("14/QĐ-UBND", "04/01/2022", True),
    )

    assert entries(read(data)) == [
        (2, {"number": "12", "day": "2022-01-02", "subject": "a"}),
        (3, {"number": "13", "day": "2022-01-03 08:30:00", "subject": "1.5"}),
        (4, {"number": "14/QĐ-UBND", "day": "04/01/2022", "subject": "TRUE"}),
    ]


def test_dates_counted_from_1904_are_the_same_days() -> None:
    book = openpyxl.Workbook()
    book.epoch = dt.datetime(1904, 1, 1)  # noqa: DTZ001 - as above
    sheet = book.active
    assert sheet is not None
    sheet.append(list(HEADING))
    sheet.append(["1", dt.date(2022, 3, 4), "a"])
    data = io.BytesIO()
    book.save(data)

    assert entries(read(data.getvalue())) == [(2, {"number": "1", "day": "2022-03-04", "subject": "a"})]


def test_a_cell_merged_over_lines_is_that_of_each_line() -> None:
    data = workbook(HEADING, ("1", "02/01/2022", "a"), ("2", None, "b"), ("3", "03/01/2022", "c"), merged=["B2:B3"])

    assert [row.get("day") for row in read(data).rows] == ["02/01/2022", "02/01/2022", "03/01/2022"]


def test_a_title_merged_over_the_columns_is_no_heading_and_no_entry() -> None:
    data = workbook(
        ("SỔ ĐĂNG KÝ",), HEADING, ("1", "02/01/2022", "a"), ("Tháng 2",), ("2", "03/02/2022", "b"), merged=["A1:C1", "A4:C4"]
    )

    table = read(data)

    assert entries(table)[1] == (5, {"number": "2", "day": "03/02/2022", "subject": "b"})
    assert table.passed_over == ((4, "Tháng 2"),)


def test_headings_may_stand_over_two_rows() -> None:
    data = workbook(
        ("Văn bản", None, "Trích yếu"),
        ("Số, ký hiệu văn bản", "Ngày tháng văn bản", None),
        ("(1)", "(2)", "(3)"),
        ("1", "02/01/2022", "a"),
        merged=["A1:B1", "C1:C2"],
    )

    assert entries(read(data)) == [(4, {"number": "1", "day": "02/01/2022", "subject": "a"})]


def test_sums_and_repeated_headings_are_passed_over_and_told() -> None:
    data = workbook(
        HEADING,
        ("1", "02/01/2022", "a"),
        ("Cộng tháng 1", None, "1 văn bản"),
        HEADING,
        ("2", "02/02/2022", "Tổng cục Thống kê"),
        ("Tổng cộng:", None, "2 văn bản"),
        (None, None, "Ngày 31 tháng 12 năm 2022"),
    )

    table = read(data)

    assert [row.number for row in table.rows] == [2, 5]
    assert [row for row, _ in table.passed_over] == [3, 4, 6, 7]


@pytest.mark.parametrize("number", ["Tổng cục", "Công an", "12/TB-TC", "Cộng hòa"])
def test_an_entry_that_only_sounds_like_a_sum_stays(number: str) -> None:
    assert len(read(workbook(HEADING, (number, "02/01/2022", "a"), (number, "02/01/2022", "a"))).rows) == 2


def test_of_several_sheets_the_only_one_with_the_headings_is_read() -> None:
    data = workbook(("Ghi chú",), ("gì đó",), more={"Tháng 1": [HEADING, ("1", "02/01/2022", "a")]})

    assert entries(read(data)) == [(2, {"number": "1", "day": "02/01/2022", "subject": "a"})]


def test_of_several_sheets_with_the_headings_a_person_chooses() -> None:
    lines = [HEADING, ("1", "02/01/2022", "a")]
    data = workbook(*lines, more={"Sổ khác": [HEADING, ("2", "03/01/2022", "b")]})

    with pytest.raises(ImportRefused) as refused:
        read(data)

    assert (refused.value.code, refused.value.values["sheets"]) == ("table-sheets", "Sổ đi, Sổ khác")
    assert [row.get("number") for row in read(data, "Sổ khác").rows] == ["2"]


def test_a_hidden_sheet_is_not_read() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(HEADING, ("1", "02/01/2022", "a"), more={"Cũ": [HEADING]})))
    book["Cũ"].sheet_state = "hidden"
    data = io.BytesIO()
    book.save(data)

    assert [sheet.name for sheet in read_sheets(data.getvalue(), "so.xlsx", 10)] == ["Sổ đi"]


def _rewritten(data: bytes, part: str, old: bytes, new: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name in source.namelist():
            content = source.read(name)
            made.writestr(name, content.replace(old, new) if name == part else content)
    return target.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
PLAIN = workbook(HEADING, ("1", "02/01/2022", 7))


@pytest.mark.parametrize(
    ("data", "sheet", "code"),
    [
        (_rewritten(PLAIN, SHEET, b'r="C2"', b'r="XFD1048576"'), None, "table-too-large"),
        (_rewritten(PLAIN, SHEET, b'r="C2"', b'r="C2" t="e"'), None, "table-errors"),
        (PLAIN[: len(PLAIN) // 2], None, "table-not-workbook"),
        (_rewritten(PLAIN, SHEET, b"<sheetData>", b"<sheetData"), None, "table-not-workbook"),
        (PLAIN, "Không có", "table-no-sheet"),
        (workbook(("x",), ("y",)), None, "table-headings"),
        (workbook(), None, "table-headings"),
    ],
)
def test_a_spreadsheet_that_cannot_be_taken_is_refused_with_a_reason(data: bytes, sheet: str | None, code: str) -> None:
    with pytest.raises(ImportRefused) as refused:
        read(data, sheet)

    assert refused.value.code == code


def test_more_rows_than_the_limit_are_refused() -> None:
    with pytest.raises(ImportRefused) as refused:
        read_sheets(workbook(*([("x",)] * 11)), "so.xlsx", 10)

    assert refused.value.code == "table-too-long"
