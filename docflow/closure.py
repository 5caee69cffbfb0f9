"""Closing a period: the figures that a unit hands in are kept, and what comes later is told as coming after.

Closing also says that the unit's register is complete to the period's end (Decree 30/2020, annex VI: systems must be able to
close a register), where before it was known to reach only as far as its last line.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from docflow import __version__
from docflow.canonical import plain, restore
from docflow.closing import COVERAGE, derive
from docflow.errors import UsageError
from docflow.evidence import LedgerEvidence
from docflow.indicators.issuance import issuance
from docflow.indicators.question import Question
from docflow.ledger.engine import open_ledger
from docflow.ledger.read import Reader
from docflow.ledger.write import Settled, Writer
from docflow.model import Clock, Closure, Coverage, Fact, Outcome
from docflow.periods import Period, parse_period
from docflow.registers.coverage import through

CLOSURE = "closure"


@dataclass(frozen=True, slots=True)
class Closed:
    """A period as closed, and the number of the run that closed it (None where it was closed before)."""

    closure: Closure
    number: int | None


def subject_of(unit: str, period: Period) -> str:
    """The subject of a closure's fact."""
    return f"{unit}|{period.name}"


def find_closure(reader: Reader, unit: str, period: Period, as_of: int) -> Closure | None:
    """The closure of a unit's period as known after a run, if there is one."""
    payload = reader.facts(CLOSURE, as_of).get(subject_of(unit, period))
    return restore(Closure, payload) if payload is not None else None


def asked_period(text: str, today: str) -> Period:
    """The period to close; ``UsageError`` ``period-not-over`` while it lasts."""
    period = parse_period(text)
    if period.last >= today:
        raise UsageError("period-not-over", period=text, last=period.last)
    return period


def close_period(ledger: str, code: str, period: Period, *, clock: Clock, author: str, again: bool = False) -> Closed:
    """Close a unit's period; ``UsageError`` ``already-closed`` where it was, unless ``again``."""
    engine = open_ledger(ledger)
    settings = {"unit": code, "period": period.name, "author": author}
    with Writer(engine, kind="closure", clock=clock, tools=f"docflow/{__version__}", settings=settings) as writer:
        reader = Reader(engine)
        last = reader.run(None)
        evidence = LedgerEvidence(reader, last.number)
        unit = evidence.directory.resolve(code, period.first, period.last)
        before = find_closure(reader, unit, period, last.number)
        if before is not None and not again:
            raise UsageError("already-closed", unit=code, period=period.name, run=before.run)
        rows = issuance(evidence, Question(unit, period)).rows
        figures = {"issued": rows[0].denominator if rows else 0}
        figures |= {row.figure: row.numerator for row in rows if row.numerator is not None}
        closure = Closure(unit, period.name or "", period.first, period.last, last.number, last.state_root, figures, author)
        facts = [Fact(CLOSURE, subject_of(unit, period), plain(closure)), *_covered(reader, last.number, closure)]
        name = hashlib.sha256(f"closure:{subject_of(unit, period)}".encode()).hexdigest()
        writer.settle([Settled(path_hash=name, path=None, outcome=Outcome.ACCEPTED, facts=tuple(facts))])
        summary = writer.close(derive, lambda _closing: {"closed": 1})
    return Closed(closure, summary.number)


def _covered(reader: Reader, run: int, closure: Closure) -> list[Fact]:
    """The coverage of each register of the unit within the period, now to the period's end."""
    found = []
    for subject, payload in sorted(reader.facts(COVERAGE, run).items()):
        coverage = restore(Coverage, payload)
        reaches = through(coverage, [closure])
        if reaches != coverage.through:
            found.append(Fact(COVERAGE, subject, plain(replace(coverage, through=reaches))))
    return found
