"""CSV for spreadsheets: UTF-8 without a mark, comma, CRLF (RFC 4180); cells that a spreadsheet would execute are escaped."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from docflow.locale import Words
from docflow.render import beside
from docflow.render.criteria import CSV_COLUMNS, criteria_record
from docflow.render.percent import percent
from docflow.render.screen import Screen
from docflow.report import Report, row_record

_COMMANDS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def escaped(value: object) -> str:
    """A cell's text; text that a spreadsheet would take for a formula gets an apostrophe before it (OWASP, CSV injection)."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (list, tuple)):
        return escaped(";".join(str(v) for v in value))
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_COMMANDS) else text


def table(columns: Sequence[str], records: Iterable[Mapping[str, Any]]) -> str:
    """A table of records under the names of their fields."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(columns)
    writer.writerows([escaped(record[name]) for name in columns] for record in records)
    return buffer.getvalue()


_COLUMNS = (
    "unit",
    "level",
    "period",
    "type",
    "figure",
    "numerator",
    "denominator",
    "percent",
    "low_numerator",
    "low_denominator",
    "high_numerator",
    "high_denominator",
    "witnessed",
    "presumed",
    "basis",
)


def report_csv(report: Report, words: Words, _screen: Screen) -> str:
    """The rows of a report; ``percent`` is written in the session's language and without its sign."""
    records = []
    columns = (*_COLUMNS, "group") if "group" in report.question.by else _COLUMNS
    scored = report.name == "criteria"
    for row in report.figures.rows:
        record = dict(row_record(row))
        ends = {"low": row.low, "high": row.high}
        record.update({f"{end}_numerator": share[0] for end, share in ends.items()})
        record.update({f"{end}_denominator": share[1] for end, share in ends.items()})
        record["percent"] = percent(words, row.numerator, row.denominator).removesuffix(" %")
        records.append({**record, **beside.record(report, row), **(criteria_record(row) if scored else {})})
    return table((*columns, *beside.columns(report), *(CSV_COLUMNS if scored else ())), records)
