"""A run: find, work, settle, close; every side effect of an ingest stands here.

Each file found ends in exactly one outcome and the balance adds up, or the run fails. Facts are settled in batches while the work
goes on and become visible together when the run closes, so a run may be killed at any point: the next one adopts what was
settled and goes on.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field, replace

from docflow import members, store
from docflow.canonical import digest, plain
from docflow.closing import derive
from docflow.errors import DocflowError
from docflow.executor import Executor, Lost
from docflow.find import UNLISTED, Found
from docflow.fingerprint import good
from docflow.ledger.write import Closing, KnownFile, Settled, StoredVerdict, Writer
from docflow.model import Fact, Indication, Outcome, Sighting
from docflow.placing import FILE, NO_DOCUMENT, SIGHTING
from docflow.settings import Settings
from docflow.work import Answer, Orders, Task

BATCH = 64
BATCH_SECONDS = 2.0
# Outcomes that a person should look at.
TROUBLE = (Outcome.REJECTED, Outcome.QUARANTINED, Outcome.DUE)
# Losses that depend on the machine and its load: told, but never part of the state that hashes agree on.
_OF_THE_MACHINE = frozenset({"time-limit", "memory-limit", "worker-died", "worker-failed"})
# What a run says of a file, as kinds of facts.
_SAID = (FILE, "rejection", "quarantine")
_TRANSIENT = frozenset({"changed", "unreadable", "no-space"})


@dataclass(frozen=True, slots=True)
class Trouble:
    """A file that a person should look at; ``name`` is None for a secret one."""

    name: str | None
    outcome: Outcome
    code: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """How a run ended; ``run`` and ``state_root`` are None where there was nothing to record.

    ``members`` is the balance of the files inside the files that it met, empty if there were none.
    """

    run: int | None
    state_root: str | None
    balance: dict[str, int]
    troubles: tuple[Trouble, ...]
    members: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Batch:
    rows: list[Settled] = field(default_factory=list)
    since: float = field(default_factory=time.monotonic)


class Run:
    """One ingest over found files with an open writer; lives in the parent process."""

    def __init__(self, settings: Settings, writer: Writer, orders: Orders, tools: str, *, again: bool = False) -> None:
        self._settings, self._writer, self._orders, self._tools, self._again = settings, writer, orders, tools, again
        self._good = good(tools)
        self._troubles: list[Trouble] = []
        self._batch = _Batch()
        self._known = 0
        self._ignored = 0
        self._waiting: dict[str, list[Found]] = {}
        self._by_path: dict[str, Found] = {}
        self._read: dict[str, str] = {}
        self._adopted: frozenset[str] = frozenset()
        self._wrote = False
        self._tick: Callable[[], None] = lambda: None

    def go(
        self,
        found: list[Found],
        executor: Executor[Task, Answer],
        *,
        tick: Callable[[], None],
        closing: Callable[[], None],
    ) -> Report:
        """Work on every file found, then close; ``tick`` is called for each file done, ``closing`` as the transaction begins."""
        self._tick = tick
        settled = self._writer.settled()
        self._adopted = frozenset(settled)
        pending = self._sort_out(found, settled)
        for task, answer in executor.run(self._tasks(pending)):
            first = self._by_path.pop(task.path)
            for one in (first, *self._waiting.pop(task.sha256 or "", ())):
                self._settle(one, task, answer)
        self._flush()
        unmet = len(set(settled) - {f.identity for f in found})
        if not settled and not self._wrote:
            return self._nothing_new(len(found))
        summary = self._writer.close(derive, lambda c: self._balance(c, len(found) + unmet), closing)
        balance = {name: n for name, n in summary.balance.items() if not name.startswith(members.PREFIX)}
        inside = {name.removeprefix(members.PREFIX): n for name, n in summary.balance.items() if name not in balance}
        return Report(summary.number, summary.state_root, balance, tuple(self._troubles), inside)

    def _nothing_new(self, found: int) -> Report:
        balance = _balanced({Outcome.KNOWN: self._known, Outcome.IGNORED: self._ignored}, found)
        return Report(None, None, balance, ())

    def _sort_out(self, found: list[Found], settled: dict[str, tuple[Outcome, str | None]]) -> list[Found]:
        """Leave out what is ignored, what an adopted run settled, and what is known and unchanged."""
        pending = []
        known = self._writer.known([f.identity for f in found])
        for one in found:
            row = known.get(one.identity)
            outcome = settled.get(one.identity, (Outcome.DUE, None))[0]
            if outcome is not Outcome.DUE:
                if outcome in TROUBLE:
                    self._troubles.append(Trouble(None, outcome, "earlier"))
            elif one.passed_over == UNLISTED:
                # What is in there may be documents: due in every run until it can be listed.
                self._trouble(one, None, Outcome.DUE, UNLISTED)
                continue
            elif one.passed_over:
                self._ignored += self._uncounted(one)
            elif row and not self._again and _unchanged(one, row, self._good):
                self._known += self._uncounted(one)
            else:
                pending.append(one)
                continue
            self._tick()
        return pending

    def _tasks(self, pending: list[Found]) -> Iterator[Task]:
        """Hash each file in the parent; bytes whose facts are there, or that are being worked on, need no worker."""
        for start in range(0, len(pending), BATCH):
            hashed = [(one, sha256) for one in pending[start : start + BATCH] if (sha256 := self._hash(one)) is not None]
            told = {} if self._again else self._writer.have_file_fact([sha256 for _, sha256 in hashed], self._good)
            yield from self._worth_reading(hashed, told)

    def _worth_reading(self, hashed: list[tuple[Found, str]], told: dict[str, str]) -> Iterator[Task]:
        """Tasks for the files that need a worker; ``told`` are the hashes whose facts the ledger has, with their tools."""
        known = self._writer.known([one.identity for one, _ in hashed])
        erased = self._writer.erased_files([sha256 for _, sha256 in hashed])
        for one, sha256 in hashed:
            row = known.get(one.identity)
            if sha256 in erased:
                # Neither read nor stored again: what was erased stays erased.
                self._add(self._erased(one, sha256))
            elif row and row.sha256 == sha256 and row.tools in self._good and not self._again:
                # Touched, not changed: the cache learns the new times.
                self._known += self._uncounted(one)
                self._writer.remember([self._memory(one, row.outcome, sha256, row.tools)])
                self._tick()
            elif sha256 in self._waiting:
                self._waiting[sha256].append(one)
            elif (readers := self._read.get(sha256) or told.get(sha256)) is not None:
                self._accept(one, sha256, None, readers)
            else:
                self._waiting[sha256] = []
                self._by_path[one.path] = one
                yield Task(one.path, one.size, sha256)

    def _uncounted(self, one: Found) -> bool:
        """Whether a file that this run writes nothing of still needs counting: an adopted run's row counts for itself."""
        return one.identity not in self._adopted

    def _hash(self, one: Found) -> str | None:
        """The file's SHA-256; None, and the file settled, if it cannot be read, changes or is too large."""
        if one.size > self._orders.max_bytes:
            # Not even hashed: a sparse file may claim any size at no cost.
            self._trouble(one, None, Outcome.QUARANTINED, "too-large", f"{one.size} > {self._orders.max_bytes}")
            return None
        hashed = hashlib.sha256()
        try:
            with open(one.path, "rb") as file:  # noqa: PTH123 - the path may hold bytes that are not text
                while block := file.read(1 << 20):
                    hashed.update(block)
                after = os.fstat(file.fileno())
        except OSError as fault:
            self._trouble(one, None, Outcome.DUE, "unreadable", fault.strerror or "")
            return None
        if (after.st_size, after.st_mtime_ns) != (one.size, one.mtime_ns):
            self._trouble(one, None, Outcome.DUE, "changed")
            return None
        return hashed.hexdigest()

    def _settle(self, one: Found, task: Task, answer: Answer | Lost) -> None:
        if isinstance(answer, Lost):
            self._trouble(one, task.sha256, Outcome.QUARANTINED, answer.code, answer.detail)
        elif answer.refusal is not None:
            outcome = Outcome.DUE if answer.refusal in _TRANSIENT else Outcome.QUARANTINED
            self._trouble(one, answer.sha256, outcome, answer.refusal, answer.detail)
        elif answer.facts is not None and (refused := members.refusal(answer.facts)) is not None:
            self._trouble(one, answer.sha256, Outcome.REJECTED, *refused)
        elif answer.facts is not None:
            self._accept(one, answer.facts.sha256, answer, answer.facts.tools)

    def _accept(self, one: Found, sha256: str, answer: Answer | None, readers: str) -> None:
        """Take a file in, with all that is inside it; without an answer its facts, made by ``readers``, are there already."""
        if self._settings.keep == "copy":
            try:
                kept = store.keep(self._settings.store, one.path, sha256)
            except OSError as fault:
                code = "unreadable" if fault.filename == one.path else "no-space"
                self._trouble(one, sha256, Outcome.DUE, code, fault.strerror or "")
                return
            if not kept:
                self._trouble(one, sha256, Outcome.DUE, "changed")
                return
        answers = [] if answer is None else [(one.name, answer), *members.inside(one.name, answer)]
        entries = [_sighting(one, sha256)] if answer is None else []
        # What is inside a file may be a scan though the file itself is none.
        readers = self._tools if any(each.facts and each.facts.tools == self._tools for _, each in answers) else readers
        for path, each in answers:
            entries += self._told(one, path, each)
        row = Settled(
            path_hash=one.identity,
            # Its sighting tells the path, and can be erased; this row cannot.
            path=None,
            outcome=Outcome.ACCEPTED,
            sha256=sha256,
            reason=None,
            facts=tuple(entries),
            blobs=tuple(blob for _, each in answers for blob in each.blobs),
            verdicts=tuple(verdict for _, each in answers for verdict in self._verdicts(each)),
            known=self._memory(one, Outcome.ACCEPTED, sha256, readers),
            attempt=None,
        )
        self._add(row)

    def _told(self, one: Found, path: str, answer: Answer) -> list[Fact]:
        """The facts of a file, or of one inside it that lies at a path of its own; what a person should look at is noted."""
        facts = answer.facts
        if facts is None:
            return []
        where = one if path == one.name else replace(one, name=path, identity=digest([path, one.unit, one.direction]))
        refused = members.refusal(facts)
        if refused is not None:
            code, detail = refused
            self._troubles.append(Trouble(path, Outcome.REJECTED, code, detail))
            sighted = [_sighting(where, facts.sha256)] if code not in NO_DOCUMENT else []
            return [Fact("rejection", facts.sha256, {"code": code}), *sighted]
        if not facts.members:
            self._read[facts.sha256] = facts.tools
        broken = [s.field for s in facts.signatures if s.integrity.indication is Indication.TOTAL_FAILED]
        if broken:
            self._troubles.append(Trouble(path, Outcome.ACCEPTED, "signature-broken", ", ".join(broken)))
        if (unread := members.unread(facts)) is not None:
            self._troubles.append(Trouble(path, Outcome.ACCEPTED, unread.code, unread.detail))
        return [_sighting(where, facts.sha256), Fact(FILE, facts.sha256, plain(facts))]

    def _verdicts(self, answer: Answer) -> Iterator[StoredVerdict]:
        if answer.facts is None:
            return
        policy, trust = self._orders.policy, self._orders.trust
        at = self._orders.at.isoformat()
        for signature, verdict in zip(answer.facts.signatures, answer.verdicts, strict=True):
            yield StoredVerdict(answer.facts.sha256, signature.field, policy.name, policy.sha256, trust.sha256, at, verdict)

    def _trouble(self, one: Found, sha256: str | None, outcome: Outcome, code: str, detail: str = "") -> None:
        """Settle a file that was not accepted. Of a secret one, no name goes anywhere."""
        name = None if code == "secret" else one.name
        self._troubles.append(Trouble(name, outcome, code, detail))
        lasting = outcome is not Outcome.DUE
        kind = "rejection" if outcome is Outcome.REJECTED else "quarantine"
        facts: tuple[Fact, ...] = ()
        if lasting and sha256 is not None and code not in _OF_THE_MACHINE:
            facts = (Fact(kind, sha256, {"code": code}),)
            if outcome is Outcome.REJECTED and code not in NO_DOCUMENT:
                # It may be any document of its folder: not reading it must not better a figure.
                facts += (_sighting(one, sha256),)
        row = Settled(
            path_hash=one.identity,
            path=name,
            outcome=outcome,
            sha256=sha256,
            reason=code,
            facts=facts,
            blobs=(),
            verdicts=(),
            known=self._memory(one, outcome, sha256, self._tools) if lasting else None,
            attempt=None if facts else (code, "" if code == "secret" else detail),
        )
        self._add(row)

    def _erased(self, one: Found, sha256: str) -> Settled:
        known = self._memory(one, Outcome.IGNORED, sha256, self._tools)
        return Settled(path_hash=one.identity, path=None, outcome=Outcome.IGNORED, sha256=sha256, reason="erased", known=known)

    def _memory(self, one: Found, outcome: Outcome, sha256: str | None, readers: str) -> KnownFile:
        return KnownFile(
            path_hash=one.identity,
            size=one.size,
            mtime_ns=one.mtime_ns,
            ctime_ns=one.ctime_ns,
            inode=one.inode,
            sha256=sha256,
            tools=readers,
            outcome=outcome,
            run_id=0,
        )

    def _add(self, row: Settled) -> None:
        self._batch.rows.append(row)
        self._tick()
        if len(self._batch.rows) >= BATCH or time.monotonic() - self._batch.since > BATCH_SECONDS:
            self._flush()

    def _flush(self) -> None:
        if self._batch.rows:
            self._writer.settle(self._with_what_is_taken_back(self._batch.rows))
            self._wrote = True
        self._batch = _Batch()

    def _with_what_is_taken_back(self, rows: list[Settled]) -> list[Settled]:
        """Rows that also take back what other readers said: a file is taken in, rejected or quarantined, never two of these."""
        before = self._writer.told(_SAID, {fact.subject for row in rows for fact in row.facts if fact.kind in _SAID})
        taken_back = {
            row.path_hash: tuple(
                Fact(kind, fact.subject, None)
                for fact in row.facts
                for kind in _SAID
                if fact.kind in _SAID and kind != fact.kind and (kind, fact.subject) in before
            )
            for row in rows
        }
        return [replace(row, facts=(*row.facts, *taken_back[row.path_hash])) for row in rows]

    def _balance(self, closing: Closing, found: int) -> dict[str, int]:
        """Count the outcomes; of equal bytes one is accepted, the others are duplicates, and so are those seen."""
        rows = closing.outcomes()
        accepted = sorted((r for r in rows if r.outcome is Outcome.ACCEPTED), key=lambda r: (r.sha256 or "", r.path_hash))
        before = closing.first_seen(sorted({r.sha256 for r in accepted if r.sha256}))
        duplicates = []
        for row in accepted:
            if row.sha256 in before:
                duplicates.append(replace(row, outcome=Outcome.DUPLICATE))
            before.add(row.sha256 or "")
        closing.amend_outcomes(duplicates)
        counts = {Outcome.KNOWN: self._known, Outcome.IGNORED: self._ignored, Outcome.DUPLICATE: len(duplicates)}
        for row in rows:
            counts[row.outcome] = counts.get(row.outcome, 0) + 1
        counts[Outcome.ACCEPTED] = counts.get(Outcome.ACCEPTED, 0) - len(duplicates)
        return _balanced(counts, found) | members.balance(closing, [row.sha256 for row in accepted if row.sha256])


