"""A report may be kept with all that stands behind its numbers."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from worlds.commands import docflow

from docflow.ledger.checkpoint import PublicKey

DISTRICT = Path(__file__).resolve().parent.parent / "fixtures" / "district"
INBOX = DISTRICT / "inbox" / "H99.01.02"
AT = ("--at", "2023-01-15")
ASKED = ("--unit", "H99.01.02", "--period", "2022")


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance with units, a register, a roster and letters."""
    instance = tmp_path_factory.mktemp("behind") / "instance"
    here = ("--instance", instance, *AT)
    docflow("init", instance, "-q")
    docflow("import", "units", DISTRICT / "units.csv", *here)
    register = INBOX / "registers" / "outgoing-2022.csv"
    docflow("import", "register", register, "--unit", "H99.01.02", "--year", "2022", *here)
    folder = shutil.copytree(INBOX / "outgoing", instance / "inbox" / "H99.01.02" / "outgoing")
    assert docflow("ingest", folder, *here).code in {0, 100}
    return instance


def behind(instance: Path, name: str, *more: str) -> dict[str, Any]:
    target = instance / "behind.json"
    told = docflow("report", name, *ASKED, *more, "--behind", target, "--format", "json", "--instance", instance)
    assert told.code == 0, told.err
    kept: dict[str, Any] = json.loads(target.read_text("utf-8"))
    assert kept["report"] == told.json
    return kept


@pytest.mark.parametrize("name", ["issuance", "signatures", "completeness", "exchange", "findings", "certificates"])
def test_as_many_things_stand_behind_each_number_as_it_says(instance: Path, name: str) -> None:
    figures = behind(instance, name)["figures"]

    assert [one["figure"] for one in figures] != []
    assert [one["figure"] for one in figures if one["counted"] is None] == []
    assert [len(one["counted"]) for one in figures] == [one["numerator"] for one in figures]


def test_each_document_is_told_with_the_hashes_of_its_bytes(instance: Path) -> None:
    files = {hashlib.sha256(path.read_bytes()).hexdigest() for path in (INBOX / "outgoing").rglob("*") if path.is_file()}
    (signed,) = (one for one in behind(instance, "signatures")["figures"] if one["figure"] == "signed_by_person")
    told = [sha256 for one in signed["counted"] for sha256 in one["files"]]

    assert signed["numerator"] > 0
    assert set(told) <= files
    assert all(one["lines"] for one in signed["counted"])


def test_the_checkpoint_in_it_is_signed_and_of_the_run_that_was_asked(instance: Path) -> None:
    kept, earlier = behind(instance, "issuance"), behind(instance, "issuance", "--as-of", "2")
    key = PublicKey.parse(kept["key"])

    assert [key.signed(one["checkpoint"]) for one in (kept, earlier)] == [True, True]
    assert [one["checkpoint"].splitlines()[3] for one in (kept, earlier)] == ["run 3", "run 2"]
    assert [sha for one in earlier["figures"] for line in one["counted"] for sha in line["files"]] == []


@pytest.mark.parametrize("more", [("--by", "unit"), ("--by", "month")])
def test_it_goes_with_one_whole_report(instance: Path, more: tuple[str, ...]) -> None:
    told = docflow("report", "issuance", *ASKED, *more, "--behind", instance / "no.json", "--instance", instance)

    assert told.code == 2
    assert not (instance / "no.json").exists()


def test_a_file_that_cannot_be_written_is_the_operators_fault(instance: Path) -> None:
    told = docflow("report", "issuance", *ASKED, "--behind", instance / "missing" / "x.json", "--instance", instance)

    assert told.code == 3
