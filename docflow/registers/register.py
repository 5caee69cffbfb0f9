"""Registers of outgoing and incoming documents (Decree 30/2020, annex IV.I and IV.VI: ten columns each) to lines.

A line is known by unit, direction, year, number and notation (or arrival number) and its occurrence among equals. Lines that bear
a secrecy mark are refused one by one: nothing of them is kept but how many there were in a month.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import dataclass, field

from docflow.model import Coverage, Direction, Fact, Form, RegisterLine
from docflow.numbers import SplitNumber, split_number
from docflow.registers.cells import Cells, is_secrecy_mark
from docflow.registers.directory import Directory
from docflow.registers.kinds import document_type
from docflow.registers.table import Column, Row, Table
from docflow.text import fold, notation_key, number_key, unaccented

FORMS = {
    **dict.fromkeys(("dien tu", "van ban dien tu", "electronic"), Form.ELECTRONIC),
    **dict.fromkeys(
        ("dien tu va giay", "dien tu va ban giay", "giay va dien tu", "dien tu song song giay", "song song", "both"), Form.BOTH
    ),
    **dict.fromkeys(("giay", "van ban giay", "ban giay", "paper"), Form.PAPER),
}

# How a document came (Decree 30/2020, article 21: electronic and paper ones are received apart); other words say nothing.
_CAME_ELECTRONICALLY = re.compile(r"\b(?:dien tu|lien thong|truc(?! tiep)|mang|e ?mail|phan mem|electronic)\b")
_CAME_ON_PAPER = re.compile(r"\b(?:giay|buu dien|buu chinh|truc tiep|ban cung|paper)\b")
_CAME_BOTH_WAYS = re.compile(r"\b(?:ca hai|song song|both)\b")

_SHARED = (
    Column("unit", ("Mã đơn vị", "unit")),
    Column("subject", ("Tên loại và trích yếu nội dung", "Tên loại và trích yếu", "Trích yếu nội dung", "Trích yếu", "subject")),
    Column("type", ("Tên loại", "Loại văn bản", "document_type", "type")),
    Column("notation", ("Ký hiệu", "notation")),
    Column("signed_for", ("Ký nhận", "signed_for")),
    Column("note", ("Ghi chú", "note")),
    Column("form", ("Hình thức phát hành", "form")),
    Column("dossier", ("Số và ký hiệu hồ sơ", "dossier")),
    Column("secrecy", ("Độ mật", "Mức độ mật", "secrecy")),
)
_DATE = ("Ngày tháng văn bản", "Ngày, tháng, năm văn bản", "Ngày văn bản", "Ngày ban hành", "promulgated_on")
_NUMBER = ("Số, ký hiệu văn bản", "Số, ký hiệu", "Số và ký hiệu văn bản", "Số và ký hiệu", "Số ký hiệu", "Số văn bản", "number")
_RECEIVED = ("Đơn vị hoặc người nhận", "Nơi nhận văn bản", "Nơi nhận", "recipients")
# What the follow-up register of incoming documents tells (Decree 30/2020, annex IV), as most systems keep it in the same table.
_HANDLING = (
    Column(
        "due_on",
        (
            "Thời hạn giải quyết",
            "Thời hạn xử lý",
            "Thời hạn trả lời",
            "Thời hạn",
            "Hạn xử lý",
            "Hạn giải quyết",
            "Hạn trả lời",
            "due_on",
        ),
    ),
    Column(
        "answered_by",
        (
            "Số, ký hiệu văn bản trả lời",
            "Số ký hiệu văn bản trả lời",
            "Số và ký hiệu văn bản trả lời",
            "Văn bản trả lời",
            "answered_by",
        ),
    ),
    Column(
        "handled_on",
        ("Ngày hoàn thành", "Ngày xử lý xong", "Ngày giải quyết xong", "Ngày giải quyết", "handled_on"),
    ),
    Column("arrived_as", ("Hình thức đến", "Hình thức nhận", "Phương thức nhận", "Phương thức đến", "Phương thức", "arrived_as")),
)

COLUMNS = {
    Direction.OUTGOING: (
        Column("number", _NUMBER, required=True),
        Column("promulgated_on", _DATE, required=True),
        Column("signer", ("Người ký", "signer")),
        Column("recipients", _RECEIVED[1:]),
        *_SHARED,
    ),
    Direction.INCOMING: (
        Column("arrived_on", ("Ngày đến", "arrived_on"), required=True),
        Column("arrival_number", ("Số đến", "arrival_number"), required=True),
        Column("author", ("Tác giả", "Cơ quan ban hành", "author")),
        Column("number", _NUMBER),
        Column("promulgated_on", _DATE),
        Column("recipients", _RECEIVED),
        *_SHARED,
        *_HANDLING,
    ),
}


# A notation is made of abbreviations in capitals (Decree 30/2020, annexes I.II.3 and III); names have tone marks or are longer.
_NOTATION = re.compile(r"[A-ZĐĂÂÊÔƠƯ0-9]{1,15}(?:[-/.&+][A-ZĐĂÂÊÔƠƯ0-9]{1,15}){0,5}")

# A unit's book of one direction and year.
Book = tuple[str, Direction, int]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line says of a register; it fills what the table lacks."""

    unit: str | None = None
    direction: Direction | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Register:
    """The lines and coverages of a table as facts, and how many of its lines were refused as secret."""

    facts: tuple[Fact, ...]
    books: frozenset[Book]
    secret: int = 0


