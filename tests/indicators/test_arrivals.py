"""Gaps and repeats in arrival numbers, and what was entered late."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from worlds.figures import Held, unit

from docflow.indicators.completeness import completeness
from docflow.indicators.question import Question
from docflow.lines import lines
from docflow.listing import Filter
from docflow.model import Coverage, Direction, RegisterLine
from docflow.periods import parse_period

YEAR = Question(unit="D", period=parse_period("2022"), direction=Direction.INCOMING)


def line(number: str | None, day: str | None = "2022-03-01", row: int = 0, unit: str = "D", **more: str) -> RegisterLine:
    values: dict[str, Any] = {"number": None, "notation": None, "promulgated_on": None, **more}
    year = int((day or "2022")[:4])
    return RegisterLine(unit, Direction.INCOMING, year, occurrence=1, row=row, arrival_number=number, arrived_on=day, **values)


def held(*received: RegisterLine, secret: bool = False) -> Held:
    book = Coverage("D", Direction.INCOMING, 2022, "2022-12-31", {"2022-03": 1} if secret else {})
    return Held((), (book,), units=(unit("D", "huyện"), unit("X", parent="D")), received=received)


def told(world: Held, question: Question = YEAR) -> dict[str, tuple[int | None, int]]:
    return {row.figure: (row.numerator, row.denominator) for row in completeness(world, question).rows}


def listed(world: Held, figure: str) -> list[str]:
    return [one.record["number"] for one in lines(world, YEAR, figure, Filter())]


def test_missing_and_repeated_numbers_are_told_and_an_inserted_one_leaves_no_gap() -> None:
    world = held(line("1"), line("02"), line("4"), line("4", row=1), line("4a"), line("6"), line("sổ cũ"), line(None))

    found = told(world)
    assert (found["arrival_gaps"], found["arrival_repeats"], found["arrival_leaps"]) == ((2, 7), (1, 6), (0, 6))
    assert (listed(world, "arrival_gaps"), listed(world, "arrival_repeats")) == (["3", "5"], ["4"])


def test_a_unit_under_a_new_name_goes_on_in_the_book_of_the_old_one() -> None:
    units = (replace(unit("X"), valid_to="2022-03-01", successors=("D",)), unit("D"))
    book = (line("1", unit="X"), line("3", unit="X"), line("4", "2022-03-04"), line("6", "2022-03-05"))

    assert told(replace(held(*book), units=units))["arrival_gaps"] == (1, 3)
    assert listed(replace(held(*book), units=units), "arrival_gaps") == ["5"]


def test_every_unit_and_year_begins_anew() -> None:
    world = held(line("1"), line("2"), line("1", unit="X"), line("3", "2023-01-04"), line("1", "2023-01-02"))
    by = replace(YEAR, by=("unit",))

    assert [(row.group.unit, row.numerator) for row in completeness(world, by).rows if row.figure == "arrival_gaps"] == [
        ("D", 0),
        ("X", 0),
    ]
    assert told(world, replace(YEAR, period=parse_period("2023")))["arrival_gaps"] == (1, 3)


@pytest.mark.parametrize(
    ("days", "late", "ahead"),
    [
        (("2022-03-01", "2022-03-19", "2022-03-20", "2022-03-04", "2022-03-21", "2022-03-22"), ["4"], []),
        (("2022-03-01", "2022-09-20", "2022-03-03", "2022-03-04", "2022-03-05"), [], ["2"]),
        (("2022-03-04", "2022-03-07", "2022-03-04", "2022-03-07"), [], []),
        (("2022-03-01", "2022-03-02"), [], []),
    ],
)
def test_what_was_entered_after_later_arrivals_is_late_but_for_a_weekend(
    days: tuple[str, ...], late: list[str], ahead: list[str]
) -> None:
    world = held(*(line(str(i), day) for i, day in enumerate(days, 1)))

    assert (listed(world, "registered_late"), listed(world, "arrived_ahead")) == (late, ahead)


def test_an_inserted_number_does_not_make_the_next_one_late() -> None:
    days = {"1": "2022-03-01", "2": "2022-03-02", "2a": "2022-09-01", "3": "2022-08-01", "4": "2022-03-03", "5": "2022-03-04"}
    world = held(*(line(number, day) for number, day in days.items()))

    assert (listed(world, "registered_late"), listed(world, "arrived_ahead")) == ([], ["3"])


def test_a_long_book_in_the_wrong_order_is_looked_at_in_one_pass() -> None:
    first = dt.date(2022, 1, 1)
    world = held(*(line(str(4000 - i), str(first + dt.timedelta(i // 20))) for i in range(4000)))

    found = told(world)
    assert (found["registered_late"][0] or 0) + (found["arrived_ahead"][0] or 0) == 3920


def test_a_document_that_came_before_its_own_day_is_told() -> None:
    world = held(line("1", promulgated_on="2022-03-01"), line("2", promulgated_on="2022-03-02"))

    assert listed(world, "arrived_before_issue") == ["2"]


@pytest.mark.parametrize(("secret", "basis"), [(False, "decree"), (True, "probable")])
def test_gaps_are_probable_where_secret_lines_bore_numbers_that_nobody_knows(secret: bool, basis: str) -> None:
    world = held(line("2"), secret=secret)

    assert [one.record["basis"] for one in lines(world, YEAR, "arrival_gaps", Filter())] == [basis]


def test_lines_without_a_day_of_arrival_stand_beside_the_figures() -> None:
    assert completeness(held(line("1"), line("2", None)), YEAR).undated == 1


def test_months_part_the_figures_and_a_gap_falls_in_the_month_of_the_next_number() -> None:
    world = held(line("1", "2022-01-31"), line("3", "2022-02-01"))
    rows = completeness(world, replace(YEAR, by=("month",))).rows

    assert [(r.group.period, r.numerator) for r in rows if r.figure == "arrival_gaps" and r.denominator] == [
        ("2022-01", 0),
        ("2022-02", 1),
    ]
