"""What the findings on a sample say: the error rate by stratum and in all, with its interval."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from docflow.model.audit import AuditFinding, Conclusion
from docflow.sample import wilson


@dataclass(frozen=True, slots=True)
class Rate:
    """The findings of one stratum, or of a whole sample (``stratum`` None); undecided lines are no part of the rate."""

    sample: str
    figure: str
    stratum: str | None
    population: int
    drawn: int
    right: int
    wrong: int
    undecided: int

    @property
    def looked_at(self) -> int:
        """How many lines were decided."""
        return self.right + self.wrong

    @property
    def interval(self) -> tuple[int, int]:
        """The 95 % interval of the error rate in hundredths of a percent."""
        return wilson(self.wrong, self.looked_at)


def rates(findings: Iterable[AuditFinding]) -> list[Rate]:
    """The rates of every sample, by sample, the whole first and then its strata."""
    samples: dict[str, dict[str, list[AuditFinding]]] = {}
    for finding in findings:
        samples.setdefault(finding.sample, {}).setdefault(finding.stratum, []).append(finding)
    found: list[Rate] = []
    for sample in sorted(samples):
        strata = [_rate(name, members) for name, members in sorted(samples[sample].items())]
        whole = [finding for members in samples[sample].values() for finding in members]
        total = _rate(None, whole, sum(one.population for one in strata), sum(one.drawn for one in strata))
        found += [total, *strata]
    return found


def _rate(stratum: str | None, members: list[AuditFinding], population: int | None = None, drawn: int | None = None) -> Rate:
    first = members[0]
    counted = {c: sum(finding.conclusion is c for finding in members) for c in Conclusion}
    return Rate(
        sample=first.sample,
        figure=first.figure,
        stratum=stratum,
        population=first.population if population is None else population,
        drawn=first.drawn if drawn is None else drawn,
        right=counted[Conclusion.RIGHT],
        wrong=counted[Conclusion.WRONG],
        undecided=counted[Conclusion.UNDECIDED],
    )


def rate_record(rate: Rate) -> dict[str, Any]:
    """The public form; the interval in hundredths of a percent."""
    return {
        "sample": rate.sample,
        "figure": rate.figure,
        "stratum": rate.stratum,
        "population": rate.population,
        "drawn": rate.drawn,
        "right": rate.right,
        "wrong": rate.wrong,
        "undecided": rate.undecided,
        "interval": list(rate.interval),
    }