@dataclass(slots=True)
class _Reading:
    """What is gathered of one book while it is being read."""

    through: str = ""
    secret: Counter[str] = field(default_factory=Counter)


def read_register(table: Table, cells: Cells, directory: Directory, direction: Direction, asked: Asked) -> Register:
    """The facts of a register: one ``register-line`` each, and one ``coverage`` for each book that it holds."""
    day_column = "promulgated_on" if direction is Direction.OUTGOING else "arrived_on"
    days = {row.number: cells.day(row, day_column) for row in table.rows}
    years = Counter(int(day[:4]) for day in days.values() if day)
    only_year = next(iter(years)) if len(years) == 1 else None
    if asked.year is None and len(years) > 1:
        # A book is one year's: a slip in a date would else supersede all that is known of another year's book.
        rarest = min(sorted(years), key=lambda year: years[year])
        row = next(row for row in table.rows if (days[row.number] or "").startswith(str(rarest)))
        cells.fault(row, day_column, "several-years", ", ".join(f"{year} ({years[year]})" for year in sorted(years)))
    seen: Counter[str] = Counter()
    books: dict[Book, _Reading] = {}
    facts: list[Fact] = []
    secret = 0
    for row in table.rows:
        day = days[row.number]
        year = _year(row, cells, day, day_column, asked.year or only_year)
        if asked.year and year != asked.year:
            cells.fault(row, day_column, "other-year", row.get(day_column) or "")
        unit = _unit(row, cells, directory, day or (f"{year}-12-31" if year else None), asked)
        # A line with a fault is read to its end, so that all its faults are told; nothing of the table will be kept.
        book = (unit or "", direction, year or 0)
        reading = books.setdefault(book, _Reading())
        if is_secrecy_mark(row.get("secrecy")) or is_secrecy_mark(row.get("note")):
            reading.secret[day[:7] if day else str(year)] += 1
            secret += 1
            continue
        identity = f"{book[0]}|{direction.value}|{book[2]}|{_identity(row, direction)}"
        seen[identity] += 1
        line = _line(row, cells, book, day, seen[identity])
        facts.append(Fact("register-line", f"{identity}|{seen[identity]}", line))
        reading.through = max(reading.through, day or "")
    for (unit, _, year), reading in sorted(books.items()):
        covered = Coverage(unit, direction, year, reading.through or f"{year}-01-01", dict(sorted(reading.secret.items())))
        facts.append(Fact("coverage", f"{unit}|{direction.value}|{year}", covered))
    return Register(tuple(facts), frozenset(books), secret)


def book_of(subject: str) -> tuple[str, str, int]:
    """The unit, direction and year in the subject of a register line or coverage."""
    unit, direction, year = subject.split("|")[:3]
    return unit, direction, int(year)


