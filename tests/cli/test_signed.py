"""What ``docflow verify`` says to a person and to a program about whose signatures they are and how they were judged."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from verify.papers import SIGNED_AT
from worlds.commands import docflow

from fixtures.pki import FOLDER
from fixtures.tokens import signature

CASES = FOLDER.parent / "cases"
TRUST = ("--trust", str(FOLDER / "trust"), "--at", "2023-01-15")


def records(*arguments: str) -> list[dict[str, object]]:
    told = docflow("verify", *TRUST, "--format", "jsonl", *arguments)
    return [json.loads(line) for line in told.out.splitlines()]


def signatures(*arguments: str) -> list[dict[str, object]]:
    (record,) = records(*arguments)
    found = record["signatures"]
    assert isinstance(found, list)
    return found


def test_a_record_says_whose_signatures_they_are_by_the_printed_header() -> None:
    found = signatures(str(CASES / "number-and-date-in-widgets" / "document.pdf"))

    assert [(s["role"], s["matches_printed"]) for s in found] == [
        ("issuer-person", True),
        *[("clerk", True)] * 3,
        ("issuer-organ", True),
    ]
    assert "steps" not in found[0]


def test_the_steps_stand_in_the_record_where_they_were_asked_for() -> None:
    found = signatures("--detail", str(CASES / "tampered-after-signing" / "document.pdf"))
    steps = found[0]["steps"]
    assert isinstance(steps, list)

    assert [step["number"] for step in steps] == list(range(1, 13))
    assert (steps[2]["outcome"], steps[2]["reasons"]) == ("failed", ["digest-differs"])


def test_signatures_that_are_alike_are_told_once() -> None:
    told = docflow("verify", *TRUST, "--format", "table", str(CASES / "number-and-date-in-widgets" / "document.pdf"))

    assert told.out.count("Chữ ký số của") == 3
    assert "3 chữ ký như nhau: Chữ ký số của" in told.out


@pytest.mark.parametrize(("content", "indication"), [(b"as it was signed", "TOTAL_PASSED"), (b"another", "TOTAL_FAILED")])
def test_a_detached_signature_is_checked_against_its_file(tmp_path: Path, content: bytes, indication: str) -> None:

    digest = hashlib.sha256(b"as it was signed").digest()
    (tmp_path / "a.txt").write_bytes(content)
    (tmp_path / "a.txt.p7s").write_bytes(signature("district", digest, SIGNED_AT, pades=False, timestamped=True))
    (found,) = signatures("--detached", str(tmp_path / "a.txt.p7s"), str(tmp_path / "a.txt"))

    assert isinstance(found["integrity"], dict)
    assert (found["subfilter"], found["integrity"]["indication"]) == ("CMS.detached", indication)


def test_a_detached_signature_that_is_not_there_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"x")
    told = docflow("verify", "--detached", str(tmp_path / "none.p7s"), str(tmp_path / "a.txt"))

    assert (told.code, "none.p7s" in told.err) == (3, True)
