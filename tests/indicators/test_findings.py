"""Findings are counted once a document, over what was examined for them, and are what their lists show."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds.figures import Held, coverage, document, unit

from docflow.indicators.figures import Figures, MetFile
from docflow.indicators.findings import TOTALS, findings, is_finding, whole_of
from docflow.indicators.question import Question
from docflow.lines import lines
from docflow.listing import Filter
from docflow.model import Direction, Discrepancy, Document, FormCheck, FormFinding, Holding, Standing
from docflow.periods import parse_period

YEAR = Question(period=parse_period("2022"))
ZERO = FormFinding("number-zero", binding=True, detail="Số: 5", page=1, box=(1, 2, 3, 4))
PLACE = FormFinding("place-comma", binding=True, detail="A ngày", page=2)


def found(name: str, *codes: str, files: tuple[str, ...] = (), **more: object) -> Document:
    made = document(name, **{"line": False, "file": bool(files), **more})  # type: ignore[arg-type]
    return replace(made, files=files, lines=(), findings=tuple(Discrepancy(code, f"of {name}") for code in codes))


def told(figures: Figures) -> dict[str, tuple[int | None, int, str | None]]:
    return {row.figure: (row.numerator, row.denominator, row.basis) for row in figures.rows}


def test_a_document_counts_once_for_a_code_however_often_it_bears_it() -> None:
    twice = replace(found("1", files=("a",)), findings=(Discrepancy("date-differs", "x"), Discrepancy("date-differs", "y")))
    world = Held((twice, found("2", "date-differs", "no-number", files=("b",)), found("3", files=("c",))))

    shown = told(findings(world, YEAR))
    assert {name: shown[name] for name in ("with_findings", "finding.date-differs", "finding.no-number")} == {
        "with_findings": (2, 3, "issued"),
        "finding.date-differs": (2, 3, "issued"),
        "finding.no-number": (1, 3, "issued"),
    }


def test_points_of_form_are_shares_of_the_documents_checked_and_the_others_say_why_they_were_not() -> None:
    checks = {
        "a": FormCheck(findings=(ZERO, PLACE)),
        "b": FormCheck(),
        "c": FormCheck("normative"),
        "d": FormCheck("scan"),
        "e": FormCheck("scan"),
    }
    files = {"1": ("a",), "2": ("d", "b"), "3": ("c", "d"), "4": ("e",), "5": ("unknown",)}
    world = Held((*(found(name, files=own) for name, own in files.items()), found("6")), checks=checks)

    assert told(findings(world, YEAR)) == {
        "with_findings": (0, 6, "issued"),
        "form_checked": (2, 5, "with-file"),
        "form.not-normative": (1, 5, "with-file"),
        "form.not-scan": (1, 5, "with-file"),
        "form.not-unread": (1, 5, "with-file"),
        "form_faulty": (1, 2, "checked"),
        "form.number-zero": (1, 2, "checked"),
        "form.place-comma": (1, 2, "checked"),
    }


def test_what_was_received_is_told_apart_from_what_was_issued() -> None:
    both = replace(
        found("1", "signature-broken", files=("a",)),
        holdings=(Holding("D", Direction.OUTGOING, "2022-03-01"), Holding("C", Direction.INCOMING, "2022-03-03")),
    )
    world = Held(
        (both, found("2", "scan-only", unit="C", direction=Direction.INCOMING)), units=(unit("C", parent="D"), unit("D"))
    )

    shown = {name: told(findings(world, replace(YEAR, unit=name))) for name in ("C", "D")}
    assert {name: numbers for name, numbers in shown["C"].items() if name.startswith("received")} == {
        "received_with_findings": (2, 2, "received"),
        "received.scan-only": (1, 2, "received"),
        "received.signature-broken": (1, 2, "received"),
    }
    assert shown["D"]["finding.signature-broken"] == (1, 1, "issued")
    assert [name for name in shown["D"] if name.startswith("received")] == []


def test_drafts_copies_and_secret_files_stand_beside_and_files_without_a_line_or_a_day_are_examined() -> None:
    world = Held(
        (
            found("1", "no-header", standing=Standing.DRAFT),
            found("2", "no-header", copy=True),
            found("3", "file-without-line", files=("a",)),
            found("4", "no-year", day=None, year=None, placed=False),
        ),
        covered=(coverage(),),
        secrets=2,
    )

    figures = findings(world, YEAR)
    assert told(figures)["with_findings"] == (2, 2, "issued")
    assert dict(figures.excluded) == {"secret": 2, "draft": 1, "copy": 1, "internal": 0}
    assert figures.undated == 0
    by_month = findings(world, replace(YEAR, by=("quarter",)))
    counted = {row.group.period: row.denominator for row in by_month.rows if row.figure == "with_findings"}
    assert counted == {"2022-Q1": 1, "2022-Q2": 0, "2022-Q3": 0, "2022-Q4": 0}
    assert by_month.undated == 1


def test_files_that_were_not_taken_in_are_told_by_their_reason_of_any_period() -> None:
    met = (
        MetFile("a", frozenset({"D"})),
        MetFile("b", frozenset({"C", "D"}), "type-sheet", "rejection"),
        MetFile("c", frozenset(), "zip-limits", "quarantine"),
    )
    world = Held(met=met, units=(unit("C", parent="D"), unit("D")))

    assert told(findings(world, YEAR)) == {
        "with_findings": (0, 0, "issued"),
        "files_refused": (2, 3, "met"),
        "file.type-sheet": (1, 3, "met"),
        "file.zip-limits": (1, 3, "met"),
    }
    rows = findings(world, replace(YEAR, by=("unit",))).rows
    assert {(row.group.unit, row.figure): row.numerator for row in rows if row.basis == "met"} == {
        ("C", "files_refused"): 1,
        ("C", "file.type-sheet"): 1,
        ("D", "files_refused"): 1,
        ("D", "file.type-sheet"): 1,
        (None, "files_refused"): 1,
        (None, "file.zip-limits"): 1,
    }
    assert [row for row in findings(world, replace(YEAR, by=("type",))).rows if row.basis == "met"] == []


def test_a_list_tells_the_article_and_the_place_of_a_point_of_form() -> None:
    world = Held((found("1", files=("a",)),), checks={"a": FormCheck(findings=(ZERO,))})

    (line,) = lines(world, YEAR, "form.number-zero", Filter())
    names = ("key", "article", "binding", "detail", "file", "page", "box")
    assert {name: line.record[name] for name in names} == {
        "key": "1",
        "article": "30/2020/NĐ-CP, PL I, II.3.c",
        "binding": True,
        "detail": "Số: 5",
        "file": "a",
        "page": 1,
        "box": [1, 2, 3, 4],
    }


@pytest.mark.parametrize(
    ("name", "whole"),
    [
        ("finding.no-year", "issued"),
        ("received.no-year", "received"),
        ("form.not-scan", "with-file"),
        ("form.number-zero", "checked"),
        ("file.type-sheet", "met"),
        ("form_checked", "with-file"),
    ],
)
def test_a_figure_is_known_by_its_kind(name: str, whole: str) -> None:
    assert is_finding(name)
    assert whole_of(name) == whole


@pytest.mark.parametrize("name", ["finding.", "issued", "electronic", "", "form", "findings.no-year"])
def test_other_names_are_no_findings(name: str) -> None:
    assert not is_finding(name)


CODES = st.lists(st.sampled_from(["no-year", "scan-only", "date-differs"]), max_size=3)
CHECKS = {"a": FormCheck(findings=(ZERO,)), "b": FormCheck(), "c": FormCheck("scan"), "d": FormCheck("joint")}
DOCUMENTS = st.lists(
    st.tuples(
        CODES,
        st.lists(st.sampled_from("abcde"), max_size=2, unique=True),
        st.sampled_from("CD"),
        st.sampled_from(["2022-02-01", "2022-05-01", "2021-01-01", None]),
        st.sampled_from(list(Direction)),
        st.sampled_from([Standing.ISSUED, Standing.DRAFT]),
    ),
    max_size=8,
)


@settings(max_examples=40)
@given(DOCUMENTS, st.sampled_from([None, "C", "D"]), st.sampled_from([None, "2022", "2022-Q1"]))
def test_a_list_is_as_long_as_its_figure_for_any_documents(
    made: list[tuple[list[str], list[str], str, str | None, Direction, Standing]], asked: str | None, period: str | None
) -> None:
    documents = tuple(
        found(f"{i}", *codes, files=tuple(files), unit=whose, day=day, direction=direction, standing=standing)
        for i, (codes, files, whose, day, direction, standing) in enumerate(made)
    )
    met = (MetFile("a", frozenset({"D"})), MetFile("x", frozenset({"C"}), "type-sheet", "rejection"))
    world = Held(documents, units=(unit("C"), unit("D")), checks=CHECKS, met=met)
    question = Question(unit=asked, period=parse_period(period))

    figures = findings(world, question)
    assert {row.figure: len(list(lines(world, question, row.figure, Filter()))) for row in figures.rows} == {
        row.figure: row.numerator for row in figures.rows
    }
    assert all(row.denominator >= (row.numerator or 0) for row in figures.rows)
    assert set(TOTALS) >= {row.figure for row in figures.rows if "." not in row.figure}
