"""Tables that people keep in spreadsheets, saved as CSV: text of unknown encoding and separator to rows by column.

Headings are matched without accents, in any order and under titles; a column that is not asked for is kept beside the row.
Every fault is a value with its row and column, so that all of a table can be told at once.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from docflow.errors import ImportRefused
from docflow.text import printed, unaccented

MAX_BYTES = 64 * 2**20
MAX_ROWS = 500_000
MAX_COLUMNS = 200
MAX_CELL = 32_767  # what a cell of a spreadsheet can hold
HEADING_WITHIN = 25  # titles of a printed register stand above its headings

_SEPARATORS = ",;\t"


@dataclass(frozen=True, slots=True)
class Column:
    """A column asked for: its name here and the headings it goes by, the Vietnamese one first."""

    name: str
    headings: tuple[str, ...]
    required: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one cell: a code with words under ``registers.fault-<code>``; row 0 is the table itself."""

    row: int
    column: str
    code: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: its row in the spreadsheet from 1, cells by column name (blank ones left out), the rest by heading."""

    number: int
    cells: Mapping[str, str]
    extra: Mapping[str, str] = field(default_factory=dict)

    def get(self, name: str) -> str | None:
        """The printed form of a cell, None if blank."""
        return self.cells.get(name)


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a table, and the heading of each column asked for: as printed, or as it should be where it is missing."""

    rows: tuple[Row, ...]
    headings: Mapping[str, str]

    def heading(self, name: str) -> str:
        """The heading of a column as the table prints it, or should."""
        return self.headings.get(name, name)


def decode(data: bytes, file: str) -> str:
    """The text of a CSV file: UTF-8 with or without a mark, or UTF-16 with one; ``ImportRefused`` for anything else."""
    if len(data) > MAX_BYTES:
        raise ImportRefused("table-too-large", file=file, mib=MAX_BYTES // 2**20)
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise ImportRefused("table-is-workbook", file=file)
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
        raise ImportRefused("table-encoding", file=file, line=line) from fault
    if "\x00" in text:
        raise ImportRefused("table-is-binary", file=file)
    return text


def read_table(data: bytes, columns: Sequence[Column], file: str) -> Table:
    """Read a table; ``ImportRefused`` if it is not text, is too large, or lacks a required heading."""
    text = decode(data, file)
    separator, at = _find_heading(text, columns, file)
    records = _records(text, separator, file, MAX_ROWS)
    heading = records[at] if records else []
    places = _match(heading, columns)
    missing = [c.headings[0] for c in columns if c.required and c.name not in places]
    if missing:
        raise ImportRefused("table-headings", file=file, missing=", ".join(missing))
    return Table(
        rows=tuple(_rows(records, at, heading, places)),
        headings={c.name: c.headings[0] for c in columns} | {name: printed(heading[i]) for name, i in places.items()},
    )


def _find_heading(text: str, columns: Sequence[Column], file: str) -> tuple[str, int]:
    """The separator and the record (from 0) under which most of the columns are found; the first of equals."""
    best, place = 0, (_SEPARATORS[0], 0)
    for separator in _SEPARATORS:
        for i, record in enumerate(_records(text, separator, file, HEADING_WITHIN)):
            if (known := len(_match(record, columns))) > best:
                best, place = known, (separator, i)
    return place


def _records(text: str, separator: str, file: str, limit: int) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    records: list[list[str]] = []
    before = csv.field_size_limit(MAX_CELL * 4)
    try:
        for record in reader:
            if len(records) >= limit:
                if limit == MAX_ROWS:
                    raise ImportRefused("table-too-long", file=file, limit=MAX_ROWS)
                break
            records.append(record[:MAX_COLUMNS])
    except csv.Error as fault:
        if limit == MAX_ROWS:
            raise ImportRefused("table-malformed", file=file, line=reader.line_num) from fault
    finally:
        csv.field_size_limit(before)
    return records


def heading_key(text: str) -> str:
    """The form in which headings are compared: no accents, letters and digits only, what stands in brackets left out."""
    return re.sub(r"[^a-z0-9]+", " ", unaccented(re.sub(r"\([^)]*\)", " ", text.replace("_", " ")))).strip()


def _match(record: list[str], columns: Sequence[Column]) -> dict[str, int]:
    cells: dict[str, int] = {}
    for i, cell in enumerate(record):
        cells.setdefault(heading_key(cell), i)
    found: dict[str, int] = {}
    for column in columns:
        for heading in column.headings:
            if (place := cells.get(heading_key(heading))) is not None:
                found[column.name] = place
                break
    return found


def _rows(records: list[list[str]], at: int, heading: list[str], places: Mapping[str, int]) -> Iterator[Row]:
    named = set(places.values())
    for number, record in enumerate(records[at + 1 :], start=at + 2):
        values = [printed(cell) for cell in record]
        filled = [v for v in values if v]
        if not filled or (number == at + 2 and _numbers_the_columns(filled)):
            continue
        yield Row(
            number=number,
            cells={name: values[i] for name, i in places.items() if i < len(values) and values[i]},
            extra={printed(heading[i]): values[i] for i in range(min(len(values), len(heading))) if i not in named and values[i]},
        )


def _numbers_the_columns(filled: list[str]) -> bool:
    """Whether a row under the headings only numbers them, as the forms of the decree do."""
    return len(filled) > 1 and [v.strip("()") for v in filled] == [str(i + 1) for i in range(len(filled))]
