"""The report of findings as its user asks for it: counted, listed, and the same for ever as of a run."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from worlds.citing_letters import DISTRICT, UNITS, mistaken, paper, plan
from worlds.commands import docflow

CLOCK = ("--at", "2022-12-31")
PLAN, REMINDER, FAULTY = "P/2022//798/KH-UBND", "D/2022//13/UBND-VX", "D/2022//7/UBND-VX"


def faulty(folder: Path) -> Path:
    """A letter of the district whose number and day are written without the zero before them."""
    return paper(folder / "sai.docx", DISTRICT, "7/UBND-VX", "ngày 3 tháng 5 năm 2022", "V/v báo cáo", "Đề nghị báo cáo.")


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Run 1 takes in the units, 2 two letters of the district and a sheet, 3 the plan of the province."""
    root = tmp_path_factory.mktemp("findings")
    folder, papers, later = root / "instance", root / "papers", root / "later"
    for where in (papers, later):
        where.mkdir()
    (root / "units.csv").write_text(UNITS, "utf-8")
    docflow("init", folder, "-q")
    assert docflow("import", "units", root / "units.csv", "--instance", folder, *CLOCK).code == 0
    mistaken(papers)
    faulty(papers)
    Workbook().save(papers / "bang.xlsx")
    plan(later)
    for unit, where in (("D", papers), ("P", later)):
        told = docflow("ingest", where, "--unit", unit, "--direction", "outgoing", "--instance", folder, "--workers", "1", *CLOCK)
        assert told.code in {0, 100}, told.err
    return folder


def report(instance: Path, *asked: str) -> Any:
    told = docflow("report", "findings", *asked, "--format", "json", "--instance", instance)
    assert told.code == 0, told.err
    return told.json


def rows(instance: Path, *asked: str) -> dict[str, tuple[int, int]]:
    return {row["figure"]: (row["numerator"], row["denominator"]) for row in report(instance, *asked)["rows"]}


def test_findings_points_of_form_and_refused_files_are_counted_over_what_was_examined(instance: Path) -> None:
    district, province = (rows(instance, "--unit", unit, "--period", "2022") for unit in "DP")

    assert {name: district[name] for name in ("with_findings", "finding.citation-conflict", "form_checked", "form_faulty")} == {
        "with_findings": (1, 2),
        "finding.citation-conflict": (1, 2),
        "form_checked": (2, 2),
        "form_faulty": (1, 2),
    }
    assert (district["form.number-zero"], district["form.date-zero"]) == ((1, 2), (1, 2))
    assert (province["finding.citation-conflict"], province["form_faulty"]) == ((1, 1), (0, 1))
    assert rows(instance)["file.type-sheet"] == rows(instance)["files_refused"] == (1, 4)


def test_a_figure_is_that_of_the_period_and_the_type(instance: Path) -> None:
    assert rows(instance, "--unit", "D", "--period", "2021") == {"with_findings": (0, 0), "files_refused": (0, 2)}
    by_type = report(instance, "--by", "type")["rows"]
    counted = {(row["type"], row["numerator"]) for row in by_type if row["figure"] == "form.number-zero"}
    assert counted == {("cong_van", 1)}


def test_a_list_for_a_spreadsheet_carries_the_article_and_what_is_printed(instance: Path) -> None:
    listed = docflow("lines", "form.number-zero", "--format", "csv", "--instance", instance)
    (line,) = csv.DictReader(io.StringIO(listed.out))

    assert (line["key"], line["article"], line["binding"]) == (FAULTY, "30/2020/NĐ-CP, PL I, II.3.c", "true")
    assert line["detail"] == "7"
    shown = docflow("lines", "form.number-zero", "--instance", instance)
    assert "30/2020/NĐ-CP, PL I, II.3.c" in shown.out
    refused = docflow("lines", "file.type-sheet", "--instance", instance)
    assert "bang.xlsx" in refused.out


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_table_tells_each_code_in_words(instance: Path, lang: str) -> None:
    told = docflow("report", "findings", "--instance", instance, "--lang", lang).out

    words = {"vi": "Số nhỏ hơn 10 phải ghi thêm số 0", "en": "A number below 10 must be written with a leading 0"}
    assert words[lang] in " ".join(told.split())
    assert "[finding.citation-conflict]" in " ".join(told.split())


def test_as_of_a_run_the_report_is_the_same_for_ever(instance: Path, tmp_path: Path) -> None:
    before = report(instance, "--as-of", "2")
    copy = shutil.copytree(instance, tmp_path / "copy")
    now = rows(copy)
    told = docflow("ledger", "erase", FAULTY, "--author", "A", "--reason", "R", "--instance", copy, *CLOCK)

    assert told.code == 0, told.err
    assert "finding.citation-conflict" not in {row["figure"] for row in before["rows"]}
    assert report(copy, "--as-of", "2") == before
    assert rows(copy) == now
    assert docflow("lines", "form.number-zero", "--format", "json", "--instance", copy).json[0]["detail"] == ""


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("finding.no-organ-signatur", "finding.no-organ-signature"),
        ("form.not-joined", "form.not-joint"),
        ("file.encrypt", "file.encrypted"),
    ],
)
def test_a_finding_that_there_is_not_is_answered_with_those_like_it(instance: Path, asked: str, meant: str) -> None:
    unknown, known = (docflow("lines", code, "--instance", instance) for code in (asked, meant))

    assert (unknown.code, unknown.out, meant in unknown.err) == (2, "", True)
    assert (known.code, known.out) == (0, "")
