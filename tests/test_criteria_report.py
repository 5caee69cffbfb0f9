"""Criteria, targets and definitions as their user types them."""

from __future__ import annotations

from pathlib import Path

import pytest
from worlds.commands import Told, docflow

DISTRICT = Path(__file__).resolve().parent.parent / "fixtures" / "district"
AT = ("--at", "2023-01-15")
ASKED = ("--unit", "H99.01", "--period", "2022")
CRITERIA = (
    "Mã tiêu chí\tTên tiêu chí\tChỉ số\tCấp\tNgưỡng\tĐiểm tối đa\n"
    "6.1\tGửi điện tử\tHoàn toàn điện tử\thuyện\t95,5=2; 80=1,5; 60=0,5\t2\n"
    "6.2\tHọp trực tuyến\tsố liệu nhập\thuyện\t50=1\t1\n"
)
SCORES = "Mã tiêu chí\tMã đơn vị\tKỳ\tSố đơn vị đạt\tTổng số đơn vị\n6.2\tH99.01\t2022\t7\t11\n"
TARGETS = "Chỉ số\tCấp\tChỉ tiêu\nHoàn toàn điện tử\thuyện\t95%\ngaps\thuyện\t0%\n"


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("criteria") / "instance"
    docflow("init", folder, "-q")
    docflow("import", "units", DISTRICT / "units.csv", "--instance", folder, *AT)
    for table in sorted((DISTRICT / "inbox" / "H99.01").glob("registers/outgoing-*.csv")):
        docflow("import", "register", table, "--unit", "H99.01", "--year", "2022", "--instance", folder, *AT)
    return folder


def take(instance: Path, kind: str, text: str) -> Told:
    table = instance / f"{kind}.csv"
    table.write_text(text, "utf-8")
    return docflow("import", kind, table, "--instance", instance, *AT)


@pytest.fixture(scope="module")
def judged(instance: Path) -> Path:
    assert [
        take(instance, kind, text).code for kind, text in (("criteria", CRITERIA), ("scores", SCORES), ("targets", TARGETS))
    ] == [0] * 3
    return instance


def report(instance: Path, name: str, *asked: str) -> Told:
    return docflow("report", name, *ASKED, *asked, "--instance", instance)


def test_a_table_with_faults_is_refused_with_all_of_them_and_nothing_of_it_is_taken(instance: Path) -> None:
    refused = take(instance, "criteria", CRITERIA.replace("60=0,5", "60=9").replace("\t1\n", "\tmột\n"))

    assert refused.code == 8
    assert [place in refused.err for place in ("dòng 2, cột Ngưỡng", "dòng 3, cột Điểm tối đa")] == [True, True]
    assert [row["figure"] for row in report(instance, "criteria", "--format", "json").json["rows"]] == ["total"]


def test_a_unit_is_scored_by_the_criteria_and_as_of_a_run_before_as_it_was_then(judged: Path) -> None:
    now = report(judged, "criteria", "--format", "json")
    run = now.json["checkpoint"]["run"]
    points = {row["figure"]: row["criterion"]["points_hundredths"] for row in now.json["rows"]}
    take(judged, "scores", SCORES.replace("\t7\t", "\t2\t"))
    later = report(judged, "criteria", "--format", "json").json
    then = report(judged, "criteria", "--format", "json", "--as-of", str(run))

    assert points == {"criterion.6.1": [0, 50], "criterion.6.2": [100, 100], "total": [100, 150]}
    assert [row["criterion"]["points_hundredths"] for row in later["rows"]] == [[0, 50], [0, 0], [0, 50]]
    assert then.out == now.out.replace('"as_of": null', f'"as_of": "{run}"')


def test_the_lines_of_a_criterion_are_as_many_as_its_figure_counts(judged: Path) -> None:
    row = report(judged, "criteria", "--format", "json").json["rows"][0]
    listed = docflow("lines", "criterion.6.1", *ASKED, "--format", "json", "--instance", judged).json

    assert (row["numerator"], len(listed)) == (10, 10)
    assert docflow("lines", "criterion.6.2", *ASKED, "--instance", judged).code == 2


@pytest.mark.parametrize(
    ("name", "period", "code"), [("issuance", "2022", 101), ("completeness", "2022", 0), ("issuance", "2021", 0)]
)
def test_a_figure_below_its_target_is_told_to_cron_where_asked(judged: Path, name: str, period: str, code: int) -> None:
    asked = ("--unit", "H99.01", "--period", period, "--instance", judged)

    assert docflow("report", name, *asked, "--fail-under-target").code == code
    assert docflow("report", name, *asked, "--targets").code == 0


def test_reconciling_measures_every_target(judged: Path) -> None:
    found = docflow("reconcile", *ASKED, "--format", "json", "--instance", judged).json["differences"]

    assert [(one["code"], one["figure"]) for one in found if "target" in one["code"]] == [("below-target", "electronic")]


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_definitions_are_printed_without_any_ledger(lang: str, form: str) -> None:
    told = docflow("report", "handling", "--definitions", "--lang", lang, "--format", form)

    assert told.code == 0
    assert "handling.in_time" in told.out


@pytest.mark.parametrize(
    "asked",
    [
        ("criteria", "--compare", "year"),
        ("criteria", "--against", "modern"),
        ("certificates", "--list", "--targets"),
        ("criteria", "--by", "month"),
    ],
)
def test_what_says_nothing_to_a_report_is_refused(judged: Path, asked: tuple[str, ...]) -> None:
    assert docflow("report", *asked, *ASKED, "--instance", judged).code == 2
