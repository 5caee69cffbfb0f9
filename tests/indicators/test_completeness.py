from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds.figures import Held, coverage, document, unit

from docflow.indicators.completeness import FIGURES, completeness
from docflow.indicators.numbering import Numbered, runs
from docflow.indicators.question import Question
from docflow.lines import lines
from docflow.listing import Filter
from docflow.model import Document, Series
from docflow.periods import parse_period

YEAR = Question(unit="D", period=parse_period("2022"))


def numbered(
    number: str, notation: str = "QĐ-UBND", day: str = "2022-03-01", kind: str | None = None, lines: int = 1
) -> Numbered:
    types = {"QĐ": "quyet_dinh", "BC": "bao_cao", "UBND": "cong_van"}
    return Numbered(
        f"D/{number}/{notation}/{day}", "D", number, notation, kind or types.get(notation.partition("-")[0]), day, lines
    )


def of(*documents: Numbered, series: tuple[Series, ...] = ()) -> dict[str, tuple[list[int], list[str], int]]:
    return {
        run.name: ([gap.number for gap in run.gaps], [one.number for one in run.repeats], len(run.leaps))
        for run in runs(documents, series)
    }


def book(*numbers: int, notation: str = "QĐ-UBND") -> list[Numbered]:
    return [numbered(f"{n:02d}", notation, f"2022-{1 + i // 28:02d}-{1 + i % 28:02d}") for i, n in enumerate(numbers)]


def held(number: str, **more: object) -> Document:
    return replace(document(f"D/{number}", **more), number=number, lines=("D|outgoing|2022|x",))  # type: ignore[arg-type]


# ---------------------------------------------------------------- numbers


def test_what_nobody_bears_between_the_first_and_the_last_is_a_gap() -> None:
    assert of(*book(2, 3, 5)) == {"": ([1, 4], [], 0)}


def test_a_unit_under_a_new_name_goes_on_with_the_numbers_of_the_old_one_or_begins_anew() -> None:
    before = [replace(one, unit="OLD") for one in book(1, 2, 4)]
    going_on, anew = book(5, 7), book(1, 3, 7)

    def gaps(now: list[Numbered]) -> dict[str, list[int]]:
        found = runs([*before, *now], (), {"D": "OLD"}.get)
        return {run.unit: [gap.number for gap in run.gaps] for run in found}

    assert gaps(going_on) == {"OLD": [3], "D": [6]}
    assert gaps(anew) == {"OLD": [3], "D": [2, 4, 5, 6]}
    stated = (Series("OLD", "Một"), Series("D", "Một"))
    assert [len(run.gaps) for run in runs([*before, *going_on], stated, {"D": "OLD"}.get)] == [1, 1]


def test_an_inserted_number_leaves_no_gap_and_is_no_repeat() -> None:
    assert of(numbered("11"), *book(*range(1, 11)), numbered("12"), numbered("12a"), numbered("13")) == {"": ([], [], 0)}


def test_a_number_entered_twice_is_repeated_once() -> None:
    assert of(numbered("1"), numbered("2", lines=2), numbered("3")) == {"": ([], ["2"], 0)}


def test_a_common_series_is_told_by_its_numbers_and_so_are_series_by_type() -> None:
    common = [numbered("1"), numbered("2", "BC-UBND"), numbered("3", "UBND-VP"), numbered("4")]
    apart = [*book(1, 2, 3), *book(1, 2, 3, notation="BC-UBND"), *book(1, 2, 3, notation="UBND-VP")]

    assert of(*common) == {"": ([], [], 0)}
    assert of(*apart) == {"bao_cao": ([], [], 0), "cong_van": ([], [], 0), "quyet_dinh": ([], [], 0)}


