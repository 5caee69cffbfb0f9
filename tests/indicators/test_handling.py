"""Whether what came with a deadline was settled in time, by the unit's book, by what answered it, as of a day."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds.dealings import IN, OUT, answering, book, came, known, letter, sent, status

from docflow.classify.identity import Registry
from docflow.evidence import LedgerEvidence
from docflow.indicators.answers import Entered, entered_answers
from docflow.indicators.dealings import Dealing
from docflow.indicators.exchange import exchange
from docflow.indicators.handling import FIGURES, handling, things
from docflow.indicators.question import Question
from docflow.lines import lines
from docflow.listing import Filter
from docflow.model import AnsweredDocument, Count, Document, Fact
from docflow.periods import parse_period
from docflow.residue import residue

DUE = "2022-03-15"


@pytest.fixture
def ledger(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'ledger.db'}"


def asked(at: str = "2022-04-01") -> Question:
    return Question("H", parse_period("2022"), at=at)


def states(evidence: LedgerEvidence, at: str = "2022-04-01") -> list[tuple[object, ...]]:
    """How each holding with a deadline stands: state, day of its end, and what tells so."""
    told = [one.told for one in things(evidence, asked(at)) if "state" in one.told]
    return sorted(((one["arrival_number"], one["state"], one["finished_on"], one["settled_by"]) for one in told), key=str)


def shares(evidence: LedgerEvidence, at: str = "2022-04-01") -> dict[str, tuple[int | None, int]]:
    return {row.figure: (row.numerator, row.denominator) for row in handling(evidence, asked(at)).rows}


# ---------------------------------------------------------------- what tells of the end


def test_the_day_in_the_book_tells_first(ledger: str) -> None:
    evidence = known(
        ledger,
        book(IN),
        came("1", DUE, handled_on="2022-03-15"),
        came("2", DUE, handled_on="2022-03-16", answered_by="5/UBND-VX"),
        sent("5", None, day="2022-03-03"),
    )

    assert states(evidence) == [("1", "in_time", "2022-03-15", "handled-on"), ("2", "late", "2022-03-16", "handled-on")]


def test_then_the_answer_that_the_book_names_by_the_day_of_that_document(ledger: str) -> None:
    evidence = known(
        ledger,
        book(IN),
        book(OUT),
        came("1", DUE, answered_by="Công văn số 05/UBND-VX ngày 10/3/2022"),
        came("2", DUE, answered_by="6/UBND-VX"),
        came("3", DUE, answered_by="7/UBND-VX (20/03/2022)"),
        came("4", DUE, answered_by="8/UBND-VX"),
        came("5", DUE, answered_by="đã trả lời"),
        sent("5", None, day="2022-03-10"),
        sent("6", None, day="2022-03-20"),
        sent("8", None, day="2022-02-20"),
    )

    assert states(evidence) == [
        ("1", "in_time", "2022-03-10", "answer-named"),
        ("2", "late", "2022-03-20", "answer-named"),
        ("3", "late", "2022-03-20", "answer-entered"),
        ("4", "handling_undecided", None, "answer-unknown"),
        ("5", "handling_undecided", None, "answer-unknown"),
    ]


def test_the_document_of_that_number_of_another_year_is_not_the_answer_entered(ledger: str) -> None:
    evidence = known(
        ledger,
        book(IN),
        came("1", DUE, answered_by="5/UBND-VX ngày 10/3/2022"),
        sent("5", None, day="2023-03-10"),
    )

    assert states(evidence, "2024-01-01") == [("1", "in_time", "2022-03-10", "answer-entered")]


def test_then_a_document_of_the_unit_that_says_that_it_answers_it(ledger: str) -> None:
    evidence = known(
        ledger,
        book(IN),
        *(came(number, DUE, number=number) for number in ("11", "12", "13", "14")),
        *answering("a", "5", "2022-03-09", "11"),
        *answering("b", "6", "2022-03-19", "12", None, "Sở Nội vụ"),
        *answering("c", "7", "2022-03-09", "13", "2021-03-01"),
        *answering("d", "8", "2022-03-09", "14", None, "Sở Tài chính"),
    )

    assert states(evidence) == [
        ("11", "in_time", "2022-03-09", "answer-citing"),
        ("12", "late", "2022-03-19", "answer-citing"),
        ("13", "overdue", None, None),
        ("14", "overdue", None, None),
    ]


def test_nothing_of_before_its_day_answers_a_document(ledger: str) -> None:
    evidence = known(ledger, book(IN), came("11", DUE, number="11"), *answering("a", "5", "2022-02-28", "11"))

    assert states(evidence) == [("11", "overdue", None, None)]


def test_a_status_that_tells_the_end_without_a_day_leaves_it_undecided(ledger: str) -> None:
    evidence = known(
        ledger,
        *letter("a", "8", ("H",), sender="G", organ="Bộ Nội vụ", notation="BNV-VP", folder=("H", IN), due_on=DUE),
        *status("s", "06", "H", AnsweredDocument("G", "8/BNV-VP", "2022-03-01")),
    )

    assert states(evidence) == [(None, "handling_undecided", None, "status")]


# ---------------------------------------------------------------- deadlines and days


def test_the_message_s_deadline_holds_where_the_book_has_none(ledger: str) -> None:
    evidence = known(
        ledger,
        *letter("a", "8", ("H",), sender="G", organ="Bộ Nội vụ", notation="BNV-VP", folder=("H", IN), due_on=DUE),
        *letter("b", "9", ("H",), sender="G", organ="Bộ Nội vụ", notation="BNV-VP", folder=("H", IN)),
    )

    assert [(one.told["due_on"], one.told["due_from"]) for one in things(evidence, asked()) if one.told] == [(DUE, "edxml")]
    assert shares(evidence)["with_deadline"] == (1, 2)


@pytest.mark.parametrize(
    ("at", "state"), [("2022-03-14", "open"), ("2022-03-15", "open"), ("2022-03-16", "overdue"), ("2022-03-20", "late")]
)
def test_all_is_told_as_of_a_day(ledger: str, at: str, state: str) -> None:
    evidence = known(ledger, book(IN), came("1", DUE, handled_on="2022-03-20"))

    assert [found[1] for found in states(evidence, at)] == [state]


def test_what_is_settled_or_overdue_is_the_whole_and_what_is_undecided_makes_the_band(ledger: str) -> None:
    evidence = known(
        ledger,
        book(IN),
        came("1", DUE, handled_on="2022-03-10"),
        came("2", DUE, handled_on="2022-03-20"),
        came("3", DUE),
        came("4", "2022-12-01"),
        came("5", DUE, answered_by="x"),
        came("6"),
    )

    assert shares(evidence) == {
        "in_time": (1, 4),
        "late": (1, 4),
        "overdue": (1, 4),
        "handling_undecided": (1, 4),
        "open": (1, 5),
        "with_deadline": (5, 6),
    }
    in_time = handling(evidence, asked()).rows[0]
    assert (in_time.low, in_time.high) == ((1, 4), (2, 4))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("45/UBND-VX", [Entered("45", "UBND-VX", None)]),
        ("Số: 45/UBND-VX ngày 10/3/2022", [Entered("45", "UBND-VX", "2022-03-10")]),
        ("CV số 45/UBND-VX, ngày 10 tháng 3 năm 2022", [Entered("45", "UBND-VX", "2022-03-10")]),
        ("45/UBND-VX (2022-03-10); 46/BC-UBND", [Entered("45", "UBND-VX", "2022-03-10"), Entered("46", "BC-UBND", None)]),
        ("01-BC/HU", [Entered("01", "BC/HU", None)]),
        ("45/UBND-VX ngày 31/02/2022", [Entered("45", "UBND-VX", None)]),
        ("không trả lời", []),
        ("", []),
    ],
)
def test_an_answer_is_read_as_number_notation_and_day(text: str, found: list[Entered]) -> None:
    assert list(entered_answers(text)) == found


# ---------------------------------------------------------------- lists


@st.composite
def books(draw: st.DrawFn) -> list[Fact]:
    days = st.sampled_from([None, "2022-03-10", "2022-03-20", "2022-06-01"])
    facts = [book(IN, through=draw(st.sampled_from(["2022-03-02", "2022-12-31"])))] if draw(st.booleans()) else []
    facts += [sent("5", None, day=draw(st.sampled_from(["2022-03-05", "2022-03-25"])))]
    for number in map(str, range(1, draw(st.integers(1, 6)))):
        answer = draw(st.sampled_from([None, "5/UBND-VX", "x"]))
        facts.append(came(number, draw(days), answered_by=answer, handled_on=draw(days)))
    return facts


@settings(max_examples=8, deadline=None, derandomize=True)
@given(books(), st.sampled_from(["2022-03-01", "2022-03-15", "2022-12-31"]))
def test_each_list_is_as_long_as_its_figure_and_every_deadline_stands_in_one_of_them(facts: list[Fact], at: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        evidence = known(f"sqlite:///{Path(folder) / 'ledger.db'}", *facts)
        listed = {name: len(list(lines(evidence, asked(at), name, Filter()))) for name in FIGURES}
        found = shares(evidence, at)

    assert listed == {name: numerator for name, (numerator, _) in found.items()}
    settled = sum(listed[name] for name in ("in_time", "late", "overdue", "handling_undecided"))
    assert (settled, settled + listed["open"]) == (found["in_time"][1], listed["with_deadline"])


def test_what_stays_of_an_erased_line_is_counted_as_the_line_was(ledger: str) -> None:
    facts = [
        book(IN),
        book(OUT),
        came("1", DUE, answered_by="Công văn số 5/UBND-VX ngày 10/3/2022 của bà Trần Thị B"),
        came("2", DUE, answered_by="đã báo ông C"),
        came("3", DUE, handled_on="2022-03-20", dossier="01.TCCB"),
        came("4", DUE, answered_by="7/UBND-VX\n5/UBND-VX"),
        came("6", DUE, answered_by="8/UBND-VX ngày 11 tháng 3 năm 2022 của bà Trần Thị B"),
        came("7", DUE, answered_by="9 ngày 12/3/2022, ông C ký"),
        sent("5", "Ông Nguyễn Văn A; Như trên", day="2022-03-10"),
    ]
    units = Registry(())
    erased = [
        replace(fact, payload=residue(fact.kind, fact.payload, units)) if fact.kind == "register-line" else fact for fact in facts
    ]

    before, after = known(ledger, *facts), known(f"{ledger}.erased", *erased)
    assert states(after) == states(before)
    assert [row.numerator for row in exchange(after, asked()).rows] == [row.numerator for row in exchange(before, asked()).rows]
    assert [name for name in ("Trần", "ông C", "Nguyễn", "TCCB") if any(name in str(fact.payload) for fact in erased)] == []


def test_of_other_units_and_periods_no_line_or_file_is_read(ledger: str, monkeypatch: pytest.MonkeyPatch) -> None:
    facts = [
        *(book(direction, unit, f"{year}-12-31") for direction in (IN, OUT) for unit in ("H", "X") for year in (2021, 2022)),
        came("1", DUE, answered_by="5/UBND-VX"),
        came("2", DUE, unit="X", answered_by="6/UBND-VX"),
        came("3", "2021-04-01", day="2021-03-02", promulgated_on="2021-03-01"),
        sent("5", "Sở Nội vụ", day="2022-03-10"),
        sent("6", "Sở Nội vụ", day="2022-03-10", unit="X"),
        sent("7", "Sở Nội vụ", day="2021-03-10"),
    ]
    evidence = known(ledger, *facts)
    read: list[str] = []
    whole = LedgerEvidence.dealings

    def watched(self: LedgerEvidence, held: Iterable[tuple[Document, Count]]) -> Iterator[Dealing]:
        for dealing in whole(self, held):
            read.extend(dealing.lines)
            yield dealing

    monkeypatch.setattr(LedgerEvidence, "dealings", watched)
    assert states(evidence) == [("1", "in_time", "2022-03-10", "answer-named")]
    exchange(evidence, asked())

    assert set(read) == {"H|incoming|2022|den:1|1", "H|outgoing|2022|5/UBND-VX|1"}
