"""What a stranger can check: proofs of documents, a ledger held against a checkpoint that was kept."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from worlds.commands import Told, docflow

DISTRICT = Path(__file__).resolve().parent.parent / "fixtures" / "district"
INBOX = DISTRICT / "inbox" / "H99.01.02"
AT = ("--at", "2023-01-15")


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance with units, a register and three letters."""
    instance = tmp_path_factory.mktemp("proof") / "instance"
    docflow("init", instance, "-q")
    docflow("import", "units", DISTRICT / "units.csv", "--instance", instance, *AT)
    register = INBOX / "registers" / "outgoing-2022.csv"
    told = docflow("import", "register", register, "--unit", "H99.01.02", "--year", "2022", "--instance", instance, *AT)
    assert told.code == 0
    folder = shutil.copytree(INBOX / "outgoing", instance / "inbox" / "H99.01.02" / "outgoing")
    assert docflow("ingest", folder, "--instance", instance, *AT).code in {0, 100}
    docflow("ledger", "head", "--checkpoint", instance / "kept", "--instance", instance)
    return instance


@pytest.fixture
def instance(planted: Path, tmp_path: Path) -> Path:
    return shutil.copytree(planted, tmp_path / "copy")


def keys(instance: Path) -> list[str]:
    return [one["key"] for one in docflow("documents", "--format", "json", "--instance", instance).json]


def proven(instance: Path, *arguments: str | Path) -> Path:
    target = instance / "proof.json"
    told = docflow("ledger", "prove", *arguments, "--output", target, "--instance", instance)
    assert told.code == 0, told.err
    return target


