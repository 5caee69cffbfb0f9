"""A year of a district, eleven communes and a council, with two changes of units: every figure against what was planted."""

from __future__ import annotations

import ast
import json
import random
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from worlds import district_year_books as books
from worlds.district_year_instance import Office, established
from worlds.district_year_papers import replacing, updated
from worlds.district_year_truth import REPORTS, Asked, Key, Row
from worlds.district_year_units import JOINED, RENAMED, C, D

WORLDS = Path(__file__).resolve().parent / "worlds"
EACH = (("unit",), ("unit", "month"), ("unit", "quarter"))
WHOLE: dict[str, tuple[tuple[str, ...], ...]] = {
    "issuance": (*EACH, ("level",), ("unit", "type")),
    "signatures": EACH[1:],
    "completeness": (*EACH[1:], ("level",)),
    "exchange": (EACH[1], ("level",)),
    "certificates": (*EACH, (), ("level", "month")),
}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return established(tmp_path_factory.mktemp("year"))


def test_what_plants_the_year_imports_nothing_of_docflow() -> None:
    found = set()
    for path in {*WORLDS.glob("district_year*.py")} - {WORLDS / "district_year_instance.py"}:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import | ast.ImportFrom):
                found |= {(getattr(node, "module", None) or alias.name).partition(".")[0] for alias in node.names}

    assert "docflow" not in found
    assert {"fixtures", "worlds"} <= found


# ---------------------------------------------------------------- every figure of every report


def asked_of(office: Office, name: str, asked: Asked) -> Any:
    words = ["report", name, "--period", asked.period, "--tree", asked.tree]
    words += [word for dimension in asked.by for word in ("--by", dimension)]
    return office.json(*words, *(("--unit", asked.unit) if asked.unit else ()))


# Of what is exchanged the planter follows what was sent.
NOT_FOLLOWED = {"without_state", "recipients_unknown", "paper_by_rule", "received_electronically", "processed_electronically"}


def rows_of(report: Any) -> dict[Key, Row]:
    """The rows of a report but for those of groups that have nothing to count."""
    return {
        (row["unit"], row["level"], row["period"], row["type"], row["figure"]): (
            row["numerator"],
            row["denominator"],
            tuple(row["low"]),
            tuple(row["high"]),
            row["witnessed"],
            row["presumed"],
        )
        for row in report["rows"]
        if (row["numerator"] or row["denominator"]) and row["figure"] not in NOT_FOLLOWED
    }


def told(expected: Mapping[Key, Row]) -> dict[Key, Row]:
    return {key: row for key, row in expected.items() if row[0] or row[1]}


@pytest.mark.parametrize("tree", ["then", "successors"])
@pytest.mark.parametrize("name", REPORTS)
def test_every_figure_of_each_unit_month_and_quarter_is_the_one_planted(office: Office, name: str, tree: str) -> None:
    for by in WHOLE[name]:
        asked = Asked(by, tree)
        report = asked_of(office, name, asked)

        assert rows_of(report) == told(REPORTS[name](office.year, asked)), asked
        assert (report["undated"], report["unplaced"], report["without_line"]) == (0, 0, 0)


@pytest.mark.parametrize(
    "asked",
    [
        Asked(("unit",), period="2022-H1", unit=D.id),
        Asked(("month",), "successors", "2022-9M", JOINED.id),
        Asked((), "then", "2022-03", C[3].id),
    ],
)
@pytest.mark.parametrize("name", REPORTS)
def test_a_unit_asked_for_by_itself_has_the_figures_planted(office: Office, name: str, asked: Asked) -> None:
    assert rows_of(asked_of(office, name, asked)) == told(REPORTS[name](office.year, asked))


def test_a_renamed_unit_goes_by_its_code_on_the_last_day_of_what_is_asked(office: Office) -> None:
    early, late = (office.json("report", "issuance", "--unit", C[3].place.code, "--period", p) for p in ("2022-Q1", "2022"))

    assert (early["unit"], late["unit"]) == (C[3].id, RENAMED.id)


def test_drafts_and_lines_with_a_mark_of_secrecy_stand_beside_the_figures(office: Office) -> None:
    report = asked_of(office, "issuance", Asked())

    assert report["excluded"] == {"copy": 0, "draft": 3, "internal": 0, "secret": 2}


def test_what_messages_say_of_documents_stands_with_exactly_those(office: Office) -> None:
    listed = office.docflow("documents", "--unit", D.id, "--period", "2022", "--format", "jsonl").out.splitlines()
    found: dict[str, set[str]] = {}
    for document in map(json.loads, listed):
        for code in (*document["findings"], *(["withdrawn"] if document["standing"] == "withdrawn" else ())):
            found.setdefault(code, set()).add(document["key"])

    assert found["withdrawn"] == {one.key for one in office.year.documents if one.withdrawn}
    assert found["update-pending"] == {one.key for one in updated(office.year)}
    assert found["replaced-by"] == {replacing(office.year)[1].key}


def test_the_figures_of_the_year_are_printed_as_people_write_them(office: Office) -> None:
    year = ("--period", "2022", "--lang", "vi")
    printed = office.docflow("report", "issuance", "--unit", D.id, *year).out
    levels = office.docflow("report", "issuance", "--by", "level", *year).out
    posts = office.docflow("report", "certificates", *year).out
    lines = {line.split("  ")[0].strip(): line.split() for line in printed.splitlines()}

    assert lines["Hoàn toàn điện tử"][4:10] == ["2.933", "95,01", "%", "95,01", "–", "95,72"]
    assert lines["Chỉ bản giấy"][3:6] == ["132", "4,28", "%"]
    assert (lines["Chưa rõ hình thức"][4], lines["Tổng số văn bản đi"][-1]) == ("22", "3.087")
    assert "1.341 74,46 %" in next(line for line in levels.splitlines() if line.strip().startswith("Xã"))
    assert next(line for line in posts.splitlines() if "Đã được cấp" in line).split()[-3:] == ["12", "25,53", "%"]
    assert "47" in next(line for line in posts.splitlines() if "Tổng số cần cấp" in line)


