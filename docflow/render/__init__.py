"""Output formats: one file each.

A new format is a file and a line in ``FORMATS``: it gets a report, the words and the screen, and gives text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from docflow.locale import Words
from docflow.render.csv import report_csv
from docflow.render.json import report_json, report_jsonl
from docflow.render.screen import Screen
from docflow.render.table import report_table
from docflow.report import Report

FORMATS: Mapping[str, Callable[[Report, Words, Screen], str]] = {
    "table": report_table,
    "json": report_json,
    "jsonl": report_jsonl,
    "csv": report_csv,
}
