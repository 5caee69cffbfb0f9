"""Do payloads, log, states and projections agree: everything that the state root and the log root stand for."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from sqlalchemy import Connection, func, select

from docflow.ledger.batch import NOTHING
from docflow.ledger.bulk import AnyRow
from docflow.ledger.changes import held, moved
from docflow.ledger.checks.damage import Damage, Kind
from docflow.ledger.log import leaf_hash
from docflow.ledger.state import State
from docflow.ledger.tables import ACCUMULATOR, CURRENT_FACT, ERASURE, FACT, LEAF, PAYLOAD, RUN_CLOSE, RUN_PART

STREAM = 1000


def payloads(connection: Connection) -> Iterator[Damage]:
    """Every fact has its payload, unless erased, and the payload has the fact's digest."""
    statement = (
        select(FACT.c.id, FACT.c.digest, PAYLOAD.c.body, ERASURE.c.fact_id.label("erased"))
        .select_from(FACT)
        .outerjoin(PAYLOAD, PAYLOAD.c.fact_id == FACT.c.id)
        .outerjoin(ERASURE, ERASURE.c.fact_id == FACT.c.id)
        .order_by(FACT.c.id)
        .execution_options(yield_per=STREAM)
    )
    for row in connection.execute(statement):
        if row.body is None and row.erased is None:
            yield Damage(Kind.PAYLOAD_MISSING, str(row.id))
        elif row.body is not None and row.erased is not None:
            yield Damage(Kind.PAYLOAD_RETURNED, str(row.id))
        elif row.body is not None and hashlib.sha256(row.body.encode()).hexdigest() != row.digest:
            yield Damage(Kind.PAYLOAD_CHANGED, str(row.id))
    orphans = select(PAYLOAD.c.fact_id).where(PAYLOAD.c.fact_id.not_in(select(FACT.c.id))).order_by(PAYLOAD.c.fact_id)
    yield from (Damage(Kind.FACT_MISSING, str(fact_id)) for fact_id in connection.execute(orphans).scalars())


def log(connection: Connection) -> Iterator[Damage]:
    """Leaves stand without gaps in the order of runs and hash what they stand for; each run's state root follows from them."""
    runs = list(connection.execute(select(RUN_CLOSE).order_by(RUN_CLOSE.c.number)))
    state, position, erased = State(), 0, False
    remaining = iter(runs)
    run = next(remaining, None)
    for row in _leaves(connection):
        while run is not None and run.leaves <= position:
            yield from _root(run, state, known=not erased)
            run = next(remaining, None)
        if row.position != position:
            yield Damage(Kind.LEAF_MISSING, str(position))
            position = row.position
        position += 1
        yield from _leaf(row, run)
        if row.body is None:
            # What an erased payload added to the states before its erasure cannot be told any more.
            erased = True
        if row.kind is not None:
            before = held(row.before_body, row.before_hash)
            state = moved(state, row.kind, row.subject, before=before, after=held(row.body, row.hash) or NOTHING)
    while run is not None:
        if run.leaves != position:
            yield Damage(Kind.LEAVES_MISCOUNTED, str(run.number))
        yield from _root(run, state, known=not erased or run is runs[-1])
        run = next(remaining, None)
    stored = connection.execute(select(ACCUMULATOR.c.state)).scalars().all()
    if stored != ([state.to_bytes().hex()] if runs else []):
        yield Damage(Kind.ACCUMULATOR, "")


def _leaves(connection: Connection) -> Iterator[AnyRow]:
    """The leaves in order, each with its fact and with what stood for the same subject before."""
    subject = (FACT.c.kind, FACT.c.subject)
    leaves = (
        select(
            LEAF.c.position,
            LEAF.c.hash,
            LEAF.c.fact_id,
            FACT.c.kind,
            FACT.c.subject,
            FACT.c.run_id,
            func.lag(LEAF.c.fact_id).over(partition_by=subject, order_by=LEAF.c.position).label("before_id"),
            func.lag(LEAF.c.hash).over(partition_by=subject, order_by=LEAF.c.position).label("before_hash"),
        )
        .select_from(LEAF.outerjoin(FACT, FACT.c.id == LEAF.c.fact_id))
        .subquery()
    )
    before = PAYLOAD.alias("before")
    statement = (
        select(leaves, PAYLOAD.c.salt, PAYLOAD.c.body, before.c.body.label("before_body"), RUN_PART.c.number)
        .select_from(leaves)
        .outerjoin(PAYLOAD, PAYLOAD.c.fact_id == leaves.c.fact_id)
        .outerjoin(before, before.c.fact_id == leaves.c.before_id)
        .outerjoin(RUN_PART, RUN_PART.c.run_id == leaves.c.run_id)
        .order_by(leaves.c.position)
        .execution_options(yield_per=STREAM)
    )
    yield from connection.execute(statement)


def _leaf(row: AnyRow, run: AnyRow | None) -> Iterator[Damage]:
    if row.kind is None:
        yield Damage(Kind.FACT_MISSING, str(row.fact_id))
    elif row.body is not None and leaf_hash(row.kind, row.subject, row.salt, row.body) != row.hash:
        yield Damage(Kind.LEAF_CHANGED, str(row.position))
    if row.kind is not None and row.number != (run.number if run is not None else None):
        yield Damage(Kind.LEAF_MISPLACED, str(row.position))


def _root(run: AnyRow, state: State, *, known: bool) -> Iterator[Damage]:
    if known and run.state_root != state.root():
        yield Damage(Kind.STATE_ROOT, str(run.number))


def projection(connection: Connection) -> Iterator[Damage]:
    """The current fact of each subject is that of its last leaf."""
    last = (
        select(FACT.c.kind, FACT.c.subject, func.max(LEAF.c.position).label("position"))
        .select_from(FACT)
        .join(LEAF, LEAF.c.fact_id == FACT.c.id)
        .group_by(FACT.c.kind, FACT.c.subject)
        .subquery()
    )
    expected = (
        select(last.c.kind, last.c.subject, LEAF.c.fact_id)
        .select_from(last)
        .join(LEAF, LEAF.c.position == last.c.position)
        .subquery()
    )
    same = (CURRENT_FACT.c.kind == expected.c.kind) & (CURRENT_FACT.c.subject == expected.c.subject)
    differing = (
        select(expected.c.kind, expected.c.subject)
        .select_from(expected)
        .outerjoin(CURRENT_FACT, same)
        .where(func.coalesce(CURRENT_FACT.c.fact_id, 0) != expected.c.fact_id)
        .order_by(expected.c.kind, expected.c.subject)
    )
    for row in connection.execute(differing):
        yield Damage(Kind.CURRENT_WRONG, f"{row.kind} {row.subject}")
    surplus = (
        select(CURRENT_FACT.c.kind, CURRENT_FACT.c.subject)
        .select_from(CURRENT_FACT)
        .outerjoin(expected, same)
        .where(expected.c.fact_id.is_(None))
        .order_by(CURRENT_FACT.c.kind, CURRENT_FACT.c.subject)
    )
    for row in connection.execute(surplus):
        yield Damage(Kind.CURRENT_SURPLUS, f"{row.kind} {row.subject}")
