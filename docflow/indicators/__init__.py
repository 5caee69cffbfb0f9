"""Figures: what is counted over what, by which rule.

A new indicator is a file, a line here and a row in ``docflow.indicators.definitions`` for each of its figures; its words stand
in the catalogue under ``report.title-<name>``, ``report.figure-<figure>`` and ``definition.<figure>``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from docflow.indicators.appraisal import appraisal
from docflow.indicators.certificates import certificates
from docflow.indicators.completeness import completeness
from docflow.indicators.criteria import scored_by
from docflow.indicators.exchange import exchange
from docflow.indicators.figures import Evidence, Figures
from docflow.indicators.findings import findings
from docflow.indicators.handling import handling
from docflow.indicators.issuance import issuance
from docflow.indicators.question import Question
from docflow.indicators.signatures import signatures


@dataclass(frozen=True, slots=True)
class Indicator:
    """A family of figures: its function, whether it is asked at a date, and whether under a signature policy."""

    function: Callable[[Evidence, Question], Figures]
    at_date: bool = False
    under_policy: bool = False


_COUNTED: Mapping[str, Indicator] = {
    "issuance": Indicator(issuance),
    "signatures": Indicator(signatures, under_policy=True),
    "certificates": Indicator(certificates, at_date=True),
    "completeness": Indicator(completeness),
    "exchange": Indicator(exchange),
    "handling": Indicator(handling, at_date=True),
    "appraisal": Indicator(appraisal),
    "findings": Indicator(findings),
}
INDICATORS: Mapping[str, Indicator] = {
    **_COUNTED,
    "criteria": Indicator(scored_by({name: one.function for name, one in _COUNTED.items()}), at_date=True, under_policy=True),
}