def verified(instance: Path, *arguments: str | Path) -> Told:
    """The verdict of the stand-alone verifier, run by a Python that cannot import docflow."""
    verifier = instance / "verify_proof.py"
    assert docflow("ledger", "prove", "--verifier", "--output", verifier).code == 0
    command = [sys.executable, "-I", "-S", verifier, instance / "proof.json", "--key", instance / "ledger.pub", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return Told(done.returncode, done.stdout, done.stderr)


def test_every_document_is_proven_to_a_stranger(instance: Path) -> None:
    listed = instance / "keys"
    listed.write_text("\n".join(keys(instance)) + "\n", "utf-8")

    record = json.loads(proven(instance, "--keys", listed).read_text("utf-8"))
    told = verified(instance, "--files", instance / "store")

    assert [one["key"] for one in record["documents"]] == sorted(keys(instance))
    kinds = [entry["kind"] for entry in record["entries"]]
    files = [p for p in (instance / "store").rglob("*") if p.is_file()]
    assert kinds.count("file") == len(files) == 3
    assert kinds.count("sighting") == 3
    assert told.code == 0, told.out
    assert [line.split()[0] for line in told.out.splitlines()] == ["OK"] * (1 + len(kinds) + len(files))


def test_content_may_be_withheld(instance: Path) -> None:
    path = proven(instance, keys(instance)[0], "--without-content")

    assert {(e["content"], e["salt"]) for e in json.loads(path.read_text("utf-8"))["entries"]} == {(None, None)}
    assert verified(instance).code == 0


def _content(record: dict[str, Any]) -> None:
    record["entries"][0]["content"] = record["entries"][0]["content"].replace("2022", "2021")


def _place(record: dict[str, Any]) -> None:
    record["entries"][0]["position"] += 1


def _subject(record: dict[str, Any]) -> None:
    record["entries"][-1]["subject"] = "0" * 64


def _path(record: dict[str, Any]) -> None:
    record["entries"][0]["path"].pop()


def _size(record: dict[str, Any]) -> None:
    lines = record["checkpoint"].split("\n")
    record["checkpoint"] = "\n".join([lines[0], str(int(lines[1]) + 1), *lines[2:]])


def _signature(record: dict[str, Any]) -> None:
    record["checkpoint"] = record["checkpoint"].rpartition("\n\n")[0] + "\n\n"


@pytest.mark.parametrize("forge", [_content, _place, _subject, _path, _size, _signature])
def test_a_forged_proof_is_refused(instance: Path, forge: Callable[[dict[str, Any]], None]) -> None:
    path = proven(instance, "--keys", _written(instance, keys(instance)))
    record = json.loads(path.read_text("utf-8"))
    forge(record)
    path.write_text(json.dumps(record), "utf-8")

    told = verified(instance)

    assert told.code == 1
    assert "WRONG" in told.out


def _written(instance: Path, lines: list[str]) -> Path:
    path = instance / "keys"
    path.write_text("\n".join(lines), "utf-8")
    return path


def test_a_later_log_is_shown_to_go_on_from_a_kept_checkpoint(instance: Path) -> None:
    register = DISTRICT / "inbox" / "H99.01.01" / "registers" / "outgoing-2022.csv"
    docflow("import", "register", register, "--unit", "H99.01.01", "--year", "2022", "--instance", instance, *AT)
    proven(instance, keys(instance)[0], "--since", instance / "kept")

    assert verified(instance, "--earlier", instance / "kept").code == 0
    assert docflow("ledger", "check", "--against", instance / "kept", "--instance", instance).code == 0


def test_a_cut_tail_is_named_by_a_kept_checkpoint(instance: Path) -> None:
    register = DISTRICT / "inbox" / "H99.01.01" / "registers" / "outgoing-2022.csv"
    earlier = shutil.copyfile(instance / "ledger.db", instance / "earlier.db")
    docflow("import", "register", register, "--unit", "H99.01.01", "--year", "2022", "--instance", instance, *AT)
    docflow("ledger", "head", "--checkpoint", instance / "later", "--instance", instance)
    for name in ("ledger.db", "ledger.db-wal", "ledger.db-shm"):
        (instance / name).unlink(missing_ok=True)
    shutil.copyfile(earlier, instance / "ledger.db")

    alone = docflow("ledger", "check", "--instance", instance)
    against = docflow("ledger", "check", "--against", instance / "later", "--format", "json", "--instance", instance)

    assert alone.code == 0
    assert against.code == 7
    assert [one["kind"] for one in against.json["damages"]] == ["tail-cut", "run-missing"]


def test_a_full_rewrite_is_named_by_a_kept_checkpoint(instance: Path) -> None:
    for name in ("ledger.db", "ledger.db-wal", "ledger.db-shm"):
        (instance / name).unlink(missing_ok=True)
    assert docflow("init", instance / "new", "-q").code == 0
    shutil.copyfile(instance / "new" / "ledger.db", instance / "ledger.db")
    docflow("import", "units", DISTRICT / "units.csv", "--instance", instance, *AT)
    folder = instance / "inbox" / "H99.01.02" / "outgoing"
    min(folder.iterdir()).unlink()
    docflow("ingest", folder, "--instance", instance, *AT)

    alone = docflow("ledger", "check", "--instance", instance)
    against = docflow("ledger", "check", "--against", instance / "kept", "--format", "json", "--instance", instance)

    assert alone.code == 0
    assert against.code == 7
    assert {one["kind"] for one in against.json["damages"]} & {"tail-cut", "rewritten"}


def test_a_checkpoint_of_another_key_is_refused(instance: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    docflow("init", other, "-q")
    docflow("import", "units", DISTRICT / "units.csv", "--instance", other, *AT)
    docflow("ledger", "head", "--checkpoint", other / "kept", "--instance", other)

    told = docflow("ledger", "check", "--against", other / "kept", "--instance", instance)

    assert told.code == 5
    assert "docflow/" in told.err


def test_what_the_ledger_does_not_hold_cannot_be_proven(instance: Path) -> None:
    told = docflow("ledger", "prove", "999/QĐ-XYZ", "--lang", "en", "--instance", instance)

    assert told.code == 5
    assert "999/QĐ-XYZ" in told.err


def test_the_checkpoint_counts_every_entry_of_the_log(instance: Path) -> None:
    with sqlite3.connect(instance / "ledger.db") as connection:
        leaves = connection.execute("SELECT count(*) FROM leaf").fetchone()[0]
    record = json.loads(proven(instance, keys(instance)[0]).read_text("utf-8"))

    assert record["checkpoint"].splitlines()[1] == str(leaves)


def test_an_exported_ledger_is_accepted_and_answers_the_same(instance: Path) -> None:
    copy = instance / "copy.db"

    assert docflow("ledger", "export", copy, "--instance", instance).code == 0
    assert docflow("ledger", "export", copy, "--instance", instance).code == 3

    assert docflow("ledger", "check", "--ledger", f"sqlite:///{copy}", "--instance", instance).code == 0
    asked = ("report", "issuance", "--period", "2022", "--format", "json", "--instance", instance)
    assert docflow(*asked, "--ledger", f"sqlite:///{copy}").out == docflow(*asked).out
    assert [p.name for p in instance.glob(".copy*")] == []


def test_an_exported_ledger_fills_an_empty_one_and_no_other(instance: Path) -> None:
    docflow("ledger", "export", instance / "copy.db", "--instance", instance)
    docflow("init", instance / "new", "-q")

    assert docflow("ledger", "import", instance / "copy.db", "--instance", instance / "new").code == 0
    again = docflow("ledger", "import", instance / "copy.db", "--instance", instance / "new")

    assert again.code == 5
    heads = [docflow("ledger", "head", "--format", "json", "--instance", one).json for one in (instance, instance / "new")]
    assert heads[0] == heads[1]
