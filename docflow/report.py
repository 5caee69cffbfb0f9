"""A report: one indicator asked of the ledger as of one run, and its public JSON (``docflow/report/1``).

The JSON holds exact integers, no percentages and no wall clock, so that the same question about the same run gives the same
bytes for ever.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NotRequired

from typing_extensions import TypedDict

from docflow.errors import UsageError
from docflow.indicators import INDICATORS
from docflow.indicators.aims import Aim, aims
from docflow.indicators.change import Earlier, earlier_rows
from docflow.indicators.figures import Evidence, Figures, Row, Scored
from docflow.indicators.question import Question
from docflow.model import Direction
from docflow.periods import parse_period


class CriterionRecord(TypedDict):
    """What a criterion earns, or with a blank code the sum: [least, most] in hundredths of a point, null if not scored.

    The sum leaves out ``unscored`` criteria, which could earn ``unscored_max_hundredths``.
    """

    code: str
    name: str
    figure: str | None
    points_hundredths: list[int] | None
    max_hundredths: int
    body: str | None
    legal_basis: str | None
    source: str | None
    unscored: int
    unscored_max_hundredths: int


class ReportRow(TypedDict):
    """One figure; ``low`` and ``high`` are [numerator, denominator]; ``group`` of a roster stands only where it is asked for.

    Where a comparison is asked for ``earlier`` is the share of ``earlier_period``, and ``change_hundredths`` what lies between in
    hundredths of a percentage point, half away from zero. Where targets are asked for ``standing`` says how the figure stands
    to ``target``.
    """

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
    group: NotRequired[str]
    earlier_period: NotRequired[str | None]
    earlier: NotRequired[list[int] | None]
    earlier_low: NotRequired[list[int] | None]
    earlier_high: NotRequired[list[int] | None]
    change_hundredths: NotRequired[int | None]
    standing: NotRequired[str | None]
    criterion: NotRequired[CriterionRecord]


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
    compare: NotRequired[str]


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
    direction: str = "outgoing"
    seen: bool = False
    compare: str | None = None
    targets: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """The figures with the question that they answer; ``names`` are those of the units in it.

    ``earlier`` and ``aims`` stand beside the rows where a comparison (``compare``) or targets are asked for, else None.
    """

    name: str
    question: Question
    figures: Figures
    run: int
    state_root: str
    as_of: str | None
    names: Mapping[str, str]
    compare: str | None = None
    earlier: Mapping[Row, Earlier] | None = None
    aims: Mapping[Row, Aim] | None = None

    @property
    def shown(self) -> str:
        """The name under which its words and columns stand: of incoming documents completeness is that of arrival numbers."""
        return "arrivals" if self.question.direction is Direction.INCOMING else self.name


def pose(asked: Asked, evidence: Evidence) -> Question:
    """Turn what was asked into a question: the unit's code resolved at the period's end, the date decided."""
    if "group" in asked.by and asked.name != "certificates":
        raise UsageError("by-not-here", by="group")
    period = parse_period(asked.period)
    indicator = INDICATORS[asked.name]
    last = min(asked.at or period.last, period.last)
    unit = evidence.directory.resolve(asked.unit, period.first, last) if asked.unit else None
    if unit is not None and asked.tree == "successors":
        unit = evidence.directory.heir(unit)
    at = (asked.at or (period.last if period.name else asked.today)) if indicator.at_date else None
    policy = asked.policy if indicator.under_policy else None
    return Question(unit, period, at, asked.by, policy, asked.tree, Direction(asked.direction), asked.seen)


def make_report(asked: Asked, evidence: Evidence, checkpoint: Checkpoint) -> Report:
    """Ask an indicator and keep its answer with the run it was read from."""
    question = pose(asked, evidence)
    ask = INDICATORS[asked.name].function
    figures = ask(evidence, question)
    shown = {row.group.unit for row in figures.rows} | {question.unit}
    names = {unit: evidence.directory.name(unit) or unit for unit in sorted(u for u in shown if u)}
    return Report(
        asked.name,
        question,
        figures,
        checkpoint["run"],
        checkpoint["state_root"],
        asked.as_of,
        names,
        asked.compare,
        earlier_rows(ask, evidence, question, figures.rows, asked.compare) if asked.compare else None,
        aims(figures.rows, evidence.targets(), question, asked.today) if asked.targets else None,
    )


def row_record(row: Row) -> ReportRow:
    """The public form of one figure."""
    record: ReportRow = {
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
    if row.group.roster_group is not None:
        record["group"] = row.group.roster_group
    if row.scored is not None:
        record["criterion"] = _criterion(row.scored)
    return record


def _criterion(scored: Scored) -> CriterionRecord:
    return {
        "code": scored.code,
        "name": scored.name,
        "figure": scored.figure,
        "points_hundredths": None if scored.low is None or scored.high is None else [scored.low, scored.high],
        "max_hundredths": scored.most,
        "body": scored.body,
        "legal_basis": scored.legal_basis,
        "source": scored.source,
        "unscored": scored.unscored,
        "unscored_max_hundredths": scored.unscored_most,
    }


def beside_record(report: Report, row: Row) -> ReportRow:
    """The public form of one figure with what is asked for beside it."""
    record = row_record(row)
    if report.earlier is not None:
        earlier = report.earlier.get(row)
        then = earlier.row if earlier else None
        told = then is not None and then.numerator is not None
        record["earlier_period"] = earlier.period if earlier else None
        record["earlier"] = [then.numerator or 0, then.denominator] if then and told else None
        record["earlier_low"], record["earlier_high"] = (list(then.low), list(then.high)) if then else (None, None)
        record["change_hundredths"] = earlier.points(row) if earlier else None
    if report.aims is not None:
        aim = report.aims.get(row)
        record["target"] = list(aim.target.share) if aim else None
        record["standing"] = aim.standing.value if aim else None
    return record


def report_record(report: Report) -> ReportRecord:
    """The public form of a report."""
    question, figures = report.question, report.figures
    record: ReportRecord = {
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
        "rows": [beside_record(report, row) for row in figures.rows],
        "excluded": dict(sorted(figures.excluded.items())),
        "undated": figures.undated,
        "unplaced": figures.unplaced,
        "without_line": figures.without_line,
    }
    return {**record, "compare": report.compare} if report.compare else record
