"""Who works on which run: an OS file lock beside SQLite, advisory locks in PostgreSQL.

Both are let go by the system when a process dies, however it dies: that is how an unclosed run is known to be nobody's.
"""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Protocol

from filelock import FileLock, Timeout
from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.exc import DBAPIError

from docflow.errors import LedgerError, Locked
from docflow.ledger.engine import shown

_SPACE = 0x646F6366
"""docflow's half of PostgreSQL's advisory lock numbers ("docf"); the other half is a run id, 0 for closing."""


class WorkLock(Protocol):
    """What a writer holds while it works."""

    def take(self, connection: Connection) -> None:
        """Begin to work; ``Locked`` where only one may work at a time and someone does."""

    def claim(self, connection: Connection, run_id: int) -> bool:
        """Hold a run until ``drop``; False if someone else works on it."""

    def closing(self, connection: Connection) -> None:
        """Wait until no other run closes; held until the transaction ends."""

    def drop(self, connection: Connection) -> None:
        """Stop working; the writer closes its connection next."""


class FileWork:
    """One writer at a time: a lock file held for the whole run."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = FileLock(path)

    def take(self, connection: Connection) -> None:  # noqa: ARG002 - the file is the lock
        """Take the file lock without waiting."""
        try:
            self._lock.acquire(timeout=0)
        except Timeout as fault:
            raise Locked("locked", ledger=self._path) from fault
        except OSError as fault:
            raise LedgerError("ledger-unreachable", ledger=self._path, detail=fault.strerror or fault) from fault

    def claim(self, connection: Connection, run_id: int) -> bool:  # noqa: ARG002 - whoever has the file has every run
        """Every run is free to the one writer."""
        return True

    def closing(self, connection: Connection) -> None:
        """Nobody else can close."""

    def drop(self, connection: Connection) -> None:  # noqa: ARG002 - the file is the lock
        """Let the file go; it stays where it is, since removing it would let two writers in."""
        self._lock.release()


class ServerWork:
    """Many writers, each holding its runs by advisory locks of its session, which end with the connection."""

    def take(self, connection: Connection) -> None:
        """Nothing: runs are claimed one by one."""

    def claim(self, connection: Connection, run_id: int) -> bool:
        """Take a run's lock without waiting."""
        return bool(connection.execute(select(func.pg_try_advisory_lock(_SPACE, run_id))).scalar_one())

    def closing(self, connection: Connection) -> None:
        """Wait for the close lock."""
        connection.execute(select(func.pg_advisory_xact_lock(_SPACE, 0)))

    def drop(self, connection: Connection) -> None:
        """Let every run go at once: the server may take a while to notice that a connection has been closed."""
        # A connection that broke took its locks with it.
        with contextlib.suppress(DBAPIError), connection.begin():
            connection.execute(select(func.pg_advisory_unlock_all()))


def work_lock(engine: Engine, path: Path | None) -> WorkLock:
    """The lock for a ledger; ``path`` defaults to the SQLite file's name with ``.lock``."""
    if engine.dialect.name == "postgresql":
        return ServerWork()
    return FileWork(path or Path(f"{shown(engine.url)}.lock"))
