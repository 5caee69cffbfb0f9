"""Tables of figures that units declare of themselves, and of the targets that they were given."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal

from docflow.canonical import digest
from docflow.errors import UsageError
from docflow.model import Declared, Fact, Target
from docflow.periods import parse_period
from docflow.registers.cells import Cells
from docflow.registers.directory import Directory
from docflow.registers.figure_names import FIGURES, figure_named, share_named
from docflow.registers.table import Column, Row
from docflow.registers.units import LEVELS
from docflow.text import fold, unaccented

_INDICATOR = Column("indicator", ("Chỉ số", "Chỉ tiêu", "Nội dung", "indicator"), required=True)
_LEVEL = Column("level", ("Cấp", "level"))

DECLARED_COLUMNS = (
    Column("unit", ("Mã đơn vị", "Mã định danh", "unit")),
    _LEVEL,
    Column("period", ("Kỳ", "Kỳ báo cáo", "period")),
    _INDICATOR,
    Column("numerator", ("Tử số", "Số lượng", "Kết quả", "numerator")),
    Column("denominator", ("Mẫu số", "Tổng số", "denominator")),
    Column("percent", ("Tỷ lệ", "Tỷ lệ phần trăm", "percent")),
    Column("source", ("Nguồn", "source")),
)
TARGET_COLUMNS = (
    Column("indicator", ("Chỉ số", "indicator"), required=True),
    _LEVEL,
    Column("valid_from", ("Từ ngày", "valid_from")),
    Column("valid_to", ("Đến ngày", "valid_to")),
    Column("percent", ("Chỉ tiêu", "Tỷ lệ", "percent"), required=True),
)

_WHOLE = re.compile(r"\d{1,12}|\d{1,3}(?:[. ,\u00a0]\d{3}){1,3}")
_PERCENT = re.compile(r"(?P<bound>[a-z<>=~≥≤ ]*?)\s*(?P<value>\d{1,4}(?:[.,]\d{1,6})?)\s*(?:%|phan tram)?\s*(?P<after>tro len)?")
_BOUNDS = {
    **dict.fromkeys(("", "=", "dat", "la", "bang"), "="),
    **dict.fromkeys((">", "tren", "hon", "dat tren", "vuot"), ">"),
    **dict.fromkeys((">=", "≥", "tu", "it nhat", "toi thieu", "khong duoi"), ">="),
    **dict.fromkeys(("<", "duoi", "chua den", "gan"), "<"),
    **dict.fromkeys(("<=", "≤", "khong qua", "toi da"), "<="),
    **dict.fromkeys(("~", "khoang", "xap xi"), "~"),
}


def read_percent(text: str) -> tuple[str, str] | None:
    """How a share was meant and its decimal: ``("=", "95.01")`` of "95,01 %", ``(">", "90")`` of "trên 90%"; else None."""
    match = _PERCENT.fullmatch(unaccented(text).replace("≥", ">=").replace("≤", "<=").strip())
    bound = _BOUNDS.get(" ".join(match["bound"].split())) if match else None
    if match is None or bound is None:
        return None
    if match["after"]:
        bound = ">="
    return bound, match["value"].replace(",", ".")


def read_whole(text: str) -> int | None:
    """A whole number, thousands apart by dots, commas or blanks; None if it is none."""
    return int(re.sub(r"\D", "", text)) if _WHOLE.fullmatch(text) else None


def read_declared(cells: Cells, directory: Directory, unit: str | None, file: str) -> list[Fact]:
    """The facts of a table of declared figures; each must state a number or a share."""
    seen: Counter[tuple[str | None, ...]] = Counter()
    facts: list[Fact] = []
    for row in cells.table.rows:
        line = _declared(row, cells, directory, unit, file)
        which = (line.unit, line.level, line.period, line.figure or fold(line.indicator), line.source)
        seen[which] += 1
        facts.append(Fact("declared", digest([*which, seen[which]]), line))
    return facts


def _declared(row: Row, cells: Cells, directory: Directory, unit: str | None, file: str) -> Declared:
    indicator = cells.needed(row, "indicator")
    numerator, denominator = _whole(row, "numerator", cells), _whole(row, "denominator", cells)
    meant = _share(row, cells, numerator, denominator)
    if row.get("numerator") is None and row.get("percent") is None:
        cells.fault(row, "numerator", "no-figure")
    period = _period(row, cells)
    return Declared(
        unit=_unit(row, cells, directory, unit, period),
        level=cells.word(row, "level", LEVELS),
        period=period,
        indicator=indicator,
        figure=figure_named(indicator),
        numerator=numerator,
        denominator=denominator,
        percent=meant[1] if meant else None,
        bound=meant[0] if meant else "=",
        source=row.get("source") or file,
        row=row.number,
    )


def _whole(row: Row, column: str, cells: Cells) -> int | None:
    text = row.get(column)
    if text is None:
        return None
    value = read_whole(text)
    if value is None:
        cells.fault(row, column, "bad-number", text)
    return value


def _share(row: Row, cells: Cells, numerator: int | None, denominator: int | None) -> tuple[str, str] | None:
    text = row.get("percent")
    if text is None:
        return None
    meant = read_percent(text)
    if meant is None:
        cells.fault(row, "percent", "bad-percent", text)
        return None
    bound, value = meant[0], Decimal(meant[1])
    if "%" in text or value > 1 or not value:
        return meant
    # A cell formatted as a percentage holds 0.9501; only its fraction tells it from 0,95 %.
    if numerator is None or not denominator:
        cells.fault(row, "percent", "percent-or-share", text)
        return None
    exact = Decimal(100 * numerator) / denominator
    return (bound, format((100 * value).normalize(), "f")) if abs(exact - 100 * value) < abs(exact - value) else meant


def _period(row: Row, cells: Cells) -> str | None:
    text = row.get("period")
    if text is None:
        return None
    try:
        return parse_period(spoken_period(text)).name
    except UsageError:
        cells.fault(row, "period", "bad-period", text)
        return None


def spoken_period(text: str) -> str:
    """A period in words ("quý III/2022", "tháng 9 năm 2022", "6 tháng đầu năm 2023", "năm 2022") in our form."""
    key = re.sub(r"[^a-z0-9]+", " ", unaccented(text)).strip()
    for pattern, form in (
        (r"(?:nam )?(\d{4})", "{0}"),
        (r"quy (iv|iii|ii|i|[1-4]) (?:nam )?(\d{4})", "{1}-Q{0}"),
        (r"thang (\d{1,2}) (?:nam )?(\d{4})", "{1}-{0:0>2}"),
        (r"6 thang dau nam (\d{4})", "{0}-H1"),
        (r"6 thang cuoi nam (\d{4})", "{0}-H2"),
        (r"(\d{1,2}) thang (?:dau )?(?:nam )?(\d{4})", "{1}-{0}M"),
    ):
        if match := re.fullmatch(pattern, key):
            roman = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}
            return form.format(*(roman.get(group, group) for group in match.groups()))
    return text.strip()


def _unit(row: Row, cells: Cells, directory: Directory, unit: str | None, period: str | None) -> str | None:
    code = row.get("unit") or unit
    if code is None:
        return None
    last = parse_period(period).last if period else None
    found = directory.candidates(code, last, last) if last else []
    found = found or directory.candidates(code)
    if len(found) != 1:
        cells.fault(row, "unit", "ambiguous-unit" if found else "unknown-unit", code)
        return code
    return found[0].id


def read_targets(cells: Cells) -> list[Fact]:
    """The facts of a table of targets; a target must name one of our figures."""
    facts: list[Fact] = []
    seen: Counter[tuple[str, str | None, str | None]] = Counter()
    for row in cells.table.rows:
        named = cells.needed(row, "indicator")
        figure = (figure_named(named) or share_named(named)) if named else None
        if named and figure is None:
            cells.fault(row, "indicator", "unknown-figure", named)
        level = cells.word(row, "level", LEVELS)
        first, last = cells.day(row, "valid_from", far=True), cells.day(row, "valid_to", far=True)
        if first and last and last < first:
            cells.fault(row, "valid_to", "ends-before-start", row.get("valid_to") or "")
        meant = read_percent(cells.needed(row, "percent"))
        if meant is None and row.get("percent"):
            cells.fault(row, "percent", "bad-percent", row.get("percent") or "")
        which = (figure or "", level, first)
        seen[which] += 1
        if seen[which] > 1:
            cells.fault(row, "indicator", "repeated-target", named)
        target = Target(figure or FIGURES[0], level, first, last, meant[1] if meant else "0", row.number)
        facts.append(Fact("target", digest([*which]), target))
    return facts