def test_decisions_may_be_numbered_apart_from_all_others() -> None:
    others = [numbered(str(n), notation) for n, notation in enumerate(["BC-UBND", "UBND-VP", "TB-UBND", "BC-UBND"], start=1)]

    assert of(*book(1, 2, 3, 4), *others) == {"": ([], [], 0), "quyet_dinh": ([], [], 0)}


def test_a_council_s_numbers_are_told_from_its_host_s() -> None:
    assert of(*book(1, 2, 3), *book(1, 2, notation="QĐ-HĐTĐ")) == {
        "HĐTĐ": ([], [], 0),
        "UBND": ([], [], 0),
    }


def test_a_stated_series_is_followed_where_inference_would_part_it() -> None:
    stated = Series("D", "Chung")

    assert of(*book(1, 2), *book(1, 4, notation="BC-UBND"), series=(stated,)) == {"Chung": ([3], ["01"], 0)}


def test_the_series_that_says_most_of_a_document_numbers_it() -> None:
    series = (Series("D", "Khác"), Series("D", "Hội đồng", notations=("-HĐTĐ",)), Series("D", "QĐ", types=("quyet_dinh",)))
    documents = [*book(1, 2), *book(1, 3, notation="BC-UBND"), *book(2, notation="QĐ-HĐTĐ")]

    assert of(*documents, series=series) == {"Hội đồng": ([1], [], 0), "Khác": ([2], [], 0), "QĐ": ([], [], 0)}


def test_each_year_begins_anew_and_a_term_does_not() -> None:
    old, new = numbered("1-x", "NQ/ĐU"), numbered("3", "NQ/ĐU", "2023-02-01")
    old = replace(old, number="1")
    term = Series("D", "Nhiệm kỳ", valid_from="2020-08-01", reset="term")

    assert of(old, new, series=(term,)) == {"Nhiệm kỳ": ([2], [], 0)}
    assert of(old, new) == {}
    assert [run.basis for run in runs([numbered("1"), numbered("1", day="2023-02-01")], ())] == ["probable", "probable"]


@pytest.mark.parametrize(
    ("days", "off"),
    [
        (["01-03", "01-20", "01-04", "01-21", "02-01"], ["2"]),
        (["01-03", "02-20", "02-21", "01-05", "02-22"], ["4"]),
        (["01-03", "01-10", "01-04", "01-11"], []),
        (["12-30", "01-04", "01-05", "01-06"], ["1"]),
        ([], []),
    ],
)
def test_numbers_are_given_in_the_order_of_days_but_for_a_week(days: list[str], off: list[str]) -> None:
    documents = [numbered(str(i), day=f"2022-{day}") for i, day in enumerate(days, start=1)]

    assert [one.number for run in runs([*documents, numbered("2a", day="2022-12-01")], ()) for one in run.out_of_order] == off


@given(st.lists(st.integers(1, 60), max_size=30))
@settings(max_examples=60, deadline=None)
def test_without_those_out_of_order_the_days_go_up_but_for_a_week(days: list[int]) -> None:
    documents = [numbered(str(i), day=f"2022-{1 + d // 28:02d}-{1 + d % 28:02d}") for i, d in enumerate(days, start=1)]
    found = list(runs(documents, ()))
    off = {one.key for run in found for one in run.out_of_order}
    rest = [dt.date.fromisoformat(one.day) for one in documents if one.key not in off]

    assert all(later >= max(rest[:i], default=later) - dt.timedelta(days=14) for i, later in enumerate(rest))
    assert not off or sorted(days) != days


def test_a_slip_in_a_number_does_not_make_a_thousand_gaps() -> None:
    assert of(*book(1, 2, 3), numbered("3004")) == {"": ([], [], 1)}


