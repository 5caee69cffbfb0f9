"""Cells of imported tables: dates, closed lists of words, lists, and marks of secrecy; what cannot be read is a fault."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from docflow.registers.table import Fault, Row, Table
from docflow.text import unaccented

FIRST_DAY = dt.date(1945, 9, 2)  # no document of this state is older
YEARS_AHEAD = 1
FAR_YEARS_AHEAD = 100  # ends of validity lie ahead

_VIETNAMESE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\d\d:\d\d(?::\d\d)?)?")
_SECRECY = frozenset({"mat", "toi mat", "tuyet mat", "van ban mat", "tai lieu mat"})


def read_day(text: str) -> dt.date | None:
    """A date written dd/mm/yyyy or yyyy-mm-dd; None if it is neither or no day of the calendar."""
    if match := _VIETNAMESE.fullmatch(text):
        day, month, year = (int(g) for g in match.groups())
    elif match := _ISO.fullmatch(text):
        year, month, day = (int(g) for g in match.groups())
    else:
        return None
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def is_secrecy_mark(text: str | None) -> bool:
    """Whether a cell, or a part of it between marks of punctuation, is a mark of secrecy; never a word in running text."""
    if not text:
        return False
    parts = re.split(r"[;,.()\n]|\s-\s", unaccented(text))
    return any(re.sub(r"^(do mat|muc do mat)\s*:?\s*", "", part.strip()) in _SECRECY for part in parts)


@dataclass(slots=True)
class Cells:
    """Reads the cells of one table and gathers their faults; ``today`` bounds plausible dates."""

    table: Table
    today: dt.date
    faults: list[Fault] = field(default_factory=list)

    def __post_init__(self) -> None:
        for row in self.table.rows:
            if row.surplus is not None:
                place, value = row.surplus
                self.faults.append(Fault(row.number, str(place), "surplus-cell", value))

    def fault(self, row: Row, column: str, code: str, value: str = "") -> None:
        """Note a fault in a cell."""
        self.faults.append(Fault(row.number, self.table.heading(column), code, value))

    def day(self, row: Row, column: str, *, far: bool = False) -> str | None:
        """The ISO date of a cell, None if blank; a date that is none or is implausible is a fault."""
        text = row.get(column)
        if text is None:
            return None
        day = read_day(text)
        if day is None:
            self.fault(row, column, "bad-date", text)
            return None
        last = self.today.year + (FAR_YEARS_AHEAD if far else YEARS_AHEAD)
        if day < FIRST_DAY or day.year > last:
            self.fault(row, column, "implausible-date", text)
            return None
        return day.isoformat()

    def word(self, row: Row, column: str, words: Mapping[str, str]) -> str | None:
        """The value that a cell's word stands for, matched without accents; None if blank; another word is a fault."""
        text = row.get(column)
        if text is None:
            return None
        value = words.get(re.sub(r"[^a-z0-9]+", " ", unaccented(text)).strip())
        if value is None:
            self.fault(row, column, "unknown-word", text)
        return value

    def needed(self, row: Row, column: str) -> str:
        """The text of a cell that must not be blank; a blank one is a fault and gives ``""``."""
        text = row.get(column)
        if text is None:
            self.fault(row, column, "blank")
        return text or ""


def listed(text: str | None) -> tuple[str, ...]:
    """The parts of a cell separated by ``;``, blank ones left out."""
    return tuple(part.strip() for part in (text or "").split(";") if part.strip())
