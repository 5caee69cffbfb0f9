"""A report: one indicator asked of the ledger as of one run, and its public JSON (``docflow/report/1``).

The JSON holds exact integers, no percentages and no wall clock, so that the same question about the same run gives the same
bytes for ever.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from typing_extensions import TypedDict

from docflow.indicators import INDICATORS
from docflow.indicators.figures import Evidence, Figures, Row
from docflow.indicators.question import Question
from docflow.periods import parse_period


class ReportRow(TypedDict):
    """One figure; ``low`` and ``high`` are [numerator, denominator]."""

    unit: str | None
    level: str | None
    period: str | None
    type: str | None
    figure: str
    numerator: int | None
    denominator: int
    low: list[int]
    high: list[int]
    witnessed: int | None
    presumed: int | None
    basis: str | None
    declared: list[int] | None
    target: list[int] | None


class Checkpoint(TypedDict):
    """The run that the figures are read from, and the root of all facts after it."""

    run: int
    state_root: str


class ReportRecord(TypedDict):
    """The answer of ``docflow report NAME --format json``."""

    schema: Literal["docflow/report/1"]
    name: str
    unit: str | None
    period: str | None
    calendar: str
    at: str | None
    as_of: str | None
    tree: str
    policy: str | None
    checkpoint: Checkpoint
    rows: list[ReportRow]
    excluded: dict[str, int]
    undated: int
    unplaced: int
    without_line: int


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line asks: codes and words as given; ``today`` is used only where a date is needed and none given."""

    name: str
    today: str
    unit: str | None = None
    period: str | None = None
    at: str | None = None
    by: tuple[str, ...] = ()
    as_of: str | None = None
    policy: str | None = None
    tree: str = "then"


@dataclass(frozen=True, slots=True)
class Report:
    """The figures with the question that they answer; ``names`` are those of the units in it."""

    name: str
    question: Question
    figures: Figures
    run: int
    state_root: str
    as_of: str | None
    names: Mapping[str, str]


def pose(asked: Asked, evidence: Evidence) -> Question:
    """Turn what was asked into a question: the unit's code resolved at the period's end, the date decided."""
    period = parse_period(asked.period)
    indicator = INDICATORS[asked.name]
    last = min(asked.at or period.last, period.last)
    unit = evidence.directory.resolve(asked.unit, period.first, last) if asked.unit else None
    if unit is not None and asked.tree == "successors":
        unit = evidence.directory.heir(unit)
    at = (asked.at or (period.last if period.name else asked.today)) if indicator.at_date else None
    return Question(unit, period, at, asked.by, asked.policy if indicator.under_policy else None, asked.tree)


def make_report(asked: Asked, evidence: Evidence, checkpoint: Checkpoint) -> Report:
    """Ask an indicator and keep its answer with the run it was read from."""
    question = pose(asked, evidence)
    figures = INDICATORS[asked.name].function(evidence, question)
    shown = {row.group.unit for row in figures.rows} | {question.unit}
    names = {unit: evidence.directory.name(unit) or unit for unit in sorted(u for u in shown if u)}
    return Report(asked.name, question, figures, checkpoint["run"], checkpoint["state_root"], asked.as_of, names)


def row_record(row: Row) -> ReportRow:
    """The public form of one figure."""
    return {
        "unit": row.group.unit,
        "level": row.group.level,
        "period": row.group.period,
        "type": row.group.document_type,
        "figure": row.figure,
        "numerator": row.numerator,
        "denominator": row.denominator,
        "low": list(row.low),
        "high": list(row.high),
        "witnessed": row.witnessed,
        "presumed": row.presumed,
        "basis": row.basis,
        "declared": None,
        "target": None,
    }


def report_record(report: Report) -> ReportRecord:
    """The public form of a report."""
    question, figures = report.question, report.figures
    return {
        "schema": "docflow/report/1",
        "name": report.name,
        "unit": question.unit,
        "period": question.period.name,
        "calendar": "natural",
        "at": question.at,
        "as_of": report.as_of,
        "tree": question.tree,
        "policy": question.policy,
        "checkpoint": {"run": report.run, "state_root": report.state_root},
        "rows": [row_record(row) for row in figures.rows],
        "excluded": dict(sorted(figures.excluded.items())),
        "undated": figures.undated,
        "unplaced": figures.unplaced,
        "without_line": figures.without_line,
    }