@given(st.lists(st.integers(0, 999_999_999), max_size=40))
@settings(max_examples=60, deadline=None)
def test_whatever_the_numbers_gaps_are_bounded_and_every_document_is_told_once(found: list[int]) -> None:
    documents = [numbered(str(n), day=f"2022-01-{1 + i % 28:02d}") for i, n in enumerate(found)]
    told = list(runs(documents, (Series("D", "Một"),)))

    assert sum(len(r.borne) + len(r.repeats) + len(r.leaps) for r in told) == len(documents)
    assert sum(len(r.gaps) for r in told) <= 10 * max(20, len(documents))
    assert {gap.number for r in told for gap in r.gaps} & set(found) == set()


# ---------------------------------------------------------------- the report

WORLD = Held(
    (
        held("1", day="2022-01-05"),
        held("2", day="2022-02-05", file=False),
        held("4", day="2022-05-05", file=False),
        held("5", day="2022-05-06", line=False),
        replace(held("6", day="2022-06-06"), lines=("D|outgoing|2022|6|1", "D|outgoing|2022|6|2", "E|incoming|2022|1|1")),
        held("9", unit="E", day="2022-06-06", line=False),
    ),
    (coverage(),),
    units=(unit("D", "huyện"), unit("E", parent="D")),
)
EXPECTED = {
    "lines_with_file": (2, 4),
    "lines_without_file": (2, 4),
    "files_without_line": (1, 3),
    "gaps": (1, 6),
    "repeats": (1, 6),
    "leaps": (0, 6),
    "out_of_order": (0, 6),
}


def test_a_unit_s_books_and_files_are_held_against_one_another() -> None:
    rows = completeness(WORLD, YEAR).rows

    assert {row.figure: (row.numerator, row.denominator) for row in rows} == EXPECTED
    assert {row.figure: row.basis for row in rows if row.figure in {"gaps", "lines_with_file"}} == {
        "gaps": "probable",
        "lines_with_file": "register",
    }


RENAMED = (replace(unit("OLD"), valid_to="2022-01-31", successors=("NEW",)), unit("NEW"))


def test_the_numbers_of_an_old_name_are_looked_at_where_only_the_new_one_is_asked_about() -> None:
    world = Held(
        (
            *(held(number, unit="OLD", day="2022-01-05") for number in ("1", "3")),
            *(held(number, unit="NEW", day="2022-02-05") for number in ("4", "6")),
        ),
        (coverage("OLD", through="2022-01-31"), coverage("NEW")),
        units=RENAMED,
    )
    question = replace(YEAR, unit="NEW")
    rows = {row.figure: (row.numerator, row.denominator) for row in completeness(world, question).rows}

    assert (rows["gaps"], rows["lines_with_file"]) == ((1, 3), (2, 2))
    assert [one.record["number"] for one in lines(world, question, "gaps", Filter())] == ["5"]


def test_a_missing_number_belongs_to_the_time_of_the_next_one() -> None:
    gaps = {
        row.group.period: row.numerator
        for row in completeness(WORLD, replace(YEAR, by=("quarter",))).rows
        if row.figure == "gaps"
    }

    assert gaps == {"2022-Q1": 0, "2022-Q2": 1, "2022-Q3": 0, "2022-Q4": 0}


@pytest.mark.parametrize("question", [YEAR, replace(YEAR, by=("unit",)), Question(), Question(period=parse_period("2022-Q2"))])
def test_each_figure_lists_as_many_as_it_says(question: Question) -> None:
    rows = completeness(WORLD, question).rows
    told = {figure: sum(row.numerator or 0 for row in rows if row.figure == figure) for figure in FIGURES}

    assert {figure: len(list(lines(WORLD, question, figure, Filter()))) for figure in FIGURES} == told


def test_a_listed_gap_names_its_neighbours() -> None:
    (line,) = lines(WORLD, YEAR, "gaps", Filter())

    assert (line.record["number"], line.record["before"], line.record["after"]) == ("3", "D/2", "D/4")


def test_stated_series_are_no_mere_probability() -> None:
    stated = replace(WORLD, stated=(Series("D", "Chung"),))

    assert {row.basis for row in completeness(stated, YEAR).rows} == {"register", "stated"}
