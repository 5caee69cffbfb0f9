"""Whatever a report counts can be listed, drawn from and audited."""

from __future__ import annotations

import csv
import io
import json
import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds.commands import docflow

from docflow.indicators.findings import is_finding
from docflow.lines import FIGURES, Line
from docflow.sample import allot, draw, wilson

DISTRICT = Path(__file__).resolve().parent.parent / "fixtures" / "district"
UNITS = ("H99.01", "H99.01.01", "H99.01.02")
AT = ("--at", "2023-01-15")


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lines") / "instance"
    docflow("init", folder, "-q")
    docflow("import", "units", DISTRICT / "units.csv", "--instance", folder, *AT)
    inbox = shutil.copytree(DISTRICT / "inbox", folder / "inbox", dirs_exist_ok=True)
    for unit in UNITS:
        for table in sorted((inbox / unit).glob("registers/outgoing-*.csv")):
            docflow("import", "register", table, "--unit", unit, "--year", "2022", "--instance", folder, *AT)
        for table in sorted((inbox / unit).glob("roster/*.csv")):
            docflow("import", "roster", table, "--unit", unit, "--instance", folder, *AT)
    assert docflow("ingest", inbox / "H99.01.02", "--instance", folder, *AT).code in {0, 100}
    return folder


def listed(instance: Path, figure: str, *asked: str) -> list[dict[str, Any]]:
    told = docflow("lines", figure, *asked, "--format", "json", "--instance", instance)
    assert told.code == 0, told.err
    records: list[dict[str, Any]] = told.json
    return records


@pytest.mark.parametrize("unit", [(), ("--unit", "H99.01"), ("--unit", "H99.01.02")])
@pytest.mark.parametrize("period", ["2022", "2022-Q1", "2021"])
@pytest.mark.parametrize("report", ["issuance", "signatures", "certificates", "completeness", "findings", "exchange", "handling"])
def test_a_list_is_as_long_as_its_figure(instance: Path, report: str, period: str, unit: tuple[str, ...]) -> None:
    asked = (*unit, "--period", period)
    record = docflow("report", report, *asked, "--format", "json", "--instance", instance).json

    known = [row for row in record["rows"] if row["figure"] in FIGURES or is_finding(row["figure"])]
    figures = {row["figure"]: row["numerator"] for row in known if row["numerator"] is not None}
    totals = {"issuance": "issued", "signatures": "with_files", "certificates": "required"}
    figures |= {totals[name]: record["rows"][0]["denominator"] for name in totals if name == report}
    beside = {"undated": record["undated"], "unplaced": record["unplaced"], "without_line": record["without_line"]}
    beside |= {name: record["excluded"][name] for name in ("draft", "copy") if name in record["excluded"]}
    expected = figures | (beside if report == "issuance" else {})

    assert {figure: len(listed(instance, figure, *asked)) for figure in expected} == expected


def test_by_successors_what_a_commune_issued_before_it_ended_is_told_of_who_took_over(instance: Path, tmp_path: Path) -> None:
    ended = shutil.copytree(instance, tmp_path / "ended")
    (tmp_path / "s.csv").write_text("Mã định danh,Mã kế thừa,Đến ngày\nH99.01.02,H99.01.01,31/12/2022\n", "utf-8")
    assert docflow("import", "successions", tmp_path / "s.csv", "--instance", ended, *AT).code == 0

    asked = ("--period", "2022", "--by", "unit", "--format", "json", "--instance", ended)
    told = {tree: docflow("report", "issuance", *asked, "--tree", tree).json for tree in ("then", "successors")}
    totals = {
        tree: {row["unit"]: row["denominator"] for row in record["rows"] if row["figure"] == "electronic"}
        for tree, record in told.items()
    }
    then = totals["then"]

    assert {tree: record["tree"] for tree, record in told.items()} == {"then": "then", "successors": "successors"}
    assert totals["successors"] == {"H99.01": then["H99.01"], "H99.01.01": then["H99.01.01"] + then["H99.01.02"]}
    listed_now = listed(ended, "issued", "--unit", "H99.01.02", "--period", "2022", "--tree", "successors")
    assert len(listed_now) == totals["successors"]["H99.01.01"]


def test_the_lines_of_each_unit_are_those_of_the_report_by_unit(instance: Path) -> None:
    rows = docflow("report", "issuance", "--period", "2022", "--by", "unit", "--format", "json", "--instance", instance).json[
        "rows"
    ]
    expected = {row["unit"]: row["numerator"] for row in rows if row["figure"] == "electronic" and row["numerator"]}
    units = [record["unit"] for record in listed(instance, "electronic", "--period", "2022")]

    assert {unit: units.count(unit) for unit in units} == expected


