"""Tables of criteria that units are scored by: what each measures, its thresholds, its points, who scores it and since when."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from docflow.canonical import digest
from docflow.model import Fact
from docflow.model.criteria import Criterion, Step
from docflow.registers.cells import Cells
from docflow.registers.figure_names import share_named
from docflow.registers.points import read_points, read_steps
from docflow.registers.table import Column, Row
from docflow.registers.units import LEVELS
from docflow.text import unaccented

COLUMNS = (
    Column("code", ("Mã tiêu chí", "Mã", "code"), required=True),
    Column("name", ("Tên tiêu chí", "Tiêu chí", "name"), required=True),
    Column("figure", ("Chỉ số", "indicator", "figure"), required=True),
    Column("level", ("Cấp", "level")),
    Column("steps", ("Ngưỡng", "Thang điểm", "breakpoints"), required=True),
    Column("max_points", ("Điểm tối đa", "Điểm chuẩn", "max_points"), required=True),
    Column("body", ("Cơ quan chấm", "body")),
    Column("basis", ("Căn cứ", "Căn cứ pháp lý", "basis")),
    Column("valid_from", ("Từ ngày", "valid_from")),
    Column("valid_to", ("Đến ngày", "valid_to")),
    Column("order", ("Thứ tự", "order")),
)
_IMPORTED = frozenset({"so lieu nhap", "nhap", "nhap tay", "so lieu nhap vao", "imported"})
_ID = re.compile(r"[a-z]+\.(?=[a-z_]+$)")


def read_criteria(cells: Cells) -> list[Fact]:
    """The facts of a table of criteria, each known by its code, its level and its first day."""
    facts: dict[str, Fact] = {}
    for row in cells.table.rows:
        one = _criterion(row, cells)
        subject = digest([one.code, one.level, one.valid_from])
        if one.code and subject in facts:
            cells.fault(row, "code", "repeated-criterion", one.code)
        facts[subject] = Fact("criterion", subject, one)
    return list(facts.values())


def superseded(facts: list[Fact], current: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The criteria that a newer table takes the place of: those of its levels and first days."""
    sets = {(f.payload.level, f.payload.valid_from) for f in facts if isinstance(f.payload, Criterion)}
    return [("criterion", s) for s, payload in current.items() if (payload["level"], payload["valid_from"]) in sets]


def _criterion(row: Row, cells: Cells) -> Criterion:
    first, last = cells.day(row, "valid_from", far=True), cells.day(row, "valid_to", far=True)
    if first and last and last < first:
        cells.fault(row, "valid_to", "ends-before-start", row.get("valid_to") or "")
    figure = _figure(row, cells)
    most = _points(row, cells)
    steps, linear = _steps(row, cells, most, counted=figure is not None)
    return Criterion(
        code=cells.needed(row, "code"),
        name=cells.needed(row, "name"),
        figure=figure,
        level=cells.word(row, "level", LEVELS),
        steps=steps,
        linear=linear,
        max_points=most or 0,
        body=row.get("body"),
        basis=row.get("basis"),
        valid_from=first,
        valid_to=last,
        order=_order(row, cells),
        row=row.number,
    )


def _figure(row: Row, cells: Cells) -> str | None:
    text = cells.needed(row, "figure")
    if not text or " ".join(unaccented(text).split()) in _IMPORTED:
        return None
    found = share_named(_ID.sub("", text.strip()))
    if found is None:
        cells.fault(row, "figure", "unknown-figure", text)
    return found


def _points(row: Row, cells: Cells) -> int | None:
    text = cells.needed(row, "max_points")
    points = read_points(text) if text else None
    if text and not points:
        cells.fault(row, "max_points", "bad-points", text)
    return points


def _steps(row: Row, cells: Cells, most: int | None, *, counted: bool) -> tuple[tuple[Step, ...], bool]:
    """Only a criterion whose points are imported as such may do without thresholds."""
    text = row.get("steps")
    if text is None and counted:
        cells.fault(row, "steps", "blank")
    if text is None or not most:
        return (), False
    found = read_steps(text, most)
    if found is None:
        cells.fault(row, "steps", "bad-thresholds", text)
    return found or ((), False)


def _order(row: Row, cells: Cells) -> int | None:
    text = row.get("order")
    if text is None:
        return None
    if not re.fullmatch(r"[0-9]{1,6}", text):
        cells.fault(row, "order", "bad-number", text)
        return None
    return int(text)
