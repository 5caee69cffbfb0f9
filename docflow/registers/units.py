"""The table of reporting units, and the table of successions: who took over from whom, and when (NQ 202/2025/QH15 for one)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from docflow.model import Fact, Succession, Unit
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
_END = "9999-12-31"
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
SUCCESSION_COLUMNS = (
    _CODE,
    Column("successors", ("Mã kế thừa", "successors"), required=True),
    _FROM,
    _TO,
    Column("kind", ("Hình thức", "Loại", "kind")),
    Column("legal_basis", ("Căn cứ pháp lý", "Căn cứ", "legal_basis")),
)
SUCCESSION_KINDS = {
    **dict.fromkeys(("sap nhap", "nhap", "hop nhat", "merge"), "merge"),
    **dict.fromkeys(("chia", "tach", "chia tach", "split"), "split"),
    **dict.fromkeys(("doi ten", "rename"), "rename"),
    **dict.fromkeys(("giai the", "ket thuc hoat dong", "abolish"), "abolish"),
    **dict.fromkeys(("chuyen", "chuyen giao", "dieu chuyen", "transfer"), "transfer"),
}
# Codes came to be used again with the mergers of that day (Resolution 202/2025/QH15): who begins later bears the day in the id.
_REUSED_FROM = "2025-07-01"


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the units table with the id that it gets."""

    row: Row
    unit: Unit


def read_units(table: Table, cells: Cells, current: Mapping[str, Unit]) -> list[Fact]:
    """The facts of a table of units; parents and successors must be in the table or already known (``current`` by id).

    A unit's id is its code, with ``@`` and its first day if an earlier unit has the code or if it begins with the reorganisation
    of 2025 or later, so that the id is the same whichever table tells of it first. A unit already known keeps its id.
    """
    days = {row.number: (cells.day(row, "valid_from"), cells.day(row, "valid_to", far=True)) for row in table.rows}
    first: dict[str, str] = {}
    for row in table.rows:
        of_code = (row.get("code") or "").upper()
        first[of_code] = min(first.get(of_code, _END), days[row.number][0] or "")
    before = Directory(current.values())
    lines: dict[str, _Line] = {}
    for row in table.rows:
        code = cells.needed(row, "code")
        if not code:
            continue
        unit_id = _id(code, days[row.number], first[code.upper()], before)
        unit = _unit(row, cells, (unit_id, code), days[row.number])
        if unit_id in lines:
            cells.fault(row, "code", "repeated-unit", code)
        lines[unit_id] = _Line(row, unit)
    known = Directory({**current, **{i: line.unit for i, line in lines.items()}}.values())
    linked = {i: _link(line, cells, known) for i, line in lines.items()}
    above = {i: unit.parent for i, unit in {**current, **linked}.items()}
    for i, line in lines.items():
        if _is_above_itself(i, above):
            cells.fault(line.row, "parent", "parent-circle", line.unit.code)
    return [Fact("unit", i, unit) for i, unit in sorted(linked.items())]


def _is_above_itself(unit_id: str, above: Mapping[str, str | None]) -> bool:
    seen: set[str] = set()
    at = above.get(unit_id)
    while at is not None and at != unit_id and at not in seen:
        seen.add(at)
        at = above.get(at)
    return at == unit_id


def read_successions(table: Table, cells: Cells, current: Mapping[str, Unit]) -> list[Fact]:
    """The facts of a table of successions: known units with their successors and the last day of their own."""
    known = Directory(current.values())
    changed: dict[str, Unit] = {}
    told: dict[str, Succession] = {}
    for row in table.rows:
        code, start = cells.needed(row, "code"), cells.day(row, "valid_from")
        last = cells.day(row, "valid_to", far=True)
        successors = tuple(_reference(part, (row, "successors"), cells, known, last) for part in listed(row.get("successors")))
        if not code:
            continue
        unit_id = _reference(code, (row, "code"), cells, known, start or last)
        kind, basis = cells.word(row, "kind", SUCCESSION_KINDS), row.get("legal_basis")
        if not successors and kind != "abolish":
            cells.fault(row, "successors", "blank")
        if unit_id not in current:
            continue
        if kind or basis:
            day = _day_after(last or current[unit_id].valid_to)
            whole = (*(told[unit_id].successors if unit_id in told else ()), *successors)
            told[unit_id] = Succession(unit_id, tuple(dict.fromkeys(whole)), kind, day, basis)
        unit = changed.get(unit_id, current[unit_id])
        joined = tuple(dict.fromkeys((*(unit.successors if unit_id in changed else ()), *successors)))
        changed[unit_id] = replace(unit, successors=joined, valid_to=last or unit.valid_to)
    facts = [Fact("unit", i, unit) for i, unit in sorted(changed.items())]
    return facts + [Fact("succession", i, succession) for i, succession in sorted(told.items())]


def _day_after(day: str | None) -> str | None:
    return (dt.date.fromisoformat(day) + dt.timedelta(days=1)).isoformat() if day else None


def _id(code: str, days: tuple[str | None, str | None], first: str, before: Directory) -> str:
    """The id of a unit; ``first`` is the earliest first day of the units that the table has under the code."""
    start, end = days
    same = [u for u in before.candidates(code) if u.code.upper() == code.upper()]
    for unit in same:
        if unit.valid_from == start:
            return unit.id
    later_in_table = (start or "") > first
    if len(same) == 1 and not later_in_table and _overlap(same[0], start, end):
        return same[0].id
    plain = not later_in_table and (start or "") < _REUSED_FROM and code not in before.by_id
    return code if plain else f"{code}@{start or 'first'}"


def _overlap(unit: Unit, start: str | None, end: str | None) -> bool:
    """Whether a unit may be the one of these days with its first day corrected."""
    return (start or "") <= (unit.valid_to or _END) and (unit.valid_from or "") <= (end or _END)


def _unit(row: Row, cells: Cells, names: tuple[str, str], days: tuple[str | None, str | None]) -> Unit:
    (unit_id, code), (start, end) = names, days
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
