"""The report of criteria: what each earns, both ends where a threshold lies in the band, and the sum of what was scored."""

from __future__ import annotations

from collections.abc import Mapping

from rich import box
from rich.table import Table

from docflow.indicators.figures import Group, Row, Scored
from docflow.locale import Words
from docflow.render.percent import NOTHING, band, percent
from docflow.render.screen import clean
from docflow.report import Report

CSV_COLUMNS = ("criterion", "name", "points_low", "points_high", "max_points", "body", "legal_basis", "source")


def points_words(words: Words, hundredths: int) -> str:
    """``1,5`` of 150 hundredths of a point: no needless zeros."""
    whole, places = divmod(hundredths, 100)
    return words.decimal(f"{whole}.{places:02d}".rstrip("0").rstrip("."))


def earned(words: Words, scored: Scored) -> str:
    """The points of a criterion: ``2``, ``1,5 đến 2`` where the band crosses a threshold, or that it could not be scored."""
    if scored.low is None or scored.high is None:
        return words("report.not-scored")
    low, high = points_words(words, scored.low), points_words(words, scored.high)
    return low if low == high else words("report.points-between", low=low, high=high)


def criteria_body(report: Report, grouped: Mapping[Group, Mapping[str, Row]], words: Words) -> Table:
    """One row a criterion with its share, its band and its points; of several units each has a heading of its own."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=True, header_style="bold")
    bodies = any(row.scored and row.scored.body for rows in grouped.values() for row in rows.values())
    headings = ["criterion-code", "criterion-name", *(["criterion-body"] if bodies else [])]
    for name in headings:
        table.add_column(words(f"report.{name}"), overflow="fold")
    for name in ("share", "band", "points", "max-points"):
        table.add_column(words(f"report.{name}"), justify="right")
    for group, rows in grouped.items():
        if report.question.by:
            table.add_section()
            name = clean(f"{report.names.get(group.unit or '', '')} ({group.unit})")
            table.add_row("", name, *[""] * (len(headings) + 2), style="bold")
        for row in rows.values():
            if row.scored is not None:
                table.add_row(*_cells(row, row.scored, words, bodies=bodies), style="" if row.scored.code else "bold")
    return table


def _cells(row: Row, scored: Scored, words: Words, *, bodies: bool) -> list[str]:
    points, most = earned(words, scored), points_words(words, scored.most)
    if not scored.code:
        told = words("report.figure-total")
        return ["", told, *([""] if bodies else []), "", "", points, most]
    share = percent(words, row.numerator, row.denominator)
    if row.denominator and row.basis != "imported-percent":
        share = f"{words.integer(row.numerator or 0)}/{words.integer(row.denominator)} = {share}"
    between = band(words, row.low, row.high) if row.denominator else ""
    body = [clean(scored.body or "")] if bodies else []
    return [clean(scored.code), clean(scored.name), *body, share if row.denominator else NOTHING, between, points, most]


def criteria_notes(report: Report, words: Words) -> list[str]:
    """What the points rest on, and how many criteria could not be scored."""
    totals = [row.scored for row in report.figures.rows if row.scored is not None and not row.scored.code]
    missing = sum(one.unscored for one in totals)
    notes = [words("report.criteria-how")]
    if missing:
        most = points_words(words, sum(one.unscored_most for one in totals))
        notes.append(words("report.criteria-unscored", count=words.integer(missing), points=most))
    return notes


def criteria_record(row: Row) -> dict[str, object]:
    """The columns of CSV of one criterion, or of the sum; points are decimals with a point."""
    scored = row.scored
    if scored is None:
        return dict.fromkeys(CSV_COLUMNS)
    ends = (None if one is None else f"{one // 100}.{one % 100:02d}" for one in (scored.low, scored.high, scored.most))
    told = (scored.code, scored.name, *ends, scored.body, scored.legal_basis, scored.source)
    return dict(zip(CSV_COLUMNS, told, strict=True))
