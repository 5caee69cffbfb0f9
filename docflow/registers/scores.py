"""Tables of the values of criteria that docflow does not count: shares of units or things, and points that a body gave."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from docflow.canonical import digest, restore
from docflow.errors import UsageError
from docflow.model import Fact
from docflow.model.criteria import Criterion, Score
from docflow.periods import parse_period
from docflow.registers.cells import Cells
from docflow.registers.declared import read_whole, spoken_period
from docflow.registers.directory import Directory
from docflow.registers.points import read_points, read_share
from docflow.registers.table import Column, Row

COLUMNS = (
    Column("criterion", ("Mã tiêu chí", "Mã", "criterion", "code"), required=True),
    Column("unit", ("Mã đơn vị", "Mã định danh", "unit")),
    Column("period", ("Kỳ", "Kỳ báo cáo", "period"), required=True),
    Column("numerator", ("Tử số", "Số đơn vị đạt", "Số đạt", "numerator")),
    Column("denominator", ("Mẫu số", "Tổng số đơn vị", "Tổng số", "denominator")),
    Column("percent", ("Tỷ lệ", "Tỷ lệ phần trăm", "percent")),
    Column("points", ("Điểm", "Điểm chấm", "points")),
    Column("source", ("Nguồn", "source")),
)


def read_scores(cells: Cells, directory: Directory, known: Mapping[str, Any], unit: str | None, file: str) -> list[Fact]:
    """The facts of a table of values, each of a known criterion whose values are imported, a unit and a period."""
    criteria: dict[str, list[Criterion]] = {}
    for payload in known.values():
        one = restore(Criterion, payload)
        criteria.setdefault(one.code, []).append(one)
    facts: dict[str, Fact] = {}
    for row in cells.table.rows:
        score = _score(row, cells, directory, criteria, unit, file)
        subject = digest([score.criterion, score.unit, score.period])
        if subject in facts:
            cells.fault(row, "criterion", "repeated-criterion", score.criterion)
        facts[subject] = Fact("score", subject, score)
    return list(facts.values())


def superseded(facts: list[Fact], current: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The values that a newer table takes the place of: those of its sources."""
    sources = {fact.payload.source for fact in facts if isinstance(fact.payload, Score)}
    return [("score", subject) for subject, payload in current.items() if payload["source"] in sources]


def _score(
    row: Row, cells: Cells, directory: Directory, criteria: Mapping[str, list[Criterion]], unit: str | None, file: str
) -> Score:
    code = cells.needed(row, "criterion")
    own = criteria.get(code, [])
    if code and not any(one.figure is None for one in own):
        cells.fault(row, "criterion", "counted-here" if own else "unknown-criterion", code)
    period = _period(row, cells)
    numerator, denominator = _whole(row, "numerator", cells), _whole(row, "denominator", cells)
    if numerator is not None and denominator is not None and numerator > denominator:
        cells.fault(row, "numerator", "more-than-whole", row.get("numerator") or "")
    percent, points = _percent(row, cells), _points(row, cells, max((one.max_points for one in own), default=0))
    told = [row.get("numerator") is not None or row.get("denominator") is not None, row.get("percent"), row.get("points")]
    halves = (row.get("numerator") is None) != (row.get("denominator") is None)
    if halves or sum(map(bool, told)) != 1:
        cells.fault(row, "numerator", "one-value")
    return Score(
        criterion=code,
        unit=_unit(row, cells, directory, unit, period),
        period=period or "",
        numerator=numerator,
        denominator=denominator,
        percent=percent,
        points=points,
        source=row.get("source") or file,
        row=row.number,
    )


def _whole(row: Row, column: str, cells: Cells) -> int | None:
    text = row.get(column)
    value = read_whole(text) if text is not None else None
    if text is not None and value is None:
        cells.fault(row, column, "bad-number", text)
    return value


def _percent(row: Row, cells: Cells) -> str | None:
    text = row.get("percent")
    if text is None:
        return None
    share = read_share(text)
    if share is None:
        cells.fault(row, "percent", "bad-percent", text)
    elif "%" not in text and (share == "1" or share.startswith("0.")):
        # A cell formatted as a percentage holds 0.95, and nothing tells it from 0,95 %.
        cells.fault(row, "percent", "percent-or-share", text)
    return share


def _points(row: Row, cells: Cells, most: int) -> int | None:
    text = row.get("points")
    if text is None:
        return None
    points = read_points(text)
    if points is None or points > most:
        cells.fault(row, "points", "bad-points" if points is None else "points-over-max", text)
    return points


def _period(row: Row, cells: Cells) -> str | None:
    text = cells.needed(row, "period")
    try:
        return parse_period(spoken_period(text)).name if text else None
    except UsageError:
        cells.fault(row, "period", "bad-period", text)
        return None


def _unit(row: Row, cells: Cells, directory: Directory, unit: str | None, period: str | None) -> str:
    code = row.get("unit") or unit
    if code is None:
        cells.fault(row, "unit", "blank")
        return ""
    last = parse_period(period).last if period else None
    found = (directory.candidates(code, last, last) if last else []) or directory.candidates(code)
    if len(found) != 1:
        cells.fault(row, "unit", "ambiguous-unit" if found else "unknown-unit", code)
        return code
    return found[0].id
