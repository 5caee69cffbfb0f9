"""Is the database sound, are the guards in place, the runs sealed, and blobs, verdicts and stored files what their hashes say."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select, text

from docflow.canonical import restore
from docflow.ledger.batch import NOTHING
from docflow.ledger.bulk import AnySelect
from docflow.ledger.checks.damage import Damage, Kind
from docflow.ledger.migrate import guards as made
from docflow.ledger.seal import FIRST, seal
from docflow.ledger.tables import APPEND_ONLY, BLOB, CURRENT_FACT, PAYLOAD, RUN, RUN_CLOSE, RUN_PART, VERDICT
from docflow.model import Verdict
from docflow.store import place


def database(connection: Connection) -> Iterator[Damage]:
    """SQLite finds its own file sound (PostgreSQL has tools of its own for that)."""
    if connection.dialect.name != "sqlite":
        return
    for line in connection.execute(text("PRAGMA integrity_check")).scalars():
        if line != "ok":
            yield Damage(Kind.DATABASE, str(line))
    for row in connection.execute(text("PRAGMA foreign_key_check")):
        yield Damage(Kind.DATABASE, f"{row[0]} {row[1]} -> {row[2]}")


def guards(connection: Connection) -> Iterator[Damage]:
    """Every append-only table has its triggers, and they are on."""
    dialect = connection.dialect.name
    catalogue = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
        if dialect == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    there = set(connection.execute(text(catalogue)).scalars())
    for table in APPEND_ONLY:
        for name in sorted(made.names(dialect, table) - there):
            yield Damage(Kind.GUARD_MISSING, table, name)


def runs(connection: Connection) -> Iterator[Damage]:
    """Runs are numbered without gaps, have their parts, and every row that they closed is under their seal."""
    before, expected = FIRST, 1
    for row in connection.execute(select(RUN_CLOSE).order_by(RUN_CLOSE.c.number)).all():
        if row.number != expected:
            yield Damage(Kind.RUN_MISSING, str(expected))
        told = row._mapping  # noqa: SLF001 - SQLAlchemy's public name
        if seal(connection, row.number, before, {name: told[name] for name in told if name != "seal"}) != row.seal:
            yield Damage(Kind.RUN_CHANGED, str(row.number))
        before, expected = row.seal, row.number + 1
    lost = (
        select(RUN_PART.c.run_id)
        .outerjoin(RUN, RUN.c.id == RUN_PART.c.run_id)
        .outerjoin(RUN_CLOSE, RUN_CLOSE.c.number == RUN_PART.c.number)
        .where(RUN.c.id.is_(None) | RUN_CLOSE.c.number.is_(None))
        .order_by(RUN_PART.c.run_id)
    )
    for run_id in connection.execute(lost).scalars():
        yield Damage(Kind.PART_MISSING, str(run_id))


def blobs(connection: Connection) -> Iterator[Damage]:
    """Blobs are what their names say."""
    statement = select(BLOB.c.sha256, BLOB.c.data).order_by(BLOB.c.sha256).execution_options(yield_per=100)
    for row in connection.execute(statement):
        if hashlib.sha256(row.data).hexdigest() != row.sha256:
            yield Damage(Kind.BLOB_CHANGED, row.sha256)


def verdicts(connection: Connection) -> Iterator[Damage]:
    """Verdicts can be read."""
    for row in connection.execute(select(VERDICT.c.id, VERDICT.c.body).order_by(VERDICT.c.id).execution_options(yield_per=1000)):
        try:
            restore(Verdict, json.loads(row.body))
        except (ValueError, RecursionError):
            yield Damage(Kind.VERDICT_UNREADABLE, str(row.id))


def files(connection: Connection, store: Path) -> Iterator[Damage]:
    """Every file with facts stands in the store, itself or inside one that does, and is what its name says."""
    holders = _holders(connection)
    statement = _file_facts(CURRENT_FACT.c.subject).execution_options(yield_per=1000)
    for sha256 in connection.execute(statement).scalars():
        try:
            with place(store, sha256).open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        except FileNotFoundError:
            if not _kept_inside(sha256, holders, store):
                yield Damage(Kind.FILE_MISSING, sha256)
        except OSError as fault:
            yield Damage(Kind.FILE_UNREADABLE, sha256, fault.strerror or "")
        else:
            if found != sha256:
                yield Damage(Kind.FILE_CHANGED, sha256)


def _file_facts(*wanted: Any) -> AnySelect:
    return (
        select(*wanted)
        .join(PAYLOAD, PAYLOAD.c.fact_id == CURRENT_FACT.c.fact_id)
        .where(CURRENT_FACT.c.kind == "file", PAYLOAD.c.body != NOTHING)
        .order_by(CURRENT_FACT.c.subject)
    )


def _holders(connection: Connection) -> dict[str, set[str]]:
    """By file the files that it lies in: archives, mails, messages."""
    found: dict[str, set[str]] = {}
    with_members = PAYLOAD.c.body.contains('"members":[{', autoescape=True)
    for row in connection.execute(_file_facts(CURRENT_FACT.c.subject, PAYLOAD.c.body).where(with_members)):
        for member in json.loads(row.body).get("members", ()):
            found.setdefault(member["sha256"], set()).add(row.subject)
    return found


def _kept_inside(sha256: str, holders: dict[str, set[str]], store: Path) -> bool:
    """Whether one of the files that a file lies in, however deep, stands in the store; that one is hashed by itself."""
    waiting, met = set(holders.get(sha256, ())), set[str]()
    while waiting:
        if any(place(store, holder).exists() for holder in waiting):
            return True
        met |= waiting
        waiting = {above for holder in waiting for above in holders.get(holder, ())} - met
    return False
