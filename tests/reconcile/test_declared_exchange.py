"""Declared figures of exchange and of handling against those of the ledger."""

from __future__ import annotations

import pytest
from worlds.dealings import a_few

from docflow.evidence import LedgerEvidence
from docflow.model import Declared, Target
from docflow.periods import parse_period
from docflow.reconcile import reconcile
from docflow.registers.figure_names import figure_named


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> LedgerEvidence:
    return a_few(f"sqlite:///{tmp_path_factory.mktemp('declared') / 'ledger.db'}")


def said(words: str, numerator: int, denominator: int | None = None) -> Declared:
    return Declared("H", None, "2022", words, figure_named(words), numerator, denominator, None, "=", "BC", 2)


def found(evidence: LedgerEvidence, *lines: Declared, targets: tuple[Target, ...] = ()) -> list[tuple[str, str, str]]:
    answer = reconcile(evidence, list(lines), targets, "H", parse_period("2022"))
    return [(one.code, one.declared, one.found) for one in answer.differences if not one.documents]


def test_true_figures_differ_from_nothing(evidence: LedgerEvidence) -> None:
    assert (
        found(
            evidence,
            said("Trao đổi văn bản điện tử", 4, 5),
            said("Văn bản đến", 3),
            said("Văn bản đến nhận điện tử", 1, 3),
            said("Giải quyết đúng hạn", 1, 2),
            said("Giải quyết quá hạn", 1, 3),
        )
        == []
    )


def test_each_false_figure_is_told_with_what_the_ledger_has(evidence: LedgerEvidence) -> None:
    assert found(
        evidence,
        said("Trao đổi văn bản điện tử", 5, 6),
        said("Văn bản đến nhận điện tử", 2, 3),
        said("Xử lý đúng hạn", 2, 2),
    ) == [
        ("to_state-differs", "6", "5"),
        ("exchanged-differs", "5", "4"),
        ("received_electronically-differs", "2", "1"),
        ("in_time-differs", "2", "1"),
    ]


def test_a_target_of_them_is_measured(evidence: LedgerEvidence) -> None:
    targets = (
        Target("exchanged", None, None, None, "90", 2),
        Target("in_time", None, None, None, "50", 3),
        Target("processed_electronically", None, None, None, "10", 4),
    )

    assert found(evidence, targets=targets) == [("below-target", "90 %", "80.00 %"), ("below-target", "10 %", "0.00 %")]


def test_the_command_lists_what_is_behind_a_difference(evidence: LedgerEvidence) -> None:
    answer = reconcile(evidence, [said("Giải quyết đúng hạn", 2)], (), "H", parse_period("2022"))

    assert [one.command for one in answer.differences if one.command] == ["docflow lines in_time --unit H --period 2022"]
