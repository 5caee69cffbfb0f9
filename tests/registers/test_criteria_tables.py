"""Tables of criteria and of values for them: what is taken in, what supersedes what, and every fault at once."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docflow.canonical import plain
from docflow.errors import ImportRefused
from docflow.ledger.engine import open_ledger
from docflow.ledger.read import Reader
from docflow.locale import Words
from docflow.model import Clock
from docflow.registers.importing import Source, prepare, record

VI = Words("vi")
TODAY = dt.date(2023, 1, 10)
CLOCK = Clock(dt.datetime(2023, 1, 10, tzinfo=dt.UTC))
UNITS = "Mã định danh\tTên đơn vị\tCấp\nD\tUBND huyện An\thuyện\n"
CRITERIA = (
    "Mã tiêu chí\tTên tiêu chí\tChỉ số\tCấp\tNgưỡng\tĐiểm tối đa\tCơ quan chấm\tCăn cứ\tTừ ngày\tĐến ngày\tThứ tự\n"
    "6.1\tGửi điện tử\tissuance.electronic\thuyện\t95=2; 80=1; 60=0,5\t2\tSở Nội vụ\tQuyết định 1/QĐ-UBND\t01/01/2022\t\t1\n"
    "6.2\tĐơn vị đạt\tsố liệu nhập\thuyện\tlinear 60-95\t1,5\t\t\t01/01/2022\t\t2\n"
)


def take(url: str, kind: str, text: str, file: str = "bang.csv") -> int | None:
    return record(url, kind, Source(file, text.encode(), TODAY), words=VI, clock=CLOCK)[1]


def facts(url: str, kind: str) -> dict[str, Any]:
    reader = Reader(open_ledger(url))
    return reader.facts(kind, reader.run(None).number)


@pytest.fixture
def ledger(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path / 'ledger.db'}"
    open_ledger(url, create=True).dispose()
    take(url, "units", UNITS)
    return url


def test_a_table_of_criteria_is_taken_in_once_and_superseded_whole(ledger: str) -> None:
    first = take(ledger, "criteria", CRITERIA)
    again = take(ledger, "criteria", CRITERIA)
    known = facts(ledger, "criterion")
    take(ledger, "criteria", "".join(CRITERIA.splitlines(keepends=True)[:2]))

    assert (first, again) == (2, None)
    assert sorted((one["code"], one["figure"], one["max_points"], len(one["steps"])) for one in known.values()) == [
        ("6.1", "electronic", 200, 3),
        ("6.2", None, 150, 2),
    ]
    assert len(facts(ledger, "criterion")) == 1


def test_values_are_taken_in_for_known_criteria_only(ledger: str) -> None:
    take(ledger, "criteria", CRITERIA)
    take(ledger, "scores", "Mã tiêu chí\tMã đơn vị\tKỳ\tSố đơn vị đạt\tTổng số đơn vị\n6.2\tD\tnăm 2022\t9\t11\n")
    (known,) = facts(ledger, "score").values()

    assert known == {
        "criterion": "6.2",
        "unit": "D",
        "period": "2022",
        "numerator": 9,
        "denominator": 11,
        "percent": None,
        "points": None,
        "source": "bang.csv",
        "row": 2,
    }


def test_all_of_a_whole_may_have_reached_it(ledger: str) -> None:
    take(ledger, "criteria", CRITERIA)
    take(ledger, "scores", "Mã tiêu chí\tMã đơn vị\tKỳ\tSố đơn vị đạt\tTổng số đơn vị\n6.2\tD\t2022\t11\t11\n")

    assert [(one["numerator"], one["denominator"]) for one in facts(ledger, "score").values()] == [(11, 11)]


def faults(kind: str, text: str, current: dict[str, Any] | None = None) -> list[str]:
    known = {"unit": {"D": {"id": "D", "code": "D", "name": "UBND", "level": "huyện", "kind": "UBND"}}, **(current or {})}
    with pytest.raises(ImportRefused) as refused:
        prepare(kind, Source("b.csv", text.encode(), TODAY), known, VI)
    return list(refused.value.rows)


def test_every_fault_of_a_table_of_criteria_is_told_at_once() -> None:
    head = "Mã tiêu chí\tTên tiêu chí\tChỉ số\tCấp\tNgưỡng\tĐiểm tối đa\tTừ ngày\tĐến ngày\tThứ tự\n"
    told_of = faults(
        "criteria",
        head
        + "1\tA\tissuance.hoped\tthôn\t95=9\t2\t01/02/2022\t01/01/2022\tx\n"
        + "2\t\telectronic\txã\t\thai\t\t\t\n"
        + "2\tB\tissued\txã\t95=2\t2\t\t\t\n",
    )

    assert [line.split(":")[0] for line in told_of] == [
        "dòng 2, cột Đến ngày",
        "dòng 2, cột Chỉ số",
        "dòng 2, cột Ngưỡng",
        "dòng 2, cột Cấp",
        "dòng 2, cột Thứ tự",
        "dòng 3, cột Điểm tối đa",
        "dòng 3, cột Ngưỡng",
        "dòng 3, cột Tên tiêu chí",
        "dòng 4, cột Chỉ số",
        "dòng 4, cột Mã tiêu chí",
    ]


odd = st.text(alphabet="0123456789,.;:=%-–≥<> \"'linearđiểmtừ×\u0660\u200b", max_size=12)


@given(st.lists(st.tuples(odd, odd, odd), min_size=1, max_size=4))
def test_whatever_stands_in_the_cells_is_taken_with_sense_or_refused_with_its_place(cells: list[tuple[str, str, str]]) -> None:
    rows = [[str(i), "A", "số liệu nhập", "huyện", *(cell.replace('"', "") for cell in row)] for i, row in enumerate(cells, 1)]
    lines = ["\t".join(row) for row in rows]
    table = "\n".join(["Mã tiêu chí\tTên tiêu chí\tChỉ số\tCấp\tNgưỡng\tĐiểm tối đa\tThứ tự", *lines, ""])
    try:
        plan = prepare("criteria", Source("b.csv", table.encode(), TODAY), {}, VI)
    except ImportRefused as refused:
        assert all(row.startswith("dòng ") for row in refused.rows)  # noqa: PT017 - either way is right
        return

    for payload in (plain(fact.payload) for fact in plan.facts):
        shares = [Fraction(step["share"]) for step in payload["steps"]]
        assert 0 < payload["max_points"] < 10**6
        assert all(0 <= step["points"] <= payload["max_points"] for step in payload["steps"])
        assert shares == sorted(set(shares))


def criterion(code: str, figure: str | None) -> dict[str, Any]:
    told = dict.fromkeys(("level", "body", "basis", "valid_from", "valid_to", "order"))
    return {"code": code, "name": code, "figure": figure, "steps": [], "linear": False, "max_points": 200, "row": 2, **told}


def test_every_fault_of_a_table_of_values_is_told_at_once() -> None:
    criteria = {"criterion": {"a": criterion("1", "electronic"), "b": criterion("2", None)}}
    told_of = faults(
        "scores",
        "Mã tiêu chí\tMã đơn vị\tKỳ\tTử số\tMẫu số\tTỷ lệ\tĐiểm\n"
        "1\tD\t2022\t1\t2\t\t\n"
        "9\tD\t2022\t1\t2\t\t\n"
        "2\tZ\thôm qua\t3\t2\t\t\n"
        "2\tD\t2022\t1\t\t\t\n"
        "2\tD\t2021\t\t\t0,95\t\n"
        "2\tD\t2020\t\t\t\t2,5\n"
        "2\tD\t2019\t\t\t95%\t2\n",
        criteria,
    )

    assert [line.split(":")[0] for line in told_of] == [
        "dòng 2, cột Mã tiêu chí",
        "dòng 3, cột Mã tiêu chí",
        "dòng 4, cột Kỳ",
        "dòng 4, cột Tử số",
        "dòng 4, cột Mã đơn vị",
        "dòng 5, cột Tử số",
        "dòng 6, cột Tỷ lệ",
        "dòng 7, cột Điểm",
        "dòng 8, cột Tử số",
    ]
