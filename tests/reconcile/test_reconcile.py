"""Each kind of discrepancy is planted once and found by its name; the same district without it has none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine

from docflow.evidence import LedgerEvidence
from docflow.ledger.engine import open_ledger
from docflow.ledger.read import Reader
from docflow.locale import LANGUAGES, Words
from docflow.model import Clock, Declared, Direction, Target
from docflow.periods import parse_period
from docflow.reconcile import Difference, reconcile
from docflow.reconcile.evidence import OF_DOCUMENTS
from docflow.registers.importing import Source, record
from docflow.registers.register import Asked
from docflow.render.reconciliation import reconciliation_text
from docflow.render.screen import Screen

TODAY = dt.date(2023, 1, 10)
CLOCK = Clock(dt.datetime(2023, 1, 10, tzinfo=dt.UTC))
UNITS = "Mã định danh;Tên đơn vị;Cấp;Mã đơn vị cấp trên\nD;UBND huyện An;huyện;\nC1;UBND xã Một;xã;D\nC2;UBND xã Hai;xã;D\n"
FORMS = {"Điện tử": 6, "Điện tử và giấy": 2, "Giấy": 2}
ROSTER = (
    "Mã đơn vị;Chức vụ;Loại;Ngày cấp;Ngày hết hạn\n"
    "D;Chủ tịch;cá nhân;01/01/2021;01/01/2026\nD;Phó Chủ tịch;cá nhân;01/01/2020;01/06/2022\nD;Con dấu;cơ quan;;\n"
)


def register(repeat: str = "") -> str:
    """Ten lines of a unit's year: six electronic, two both, two on paper."""
    lines = ["Số, ký hiệu văn bản;Ngày tháng văn bản;Trích yếu;Hình thức phát hành"]
    number = 0
    for form, count in FORMS.items():
        for _ in range(count):
            number += 1
            lines.append(f"{number:02d}/QĐ-UBND;{number:02d}/{number:02d}/2022;Việc {number};{form}")
    lines.append(f"11/QĐ-UBND;31/12/2022;Việc cuối;{'Điện tử'}")
    return "\n".join([*lines, *([repeat] if repeat else [])]) + "\n"


def take(url: str, kind: str, text: str, unit: str | None = None) -> None:
    asked = Asked(unit, Direction.OUTGOING if kind == "register" else None, 2022 if kind == "register" else None)
    record(url, kind, Source(f"{kind}.csv", text.encode(), TODAY, asked), words=Words("vi"), clock=CLOCK)


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('reconcile') / 'ledger.db'}"
    open_ledger(url, create=True).dispose()
    take(url, "units", UNITS)
    for unit in ("D", "C1", "C2"):
        take(url, "register", register(), unit)
    take(url, "roster", ROSTER)
    return url


@pytest.fixture(scope="module")
def evidence(ledger: str) -> LedgerEvidence:
    return evidence_of(open_ledger(ledger))


def evidence_of(engine: Engine) -> LedgerEvidence:
    reader = Reader(engine)
    return LedgerEvidence(reader, reader.run(None).number)


def said(
    figure: str, numerator: int | None, denominator: int | None = None, percent: str | None = None, **more: object
) -> Declared:
    values: dict[str, object] = {
        "unit": "D",
        "level": None,
        "period": "2022",
        "indicator": figure,
        "figure": figure,
        "numerator": numerator,
        "denominator": denominator,
        "percent": percent,
        "bound": "=",
        "source": "BC",
        "row": 2,
        **more,
    }
    return Declared(**values)  # type: ignore[arg-type]


