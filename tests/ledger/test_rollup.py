"""What a document contributes to the counts."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from worlds.ledgers import document

from docflow.ledger.rollup import Deltas, counts_of
from docflow.model import Basis, Count, Decision, Direction, Form, Holding, Origin, Standing

HOLDINGS = (
    Holding("u1", Direction.OUTGOING, "2026-03-01", has_line=True),
    Holding("u2", Direction.INCOMING, None, has_file=True),
)
DOCUMENT = replace(document("1", holdings=HOLDINGS), form=Decision("unknown", "rule", possible=("paper", "both")))


def test_each_holding_counts_once_on_its_own_day() -> None:
    shared = (Form.UNKNOWN, Basis.NONE, "both|paper", Origin.E_ORIGINAL)

    expected = [
        Count("u1", Direction.OUTGOING, "2026-03-01", 2026, "quyet_dinh", "issued", *shared, True, False, True, 1),  # noqa: FBT003
        Count("u2", Direction.INCOMING, None, 2026, "quyet_dinh", "issued", *shared, False, True, True, 1),  # noqa: FBT003
    ]
    assert expected == counts_of(DOCUMENT)


def test_void_and_merged_documents_do_not_count() -> None:
    assert counts_of(replace(DOCUMENT, void=True)) == []
    assert counts_of(replace(DOCUMENT, merged_into=("other",))) == []


def test_a_copy_counts_as_a_copy_whatever_its_standing() -> None:
    standings = {c.standing for c in counts_of(replace(DOCUMENT, copy=True, standing=Standing.WITHDRAWN))}

    assert {"copy"} == standings


@given(st.permutations([(1, "1"), (-1, "1"), (1, "1"), (1, "2"), (-1, "2")]))
def test_deltas_do_not_depend_on_the_order(steps: list[tuple[int, str]]) -> None:
    deltas = Deltas()
    for sign, number in steps:
        day = f"2026-03-0{number}"
        deltas.add(counts_of(document(number, holdings=(replace(HOLDINGS[0], day=day),))), sign)

    assert [(c.day, c.count) for c in deltas.result()] == [("2026-03-01", 1)]
