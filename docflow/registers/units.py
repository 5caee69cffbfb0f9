"""The table of reporting units, and the table of successions: who took over from whom, and when (NQ 202/2025/QH15 for one)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from docflow.model import Fact, Unit
from docflow.registers.cells import Cells, listed
from docflow.registers.directory import Directory
from docflow.registers.table import Column, Row, Table

LEVELS = {
    **dict.fromkeys(("trung uong", "cap trung uong", "central"), "trung ương"),
    **dict.fromkeys(("tinh", "cap tinh", "thanh pho truc thuoc trung uong", "province"), "tỉnh"),
    **dict.fromkeys(("huyen", "cap huyen", "quan", "thi xa", "district"), "huyện"),
    **dict.fromkeys(("xa", "cap xa", "phuong", "thi tran", "dac khu", "commune"), "xã"),
}

MAX_CODE = 60
# What parts the subjects of facts, the keys of documents, and lists in a cell.
_SEPARATORS = frozenset("|/;")

_CODE = Column("code", ("Mã định danh", "Mã đơn vị", "code"), required=True)
_TO = Column("valid_to", ("Đến ngày", "valid_to"))
_FROM = Column("valid_from", ("Từ ngày", "valid_from"))

UNIT_COLUMNS = (
    _CODE,
    Column("name", ("Tên đơn vị", "name"), required=True),
    Column("level", ("Cấp", "level"), required=True),
    Column("kind", ("Loại", "kind")),
    Column("parent", ("Mã đơn vị cấp trên", "parent")),
    _FROM,
    _TO,
    Column("successors", ("Mã kế thừa", "successors")),
    Column("aliases", ("Mã khác", "aliases")),
)
SUCCESSION_COLUMNS = (_CODE, Column("successors", ("Mã kế thừa", "successors"), required=True), _FROM, _TO)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the units table with the id that it gets."""

    row: Row
    unit: Unit


def read_units(table: Table, cells: Cells, current: Mapping[str, Unit]) -> list[Fact]:
    """The facts of a table of units; parents and successors must be in the table or already known (``current`` by id).

    A code that stands for several units in turn gives each the id ``code@valid_from``; a unit already known keeps its id.
    """
    starts = {row.number: cells.day(row, "valid_from") for row in table.rows}
    uses = Counter((row.get("code") or "").upper() for row in table.rows)
    before = Directory(current.values())
    lines: dict[str, _Line] = {}
    for row in table.rows:
        code, start = cells.needed(row, "code"), starts[row.number]
        if not code:
            continue
        unit_id = _id(code, start, uses[code.upper()] > 1, before)
        unit = _unit(row, cells, unit_id, code, start)
        if unit_id in lines:
            cells.fault(row, "code", "repeated-unit", code)
        lines[unit_id] = _Line(row, unit)
    known = Directory({**current, **{i: line.unit for i, line in lines.items()}}.values())
    linked = {i: _link(line, cells, known) for i, line in lines.items()}
    return [Fact("unit", i, unit) for i, unit in sorted(linked.items())]


def read_successions(table: Table, cells: Cells, current: Mapping[str, Unit]) -> list[Fact]:
    """The facts of a table of successions: known units with their successors and the last day of their own."""
    known = Directory(current.values())
    changed: dict[str, Unit] = {}
    for row in table.rows:
        code, start = cells.needed(row, "code"), cells.day(row, "valid_from")
        last = cells.day(row, "valid_to", far=True)
        successors = tuple(_reference(part, (row, "successors"), cells, known, last) for part in listed(row.get("successors")))
        if not code:
            continue
        unit_id = _reference(code, (row, "code"), cells, known, start or last)
        if unit_id not in current:
            continue
        unit = changed.get(unit_id, current[unit_id])
        joined = tuple(dict.fromkeys((*(unit.successors if unit_id in changed else ()), *successors)))
        changed[unit_id] = replace(unit, successors=joined, valid_to=last or unit.valid_to)
    return [Fact("unit", i, unit) for i, unit in sorted(changed.items())]


def _id(code: str, start: str | None, reused: bool, before: Directory) -> str:
    same = [u for u in before.candidates(code) if u.code.upper() == code.upper()]
    for unit in same:
        if unit.valid_from == start:
            return unit.id
    if reused or len(same) > 1 or (same and start and same[0].valid_to and same[0].valid_to < start):
        return f"{code}@{start or 'first'}"
    return same[0].id if same else code


def _unit(row: Row, cells: Cells, unit_id: str, code: str, start: str | None) -> Unit:
    end = cells.day(row, "valid_to", far=True)
    if start and end and end < start:
        cells.fault(row, "valid_to", "ends-before-start", row.get("valid_to") or "")
    cells.needed(row, "level")
    for name in (code, *listed(row.get("aliases"))):
        if len(name) > MAX_CODE or _SEPARATORS & set(name):
            cells.fault(row, "code" if name == code else "aliases", "bad-code", name)
    return Unit(
        id=unit_id,
        code=code,
        name=cells.needed(row, "name"),
        level=cells.word(row, "level", LEVELS) or "",
        kind=row.get("kind") or "",
        valid_from=start,
        valid_to=end,
        aliases=listed(row.get("aliases")),
    )


def _link(line: _Line, cells: Cells, known: Directory) -> Unit:
    row, unit = line.row, line.unit
    parent = row.get("parent")
    return replace(
        unit,
        parent=_reference(parent, (row, "parent"), cells, known, unit.valid_from) if parent else None,
        successors=tuple(
            _reference(part, (row, "successors"), cells, known, unit.valid_to) for part in listed(row.get("successors"))
        ),
    )


def _reference(code: str, cell: tuple[Row, str], cells: Cells, known: Directory, day: str | None) -> str:
    """The id of the unit that a code names, on a day if it names several; an unknown or ambiguous code is a fault."""
    row, column = cell
    found = known.candidates(code)
    if len(found) > 1 and column == "successors":
        # Who takes over lives on: of several units of a code, the first that exists after the day.
        later = [u for u in found if not (day and u.valid_to and u.valid_to <= day)]
        found = sorted(later, key=lambda u: u.valid_from or "")[:1]
    elif len(found) > 1 and day:
        found = known.candidates(code, day, day) or found
    if len(found) != 1:
        cells.fault(row, column, "ambiguous-unit" if found else "unknown-unit", code)
        return code
    return found[0].id
