"""What is erased is gone from every file, and every figure, list and proof says the same as before."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from worlds.commands import Told, docflow

from docflow.canonical import canonical
from docflow.ledger.engine import open_ledger
from docflow.ledger.read import Reader

DISTRICT = Path(__file__).resolve().parent.parent / "fixtures" / "district"
INBOX = DISTRICT / "inbox" / "H99.01.02"
AT = ("--at", "2023-01-15")
WHY = ("--author", "Văn thư", "--reason", "Yêu cầu xóa số 5", *AT)
ASKED = ("--period", "2022", "--format", "json")


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    instance = tmp_path_factory.mktemp("erasure") / "instance"
    docflow("init", instance, "-q")
    docflow("import", "units", DISTRICT / "units.csv", "--instance", instance, *AT)
    register = INBOX / "registers" / "outgoing-2022.csv"
    docflow("import", "register", register, "--unit", "H99.01.02", "--year", "2022", "--instance", instance, *AT)
    folder = shutil.copytree(INBOX / "outgoing", instance / "inbox" / "H99.01.02" / "outgoing")
    assert docflow("ingest", folder, "--instance", instance, *AT).code in {0, 100}
    return instance


@pytest.fixture
def instance(planted: Path, tmp_path: Path) -> Path:
    return shutil.copytree(planted, tmp_path / "copy")


def facts(instance: Path, kind: str = "file") -> dict[str, Any]:
    reader = Reader(open_ledger(f"sqlite:///{instance / 'ledger.db'}"))
    return reader.facts(kind, reader.run(None).number)


def signed_file(instance: Path) -> tuple[str, str, str]:
    """A file with the whole of what was read from it, and its own name."""
    sha256, payload = min(facts(instance).items())
    assert payload["documents"][0]["signers"][0]["name"]
    (sighting,) = [s for s in facts(instance, "sighting").values() if s["sha256"] == sha256]
    return sha256, canonical(payload), Path(sighting["path"]).name


def answers(instance: Path, *more: str) -> list[Any]:
    reports = [docflow("report", name, *ASKED, *more, "--instance", instance).json for name in ("issuance", "signatures")]
    listed = docflow("documents", *ASKED, *more, "--instance", instance).json
    for report in reports:
        report.pop("checkpoint")
        report.pop("as_of")
    return [*reports, listed]


def erased(instance: Path, *wanted: str) -> Told:
    return docflow("ledger", "erase", *wanted, *WHY, "--instance", instance)


def bytes_of(instance: Path) -> bytes:
    return b"".join(path.read_bytes() for path in instance.glob("ledger.db*"))


def test_every_answer_stays_and_nothing_of_the_person_is_left(instance: Path) -> None:
    sha256, content, name = signed_file(instance)
    before, number = answers(instance), docflow("ledger", "head", "--format", "json", "--instance", instance).json["run"]
    told_then = docflow("report", "issuance", *ASKED, "--as-of", str(number), "--instance", instance).out
    assert content.encode() in bytes_of(instance)

    assert erased(instance, sha256).code == 0

    assert answers(instance) == before
    assert docflow("report", "issuance", *ASKED, "--as-of", str(number), "--instance", instance).out == told_then
    remains = bytes_of(instance)
    assert content.encode() not in remains
    assert name.encode() not in remains
    assert not (instance / "store" / sha256[:2] / sha256).exists()


def test_the_ledger_is_sound_and_says_what_was_erased(instance: Path) -> None:
    sha256, _, _ = signed_file(instance)
    erased(instance, sha256)

    assert docflow("ledger", "check", "--files", "--instance", instance).code == 0
    (key,) = {one["key"] for one in docflow("show", sha256, "--format", "json", "--instance", instance).json["documents"]}
    proof = instance / "proof.json"
    assert docflow("ledger", "prove", key, "--output", proof, "--instance", instance).code == 0
    entries = json.loads(proof.read_text("utf-8"))["entries"]
    assert {e["kind"]: e["erased"] for e in entries} == {"file": True, "sighting": True, "register-line": False}


def test_reading_the_same_bytes_again_brings_nothing_back(instance: Path) -> None:
    sha256, content, _ = signed_file(instance)
    before = answers(instance)
    erased(instance, sha256)

    told = docflow("ingest", instance / "inbox", "--again", "--format", "json", "--instance", instance, *AT).json

    assert (told["balance"]["found"], told["balance"]["ignored"]) == (3, 1)
    assert content.encode() not in bytes_of(instance)
    assert not (instance / "store" / sha256[:2] / sha256).exists()
    assert answers(instance) == before


def test_documents_are_derived_anew_from_what_stayed(instance: Path) -> None:
    sha256, _, _ = signed_file(instance)
    before = answers(instance)
    erased(instance, sha256)
    table = instance / "units.csv"
    table.write_text((DISTRICT / "units.csv").read_text("utf-8").replace("huyện Sông Mây", "huyện Sông Mây ", 1), "utf-8")
    register = instance / "register.csv"
    lines = (INBOX / "registers" / "outgoing-2022.csv").read_text("utf-8")
    register.write_text(lines, "utf-8")
    docflow("import", "register", register, "--unit", "H99.01.02", "--year", "2022", "--instance", instance, *AT)
    docflow("import", "units", table, "--instance", instance, *AT)

    assert answers(instance) == before
    assert docflow("ledger", "check", "--instance", instance).code == 0


def test_a_document_is_erased_with_its_lines_and_sightings(instance: Path) -> None:
    before = answers(instance)
    key = docflow("documents", *ASKED, "--instance", instance).json[0]["key"]
    shown = docflow("show", key, "--format", "json", "--instance", instance).json["documents"][0]
    would = docflow("ledger", "erase", key, "--dry-run", "--format", "json", "--instance", instance).json

    told = docflow("ledger", "erase", key, *WHY, "--format", "json", "--instance", instance).json

    assert sum(told["facts"].values()) == len(would["facts"])
    assert told["facts"]["register-line"] == len(shown["lines"])
    left = facts(instance, "register-line")
    assert {left[line["line"]]["subject"] for line in shown["lines"]} == {None}
    assert answers(instance) == before


@pytest.mark.parametrize(
    "arguments", [("999/QĐ-KHÔNG", *WHY), ("0" * 64, *WHY), ("{sha}", "--reason", "x", *AT), ("{sha}", "--author", "x", *AT)]
)
def test_what_cannot_be_erased_is_an_error_that_changes_nothing(instance: Path, arguments: tuple[str, ...]) -> None:
    sha256, _, _ = signed_file(instance)
    head = docflow("ledger", "head", "--format", "json", "--instance", instance).out

    told = docflow("ledger", "erase", *(a.format(sha=sha256) for a in arguments), "--instance", instance)

    assert told.code == 2
    assert docflow("ledger", "head", "--format", "json", "--instance", instance).out == head


def test_the_second_erasure_says_that_nothing_is_left(instance: Path) -> None:
    sha256, _, _ = signed_file(instance)

    assert (erased(instance, sha256).code, erased(instance, sha256).code) == (0, 2)
