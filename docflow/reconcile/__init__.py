"""Declared figures, registers and targets held against one another and against the evidence (``docflow reconcile``)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from docflow.indicators.figures import Evidence
from docflow.model import Declared, Target
from docflow.periods import Period, parse_period
from docflow.reconcile import arithmetic, evidence, sums
from docflow.reconcile.difference import Difference, Scope, by_scope

__all__ = ["Difference", "Reconciliation", "Scope", "reconcile"]


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """What was held against what: the declared lines and targets looked at, and every difference found."""

    lines: int
    targets: int
    differences: tuple[Difference, ...]


def reconcile(
    asked_of: Evidence, declared: Sequence[Declared], targets: Sequence[Target], unit: str | None, period: Period
) -> Reconciliation:
    """Reconcile what concerns a unit (with all below it) and a period; lines that state neither always belong."""
    units = frozenset(asked_of.directory.with_descendants(unit)) if unit else None
    lines = [one for one in declared if _concerns(one, units, period)]
    scopes = by_scope(lines)
    found: list[Difference] = []
    for scope, members in scopes.items():
        found += (difference for line in members for difference in arithmetic.line_checks(scope, line))
        found += arithmetic.scope_checks(scope, members)
    found += sums.tree_sums(scopes, asked_of.directory)
    found += sums.period_sums(scopes)
    found += sums.cumulative_falls(scopes)
    found += evidence.against_ledger(asked_of, scopes)
    # A target is a year's; of other periods it is asked only where the question names one.
    measured = [scope for scope in scopes if scope.period and scope.period.isdecimal()]
    if period.name and not measured:
        measured = [Scope(unit, None, period.name)]
    found += evidence.against_targets(asked_of, targets, scopes, measured)
    found += evidence.of_documents(asked_of, unit, period.name)
    return Reconciliation(len(lines), len(targets), tuple(found))


def _concerns(line: Declared, units: frozenset[str] | None, period: Period) -> bool:
    if units is not None and line.unit is not None and line.unit not in units:
        return False
    if line.period is None or period.name is None:
        return True
    own = parse_period(line.period)
    return own.first >= period.first and own.last <= period.last


def difference_record(difference: Difference) -> dict[str, Any]:
    """The public form of one difference."""
    return {
        "code": difference.code,
        "unit": difference.scope.unit,
        "level": difference.scope.level,
        "period": difference.scope.period,
        "figure": difference.figure,
        "declared": difference.declared,
        "found": difference.found,
        "amount": difference.amount,
        "sources": list(difference.sources),
        "documents": list(difference.documents),
        "command": difference.command,
    }
