"""The table of document types that a local rule sends on paper only: they lower no figure of exchange.

Decree 30/2020, article 5, gives electronic documents the value of originals; what stays on paper each body's own rules say.
"""

from __future__ import annotations

from docflow.model import Fact, PaperRule
from docflow.registers.cells import Cells
from docflow.registers.directory import Directory
from docflow.registers.kinds import document_type
from docflow.registers.table import Column, Row

COLUMNS = (
    Column("unit", ("Mã đơn vị", "unit")),
    Column("type", ("Loại văn bản", "document_type", "type"), required=True),
    Column("valid_from", ("Từ ngày", "valid_from")),
    Column("valid_to", ("Đến ngày", "valid_to")),
    Column("basis", ("Căn cứ pháp lý", "Căn cứ", "basis")),
)


def read_paper_types(cells: Cells, directory: Directory) -> list[Fact]:
    """The facts of a table of types; a rule is known by its unit (blank: of all units), its type and its first day."""
    facts: dict[str, Fact] = {}
    for row in cells.table.rows:
        rule = _rule(row, cells, directory)
        subject = f"{rule.unit or ''}|{rule.document_type}|{rule.valid_from or ''}"
        if rule.document_type and subject in facts:
            cells.fault(row, "type", "repeated-line", row.get("type") or "")
        facts[subject] = Fact("paper-rule", subject, rule)
    return list(facts.values())


def _rule(row: Row, cells: Cells, directory: Directory) -> PaperRule:
    words = cells.needed(row, "type")
    kind = document_type(words, words) if words else None
    if words and kind is None:
        cells.fault(row, "type", "unknown-word", words)
    first, last = cells.day(row, "valid_from"), cells.day(row, "valid_to", far=True)
    if first and last and last < first:
        cells.fault(row, "valid_to", "ends-before-start", row.get("valid_to") or "")
    return PaperRule(_unit(row, cells, directory, first), kind or "", first, last, row.get("basis"), row.number)


def _unit(row: Row, cells: Cells, directory: Directory, day: str | None) -> str | None:
    code = row.get("unit")
    if code is None:
        return None
    found = directory.candidates(code)
    if len(found) > 1 and day:
        found = directory.candidates(code, day, day)
    if len(found) != 1:
        cells.fault(row, "unit", "ambiguous-unit" if found else "unknown-unit", code)
        return None
    return found[0].id
