from __future__ import annotations

import pytest

from docflow.errors import UsageError
from docflow.numbers import split_number
from docflow.periods import ALL_TIME, months, parse_period, quarters


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2022", ("2022-01-01", "2022-12-31")),
        ("2022-Q3", ("2022-07-01", "2022-09-30")),
        ("2022-q1", ("2022-01-01", "2022-03-31")),
        ("2024-02", ("2024-02-01", "2024-02-29")),
        ("2023-H2", ("2023-07-01", "2023-12-31")),
        ("2023-9M", ("2023-01-01", "2023-09-30")),
        ("2022-09-15", ("2022-09-15", "2022-09-15")),
        ("2022-11..2023-Q1", ("2022-11-01", "2023-03-31")),
    ],
)
def test_periods_are_whole_days(text: str, days: tuple[str, str]) -> None:
    period = parse_period(text)

    assert (period.first, period.last) == days


@pytest.mark.parametrize(
    "text", ["", "22", "2022-13", "2022-00", "2022-Q5", "2022-13M", "2022-02-30", "2023..2022", "2022..", "0001"]
)
def test_what_is_no_period_is_a_usage_error(text: str) -> None:
    with pytest.raises(UsageError):
        parse_period(text)


def test_months_and_quarters_are_cut_to_the_period() -> None:
    period = parse_period("2022-12-15..2023-01")

    assert [(p.name, p.first, p.last) for p in months(period)] == [
        ("2022-12", "2022-12-15", "2022-12-31"),
        ("2023-01", "2023-01-01", "2023-01-31"),
    ]
    assert [p.name for p in quarters(period)] == ["2022-Q4", "2023-Q1"]
    assert months(ALL_TIME) == []


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("05/QĐ-UBND", ("05", "QĐ-UBND", None)),
        ("Số: 166 / TTr - SNV", ("166", "TTr-SNV", None)),
        ("45/2022/QĐ-UBND", ("45", "QĐ-UBND", 2022)),
        ("12a/UBND-VP", ("12a", "UBND-VP", None)),
        ("05/QÐ-UBND", ("05", "QĐ-UBND", None)),
        ("01-NQ/TU", ("01", "NQ/TU", None)),
        ("36 – HD/VPTW", ("36", "HD/VPTW", None)),
        ("7", ("7", None, None)),
        ("GM-UBND", None),
        ("", None),
        ("1" * 500 + "/QĐ-UBND", None),
    ],
)
def test_a_register_s_number_is_split_into_number_notation_and_year(
    text: str, parts: tuple[str, str | None, int | None] | None
) -> None:
    assert split_number(text) == parts
