"""Taking in a table: read it, compare it with what is known, and record what differs as a run of its own.

Nothing of a table with a fault is taken in; all its faults are told at once. A newer table of the same books supersedes them line
by line: what it no longer holds has vanished, which is a fact with a null payload.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from docflow import __version__
from docflow.canonical import plain, restore
from docflow.closing import derive
from docflow.errors import ImportRefused, UsageError
from docflow.ledger.engine import open_ledger
from docflow.ledger.read import Reader
from docflow.ledger.write import Settled, Writer
from docflow.locale import Words
from docflow.model import Clock, Closure, Coverage, Declared, Direction, Entitlement, Fact, Outcome, Series, Target, Unit
from docflow.registers import criteria, declared, findings, paper_types, register, roster, scores, series, units
from docflow.registers.cells import Cells
from docflow.registers.coverage import through
from docflow.registers.directory import Directory
from docflow.registers.register import Asked
from docflow.registers.table import Column, Fault, Table, heading_key, read_table

KINDS = (
    "units",
    "successions",
    "register",
    "roster",
    "series",
    "declared",
    "targets",
    "paper-types",
    "criteria",
    "scores",
    "findings",
)
MAX_FAULTS = 200
# Facts that say something of lines and are none.
_BESIDE = frozenset({"coverage", "succession"})

# Current facts by kind, then subject, as plain payloads.
Current = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Source:
    """A table to take in: its name, its bytes, and what the command line says of it.

    ``today`` bounds plausible dates; ``sheet`` names one of several in a spreadsheet.
    """

    file: str
    data: bytes
    today: dt.date
    asked: Asked = field(default_factory=Asked)
    sheet: str | None = None

    def table(self, columns: Sequence[Column]) -> Table:
        """The table by the columns asked for."""
        return read_table(self.data, columns, self.file, self.sheet)


@dataclass(frozen=True, slots=True)
class Plan:
    """What taking in a table would do; ``facts`` are those that differ from the current ones.

    ``changed`` leaves out lines that only moved to another row of the spreadsheet; they count as unchanged.
    ``passed_over`` are the rows of the table that are no entry, each with its first words.
    """

    facts: tuple[Fact, ...]
    lines: int
    added: int = 0
    changed: int = 0
    vanished: int = 0
    unchanged: int = 0
    secret: int = 0
    passed_over: tuple[tuple[int, str], ...] = ()

    @property
    def balance(self) -> dict[str, int]:
        """The counts as the run's balance."""
        return {
            "lines": self.lines,
            "added": self.added,
            "changed": self.changed,
            "vanished": self.vanished,
            "unchanged": self.unchanged,
            "secret": self.secret,
        }


def prepare(kind: str, source: Source, current: Current, words: Words) -> Plan:
    """Read a table and compare it with the current facts; ``ImportRefused`` with every fault of the table."""
    directory = Directory(restore(Unit, payload) for payload in current.get("unit", {}).values())
    wanted, gone, secret, cells = _READ[kind](source, current, directory)
    if faults := cells.faults:
        in_order = sorted(faults, key=lambda fault: fault.row)
        told = [describe(words, fault) for fault in in_order[:MAX_FAULTS]]
        if len(faults) > MAX_FAULTS:
            told.append(words("registers.more-faults", count=words.integer(len(faults) - MAX_FAULTS)))
        raise ImportRefused("table-refused", rows=tuple(told), file=source.file, count=words.integer(len(faults)))
    return replace(compare(wanted, gone, current, secret), passed_over=cells.table.passed_over)


def compare(wanted: Iterable[Fact], gone: Iterable[tuple[str, str]], current: Current, secret: int = 0) -> Plan:
    """Tell the facts that differ from the current ones; ``gone`` are those to mark as vanished unless they are wanted."""
    facts: list[Fact] = []
    added = changed = unchanged = lines = 0
    seen: set[tuple[str, str]] = set()
    for fact in wanted:
        seen.add((fact.kind, fact.subject))
        payload = plain(fact.payload)
        before = current.get(fact.kind, {}).get(fact.subject)
        is_line = fact.kind not in _BESIDE
        lines += is_line
        if before is None:
            added += is_line
        elif _without_row(before) != _without_row(payload):
            changed += is_line
        else:
            unchanged += is_line
        if before != payload:
            facts.append(Fact(fact.kind, fact.subject, payload))
    vanished = [Fact(kind, subject, None) for kind, subject in sorted(set(gone) - seen)]
    return Plan(
        facts=tuple(facts + vanished),
        lines=lines + secret,
        added=added,
        changed=changed,
        vanished=sum(fact.kind not in _BESIDE for fact in vanished),
        unchanged=unchanged,
        secret=secret,
    )


