"""The inventory of certificates: states, remarks, and lines of rosters."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from docflow.indicators.certificate_inventory import REMARKS, Inventoried, inventory
from docflow.indicators.roster_match import SURE, UNMATCHED, match
from docflow.locale import LANGUAGES, Words
from docflow.model import CertificateFacts, CertificateHistory, CertificateUse, Entitlement, Indication, SignerKind
from docflow.registers.roster import serial_numbers, with_revocation
from docflow.render.certificates import inventory_csv, inventory_table
from docflow.render.screen import Screen

FACTS = CertificateFacts(
    sha256="a" * 64,
    common_name="Trần Thị Hoà",
    organization="ỦY BAN NHÂN DÂN HUYỆN SÔNG MÂY",
    units=(),
    kind=SignerKind.PERSONAL,
    issuer_name="CA",
    serial="99010007",
    key="rsa2048",
    digest="sha256",
    valid_from="2020-01-01T00:00:00Z",
    valid_to="2024-01-01T00:00:00Z",
    subject_id="s",
    issuer_id="i",
)
USE = CertificateUse("D/2022//1/QĐ", "f", "Signature1", "2022-03-01T00:00:00Z", attested=True, digest="sha256")


def seen(*uses: CertificateUse, revoked_at: str | None = None, unit: str | None = "D", **facts: Any) -> CertificateHistory:
    return CertificateHistory(replace(FACTS, **facts), unit, uses or (USE,), revoked_at=revoked_at)


def one(history: CertificateHistory, *roster: Entitlement, day: str = "2022-06-01") -> Inventoried:
    (found,) = inventory([history], {str(i): entry for i, entry in enumerate(roster)}, day, 90)
    return found


def line(
    holder: str | None = "Trần Thị Hòa", unit: str = "D", kind: SignerKind = SignerKind.PERSONAL, **more: Any
) -> Entitlement:
    return Entitlement(unit, 4, "Chủ tịch", kind, holder=holder, **more)


def at(moment: str) -> CertificateUse:
    return replace(USE, moment=moment)


@pytest.mark.parametrize(
    ("day", "state"),
    [("2019-12-31", "not-yet-valid"), ("2020-01-01", "valid"), ("2024-01-01", "valid"), ("2024-01-02", "expired")],
)
def test_the_day_decides_the_state(day: str, state: str) -> None:
    assert one(seen(), day=day).state == state


def test_a_revoked_certificate_is_so_from_its_day_on() -> None:
    history = seen(revoked_at="2022-05-01T08:00:00Z")

    assert [one(history, day=day).state for day in ("2022-04-30", "2022-05-01", "2030-01-01")] == ["valid", "revoked", "revoked"]


@pytest.mark.parametrize(
    ("history", "remarks"),
    [
        (seen(), ()),
        (seen(valid_to="2022-08-30T00:00:00Z"), ("expiring",)),
        (seen(valid_to="2022-08-31T00:00:00Z"), ()),
        (seen(valid_to="2022-08-30T00:00:00Z", revoked_at="2022-05-01T00:00:00Z"), ()),
        (seen(at("2024-01-01T00:00:01Z")), ("used-after-end",)),
        (seen(at("2019-12-31T23:59:59Z")), ("used-before-begin",)),
        (seen(revoked_at="2022-02-28T00:00:00Z"), ("used-after-revocation",)),
        (seen(revoked_at="2022-03-02T00:00:00Z"), ()),
        (seen(key="rsa1024"), ("weak-key",)),
        (seen(key="ec256"), ()),
        (seen(key="ed25519"), ()),
        (seen(key=None), ()),
        (seen(digest="sha1"), ("weak-certificate-digest",)),
        (seen(replace(USE, digest="sha1")), ("weak-signature-digest",)),
        (seen(replace(USE, moment=None)), ()),
        (seen(replace(USE, indication=Indication.INDETERMINATE, sub_indication="NO_CERTIFICATE_CHAIN_FOUND")), ("no-chain",)),
    ],
)
def test_what_is_to_be_remarked_of_a_certificate(history: CertificateHistory, remarks: tuple[str, ...]) -> None:
    assert one(history).remarks == remarks


@pytest.mark.parametrize(
    ("entry", "unit", "score"),
    [
        (line(serial="99:01:00:07"), "elsewhere", 1000),
        (line("Ai đó", serial="0x99010007"), "D", 1000),
        (line(serial=str(0x99010007)), "D", 1000),
        (line(), "D", 900),
        (line("Tran Thi Hoa"), "D", 800),
        (line(), None, 700),
        (line("Tran Thi Hoa"), None, 600),
        (line(serial="1234"), "D", 600),
        (line("Ai đó"), "D", None),
        (line(), "E", None),
        (line(None), "D", None),
        (line("UBND", kind=SignerKind.ORGAN), "D", None),
    ],
)
def test_a_roster_line_is_found_by_serial_number_or_by_name_and_unit(
    entry: Entitlement, unit: str | None, score: int | None
) -> None:
    found = match(FACTS, unit, {"line": entry})

    assert (found.best.score if found.best else None) == score
    assert bool(found.lines) == (score is not None and score >= SURE)


def test_an_organs_certificate_is_its_units_line_for_an_organ() -> None:
    organ = replace(FACTS, kind=SignerKind.ORGAN, common_name="ỦY BAN NHÂN DÂN HUYỆN SÔNG MÂY")
    roster = {"person": line(), "organ": line(None, kind=SignerKind.ORGAN)}

    assert [[m.line for m in match(organ, unit, roster).lines] for unit in ("D", "E", None)] == [["organ"], [], []]


def test_a_match_below_the_threshold_or_equalled_by_another_counts_for_nothing_until_a_person_decides() -> None:
    low, twins = {"a": line(serial="1234")}, {"a": line(), "b": replace(line(), row=9, position="Bí thư")}

    assert (match(FACTS, "D", low).lines, match(FACTS, "D", low).why) == ((), "roster-low-score")
    assert (match(FACTS, "D", twins).lines, match(FACTS, "D", twins).why) == ((), "roster-ambiguous")
    assert [m.line for m in match(FACTS, "D", low, {"a": True}).lines] == ["a"]
    assert [m.line for m in match(FACTS, "D", twins, {"a": False}).lines] == ["b"]
    assert match(FACTS, "D", twins, {"a": False, "b": False}) == UNMATCHED
    assert [m.by for m in match(FACTS, "D", twins, {"a": True, "b": True}).lines] == ["person", "person"]


def test_one_certificate_may_be_named_by_the_lines_of_two_posts() -> None:
    posts = {"a": line(serial="99010007"), "b": line(serial="99010007", unit="E")}

    assert [m.line for m in match(FACTS, "D", posts).lines] == ["a", "b"]


def test_while_a_person_must_tell_nobody_is_off_the_roster() -> None:
    found = one(seen(), line(serial="1234"))

    assert (found.on_roster, found.remarks) == (None, ("roster-uncertain",))


def test_off_the_roster_is_said_only_where_the_unit_has_one() -> None:
    other, foreign = line("Ai đó"), line("Ai đó", unit="E")

    assert (one(seen(), other).on_roster, one(seen(), other).remarks) == (False, ("off-roster",))
    assert (one(seen(), foreign).on_roster, one(seen(), foreign).remarks) == (None, ())
    assert one(seen(), line()).on_roster


def test_first_and_last_use_skip_those_without_a_time() -> None:
    found = one(seen(at("2022-01-01T00:00:00Z"), at("2022-02-01T00:00:00Z"), replace(USE, moment=None)))

    assert [use.moment for use in (found.first, found.last) if use] == ["2022-01-01T00:00:00Z", "2022-02-01T00:00:00Z"]


def test_certificates_with_remarks_come_first() -> None:
    weak = seen(key="rsa1024", sha256="b" * 64, common_name="Z")
    found = inventory([seen(), weak], {}, "2022-06-01", 90)

    assert [i.history.facts.sha256[0] for i in found] == ["b", "a"]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("0A:ff", {0x0AFF}),
        ("12", {0x12, 12}),
        ("0x1F", {0x1F}),
        ("", set()),
        (None, set()),
        ("số 5", set()),
        ("9" * 65, set()),
    ],
)
def test_a_serial_number_is_read_as_people_copy_it(text: str | None, numbers: set[int]) -> None:
    assert serial_numbers(text) == numbers


def test_revocation_data_move_the_end_of_a_roster_line_forward_only() -> None:
    revoked = {0x99010007: "2022-05-01"}

    assert with_revocation(line(serial="99010007"), revoked).revoked_on == "2022-05-01"
    assert with_revocation(line(serial="99010007", revoked_on="2022-01-01"), revoked).revoked_on == "2022-01-01"
    assert with_revocation(line(serial="77"), revoked).revoked_on is None
    assert with_revocation(line(), revoked).revoked_on is None


# ---------------------------------------------------------------- for people


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_remark_and_state_has_words(lang: str) -> None:
    words = Words(lang)

    assert [r for r in REMARKS if not words.has(f"certificates.remark-{r}")] == []
    assert [s for s in ("valid", "expired", "not-yet-valid", "revoked") if not words.has(f"certificates.state-{s}")] == []


@pytest.mark.parametrize("width", [80, 120])
def test_the_table_fits_its_screen_and_an_empty_one_says_so(width: int) -> None:
    found = inventory([seen(key="rsa1024")], {}, "2022-06-01", 90)
    told = inventory_table(found, {"D": "UBND huyện Sông Mây"}, "2022-06-01", Words("vi"), Screen(width))

    assert max(map(len, told.splitlines())) <= width
    assert "khóa yếu" in " ".join(told.split())
    assert "Chưa có văn bản nào" in inventory_table((), {}, "2022-06-01", Words("vi"), Screen(width))


def test_a_spreadsheet_gets_a_line_for_each_certificate() -> None:
    heading, row, *rest = inventory_csv(inventory([seen()], {}, "2022-06-01", 90)).split("\r\n")

    assert heading.endswith(",used,first_used,last_used")
    assert row.endswith(",1,2022-03-01,2022-03-01")
    assert rest == [""]
