"""Two signature policies side by side: how many documents pass each, and which documents the two tell apart, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from typing_extensions import TypedDict

from docflow.indicators.figures import Evidence
from docflow.indicators.question import Question
from docflow.listing import Filter, counted
from docflow.model import Document
from docflow.report import Checkpoint


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a policy says of a document: whether it passes (None: not judged), and the sub-indications that stand against it."""

    passes: bool | None
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """A document of which the two policies do not say the same; ``opinions`` are in the order asked."""

    document: Document
    unit: str
    day: str | None
    opinions: tuple[Opinion, Opinion]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Over the documents that the report on signatures counts: what each policy says of how many, and the differences."""

    policies: tuple[str, str]
    question: Question
    total: int = 0
    counts: tuple[Mapping[bool | None, int], Mapping[bool | None, int]] = field(default_factory=lambda: ({}, {}))
    differences: tuple[Difference, ...] = ()


class PolicyRecord(TypedDict):
    """How many documents pass a policy, do not, or were not judged under it by then."""

    policy: str
    passing: int
    not_passing: int
    not_judged: int


class OpinionRecord(TypedDict):
    """What a policy says of a document."""

    policy: str
    passes: bool | None
    reasons: list[str]


class DifferenceRecord(TypedDict):
    """A document of which two policies do not say the same."""

    key: str
    unit: str
    number: str | None
    notation: str | None
    day: str | None
    opinions: list[OpinionRecord]


class ComparisonRecord(TypedDict):
    """The answer of ``docflow report signatures --policy A --against B --format json``."""

    schema: Literal["docflow/policy-difference/1"]
    unit: str | None
    period: str | None
    as_of: str | None
    checkpoint: Checkpoint
    documents: int
    policies: list[PolicyRecord]
    differences: list[DifferenceRecord]


def compare(evidence: Evidence, question: Question, policies: tuple[str, str]) -> Comparison:
    """Ask both policies about every issued document with files that the question counts."""
    counts: tuple[Counter[bool | None], Counter[bool | None]] = (Counter(), Counter())
    differences = []
    total = 0
    for document, count, _ in counted(evidence, question, Filter()):
        if not document.files or not count.day:
            continue
        total += 1
        first, second = (_opinion(evidence, document, policy) for policy in policies)
        counts[0][first.passes] += 1
        counts[1][second.passes] += 1
        if first.passes is not second.passes:
            differences.append(Difference(document, count.unit, count.day, (first, second)))
    return Comparison(policies, question, total, counts, tuple(differences))


def _opinion(evidence: Evidence, document: Document, policy: str) -> Opinion:
    if not (document.signed_by_person or document.signed_by_organ):
        return Opinion(passes=False, reasons=("NO_INTACT_SIGNATURE",))
    passes = evidence.passing(document, policy)
    return Opinion(passes, () if passes or passes is None else evidence.faults(document, policy))


def comparison_record(comparison: Comparison, as_of: str | None, checkpoint: Checkpoint) -> ComparisonRecord:
    """The public form of a comparison."""
    return {
        "schema": "docflow/policy-difference/1",
        "unit": comparison.question.unit,
        "period": comparison.question.period.name,
        "as_of": as_of,
        "checkpoint": checkpoint,
        "documents": comparison.total,
        "policies": [
            {
                "policy": policy,
                "passing": counts.get(True, 0),
                "not_passing": counts.get(False, 0),
                "not_judged": counts.get(None, 0),
            }
            for policy, counts in zip(comparison.policies, comparison.counts, strict=True)
        ],
        "differences": [difference_record(one, comparison.policies) for one in comparison.differences],
    }


def difference_record(one: Difference, policies: tuple[str, str]) -> DifferenceRecord:
    """The public form of one difference."""
    return {
        "key": one.document.key,
        "unit": one.unit,
        "number": one.document.number,
        "notation": one.document.notation,
        "day": one.day,
        "opinions": [
            {"policy": policy, "passes": opinion.passes, "reasons": list(opinion.reasons)}
            for policy, opinion in zip(policies, one.opinions, strict=True)
        ],
    }
