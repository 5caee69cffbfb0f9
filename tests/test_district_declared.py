"""Each way in which declared figures can disagree, planted alone in a declaration that is the truth: found alone, by its name."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from worlds.dealings import a_few
from worlds.district_month import FAULTS as FAULTS_OF_DOCUMENTS

from docflow.evidence import LedgerEvidence
from docflow.ledger.engine import open_ledger
from docflow.ledger.read import Reader
from docflow.locale import Words
from docflow.model import Clock, Declared, Direction, Target
from docflow.periods import parse_period
from docflow.reconcile import reconcile
from docflow.registers.importing import Source, record
from docflow.registers.register import Asked
from fixtures.books import BOTH, ELECTRONIC, PAPER

TODAY = dt.date(2023, 1, 10)
UNITS = "Mã định danh;Tên đơn vị;Cấp;Mã đơn vị cấp trên\nD;UBND huyện An;huyện;\nC1;UBND xã Một;xã;D\nC2;UBND xã Hai;xã;D\n"
ROSTER = (
    "Mã đơn vị;Chức vụ;Loại;Ngày cấp;Ngày hết hạn\n"
    "D;Chủ tịch;cá nhân;01/01/2021;01/01/2026\nD;Phó Chủ tịch;cá nhân;01/01/2020;01/06/2022\nD;Con dấu;cơ quan;;\n"
)
# One document a month; of the district's two and of each commune's one nobody knows how it was sent.
BOOKS = {
    "D": (*[ELECTRONIC] * 6, *[BOTH] * 2, *[PAPER] * 2, "", ""),
    "C1": (*[ELECTRONIC] * 6, *[BOTH] * 2, PAPER, ""),
    "C2": (*[ELECTRONIC] * 6, *[BOTH] * 2, PAPER, ""),
}


def _take(url: str, kind: str, text: str, unit: str | None = None) -> None:
    asked = Asked(unit, Direction.OUTGOING, 2022) if unit else Asked()
    clock = Clock(dt.datetime(2023, 1, 10, tzinfo=dt.UTC))
    record(url, kind, Source(f"{kind}.csv", text.encode(), TODAY, asked), words=Words("vi"), clock=clock)


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> LedgerEvidence:
    url = f"sqlite:///{tmp_path_factory.mktemp('declared') / 'ledger.db'}"
    open_ledger(url, create=True).dispose()
    _take(url, "units", UNITS)
    for unit, forms in BOOKS.items():
        lines = (f"{month:02}/QĐ-UBND;05/{month:02}/2022;Việc {month};{form}" for month, form in enumerate(forms, 1))
        heading = "Số, ký hiệu văn bản;Ngày tháng văn bản;Trích yếu;Hình thức phát hành"
        _take(url, "register", "\n".join([heading, *lines]) + "\n", unit)
    _take(url, "roster", ROSTER)
    reader = Reader(open_ledger(url))
    return LedgerEvidence(reader, reader.run(None).number)


# ---------------------------------------------------------------- a declaration of the truth


def said(
    figure: str,
    part: int | None,
    whole: int | None = None,
    percent: str | None = None,
    *,
    unit: str = "D",
    level: str | None = None,
    period: str | None = "2022",
    bound: str = "=",
    source: str = "BC",
) -> Declared:
    return Declared(unit, level, period, figure, figure, part, whole, percent, bound, source, 2)


def honest() -> list[Declared]:
    """The forms and certificates of the year, sums of communes, quarters and stages, and who signed."""
    of_district = [("electronic", 6, "50"), ("both", 2, "16.67"), ("paper", 2, "16.67"), ("unknown", 2, "16.67")]
    of_commune = [("electronic", 6), ("both", 2), ("paper", 1), ("unknown", 1)]
    quarters = [f"2022-Q{number}" for number in range(1, 5)]
    return [
        said("issued", 12),
        *(said(figure, part, 12, percent) for figure, part, percent in of_district),
        said("electronic_or_both", 8, 12, "66.7"),
        said("both_or_paper", 4, 12),
        said("required", 3),
        said("granted", 2, 3, "66.67"),
        said("valid", 1, 3, "33.33"),
        *(said("issued", 10, unit=unit) for unit in ("C1", "C2")),
        *(said(figure, part, 10, unit=unit) for unit in ("C1", "C2") for figure, part in of_commune),
        said("issued", 20, level="xã"),
        said("electronic", 12, 20, "60", level="xã"),
        *(said("issued", 3, period=quarter) for quarter in quarters),
        said("issued", 6, period="2022-H1"),
        said("issued", 9, period="2022-9M"),
        said("signed_by_person", 4, 12),
        *(said("signed_by_person", 1, 3, period=quarter) for quarter in quarters),
        said("signed_by_person", 2, 6, period="2022-H1"),
        said("signed_by_person", 3, 9, period="2022-9M"),
        *(said("signed_by_person", 3, 9, unit=unit) for unit in ("C1", "C2")),
        said("signed_by_person", 6, 18, level="xã"),
    ]


def target(figure: str, percent: str, level: str = "huyện") -> Target:
    return Target(figure, level, "2022-01-01", "2025-12-31", percent, 2)


Change = Callable[[list[Declared]], list[Declared]]


def also(*lines: Declared) -> Change:
    """One statement more, or two that only together are at fault."""
    return lambda told: [*told, *lines]


def changed(figure: str, level: str | None = None, period: str = "2022", **new: object) -> Change:
    """The district's statement of a figure with something else in it."""

    def change(told: list[Declared]) -> list[Declared]:
        return [
            replace(line, **new) if (line.figure, line.unit, line.level, line.period) == (figure, "D", level, period) else line  # type: ignore[arg-type]
            for line in told
        ]

    return change


