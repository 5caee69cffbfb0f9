from __future__ import annotations

import datetime as dt

import pytest

from docflow.model import Fact, Series, Unit
from docflow.registers.cells import Cells
from docflow.registers.directory import Directory
from docflow.registers.series import COLUMNS, read_series
from docflow.registers.table import read_table

UNITS = (Unit("D", "D", "UBND huyện", "huyện", "UBND"), Unit("H", "H", "Hội đồng", "huyện", "hội đồng", "D"))
HEADINGS = "Mã đơn vị,Tên dãy số,Loại văn bản,Ký hiệu,Từ ngày,Đến ngày,Đặt lại,Cơ quan dùng chung dấu\n"


def read(text: str) -> tuple[list[Fact], list[str]]:
    cells = Cells(read_table((HEADINGS + text).encode(), COLUMNS, "t.csv"), dt.date(2026, 1, 1))
    facts = read_series(cells, Directory(UNITS), None)
    return facts, [f"{fault.row} {fault.column}: {fault.code}" for fault in cells.faults]


def test_a_series_has_its_types_notations_term_and_the_body_whose_seal_it_bears() -> None:
    facts, faults = read("H,Hội đồng thẩm định,QĐ; Báo cáo,-hđtđ,01/08/2020,31/07/2025,nhiệm kỳ,D\n")

    assert faults == []
    assert [fact.payload for fact in facts] == [
        Series("H", "Hội đồng thẩm định", ("quyet_dinh", "bao_cao"), ("-HĐTĐ",), "2020-08-01", "2025-07-31", "term", "D")
    ]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("X,Chung,,,,,,", "2 Mã đơn vị: unknown-unit"),
        ("D,,,,,,,", "2 Tên dãy số: blank"),
        ("D,Chung,Bản đồ số,,,,,", "2 Loại văn bản: unknown-word"),
        ("D,Chung,,,hôm qua,,,", "2 Từ ngày: bad-date"),
        ("D,Chung,,,01/01/2022,01/01/2021,,", "2 Đến ngày: ends-before-start"),
        ("D,Chung,,,,,hàng tuần,", "2 Đặt lại: unknown-word"),
        ("D,Chung,,,,,nhiệm kỳ,", "2 Từ ngày: term-without-start"),
        ("D,Chung,,,,,,Z", "2 Cơ quan dùng chung dấu: unknown-unit"),
        ("D,Chung,,,,,,D", "2 Cơ quan dùng chung dấu: host-is-unit"),
        ("D,Chung,,,,,,\nD,chung,,,,,,", "3 Tên dãy số: repeated-line"),
        (",Chung,,,,,,", "2 Mã đơn vị: no-unit"),
    ],
)
def test_what_a_series_may_not_say_is_told_with_its_cell(line: str, fault: str) -> None:
    assert read(f"{line}\n")[1] == [fault]
