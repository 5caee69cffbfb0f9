"""Tables that people keep in spreadsheets, as they are or saved as CSV, to rows by column.

Headings are matched without accents, in any order, under titles and over two rows; a column that is not asked for is kept beside
the row. Rows that are no entry (totals, names of months, headings repeated on each page) are passed over and told.
Every fault is a value with its row and column, so that all of a table can be told at once.
"""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from docflow.errors import ImportRefused
from docflow.registers import workbook
from docflow.text import printed, unaccented

MAX_BYTES = 64 * 2**20
MAX_ROWS = 500_000
MAX_COLUMNS = 200
MAX_CELL = 32_767  # what a cell of a spreadsheet can hold
MOST_IN_TOTAL = 5
HEADING_WITHIN = 25  # titles of a printed register stand above its headings

_SEPARATORS = ",;\t"
# Rows that sum up the entries above them, and rows that only name what follows or stand at the end of a printed book.
_TOTAL = re.compile(
    r"(?:tong|tong cong|tong so|cong|cong don|luy ke|total)\b(?! (?:tac|dong|tinh|nghiep|thuong|an|hoa|ty|doan|cuc)\b)"
)
_ASIDE = re.compile(
    r"(?:thang|quy|nam|trang|tuan|phan|muc) [0-9ivx]+\b.*|nguoi lap.*|nguoi vao so.*|thu truong.*|.*ngay \d+ thang \d+ nam \d+"
)

