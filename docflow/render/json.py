"""JSON for programs: fields in the order of the schema, letters as they are, a newline at the end."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from docflow.locale import Words
from docflow.render.screen import Screen
from docflow.report import Report, beside_record, report_record


def dump(record: Mapping[str, Any] | list[Any]) -> str:
    """One value over several lines."""
    return json.dumps(record, ensure_ascii=False, indent=2) + "\n"


def dump_lines(records: Iterable[Mapping[str, Any]]) -> Iterable[str]:
    """One value a line."""
    for record in records:
        yield json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n"


def report_json(report: Report, _words: Words, _screen: Screen) -> str:
    """A report as one object."""
    return dump(dict(report_record(report)))


def report_jsonl(report: Report, _words: Words, _screen: Screen) -> str:
    """The rows of a report, one a line."""
    return "".join(dump_lines(dict(beside_record(report, row)) for row in report.figures.rows))
