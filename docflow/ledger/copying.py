"""A ledger copied row by row into another database, so that it can be handed over, or moved to a team's server."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, Engine, Table, func, insert, select, text

from docflow.errors import LedgerError
from docflow.ledger.columns import METADATA
from docflow.ledger.engine import guarded, shown

PAGE = 1000


def copy(source: Engine, target: Engine) -> dict[str, int]:
    """Copy every row of a ledger, as of one instant, into an empty one; how many of each table.

    Hashes, ids and times stay as they are, so that ``check`` and every past report say the same of both. ``LedgerError``
    ``ledger-not-empty`` where the target has a run already; then, and where a database fails, the target is left as it was.
    """
    copied: dict[str, int] = {}
    with guarded(source), source.connect() as reading:
        if reading.dialect.name == "postgresql":
            reading.execution_options(isolation_level="REPEATABLE READ")
        with guarded(target), target.connect().execution_options(writes=True) as writing, writing.begin():
            _require_empty(writing, target)
            for table in METADATA.sorted_tables:
                copied[table.name] = 0
                for page in _pages(reading, table):
                    writing.execute(insert(table), page)
                    copied[table.name] += len(page)
                _go_on_numbering(writing, table)
    return copied


def _require_empty(connection: Connection, target: Engine) -> None:
    for table in METADATA.sorted_tables:
        if connection.execute(select(func.count()).select_from(table)).scalar_one():
            raise LedgerError("ledger-not-empty", ledger=shown(target.url))


def _pages(connection: Connection, table: Table) -> Iterator[list[dict[str, object]]]:
    rows = connection.execute(select(table).order_by(*table.primary_key.columns).execution_options(yield_per=PAGE))
    for page in rows.mappings().partitions():
        yield [dict(row) for row in page]


def _go_on_numbering(connection: Connection, table: Table) -> None:
    """PostgreSQL counts on from its own sequence, which rows with ids of their own do not move."""
    if connection.dialect.name != "postgresql" or table.autoincrement_column is None:
        return
    name = table.autoincrement_column.name
    last = connection.execute(select(func.max(table.c[name]))).scalar()
    if last is not None:
        statement = text("SELECT setval(pg_get_serial_sequence(:table, :name), :last)")
        connection.execute(statement, {"table": table.name, "name": name, "last": last})
