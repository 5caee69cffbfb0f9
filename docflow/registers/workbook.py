"""Sheets of a spreadsheet (XLSX, and the old XLS) as rows of text, as a person would have saved them as CSV.

A cell is its stored value: a whole number without a decimal point, a date in ISO form (both epochs), a formula as last computed.
A merged cell stands in each of the places it covers, since a date merged over ten lines of a register is the date of all ten.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from docflow import container
from docflow.errors import ImportRefused

MAX_CELLS = 20_000_000
MAX_SHEETS = 100
MAX_TOLD = 20
MAX_COLUMNS = 200
_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"')
_ERROR = re.compile(rb'<(?:\w+:)?c\b(?=[^>]*\bt="e")[^>]*?\br="([A-Z]{1,3}\d{1,7})"')
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")

Value = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name and its rows from the first, cells as text."""

    name: str
    rows: tuple[tuple[str, ...], ...]


def is_workbook(data: bytes) -> bool:
    """Whether bytes are a spreadsheet that is read here."""
    return data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0"))


def read_sheets(data: bytes, file: str, limit: int) -> list[Sheet]:
    """The visible sheets of a workbook, in its order, each with at most ``limit`` rows.

    ``ImportRefused``: ``table-not-workbook``, ``table-encrypted``, ``table-too-large`` (more cells than a person fills),
    ``table-too-long``, ``table-errors`` (formulas that failed, whose values nobody knows).
    """
    kind = container.sniff(data).media_type
    if kind == container.ENCRYPTED_OFFICE:
        raise ImportRefused("table-encrypted", file=file)
    if kind not in {container.XLSX, container.XLS}:
        raise ImportRefused("table-not-workbook", file=file)
    if kind == container.XLSX:
        _require_bounds(data, file)
    try:
        book = CalamineWorkbook.from_object(io.BytesIO(data))
        seen = [meta.name for meta in book.sheets_metadata if meta.visible is SheetVisibleEnum.Visible][:MAX_SHEETS]
        return [_sheet(name, book.get_sheet_by_name(name), file, limit) for name in seen]
    except PasswordError as fault:
        raise ImportRefused("table-encrypted", file=file) from fault
    except (CalamineError, ValueError, OSError) as fault:
        raise ImportRefused("table-not-workbook", file=file) from fault


def _require_bounds(data: bytes, file: str) -> None:
    """Refuse what would not fit in memory: a sheet is held as a rectangle, and one cell far out makes it huge."""
    try:
        package = container.Package(data)
        for name in sorted(name for name in package.names if _SHEET.fullmatch(name)):
            rows = columns = 0
            content = package.read(name)
            if failed := [cell.decode() for cell in _ERROR.findall(content)]:
                raise ImportRefused("table-errors", file=file, cells=", ".join(failed[:MAX_TOLD]))
            for match in _CELL.finditer(content):
                columns = max(columns, _column(match[1]))
                rows = max(rows, int(match[2]))
            if rows * columns > MAX_CELLS:
                raise ImportRefused("table-too-large", file=file, mib=MAX_CELLS // 10**6)
    except container.OverLimits as fault:
        raise ImportRefused("table-too-large", file=file, mib=MAX_CELLS // 10**6) from fault
    except container.Damaged as fault:
        raise ImportRefused("table-not-workbook", file=file) from fault


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _sheet(name: str, sheet: CalamineSheet, file: str, limit: int) -> Sheet:
    rows = [[_text(value) for value in row[:MAX_COLUMNS]] for row in sheet.to_python(skip_empty_area=False)]
    if len(rows) > limit:
        raise ImportRefused("table-too-long", file=file, limit=limit)
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        for row, column in _covered(rows, top, left, bottom, right):
            rows[row][column] = rows[top][left]
    return Sheet(name, tuple(tuple(row) for row in rows))


def _covered(rows: list[list[str]], top: int, left: int, bottom: int, right: int) -> Iterator[tuple[int, int]]:
    """The places that a merged cell covers, besides its first; across a whole row it is a title and stands once."""
    if top >= len(rows) or left >= len(rows[top]) or (left == 0 and right >= len(rows[top]) - 1):
        return
    for row in range(top, min(bottom + 1, len(rows))):
        for column in range(left, min(right + 1, len(rows[row]))):
            if (row, column) != (top, left):
                yield row, column


def _text(value: Value) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 10**15 else repr(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ", "seconds")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return str(value)
