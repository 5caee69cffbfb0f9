"""Any number of a report can be followed to the end: listed, shown, proven, and accepted by the program that a stranger runs."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from worlds.commands import docflow
from worlds.recorded_facts import CLOCK, UNITS, a_file, a_line, covered, recorded, seen, sha

from docflow.correction_run import Decision, record
from docflow.model import Direction, Fact, Form

ASKED = ("--period", "2022", "--format", "json")
DAYS = st.sampled_from(["2022-01-05", "2022-03-01", "2021-12-30", None])
FORMS = st.sampled_from([None, Form.ELECTRONIC, Form.BOTH, Form.PAPER])


@st.composite
def lines(draw: st.DrawFn) -> list[Fact]:
    numbers = draw(st.lists(st.integers(1, 5), unique=True, max_size=4))
    book = [a_line(str(n), draw(DAYS.filter(bool)), form=draw(FORMS)) for n in numbers]
    return [*book, *([covered(draw(st.sampled_from(["2022-02-01", "2022-12-31"])))] if draw(st.booleans()) else [])]


@st.composite
def files(draw: st.DrawFn) -> list[tuple[str, list[Fact]]]:
    found = []
    for name in "abcd"[: draw(st.integers(0, 4))]:
        number = draw(st.none() | st.integers(1, 7).map(str))
        unit, direction = draw(st.sampled_from(["H", "X"])), draw(st.sampled_from(Direction))
        found.append((name, [a_file(name, number, draw(DAYS)), seen(name, unit, direction)]))
    return found


DECISIONS = st.lists(
    st.sampled_from(
        [("number", "3"), ("promulgated_on", "2022-02-02"), ("form", "both"), ("direction", "outgoing"), ("issuer", "H")]
    ),
    max_size=2,
    unique=True,
)


def plant(instance: Path, books: list[Fact], papers: list[tuple[str, list[Fact]]], decided: list[tuple[str, str]]) -> None:
    """Three runs or more: units and books, then files, then what a person says of the first file."""
    ledger = f"sqlite:///{instance / 'ledger.db'}"
    recorded(ledger, *UNITS, *books)
    for _, facts in papers:
        recorded(ledger, *facts)
    if papers and decided:
        record(ledger, [Decision(sha(papers[0][0]), field, value, "A", "R") for field, value in decided], CLOCK)


def figures(report: dict[str, Any]) -> dict[str, int]:
    """The numbers of a report of issuance, by the name under which ``lines`` knows them."""
    counts = {row["figure"]: row["numerator"] for row in report["rows"]}
    counts["issued"] = report["rows"][0]["denominator"]
    return counts | {name: report[name] for name in ("undated", "unplaced", "without_line")}


@settings(max_examples=8, deadline=None, derandomize=True)
@given(lines(), files(), DECISIONS)
def test_every_number_leads_to_facts_that_a_stranger_can_check(
    books: list[Fact], papers: list[tuple[str, list[Fact]]], decided: list[tuple[str, str]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        instance = Path(folder) / "instance"
        here = ("--instance", instance)
        docflow("init", instance, "-q")
        plant(instance, books, papers, decided)

        report = docflow("report", "issuance", *ASKED, *here).json
        listed = {figure: docflow("lines", figure, *ASKED, *here).json for figure in figures(report)}
        assert {figure: len(found) for figure, found in listed.items()} == figures(report)

        keys = sorted({line["key"] for found in listed.values() for line in found})
        for key in keys:
            (shown,) = docflow("show", key, "--format", "json", *here).json["documents"]
            (line, *_) = [line for found in listed.values() for line in found if line["key"] == key]
            assert (shown["form"]["value"], len(shown["files"]), len(shown["lines"])) == (
                line["form"],
                line["files"],
                line["lines"],
            )
        if keys:
            _prove(instance, keys, {sha(papers[0][0])} if papers and decided else set())


def _prove(instance: Path, keys: list[str], decided: set[str]) -> None:
    proof, program = instance / "proof.json", instance / "verify_proof.py"
    docflow("ledger", "prove", "--verifier", "--output", program)
    assert docflow("ledger", "prove", *keys, "--output", proof, "--instance", instance).code == 0
    told = json.loads(proof.read_text("utf-8"))
    assert [one["key"] for one in told["documents"]] == keys
    files = {entry["subject"] for entry in told["entries"] if entry["kind"] == "file"}
    corrected = {entry["subject"].partition("|")[0] for entry in told["entries"] if entry["kind"] == "correction"}
    assert corrected == decided & files
    command = [sys.executable, "-I", "-S", program, proof, "--key", instance / "ledger.pub"]
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
