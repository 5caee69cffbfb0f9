"""The roster: which positions and organs of a unit should hold a signing certificate, and which do."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from docflow.canonical import digest
from docflow.model import Entitlement, Fact, SignerKind
from docflow.registers.cells import Cells
from docflow.registers.directory import Directory
from docflow.registers.table import Column, Row, Table
from docflow.text import fold

KINDS = {
    **dict.fromkeys(("ca nhan", "personal"), SignerKind.PERSONAL),
    **dict.fromkeys(("co quan", "to chuc", "organ"), SignerKind.ORGAN),
}
COLUMNS = (
    Column("unit", ("Mã đơn vị", "unit")),
    Column("group", ("Nhóm", "group")),
    Column("holder", ("Họ và tên", "holder")),
    Column("position", ("Chức vụ", "position"), required=True),
    Column("kind", ("Loại", "kind"), required=True),
    Column("required_from", ("Cần từ ngày", "required_from")),
    Column("required_to", ("Cần đến ngày", "required_to")),
    Column("requested_on", ("Ngày đề nghị", "requested_on")),
    Column("granted_on", ("Ngày cấp", "granted_on")),
    Column("expires_on", ("Ngày hết hạn", "expires_on")),
    Column("revoked_on", ("Ngày thu hồi", "revoked_on")),
    Column("serial", ("Số sê-ri", "Số seri", "serial")),
)


def read_roster(table: Table, cells: Cells, directory: Directory, unit: str | None) -> list[Fact]:
    """The facts of a roster; a vacant post (no holder) counts like any other."""
    seen: Counter[tuple[str, str, str]] = Counter()
    facts: list[Fact] = []
    for row in table.rows:
        owner = _owner(row, cells, directory, unit)
        position = cells.needed(row, "position")
        cells.needed(row, "kind")
        kind = SignerKind(cells.word(row, "kind", KINDS) or SignerKind.UNKNOWN)
        line = _entitlement(row, cells, owner or "", position, kind)
        which = (line.unit, fold(position), kind.value)
        seen[which] += 1
        facts.append(Fact("entitlement", digest([*which, seen[which]]), line))
    return facts


def _owner(row: Row, cells: Cells, directory: Directory, unit: str | None) -> str | None:
    code = row.get("unit") or unit
    if code is None:
        cells.fault(row, "unit", "no-unit")
        return None
    found = directory.candidates(code)
    if len(found) > 1:
        day = cells.day(row, "granted_on") or cells.day(row, "required_from")
        found = directory.candidates(code, day, day) if day else found
    if len(found) != 1:
        cells.fault(row, "unit", "ambiguous-unit" if found else "unknown-unit", code)
        return None
    return found[0].id


def _entitlement(row: Row, cells: Cells, unit: str, position: str, kind: SignerKind) -> Entitlement:
    required_from, required_to = cells.day(row, "required_from", far=True), cells.day(row, "required_to", far=True)
    granted_on, expires_on = cells.day(row, "granted_on"), cells.day(row, "expires_on", far=True)
    for first, last, column in ((required_from, required_to, "required_to"), (granted_on, expires_on, "expires_on")):
        if first and last and last < first:
            cells.fault(row, column, "ends-before-start", row.get(column) or "")
    return Entitlement(
        unit=unit,
        row=row.number,
        position=position,
        kind=kind,
        group=row.get("group"),
        holder=row.get("holder"),
        required_from=required_from,
        required_to=required_to,
        requested_on=cells.day(row, "requested_on"),
        granted_on=granted_on,
        expires_on=expires_on,
        revoked_on=cells.day(row, "revoked_on"),
        serial=row.get("serial"),
    )


def serial_numbers(text: str | None) -> frozenset[int]:
    """What a certificate's serial number may be, as people copy it: hex with or without colons and spaces, or decimal."""
    digits = re.sub(r"[\s:.-]|^0[xX]", "", text or "")
    found = {int(digits, 16)} if re.fullmatch(r"[0-9a-fA-F]{1,64}", digits) else set()
    return frozenset(found | ({int(digits)} if digits.isdecimal() and len(digits) <= 64 else set()))


def with_revocation(line: Entitlement, revoked: Mapping[int, str]) -> Entitlement:
    """A line as its roster has it, revoked from the first day that the roster or revocation data name."""
    days = [revoked[serial] for serial in serial_numbers(line.serial) if serial in revoked]
    return replace(line, revoked_on=min([*days, *([line.revoked_on] if line.revoked_on else [])])) if days else line
