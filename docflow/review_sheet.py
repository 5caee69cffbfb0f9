"""The list of what is open as a table that a person fills in, and as it comes back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from docflow.correction_run import Bad, Decision
from docflow.errors import ImportRefused
from docflow.locale import Words
from docflow.registers.cells import Cells
from docflow.registers.importing import MAX_FAULTS, describe
from docflow.registers.table import Column, Fault, Table, read_table
from docflow.review import Item, item_record
from docflow.text import unaccented

COLUMNS = (
    Column("subject", ("Đối tượng", "subject"), required=True),
    Column("field", ("Trường", "field"), required=True),
    Column("value", ("Giá trị", "value"), required=True),
    Column("author", ("Người quyết định", "author"), required=True),
    Column("reason", ("Lý do", "reason"), required=True),
)
SHEET = ("kind", "subject", "field", "why", "unit", "number", "day", "path", "about", "proposals", "value", "author", "reason")
_TAKE_BACK = frozenset({"rut lai", "take back"})


def sheet_rows(items: Iterable[Item]) -> list[Mapping[str, Any]]:
    """The rows to fill in: what is proposed stands beside a blank value."""
    blank = dict.fromkeys(("value", "author", "reason"), "")
    return [
        {
            **item_record(item),
            "proposals": "; ".join(f"{p.value} ({p.source}{_share(p.score)})" for p in item.proposals),
            **blank,
        }
        for item in items
    ]


def _share(score: int) -> str:
    """Thousandths as percent, nothing where there are none."""
    return f" {score // 10}.{score % 10} %" if score else ""


def read_sheet(data: bytes, file: str, today: dt.date) -> tuple[Table, tuple[int, ...], tuple[Decision, ...]]:
    """The decisions of a table with their rows; a line without a value was not decided and is left out."""
    cells = Cells(read_table(data, COLUMNS, file), today)
    rows, decisions = [], []
    for row in cells.table.rows:
        value = row.get("value")
        if value is None:
            continue
        texts = {name: _typed(row.get(name) or "") for name in ("subject", "field", "author", "reason")}
        rows.append(row.number)
        decisions.append(Decision(value=None if unaccented(value) in _TAKE_BACK else _typed(value), **texts))
    return cells.table, tuple(rows), tuple(decisions)


def refused(file: str, table: Table, rows: tuple[int, ...], bad: Iterable[Bad], words: Words) -> ImportRefused:
    """The refusal of a table with every fault by row and column."""
    faults = [Fault(rows[b.place], table.heading(b.fault.column), b.fault.code, b.fault.value) for b in bad]
    told = [describe(words, fault) for fault in faults[:MAX_FAULTS]]
    if len(faults) > MAX_FAULTS:
        told.append(words("registers.more-faults", count=words.integer(len(faults) - MAX_FAULTS)))
    return ImportRefused("table-refused", rows=tuple(told), file=file, count=words.integer(len(faults)))


def _typed(cell: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from taking text for a formula."""
    return cell.removeprefix("'")
