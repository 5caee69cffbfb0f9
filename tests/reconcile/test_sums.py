"""Sums of units in a year in which units changed: only a whole that was declared in full is held against its parts."""

from __future__ import annotations

from dataclasses import replace

from docflow.model import Declared, Unit
from docflow.reconcile.difference import by_scope
from docflow.reconcile.sums import tree_sums
from docflow.registers.directory import Directory

UNITS = Directory(
    (
        Unit("D", "D", "UBND huyện An", "huyện", "UBND"),
        Unit("C1", "C1", "UBND xã Một", "xã", "UBND", "D", valid_to="2022-06-30", successors=("C3",)),
        Unit("C2", "C2", "UBND xã Hai", "xã", "UBND", "D"),
        Unit("C3", "C3", "UBND xã Ba", "xã", "UBND", "D", valid_from="2022-07-01"),
    )
)


def said(unit: str, figure: str, number: int, *, level: str | None = None) -> Declared:
    return Declared(unit, level, "2022", figure, figure, number, None, None, "=", "BC", number)


def told(*lines: Declared) -> list[tuple[str, str, str]]:
    return [(one.code, one.declared, one.found) for one in tree_sums(by_scope(lines), UNITS)]


LEVEL = said("D", "issued", 60, level="xã")
LIVING = (said("C2", "issued", 20), said("C3", "issued", 30))


def test_a_level_is_not_held_against_the_units_that_live_on_where_one_that_ended_has_not_declared() -> None:
    assert told(LEVEL, *LIVING) == []


def test_a_unit_that_ended_in_the_year_is_part_of_the_year_s_sum() -> None:
    assert told(LEVEL, *LIVING, said("C1", "issued", 10)) == []
    assert told(LEVEL, *LIVING, said("C1", "issued", 9)) == [("sum-of-units", "60", "59")]


def test_certificates_are_those_of_the_units_of_the_last_day() -> None:
    own = [replace(line, figure="granted") for line in LIVING]

    assert told(said("D", "granted", 50, level="xã"), *own) == []
    assert told(said("D", "granted", 60, level="xã"), *own, said("C1", "granted", 10)) == [("sum-of-units", "60", "50")]