def _year(row: Row, cells: Cells, day: str | None, column: str, otherwise: int | None) -> int | None:
    if day is None and otherwise is None and row.get(column) is None:
        cells.fault(row, column, "no-year")
    return int(day[:4]) if day else otherwise


def _unit(row: Row, cells: Cells, directory: Directory, day: str | None, asked: Asked) -> str | None:
    code = row.get("unit") or asked.unit
    if code is None:
        cells.fault(row, "unit", "no-unit")
        return None
    found = directory.candidates(code, day, day) if day else directory.candidates(code)
    if len(found) != 1:
        others = directory.candidates(code)
        code_of_fault = "ambiguous-unit" if found else "unit-not-then" if others else "unknown-unit"
        cells.fault(row, "unit", code_of_fault, code)
        return None
    return found[0].id


def _identity(row: Row, direction: Direction) -> str:
    """The part of a subject that names the line in its book; text that is no number enters as a digest only."""
    if direction is Direction.INCOMING:
        return f"den:{_safe(row.get('arrival_number'))}"
    number, notation = _number(row)
    if number is None:
        return f"{_safe(notation)}/"
    return f"{number_key(number)}/{notation_key(notation or '')}"


def _safe(text: str | None) -> str:
    if not text:
        return ""
    key = number_key(text)
    plain = key.isascii() and key.isalnum() and len(key) <= 12
    return key if plain else "#" + hashlib.sha256(fold(text).encode()).hexdigest()[:16]


def _number(row: Row) -> tuple[str | None, str | None]:
    """Number and notation of a line; a cell that holds something else is kept whole as the notation of a line without number."""
    cell, beside = row.get("number"), row.get("notation")
    if cell is None:
        return None, beside
    parts = _split(cell, beside)
    if parts is None:
        return None, cell
    notation = parts.notation or beside
    if notation and not _NOTATION.fullmatch(notation_key(notation)):
        return None, cell if parts.notation else f"{cell}/{beside}"
    return parts.number, notation


def _split(cell: str, beside: str | None) -> SplitNumber | None:
    """What a number's cell holds; the year of a legal normative document may stand in it or before the notation beside it."""
    dated = split_number(f"{cell}/{beside}") if beside and "/" in cell + beside else None
    return dated if dated and dated.year else split_number(cell)


def _year_in_number(row: Row) -> int | None:
    parts = _split(row.get("number") or "", row.get("notation"))
    return parts.year if parts else None


def _line(row: Row, cells: Cells, book: Book, day: str | None, occurrence: int) -> RegisterLine:
    unit, direction, year = book
    incoming = direction is Direction.INCOMING
    number, notation = _number(row)
    form = cells.word(row, "form", FORMS)
    return RegisterLine(
        unit=unit,
        direction=direction,
        year=year,
        number=number,
        notation=notation,
        occurrence=occurrence,
        row=row.number,
        promulgated_on=cells.day(row, "promulgated_on") if incoming else day,
        subject=row.get("subject"),
        document_type=document_type(row.get("type") or row.get("subject"), notation),
        signer=row.get("signer"),
        recipients=row.get("recipients"),
        signed_for=row.get("signed_for"),
        note=row.get("note"),
        form=Form(form) if form else None,
        dossier=row.get("dossier"),
        arrival_number=row.get("arrival_number"),
        arrived_on=day if incoming else None,
        author=row.get("author"),
        due_on=cells.day(row, "due_on", far=True),
        answered_by=row.get("answered_by"),
        handled_on=cells.day(row, "handled_on"),
        arrived_as=_arrived_as(row.get("arrived_as")),
    )


def _arrived_as(text: str | None) -> Form | None:
    words = re.sub(r"[^a-z0-9]+", " ", unaccented(text or ""))
    electronic, paper = bool(_CAME_ELECTRONICALLY.search(words)), bool(_CAME_ON_PAPER.search(words))
    if _CAME_BOTH_WAYS.search(words) or (electronic and paper):
        return Form.BOTH
    return Form.ELECTRONIC if electronic else Form.PAPER if paper else None
