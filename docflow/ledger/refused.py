"""Files that were not taken in, by how they looked then; forgotten, the next run looks at them again."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, delete, select

from docflow.ledger.bulk import AnySelect, portions
from docflow.ledger.rows import OutcomeRow
from docflow.ledger.tables import KNOWN_FILE, OUTCOME, RUN_PART
from docflow.model import Outcome

REFUSED = (Outcome.REJECTED.value, Outcome.QUARANTINED.value)


def refused(connection: Connection) -> list[OutcomeRow]:
    """The paths that a closed run last found to be no file that it takes in, by path hash."""
    return [
        OutcomeRow(row.path_hash, Outcome(row.outcome), row.sha256, row.path, row.reason)
        for row in connection.execute(_refused().order_by(KNOWN_FILE.c.path_hash))
    ]


def paths(connection: Connection, as_of: int) -> dict[str, set[str]]:
    """The paths at which each file was found and not taken in, in the runs up to one; a secret one has none."""
    statement = (
        select(OUTCOME.c.sha256, OUTCOME.c.path)
        .join(RUN_PART, RUN_PART.c.run_id == OUTCOME.c.run_id)
        .where(RUN_PART.c.number <= as_of, OUTCOME.c.outcome.in_(REFUSED))
        .where(OUTCOME.c.sha256.is_not(None), OUTCOME.c.path.is_not(None))
    )
    found: dict[str, set[str]] = {}
    for row in connection.execute(statement.distinct()):
        found.setdefault(row.sha256, set()).add(row.path)
    return found


def forget(connection: Connection, path_hashes: Iterable[str]) -> int:
    """Forget how these paths looked, so that they are due; gives how many of them were refused."""
    wanted = sorted(set(path_hashes) & {row.path_hash for row in connection.execute(_refused())})
    for portion in portions(wanted):
        connection.execute(delete(KNOWN_FILE).where(KNOWN_FILE.c.path_hash.in_(portion)))
    return len(wanted)


def _refused() -> AnySelect:
    return (
        select(KNOWN_FILE.c.path_hash, KNOWN_FILE.c.outcome, KNOWN_FILE.c.sha256, OUTCOME.c.path, OUTCOME.c.reason)
        .join(OUTCOME, (OUTCOME.c.run_id == KNOWN_FILE.c.run_id) & (OUTCOME.c.path_hash == KNOWN_FILE.c.path_hash))
        .where(KNOWN_FILE.c.outcome.in_(REFUSED), KNOWN_FILE.c.run_id.in_(select(RUN_PART.c.run_id)))
    )
