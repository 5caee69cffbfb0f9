"""Whatever is changed in a ledger by other hands, on every database, ``check`` finds it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine, text
from worlds.ledgers import everything

from docflow.ledger.check import Kind, check, extent
from docflow.ledger.engine import open_ledger

NewLedger = Callable[..., str]


@pytest.fixture(scope="module")
def full() -> dict[str, str]:
    """By kind of database, the URL of a ledger with a row in every table."""
    return {}


@pytest.fixture
def engine(database: str, new_ledger: NewLedger, full: dict[str, str]) -> Iterator[Engine]:
    if database not in full:
        full[database] = new_ledger()
        made = open_ledger(full[database])
        everything(made)
        made.dispose()
    opened = open_ledger(new_ledger(full[database]))
    yield opened
    opened.dispose()


def test_a_sound_ledger_has_no_damage(engine: Engine) -> None:
    assert check(engine, store=None, files=False) == []
    assert tuple(getattr(extent(engine), name) for name in ("runs", "leaves", "facts", "versions", "blobs")) == (2, 4, 3, 4, 1)


TAMPERING: dict[str, tuple[str, set[Kind]]] = {
    "a payload is changed": (
        "UPDATE payload SET body = '{\"n\":9}' WHERE body = '{\"n\":3}'",
        {Kind.PAYLOAD_CHANGED, Kind.LEAF_CHANGED, Kind.STATE_ROOT, Kind.ACCUMULATOR},
    ),
    "a payload is removed": (
        "DELETE FROM payload WHERE body = '{\"n\":3}'",
        {Kind.PAYLOAD_MISSING, Kind.STATE_ROOT, Kind.ACCUMULATOR},
    ),
    "a salt is changed": (f"UPDATE payload SET salt = '{'0' * 32}' WHERE body = '{{\"n\":3}}'", {Kind.LEAF_CHANGED}),
    "a digest is changed": (f"UPDATE fact SET digest = '{'0' * 64}' WHERE id = 1", {Kind.PAYLOAD_CHANGED, Kind.RUN_CHANGED}),
    "a subject is changed": (
        "UPDATE fact SET subject = 'z' WHERE subject = 'y'",
        {Kind.LEAF_CHANGED, Kind.STATE_ROOT, Kind.ACCUMULATOR, Kind.RUN_CHANGED, Kind.CURRENT_WRONG, Kind.CURRENT_SURPLUS},
    ),
    "a leaf is changed": (f"UPDATE leaf SET hash = '{'0' * 64}' WHERE position = 0", {Kind.LEAF_CHANGED, Kind.RUN_CHANGED}),
    "the last leaf is cut off": (
        "DELETE FROM leaf WHERE position = 3",
        {Kind.LEAVES_MISCOUNTED, Kind.STATE_ROOT, Kind.ACCUMULATOR, Kind.CURRENT_WRONG, Kind.RUN_CHANGED},
    ),
    "a run's end is removed": ("DELETE FROM run_close WHERE number = 2", {Kind.PART_MISSING, Kind.LEAF_MISPLACED}),
    "a balance is changed": ("UPDATE run_close SET balance = '{}' WHERE number = 1", {Kind.RUN_CHANGED}),
    "a closing time is changed": ("UPDATE run_close SET closed_at = '2020' WHERE number = 2", {Kind.RUN_CHANGED}),
    "a state root is changed": (
        f"UPDATE run_close SET state_root = '{'0' * 64}' WHERE number = 1",
        {Kind.STATE_ROOT, Kind.RUN_CHANGED},
    ),
    "the projection is changed": ("UPDATE current_fact SET fact_id = 2 WHERE subject = 'x'", {Kind.CURRENT_WRONG}),
    "the projection has more": ("INSERT INTO current_fact VALUES ('note', 'q', 2)", {Kind.CURRENT_SURPLUS}),
    "the accumulator is changed": (f"UPDATE accumulator SET state = '{'0' * 4096}'", {Kind.ACCUMULATOR}),
    "a blob is changed": ("UPDATE blob SET data = 'other'", {Kind.BLOB_CHANGED}),
    "a verdict is changed": ("UPDATE verdict SET body = '{}'", {Kind.VERDICT_UNREADABLE, Kind.RUN_CHANGED}),
    "an outcome is changed": ("UPDATE outcome SET outcome = 'rejected' WHERE path = 'a'", {Kind.RUN_CHANGED}),
    "an amendment is removed": ("DELETE FROM amendment", {Kind.RUN_CHANGED}),
    "an attempt is removed": ("DELETE FROM attempt", {Kind.RUN_CHANGED}),
    "a version is changed": (
        "UPDATE document_version SET body = replace(body, '\"paper\"', '\"both\"')",
        {Kind.VERSION_COLUMNS, Kind.COUNTS, Kind.RUN_CHANGED},
    ),
    "a version is broken": (
        "UPDATE document_version SET body = '[' WHERE number = '3'",
        {Kind.VERSION_UNREADABLE, Kind.COUNTS, Kind.RUN_CHANGED},
    ),
    "a column of a version is changed": (
        "UPDATE document_version SET form = 'both' WHERE id = 1",
        {Kind.VERSION_COLUMNS, Kind.RUN_CHANGED},
    ),
    "a holding is changed": ("UPDATE holding_version SET unit = 'u9'", {Kind.VERSION_HOLDINGS, Kind.RUN_CHANGED}),
    "a file of a version is removed": ("DELETE FROM file_version", {Kind.VERSION_FILES, Kind.RUN_CHANGED}),
    "a count is changed": ("UPDATE rollup SET count = count + 7 WHERE id = 1", {Kind.COUNTS, Kind.RUN_CHANGED}),
}


def drop_guards(engine: Engine) -> set[str]:
    with engine.connect() as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            connection.execute(text("SET session_replication_role = replica"))
            rows = connection.execute(text("SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal")).all()
            for name, table in rows:
                connection.execute(text(f"DROP TRIGGER {name} ON {table}"))
        else:
            rows = connection.execute(text("SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'")).all()
            for name, _ in rows:
                connection.execute(text(f"DROP TRIGGER {name}"))
    return {name for name, _ in rows}


@pytest.mark.parametrize("what", TAMPERING)
def test_check_finds_that(engine: Engine, database: str, what: str) -> None:
    statement, expected = TAMPERING[what]
    dropped = drop_guards(engine)
    with engine.connect() as connection:
        if database == "sqlite":
            connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")  # type: ignore[union-attr]
            statement = statement.replace("'other'", "x'00'")
        with connection.begin():
            if database == "postgresql":
                connection.execute(text("SET session_replication_role = replica"))
            connection.exec_driver_sql(statement)

    found = check(engine, store=None, files=False)

    assert dropped == {d.detail for d in found if d.kind is Kind.GUARD_MISSING}
    assert expected == {d.kind for d in found} - {Kind.GUARD_MISSING, Kind.DATABASE}


def test_a_value_of_another_type_is_told_and_does_not_stop_the_check(engine: Engine, database: str) -> None:
    if database == "sqlite":
        drop_guards(engine)
        with engine.connect() as connection, connection.begin():
            connection.execute(text("UPDATE blob SET data = 5"))

    kinds = {d.kind for d in check(engine, store=None, files=False)} - {Kind.GUARD_MISSING}

    assert ({Kind.ROWS_UNREADABLE} if database == "sqlite" else set()) == kinds
