"""What moved between two runs, and which facts did it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from worlds.commands import docflow

UNITS = "Mã định danh;Tên đơn vị;Cấp\nD;UBND huyện An;huyện\nE;UBND huyện Bình;huyện\n"
HEADING = "Số, ký hiệu văn bản;Ngày tháng văn bản;Trích yếu;Hình thức phát hành\n"
FIRST = HEADING + "01/QĐ-UBND;02/01/2022;a;Điện tử\n02/QĐ-UBND;03/01/2022;b;Giấy\n03/QĐ-UBND;04/01/2022;c;Giấy\n"
SECOND = HEADING + "01/QĐ-UBND;02/01/2022;a;Giấy\n02/QĐ-UBND;03/01/2022;b;Giấy\n04/QĐ-UBND;05/01/2022;d;Giấy\n"


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four runs: units, a register, another unit's register, a newer export of the first."""
    folder = tmp_path_factory.mktemp("diff") / "instance"
    docflow("init", folder, "-q")
    for name, text, more in (
        ("units", UNITS, ()),
        ("register", FIRST, ("--unit", "D")),
        ("register", FIRST, ("--unit", "E")),
        ("register", SECOND, ("--unit", "D")),
    ):
        table = folder / f"{name}.csv"
        table.write_text(text, "utf-8")
        told = docflow("import", name, table, *more, "--instance", folder, "--at", "2022-02-01")
        assert told.code == 0, told.err
    return folder


def moved(instance: Path, *arguments: str) -> dict[str, Any]:
    record: dict[str, Any] = docflow("diff", *arguments, "--format", "json", "--instance", instance).json
    return record


def test_new_changed_and_gone_documents_are_told_with_the_facts_behind_them(instance: Path) -> None:
    record = moved(instance, "3", "4")

    assert [(one["key"], one["what"]) for one in record["documents"]] == [
        ("D/2022//1/QĐ-UBND", "changed"),
        ("D/2022//3/QĐ-UBND", "gone"),
        ("D/2022//4/QĐ-UBND", "new"),
    ]
    assert record["documents"][0]["fields"]["form"] == ["electronic", "paper"]
    assert [one["why"] for one in record["documents"]] == [
        [{"run": 4, "run_kind": "import", "kind": "register-line", "subject": f"D|outgoing|2022|{n}/QĐ-UBND|1", "what": what}]
        for n, what in ((1, "changed"), (3, "vanished"), (4, "new"))
    ]
    lines = {(one["kind"], one["what"]): one["count"] for one in record["facts"]}
    assert {key: lines[key] for key in lines if key[0] == "register-line"} == {
        ("register-line", "changed"): 1,
        ("register-line", "new"): 1,
        ("register-line", "vanished"): 1,
    }


def test_by_default_the_later_run_is_the_last(instance: Path) -> None:
    assert moved(instance, "3") == moved(instance, "3", "4")


def test_only_the_unit_asked_about_is_compared(instance: Path) -> None:
    assert {one["key"][0] for one in moved(instance, "1", "4", "--unit", "E")["documents"]} == {"E"}


def test_a_run_compared_with_itself_differs_in_nothing(instance: Path) -> None:
    told = docflow("diff", "4", "--instance", instance)

    assert (told.code, told.out) == (0, "Từ lượt nạp 4 đến lượt nạp 4\nKhông văn bản nào thay đổi.\n")


def test_the_older_run_comes_first(instance: Path) -> None:
    assert docflow("diff", "4", "1", "--instance", instance).code == 2


@pytest.mark.parametrize(("lang", "told"), [("vi", "Hình thức phát hành: điện tử → giấy"), ("en", "electronic → paper")])
def test_a_person_reads_it_in_words(instance: Path, lang: str, told: str) -> None:
    out = docflow("diff", "3", "4", "--lang", lang, "--instance", instance).out

    assert "D/2022//1/QĐ-UBND" in out
    assert told.lower() in out.lower()
    assert "{" not in out
