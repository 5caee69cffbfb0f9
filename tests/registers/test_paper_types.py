"""The table of document types that a local rule sends on paper only."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from docflow.canonical import plain, restore
from docflow.errors import ImportRefused
from docflow.locale import Words
from docflow.model import PaperRule, Unit
from docflow.registers.importing import Plan, Source, prepare

UNITS = {"unit": {"D": plain(Unit("D", "D", "UBND huyện", "huyện", "UBND"))}}


def plan(text: str, current: dict[str, Any] | None = None) -> Plan:
    return prepare("paper-types", Source("t.csv", text.encode(), dt.date(2026, 1, 1)), current or UNITS, Words("vi"))


def rules(done: Plan) -> list[PaperRule]:
    return [restore(PaperRule, fact.payload) for fact in done.facts if fact.payload is not None]


def test_a_type_is_named_in_words_or_short_for_one_unit_or_for_all() -> None:
    found = rules(plan("Loại văn bản,Mã đơn vị,Từ ngày,Căn cứ pháp lý\nGiấy mời,,,\nBC,D,01/03/2022,QĐ 12\n"))

    assert found == [
        PaperRule(None, "giay_moi", None, None, None, 2),
        PaperRule("D", "bao_cao", "2022-03-01", None, "QĐ 12", 3),
    ]


def test_a_newer_table_takes_the_place_of_the_older() -> None:
    first = plan("Loại văn bản\nGiấy mời\nBáo cáo\n")
    known = UNITS | {"paper-rule": {fact.subject: fact.payload for fact in first.facts}}

    second = plan("Loại văn bản\nGiấy mời\n", known)
    assert ([fact.subject for fact in second.facts], second.vanished) == (["|bao_cao|"], 1)


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("Tờ rơi,,,", 'dòng 2, cột Loại văn bản: không hiểu "Tờ rơi"'),
        ("Giấy mời,Z,,", "dòng 2, cột Mã đơn vị: mã đơn vị Z chưa có trong danh mục đơn vị"),
        ("Giấy mời,,02/03/2022,01/03/2022", "dòng 2, cột Đến ngày: 01/03/2022 sớm hơn ngày bắt đầu"),
    ],
)
def test_a_fault_refuses_the_table(row: str, fault: str) -> None:
    with pytest.raises(ImportRefused) as refused:
        plan(f"Loại văn bản,Mã đơn vị,Từ ngày,Đến ngày\n{row}\n")

    assert list(refused.value.rows) == [fault]


@pytest.mark.parametrize(
    ("unit", "kind", "day", "holds"),
    [
        ("D", "giay_moi", "2022-06-30", True),
        ("D", "giay_moi", None, True),
        ("D", "giay_moi", "2022-07-01", False),
        ("D", "giay_moi", "2021-12-31", False),
        ("X", "giay_moi", "2022-03-01", False),
        ("D", "bao_cao", "2022-03-01", False),
        ("D", None, "2022-03-01", False),
    ],
)
def test_a_rule_holds_for_its_unit_type_and_days(unit: str, kind: str | None, day: str | None, *, holds: bool) -> None:
    assert PaperRule("D", "giay_moi", "2022-01-01", "2022-06-30", None, 2).holds(unit, kind, day) is holds
