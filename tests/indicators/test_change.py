"""A figure beside that of an earlier period, and beside its target."""

from __future__ import annotations

import json
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds.figures import Held, coverage, document, unit

from docflow.errors import UsageError
from docflow.indicators.change import Earlier
from docflow.indicators.figures import Group, Row
from docflow.locale import Words
from docflow.model import Document, Entitlement, Form, SignerKind, Target
from docflow.periods import before, parse_period, year_before
from docflow.render import FORMATS
from docflow.render.screen import Screen
from docflow.report import Asked, Report, beside_record, make_report, report_record

VI = Words("vi")


def issued(month: int, electronic: int, paper: int, year: int = 2022) -> list[Document]:
    forms = [Form.ELECTRONIC] * electronic + [Form.PAPER] * paper
    day = f"{year}-{month:02d}-15"
    return [document(f"{year}-{month}-{i}", day=day, year=year, form=form) for i, form in enumerate(forms)]


def asked(held: Held, name: str = "issuance", **more: object) -> Report:
    values: dict[str, object] = {"unit": "D", "period": "2022-Q3", **more}
    return make_report(Asked(name, "2026-01-01", **values), held, {"run": 1, "state_root": "ab"})  # type: ignore[arg-type]


def world(*parts: list[Document], targets: tuple[Target, ...] = ()) -> Held:
    documents = tuple(one for part in parts for one in part)
    covered = (coverage(), coverage(year=2021, through="2021-12-31"))
    return Held(documents, covered, units=(unit("D", "huyện"),), aimed_at=targets)


HELD = world(issued(8, 2, 1), issued(5, 1, 2), issued(9, 0, 0), issued(8, 3, 1, year=2021))


def figure(report: Report, name: str = "electronic") -> dict[str, object]:
    return dict(next(beside_record(report, row) for row in report.figures.rows if row.figure == name))


# ---------------------------------------------------------------- periods


@pytest.mark.parametrize(
    ("period", "previous", "year"),
    [
        ("2022", "2021", "2021"),
        ("2022-Q1", "2021-Q4", "2021-Q1"),
        ("2022-Q3", "2022-Q2", "2021-Q3"),
        ("2023-H1", "2022-H2", "2022-H1"),
        ("2022-01", "2021-12", "2021-01"),
        ("2024-02", "2024-01", "2023-02"),
        ("2023-9M", "2022-04-01..2022-12-31", "2022-9M"),
        ("2024-02-29", "2024-02-28", "2023-02-28"),
        ("2022-03-10..2022-03-19", "2022-02-28..2022-03-09", "2021-03-10..2021-03-19"),
        ("2021-11..2022-02", "2021-07-01..2021-10-31", "2020-11-01..2021-02-28"),
    ],
)
def test_the_period_before_and_that_of_last_year(period: str, previous: str, year: str) -> None:
    asked_for = parse_period(period)

    assert (before(asked_for).name, year_before(asked_for).name) == (previous, year)
    assert [parse_period(one.name) for one in (before(asked_for), year_before(asked_for))] == [
        before(asked_for),
        year_before(asked_for),
    ]


# ---------------------------------------------------------------- change


@pytest.mark.parametrize(
    ("against", "period", "earlier", "change"), [("previous", "2022-Q2", [1, 3], 3333), ("year", "2021-Q3", [3, 4], -833)]
)
def test_a_row_bears_the_earlier_share_and_the_change_in_hundredths_of_a_point(
    against: str, period: str, earlier: list[int], change: int
) -> None:
    told = figure(asked(HELD, compare=against))

    assert (told["numerator"], told["denominator"]) == (2, 3)
    assert (told["earlier_period"], told["earlier"], told["change_hundredths"]) == (period, earlier, change)


def test_where_there_is_nothing_to_divide_by_there_is_no_change() -> None:
    told = figure(asked(HELD, period="2022-Q2", compare="previous"))

    assert (told["earlier_period"], told["earlier"], told["change_hundredths"]) == ("2022-Q1", [0, 0], None)


def test_months_are_each_held_against_their_own_earlier_month() -> None:
    report = asked(HELD, by=("month",), compare="previous")
    told = [beside_record(report, row) for row in report.figures.rows if row.figure == "electronic"]

    assert [(one["period"], one["earlier_period"], one["earlier"]) for one in told] == [
        ("2022-07", "2022-06", [0, 0]),
        ("2022-08", "2022-07", [0, 0]),
        ("2022-09", "2022-08", [2, 3]),
    ]


def test_certificates_are_compared_as_of_the_same_distance_from_the_end() -> None:
    line = Entitlement("D", 2, "Chủ tịch", SignerKind.PERSONAL, granted_on="2022-05-01")
    held = Held(roster=(line,), units=(unit("D", "huyện"),))

    told = figure(asked(held, "certificates", compare="previous"), "granted")
    cut = figure(asked(held, "certificates", compare="previous", at="2022-07-10"), "granted")

    assert (told["earlier"], told["change_hundredths"]) == ([1, 1], 0)
    assert (cut["earlier"], cut["change_hundredths"]) == ([0, 1], 10000)


