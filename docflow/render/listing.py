"""The documents behind a figure for people: one line each, columns aligned, nothing wrapped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.cells import cell_len, set_cell_size

from docflow.listing import ListedRecord
from docflow.locale import Words
from docflow.render.screen import clean
from docflow.render.table import type_words

_CERTIFICATE = ("unit", "row", "position", "kind", "granted_on", "expires_on", "revoked_on", "serial")
_NUMBER = ("unit", "series", "basis", "number", "notation", "day", "before", "after")
_WEIGHED = (
    "recipients",
    "served",
    "arrival_number",
    "due_on",
    "state",
    "finished_on",
    "settled_by",
    "answer",
    "appraisal",
    "appraised_on",
)
_COLUMNS = ("number", "day", "type", "form", "basis", "files", "rule", "findings", "key")


def lines(records: Sequence[ListedRecord], words: Words) -> tuple[str, list[str]]:
    """The line of headings, and one line for each record."""
    heading = tuple(words(f"report.documents-{name}") for name in _COLUMNS)
    return aligned(heading, [_cells(record, words) for record in records])


def certificate_lines(records: Sequence[Mapping[str, Any]], words: Words) -> tuple[str, list[str]]:
    """The line of headings, and one line for each certificate that a roster asks for."""
    heading = tuple(words(f"lines.certificate-{name}") for name in _CERTIFICATE)
    return aligned(heading, [tuple(clean(str(record[name] or "–")) for name in _CERTIFICATE) for record in records])


def number_lines(records: Sequence[Mapping[str, Any]], words: Words) -> tuple[str, list[str]]:
    """The line of headings, and one line for each number that is missing, repeated or too far off."""
    heading = tuple(words(f"lines.number-{name}") for name in _NUMBER)
    told = [dict(record) | {"basis": words(f"lines.basis-{record['basis']}")} for record in records]
    return aligned(heading, [tuple(clean(str(record[name] or "–")) for name in _NUMBER) for record in told])


def weighed_lines(records: Sequence[Mapping[str, Any]], words: Words) -> tuple[str, list[str]]:
    """The line of headings, and one line for each document sent or received; only columns that tell something of any."""
    told = [name for name in _WEIGHED if any(record.get(name) for record in records)]
    names = ("number", "day", "form", *told, "key")
    heading = tuple(words(f"lines.weighed-{name}") if name in told else words(f"report.documents-{name}") for name in names)
    return aligned(heading, [tuple(_weighed(record, name, words) for name in names) for record in records])


def _weighed(record: Mapping[str, Any], name: str, words: Words) -> str:
    value = record.get(name)
    if name == "number":
        value = "/".join(part for part in (record["number"], record["notation"]) if part)
    elif name == "form":
        value = words(f"word.form-{value}")
    elif name == "recipients":
        value = ", ".join(words(f"lines.recipient-{one}") for one in value or ())
    elif name in {"served", "state", "settled_by"} and value:
        value = words(f"lines.{name}-{value}")
    return clean(str(value or "–"))


def aligned(heading: tuple[str, ...], cells: Sequence[tuple[str, ...]]) -> tuple[str, list[str]]:
    """A line of headings and lines of cells, each column as wide as its widest cell."""
    widths = [max(cell_len(row[i]) for row in (heading, *cells)) for i in range(len(heading))]
    made = ["  ".join(set_cell_size(cell, width) for cell, width in zip(row, widths, strict=True)) for row in (heading, *cells)]
    return made[0].rstrip(), [line.rstrip() for line in made[1:]]


def _cells(record: ListedRecord, words: Words) -> tuple[str, ...]:
    number = "/".join(part for part in (record["number"], record["notation"]) if part)
    return tuple(
        clean(cell)
        for cell in (
            number or "–",
            record["day"] or "–",
            type_words(words, record["document_type"]),
            words(f"word.form-{record['form']}"),
            words(f"report.basis-{record['basis']}"),
            str(record["files"]),
            record["rule"],
            ",".join(record["findings"]) or "–",
            record["key"],
        )
    )
