"""The runner that compares what is said of files elsewhere with what was written down about them."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest
from verify.papers import rewritten, signed

from fixtures import expectations


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "good.pdf").write_bytes(signed("district"))
    (tmp_path / "changed.PDF").write_bytes(rewritten(signed("district"), "SO 99"))
    (tmp_path / "note.txt").write_bytes(b"no file to look at")
    return tmp_path


def test_each_signature_is_told_by_its_integrity_and_by_why_it_is_not_accepted(folder: Path) -> None:
    good = hashlib.sha256((folder / "good.pdf").read_bytes()).hexdigest()
    found = expectations.answers([folder])

    assert len(found) == 2
    assert found[good] == ["SIGNED", "TOTAL_PASSED NO_CERTIFICATE_CHAIN_FOUND"]


def test_what_is_said_otherwise_and_what_is_not_there_is_a_difference(folder: Path) -> None:
    found = expectations.answers([folder])
    first, second = sorted(found)

    assert expectations.differences(found, found) == []
    told = expectations.differences({first: ["NO_SIGNATURE"], second: found[second], "f" * 64: []}, found)
    assert told == [f"{first} expected ['NO_SIGNATURE'], found {found[first]}", f"{'f' * 64} not found"]


def test_what_was_written_down_names_files_by_hash_and_nothing_else() -> None:
    written = json.loads(expectations.EXPECTED.read_text("utf-8"))

    assert all(re.fullmatch(r"[0-9a-f]{64}", sha256) for sha256 in written)
    assert all(re.fullmatch(r"[A-Z_]+( [A-Z_]+)?", line) for lines in written.values() for line in lines)