def _without_row(payload: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in payload.items() if name != "row"}


def describe(words: Words, fault: Fault) -> str:
    """A fault in words: row, column, what is wrong."""
    sentence = words(f"registers.fault-{fault.code}", value=fault.value)
    return words("registers.fault", row=fault.row, column=fault.column, fault=sentence)


# ---------------------------------------------------------------- the kinds of tables

_Read = tuple[list[Fact], list[tuple[str, str]], int, Cells]


def _units(source: Source, current: Current, _directory: Directory) -> _Read:
    table = source.table(units.UNIT_COLUMNS)
    cells = Cells(table, source.today)
    known = {i: restore(Unit, payload) for i, payload in current.get("unit", {}).items()}
    return units.read_units(table, cells, known), [], 0, cells


def _successions(source: Source, current: Current, _directory: Directory) -> _Read:
    table = source.table(units.SUCCESSION_COLUMNS)
    cells = Cells(table, source.today)
    known = {i: restore(Unit, payload) for i, payload in current.get("unit", {}).items()}
    return units.read_successions(table, cells, known), [], 0, cells


def _register(source: Source, current: Current, directory: Directory) -> _Read:
    asked = source.asked
    _known_unit(directory, asked.unit)
    table, direction = _directed(source)
    cells = Cells(table, source.today)
    read = register.read_register(table, cells, directory, direction, asked)
    books = {(unit, book_direction.value, year) for unit, book_direction, year in read.books}
    gone = [
        (kind, subject)
        for kind in ("register-line", "coverage")
        for subject in current.get(kind, {})
        if register.book_of(subject) in books
    ]
    closures = [restore(Closure, payload) for payload in current.get("closure", {}).values()]
    return [_reaching(fact, closures) for fact in read.facts], gone, read.secret, cells


def _reaching(fact: Fact, closures: Sequence[Closure]) -> Fact:
    """A coverage reaches as far as its unit has closed; other facts are as they are."""
    if not isinstance(fact.payload, Coverage):
        return fact
    return replace(fact, payload=replace(fact.payload, through=through(fact.payload, closures)))


def _directed(source: Source) -> tuple[Table, Direction]:
    """The table as a register of the direction asked for, else of the one that its headings tell."""
    direction = source.asked.direction
    if direction is None:
        columns = register.COLUMNS[Direction.INCOMING]
        by_name = {heading_key(h) for c in columns if c.required for h in c.headings}
        probe = source.table(tuple(c for c in columns if not c.required))
        arrivals = any(heading_key(h) in by_name for row in probe.rows for h in row.extra)
        direction = Direction.INCOMING if arrivals else Direction.OUTGOING
    return source.table(register.COLUMNS[direction]), direction


def _roster(source: Source, current: Current, directory: Directory) -> _Read:
    _known_unit(directory, source.asked.unit)
    table = source.table(roster.COLUMNS)
    cells = Cells(table, source.today)
    facts = roster.read_roster(table, cells, directory, source.asked.unit)
    owners = {fact.payload.unit for fact in facts if isinstance(fact.payload, Entitlement)}
    gone = [("entitlement", s) for s, payload in current.get("entitlement", {}).items() if payload["unit"] in owners]
    return facts, gone, 0, cells


def _series(source: Source, current: Current, directory: Directory) -> _Read:
    _known_unit(directory, source.asked.unit)
    cells = Cells(source.table(series.COLUMNS), source.today)
    facts = series.read_series(cells, directory, source.asked.unit)
    owners = {fact.payload.unit for fact in facts if isinstance(fact.payload, Series)}
    return facts, [("series", s) for s, payload in current.get("series", {}).items() if payload["unit"] in owners], 0, cells


def _declared(source: Source, current: Current, directory: Directory) -> _Read:
    _known_unit(directory, source.asked.unit)
    cells = Cells(source.table(declared.DECLARED_COLUMNS), source.today)
    facts = declared.read_declared(cells, directory, source.asked.unit, source.file)
    # A newer table of a source takes the place of its older one.
    sources = {fact.payload.source for fact in facts if isinstance(fact.payload, Declared)}
    gone = [("declared", s) for s, payload in current.get("declared", {}).items() if payload["source"] in sources]
    return facts, gone, 0, cells


