"""The same folder comes to the same state in every database, and a second run there finds nothing new."""

from __future__ import annotations

from pathlib import Path

import pytest
from worlds.commands import docflow
from worlds.letters import letters


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return letters(tmp_path_factory.mktemp("letters") / "folder", 20)


@pytest.fixture(scope="module")
def state_root(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The state of the folder in the SQLite file that an instance has by default."""
    instance = tmp_path_factory.mktemp("default") / "instance"
    docflow("init", instance, "-q")
    root: str = docflow("ingest", folder, "--instance", instance, "--format", "json").json["state_root"]
    return root


def test_a_folder_comes_to_the_same_state_in_every_database(blank: str, folder: Path, state_root: str, tmp_path: Path) -> None:
    instance = tmp_path / "instance"
    assert docflow("init", instance, "--ledger", blank, "-q").code == 0
    where = ("--instance", instance, "--ledger", blank)

    told = docflow("ingest", folder, *where, "--format", "json")
    assert (told.code, told.json["state_root"]) == (100, state_root)
    assert docflow("ingest", folder, *where, "-q").code == 0
    assert docflow("ledger", "check", "--files", *where).code == 0
    assert not (instance / "ledger.db").exists()
