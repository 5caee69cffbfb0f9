"""The seal of a run: one hash over every row that it closed, chained to the run before.

The state root covers what is known, the log root in which order; the seal covers the rest of a run's rows (outcomes,
verdicts, document versions, counts, the balance), so that a change in any of them shows.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, Table, select

from docflow.canonical import canonical
from docflow.ledger.bulk import AnySelect
from docflow.ledger.tables import (
    AMENDMENT,
    ATTEMPT,
    DOCUMENT_VERSION,
    FACT,
    FILE_VERSION,
    HOLDING_VERSION,
    LEAF,
    OUTCOME,
    ROLLUP,
    RUN,
    RUN_PART,
    VERDICT,
)

FIRST = "0" * 64
"""What the first run's seal is chained to."""


def seal(connection: Connection, number: int, before: str, closing: Mapping[str, Any]) -> str:
    """The seal of a run whose rows are all written; ``closing`` are the columns of its ``run_close``, ``seal`` left out."""
    hashed = hashlib.sha256(canonical(["docflow/seal/1", before, dict(closing)]).encode())
    for name, statement in _statements(number):
        hashed.update(f"\n{name}\n".encode())
        for row in connection.execute(statement.execution_options(yield_per=1000)):
            hashed.update(canonical(list(row)).encode() + b"\n")
    return hashed.hexdigest()


def _statements(number: int) -> Iterator[tuple[str, AnySelect]]:
    """Each table that a run writes to, with its rows of that run in the order of the primary key."""
    parts = select(RUN_PART.c.run_id).where(RUN_PART.c.number == number)
    versions = select(DOCUMENT_VERSION.c.id).where(DOCUMENT_VERSION.c.run_number == number)
    facts = select(FACT.c.id).where(FACT.c.run_id.in_(parts))
    yield "run", _ordered(RUN).where(RUN.c.id.in_(parts))
    for table in (FACT, VERDICT, OUTCOME, AMENDMENT, ATTEMPT):
        yield table.name, _ordered(table).where(table.c.run_id.in_(parts))
    yield "leaf", _ordered(LEAF).where(LEAF.c.fact_id.in_(facts))
    for table in (DOCUMENT_VERSION, ROLLUP):
        yield table.name, _ordered(table).where(table.c.run_number == number)
    for table in (HOLDING_VERSION, FILE_VERSION):
        yield table.name, _ordered(table).where(table.c.version_id.in_(versions))


def _ordered(table: Table) -> AnySelect:
    return select(table).order_by(*table.primary_key.columns)