def honest() -> list[Declared]:
    """What the district could truthfully declare: 7 electronic, 2 both and 2 paper of 11, and so each commune."""
    own = [
        said("issued", 11),
        said("electronic", 7, 11, "63.64"),
        said("both", 2, 11, "18.18"),
        said("paper", 2, 11, "18.18"),
        said("electronic_or_both", 9, 11, "81.8"),
        said("both_or_paper", 4, 11),
        said("granted", 2, 3, "66.67"),
        said("valid", 1, 3, "33.33"),
    ]
    communes = [replace(line, unit=unit) for unit in ("C1", "C2") for line in own[:4]]
    level = [replace(said("electronic", 14, 22, "63.64"), level="xã"), replace(said("issued", 22), level="xã")]
    quarters = [
        replace(said("issued", number, period=period))
        for period, number in (("2022-Q1", 3), ("2022-Q2", 3), ("2022-Q3", 3), ("2022-Q4", 2), ("2022-H1", 6), ("2022-9M", 9))
    ]
    return [*own, *communes, *level, *quarters]


def codes(found: tuple[Difference, ...]) -> set[str]:
    return {one.code for one in found}


def found(evidence: LedgerEvidence, lines: list[Declared], targets: list[Target] | None = None) -> tuple[Difference, ...]:
    return reconcile(evidence, lines, targets or [], None, parse_period("2022")).differences


def target(figure: str, percent: str, level: str | None = "huyện") -> Target:
    return Target(figure, level, "2022-01-01", "2025-12-31", percent, 2)


def test_a_district_that_declares_the_truth_has_no_difference(evidence: LedgerEvidence) -> None:
    assert found(evidence, honest(), [target("electronic", "63.6"), target("granted", "50")]) == ()


def changed(
    figure: str, unit: str = "D", level: str | None = None, period: str | None = "2022", **new: object
) -> Callable[[list[Declared]], list[Declared]]:
    def change(lines: list[Declared]) -> list[Declared]:
        return [
            replace(line, **new) if (line.figure, line.unit, line.level, line.period) == (figure, unit, level, period) else line  # type: ignore[arg-type]
            for line in lines
        ]

    return change


def with_line(line: Declared) -> Callable[[list[Declared]], list[Declared]]:
    return lambda lines: [*lines, line]


PLANTED: dict[str, Callable[[list[Declared]], list[Declared]]] = {
    "percent-over-hundred": with_line(said("signed_by_person", 3, 2, "150")),
    "percent-not-of-fraction": changed("electronic", percent="64.5"),
    "percent-cut-off": changed("electronic", percent="63.63"),
    "basis-unstated": with_line(said("signed_by_organ", None, None, "90", bound=">")),
    "period-unstated": with_line(said("signed_by_organ", 5, 9, period=None)),
    "part-exceeds-whole": with_line(said("signed_by_organ", 10, 9)),
    "share-of-nothing": with_line(said("signed_by_organ", 0, 0, "100")),
    "wholes-differ": changed("paper", denominator=12),
    "subset-exceeds": changed("valid", numerator=3),
    "parts-too-many": changed("paper", numerator=3),
    "parts-unexplained": changed("paper", numerator=1),
    "stated-twice": with_line(said("electronic", 8, 11, source="BC khác")),
    "claims-contradict": with_line(said("electronic", None, None, "90", bound=">", source="BC khác")),
    "sum-of-units": changed("electronic", level="xã", numerator=15),
    "whole-of-units": changed("electronic", level="xã", denominator=23),
    "sum-of-periods": changed("issued", period="2022-Q4", numerator=3),
    "cumulative-falls": changed("issued", period="2022-9M", numerator=5),
    "nothing-in-ledger": with_line(said("issued", 5, period="2022-12-25")),
    "issued-differs": changed("issued", numerator=12),
    "electronic-differs": changed("electronic", numerator=8),
    "both-differs": changed("both", numerator=1),
    "paper-differs": changed("paper", numerator=3),
    "electronic_or_both-differs": changed("electronic_or_both", numerator=10),
    "both_or_paper-differs": changed("both_or_paper", numerator=5),
    "required-differs": changed("granted", denominator=4),
    "granted-differs": changed("granted", numerator=3),
    "valid-differs": changed("valid", numerator=2),
}


@pytest.mark.parametrize("code", PLANTED)
def test_a_planted_discrepancy_is_found_by_its_name(evidence: LedgerEvidence, code: str) -> None:
    assert code in codes(found(evidence, PLANTED[code](honest())))


