"""The planned year taken in by docflow as its users would: tables, trust store and files, then one night's ingest."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from fixtures.books import write_table
from fixtures.pki import FOLDER
from worlds import district_year_books as books
from worlds.commands import Told, docflow, ledger_copy
from worlds.district_year import Year, plan
from worlds.district_year_papers import write_files

CLOCK = ("--at", "2023-01-15")


@dataclass(frozen=True)
class Office:
    """An instance with a ledger of its own; ``files`` is how many the inbox holds."""

    folder: Path
    ledger: Path
    tables: Path
    year: Year
    files: int

    def docflow(self, *arguments: str | Path) -> Told:
        """Run a command on it."""
        return docflow(*arguments, "--instance", self.folder, "--ledger", f"sqlite:///{self.ledger}")

    def json(self, *arguments: str | Path) -> Any:
        """What a command that ends well tells as JSON."""
        told = self.docflow(*arguments, "--format", "json")
        assert told.code == 0, told.err
        return told.json

    def take(self, kind: str, table: Path, *more: str) -> None:
        """Import a table."""
        told = self.docflow("import", kind, table, *more, *CLOCK)
        assert told.code == 0, told.err

    def with_ledger(self, name: str) -> Office:
        """The same instance with a copy of its ledger, to be written to."""
        return replace(self, ledger=ledger_copy(self.ledger, self.tables / f"{name}.db"))

    def copied(self, folder: Path) -> Office:
        """A copy of the instance and its store, to be written to and erased in."""
        shutil.copytree(self.folder, folder)
        return replace(self, folder=folder, ledger=folder / self.ledger.name)

    def declare(self, name: str, rows: list[tuple[str, ...]]) -> None:
        """Take in declared figures."""
        self.take("declared", write_table(self.tables / f"{name}.csv", books.DECLARED, rows))


def established(root: Path) -> Office:
    """Plant the year under a folder and take it in: all but declared figures."""
    year, folder, tables = plan(), root / "office", root / "tables"
    assert docflow("init", folder, "-q").code == 0
    shutil.copytree(FOLDER / "trust", folder / "trust", dirs_exist_ok=True)
    office = Office(folder, folder / "ledger.db", tables, year, write_files(folder / "inbox", year))
    office.take("units", books.units(tables / "units.csv"))
    office.take("successions", books.successions(tables / "successions.csv"))
    office.take("series", books.series(tables / "series.csv"))
    outgoing = ("--direction", "outgoing", "--year", "2022")
    office.take("register", books.district_register(tables / "district.csv", year), "--unit", "H99.01", *outgoing)
    office.take("register", books.commune_registers(tables / "communes.xlsx", year), *outgoing)
    office.take("register", books.incoming(tables / "incoming.xlsx", year), "--direction", "incoming")
    office.take("roster", books.roster(tables / "roster.csv", year))
    office.take("targets", books.targets(tables / "targets.csv"))
    told = office.docflow("ingest", folder / "inbox", *CLOCK, "--format", "json")
    assert (told.code, told.json["balance"]["found"]) == (0, office.files), told.err
    return office
