"""Every figure of every report is defined, every definition is printed, and docs/indicators.md says what the table says."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from worlds.dealings import known

from docflow.canonical import plain
from docflow.errors import UsageError
from docflow.evidence import LedgerEvidence
from docflow.indicators import INDICATORS
from docflow.indicators.arrivals import FIGURES as ARRIVALS
from docflow.indicators.certificates import USED
from docflow.indicators.criteria import TOTAL
from docflow.indicators.definitions import DEFINITIONS, defined, definition_of, indicator_named, required_definition
from docflow.indicators.findings import TOTALS, is_finding
from docflow.indicators.question import Question
from docflow.locale import LANGUAGES, Words
from docflow.model import Direction, Fact, Series
from docflow.periods import parse_period
from docflow.registers.figure_names import WHOLES, share_named
from docflow.render.definitions import definition_record, markdown
from docflow.render.table import COLUMNS

PAGE = Path(__file__).resolve().parent.parent.parent / "docs" / "indicators.md"
PART = re.compile(r"(?<=<!-- the table, as the program has it -->\n).*(?=<!-- the end of the table -->)", re.DOTALL)
COUNCIL = Fact("series", "X|1", plain(Series("X", "Hội đồng", notations=("-HĐTĐ",), host="H")))
ASKED = Question("H", parse_period("2022"), at="2022-12-31", policy="modern")


@pytest.fixture(scope="module")
def nothing(tmp_path_factory: pytest.TempPathFactory) -> LedgerEvidence:
    return known(f"sqlite:///{tmp_path_factory.mktemp('nothing') / 'ledger.db'}", COUNCIL)


def printed(report: str, nothing: LedgerEvidence) -> set[str]:
    """The figures of a report on a unit without anything; of findings those that it can ever print."""
    if report == "findings":
        return set(TOTALS)
    questions = (ASKED, replace(ASKED, direction=Direction.INCOMING), replace(ASKED, seen=True))
    return {row.figure for one in questions for row in INDICATORS[report].function(nothing, one).rows}


def table() -> str:
    """The table as it stands in docs/indicators.md."""
    words = Words("en")
    parts = (f"\n### `docflow report {name}`\n\n{markdown(defined(name), words)}" for name in INDICATORS)
    return "".join(parts) + "\n"


@pytest.mark.parametrize("report", INDICATORS)
def test_a_report_prints_the_figures_that_are_defined_for_it_and_no_others(report: str, nothing: LedgerEvidence) -> None:
    assert printed(report, nothing) == {one.figure for one in defined(report) if not one.is_family}


def test_every_kind_of_finding_is_defined_by_the_kind_that_it_is_of() -> None:
    figures = ("finding.form-contradiction", "form.layout", "form.not-scan", "received.date-differs", "file.encrypted")

    assert all(map(is_finding, figures))
    found = [definition_of("findings", figure) for figure in figures]
    assert [one.figure for one in found if one] == ["finding.", "form.", "form.not-", "received.", "file."]
    assert definition_of("findings", "finding.") is not None
    assert definition_of("issuance", "hoped-for") is None


def test_no_figure_is_defined_twice_and_every_definition_belongs_to_a_report() -> None:
    ids = [one.id for one in DEFINITIONS]

    assert sorted(ids) == sorted(set(ids))
    assert {one.report for one in DEFINITIONS} == set(INDICATORS)


def test_the_columns_of_a_table_are_figures_that_are_defined() -> None:
    assert sorted({figure for figures in COLUMNS.values() for figure in figures} - {one.figure for one in DEFINITIONS}) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_definition_is_told_in_words(lang: str) -> None:
    told = [definition_record(one, Words(lang)) for one in DEFINITIONS]

    assert [record["figure"] for record in told if not all(record.values())] == []


def test_a_figure_is_named_by_its_id_or_by_a_name_that_one_report_alone_has() -> None:
    named = {text: indicator_named(text) for text in ("issuance.electronic", "in_time", "unknown", "finding.", "electronic ")}

    assert {text: one and one.id for text, one in named.items()} == {
        "issuance.electronic": "issuance.electronic",
        "in_time": "handling.in_time",
        "unknown": "issuance.unknown",
        "finding.": None,
        "electronic ": None,
    }
    with pytest.raises(UsageError):
        required_definition("issuance.hoped-for")


def test_targets_and_criteria_may_name_every_share_that_a_report_prints_unasked() -> None:
    # Of incoming books and of certificates seen one must ask by an option; a criterion cannot measure another.
    asked_for = {*ARRIVALS, *USED, "hosted", TOTAL}
    shares = {one.figure for one in DEFINITIONS if not one.is_family} - asked_for

    assert sorted(shares - {share for share in shares if share_named(share) == share}) == []
    assert {share_named(whole) for whole in WHOLES} == {None}


def test_the_page_holds_the_table() -> None:
    text = PAGE.read_text("utf-8")

    assert PART.findall(text) == [table()], "run: PYTHONPATH=tests .venv/bin/python tests/indicators/test_definitions.py"


if __name__ == "__main__":
    PAGE.write_text(PART.sub(lambda _: table(), PAGE.read_text("utf-8")), "utf-8")
