"""Certificates at a date: how many of those that should be held have been granted, and how many are valid as far as known."""

from __future__ import annotations

from collections.abc import Iterable

from docflow.indicators.figures import Evidence, Figures, Group, Row
from docflow.indicators.question import Question, in_order
from docflow.model import Entitlement, SignerKind

_KINDS = {"": None, "_personal": SignerKind.PERSONAL, "_organ": SignerKind.ORGAN}


def required(line: Entitlement, day: str) -> bool:
    """Whether the roster asks for this certificate on the day; a vacant post counts."""
    return (line.required_from or day) <= day <= (line.required_to or day)


def granted(line: Entitlement, day: str) -> bool:
    """Whether it had been granted by the day, valid still or not."""
    return line.granted_on is not None and line.granted_on <= day


def valid(line: Entitlement, day: str) -> bool:
    """Whether it was granted, not expired and not revoked on the day, as far as the roster knows."""
    expired = line.expires_on is not None and line.expires_on < day
    revoked = line.revoked_on is not None and line.revoked_on <= day
    return granted(line, day) and not expired and not revoked


def rows_of(group: Group, lines: Iterable[Entitlement], day: str) -> list[Row]:
    """The figures of one group on a day: all certificates first, then those of persons and of organs."""
    asked_for = [line for line in lines if required(line, day)]
    rows = []
    for suffix, kind in _KINDS.items():
        own = [line for line in asked_for if kind is None or line.kind is kind]
        for figure, rule in (("granted", granted), ("valid", valid)):
            share = (sum(rule(line, day) for line in own), len(own))
            rows.append(Row(group, figure + suffix, *share, low=share, high=share, basis="roster"))
    return rows


def certificates(evidence: Evidence, question: Question) -> Figures:
    """The figures of certificates that a question asks for: on its day ``at``, or on the last day of each month or quarter."""
    question.only("unit", "level", "month", "quarter")
    directory = evidence.directory
    asked = question.units(directory)
    lines = [line for line in evidence.entitlements() if asked is None or line.unit in asked]
    days = _days(question, lines)
    found: dict[Group, list[Entitlement]] = {}
    for name in days:
        for owner in question.always_shown(directory):
            found[Group(*owner, name)] = []
        for line in lines:
            found.setdefault(Group(*question.owner(line.unit, directory), name), []).append(line)
    ordered = in_order(found, question, directory)
    return Figures(rows=tuple(row for group in ordered for row in rows_of(group, found[group], days[group.period])))


def _days(question: Question, lines: Iterable[Entitlement]) -> dict[str | None, str]:
    """The day on which each period is looked at: its last, but none after the day asked about."""
    day = question.at or question.period.last
    if not {"month", "quarter"} & set(question.by):
        return {question.period.name: day}
    began = [line.granted_on for line in lines if line.granted_on and line.granted_on <= day]
    return {bucket.name: min(bucket.last, day) for bucket in question.buckets([*began, day]) if bucket.first <= day}
