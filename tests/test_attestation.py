"""A checkpoint that an authority has time-stamped: the question, the answers that hold and those that do not."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from pathlib import Path

import pytest
from asn1crypto import tsp
from worlds.commands import docflow

from fixtures.tokens import signature, time_stamp

TRUST = Path(__file__).resolve().parent.parent / "fixtures" / "pki" / "trust"
AT = dt.datetime(2022, 12, 31, 23, 0, tzinfo=dt.UTC)


def response(token: bytes | None, status: str = "granted") -> bytes:
    """What an authority sends back."""
    told: bytes = tsp.PKIStatusInfo({"status": status}).dump() + (token or b"")
    assert len(told) < 1 << 16
    return b"\x30\x82" + len(told).to_bytes(2, "big") + told


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkpoint of an instance with one run."""
    instance = tmp_path_factory.mktemp("stamped") / "instance"
    docflow("init", instance, "-q")
    units = Path(__file__).resolve().parent.parent / "fixtures" / "district" / "units.csv"
    docflow("import", "units", units, "--instance", instance, "--at", "2022-12-31")
    note = instance / "moc.txt"
    assert docflow("ledger", "head", "--checkpoint", note, "--instance", instance).code == 0
    return note


def stamped(note: Path, answer: bytes, folder: Path, *arguments: str | Path) -> tuple[int, dict[str, object]]:
    file = folder / "answer"
    file.write_bytes(answer)
    told = docflow("ledger", "stamp", note, "--answer", file, "--format", "json", *(arguments or ("--trust", TRUST)))
    return told.code, json.loads(told.out)


def test_the_question_asks_for_the_hash_of_the_checkpoint_and_the_authoritys_certificate(kept: Path) -> None:
    told = docflow("ledger", "stamp", kept)
    asked = tsp.TimeStampReq.load((kept.parent / "moc.txt.tsq").read_bytes(), strict=True)

    assert (told.code, told.out) == (0, "")
    assert asked["message_imprint"]["hash_algorithm"]["algorithm"].native == "sha256"
    assert asked["message_imprint"]["hashed_message"].native == hashlib.sha256(kept.read_bytes()).digest()
    assert asked["cert_req"].native is True


def test_an_answer_attests_since_when_the_checkpoint_was_there(kept: Path, tmp_path: Path) -> None:
    token = time_stamp(kept.read_bytes(), AT)
    expected = {
        "schema": "docflow/stamp/1",
        "time": "2022-12-31T23:00:00Z",
        "authority": "Dấu thời gian thử nghiệm",
        "intact": True,
        "trusted": True,
        "reason": None,
    }

    assert stamped(kept, response(token), tmp_path) == (0, expected)
    assert stamped(kept, response(token, "granted_with_mods"), tmp_path) == (0, expected)
    assert stamped(kept, token, tmp_path) == (0, expected)


def test_an_answer_beside_the_checkpoint_is_found(kept: Path) -> None:
    beside = kept.parent / "moc.txt.tsr"
    beside.write_bytes(response(time_stamp(kept.read_bytes(), AT)))
    told = docflow("ledger", "stamp", kept, "--trust", TRUST)
    beside.unlink()

    assert told.code == 0
    assert told.out == (
        "Dấu thời gian đúng: Dấu thời gian thử nghiệm xác nhận mốc kiểm tra này đã có lúc 2022-12-31T23:00:00Z.\n"
    )


def test_an_answer_that_does_not_hold_says_why(kept: Path, tmp_path: Path) -> None:
    note = kept.read_bytes()
    token = time_stamp(note, AT)
    changed = bytearray(token)
    changed[-20] ^= 1
    person = signature("chair", hashlib.sha256(note).digest(), AT, pades=False, timestamped=False)
    answers = {
        "another checkpoint": (response(time_stamp(note + b"\n", AT)), "token-broken"),
        "changed": (bytes(changed), "token-broken"),
        "another digest than was asked for": (response(time_stamp(note, AT, algorithm="sha1")), "token-broken"),
        "a signature that is no token": (person, "token-broken"),
        "refused": (response(None, "rejection"), "token-refused"),
        "nothing": (b"", "token-unreadable"),
        "a page": (b"<html>502 Bad Gateway</html>", "token-unreadable"),
        "cut": (token[: len(token) // 2], "token-unreadable"),
    }

    told = {name: stamped(kept, answer, tmp_path) for name, (answer, _) in answers.items()}

    assert {name: (code, one["intact"], one["trusted"], one["reason"]) for name, (code, one) in told.items()} == {
        name: (1, False, False, reason) for name, (_, reason) in answers.items()
    }


def test_an_authority_that_nobody_trusts_is_told_apart(kept: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    code, told = stamped(kept, time_stamp(kept.read_bytes(), AT), tmp_path, "--trust", empty)
    late = stamped(kept, time_stamp(kept.read_bytes(), dt.datetime(2090, 1, 1, tzinfo=dt.UTC)), tmp_path)[1]

    assert (code, told["intact"], told["trusted"], told["reason"]) == (1, True, False, "authority-unknown")
    assert (late["intact"], late["trusted"]) == (True, False)


def test_a_trusted_certificate_that_is_not_one_for_time_stamping_attests_nothing(kept: Path, tmp_path: Path) -> None:
    code, told = stamped(kept, response(time_stamp(kept.read_bytes(), AT, by="chair")), tmp_path)

    assert (code, told["intact"], told["trusted"], told["reason"]) == (1, True, False, "authority-unknown")


def test_only_a_checkpoint_is_stamped(tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("anything\n")

    assert docflow("ledger", "stamp", other).code == 5
    assert docflow("ledger", "stamp", tmp_path / "missing").code == 3
