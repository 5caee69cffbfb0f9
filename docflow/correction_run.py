"""Writing down what people decided, as a run of its own kind.

What concerns a document as a whole stands under its key and follows it. What places it (its number, say) is laid upon the files
and lines that it now rests on: a file that comes later says for itself where it belongs.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from docflow import __version__
from docflow.canonical import digest, plain, restore
from docflow.closing import derive
from docflow.correction import CERTIFICATE, CORRECTION, certificate_target, is_file, subject_of
from docflow.correction_values import BadValue, decided_value
from docflow.ledger.engine import open_ledger
from docflow.ledger.read import Reader
from docflow.ledger.write import Settled, Writer
from docflow.model import Clock, Correctable, Correction, Direction, Document, Fact, Outcome, Unit
from docflow.registers.directory import Directory

_WHOLE = frozenset({Correctable.FORM, Correctable.STANDING})
_OF_FILES = frozenset({Correctable.DIRECTION, Correctable.NOT_A_DOCUMENT})
_VIETNAM = dt.timezone(dt.timedelta(hours=7))


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided, as typed: of a file, a line, a key or a number and notation; ``value`` None takes it back."""

    subject: str
    field: str
    value: str | None
    author: str
    reason: str


@dataclass(frozen=True, slots=True)
class Bad:
    """A decision that cannot be: its place among those asked for, from 0, and what is wrong with it."""

    place: int
    fault: BadValue


@dataclass(frozen=True, slots=True)
class Plan:
    """The facts that decisions come to, those already known left out, and what cannot be."""

    facts: tuple[Fact, ...]
    bad: tuple[Bad, ...] = ()


def plan(reader: Reader, decisions: Sequence[Decision], clock: Clock) -> Plan:
    """What decisions come to in a ledger as it is."""
    run = reader.run(None).number
    planner = _Planner(reader, run, clock)
    facts: dict[str, Fact] = {}
    bad: list[Bad] = []
    for place, decision in enumerate(decisions):
        try:
            found = planner.facts(decision)
        except BadValue as fault:
            bad.append(Bad(place, fault))
            continue
        again = [fact for fact in found if fact.subject in facts and facts[fact.subject].payload != fact.payload]
        if again:
            bad.append(Bad(place, BadValue("decided-twice", decision.subject, "subject")))
        facts |= {fact.subject: fact for fact in found}
    return Plan(tuple(facts[subject] for subject in sorted(facts)), tuple(bad))


def record(ledger: str, decisions: Sequence[Decision], clock: Clock) -> tuple[Plan, int | None]:
    """Write decisions down, none of them if one is bad; gives what was done and its run, None where nothing was new."""
    engine = open_ledger(ledger)
    settings = {"decisions": len(decisions)}
    with Writer(engine, kind=CORRECTION, clock=clock, tools=f"docflow/{__version__}", settings=settings) as writer:
        planned = plan(Reader(engine), decisions, clock)
        if planned.bad or not planned.facts:
            writer.discard()
            return planned, None
        rows = [
            Settled(path_hash=digest([CORRECTION, fact.subject]), path=None, outcome=Outcome.ACCEPTED, facts=(fact,))
            for fact in planned.facts
        ]
        writer.settle(rows)
        summary = writer.close(derive, lambda _closing: {"corrections": len(rows)})
    return planned, summary.number


