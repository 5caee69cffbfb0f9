"""A unit that took others over may declare their documents with its own, or its own alone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from worlds.figures import Held, coverage, document, unit

from docflow.model import Declared
from docflow.reconcile.difference import by_scope
from docflow.reconcile.evidence import against_ledger

OLD, NEW, OTHER = unit("OLD", parent="D"), unit("NEW", parent="D"), unit("OTHER", parent="D")
WORLD = Held(
    (
        *(document(f"OLD/{i}", unit="OLD", day="2022-02-01") for i in range(3)),
        *(document(f"NEW/{i}", unit="NEW", day="2022-08-01") for i in range(5)),
        *(document(f"OTHER/{i}", unit="OTHER", day="2022-08-01") for i in range(4)),
    ),
    tuple(coverage(one) for one in ("OLD", "NEW", "OTHER")),
    units=(
        unit("D", "huyện"),
        replace(OLD, valid_to="2022-06-30", successors=("NEW",)),
        replace(NEW, valid_from="2022-07-01"),
        OTHER,
    ),
)


def told(unit: str, issued: int, electronic: int) -> list[tuple[str, str, str]]:
    lines = [
        Declared(unit, None, "2022", figure, figure, number, None, None, "=", "BC", row)
        for row, (figure, number) in enumerate((("issued", issued), ("electronic", electronic)))
    ]
    return [(one.code, one.declared, one.found) for one in against_ledger(WORLD, by_scope(lines))]


@pytest.mark.parametrize("issued", [5, 8])
def test_both_ways_of_declaring_agree_with_the_ledger(issued: int) -> None:
    assert told("NEW", issued, issued) == []


def test_the_ways_are_not_mixed_and_what_agrees_with_neither_is_told_against_the_unit_s_own() -> None:
    assert told("NEW", 8, 5) == [("issued-differs", "8", "5")]
    assert told("NEW", 9, 9) == [("issued-differs", "9", "5"), ("electronic-differs", "9", "5")]


def test_a_unit_that_took_nobody_over_declares_its_own() -> None:
    assert told("OTHER", 4, 4) == []
    assert told("OTHER", 7, 7) == [("issued-differs", "7", "4"), ("electronic-differs", "7", "4")]
    assert told("OLD", 8, 8) == [("issued-differs", "8", "3"), ("electronic-differs", "8", "3")]
