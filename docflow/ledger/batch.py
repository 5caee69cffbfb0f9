"""Writing what a batch of files leaves behind: rows from frozen values, inside the caller's transaction."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, delete, func, select, update

from docflow.canonical import canonical
from docflow.ledger.bulk import append, append_numbered, portions, selected
from docflow.ledger.rows import KnownFile, Settled, StoredVerdict
from docflow.ledger.tables import ATTEMPT, BLOB, ERASURE, FACT, KNOWN_FILE, OUTCOME, PAYLOAD, VERDICT
from docflow.model import Fact

NOTHING = "null"
# Facts whose subject is made of the bytes or the path themselves: erased once, they never come back.
OF_BYTES = frozenset({"file", "sighting"})
"""The canonical payload of a subject that has vanished."""

NOTHING_DIGEST = hashlib.sha256(NOTHING.encode()).hexdigest()


def write_batch(connection: Connection, run_id: int, batch: Sequence[Settled]) -> None:
    """Write outcomes, facts, evidence, verdicts, attempts and known files of a run."""
    append(connection, OUTCOME, [_outcome(run_id, s) for s in batch])
    _write_facts(connection, run_id, [fact for settled in batch for fact in settled.facts])
    _write_blobs(connection, batch)
    write_verdicts(connection, run_id, [v for settled in batch for v in settled.verdicts])
    append(
        connection,
        ATTEMPT,
        [
            {"run_id": run_id, "path_hash": s.path_hash, "sha256": s.sha256, "code": s.attempt[0], "detail": s.attempt[1]}
            for s in batch
            if s.attempt
        ],
    )
    _write_known(connection, run_id, batch)


def write_verdicts(connection: Connection, run_id: int, verdicts: Sequence[StoredVerdict]) -> None:
    """Write verdicts of a run, in their order: of those on one signature the last counts."""
    rows = [
        {
            "run_id": run_id,
            "sha256": v.sha256,
            "field": v.field,
            "policy": v.policy,
            "policy_sha256": v.policy_sha256,
            "trust_sha256": v.trust_sha256,
            "at": v.at,
            "body": canonical(v.verdict),
        }
        for v in verdicts
    ]
    append(connection, VERDICT, rows)


def _outcome(run_id: int, settled: Settled) -> dict[str, Any]:
    return {
        "run_id": run_id,
        "path_hash": settled.path_hash,
        "outcome": settled.outcome.value,
        "sha256": settled.sha256,
        "path": settled.path,
        "reason": settled.reason,
    }


def _write_facts(connection: Connection, run_id: int, facts: Sequence[Fact]) -> None:
    bodies = [canonical(fact.payload) for fact in facts]
    digests = [hashlib.sha256(body.encode()).hexdigest() for body in bodies]
    erased = _erased(connection, facts)
    kept = [
        (fact, body, digest)
        for fact, body, digest in zip(facts, bodies, digests, strict=True)
        if (fact.kind, fact.subject, None if fact.kind in OF_BYTES else digest) not in erased
    ]
    rows = [{"run_id": run_id, "kind": fact.kind, "subject": fact.subject, "digest": digest} for fact, _, digest in kept]
    ids = append_numbered(connection, FACT, rows)
    payloads = [
        {"fact_id": fact_id, "salt": secrets.token_hex(16), "body": body} for fact_id, (_, body, _) in zip(ids, kept, strict=True)
    ]
    append(connection, PAYLOAD, payloads)


def _erased(connection: Connection, facts: Sequence[Fact]) -> set[tuple[str, str, str | None]]:
    """Facts that were erased: reading the file again must not bring them back, whatever other readers say of it."""
    if not connection.execute(select(func.count()).select_from(ERASURE)).scalar_one():
        return set()
    statement = select(FACT.c.kind, FACT.c.subject, FACT.c.digest).join(ERASURE, ERASURE.c.fact_id == FACT.c.id)
    rows = selected(connection, statement, FACT.c.subject, (f.subject for f in facts))
    return {(r.kind, r.subject, None if r.kind in OF_BYTES else r.digest) for r in rows}


def _write_blobs(connection: Connection, batch: Sequence[Settled]) -> None:
    blobs = {blob.sha256: blob for settled in batch for blob in settled.blobs}
    have = {row.sha256 for row in selected(connection, select(BLOB.c.sha256), BLOB.c.sha256, blobs)}
    rows = [{"sha256": key, "media": blobs[key].media, "data": blobs[key].data} for key in sorted(blobs.keys() - have)]
    if not rows:
        return
    if connection.dialect.name == "postgresql":
        # Another writer may have brought the same certificate in the meantime.
        from sqlalchemy.dialects.postgresql import insert  # noqa: PLC0415 - this database's own statement

        connection.execute(insert(BLOB).on_conflict_do_nothing(), rows)
    else:
        append(connection, BLOB, rows)


def refresh_known(connection: Connection, known: Sequence[KnownFile]) -> None:
    """Update the cache's rows of files that are there; their run stays."""
    for k in known:
        row = _known(k)
        connection.execute(update(KNOWN_FILE).where(KNOWN_FILE.c.path_hash == k.path_hash).values(row))


def _known(k: KnownFile) -> dict[str, Any]:
    return {
        "path_hash": k.path_hash,
        "size": k.size,
        "mtime_ns": k.mtime_ns,
        "ctime_ns": k.ctime_ns,
        "inode": str(k.inode),
        "sha256": k.sha256,
        "tools": k.tools,
        "outcome": k.outcome.value,
    }


def _write_known(connection: Connection, run_id: int, batch: Sequence[Settled]) -> None:
    known = {s.known.path_hash: s.known for s in batch if s.known}
    for portion in portions(sorted(known)):
        connection.execute(delete(KNOWN_FILE).where(KNOWN_FILE.c.path_hash.in_(portion)))
    append(connection, KNOWN_FILE, [{**_known(k), "run_id": run_id} for k in known.values()])
