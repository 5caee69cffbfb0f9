"""Each way in which registers, files and messages disagree, planted alone in a month without any: found alone, by its name."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from worlds.commands import docflow, ledger_copy
from worlds.district_month import FAULTS, SOUND, Fault, write_month

from docflow.reconcile.evidence import OF_DOCUMENTS
from fixtures.books import write_outgoing
from fixtures.pki import FOLDER

CLOCK = ("--at", "2022-09-15")


@dataclass(frozen=True)
class Month:
    """The instance that holds the month, and the ledger that a test writes to."""

    folder: Path
    ledger: Path

    def do(self, *words: str | Path) -> None:
        told = docflow(*words, "--instance", self.folder, "--ledger", f"sqlite:///{self.ledger}", *CLOCK)
        assert told.code in {0, 100}, told.err

    def book(self, table: Path, unit: str) -> None:
        self.do("import", "register", table, "--unit", unit, "--direction", "outgoing", "--year", "2022")

    def differences(self) -> tuple[int, list[tuple[str, list[str]]]]:
        """How ``reconcile`` leaves, and what it finds with the documents behind it."""
        told = docflow(
            "reconcile", "--period", "2022", "--format", "json", "--instance", self.folder, "--ledger", f"sqlite:///{self.ledger}"
        )
        return told.code, [(one["code"], one["documents"]) for one in told.json["differences"]]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Month:
    world, folder = tmp_path_factory.mktemp("month"), tmp_path_factory.mktemp("office") / "office"
    assert docflow("init", folder, "-q").code == 0
    shutil.copytree(FOLDER / "trust", folder / "trust", dirs_exist_ok=True)
    month = Month(folder, folder / "ledger.db")
    registers = write_month(world)
    month.do("import", "units", world / "units.csv")
    for unit, table in registers.items():
        month.book(table, unit)
    month.do("ingest", world / "inbox", "--workers", "1")
    return month


def added(sound: Month, fault: Fault, folder: Path) -> Month:
    """The month with one thing more, in a ledger of its own."""
    month = Month(sound.folder, ledger_copy(sound.ledger, folder / "ledger.db"))
    if fault.lines is not None:
        month.book(write_outgoing(folder / "register.csv", fault.lines), fault.unit)
    if fault.file is not None:
        name, made = fault.file
        (folder / name).write_bytes(made())
        month.do("ingest", folder / name, "--unit", fault.unit, "--direction", "outgoing", "--workers", "1")
    return month


def test_a_month_in_which_everything_agrees_has_no_difference(sound: Month) -> None:
    assert sound.differences() == (0, [])


@pytest.mark.parametrize("name", SOUND)
def test_what_is_added_without_a_fault_makes_no_difference(sound: Month, name: str, tmp_path: Path) -> None:
    assert added(sound, SOUND[name], tmp_path).differences() == (0, [])


@pytest.mark.parametrize("code", FAULTS)
def test_a_fault_is_found_by_its_name_and_nothing_else_is(sound: Month, code: str, tmp_path: Path) -> None:
    assert added(sound, FAULTS[code], tmp_path).differences() == (101, [(code, list(FAULTS[code].behind))])


def test_every_kind_that_is_looked_for_is_planted() -> None:
    assert sorted(OF_DOCUMENTS) == sorted(FAULTS)