# ---------------------------------------------------------------- declared figures


def test_a_district_that_declares_the_truth_has_no_difference(office: Office) -> None:
    honest = office.with_ledger("honest")
    honest.declare("honest", list(books.honest(office.year)))
    answer = honest.json("reconcile", "--period", "2022")

    assert answer["differences"] == []
    assert (answer["lines"], answer["targets"]) == (82, 2)


def test_the_declared_figures_are_told_to_the_document(office: Office) -> None:
    declared = office.with_ledger("declared")
    declared.declare("declared", books.seeds())
    answer = declared.docflow("reconcile", "--period", "2022", "--format", "json")
    printed = " ".join(declared.docflow("reconcile", "--period", "2022", "--lang", "vi").out.split())

    assert answer.code == 101
    assert [(one["code"], one["level"], one["amount"]) for one in answer.json["differences"]] == [
        ("parts-unexplained", None, 22),
        ("basis-unstated", "xã", None),
        ("claims-contradict", "xã", None),
        ("parts-too-many", "xã", 29),
        ("both_or_paper-differs", "xã", 29),
    ]
    assert "2.933 + 132 = 3.065, ít hơn tổng số 3.087: 22 chưa giải thích" in printed
    assert "1.341 + 489 = 1.830, nhiều hơn tổng số 1.801: thừa 29" in printed


# ---------------------------------------------------------------- every number followed


def test_any_number_leads_to_as_many_lines_and_to_facts_that_a_stranger_can_check(office: Office, tmp_path: Path) -> None:
    draw = random.Random(2022)  # noqa: S311 - a fixed choice, no secret
    followed: list[str] = []
    for figures in REPORTS.values():
        # Certificates are counted from the roster: their lines are no documents.
        asked = Asked(
            unit=draw.choice([D.id, C[1].id, RENAMED.id, JOINED.id]), period=draw.choice(["2022-Q2", "2022-H1", "2022"])
        )
        expected = {key[-1]: row[0] for key, row in figures(office.year, asked).items()}
        for figure in draw.sample(sorted(expected), 3):
            lines = office.json("lines", figure, "--unit", str(asked.unit), "--period", asked.period)
            assert (figure, len(lines)) == (figure, expected[figure]), asked
            followed += [line["key"] for line in lines if line.get("key")]
    keys = sorted(draw.sample(sorted(set(followed)), 5))
    planted = {one.key: one for one in office.year.documents}
    for key in keys:
        (shown,) = office.json("show", key)["documents"]
        assert (shown["form"]["value"], bool(shown["files"]), len(shown["lines"]) > 0) == (
            planted[key].evidence.form,
            planted[key].has_file,
            True,
        )
    proof, program = tmp_path / "proof.json", tmp_path / "verify_proof.py"
    office.docflow("ledger", "prove", "--verifier", "--output", program)
    assert office.docflow("ledger", "prove", *keys, "--output", proof).code == 0
    command = [sys.executable, "-I", "-S", program, proof, "--key", office.folder / "ledger.pub"]
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout
    assert [one["key"] for one in json.loads(proof.read_text("utf-8"))["documents"]] == keys


# ---------------------------------------------------------------- an auditor, months later


def answers(office: Office, run: int, *names: str) -> dict[str, str]:
    found = {}
    for name in names:
        by = ("--by", "unit", "--by", "quarter", "--tree", "successors") if name == "issuance" else ("--by", "unit")
        told = office.docflow("report", name, "--period", "2022", *by, "--as-of", str(run), "--format", "json")
        assert told.code == 0, told.err
        found[name] = told.out
    return found


def test_what_was_known_after_each_run_is_printed_the_same_after_all_that_came_later(office: Office, tmp_path: Path) -> None:
    later = office.copied(tmp_path / "office")
    last = later.json("ledger", "head")["run"]
    known = {4: answers(later, 4, "issuance"), last: answers(later, last, "issuance", "signatures", "certificates")}
    own = [one for one in office.year.of(D) if one.evidence.kind == "docx" and one.evidence.column]
    who = ("--author", "A", "--reason", "R", "--at", "2023-06-01")
    table = tmp_path / "district.csv"
    register = (office.tables / "district.csv").read_text("utf-8")
    table.write_text(register.replace("Điện tử\n", "Điện tử và giấy\n", 40), "utf-8")
    steps: tuple[tuple[str | Path, ...], ...] = (
        ("import", "register", table, "--unit", D.id, "--direction", "outgoing", "--year", "2022", "--at", "2023-06-01"),
        ("review", "resolve", own[0].key, "--field", "form", "--value", "both", *who),
        ("judge", "--policy", "modern", "--at", "2023-06-01"),
        ("ledger", "erase", own[1].key, *who),
    )
    for step in steps:
        told = later.docflow(*step)
        assert told.code in {0, 100}, told.err
        run = later.json("ledger", "head")["run"]
        known.setdefault(run, answers(later, run, "issuance"))

    assert {run: answers(later, run, *found) for run, found in known.items()} == known
    assert known[last]["issuance"] != known[last + 1]["issuance"] != known[last + 2]["issuance"]
    assert later.docflow("ledger", "check", "--files").code == 0
