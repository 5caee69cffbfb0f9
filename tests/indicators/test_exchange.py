"""What was exchanged electronically: of what went to the state, of what came, of what was dealt with."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds.dealings import IN, OUT, book, came, known, letter, paper_rule, sent, status

from docflow.indicators.exchange import FIGURES, exchange
from docflow.indicators.figures import Row
from docflow.indicators.question import Question
from docflow.lines import lines
from docflow.listing import Filter
from docflow.model import AnsweredDocument, Fact, Form
from docflow.periods import parse_period

YEAR = Question("H", parse_period("2022"))
STATE, PERSON = "Sở Nội vụ; Lưu: VT", "Ông Nguyễn Văn A"


def rows(ledger: str, *facts: Fact, question: Question = YEAR) -> dict[str, Row]:
    return {row.figure: row for row in exchange(known(ledger, *facts), question).rows}


@pytest.fixture
def ledger(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'ledger.db'}"


def share(row: Row) -> tuple[int | None, int]:
    return row.numerator, row.denominator


# ---------------------------------------------------------------- sent


def test_what_went_to_the_state_electronically_is_a_share_of_what_went_to_the_state(ledger: str) -> None:
    found = rows(
        ledger,
        book(OUT),
        sent("1", STATE, Form.ELECTRONIC),
        sent("2", STATE, Form.BOTH),
        sent("3", STATE, Form.PAPER),
        sent("4", f"{STATE}; {PERSON}", Form.ELECTRONIC),
    )

    assert {name: share(found[name]) for name in ("exchanged", "not_exchanged", "exchange_unknown", "to_state")} == {
        "exchanged": (3, 4),
        "not_exchanged": (1, 4),
        "exchange_unknown": (0, 4),
        "to_state": (4, 4),
    }


def test_a_letter_to_a_citizen_on_paper_does_not_lower_it(ledger: str) -> None:
    found = rows(ledger, book(OUT), sent("1", STATE, Form.ELECTRONIC), sent("2", PERSON, Form.PAPER))

    assert (share(found["exchanged"]), share(found["without_state"])) == ((1, 1), (1, 2))
    assert (found["exchanged"].low, found["exchanged"].high) == ((1, 1), (1, 1))


@pytest.mark.parametrize(
    ("recipients", "exchanged"),
    [
        ("UBND xã Tân Hòa", 1),
        ("UBND xã Tân Hòa; Ông Nguyễn Văn A", 1),
        ("UBND xã Tân Hòa; Bộ Nội vụ", 0),
        ("Ủy ban nhân dân các xã", 0),
        ("UBND xã Tân Hòa; Khối mười", 0),
    ],
)
def test_a_message_tells_nothing_of_recipients_whom_the_registry_does_not_know(
    ledger: str, recipients: str, exchanged: int
) -> None:
    found = rows(ledger, book(OUT), sent("8", recipients), *letter("a", "8", ("X",)))

    assert (share(found["exchanged"]), share(found["exchange_unknown"])) == ((exchanged, 1), (1 - exchanged, 1))
    assert (found["exchanged"].low, found["exchanged"].high) == ((exchanged, 1), (1, 1))


def test_unknown_recipients_and_forms_widen_the_band_and_never_raise_its_low_end(ledger: str) -> None:
    found = rows(
        ledger,
        book(OUT),
        sent("1", STATE, Form.ELECTRONIC),
        sent("2", STATE, None),
        sent("3", None, Form.ELECTRONIC),
        sent("4", None, Form.PAPER),
        sent("5", "Như trên", None),
    )

    assert share(found["exchanged"]) == (1, 2)
    assert (found["exchanged"].low, found["exchanged"].high) == ((1, 4), (4, 4))
    assert (share(found["recipients_unknown"]), share(found["exchange_unknown"])) == ((3, 5), (1, 2))


def test_a_type_that_a_rule_sends_on_paper_is_left_out_and_counted_apart(ledger: str) -> None:
    found = rows(
        ledger,
        book(OUT),
        paper_rule("giay_moi"),
        paper_rule("bao_cao", unit="X"),
        paper_rule("ke_hoach", valid_from="2022-06-01"),
        sent("1", STATE, Form.ELECTRONIC),
        sent("2", STATE, Form.PAPER, document_type="giay_moi"),
        sent("3", STATE, Form.PAPER, document_type="bao_cao"),
        sent("4", STATE, Form.PAPER, document_type="ke_hoach"),
    )

    assert (share(found["exchanged"]), share(found["paper_by_rule"])) == ((1, 3), (1, 4))


def test_a_message_witnesses_the_sending_to_those_whom_it_went_to(ledger: str) -> None:
    found = rows(
        ledger,
        book(OUT),
        sent("1", "UBND xã Tân Hòa"),
        *letter("a", "1", ("X",)),
        sent("2", "UBND xã Tân Hòa; Sở Nội vụ"),
        *letter("b", "2", ("H51.01",)),
    )

    assert (share(found["exchanged"]), share(found["exchange_unknown"])) == ((1, 2), (1, 2))
    assert (found["exchanged"].low, found["exchanged"].high) == ((1, 2), (2, 2))


def test_without_a_register_the_receivers_of_a_message_are_its_recipients(ledger: str) -> None:
    found = rows(ledger, *letter("a", "1", ("X", "G22")), *letter("b", "2", ("A12",)))

    assert (share(found["exchanged"]), share(found["without_state"])) == ((1, 1), (1, 2))
    assert found["exchanged"].basis == "files"


# ---------------------------------------------------------------- received

ABOUT = AnsweredDocument("G", "8/BNV-VP", "2022-03-01")


def test_what_came_electronically_is_told_by_the_book_or_by_a_message_to_the_unit(ledger: str) -> None:
    found = rows(
        ledger,
        book(IN),
        came("1", arrived_as=Form.ELECTRONIC),
        came("2", arrived_as=Form.PAPER),
        came("3", arrived_as=Form.BOTH),
        came("4"),
        came("5", dossier="01.TCCB"),
    )

    assert (share(found["received_electronically"]), share(found["processed_electronically"])) == ((2, 5), (1, 5))
    assert (found["received_electronically"].low, found["received_electronically"].high) == ((2, 5), (4, 5))


@pytest.mark.parametrize(("code", "processed"), [("01", 0), ("02", 0), ("03", 1), ("05", 1), ("06", 1)])
def test_a_status_of_the_unit_tells_that_it_was_received_and_how_far_it_came(ledger: str, code: str, processed: int) -> None:
    found = rows(
        ledger,
        *letter("a", "8", (), sender="G", organ="Bộ Nội vụ", notation="BNV-VP", folder=("H", IN)),
        *status("s", code, "H", ABOUT),
    )

    assert share(found["received_electronically"]) == (1, 1)
    assert share(found["processed_electronically"]) == (processed, 1)


def test_a_status_of_another_unit_says_nothing_of_this_one(ledger: str) -> None:
    found = rows(
        ledger,
        *letter("a", "8", ("X",), sender="G", organ="Bộ Nội vụ", notation="BNV-VP", folder=("H", IN)),
        *status("s", "03", "X", ABOUT),
    )

    assert (share(found["received_electronically"]), share(found["processed_electronically"])) == ((0, 1), (0, 1))
    assert found["received_electronically"].high == (1, 1)


# ---------------------------------------------------------------- lists


@st.composite
def books(draw: st.DrawFn) -> list[Fact]:
    facts = [book(OUT, through=draw(st.sampled_from(["2022-02-01", "2022-12-31"])))] if draw(st.booleans()) else []
    facts += [paper_rule("giay_moi")] if draw(st.booleans()) else []
    for number in map(str, range(1, draw(st.integers(1, 6)))):
        to = draw(st.sampled_from([STATE, PERSON, "UBND xã Tân Hòa", None, "Như trên"]))
        day = draw(st.sampled_from(["2022-01-05", "2022-03-01", "2021-12-30"]))
        kind = draw(st.sampled_from([None, "giay_moi"]))
        facts.append(sent(number, to, draw(st.sampled_from([None, *list(Form)[:3]])), day, document_type=kind))
        if draw(st.booleans()):
            facts += letter(f"letter {number}", number, draw(st.sampled_from([("X",), ("G22",), ()])), day=day)
        facts.append(came(number, day=day, arrived_as=draw(st.sampled_from([None, *list(Form)[:3]]))))
    return facts


@settings(max_examples=10, deadline=None, derandomize=True)
@given(books())
def test_each_list_is_as_long_as_its_figure_and_the_figures_make_up_the_whole(facts: list[Fact]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        ledger = f"sqlite:///{Path(folder) / 'ledger.db'}"
        evidence = known(ledger, *facts)
        found = {row.figure: row for row in exchange(evidence, YEAR).rows}
        listed = {name: len(list(lines(evidence, YEAR, name, Filter()))) for name in (*FIGURES, "received")}

    assert {name: listed[name] for name in FIGURES} == {name: row.numerator for name, row in found.items()}
    parts = ("to_state", "without_state", "recipients_unknown", "paper_by_rule")
    assert sum(listed[name] for name in parts) == found["to_state"].denominator
    assert sum(listed[name] for name in ("exchanged", "not_exchanged", "exchange_unknown")) == listed["to_state"]
    assert listed["received"] == found["received_electronically"].denominator
    for row in found.values():
        assert row.low[0] * row.high[1] <= row.high[0] * row.low[1] or not row.high[1]