def without(figure: str) -> Change:
    return lambda told: [line for line in told if (line.figure, line.unit) != (figure, "D")]


MARCH, JULY, SEPTEMBER, NOVEMBER, AUTUMN = "2022-03", "2022-07", "2022-09", "2022-11", "2022-Q3"
FAULTS: dict[str, Change] = {
    "percent-not-of-fraction": changed("electronic", percent="51.5"),
    "percent-cut-off": changed("both", percent="16.66"),
    "basis-unstated": also(said("signed_by_organ", None, None, "90", bound=">")),
    "period-unstated": also(said("signed_by_organ", 5, 9, period=None)),
    "part-exceeds-whole": also(said("signed_by_organ", 10, 9)),
    "share-of-nothing": also(said("signed_by_organ", 0, 0, "100")),
    "wholes-differ": changed("paper", denominator=13, percent="15.38"),
    "subset-exceeds": also(said("signed_by_both", 5, 12)),
    "parts-too-many": changed("paper", numerator=3, percent="25"),
    "parts-unexplained": without("unknown"),
    "stated-twice": also(said("electronic", 7, 12, "58.33", source="BC khác")),
    "claims-contradict": also(said("signed_by_organ", 6, 12), said("signed_by_organ", 6, 13)),
    "sum-of-units": changed("electronic", "xã", numerator=13, percent="65"),
    "whole-of-units": changed("signed_by_person", "xã", denominator=19),
    "sum-of-periods": changed("signed_by_person", period="2022-Q4", numerator=2),
    "whole-of-periods": changed("signed_by_person", period="2022-Q4", denominator=4),
    "cumulative-falls": changed("signed_by_person", period="2022-9M", numerator=1),
    "nothing-in-ledger": also(said("issued", 5, period="2022-12-25")),
    "issued-differs": also(said("issued", 2, period=MARCH)),
    "electronic-differs": also(said("electronic", 0, period=MARCH)),
    "both-differs": also(said("both", 0, period=JULY)),
    "paper-differs": also(said("paper", 0, period=SEPTEMBER)),
    "unknown-differs": also(said("unknown", 0, period=NOVEMBER)),
    "electronic_or_both-differs": also(said("electronic_or_both", 0, period=JULY)),
    "both_or_paper-differs": also(said("both_or_paper", 0, period=JULY)),
    "required-differs": also(said("granted", 2, 4, "50", period=AUTUMN)),
    "granted-differs": also(said("granted", 1, 3, period=AUTUMN)),
    "valid-differs": also(said("valid", 2, 3, period=AUTUMN)),
}
TARGETS: dict[str, Target] = {
    "below-target": target("electronic", "80"),
    "below-target-perhaps": target("electronic", "60"),
    "target-not-measured": target("signed_by_person", "10"),
}
# What cannot be alone: more than a hundred of a hundred is also more than its whole; who declares a target as reached that the
# evidence cannot reach has also declared more than there is.
TOGETHER: dict[str, tuple[Change, Sequence[Target], list[str]]] = {
    "percent-over-hundred": (also(said("signed_by_organ", 3, 2, "150")), (), ["part-exceeds-whole", "percent-over-hundred"]),
    "target-met-on-paper-only": (
        changed("electronic_or_both", numerator=11, percent="91.67"),
        (target("electronic_or_both", "90"),),
        ["below-target", "electronic_or_both-differs", "target-met-on-paper-only"],
    ),
}
REACHED = (target("electronic", "50"), target("granted", "66.6"), target("electronic", "60", "xã"))