def test_wholes_of_periods_are_added_up_too(evidence: LedgerEvidence) -> None:
    quarters = [said("electronic", 1, 3, period=f"2022-Q{n}") for n in (1, 2, 3, 4)]

    assert {"whole-of-periods", "sum-of-periods"} <= codes(found(evidence, [*honest(), *quarters]))


TARGETS = {
    "below-target": (target("electronic", "80"), honest),
    "target-not-measured": (target("electronic", "80"), lambda: [said("issued", 1, unit="D", period="2023")]),
    "target-met-on-paper-only": (target("electronic", "80"), lambda: [said("electronic", 10, 11)]),
}


@pytest.mark.parametrize("code", TARGETS)
def test_a_target_that_is_not_reached_is_told(evidence: LedgerEvidence, code: str) -> None:
    aim, lines = TARGETS[code]

    assert code in codes(reconcile(evidence, lines(), [aim], None, parse_period(None)).differences)


def test_a_target_that_undecided_documents_may_reach_is_told_as_such(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'ledger.db'}"
    open_ledger(url, create=True).dispose()
    take(url, "units", UNITS)
    take(url, "register", "Số, ký hiệu văn bản;Ngày tháng văn bản;Trích yếu\n01/QĐ-UBND;02/01/2022;a\n", "D")

    told = reconcile(evidence_of(open_ledger(url)), [said("issued", 1)], [target("electronic", "80")], None, parse_period("2022"))

    assert codes(told.differences) == {"below-target-perhaps"}


def test_a_target_of_another_level_or_time_is_not_asked(evidence: LedgerEvidence) -> None:
    later = replace(target("electronic", "80"), valid_from="2023-01-01")

    assert found(evidence, honest(), [target("electronic", "100", "tỉnh"), later]) == ()


def test_the_seeds_are_told_to_the_document(evidence: LedgerEvidence) -> None:
    district = [said("electronic", 2933, 3087, "95.01"), said("paper", 132, 3087, "4.28")]
    communes = [
        replace(line, level="xã") for line in (said("electronic", 1341, 1801, "74.46"), said("both_or_paper", 489, 1801, "27.15"))
    ]

    told = {(one.code, one.scope.level, one.amount) for one in found(evidence, [*district, *communes])}

    assert {("parts-unexplained", None, 22), ("parts-too-many", "xã", 29)} <= told
    assert not {code for code, _, _ in told} & {"percent-not-of-fraction", "percent-cut-off"}


def test_a_line_repeated_in_a_register_is_named_with_its_document(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'ledger.db'}"
    open_ledger(url, create=True).dispose()
    take(url, "units", UNITS)
    take(url, "register", register("11/QĐ-UBND;31/12/2022;Việc khác;Giấy"), "D")

    told = {one.code: one.documents for one in found(evidence_of(open_ledger(url)), [])}

    assert told["register-repeat"] == ("D/2022//11/QĐ-UBND",)


def test_only_what_concerns_the_unit_and_the_period_is_looked_at(evidence: LedgerEvidence) -> None:
    lines = [*honest(), said("electronic", 99, 100, unit="C2"), said("electronic", 99, 100, period="2021")]

    told = reconcile(evidence, lines, [], "C1", parse_period("2022"))

    assert (told.lines, told.differences) == (4, ())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_difference_is_told_in_words(evidence: LedgerEvidence, lang: str) -> None:
    words = Words(lang)
    for plant in PLANTED.values():
        answer = reconcile(evidence, plant(honest()), [target("electronic", "80")], None, parse_period("2022"))
        text = reconciliation_text(answer, evidence.directory, words, Screen())
        assert "{" not in text
        assert "BC" in text
    assert [code for code in OF_DOCUMENTS if not words.has(f"finding.{code}")] == []


def test_the_documentation_tells_every_kind() -> None:
    text = (Path(__file__).resolve().parents[2] / "docs" / "reconcile.md").read_text("utf-8")
    kinds = {*PLANTED, "whole-of-periods", *TARGETS, "below-target-perhaps", *OF_DOCUMENTS}

    assert sorted(kind for kind in kinds if f"`{kind}`" not in text) == []