def test_a_day_that_a_shorter_earlier_period_does_not_reach_back_to_is_its_first() -> None:
    line = Entitlement("D", 2, "Chủ tịch", SignerKind.PERSONAL, granted_on="2022-02-01")
    held = Held(roster=(line,), units=(unit("D", "huyện"),))

    told = figure(asked(held, "certificates", period="2022-03", compare="previous", at="2022-03-01"), "granted")
    assert (told["earlier_period"], told["earlier"]) == ("2022-02", [1, 1])


def test_without_a_period_there_is_nothing_to_compare_with() -> None:
    with pytest.raises(UsageError, match="compare-needs-period"):
        asked(HELD, period=None, compare="year")


shares = st.tuples(st.integers(0, 10**6), st.integers(1, 10**6)).map(lambda two: (min(two), max(two)))


@given(shares, shares)
def test_a_change_is_rounded_half_up_from_exact_shares(now: tuple[int, int], then: tuple[int, int]) -> None:
    rows = [Row(Group(), "electronic", *share, low=share, high=share) for share in (now, then)]
    top = 100 * (now[0] * then[1] - then[0] * now[1])
    exact = (Decimal(top) / Decimal(now[1] * then[1])).quantize(Decimal("1e-25"))

    assert Earlier("2022", rows[1]).points(rows[0]) == int((100 * exact).quantize(Decimal(1), ROUND_HALF_UP))


def test_what_was_not_asked_for_is_not_in_the_answer() -> None:
    keys = set(report_record(asked(HELD))["rows"][0])

    assert keys & {"earlier", "earlier_period", "change_hundredths", "standing"} == set()
    assert "compare" not in report_record(asked(HELD))
    assert report_record(asked(HELD, compare="year"))["compare"] == "year"


def test_a_table_tells_the_change_with_its_sign_and_in_words() -> None:
    text = FORMATS["table"](asked(HELD, compare="year"), VI, Screen(140))

    assert "−8,33" in text
    assert "+8,33" in text
    assert "So với kỳ 2021-Q3; thay đổi tính bằng điểm phần trăm" in text


# ---------------------------------------------------------------- targets


def target(percent: str, level: str | None = "huyện", first: str | None = "2022-01-01", last: str | None = None) -> Target:
    return Target("electronic", level, first, last, percent, 2)


@pytest.mark.parametrize(
    ("targets", "expected"),
    [
        ((target("66.66"),), ([6666, 10000], "met")),
        ((target("66.67"),), ([6667, 10000], "missed")),
        ((target("50", level=None), target("95")), ([95, 100], "missed")),
        ((target("50", first="2021-01-01"), target("95")), ([95, 100], "missed")),
        ((target("95", level="xã"),), (None, None)),
        ((target("95", last="2022-09-29"),), (None, None)),
        ((target("95", last="2022-09-30"),), ([95, 100], "missed")),
    ],
)
def test_a_row_bears_the_target_of_its_level_and_day_and_whether_it_is_met(
    targets: tuple[Target, ...], expected: tuple[list[int] | None, str | None]
) -> None:
    told = figure(asked(world(issued(8, 2, 1), targets=targets), targets=True))

    assert (told["target"], told["standing"]) == expected


def test_a_figure_that_the_unknown_could_lift_to_its_target_is_below_it_but_perhaps_not() -> None:
    unknown = [document("u", day="2022-08-15", form=Form.UNKNOWN)]
    report = asked(world(issued(8, 2, 0), unknown, targets=(target("90"),)), targets=True)

    assert figure(report)["standing"] == "perhaps"
    assert [aim.is_below for aim in (report.aims or {}).values()] == [True]


def test_a_figure_of_nothing_is_not_measured_and_parts_by_type_have_no_target() -> None:
    assert figure(asked(world(targets=(target("90"),)), targets=True))["standing"] == "not-measured"
    assert asked(world(issued(8, 2, 1), targets=(target("90"),)), targets=True, by=("type",)).aims == {}


def test_a_target_that_was_not_asked_for_leaves_the_answer_as_it_was() -> None:
    plain = report_record(asked(world(issued(8, 2, 1), targets=(target("90"),))))

    assert plain == report_record(asked(world(issued(8, 2, 1))))


def test_csv_has_the_columns_that_are_asked_for() -> None:
    report = asked(world(issued(8, 2, 1), issued(5, 1, 2), targets=(target("90.5"),)), compare="previous", targets=True)
    heading, first, *_ = FORMATS["csv"](report, VI, Screen()).splitlines()

    assert heading.endswith("earlier_period,earlier_numerator,earlier_denominator,change_hundredths,target,standing")
    assert first.endswith("2022-Q2,1,3,3333,90.5,missed")
    assert json.loads(FORMATS["json"](report, VI, Screen()))["rows"][0]["target"] == [905, 1000]
