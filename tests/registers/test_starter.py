from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from worlds.commands import docflow

from docflow.canonical import restore
from docflow.locale import Words
from docflow.model import Unit
from docflow.registers.directory import Directory
from docflow.registers.importing import Source, prepare
from docflow.registers.starter import starter_table, starters


@pytest.fixture(scope="module")
def provinces() -> Directory:
    source = Source("provinces.csv", starter_table("provinces"), dt.date(2026, 1, 1))
    return Directory(restore(Unit, fact.payload) for fact in prepare("units", source, {}, Words("vi")).facts)


def on(directory: Directory, day: str) -> list[Unit]:
    return [one for one in directory.by_id.values() if (one.valid_from or "") <= day <= (one.valid_to or "9999-12-31")]


def test_there_is_one_table() -> None:
    assert starters() == ("provinces",)


@pytest.mark.parametrize(("day", "number"), [("2020-01-01", 63), ("2025-01-01", 63), ("2025-06-30", 63), ("2025-07-01", 34)])
def test_on_each_day_there_are_as_many_provinces_as_the_law_has(provinces: Directory, day: str, number: int) -> None:
    assert len(on(provinces, day)) == len({one.code for one in on(provinces, day)}) == number


def test_every_province_stands_with_one_of_today_s(provinces: Directory) -> None:
    assert {provinces.heir(one) for one in provinces.by_id} == {one.id for one in on(provinces, "2025-07-01")}


def test_a_code_means_the_province_of_the_day(provinces: Directory) -> None:
    assert [provinces.resolve("H13", day, day) for day in ("2025-06-30", "2025-07-01")] == ["H13", "H13@2025-07-01"]
    assert provinces.heir("H51") == "H13@2025-07-01"


def test_the_command_takes_the_starter_in_place_of_a_file(tmp_path: Path) -> None:
    docflow("init", tmp_path / "i", "-q")
    told = docflow("import", "units", "--starter", "provinces", "--instance", tmp_path / "i", "--format", "json")
    again = docflow("import", "units", "--starter", "provinces", "--instance", tmp_path / "i", "--format", "json")

    assert (told.code, told.json["balance"]["added"], again.json["balance"]["unchanged"]) == (0, 87, 87)


@pytest.mark.parametrize(
    "asked",
    [
        ("units",),
        ("units", "a.csv", "--starter", "provinces"),
        ("units", "--starter", "xa"),
        ("roster", "--starter", "provinces"),
    ],
)
def test_a_starter_is_asked_for_alone_by_its_name_and_for_units(tmp_path: Path, asked: tuple[str, ...]) -> None:
    assert docflow("import", *asked, "--instance", tmp_path).code == 2