def found(evidence: LedgerEvidence, lines: list[Declared], targets: Sequence[Target] = REACHED) -> list[str]:
    return sorted(one.code for one in reconcile(evidence, lines, targets, None, parse_period("2022")).differences)


def test_the_truth_has_no_difference(evidence: LedgerEvidence) -> None:
    assert found(evidence, honest()) == []


@pytest.mark.parametrize("code", FAULTS)
def test_a_fault_is_found_by_its_name_and_nothing_else_is(evidence: LedgerEvidence, code: str) -> None:
    assert found(evidence, FAULTS[code](honest())) == [code]


@pytest.mark.parametrize("code", TARGETS)
def test_a_target_that_is_not_reached_is_told_once(evidence: LedgerEvidence, code: str) -> None:
    assert found(evidence, honest(), (*REACHED, TARGETS[code])) == [code]


@pytest.mark.parametrize("code", TOGETHER)
def test_what_cannot_be_alone_is_found_with_what_it_entails(evidence: LedgerEvidence, code: str) -> None:
    change, targets, codes = TOGETHER[code]

    assert found(evidence, change(honest()), (*REACHED, *targets)) == codes


# ---------------------------------------------------------------- what is exchanged and settled

DEALINGS = {
    "to_state": 5,
    "exchanged": 4,
    "received": 3,
    "received_electronically": 1,
    "processed_electronically": 0,
    "with_deadline": 3,
    "in_time": 1,
    "late": 1,
    "overdue": 0,
}


@pytest.fixture(scope="module")
def dealings(tmp_path_factory: pytest.TempPathFactory) -> LedgerEvidence:
    return a_few(f"sqlite:///{tmp_path_factory.mktemp('dealings') / 'ledger.db'}")


def test_true_dealings_have_no_difference(dealings: LedgerEvidence) -> None:
    assert found(dealings, [said(figure, part, unit="H") for figure, part in DEALINGS.items()], ()) == []


@pytest.mark.parametrize("figure", DEALINGS)
def test_one_false_number_of_dealings_is_found_by_its_name_and_nothing_else_is(dealings: LedgerEvidence, figure: str) -> None:
    told = DEALINGS | {figure: DEALINGS[figure] + 1}

    assert found(dealings, [said(name, part, unit="H") for name, part in told.items()], ()) == [f"{figure}-differs"]


def test_the_documentation_tables_every_kind_that_is_planted_here_and_no_other() -> None:
    text = (Path(__file__).resolve().parent.parent / "docs" / "reconcile.md").read_text("utf-8")
    rows = [line.split("|")[1] for line in text.splitlines() if line.startswith("| `")]
    kinds = {code for cell in rows for code in re.findall(r"`([a-z_-]+)`", cell)}

    assert kinds == {*FAULTS, *TARGETS, *TOGETHER, *FAULTS_OF_DOCUMENTS} | {f"{figure}-differs" for figure in DEALINGS}
    assert len(kinds) >= 25
