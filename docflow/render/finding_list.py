"""The list behind a figure of findings, for people: points of form with their place in the document, and files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from docflow.indicators.findings import FILE
from docflow.locale import Words
from docflow.render.listing import aligned
from docflow.render.screen import clean
from docflow.render.table import type_words

_FORM_COLUMNS = ("number", "day", "type", "article", "binding", "page", "detail", "file", "key")
_FILE_COLUMNS = ("file", "units", "reason", "paths")


def finding_lines(figure: str, records: Sequence[Mapping[str, Any]], words: Words) -> tuple[str, list[str]] | None:
    """The headings and lines of a list of points of form or of files; None for documents, which are listed as everywhere."""
    if figure == "files_refused" or figure.startswith(FILE):
        told = [[r["file"], ", ".join(r["units"]), f"{FILE}{r['code']}", ", ".join(r["paths"])] for r in records]
        names: tuple[str, ...] = _FILE_COLUMNS
    elif records and "article" in records[0]:
        told = [_form_cells(record, words) for record in records]
        names = _FORM_COLUMNS
    else:
        return None
    cells = [tuple(clean(str(cell)) or "–" for cell in row) for row in told]
    return aligned(tuple(words(f"lines.finding-{name}") for name in names), cells)


def _form_cells(record: Mapping[str, Any], words: Words) -> list[str]:
    number = "/".join(part for part in (record["number"], record["notation"]) if part)
    binding = words("form.binding" if record["binding"] else "form.advised")
    kind = type_words(words, record["document_type"])
    place = [str(record["page"] or ""), record["detail"], f"{record['file'][:12]}…"]
    return [number, record["day"] or "", kind, record["article"] or "", binding, *place, record["key"]]
