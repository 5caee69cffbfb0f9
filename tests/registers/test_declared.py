"""Declared figures and targets as people write them, and what cannot be taken."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from docflow.canonical import plain
from docflow.errors import ImportRefused
from docflow.locale import Words
from docflow.registers.declared import read_percent, read_whole
from docflow.registers.figure_names import FIGURES, figure_named
from docflow.registers.importing import Source, prepare

HEADING = "Mã đơn vị;Cấp;Kỳ;Chỉ số;Tử số;Mẫu số;Tỷ lệ;Nguồn\n"
UNIT = plain({"id": "H1", "code": "H1", "name": "UBND huyện A", "level": "huyện", "kind": "UBND"})


def taken(kind: str, text: str) -> list[dict[str, Any]]:
    current = {"unit": {"H1": UNIT}, "declared": {}, "target": {}}
    plan = prepare(kind, Source("bc.csv", text.encode(), dt.date(2023, 1, 1)), current, Words("vi"))
    return [dict(fact.payload) for fact in plan.facts if isinstance(fact.payload, dict)]


def refusals(kind: str, text: str) -> tuple[str, ...]:
    with pytest.raises(ImportRefused) as refused:
        taken(kind, text)
    return refused.value.rows


def test_a_declared_line_is_kept_as_printed() -> None:
    (line,) = taken("declared", HEADING + "H1;;Năm 2022;Văn bản điện tử;2.933;3.087;95,01 %;BC 12/BC-UBND\n")

    assert line == {
        "unit": "H1",
        "level": None,
        "period": "2022",
        "indicator": "Văn bản điện tử",
        "figure": "electronic",
        "numerator": 2933,
        "denominator": 3087,
        "percent": "95.01",
        "bound": "=",
        "source": "BC 12/BC-UBND",
        "row": 2,
    }


def test_what_is_not_stated_stays_unstated() -> None:
    (line,) = taken("declared", HEADING + ";xã;;Tỷ lệ văn bản gửi qua trục;;;trên 90%;\n")

    told = {name: line[name] for name in ("unit", "level", "period", "figure", "numerator", "denominator", "percent", "bound")}
    assert told == {
        "unit": None,
        "level": "xã",
        "period": None,
        "figure": None,
        "numerator": None,
        "denominator": None,
        "percent": "90",
        "bound": ">",
    }
    assert line["source"] == "bc.csv"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("95,01 %", ("=", "95.01")),
        ("95.01", ("=", "95.01")),
        ("đạt 95%", ("=", "95")),
        ("trên 90 %", (">", "90")),
        ("> 90%", (">", "90")),
        ("từ 90% trở lên", (">=", "90")),
        ("≥ 80%", (">=", "80")),
        ("dưới 5 %", ("<", "5")),
        ("khoảng 75%", ("~", "75")),
        ("75 phần trăm", ("=", "75")),
        ("gần hết", None),
        ("", None),
        ("95,01 % (2022)", None),
    ],
)
def test_shares_are_read_as_they_were_meant(text: str, meant: tuple[str, str] | None) -> None:
    assert read_percent(text) == meant


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2933", 2933),
        ("2.933", 2933),
        ("1,801", 1801),
        ("1 341", 1341),
        ("1.000.000", 1000000),
        ("2,5", None),
        ("2.93", None),
        ("-5", None),
    ],
)
def test_whole_numbers_may_have_marks_between_thousands(text: str, value: int | None) -> None:
    assert read_whole(text) == value


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2022", "2022"),
        ("Quý III/2022", "2022-Q3"),
        ("tháng 9 năm 2022", "2022-09"),
        ("6 tháng đầu năm 2023", "2023-H1"),
        ("9 tháng năm 2023", "2023-9M"),
        ("2022-01..2022-03", "2022-01..2022-03"),
    ],
)
def test_periods_may_be_written_in_words(text: str, period: str) -> None:
    assert [line["period"] for line in taken("declared", HEADING + f"H1;;{text};Văn bản đi;5;;;\n")] == [period]


@pytest.mark.parametrize(("cell", "percent"), [("0.9501", "95.01"), ("1", "100"), ("0.9", "90"), ("0,90 %", "0.90")])
def test_a_cell_formatted_as_a_percentage_is_told_by_its_fraction(cell: str, percent: str) -> None:
    fraction = {"0.9501": "9501;10000", "1": "7;7", "0.9": "9;10", "0,90 %": "9;1000"}[cell]

    assert [line["percent"] for line in taken("declared", HEADING + f"H1;;2022;Văn bản điện tử;{fraction};{cell};\n")] == [
        percent
    ]


def test_every_figure_of_ours_has_a_name_that_people_use() -> None:
    assert [figure for figure in FIGURES if figure_named(figure) != figure] == []
    words = Words("vi")
    shown = ("electronic", "both", "paper", "unknown", "electronic_or_both", "both_or_paper", "granted", "valid")
    shown_too = ("signed_by_person", "signed_by_organ", "signed_by_both")
    assert {name: figure_named(words(f"report.figure-{name}")) for name in shown + shown_too} == {
        name: name for name in shown + shown_too
    }


def test_every_fault_of_a_declaration_is_told_at_once() -> None:
    text = HEADING + "H9;thôn;khi nào;;x;1,5;nhiều;\nH1;;2022;Văn bản đi;;;;\nH1;;2022;Văn bản điện tử;;;0.95;\n"

    told = [row.partition(":")[0] for row in refusals("declared", text)]
    assert sorted(told) == [
        "dòng 2, cột Chỉ số",
        "dòng 2, cột Cấp",
        "dòng 2, cột Kỳ",
        "dòng 2, cột Mã đơn vị",
        "dòng 2, cột Mẫu số",
        "dòng 2, cột Tử số",
        "dòng 2, cột Tỷ lệ",
        "dòng 3, cột Tử số",
        "dòng 4, cột Tỷ lệ",
    ]


def test_a_newer_table_of_a_source_takes_the_place_of_its_older_one() -> None:
    old = {"a": {"source": "bc.csv"}, "b": {"source": "other.csv"}}
    current = {"unit": {"H1": UNIT}, "declared": old}
    source = Source("bc.csv", (HEADING + "H1;;2022;Văn bản đi;5;;;\n").encode(), dt.date(2023, 1, 1))

    facts = prepare("declared", source, current, Words("vi")).facts

    assert [fact.subject for fact in facts if fact.payload is None] == ["a"]


def test_targets_name_a_figure_a_level_and_days() -> None:
    text = "Chỉ số;Cấp;Từ ngày;Đến ngày;Chỉ tiêu\nHoàn toàn điện tử;huyện;01/01/2022;31/12/2025;80%\n"

    assert taken("targets", text) == [
        {
            "figure": "electronic",
            "level": "huyện",
            "valid_from": "2022-01-01",
            "valid_to": "2025-12-31",
            "percent": "80",
            "row": 2,
        }
    ]


def test_every_fault_of_targets_is_told_at_once() -> None:
    text = (
        "Chỉ số;Cấp;Từ ngày;Đến ngày;Chỉ tiêu\n"
        "Số người vui;huyện;31/12/2025;01/01/2022;nhiều\n"
        "Chỉ giấy;xã;;;5%\n"
        "Chỉ giấy;xã;;;6%\n"
    )

    assert len(refusals("targets", text)) == 4