def _sighting(one: Found, sha256: str) -> Fact:
    sighting = Sighting(sha256=sha256, path=one.name, unit=one.unit, direction=one.direction)
    return Fact(SIGHTING, digest([sha256, one.unit, one.direction, one.identity]), plain(sighting))


def _unchanged(one: Found, row: KnownFile, readers: Collection[str]) -> bool:
    told = (one.size, one.mtime_ns, one.ctime_ns, one.inode)
    return told == (row.size, row.mtime_ns, row.ctime_ns, row.inode) and row.tools in readers


def _balanced(counts: dict[Outcome, int], found: int) -> dict[str, int]:
    """The balance, or an error: what was found is what was accounted for (DESIGN: nothing is lost)."""
    balance = {"found": found} | {outcome.value: counts.get(outcome, 0) for outcome in Outcome}
    if sum(counts.values()) != found:
        raise DocflowError("balance", **balance)
    return balance


def rehearse(found: list[Found], known: dict[str, KnownFile], tools: str) -> dict[str, int]:
    """What a run would look at, without reading a file: ``--dry-run``."""
    counts = {"found": len(found), "ignored": 0, "known": 0, "due": 0}
    for one in found:
        row = known.get(one.identity)
        if one.passed_over and one.passed_over != UNLISTED:
            counts["ignored"] += 1
        elif row and _unchanged(one, row, good(tools)):
            counts["known"] += 1
        else:
            counts["due"] += 1
    return counts
