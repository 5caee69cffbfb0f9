"""The table of series of numbers (dãy số): what a unit numbers together, and which council uses whose seal.

Decree 30/2020, article 15: legal normative documents are numbered by type, administrative ones as the head of the body
decides, in one series or several; councils that use the body's seal have a series of their own. Party bodies number through a
term of their committee.
"""

from __future__ import annotations

from dataclasses import dataclass

from docflow.canonical import digest
from docflow.model import Fact, Series
from docflow.registers.cells import Cells, listed
from docflow.registers.directory import Directory
from docflow.registers.kinds import document_type
from docflow.registers.table import Column, Row
from docflow.text import fold, nfc

COLUMNS = (
    Column("unit", ("Mã đơn vị", "unit")),
    Column("name", ("Tên dãy số", "name"), required=True),
    Column("types", ("Loại văn bản", "types", "type")),
    Column("notations", ("Ký hiệu", "notations", "notation")),
    Column("valid_from", ("Từ ngày", "valid_from")),
    Column("valid_to", ("Đến ngày", "valid_to")),
    Column("reset", ("Đặt lại", "reset")),
    Column("host", ("Cơ quan dùng chung dấu", "host")),
)
RESETS = {
    **dict.fromkeys(("nam", "hang nam", "theo nam", "year"), "year"),
    **dict.fromkeys(("nhiem ky", "theo nhiem ky", "term"), "term"),
}


def read_series(cells: Cells, directory: Directory, unit: str | None) -> list[Fact]:
    """The facts of a table of series; a series is known by its unit, name and first day."""
    facts: dict[str, Fact] = {}
    for row in cells.table.rows:
        series = _series(row, cells, directory, unit)
        subject = f"{series.unit}|{digest([fold(series.name), series.valid_from])[:16]}"
        if series.name and subject in facts:
            cells.fault(row, "name", "repeated-line", series.name)
        facts[subject] = Fact("series", subject, series)
    return list(facts.values())


def _series(row: Row, cells: Cells, directory: Directory, unit: str | None) -> Series:
    first, last = cells.day(row, "valid_from"), cells.day(row, "valid_to", far=True)
    if first and last and last < first:
        cells.fault(row, "valid_to", "ends-before-start", row.get("valid_to") or "")
    reset = cells.word(row, "reset", RESETS) or "year"
    if reset == "term" and not first:
        cells.fault(row, "valid_from", "term-without-start")
    whole = _Cell(row, cells, directory, first)
    owner = whole.unit("unit", unit) or ""
    host = whole.unit("host", None) if row.get("host") else None
    if host and host == owner:
        cells.fault(row, "host", "host-is-unit", row.get("host") or "")
    return Series(
        unit=owner,
        name=cells.needed(row, "name"),
        types=_types(row, cells),
        notations=tuple("".join(nfc(part).split()).upper() for part in listed(row.get("notations"))),
        valid_from=first,
        valid_to=last,
        reset=reset,
        host=host,
    )


def _types(row: Row, cells: Cells) -> tuple[str, ...]:
    found = []
    for words in listed(row.get("types")):
        kind = document_type(words, words)
        if kind is None:
            cells.fault(row, "types", "unknown-word", words)
        else:
            found.append(kind)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Cell:
    """Where the codes of units stand, and the day on which they name one."""

    row: Row
    cells: Cells
    directory: Directory
    day: str | None

    def unit(self, column: str, otherwise: str | None) -> str | None:
        """The id of the unit that a cell names; a missing, unknown or ambiguous code is a fault."""
        code = self.row.get(column) or otherwise
        if code is None:
            self.cells.fault(self.row, column, "no-unit")
            return None
        found = self.directory.candidates(code)
        if len(found) > 1 and self.day:
            found = self.directory.candidates(code, self.day, self.day)
        if len(found) != 1:
            self.cells.fault(self.row, column, "ambiguous-unit" if found else "unknown-unit", code)
            return None
        return found[0].id
