"""What changed in a ledger between two runs: facts by the log, documents by their versions."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Engine, select

from docflow.ledger.batch import NOTHING_DIGEST
from docflow.ledger.engine import guarded
from docflow.ledger.tables import DOCUMENT_VERSION, FACT, LEAF, RUN, RUN_CLOSE, RUN_PART


@dataclass(frozen=True, slots=True)
class FactChange:
    """A fact that a run brought: ``what`` is new, changed or vanished; ``run_kind`` what kind of run it was."""

    run: int
    run_kind: str
    kind: str
    subject: str
    what: str


def fact_changes(engine: Engine, after: int, through: int) -> list[FactChange]:
    """The entries of the log of the runs after one and up to another, in its order."""
    statement = (
        select(LEAF.c.position, FACT.c.kind, FACT.c.subject, FACT.c.digest, RUN_PART.c.number, RUN.c.kind.label("run_kind"))
        .select_from(LEAF)
        .join(FACT, FACT.c.id == LEAF.c.fact_id)
        .join(RUN_PART, RUN_PART.c.run_id == FACT.c.run_id)
        .join(RUN_CLOSE, RUN_CLOSE.c.number == RUN_PART.c.number)
        .join(RUN, RUN.c.id == RUN_CLOSE.c.run_id)
    )
    later = statement.where(RUN_PART.c.number > after, RUN_PART.c.number <= through).order_by(LEAF.c.position)
    with guarded(engine), engine.connect() as connection:
        rows = connection.execute(later).all()
        known = _known_before(engine, after) if rows else set()
    changes = []
    for row in rows:
        what = "vanished" if row.digest == NOTHING_DIGEST else "changed" if (row.kind, row.subject) in known else "new"
        known.add((row.kind, row.subject))
        changes.append(FactChange(row.number, row.run_kind, row.kind, row.subject, what))
    return changes


def _known_before(engine: Engine, run: int) -> set[tuple[str, str]]:
    leaves = select(RUN_CLOSE.c.leaves).where(RUN_CLOSE.c.number == run).scalar_subquery()
    statement = (
        select(FACT.c.kind, FACT.c.subject).join(LEAF, LEAF.c.fact_id == FACT.c.id).where(LEAF.c.position < leaves).distinct()
    )
    with guarded(engine), engine.connect() as connection:
        return {(row.kind, row.subject) for row in connection.execute(statement)}


def keys_changed(engine: Engine, after: int, through: int) -> list[str]:
    """The keys of the documents that got a version in those runs."""
    statement = (
        select(DOCUMENT_VERSION.c.key)
        .where(DOCUMENT_VERSION.c.run_number > after, DOCUMENT_VERSION.c.run_number <= through)
        .distinct()
    )
    with guarded(engine), engine.connect() as connection:
        return sorted(connection.execute(statement).scalars())