def _targets(source: Source, current: Current, _directory: Directory) -> _Read:
    cells = Cells(source.table(declared.TARGET_COLUMNS), source.today)
    facts = declared.read_targets(cells)
    figures = {(fact.payload.figure, fact.payload.level) for fact in facts if isinstance(fact.payload, Target)}
    targets = current.get("target", {}).items()
    return facts, [("target", s) for s, payload in targets if (payload["figure"], payload["level"]) in figures], 0, cells


def _paper_types(source: Source, current: Current, directory: Directory) -> _Read:
    # The table is whole: what it no longer names goes out electronically like everything else.
    cells = Cells(source.table(paper_types.COLUMNS), source.today)
    return paper_types.read_paper_types(cells, directory), [("paper-rule", s) for s in current.get("paper-rule", {})], 0, cells


def _criteria(source: Source, current: Current, _directory: Directory) -> _Read:
    cells = Cells(source.table(criteria.COLUMNS), source.today)
    facts = criteria.read_criteria(cells)
    return facts, criteria.superseded(facts, current.get("criterion", {})), 0, cells


def _scores(source: Source, current: Current, directory: Directory) -> _Read:
    _known_unit(directory, source.asked.unit)
    cells = Cells(source.table(scores.COLUMNS), source.today)
    facts = scores.read_scores(cells, directory, current.get("criterion", {}), source.asked.unit, source.file)
    return facts, scores.superseded(facts, current.get("score", {})), 0, cells


def _findings(source: Source, _current: Current, _directory: Directory) -> _Read:
    cells = Cells(source.table(findings.COLUMNS), source.today)
    return findings.read_findings(cells), [], 0, cells


def _known_unit(directory: Directory, code: str | None) -> None:
    if code is not None and not directory.candidates(code):
        raise UsageError("unit-unknown", unit=code)


_READ: dict[str, Callable[[Source, Current, Directory], _Read]] = {
    "units": _units,
    "successions": _successions,
    "register": _register,
    "roster": _roster,
    "series": _series,
    "declared": _declared,
    "targets": _targets,
    "paper-types": _paper_types,
    "criteria": _criteria,
    "scores": _scores,
    "findings": _findings,
}
NEEDS: Mapping[str, Sequence[str]] = {
    "units": ("unit",),
    "successions": ("unit", "succession"),
    "register": ("unit", "register-line", "coverage", "closure"),
    "roster": ("unit", "entitlement"),
    "series": ("unit", "series"),
    "declared": ("unit", "declared"),
    "targets": ("target",),
    "paper-types": ("unit", "paper-rule"),
    "criteria": ("criterion",),
    "scores": ("unit", "criterion", "score"),
    "findings": ("audit-finding",),
}


# ---------------------------------------------------------------- recording


def _current(reader: Reader, kinds: Iterable[str]) -> dict[str, dict[str, Any]]:
    """The facts of some kinds as of the last closed run; none if no run has closed yet."""
    runs = reader.runs()
    if not runs:
        return {kind: {} for kind in kinds}
    last = max(run.number for run in runs)
    return {kind: reader.facts(kind, last) for kind in kinds}


def preview(ledger: str, kind: str, source: Source, words: Words) -> Plan:
    """What taking in the table would do to a ledger (a SQLAlchemy URL), without doing it."""
    return prepare(kind, source, _current(Reader(open_ledger(ledger)), NEEDS[kind]), words)


def record(ledger: str, kind: str, source: Source, *, words: Words, clock: Clock) -> tuple[Plan, int | None]:
    """Take in a table into a ledger (a SQLAlchemy URL).

    Gives what it did and the number of its run, None where nothing differed and no run was made.
    """
    engine = open_ledger(ledger)
    sha256 = hashlib.sha256(source.data).hexdigest()
    settings = {"kind": kind, "file": source.file, "sha256": sha256}
    with Writer(engine, kind="import", clock=clock, tools=f"docflow/{__version__}", settings=settings) as writer:
        plan = prepare(kind, source, _current(Reader(engine), NEEDS[kind]), words)
        if not plan.facts:
            writer.discard()
            return plan, None
        table = Settled(
            path_hash=hashlib.sha256(f"import:{kind}:{source.file}".encode()).hexdigest(),
            path=source.file,
            outcome=Outcome.ACCEPTED,
            sha256=sha256,
            reason=None,
            facts=plan.facts,
            blobs=(),
            verdicts=(),
            known=None,
            attempt=None,
        )
        writer.settle([table])
        summary = writer.close(derive, lambda _closing: plan.balance, None)
    return plan, summary.number
