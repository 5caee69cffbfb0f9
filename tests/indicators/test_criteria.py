"""Criteria: their tables, their points, and what could not be scored."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds.figures import Held, coverage, document, unit

from docflow.errors import UsageError
from docflow.indicators import INDICATORS
from docflow.indicators.criteria import figure_behind
from docflow.indicators.figures import Scored
from docflow.indicators.question import Question
from docflow.locale import Words
from docflow.model import Criterion, Document, Form, Score, Unit
from docflow.model.criteria import Step
from docflow.periods import parse_period
from docflow.registers.points import read_points, read_share, read_steps
from docflow.render import FORMATS
from docflow.render.screen import Screen
from docflow.report import Asked, make_report

VI = Words("vi")
YEAR = Question("D", parse_period("2022"), at="2022-12-31")
DISTRICT = (unit("D", "huyện"), unit("C", parent="D"))


def criterion(code: str = "1", figure: str | None = "electronic", thresholds: str = "90=2; 60=1,5", **more: object) -> Criterion:
    steps, linear = read_steps(thresholds, 200) or ((), False)
    values: dict[str, object] = {
        "name": f"Tiêu chí {code}",
        "level": "huyện",
        "max_points": 200,
        "body": None,
        "basis": None,
        "valid_from": None,
        "valid_to": None,
        "order": None,
        "row": 2,
        **more,
    }
    return Criterion(code=code, figure=figure, steps=steps, linear=linear, **values)  # type: ignore[arg-type]


def told(code: str = "2", period: str = "2022", **more: object) -> Score:
    values = {"numerator": None, "denominator": None, "percent": None, "points": None, **more}
    return Score(code, "D", period, source="báo cáo", row=2, **values)  # type: ignore[arg-type]


def forms(electronic: int = 0, paper: int = 0, unknown: int = 0) -> tuple[Document, ...]:
    members = [Form.ELECTRONIC] * electronic + [Form.PAPER] * paper + [Form.UNKNOWN] * unknown
    return tuple(document(str(i), form=form) for i, form in enumerate(members))


def scored(held: Held, question: Question = YEAR) -> dict[str, Scored]:
    rows = INDICATORS["criteria"].function(held, question).rows
    return {row.figure: row.scored for row in rows if row.scored is not None}


def held(*criteria: Criterion, documents: tuple[Document, ...] = (), scores: tuple[Score, ...] = ()) -> Held:
    return Held(documents, (coverage(),), units=DISTRICT, judged_by=criteria, told=scores)


# ---------------------------------------------------------------- points


@pytest.mark.parametrize(
    ("thresholds", "expected"),
    [
        ("95=2; 80=1; 60=0,5", ((("60", 50), ("80", 100), ("95", 200)), False)),
        ("≥ 95,5 % = 2 điểm; từ 80% trở lên: 1", ((("80", 100), ("95.5", 200)), False)),
        ("0=2; 5=1", ((("0", 200), ("5", 100)), False)),
        ("linear 60-95", ((("60", 0), ("95", 200)), True)),
        ("tuyến tính từ 10% đến 0%", ((("0", 200), ("10", 0)), True)),
        ("linear", ((("0", 0), ("100", 200)), True)),
    ],
)
def test_thresholds_are_read_as_people_write_them(thresholds: str, expected: object) -> None:
    read = read_steps(thresholds, 200)

    assert read is not None
    assert (tuple((step.share, step.points) for step in read[0]), read[1]) == expected


@pytest.mark.parametrize(
    "thresholds",
    [
        "",
        "95",
        "95=3",
        "101=2",
        "95=2;95=1",
        "linear 95-95",
        "linear 0-101",
        "95=-1",
        "abc=1",
        "95=2,555",
        ";".join("1=1" for _ in range(500)),
    ],
)
def test_thresholds_that_say_nothing_sure_are_refused(thresholds: str) -> None:
    assert read_steps(thresholds, 200) is None


def test_points_and_shares_are_exact_decimals() -> None:
    assert [read_points(text) for text in ("2", "0,5", "1.25", "1,2 điểm", "-1", "1,255", "")] == [
        200,
        50,
        125,
        120,
        None,
        None,
        None,
    ]
    assert [read_share(text) for text in ("95,50 %", "95", "0,0", "100", "100,1", "trên 90%")] == [
        "95.5",
        "95",
        "0",
        "100",
        None,
        None,
    ]


@pytest.mark.parametrize(
    ("share", "points"),
    [((94, 100), 100), ((95, 100), 200), ((1, 1), 200), ((599, 1000), 0), ((799999, 1000000), 50), ((4, 5), 100)],
)
def test_a_step_holds_from_its_share_on(share: tuple[int, int], points: int) -> None:
    assert criterion(thresholds="95=2; 80=1; 60=0,5").points(*share) == points


@pytest.mark.parametrize(
    ("thresholds", "share", "points"),
    [
        ("linear 60-95", (60, 100), 0),
        ("linear 60-95", (95, 100), 200),
        ("linear 60-95", (3, 4), 86),
        ("linear 60-95", (1, 10), 0),
        ("linear 0-80", (1, 32), 8),
        ("linear 10-0", (1, 20), 100),
        ("linear 10-0", (1, 2), 0),
    ],
)
def test_on_a_line_points_are_exact_and_rounded_half_up(thresholds: str, share: tuple[int, int], points: int) -> None:
    assert criterion(thresholds=thresholds).points(*share) == points


shares = st.tuples(st.integers(0, 400), st.integers(1, 400)).map(lambda two: (min(two), max(two)))
rising = st.dictionaries(st.integers(0, 100), st.integers(0, 200), min_size=1, max_size=6).map(
    lambda drawn: tuple(Step(str(share), points) for share, points in zip(sorted(drawn), sorted(drawn.values()), strict=True))
)


@given(rising, st.booleans(), shares, shares)
def test_a_greater_share_never_earns_less_where_the_steps_do_not_fall(
    steps: tuple[Step, ...],
    linear: bool,
    one: tuple[int, int],
    other: tuple[int, int],
) -> None:
    by = replace(criterion(), steps=steps, linear=linear)
    low, high = sorted((one, other), key=lambda share: Fraction(*share))

    assert by.points(*low) <= by.points(*high)
    assert by.points_between(low, high) == (by.points(*low), by.points(*high))


@given(st.permutations([0, 50, 100, 200]), st.booleans(), st.tuples(shares, shares, shares))
def test_no_share_within_a_band_earns_more_or_less_than_its_ends_say(
    points: list[int],
    linear: bool,
    drawn: tuple[tuple[int, int], ...],
) -> None:
    by = replace(criterion(), steps=tuple(Step(str(20 * i), n) for i, n in enumerate(points)), linear=linear)
    low, inside, high = sorted(drawn, key=lambda share: Fraction(*share))
    least, most = by.points_between(low, high)

    assert least <= by.points(*inside) <= most


# ---------------------------------------------------------------- the report


def test_a_criterion_earns_what_its_figure_does_and_the_sum_is_of_what_was_scored() -> None:
    found = scored(
        held(
            criterion("1"),
            criterion("2", None, "100=2; 50=1"),
            criterion("3", None),
            documents=forms(2, 1),
            scores=(told("2", numerator=3, denominator=4), told("3", period="2021", percent="95")),
        )
    )

    assert {name: (one.low, one.high) for name, one in found.items()} == {
        "criterion.1": (150, 150),
        "criterion.2": (100, 100),
        "criterion.3": (None, None),
        "total": (250, 250),
    }
    assert (found["total"].most, found["total"].unscored, found["total"].unscored_most) == (600, 1, 200)


def test_a_band_that_crosses_a_threshold_earns_both_ends() -> None:
    across = scored(held(criterion(), documents=forms(8, 1, 1)))
    beyond = scored(held(criterion(thresholds="50=2"), documents=forms(8, 1, 1)))

    assert (across["criterion.1"].low, across["criterion.1"].high) == (150, 200)
    assert (across["total"].low, across["total"].high) == (150, 200)
    assert (beyond["criterion.1"].low, beyond["criterion.1"].high) == (200, 200)


@pytest.mark.parametrize(
    ("score", "points"),
    [
        (told(percent="89.99"), 150),
        (told(percent="89.99", period="2022-12M"), 150),
        (told(percent="89.99", period="2022-H1"), None),
        (told(percent="90"), 200),
        (told(points=175), 175),
        (told(numerator=0, denominator=0), None),
        (told(numerator=0, denominator=3), 0),
    ],
)
def test_an_imported_value_is_a_share_or_the_points_themselves(score: Score, points: int | None) -> None:
    assert scored(held(criterion("2", None), scores=(score,)))["criterion.2"].low == points


def test_a_figure_of_nothing_is_not_scored() -> None:
    found = scored(held(criterion()))

    assert (found["criterion.1"].low, found["total"].low, found["total"].unscored) == (None, 0, 1)


def test_of_several_criteria_of_a_code_the_one_of_the_level_and_the_day_counts_in_the_order_given() -> None:
    rows = (
        INDICATORS["criteria"]
        .function(
            held(
                criterion("b", order=2),
                criterion("a", order=1, name="cho mọi cấp", level=None),
                criterion("a", order=1, name="cũ", valid_to="2022-06-30"),
                criterion("a", order=1, name="mới", valid_from="2022-07-01"),
                criterion("c", level="xã"),
            ),
            YEAR,
        )
        .rows
    )

    assert [row.scored.name for row in rows if row.scored] == ["mới", "Tiêu chí b", ""]


def test_unit_by_unit_everyone_with_criteria_is_scored_by_its_own_figures() -> None:
    gone = Unit("G", "G", "UBND cũ", "xã", "UBND", "D", None, "2022-06-30")
    own = replace(held(criterion("x", level="xã"), documents=forms(3)), units=(*DISTRICT, gone))
    rows = INDICATORS["criteria"].function(own, replace(YEAR, by=("unit",))).rows

    assert [(row.group.unit, row.figure, row.denominator) for row in rows] == [("C", "criterion.x", 0), ("C", "total", 0)]


@pytest.mark.parametrize("question", [replace(YEAR, unit=None), Question("D"), replace(YEAR, by=("month",))])
def test_scoring_needs_a_unit_and_a_period_and_is_broken_down_by_units_alone(question: Question) -> None:
    with pytest.raises(UsageError):
        scored(held(criterion()), question)


def test_the_lines_of_a_criterion_are_those_of_its_figure() -> None:
    known = held(criterion("1.2"), criterion("3", None), criterion("c", "paper", level="xã"))

    assert figure_behind(known, YEAR, "criterion.1.2") == "electronic"
    for figure in ("criterion.3", "criterion.c", "criterion.9"):
        with pytest.raises(UsageError):
            figure_behind(known, YEAR, figure)


@given(st.integers(0, 6), st.integers(0, 6), st.integers(1, 6), st.sampled_from(["90=2; 60=1,5; 20=0,5", "linear 20-90"]))
def test_a_document_that_is_not_read_never_raises_a_score(electronic: int, paper: int, unread: int, thresholds: str) -> None:
    by = criterion(thresholds=thresholds)
    read = scored(held(by, documents=forms(electronic + unread, paper)))["total"]
    without = scored(held(by, documents=forms(electronic, paper, unread)))["total"]

    assert (without.low or 0) <= (read.low or 0)


def test_the_table_says_both_ends_and_what_could_not_be_scored_in_words() -> None:
    known = held(criterion("1.1", body="Sở Nội vụ"), criterion("1.2", None), documents=forms(8, 1, 1))
    report = make_report(Asked("criteria", "2023-01-01", unit="D", period="2022"), known, {"run": 1, "state_root": "ab"})
    text = " ".join(FORMATS["table"](report, VI, Screen(140)).split())

    assert "1.1 Tiêu chí 1.1 Sở Nội vụ 8/10 = 80,00 % 80,00 – 90,00 % 1,5 đến 2 2" in text
    assert "1.2 Tiêu chí 1.2 – chưa chấm được 2" in text
    assert "Tổng điểm các tiêu chí chấm được 1,5 đến 2 4" in text
    assert "Chưa chấm được: 1 tiêu chí, tối đa 2 điểm" in text


def test_csv_tells_points_as_decimals() -> None:
    report = make_report(
        Asked("criteria", "2023-01-01", unit="D", period="2022"),
        held(criterion(), documents=forms(9, 1)),
        {"run": 1, "state_root": "ab"},
    )
    heading, first, *_ = FORMATS["csv"](report, VI, Screen()).splitlines()

    assert heading.endswith("criterion,name,points_low,points_high,max_points,body,legal_basis,source")
    assert first.endswith("1,Tiêu chí 1,2.00,2.00,2.00,,,")
