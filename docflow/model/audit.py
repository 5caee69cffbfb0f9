"""What an auditor found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Conclusion(StrEnum):
    """Whether a line of a sample is as the ledger says."""

    RIGHT = "right"
    WRONG = "wrong"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class AuditFinding:
    """An auditor's conclusion on one line of a sample.

    ``stratum`` had ``population`` lines, of which ``drawn`` were taken; ``subject`` and ``unit`` name the line.
    """

    sample: str
    figure: str
    stratum: str
    population: int
    drawn: int
    subject: str
    unit: str
    conclusion: Conclusion
    note: str | None = None
    auditor: str | None = None