def test_the_same_seed_draws_the_same_sample_and_another_seed_another(instance: Path) -> None:
    def drawn(seed: str) -> list[str]:
        asked = (
            "lines",
            "issued",
            "--period",
            "2022",
            "--sample",
            "8",
            "--seed",
            seed,
            "--format",
            "json",
            "--instance",
            instance,
        )
        return [line["key"] for line in docflow(*asked).json["lines"]]

    assert len(set(drawn("a"))) == 8
    assert drawn("a") == drawn("a")
    assert drawn("a") != drawn("b")


def test_findings_on_a_sample_come_back_as_an_error_rate(instance: Path, tmp_path: Path) -> None:
    asked = ("lines", "issued", "--period", "2022", "--sample", "10", "--seed", "2026")
    sheet = docflow(*asked, "--format", "csv", "--instance", instance).out
    rows = list(csv.DictReader(io.StringIO(sheet)))
    for i, row in enumerate(rows):
        row["conclusion"] = "sai" if i == 0 else "không rõ" if i == 1 else "đúng" if i < 9 else ""
    filled = tmp_path / "filled.csv"
    with filled.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)

    assert docflow("import", "findings", filled, "--instance", instance, *AT).code == 0
    rates = docflow("review", "sample", "--format", "json", "--instance", instance).json["rates"]

    whole = rates[0]
    told = {name: whole[name] for name in ("stratum", "drawn", "right", "wrong", "undecided", "interval")}
    assert told == {"stratum": None, "drawn": 10, "right": 7, "wrong": 1, "undecided": 1, "interval": [224, 4709]}
    assert sum(one["right"] + one["wrong"] + one["undecided"] for one in rates[1:]) == 9
    assert "12,50 %" in docflow("review", "sample", "--instance", instance).out


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("no-figure",), 2),
        (("issued", "--sample", "5"), 2),
        (("issued", "--seed", "a"), 2),
        (("issued", "--level", "kingdom"), 2),
    ],
)
def test_what_cannot_be_listed_is_an_error(instance: Path, arguments: tuple[str, ...], code: int) -> None:
    assert docflow("lines", *arguments, "--instance", instance).code == code


# ---------------------------------------------------------------- the draw


POPULATIONS = st.dictionaries(st.text("abcdef", min_size=1, max_size=3), st.integers(0, 400), max_size=8)


@given(POPULATIONS, st.integers(1, 600))
def test_every_stratum_gives_its_share_and_no_more_than_it_has(population: dict[str, int], size: int) -> None:
    shares = allot(population, size)

    assert sum(shares.values()) == min(size, sum(population.values()))
    assert all(0 <= shares[name] <= number for name, number in population.items())
    filled = [name for name, number in population.items() if number]
    if size >= len(filled):
        assert all(shares[name] for name in filled)


@given(st.integers(0, 60), st.integers(1, 30), st.text(max_size=5))
def test_a_sample_does_not_depend_on_the_order_of_the_lines(count: int, size: int, seed: str) -> None:
    lines = [Line(f"k{n}", "u", "ab"[n % 2], {"key": f"k{n}"}) for n in range(count)]

    one, other = (draw(order, size, seed, {"figure": "issued"}) for order in (lines, lines[::-1]))

    assert one == other
    assert len({line.subject for line in one.lines}) == min(size, count)


@pytest.mark.parametrize(
    ("errors", "looked_at", "interval"),
    # Newcombe (1998), Statistics in Medicine 17, table I, method 3: 81/263, 15/148, 0/20, 1/29.
    [
        (81, 263, ("0.2553", "0.3662")),
        (15, 148, ("0.0624", "0.1605")),
        (0, 20, ("0.0000", "0.1611")),
        (1, 29, ("0.0061", "0.1718")),
    ],
)
def test_the_interval_is_that_of_the_literature(errors: int, looked_at: int, interval: tuple[str, str]) -> None:
    low, high = wilson(errors, looked_at)

    assert abs(Decimal(low) / 10_000 - Decimal(interval[0])) <= Decimal("0.0001")
    assert abs(Decimal(high) / 10_000 - Decimal(interval[1])) <= Decimal("0.0001")


def test_nothing_looked_at_says_nothing() -> None:
    assert wilson(0, 0) == (0, 10_000)
    assert json.dumps(wilson(3, 3)) == "[4385, 10000]"
