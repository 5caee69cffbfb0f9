"""Periods of a report: 2022, 2022-Q3, 2022-09, 2023-H1, 2023-9M, 2022-09-15, A..B."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

from docflow.errors import UsageError

FIRST_YEAR, LAST_YEAR = 1945, 2200


@dataclass(frozen=True, slots=True)
class Period:
    """A run of whole days, both ends included, as ISO dates; ``name`` is what the user wrote, None for all time."""

    name: str | None
    first: str
    last: str

    def holds(self, day: str) -> bool:
        """Whether an ISO day lies in the period."""
        return self.first <= day <= self.last

    def touches(self, year: int) -> bool:
        """Whether any day of the year lies in the period."""
        return int(self.first[:4]) <= year <= int(self.last[:4])


ALL_TIME = Period(None, "0001-01-01", "9999-12-31")

_YEAR = re.compile(r"(\d{4})(?:-(?:Q([1-4])|H([12])|([1-9]|1[0-2])M|(0[1-9]|1[0-2])(?:-(\d{2}))?))?", re.IGNORECASE)


def _last_day(year: int, month: int) -> str:
    return f"{year:04d}-{month:02d}-{calendar.monthrange(year, month)[1]:02d}"


def _months(name: str, year: int, first: int, last: int) -> Period:
    return Period(name, f"{year:04d}-{first:02d}-01", _last_day(year, last))


def _single(text: str) -> Period | None:
    match = _YEAR.fullmatch(text)
    if not match or not FIRST_YEAR <= int(match[1]) <= LAST_YEAR:
        return None
    quarter, half, first_months, month, day = (int(g) if g else None for g in match.groups()[1:])
    year, name = int(match[1]), text.upper()
    if day is not None:
        return _day(name)
    if quarter:
        first, last = 3 * quarter - 2, 3 * quarter
    elif half:
        first, last = 6 * half - 5, 6 * half
    else:
        first, last = month or 1, first_months or month or 12
    return _months(name, year, first, last)


def _day(name: str) -> Period | None:
    try:
        day = dt.date.fromisoformat(name).isoformat()
    except ValueError:
        return None
    return Period(name, day, day)


def parse_period(text: str | None) -> Period:
    """Read a period; None is all time; ``UsageError`` (bad-period) for what is none, or ends before it begins."""
    if text is None:
        return ALL_TIME
    first, dots, last = text.strip().partition("..")
    start = _single(first.strip())
    end = _single(last.strip()) if dots else start
    if start is None or end is None or start.first > end.last:
        raise UsageError("bad-period", value=text)
    return Period(f"{start.name}..{end.name}" if dots else start.name, start.first, end.last)


def before(period: Period) -> Period:
    """The period of the same length right before: of whole months as many months, else as many days; none for all time."""
    first, last = dt.date.fromisoformat(period.first), dt.date.fromisoformat(period.last)
    ends = first - dt.timedelta(days=1)
    if first.day == 1 and period.last == _last_day(last.year, last.month):
        length = 12 * (last.year - first.year) + last.month - first.month + 1
        year, month = divmod(12 * first.year + first.month - 1 - length, 12)
        return _between(dt.date(year, month + 1, 1), ends)
    return _between(first - (last - first) - dt.timedelta(days=1), ends)


def year_before(period: Period) -> Period:
    """The same period of the year before; of the 29th of February, the last day of that month."""
    first, last = dt.date.fromisoformat(period.first), dt.date.fromisoformat(period.last)
    whole = period.last == _last_day(last.year, last.month)
    day = int(_last_day(last.year - 1, last.month)[-2:]) if whole else last.day
    begins = min(first.day, int(_last_day(first.year - 1, first.month)[-2:]))
    return _between(first.replace(year=first.year - 1, day=begins), last.replace(year=last.year - 1, day=day))


def _between(first: dt.date, last: dt.date) -> Period:
    """The period of two days under the shortest name that it goes by."""
    year = f"{first.year:04d}"
    parts = (year, *(f"{year}-H{n}" for n in (1, 2)), *(f"{year}-Q{n}" for n in (1, 2, 3, 4)))
    names = (*parts, *(f"{year}-{n:02d}" for n in range(1, 13)), *(f"{year}-{n}M" for n in range(1, 13)))
    ends = first.isoformat(), last.isoformat()
    same = (found for found in map(_single, names) if found and (found.first, found.last) == ends)
    return next(same, Period(ends[0] if first == last else "..".join(ends), *ends))


def months(period: Period) -> list[Period]:
    """The calendar months that a period touches, cut to it, oldest first; all time has none."""
    return _parts(period, 1, lambda year, month: f"{year:04d}-{month:02d}")


def quarters(period: Period) -> list[Period]:
    """The calendar quarters that a period touches, cut to it, oldest first; all time has none."""
    return _parts(period, 3, lambda year, month: f"{year:04d}-Q{(month + 2) // 3}")


def _parts(period: Period, length: int, name: Callable[[int, int], str]) -> list[Period]:
    if period.name is None:
        return []
    year, month = int(period.first[:4]), int(period.first[5:7])
    month -= (month - 1) % length
    found = []
    while (start := f"{year:04d}-{month:02d}-01") <= period.last:
        end = _last_day(year, month + length - 1)
        found.append(Period(name(year, month), max(start, period.first), min(end, period.last)))
        year, month = (year, month + length) if month + length <= 12 else (year + 1, 1)
    return found