class _Planner:
    """Turns decisions into facts, against a ledger as of its last run."""

    def __init__(self, reader: Reader, run: int, clock: Clock) -> None:
        self._reader, self._run = reader, run
        self._at = clock.now.isoformat()
        self._today = clock.now.astimezone(_VIETNAM).date()
        self._directory = Directory(restore(Unit, payload) for payload in reader.facts("unit", run).values())
        self._known = reader.facts(CORRECTION, run)

    def facts(self, decision: Decision) -> list[Fact]:
        """The facts of a decision that say anything new; ``BadValue`` if it cannot be."""
        for column in ("author", "reason"):
            if not getattr(decision, column).strip():
                raise BadValue("blank", column=column)
        try:
            field = Correctable(decision.field)
        except ValueError:
            raise BadValue("unknown-word", decision.field, "field") from None
        targets = self._targets(decision.subject, field)
        value = decision.value
        if value is not None:
            value = decided_value(field, value, self._directory, self._today)
        correction = Correction(field, value, decision.author.strip(), decision.reason.strip(), self._at)
        subjects = [subject_of(target, field) for target in targets]
        standing = [subject for subject in subjects if self._known.get(subject, {}).get("value") is not None]
        if value is None and not standing:
            raise BadValue("nothing-decided", decision.subject, "subject")
        told = standing if value is None else subjects
        return [Fact(CORRECTION, subject, plain(correction)) for subject in told if not self._is_known(subject, correction)]

    def _is_known(self, subject: str, correction: Correction) -> bool:
        known = self._known.get(subject)
        return known is not None and {**known, "at": correction.at} == plain(correction)

    def _targets(self, subject: str, field: Correctable) -> list[str]:
        """The files, lines or the key that a decision concerns."""
        if field is Correctable.ENTITLEMENT or subject.startswith(CERTIFICATE):
            return [self._certificate(subject, field)]
        sha256 = subject.lower()
        if is_file(sha256) and any(self._reader.history(kind, sha256) for kind in ("file", "rejection")):
            return [sha256]
        if is_file(sha256) and self._reader.history("quarantine", sha256):
            # Nothing is read of it, so nothing can be put in the place of what was read.
            if field is not Correctable.NOT_A_DOCUMENT:
                raise BadValue("not-correctable", field.value, "field")
            return [sha256]
        if line := self._line(subject):
            if not self._allowed(line, field):
                raise BadValue("not-correctable", field.value, "field")
            return [subject]
        document = self._document(subject)
        if field in _WHOLE:
            return [document.key]
        lines = [] if field in _OF_FILES else [one for one in document.lines if self._allowed(self._line(one), field)]
        if not (document.files or lines):
            raise BadValue("not-correctable", field.value, "field")
        return [*document.files, *lines]

    def _certificate(self, subject: str, field: Correctable) -> str:
        """The certificate and the line of a roster that a subject names by the beginnings of their hashes."""
        if field is not Correctable.ENTITLEMENT or not subject.startswith(CERTIFICATE):
            raise BadValue("not-correctable", field.value, "field")
        begin, _, line = subject.removeprefix(CERTIFICATE).lower().partition(":")
        lines = [one for one in self._reader.facts("entitlement", self._run) if line and one.startswith(line)]
        certificates = self._reader.certificates(begin)
        if len(lines) != 1 or len(certificates) != 1:
            raise BadValue("subject-ambiguous" if lines and certificates else "subject-unknown", subject, "subject")
        return certificate_target(certificates[0], lines[0])

    def _line(self, subject: str) -> str | None:
        """The direction of a register line, None if there is none of this subject."""
        payload = next((told for _, told in reversed(self._reader.history("register-line", subject))), None)
        return str(payload["direction"]) if payload is not None else None

    @staticmethod
    def _allowed(direction: str | None, field: Correctable) -> bool:
        """Whether a line has the field; an outgoing one is its own unit's."""
        return field not in _OF_FILES and (field is not Correctable.ISSUER or direction == Direction.INCOMING.value)

    def _document(self, subject: str) -> Document:
        """The one document meant, which a void key's may have merged into."""
        waiting, met, found = self._reader.find_keys(subject), set[str](), dict[str, Document]()
        if not waiting:
            waiting = self._reader.keys_of_file(subject.lower(), self._run)
        while waiting:
            key = waiting.pop()
            versions = self._reader.document_versions(key) if key not in met else []
            met.add(key)
            if versions and versions[-1][1].void:
                waiting += versions[-1][1].merged_into
            elif versions:
                found[key] = versions[-1][1]
        if len(found) != 1:
            raise BadValue("subject-ambiguous" if found else "subject-unknown", "; ".join(sorted(found)) or subject, "subject")
        return next(iter(found.values()))
