"""What a closing run changes: gathered set-wise into a temporary table, then entered into log, state and projection."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Column, Connection, Integer, MetaData, Table, delete, func, insert, select

from docflow.ledger.batch import NOTHING, NOTHING_DIGEST
from docflow.ledger.bulk import AnyRow, append
from docflow.ledger.columns import Word
from docflow.ledger.log import leaf_hash
from docflow.ledger.state import State, element
from docflow.ledger.tables import CURRENT_FACT, FACT, LEAF, PAYLOAD

PAGE = 1000

CHANGE = Table(
    "docflow_change",
    MetaData(),
    Column("ordinal", Integer, primary_key=True, autoincrement=False),
    Column("kind", Word, nullable=False),
    Column("subject", Word, nullable=False),
    Column("fact_id", Integer, nullable=False),
    Column("before_id", Integer),
    prefixes=["TEMPORARY"],
)


def gather(connection: Connection, parts: list[int]) -> None:
    """Fill the temporary table: of each subject the last fact written by the runs, unless it says what held before.

    A subject that vanishes without ever having been told of is no change either.
    """
    CHANGE.create(connection, checkfirst=False)
    last = (
        select(func.max(FACT.c.id).label("id")).where(FACT.c.run_id.in_(parts)).group_by(FACT.c.kind, FACT.c.subject).subquery()
    )
    old = FACT.alias("old")
    changed = (
        select(
            func.row_number().over(order_by=(FACT.c.kind, FACT.c.subject)),
            FACT.c.kind,
            FACT.c.subject,
            FACT.c.id,
            CURRENT_FACT.c.fact_id,
        )
        .join(last, last.c.id == FACT.c.id)
        .outerjoin(CURRENT_FACT, (CURRENT_FACT.c.kind == FACT.c.kind) & (CURRENT_FACT.c.subject == FACT.c.subject))
        .outerjoin(old, old.c.id == CURRENT_FACT.c.fact_id)
        .where(func.coalesce(old.c.digest, NOTHING_DIGEST) != FACT.c.digest)
    )
    connection.execute(insert(CHANGE).from_select(["ordinal", "kind", "subject", "fact_id", "before_id"], changed))


def discard(connection: Connection) -> None:
    """Drop the temporary table at the end of closing."""
    CHANGE.drop(connection, checkfirst=False)


def rows(connection: Connection) -> Iterator[AnyRow]:
    """The changes by kind and subject, in pages: ordinal, kind, subject, ids, salt, body, and body and leaf before."""
    before, before_leaf = PAYLOAD.alias("before"), LEAF.alias("before_leaf")
    statement = (
        select(
            CHANGE.c.ordinal,
            CHANGE.c.kind,
            CHANGE.c.subject,
            CHANGE.c.fact_id,
            CHANGE.c.before_id,
            PAYLOAD.c.salt,
            PAYLOAD.c.body,
            before.c.body.label("before_body"),
            before_leaf.c.hash.label("before_leaf"),
        )
        .join(PAYLOAD, PAYLOAD.c.fact_id == CHANGE.c.fact_id)
        .outerjoin(before, before.c.fact_id == CHANGE.c.before_id)
        .outerjoin(before_leaf, before_leaf.c.fact_id == CHANGE.c.before_id)
        .order_by(CHANGE.c.ordinal)
        .limit(PAGE)
    )
    ordinal = 0
    while page := connection.execute(statement.where(CHANGE.c.ordinal > ordinal)).all():
        yield from page
        ordinal = page[-1].ordinal


def enter(connection: Connection, leaves: int, state: State) -> tuple[int, State]:
    """Append the changes to a log of so many leaves and to the state, and move the projection; the new log size and state."""
    waiting: list[dict[str, object]] = []
    for row in rows(connection):
        waiting.append({"position": leaves, "fact_id": row.fact_id, "hash": leaf_hash(row.kind, row.subject, row.salt, row.body)})
        leaves += 1
        state = moved(state, row.kind, row.subject, before=held(row.before_body, row.before_leaf), after=row.body)
        if len(waiting) == PAGE:
            append(connection, LEAF, waiting)
            waiting = []
    append(connection, LEAF, waiting)
    superseded = select(CHANGE.c.before_id).where(CHANGE.c.before_id.is_not(None))
    connection.execute(delete(CURRENT_FACT).where(CURRENT_FACT.c.fact_id.in_(superseded)))
    entering = select(CHANGE.c.kind, CHANGE.c.subject, CHANGE.c.fact_id)
    connection.execute(insert(CURRENT_FACT).from_select(["kind", "subject", "fact_id"], entering))
    return leaves, state


def held(body: str | None, leaf: str | None) -> str | None:
    """What stands in the state for a fact: its payload, or the leaf of an erased one; None if there was no fact."""
    return body if body is not None else leaf and f'"{leaf}"'


def moved(state: State, kind: str, subject: str, *, before: str | None, after: str) -> State:
    """The state after a subject's entry changed; a vanished one has none."""
    if before is not None and before != NOTHING:
        state = state.remove(element(kind, subject, before))
    if after != NOTHING:
        state = state.add(element(kind, subject, after))
    return state
