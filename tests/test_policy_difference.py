"""Two policies side by side: every document that issuance counts is asked about, and only differing ones are listed."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from worlds.commands import docflow
from worlds.figures import Held, coverage, document

from docflow.indicators.question import Question
from docflow.locale import Words
from docflow.model import Document
from docflow.periods import parse_period
from docflow.policy_difference import Comparison, compare, comparison_record
from docflow.render.policy_difference import comparison_csv, comparison_table
from docflow.render.screen import Screen

QUESTION = Question("D", parse_period("2022"))
POLICIES = ("modern", "loose")
DOCUMENTS = (
    document("1", organ=True),
    document("2", organ=True),
    document("3"),
    document("4", organ=True),
    document("5", file=False),
    document("6", day="2021-01-01", organ=True),
)


@dataclass(frozen=True)
class Judged(Held):
    """Evidence in which a policy passes the documents named; a policy that is not there has judged nothing."""

    passes: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def passing(self, document: Document, policy: str) -> bool | None:
        return document.key in self.passes[policy] if policy in self.passes else None

    def faults(self, document: Document, policy: str) -> tuple[str, ...]:
        return () if self.passing(document, policy) else ("CRYPTO_CONSTRAINTS_FAILURE",)


def asked(**passes: frozenset[str]) -> Comparison:
    return compare(Judged(DOCUMENTS, (coverage(),), passes=passes), QUESTION, POLICIES)


@pytest.fixture
def comparison() -> Comparison:
    return asked(modern=frozenset({"1"}), loose=frozenset({"1", "2"}))


def test_both_policies_are_asked_about_the_documents_that_the_report_counts(comparison: Comparison) -> None:
    assert (comparison.total, *map(dict, comparison.counts)) == (4, {True: 1, False: 3}, {True: 2, False: 2})


def test_a_document_on_which_they_differ_is_listed_with_the_reasons(comparison: Comparison) -> None:
    (one,) = comparison.differences

    assert (one.document.key, one.unit, one.day) == ("2", "D", "2022-03-01")
    assert [(o.passes, o.reasons) for o in one.opinions] == [(False, ("CRYPTO_CONSTRAINTS_FAILURE",)), (True, ())]


def test_a_policy_that_was_not_judged_is_told_apart_from_one_that_refuses() -> None:
    found = asked(modern=frozenset({"1"}))

    assert dict(found.counts[1]) == {None: 3, False: 1}
    assert [one.opinions[1].passes for one in found.differences] == [None, None, None]
    assert "docflow judge --policy loose" in comparison_table(found, Words("en"), Screen(100))


def test_the_record_holds_exact_counts(comparison: Comparison) -> None:
    record = comparison_record(comparison, "3", {"run": 3, "state_root": "0" * 64})

    assert (record["documents"], record["as_of"], record["checkpoint"]["run"]) == (4, "3", 3)
    assert record["policies"][0] == {"policy": "modern", "passing": 1, "not_passing": 3, "not_judged": 0}
    assert record["differences"][0]["opinions"][0]["passes"] is False


def test_a_screen_shows_shares_and_reasons_in_words(comparison: Comparison) -> None:
    told = comparison_table(comparison, Words("vi"), Screen(110))

    assert "1  25,00 %" in told
    assert "2  50,00 %" in told
    assert "2/QĐ-UBND" in told


def test_a_spreadsheet_gets_a_line_for_each_document_and_policy(comparison: Comparison) -> None:
    rows = list(csv.DictReader(io.StringIO(comparison_csv(comparison))))

    assert [(row["policy"], row["passes"], row["reasons"]) for row in rows] == [
        ("modern", "false", "CRYPTO_CONSTRAINTS_FAILURE"),
        ("loose", "true", ""),
    ]


def test_a_long_list_is_cut_on_the_screen_and_says_so() -> None:
    documents = tuple(document(str(n), organ=True) for n in range(25))
    held = Judged(documents, (coverage(),), passes={"modern": frozenset(), "loose": frozenset(d.key for d in documents)})
    told = comparison_table(compare(held, QUESTION, POLICIES), Words("en"), Screen(110))

    assert told.count("/QĐ-UBND") == 20
    assert "… and 5 more" in told


def test_a_report_that_knows_no_policy_takes_none(tmp_path: Path) -> None:
    told = docflow("report", "issuance", "--against", "modern", "--ledger", tmp_path / "none.db", "--lang", "en")

    assert (told.code, told.err.splitlines()[0]) == (2, "Error: The report issuance does not take --against.")