Record = Sequence[str]


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
    """One line of a table: its row in the spreadsheet from 1, cells by column name (blank ones left out), the rest by heading.

    ``surplus`` is the first cell beyond the headings of a text table, its column from 1 and its text: a separator within a cell
    has moved those after it.
    """

    number: int
    cells: Mapping[str, str]
    extra: Mapping[str, str] = field(default_factory=dict)
    surplus: tuple[int, str] | None = None

    def get(self, name: str) -> str | None:
        """The printed form of a cell, None if blank."""
        return self.cells.get(name)


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a table, and the heading of each column asked for: as printed, or as it should be where it is missing.

    ``passed_over`` are the rows that are no entry, each with its first words.
    """

    rows: tuple[Row, ...]
    headings: Mapping[str, str]
    passed_over: tuple[tuple[int, str], ...] = ()

    def heading(self, name: str) -> str:
        """The heading of a column as the table prints it, or should."""
        return self.headings.get(name, name)


def decode(data: bytes, file: str) -> str:
    """The text of a CSV file: UTF-8 with or without a mark, or UTF-16 with one; ``ImportRefused`` for anything else."""
    if len(data) > MAX_BYTES:
        raise ImportRefused("table-too-large", file=file, mib=MAX_BYTES // 2**20)
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
        raise ImportRefused("table-encoding", file=file, line=line) from fault
    if "\x00" in text:
        raise ImportRefused("table-is-binary", file=file)
    return text


@dataclass(frozen=True, slots=True)
class _Found:
    """Where in some records the headings stand: the record (from 0) of the last of them, and what they say."""

    records: Sequence[Record]
    at: int
    heading: Record
    places: Mapping[str, int]
    sheet: str = ""
    is_text: bool = False


def read_table(data: bytes, columns: Sequence[Column], file: str, sheet: str | None = None) -> Table:
    """Read a table from CSV or from a spreadsheet, there from the sheet of a name or the only one with the headings.

    ``ImportRefused`` if it is neither, is too large, lacks a required heading, or has several sheets that it may be.
    """
    if workbook.is_workbook(data):
        found = _in_workbook(data, columns, file, sheet)
    else:
        found = _in_text(decode(data, file), columns, file)
    missing = [c.headings[0] for c in columns if c.required and c.name not in found.places]
    if missing:
        raise ImportRefused("table-headings", file=file, missing=", ".join(missing))
    passed: list[tuple[int, str]] = []
    return Table(
        rows=tuple(_rows(found, passed)),
        headings={c.name: c.headings[0] for c in columns} | {name: printed(found.heading[i]) for name, i in found.places.items()},
        passed_over=tuple(passed),
    )


def _in_workbook(data: bytes, columns: Sequence[Column], file: str, wanted: str | None) -> _Found:
    if len(data) > MAX_BYTES:
        raise ImportRefused("table-too-large", file=file, mib=MAX_BYTES // 2**20)
    sheets = workbook.read_sheets(data, file, MAX_ROWS)
    if wanted is not None and wanted not in {sheet.name for sheet in sheets}:
        raise ImportRefused("table-no-sheet", file=file, sheet=wanted, sheets=", ".join(sheet.name for sheet in sheets))
    found = [_headed(s.rows, columns, s.name) for s in sheets if wanted in {None, s.name}]
    whole = [f for f in found if all(c.name in f.places for c in columns if c.required)]
    if len(whole) > 1:
        raise ImportRefused("table-sheets", file=file, sheets=", ".join(f.sheet for f in whole))
    if not found:
        raise ImportRefused("table-not-workbook", file=file)
    return whole[0] if whole else max(found, key=lambda f: len(f.places))


def _in_text(text: str, columns: Sequence[Column], file: str) -> _Found:
    probes = [(_headed(_records(text, s, file, HEADING_WITHIN + 1), columns), s) for s in _SEPARATORS]
    best, separator = max(probes, key=lambda probe: len(probe[0].places))
    return replace(best, records=_records(text, separator, file, MAX_ROWS), is_text=True)


def _headed(records: Sequence[Record], columns: Sequence[Column], sheet: str = "") -> _Found:
    """The records with the row, or the two rows, under which most of the columns are found; the first of equals."""
    best = _Found(records, 0, records[0] if records else (), {}, sheet)
    for i, record in enumerate(records[:HEADING_WITHIN]):
        two = (
            [lower or upper for upper, lower in itertools.zip_longest(record, records[i + 1], fillvalue="")]
            if records[i + 1 :]
            else []
        )
        for at, heading in ((i, record), (i + 1, two)):
            places = _match(heading, columns)
            if len(places) > len(best.places):
                best = _Found(records, at, heading, places, sheet)
    return best


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


def _match(record: Record, columns: Sequence[Column]) -> dict[str, int]:
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


def _rows(found: _Found, passed: list[tuple[int, str]]) -> Iterator[Row]:
    heading, places = found.heading, found.places
    named = set(places.values())
    for number, record in enumerate(found.records[found.at + 1 :], start=found.at + 2):
        values = [printed(cell) for cell in record]
        filled = [v for v in values if v]
        if not filled or (number == found.at + 2 and _numbers_the_columns(filled)):
            continue
        if _no_entry(values, filled, heading):
            passed.append((number, filled[0]))
            continue
        yield Row(
            number=number,
            cells={name: values[i] for name, i in places.items() if i < len(values) and values[i]},
            extra={printed(heading[i]): values[i] for i in range(min(len(values), len(heading))) if i not in named and values[i]},
            surplus=next(((i, v) for i, v in enumerate(values, 1) if v and i > len(heading)), None) if found.is_text else None,
        )


def _no_entry(values: Sequence[str], filled: Sequence[str], heading: Record) -> bool:
    """Whether a row is a sum, a name of what follows, the foot of a printed book, or the headings again."""
    first = heading_key(filled[0])
    if len(set(filled)) == 1 and _ASIDE.fullmatch(first):
        return True
    if len(filled) <= MOST_IN_TOTAL and _TOTAL.match(first):
        return True
    return len(filled) > 1 and all(heading_key(v) == heading_key(h) for v, h in zip(values, heading, strict=False) if v)


def _numbers_the_columns(filled: Sequence[str]) -> bool:
    """Whether a row under the headings only numbers them, as the forms of the decree do."""
    return len(filled) > 1 and [v.strip("()") for v in filled] == [str(i + 1) for i in range(len(filled))]
