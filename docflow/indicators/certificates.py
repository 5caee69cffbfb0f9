"""Certificates at a date: how many of those that should be held have been granted, are valid as far as known, and are in use.

What has been granted and is valid is what the roster says; asked for what is seen (``Question.seen``), a line is also granted or
valid by a certificate that signed and is counted for it, and in use if such a certificate made an intact signature in the period.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from docflow.indicators.certificate_inventory import state
from docflow.indicators.figures import Evidence, Figures, Group, Row
from docflow.indicators.question import Question, in_order
from docflow.model import CertificateHistory, Entitlement, SignerKind

KINDS: Mapping[str, SignerKind | None] = {"": None, "_personal": SignerKind.PERSONAL, "_organ": SignerKind.ORGAN}


@dataclass(frozen=True, slots=True)
class Post:
    """A line of a roster with the certificates that are counted for it, none where only the roster is asked."""

    line: Entitlement
    certificates: tuple[CertificateHistory, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """The days looked at: from the first on for what is in use, the last for what holds on a day."""

    first: str
    day: str


def required(post: Post, span: Span) -> bool:
    """Whether the roster asks for this certificate on the day; a vacant post counts."""
    line, day = post.line, span.day
    return (line.required_from or day) <= day <= (line.required_to or day)


def granted(post: Post, span: Span) -> bool:
    """Whether it had been granted by the day, valid still or not."""
    told = post.line.granted_on is not None and post.line.granted_on <= span.day
    return told or any(one.facts.valid_from[:10] <= span.day for one in post.certificates)


def valid(post: Post, span: Span) -> bool:
    """Whether it was granted, not expired and not revoked on the day, as far as the roster and what was seen know."""
    line, day = post.line, span.day
    expired = line.expires_on is not None and line.expires_on < day
    revoked = line.revoked_on is not None and line.revoked_on <= day
    told = line.granted_on is not None and line.granted_on <= day and not expired and not revoked
    return told or any(state(one, day) == "valid" and not _revoked(line, one, day) for one in post.certificates)


def _revoked(line: Entitlement, history: CertificateHistory, day: str) -> bool:
    """Whether the roster says that a certificate was revoked: one that began before the day that it names."""
    return line.revoked_on is not None and history.facts.valid_from[:10] <= line.revoked_on <= day


def in_use(post: Post, span: Span) -> bool:
    """Whether a certificate that is counted for it made an intact signature between the days."""
    moments = [use.moment[:10] for one in post.certificates for use in one.uses if use.moment]
    return any(span.first <= day <= span.day for day in moments)


Rule = Callable[[Post, Span], bool]
RULES: Mapping[str, Rule] = {"required": required, "granted": granted, "valid": valid, "in_use": in_use}
_ON_ROSTER, _SEEN = ("granted", "valid"), ("granted", "valid", "in_use")
FIGURES = tuple(f"{rule}{suffix}" for suffix in KINDS for rule in ("required", "granted", "valid"))
USED = tuple(f"in_use{suffix}" for suffix in KINDS)


def posts(evidence: Evidence, question: Question) -> list[Post]:
    """The lines of the rosters of the units asked about, by unit and row."""
    asked = question.units(evidence.directory)
    held = evidence.holders() if question.seen else {}
    found = [Post(line, held.get(s, ())) for s, line in evidence.entitlements().items() if asked is None or line.unit in asked]
    return sorted(found, key=lambda post: (post.line.unit, post.line.row))


def span_of(question: Question) -> Span:
    """The days that a question is about."""
    return Span(question.period.first, question.at or question.period.last)


def rows_of(group: Group, members: Iterable[Post], span: Span, *, seen: bool) -> list[Row]:
    """The figures of one group on a day: all certificates first, then those of persons and of organs."""
    asked_for = [post for post in members if required(post, span)]
    rows = []
    for suffix, kind in KINDS.items():
        own = [post for post in asked_for if kind is None or post.line.kind is kind]
        for figure in _SEEN if seen else _ON_ROSTER:
            share = (sum(RULES[figure](post, span) for post in own), len(own))
            rows.append(Row(group, figure + suffix, *share, low=share, high=share, basis="seen" if seen else "roster"))
    return rows


def certificates(evidence: Evidence, question: Question) -> Figures:
    """The figures of certificates that a question asks for: on its day ``at``, or on the last day of each month or quarter."""
    question.only("unit", "level", "month", "quarter", "group")
    directory = evidence.directory
    members = posts(evidence, question)
    spans = _spans(question, members)
    found: dict[Group, list[Post]] = {}
    for name in spans:
        for owner in question.always_shown(directory):
            found[Group(*owner, name)] = []
        for post in members:
            own = (post.line.group or "") if "group" in question.by else None
            found.setdefault(Group(*question.owner(post.line.unit, directory), name, roster_group=own), []).append(post)
    ordered = in_order(found, question, directory)
    rows = (row for group in ordered for row in rows_of(group, found[group], spans[group.period], seen=question.seen))
    return Figures(rows=tuple(rows))


def _spans(question: Question, members: Iterable[Post]) -> dict[str | None, Span]:
    """The days on which each period is looked at: to its last, but none after the day asked about."""
    whole = span_of(question)
    if not {"month", "quarter"} & set(question.by):
        return {question.period.name: whole}
    began = [post.line.granted_on for post in members if post.line.granted_on and post.line.granted_on <= whole.day]
    buckets = question.buckets([*began, whole.day])
    return {bucket.name: Span(bucket.first, min(bucket.last, whole.day)) for bucket in buckets if bucket.first <= whole.day}
