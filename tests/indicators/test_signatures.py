from __future__ import annotations

from dataclasses import replace

from worlds.figures import Held, coverage, document

from docflow.indicators.question import Question
from docflow.indicators.signatures import signatures
from docflow.listing import Filter, counted
from docflow.periods import parse_period

QUESTION = Question("D", parse_period("2022"), policy="strict")
DOCUMENTS = (
    document("1", person=True, organ=True),
    document("2", organ=True),
    document("3"),
    document("4", file=False),
    document("5", day="2021-01-01", organ=True),
)


def figures(held: Held, question: Question = QUESTION) -> dict[str, tuple[int | None, int]]:
    return {row.figure: (row.numerator, row.denominator) for row in signatures(held, question).rows}


def test_signatures_are_counted_over_issued_documents_that_have_files() -> None:
    assert figures(Held(DOCUMENTS, (coverage(),), judged=True)) == {
        "signed_by_person": (1, 3),
        "signed_by_organ": (2, 3),
        "signed_by_both": (1, 3),
        "passing": (2, 3),
    }


def test_a_policy_that_was_not_judged_by_then_leaves_a_band() -> None:
    row = signatures(Held(DOCUMENTS, (coverage(),), judged=None), QUESTION).rows[-1]

    assert (row.numerator, row.low, row.high) == (0, (0, 3), (2, 3))


def test_where_nothing_was_judged_there_is_no_figure() -> None:
    held = Held((document("1", organ=True),), (coverage(),), judged=None)

    assert figures(held)["passing"] == (None, 1)


def test_no_documents_are_nothing_of_nothing() -> None:
    assert figures(Held())["passing"] == (0, 0)


def test_a_file_that_only_the_receiver_has_shows_its_signatures_and_the_list_is_as_long() -> None:
    lined = document("1", organ=True)
    held = Held((replace(lined, holdings=tuple(replace(h, has_file=False) for h in lined.holdings)),), (coverage(),), judged=True)

    assert figures(held)["signed_by_organ"] == (1, 1)
    assert len(list(counted(held, QUESTION, Filter(signature="organ")))) == 1
