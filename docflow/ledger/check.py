"""Does the ledger agree with itself: everything is hashed, summed and decoded again.

Alone this finds any change by someone who does not recompute the hashes; a rewrite of everything shows only against a state
root or seal that was kept elsewhere (``docflow ledger head``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, Engine, Table, func, select

from docflow.ledger.checkpoint import Checkpoint
from docflow.ledger.checks import documents, earlier, evidence, facts
from docflow.ledger.checks.damage import Damage, Kind
from docflow.ledger.engine import guarded
from docflow.ledger.tables import BLOB, CURRENT_FACT, DOCUMENT_VERSION, LEAF, RUN_CLOSE

__all__ = ["Damage", "Extent", "Kind", "check", "extent"]

_QUESTIONS = (
    evidence.database,
    evidence.guards,
    facts.payloads,
    facts.log,
    facts.projection,
    evidence.runs,
    evidence.blobs,
    evidence.verdicts,
    documents.documents,
)


@dataclass(frozen=True, slots=True)
class Extent:
    """How much there was to check."""

    runs: int
    leaves: int
    facts: int
    versions: int
    blobs: int


def check(engine: Engine, *, store: Path | None, files: bool, kept: Checkpoint | None = None) -> list[Damage]:
    """All disagreements found, none if the ledger is sound.

    With ``files`` the originals in ``store`` are hashed too; with a ``kept`` checkpoint the ledger must go on from it.

    One snapshot is checked, also while others write. ``LedgerError`` where the database fails.
    """
    found: list[Damage] = []
    with guarded(engine), engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            # One snapshot, as SQLite gives by itself.
            connection.execution_options(isolation_level="REPEATABLE READ")
        for question in _QUESTIONS:
            found.extend(_asked(question, connection))
        if kept is not None:
            found.extend(_asked(partial(earlier.against, kept=kept), connection))
        if files and store is not None:
            found.extend(evidence.files(connection, store))
    return found


def _asked(question: Callable[[Connection], Iterator[Damage]], connection: Connection) -> list[Damage]:
    found: list[Damage] = []
    try:
        found.extend(question(connection))
    except (TypeError, ValueError, LookupError, AttributeError) as fault:
        # SQLite keeps a text in a column of bytes or numbers if told to: such rows break any question about them.
        asked = question.func if isinstance(question, partial) else question
        found.append(Damage(Kind.ROWS_UNREADABLE, asked.__name__, str(fault)))
    return found


def extent(engine: Engine) -> Extent:
    """Count the closed runs, log entries, current facts, document versions and blobs."""

    def count(table: Table) -> int:
        return int(connection.execute(select(func.count()).select_from(table)).scalar_one())

    with guarded(engine), engine.connect() as connection:
        return Extent(*(count(t) for t in (RUN_CLOSE, LEAF, CURRENT_FACT, DOCUMENT_VERSION, BLOB)))
