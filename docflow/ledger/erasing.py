"""Destroying the content of facts: payload and salt go, what the log and the state say of them stays provable."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, select

from docflow.ledger.bulk import AnyRow, append, portions, selected
from docflow.ledger.changes import held, moved
from docflow.ledger.state import State
from docflow.ledger.tables import CURRENT_FACT, ERASURE, FACT, LEAF, PAYLOAD

RESIDUE = "residue"


@dataclass(frozen=True, slots=True)
class Erasing:
    """Facts by (kind, subject) to erase with all their versions, and who answers for it on what legal ground."""

    facts: tuple[tuple[str, str], ...]
    author: str
    reason: str


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a fact that still has its content; ``digest`` is the SHA-256 of its payload."""

    fact_id: int
    kind: str
    subject: str
    digest: str
    body: str


def versions(connection: Connection, facts: Iterable[tuple[str, str]]) -> list[Version]:
    """Every version of some facts of closed runs that was not erased yet, by id."""
    statement = (
        select(FACT.c.id, FACT.c.kind, FACT.c.subject, FACT.c.digest, PAYLOAD.c.body)
        .join(PAYLOAD, PAYLOAD.c.fact_id == FACT.c.id)
        .join(LEAF, LEAF.c.fact_id == FACT.c.id)
    )
    found: list[AnyRow] = []
    asked = set(facts)
    for kind in sorted({kind for kind, _ in asked}):
        for portion in portions(sorted(subject for one, subject in asked if one == kind)):
            found += connection.execute(statement.where(FACT.c.kind == kind, FACT.c.subject.in_(portion))).all()
    return sorted((Version(*row) for row in found), key=lambda version: version.fact_id)


def residue_subject(kind: str, subject: str, digest: str) -> str:
    """The subject of what stays of one version of a fact, told by the SHA-256 of its payload."""
    return f"{kind} {subject} {digest}"


def residues(connection: Connection, kind: str, subjects: Iterable[str] | None) -> dict[str, Any]:
    """What stayed of the current facts of a kind that were erased, by subject."""
    statement = (
        select(FACT.c.subject, FACT.c.digest)
        .join(CURRENT_FACT, CURRENT_FACT.c.fact_id == FACT.c.id)
        .join(ERASURE, ERASURE.c.fact_id == FACT.c.id)
        .where(FACT.c.kind == kind)
    )
    wanted = None if subjects is None else set(subjects)
    erased = [(r.subject, r.digest) for r in connection.execute(statement) if wanted is None or r.subject in wanted]
    return stayed(connection, kind, erased)


def stayed(connection: Connection, kind: str, erased: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """What stayed of erased facts given as (subject, digest), by subject."""
    names = {residue_subject(kind, subject, digest): subject for subject, digest in erased}
    if not names:
        return {}
    statement = (
        select(FACT.c.subject, PAYLOAD.c.body)
        .join(PAYLOAD, PAYLOAD.c.fact_id == FACT.c.id)
        .join(LEAF, LEAF.c.fact_id == FACT.c.id)
        .where(FACT.c.kind == RESIDUE)
    )
    return {names[row.subject]: json.loads(row.body) for row in selected(connection, statement, FACT.c.subject, names)}


def destroy(connection: Connection, erasing: Erasing, at: str, state: State) -> State:
    """Destroy the content of every version; the state in which each current one stands by its leaf."""
    doomed = versions(connection, erasing.facts)
    current = _current_leaves(connection, [version.fact_id for version in doomed])
    for version in doomed:
        leaf = current.get(version.fact_id)
        if leaf is not None:
            after = held(None, leaf) or version.body
            state = moved(state, version.kind, version.subject, before=version.body, after=after)
    rows = [{"fact_id": v.fact_id, "author": erasing.author, "reason": erasing.reason, "at": at} for v in doomed]
    append(connection, ERASURE, rows)
    for portion in portions([version.fact_id for version in doomed]):
        connection.execute(delete(PAYLOAD).where(PAYLOAD.c.fact_id.in_(portion)))
    return state


def _current_leaves(connection: Connection, fact_ids: Sequence[int]) -> dict[int, str]:
    """The leaves of those facts that hold now."""
    statement = select(CURRENT_FACT.c.fact_id, LEAF.c.hash).join(LEAF, LEAF.c.fact_id == CURRENT_FACT.c.fact_id)
    return {
        row.fact_id: row.hash
        for portion in portions(sorted(fact_ids))
        for row in connection.execute(statement.where(CURRENT_FACT.c.fact_id.in_(portion)))
    }
