"""Closing a period keeps what was handed in, completes its register, and lists what came after."""

from __future__ import annotations

from pathlib import Path

import pytest
from worlds.commands import docflow

from docflow.ledger.engine import open_ledger
from docflow.ledger.read import Reader

UNITS = "Mã định danh;Tên đơn vị;Cấp\nD;UBND huyện An;huyện\n"
HEADING = "Số, ký hiệu văn bản;Ngày tháng văn bản;Trích yếu;Hình thức phát hành\n"
LINES = "01/QĐ-UBND;02/01/2022;a;Điện tử\n02/QĐ-UBND;03/03/2022;b;Giấy\n"
AT = ("--at", "2023-01-10")


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    folder = tmp_path / "instance"
    docflow("init", folder, "-q")
    take(folder, "units", UNITS)
    take(folder, "register", HEADING + LINES, "--unit", "D")
    return folder


def take(instance: Path, kind: str, text: str, *more: str) -> None:
    table = instance / f"{kind}.csv"
    table.write_text(text, "utf-8")
    told = docflow("import", kind, table, *more, "--instance", instance, *AT)
    assert told.code == 0, told.err


def closed(instance: Path, *more: str) -> int:
    return docflow("close", "2022", "--unit", "D", "--author", "Văn thư", *more, *AT, "--instance", instance).code


def test_the_figures_are_kept_as_they_were_handed_in(instance: Path) -> None:
    record = docflow("close", "2022", "--unit", "D", "--author", "Văn thư", "--format", "json", *AT, "--instance", instance).json

    told = {name: record[name] for name in ("run", "closed_by", "unit", "period", "author")}
    assert told == {"run": 2, "closed_by": 3, "unit": "D", "period": "2022", "author": "Văn thư"}
    assert {name: record["figures"][name] for name in ("issued", "electronic", "paper")} == {
        "issued": 2,
        "electronic": 1,
        "paper": 1,
    }


def test_what_comes_after_closing_is_listed(instance: Path) -> None:
    closed(instance)
    take(instance, "register", HEADING + LINES + "03/QĐ-UBND;05/06/2022;c;Giấy\n", "--unit", "D")

    since = docflow("close", "2022", "--unit", "D", "--since", "--format", "json", "--instance", instance).json

    assert [(one["key"], one["what"]) for one in since["documents"]] == [("D/2022//3/QĐ-UBND", "new")]
    assert since["closure"]["figures"]["issued"] == 2


def test_a_closed_register_is_complete_to_the_period_s_end(instance: Path) -> None:
    def through() -> str:
        reader = Reader(open_ledger(f"sqlite:///{instance / 'ledger.db'}"))
        (coverage,) = reader.facts("coverage", reader.run(None).number).values()
        return str(coverage["through"])

    before = through()
    closed(instance)
    after = through()
    take(instance, "register", HEADING + LINES + "03/QĐ-UBND;05/06/2022;c;Giấy\n", "--unit", "D")

    assert (before, after, through()) == ("2022-03-03", "2022-12-31", "2022-12-31")


def test_a_period_is_closed_once_unless_asked_again(instance: Path) -> None:
    assert (closed(instance), closed(instance), closed(instance, "--again")) == (0, 2, 0)


@pytest.mark.parametrize(
    "arguments",
    [
        ("2023", "--unit", "D", "--author", "a", *AT),
        ("2022", "--unit", "X", "--author", "a", *AT),
        ("2022", "--unit", "D", *AT),
        ("2022", "--unit", "D", "--since"),
        ("năm nay", "--unit", "D", "--author", "a", *AT),
    ],
)
def test_what_cannot_be_closed_is_an_error(instance: Path, arguments: tuple[str, ...]) -> None:
    told = docflow("close", *arguments, "--instance", instance)

    assert told.code == 2
    assert "Gợi ý" in told.err
