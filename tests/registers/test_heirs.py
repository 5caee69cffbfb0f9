from __future__ import annotations

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st
from worlds.figures import Held, coverage, document

from docflow.indicators.issuance import issuance
from docflow.indicators.question import LEVELS, Question
from docflow.indicators.signatures import signatures
from docflow.lines import lines
from docflow.listing import Filter
from docflow.model import Unit
from docflow.registers.directory import Directory
from docflow.report import Asked, pose

SUCCESSORS = Question(tree="successors", by=("unit",))


def unit(code: str, *successors: str, parent: str | None = None, level: str = "xã", ended: bool | None = None) -> Unit:
    last = "2025-06-30" if ended or (ended is None and successors) else None
    return Unit(code, code, f"UBND {code}", level, "UBND", parent, None, last, successors)


def stands(*units: Unit) -> dict[str, str]:
    directory = Directory(units)
    return {one.id: directory.heir(one.id) for one in units}


# Two provinces become one; the district between them and the communes goes, and its communes merge or are split.
PROVINCES = (
    unit("OLD", "NEW", level="tỉnh"),
    unit("NEW", level="tỉnh"),
    unit("D", "N1", "N2", parent="OLD", level="huyện"),
    unit("C1", "N1", parent="D"),
    unit("C2", "N1", "N2", parent="D"),
    unit("C3", parent="OLD"),
    unit("N1", parent="NEW"),
    unit("N2", parent="NEW"),
)


def test_a_merged_unit_stands_with_its_successor_and_a_split_one_with_what_holds_them_all() -> None:
    assert stands(*PROVINCES) == {
        "OLD": "NEW",
        "NEW": "NEW",
        "D": "NEW",
        "C1": "N1",
        "C2": "NEW",
        "C3": "C3",
        "N1": "N1",
        "N2": "N2",
    }


def test_a_unit_that_did_not_move_comes_under_its_parent_s_successor() -> None:
    assert Directory(PROVINCES).by_successors.with_descendants("NEW") == ["NEW", "C3", "N1", "N2"]


def test_a_chain_of_renamings_is_followed_to_its_end() -> None:
    assert stands(unit("A", "B"), unit("B", "C"), unit("C")) == {"A": "C", "B": "C", "C": "C"}


def test_nobody_stands_for_what_was_abolished_or_split_between_strangers_or_goes_in_a_circle() -> None:
    assert stands(unit("A", ended=True)) == {"A": "A"}
    assert stands(unit("A", "B", "C"), unit("B"), unit("C")) == {"A": "A", "B": "B", "C": "C"}
    assert stands(unit("A", "B"), unit("B", "A"), unit("C", "A")) == {"A": "A", "B": "B", "C": "C"}
    assert stands(unit("A", "A")) == {"A": "A"}


def test_a_unit_that_lives_on_stands_for_itself_whoever_took_over_a_part() -> None:
    assert stands(unit("A", "B", ended=False), unit("B")) == {"A": "A", "B": "B"}


def test_a_report_by_successors_adds_what_the_old_units_issued_to_the_new_ones() -> None:
    held = Held(tuple(document(f"{u}/1", unit=u) for u in ("D", "C1", "C2", "N1")), units=PROVINCES)
    rows = {row.group.unit: row.denominator for row in issuance(held, SUCCESSORS).rows if row.figure == "electronic"}

    assert rows == {"NEW": 2, "N1": 2}
    assert [line.subject for line in lines(held, Question("N1", tree="successors"), "issued", Filter())] == ["C1/1", "N1/1"]
    assert [line.unit for line in lines(held, SUCCESSORS, "issued", Filter(level="tỉnh"))] == ["D", "C2"]


def test_asking_for_a_unit_that_has_ended_asks_for_who_stands_for_it() -> None:
    held = Held(units=PROVINCES)

    assert pose(Asked("issuance", "2026-01-01", "C1", tree="successors"), held).unit == "N1"
    assert pose(Asked("issuance", "2026-01-01", "C1"), held).unit == "C1"


@st.composite
def worlds(draw: st.DrawFn) -> Held:
    """Any units under any parents with any successions, circles among them, and documents of any of them."""
    codes = [f"U{i}" for i in range(draw(st.integers(1, 9)))]
    one = st.sampled_from(codes)
    units = tuple(
        Unit(
            id=code,
            code=code,
            name=code,
            level=draw(st.sampled_from(LEVELS)),
            kind="",
            parent=draw(st.none() | one),
            valid_to=draw(st.sampled_from([None, "2025-06-30"])),
            successors=tuple(draw(st.lists(one, max_size=3, unique=True))),
        )
        for code in codes
    )
    issued = draw(st.lists(st.tuples(one, st.booleans(), st.booleans()), max_size=12))
    documents = tuple(document(f"{i}", unit=u, line=line, person=person) for i, (u, line, person) in enumerate(issued))
    return Held(documents, tuple(coverage(u) for u in codes[::2]), units=units)


@given(worlds())
@settings(max_examples=150, deadline=None)
def test_whatever_the_tree_and_its_successions_the_units_add_up_to_the_whole(held: Held) -> None:
    for tree, indicator in itertools.product(("then", "successors"), (issuance, signatures)):
        whole = {row.figure: (row.numerator, row.denominator) for row in indicator(held, Question(tree=tree)).rows}
        for by in ("unit", "level"):
            rows = indicator(held, Question(by=(by,), tree=tree)).rows
            parts = {figure: [row for row in rows if row.figure == figure] for figure in whole}
            assert {
                figure: (sum(row.numerator or 0 for row in own), sum(row.denominator for row in own))
                for figure, own in parts.items()
            } == {figure: (numerator or 0, denominator) for figure, (numerator, denominator) in whole.items()}


@given(worlds())
@settings(max_examples=150, deadline=None)
def test_who_stands_for_a_unit_stands_for_himself_and_is_found_from_the_top(held: Held) -> None:
    directory = held.directory
    heirs = {unit_id: directory.heir(unit_id) for unit_id in directory.by_id}

    assert {directory.heir(one) for one in heirs.values()} == set(heirs.values())
    assert set(directory.by_successors.by_id) == set(heirs.values())
    assert all(unit_id == heirs[unit_id] for unit_id, one in directory.by_id.items() if one.valid_to is None)
