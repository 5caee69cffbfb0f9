from __future__ import annotations

import pytest
from worlds.figures import Held

from docflow.errors import UsageError
from docflow.indicators.certificates import certificates, granted, required, valid
from docflow.indicators.question import Question
from docflow.model import Entitlement, SignerKind
from docflow.periods import parse_period


def line(**days: str | None) -> Entitlement:
    return Entitlement("D", 1, "Chủ tịch", SignerKind.PERSONAL, **days)


def figures(lines: list[Entitlement], question: Question) -> dict[str, tuple[int | None, int]]:
    rows = certificates(Held(roster=tuple(lines)), question).rows
    return {row.figure: (row.numerator, row.denominator) for row in rows}


def test_twelve_of_forty_seven() -> None:
    lines = [line(granted_on="2021-06-01" if i < 12 else None, expires_on="2024-06-01") for i in range(47)]

    assert figures(lines, Question("D", parse_period("2022")))["granted"] == (12, 47)
    assert figures(lines, Question("D", at="2025-01-01"))["valid"] == (0, 47)
    assert figures(lines, Question("D", at="2025-01-01"))["granted"] == (12, 47)


def test_persons_and_organs_are_told_apart() -> None:
    organ = Entitlement("D", 2, "UBND", SignerKind.ORGAN, granted_on="2021-01-01")

    assert figures([line(), organ], Question(at="2022-01-01"))["granted_organ"] == (1, 1)
    assert figures([line(), organ], Question(at="2022-01-01"))["granted_personal"] == (0, 1)


@pytest.mark.parametrize(
    ("days", "told"),
    [
        ({"granted_on": "2022-06-01"}, (True, True, True)),
        ({"granted_on": "2022-06-02"}, (True, False, False)),
        ({"granted_on": "2021-06-01", "expires_on": "2022-06-01"}, (True, True, True)),
        ({"granted_on": "2021-06-01", "expires_on": "2022-05-31"}, (True, True, False)),
        ({"granted_on": "2021-06-01", "revoked_on": "2022-06-01"}, (True, True, False)),
        ({"granted_on": "2021-06-01", "revoked_on": "2022-06-02"}, (True, True, True)),
        ({"required_from": "2022-06-02"}, (False, False, False)),
        ({"required_to": "2022-06-01"}, (True, False, False)),
        ({"required_to": "2022-05-31"}, (False, False, False)),
    ],
)
def test_the_day_decides(days: dict[str, str], told: tuple[bool, bool, bool]) -> None:
    one = line(**days)

    assert (required(one, "2022-06-01"), granted(one, "2022-06-01"), valid(one, "2022-06-01")) == told


def test_the_history_tells_the_last_day_of_each_month_up_to_the_day_asked_about() -> None:
    lines = [line(granted_on="2022-02-28"), line(granted_on="2022-03-15", expires_on="2022-04-29"), line()]
    rows = certificates(Held(roster=tuple(lines)), Question("D", parse_period("2022"), at="2022-05-10", by=("month",))).rows

    told = [(row.group.period, row.figure, row.numerator, row.denominator) for row in rows]
    assert [t for t in told if t[1] in {"granted", "valid"}] == [
        ("2022-01", "granted", 0, 3),
        ("2022-01", "valid", 0, 3),
        ("2022-02", "granted", 1, 3),
        ("2022-02", "valid", 1, 3),
        ("2022-03", "granted", 2, 3),
        ("2022-03", "valid", 2, 3),
        ("2022-04", "granted", 2, 3),
        ("2022-04", "valid", 1, 3),
        ("2022-05", "granted", 2, 3),
        ("2022-05", "valid", 1, 3),
    ]


def test_without_a_period_the_history_begins_with_the_first_grant() -> None:
    held = Held(roster=(line(granted_on="2021-11-02"), line(granted_on="2022-02-01")))
    rows = certificates(held, Question(at="2022-02-10", by=("quarter",))).rows

    assert [(r.group.period, r.numerator) for r in rows if r.figure == "granted"] == [("2021-Q4", 1), ("2022-Q1", 2)]


def test_certificates_are_not_told_apart_by_type() -> None:
    with pytest.raises(UsageError):
        certificates(Held(), Question(by=("type",)))


def test_a_breakdown_by_two_of_a_kind_is_refused() -> None:
    with pytest.raises(UsageError):
        Question(by=("month", "quarter"))
