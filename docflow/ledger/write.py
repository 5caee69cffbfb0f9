"""The only writer of the ledger: opens a run, settles batches, and closes it in one transaction.

A run is invisible until it has closed. One that did not close, because its process was killed, is adopted by the next
writer: what it settled keeps its outcome and need not be done again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection, Engine, func, insert, or_, select

from docflow.canonical import canonical
from docflow.ledger.batch import refresh_known, write_batch, write_verdicts
from docflow.ledger.bulk import selected
from docflow.ledger.closing import Closing, close_run
from docflow.ledger.engine import guarded
from docflow.ledger.erasing import Erasing, Version, versions
from docflow.ledger.outcomes import final_outcomes
from docflow.ledger.refused import forget
from docflow.ledger.rows import KnownFile, RunSummary, Settled, StoredVerdict
from docflow.ledger.tables import ERASURE, FACT, KNOWN_FILE, PAYLOAD, RUN, RUN_CLOSE, RUN_PART
from docflow.ledger.worklock import work_lock
from docflow.model import Clock, Outcome

__all__ = ["Closing", "KnownFile", "RunSummary", "Settled", "StoredVerdict", "Writer"]


class Writer:
    """A run of one process, used as a context manager; leaving it without ``close`` leaves the run to be adopted.

    ``kind`` is ``ingest``, ``import`` or ``judge``. Entering raises ``Locked`` where another run holds the ledger (SQLite)
    and finds the unclosed runs that nobody works on (``adopted``). A run that settles nothing and does not close leaves no trace.
    Every method raises ``LedgerError`` where the database fails; then nothing of that call is written.
    """

    def __init__(
        self,
        engine: Engine,
        *,
        kind: str,
        clock: Clock,
        tools: str,
        settings: Mapping[str, object],
        lock_path: Path | None = None,
    ) -> None:
        self._engine = engine
        self._row = {"kind": kind, "clock": clock.now.isoformat(), "tools": tools, "settings": canonical(settings)}
        self._clock = clock
        self._lock = work_lock(engine, lock_path)
        self._run_id: int | None = None
        self._open: Connection | None = None
        self._closed = False
        self.adopted: tuple[int, ...] = ()

    # ------------------------------------------------------------ as a context

    def __enter__(self) -> Self:
        with guarded(self._engine):
            connection = self._engine.connect().execution_options(writes=True)
            # The connection holds the locks, so it must end with the writer and not go back to a pool.
            connection.detach()
            self._open = connection
        try:
            self._lock.take(connection)
            self.adopted = self._adopt(connection)
        except BaseException:
            self._leave()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None) -> None:
        self._leave()

    def _leave(self) -> None:
        if self._open is not None:
            self._lock.drop(self._open)
            self._open.close()
            self._open = None

    @property
    def _connection(self) -> Connection:
        if self._open is None:
            raise RuntimeError("the writer is not entered")
        return self._open

    @property
    def run_id(self) -> int:
        """The id of the run's row, which is written when it is first asked for."""
        if self._run_id is None:
            with guarded(self._engine), self._connection.begin():
                statement = insert(RUN).values(self._row).returning(RUN.c.id)
                run_id = int(self._connection.execute(statement).scalar_one())
                # Before anyone else can see the row: an unclosed run without a holder is free to be adopted.
                self._lock.claim(self._connection, run_id)
            self._run_id = run_id
        return self._run_id

    def _adopt(self, connection: Connection) -> tuple[int, ...]:
        # An import must not end a folder's run, whose balance only a walk of the folder can tell; nor another import's, whose
        # lines it could not supersede, since it compares with what has closed. Judging begins anew at no loss, and of corrections
        # a person was never told that they were written.
        if self._row["kind"] in {"import", "judge", "correction"}:
            return ()
        own_kind = RUN.c.kind == self._row["kind"]
        unclosed = select(RUN.c.id).where(own_kind, RUN.c.id.not_in(select(RUN_PART.c.run_id))).order_by(RUN.c.id)
        with guarded(self._engine):
            with connection.begin():
                claimed = [i for i in connection.execute(unclosed).scalars().all() if self._lock.claim(connection, i)]
            with connection.begin():
                # Only now do the claimed ones stand still: one of them may have closed before it was claimed.
                still = set(connection.execute(unclosed).scalars())
        return tuple(i for i in claimed if i in still)

    @property
    def _parts(self) -> list[int]:
        return [*([] if self._run_id is None else [self._run_id]), *self.adopted]

    # ------------------------------------------------------------ ending without a run

    def discard(self) -> RunSummary | None:
        """Stop working without closing; the last closed run, None before the first.

        What was settled stays for the next run; a run that settled nothing was never there.
        """
        with guarded(self._engine), self._connection.begin():
            last = self._connection.execute(select(RUN_CLOSE).order_by(RUN_CLOSE.c.number.desc()).limit(1)).first()
        self._leave()
        return RunSummary(last.number, last.state_root, json.loads(last.balance)) if last else None

    # ------------------------------------------------------------ what is known

    def known(self, path_hashes: Sequence[str]) -> dict[str, KnownFile]:
        """How these paths looked when a closed run, this one or an adopted one last settled them."""
        visible = or_(KNOWN_FILE.c.run_id.in_(select(RUN_PART.c.run_id)), KNOWN_FILE.c.run_id.in_(self._parts))
        with guarded(self._engine), self._connection.begin():
            return {
                row.path_hash: KnownFile(**{**row._mapping, "inode": int(row.inode), "outcome": Outcome(row.outcome)})  # noqa: SLF001 - SQLAlchemy's public name
                for row in selected(self._connection, select(KNOWN_FILE).where(visible), KNOWN_FILE.c.path_hash, path_hashes)
            }

    def settled(self) -> dict[str, tuple[Outcome, str | None]]:
        """Outcome and SHA-256 by path hash of what this run and the adopted ones have settled."""
        with guarded(self._engine), self._connection.begin():
            return {o.path_hash: (o.outcome, o.sha256) for o in final_outcomes(self._connection, self._parts, {})}

    def told(self, kinds: Sequence[str], subjects: Iterable[str]) -> set[tuple[str, str]]:
        """The kinds and subjects of which a closed run, this one or an adopted one wrote any fact."""
        visible = or_(FACT.c.run_id.in_(select(RUN_PART.c.run_id)), FACT.c.run_id.in_(self._parts))
        statement = select(FACT.c.kind, FACT.c.subject).where(FACT.c.kind.in_(kinds), visible).distinct()
        with guarded(self._engine), self._connection.begin():
            return {(row.kind, row.subject) for row in selected(self._connection, statement, FACT.c.subject, subjects)}

    def erased_files(self, sha256s: Iterable[str]) -> set[str]:
        """Those files whose facts were erased: reading them again must not bring them back."""
        statement = select(FACT.c.subject).join(ERASURE, ERASURE.c.fact_id == FACT.c.id).where(FACT.c.kind == "file").distinct()
        with guarded(self._engine), self._connection.begin():
            return {row.subject for row in selected(self._connection, statement, FACT.c.subject, sha256s)}

    def versions(self, facts: Iterable[tuple[str, str]]) -> list[Version]:
        """Every version of some facts that still has its content."""
        with guarded(self._engine), self._connection.begin():
            return versions(self._connection, facts)

    def have_file_fact(self, sha256s: Iterable[str], tools: Collection[str]) -> dict[str, str]:
        """Those files whose last fact ``file``, of a closed run, this one or an adopted one, was made by one of these tools.

        A file with files inside is left out: those must be told of wherever it is met.
        """
        visible = or_(FACT.c.run_id.in_(select(RUN_PART.c.run_id)), FACT.c.run_id.in_(self._parts))
        last = select(func.max(FACT.c.id)).where(FACT.c.kind == "file", visible).group_by(FACT.c.subject)
        found: dict[str, str] = {}
        with guarded(self._engine), self._connection.begin():
            ids = [row[0] for row in selected(self._connection, last, FACT.c.subject, sha256s)]
            bodies = select(FACT.c.subject, PAYLOAD.c.body).join(PAYLOAD, PAYLOAD.c.fact_id == FACT.c.id)
            for row in selected(self._connection, bodies, FACT.c.id, ids):
                payload: Any = json.loads(row.body)
                if isinstance(payload, dict) and payload.get("tools") in tools and not payload.get("members"):
                    found[row.subject] = payload["tools"]
        return found

    # ------------------------------------------------------------ writing

    def settle(self, batch: Sequence[Settled]) -> None:
        """Write what is done, in one transaction; a path once in a run."""
        run_id = self._writable()
        with guarded(self._engine), self._connection.begin():
            write_batch(self._connection, run_id, batch)

    def judge(self, verdicts: Sequence[StoredVerdict]) -> None:
        """Write verdicts on signatures that the ledger has, in one transaction."""
        run_id = self._writable()
        with guarded(self._engine), self._connection.begin():
            write_verdicts(self._connection, run_id, verdicts)

    def remember(self, known: Sequence[KnownFile]) -> None:
        """Put new times and sizes of known files into the cache, which alone does not make a run."""
        with guarded(self._engine), self._connection.begin():
            refresh_known(self._connection, known)

    def forget(self, path_hashes: Iterable[str]) -> int:
        """Make refused paths due again, which alone does not make a run; gives how many there were."""
        with guarded(self._engine), self._connection.begin():
            return forget(self._connection, path_hashes)

    def close(
        self,
        derive: Callable[[Closing], None],
        balance: Callable[[Closing], Mapping[str, int]],
        note: Callable[[], None] | None = None,
        erasing: Erasing | None = None,
    ) -> RunSummary:
        """Make the run visible, in one transaction under the close lock; ``note`` is called first thing inside it.

        ``erasing`` destroys the content of facts before anything else. ``derive`` writes what follows from the changes,
        ``balance`` counts the outcomes after it. An exception of theirs goes through and leaves the run unclosed.
        """
        run_id = self._writable()
        with guarded(self._engine), self._connection.begin():
            self._lock.closing(self._connection)
            if note is not None:
                note()
            summary = close_run(self._connection, [run_id, *self.adopted], self._clock, derive, balance, erasing)
        self._closed = True
        return summary

    def _writable(self) -> int:
        if self._closed:
            raise RuntimeError("the run has closed")
        return self.run_id
