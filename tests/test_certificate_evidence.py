"""Certificates gathered from a ledger: every intact use, who is named, and no personal number in clear."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from verify.papers import signed
from worlds.certified import MAIL, carrying, certified
from worlds.commands import docflow
from worlds.ledgers import run, settled
from worlds.recorded import TRUSTED, Recorded

from docflow.canonical import plain
from docflow.certificate_evidence import histories
from docflow.ledger.read import Reader
from docflow.ledger.signatures import SignatureReader
from docflow.model import CertificateHistory, Entitlement, Fact, SignerKind, Unit
from docflow.verify.certificate_facts import certificate_facts, personal_numbers
from fixtures.tokens import certificate as fixture

KEY = b"k" * 32
NUMBER = "001234567890"
SERIAL = f"{fixture('district-revoked').serial_number:x}"
DISTRICT = Unit("D", "D", "Ủy ban nhân dân huyện Sông Mây", "huyện", "UBND")


def gathered(recorded: Recorded, key: bytes | None = KEY) -> list[CertificateHistory]:
    reader = Reader(recorded.engine)
    return histories(reader, SignatureReader(recorded.engine), reader.run(None).number, "vn-transitional", key)


def test_each_certificate_is_told_once_with_every_use(tmp_path: Path) -> None:
    recorded = Recorded(tmp_path, signed("district"), signed("chair", "district"), trust=TRUSTED)
    run(recorded.engine, settled("units", Fact("unit", "D", DISTRICT)))
    found = {h.facts.common_name: h for h in gathered(recorded)}

    assert {name: (len(h.uses), h.unit) for name, h in found.items()} == {
        "ỦY BAN NHÂN DÂN HUYỆN SÔNG MÂY": (2, "D"),
        "Nguyễn Văn Mẫu": (1, "D"),
    }
    uses = found["ỦY BAN NHÂN DÂN HUYỆN SÔNG MÂY"].uses
    assert [(u.moment, u.attested, u.indication) for u in uses] == [
        ("2022-09-12T03:00:27Z", True, "TOTAL_PASSED"),
        ("2022-09-12T04:00:27Z", True, "TOTAL_PASSED"),
    ]


def test_a_broken_signature_is_no_use_of_its_certificate(tmp_path: Path) -> None:
    recorded = Recorded(tmp_path, signed("chair").replace(b"SO 05", b"SO 06"))
    (found,) = gathered(recorded)

    assert (found.uses, found.broken) == ((), 1)


def test_a_revocation_that_verdicts_know_of_reaches_certificate_and_roster(tmp_path: Path) -> None:
    recorded = Recorded(tmp_path, signed("district-revoked"))
    line = Entitlement("D", 1, "UBND", SignerKind.ORGAN, granted_on="2020-01-01", serial=SERIAL)
    run(recorded.engine, settled("roster", Fact("entitlement", "e", line)))
    (found,) = gathered(recorded)

    assert found.revoked_at == "2020-01-15T00:00:00Z"
    assert Reader(recorded.engine).revocations(2) == {int(SERIAL, 16): "2020-01-15"}
    report = docflow("report", "certificates", "--at", "2022-01-01", "--ledger", recorded.url, "--format", "json").json
    assert [(r["figure"], r["numerator"]) for r in report["rows"]][:2] == [("granted", 1), ("valid", 0)]


def test_a_person_is_known_again_by_a_hash_and_never_named_by_number(tmp_path: Path) -> None:
    recorded = Recorded(tmp_path)
    for der in (certified(f"CCCD:{NUMBER}"), certified(NUMBER), certified("CCCD:009999999999")):
        carrying(recorded, der)
    found = gathered(recorded)
    listed = docflow("report", "certificates", "--list", "--ledger", recorded.url, "--format", "json")

    assert len({h.numbers for h in found}) == 2
    assert [h.numbers for h in gathered(recorded, None)] == [(), (), ()]
    assert listed.json["certificates"][0]["common_name"] == "Lê Văn Thử"
    assert [hidden for hidden in (NUMBER, "009999999999", MAIL) if hidden in listed.out + json.dumps(plain(found))] == []


def test_an_instance_makes_its_key_once_and_keeps_it_to_itself(tmp_path: Path) -> None:
    instance = tmp_path / "instance"
    docflow("init", instance, "-q")
    recorded = Recorded(tmp_path)
    carrying(recorded, certified(f"CCCD:{NUMBER}"))
    asked = ("report", "certificates", "--list", "--ledger", recorded.url, "--instance", instance, "--format", "json")

    first, second = docflow(*asked), docflow(*asked)

    assert first.json["certificates"][0]["numbers"] == second.json["certificates"][0]["numbers"] != []
    assert (instance / "personal.key").stat().st_mode & 0o777 == 0o600
    (instance / "personal.key").write_text("no key")
    assert docflow(*asked).code == 3


@pytest.mark.parametrize("data", [b"", b"0", b"\x30\x03\x02\x01\x05", certified("CCCD:1")[:200]])
def test_what_is_no_certificate_says_nothing(data: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        certificate_facts(data)
    assert personal_numbers(data) == ()


def test_a_certificate_that_cannot_be_read_is_left_out(tmp_path: Path) -> None:
    recorded = Recorded(tmp_path)
    carrying(recorded, certified("CCCD:1")[:200])

    assert gathered(recorded) == []


def test_a_list_has_no_breakdown_and_an_empty_ledger_no_certificates(tmp_path: Path) -> None:
    recorded = Recorded(tmp_path)
    run(recorded.engine, settled("nothing"))
    common = ("report", "certificates", "--list", "--ledger", recorded.url, "--lang", "en")

    assert "No document bears a signature yet." in docflow(*common).out
    assert docflow(*common, "--by", "unit").code == 2
    assert docflow("report", "signatures", "--list", "--ledger", recorded.url).code == 2
