from __future__ import annotations

from dataclasses import replace

import pytest
from worlds.figures import Held

from docflow.errors import UsageError
from docflow.indicators.certificates import Post, Span, certificates, granted, in_use, required, valid
from docflow.indicators.question import Question
from docflow.lines import lines
from docflow.listing import Filter
from docflow.model import CertificateFacts, CertificateHistory, CertificateUse, Entitlement, SignerKind
from docflow.periods import parse_period
from docflow.report import row_record


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
    post, span = Post(line(**days)), Span("2022-01-01", "2022-06-01")

    assert (required(post, span), granted(post, span), valid(post, span)) == told


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


def seen(*used: str, begun: str = "2021-01-01", until: str = "2024-01-01", revoked_at: str | None = None) -> CertificateHistory:
    """A certificate that signed on some days."""
    facts = CertificateFacts(
        sha256="a" * 64,
        common_name="A",
        organization=None,
        units=(),
        kind=SignerKind.PERSONAL,
        issuer_name="CA",
        serial="1",
        key="rsa2048",
        digest="sha256",
        valid_from=f"{begun}T00:00:00Z",
        valid_to=f"{until}T00:00:00Z",
        subject_id="s",
        issuer_id="i",
    )
    uses = (CertificateUse("k", "f", "S", f"{day}T01:00:00Z", attested=True, digest="sha256") for day in used)
    return CertificateHistory(facts, "D", tuple(uses), revoked_at=revoked_at)


@pytest.mark.parametrize(
    ("days", "certificate", "told"),
    [
        ({}, seen("2022-05-01"), (True, True, True)),
        ({}, seen("2021-12-31"), (True, True, False)),
        ({}, seen("2022-06-02"), (True, True, False)),
        ({}, seen(begun="2022-06-02"), (False, False, False)),
        ({}, seen(until="2022-05-31"), (True, False, False)),
        ({}, seen(revoked_at="2022-06-01T05:00:00Z"), (True, False, False)),
        ({"revoked_on": "2022-03-01"}, seen(), (True, False, False)),
        ({"revoked_on": "2022-03-01"}, seen(begun="2022-03-02"), (True, True, False)),
        ({"granted_on": "2020-01-01", "expires_on": "2021-12-31"}, seen(), (True, True, False)),
    ],
)
def test_what_is_seen_in_signatures_counts_beside_the_roster(
    days: dict[str, str], certificate: CertificateHistory, told: tuple[bool, bool, bool]
) -> None:
    post, span = Post(line(**days), (certificate,)), Span("2022-01-01", "2022-06-01")

    assert (granted(post, span), valid(post, span), in_use(post, span)) == told


def test_only_who_asks_for_what_is_seen_is_told_it_and_lines_list_as_many() -> None:
    held = Held(roster=(line(), line(granted_on="2021-01-01")), certificates={"0": (seen("2022-03-01"),)})
    question = Question("D", parse_period("2022"))

    plain = {row.figure: row.numerator for row in certificates(held, question).rows}
    told = {row.figure: row.numerator for row in certificates(held, replace(question, seen=True)).rows}
    assert (plain["granted"], "in_use" in plain) == (1, False)
    assert (told["granted"], told["valid"], told["in_use"], told["in_use_organ"]) == (2, 2, 1, 0)
    for figure in ("granted", "valid", "in_use", "in_use_personal"):
        assert len(list(lines(held, replace(question, seen=True), figure, Filter()))) == told[figure]


def test_use_is_told_month_by_month() -> None:
    held = Held(roster=(line(),), certificates={"0": (seen("2022-02-10"),)})
    question = Question("D", parse_period("2022-Q1"), by=("month",), seen=True)

    rows = [row for row in certificates(held, question).rows if row.figure == "in_use"]
    assert [(row.group.period, row.numerator) for row in rows] == [("2022-01", 0), ("2022-02", 1), ("2022-03", 0)]


def test_groups_of_posts_are_told_apart() -> None:
    leader = replace(line(granted_on="2021-01-01"), group="Lãnh đạo")
    rows = certificates(Held(roster=(leader, line())), Question("D", parse_period("2022"), by=("group",))).rows

    assert [(row.group.roster_group, row.numerator) for row in rows if row.figure == "granted"] == [("Lãnh đạo", 1), ("", 0)]
    assert [record["group"] for record in map(row_record, rows) if record["figure"] == "granted"] == ["Lãnh đạo", ""]
    assert "group" not in row_record(certificates(Held(roster=(leader,)), Question("D")).rows[0])
