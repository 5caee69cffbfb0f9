"""Opening a ledger: SQLite in an instance, PostgreSQL for a team; faults of the database become errors of ours."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, exc, inspect, make_url, text

from docflow.errors import LedgerDamaged, LedgerError

HEAD = "0002"
"""The revision of the schema that this docflow reads and writes."""

BUSY_SECONDS = 60
_SQLITE_MAGIC = b"SQLite format 3\0"


def open_ledger(url: str, *, create: bool = False) -> Engine:
    """Open a ledger by SQLAlchemy URL, or make one where there is none.

    ``LedgerError`` with a code: ``ledger-url`` (no such kind of database), ``ledger-driver`` (the driver is not installed),
    ``ledger-missing``, ``ledger-not-sqlite``, ``ledger-unreachable``, ``ledger-version`` (of another docflow, or half made).
    """
    engine, version = _connect(url, create=create)
    if version is None and create:
        _upgrade(engine)
    elif version is None:
        raise LedgerError("ledger-missing", ledger=shown(engine.url))
    elif version != HEAD:
        raise LedgerError("ledger-version", ledger=shown(engine.url), found=version, needed=HEAD)
    return engine


def migrate(url: str) -> tuple[str | None, str]:
    """Bring an older ledger to this docflow's schema; the revisions before and after.

    ``LedgerError`` as ``open_ledger``; ``ledger-version`` where the ledger is newer than this docflow.
    """
    engine, version = _connect(url, create=False)
    if version is None:
        raise LedgerError("ledger-missing", ledger=shown(engine.url))
    if version > HEAD:
        raise LedgerError("ledger-version", ledger=shown(engine.url), found=version, needed=HEAD)
    if version < HEAD:
        _upgrade(engine)
    engine.dispose()
    return version, HEAD


def shown(url: URL) -> str:
    """The ledger's address as it may be printed: a SQLite file's path, or the URL without its password."""
    return url.database or "" if url.get_backend_name() == "sqlite" else url.render_as_string(hide_password=True)


def scrub(engine: Engine) -> None:
    """Leave nothing of deleted rows in the database's own files: pages not yet written back, rows not yet swept up."""
    with guarded(engine), engine.connect() as connection:
        raw: Any = connection.connection.driver_connection
        if connection.dialect.name == "sqlite":
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
        else:
            raw.rollback()
            raw.autocommit = True
            raw.execute("VACUUM payload")
            raw.autocommit = False


@contextlib.contextmanager
def guarded(engine: Engine) -> Iterator[None]:
    """Turn what a database raises into ``LedgerError`` (``ledger-unreachable``, ``ledger-refused``) or ``LedgerDamaged``."""
    try:
        yield
    except exc.DBAPIError as fault:
        cause = fault.orig
        # "file is not a database" and "disk image is malformed" are DatabaseError itself, not one of its subclasses.
        if type(cause) is sqlite3.DatabaseError:
            raise LedgerDamaged("ledger-malformed", ledger=shown(engine.url), detail=cause) from fault
        code = "ledger-unreachable" if isinstance(fault, exc.OperationalError) else "ledger-refused"
        raise LedgerError(code, ledger=shown(engine.url), detail=_first_line(cause)) from fault


def _first_line(fault: object) -> str:
    return str(fault).strip().partition("\n")[0]


def _connect(url: str, *, create: bool) -> tuple[Engine, str | None]:
    """The engine and the revision found: None where there is no ledger."""
    try:
        address = make_url(url)
        if address.drivername == "postgresql":
            address = address.set(drivername="postgresql+psycopg")
        if address.get_backend_name() not in {"sqlite", "postgresql"}:
            raise LedgerError("ledger-url", ledger=shown(address))
        if address.get_backend_name() == "sqlite":
            _check_file(address, create=create)
        engine = _engine(address)
    except (exc.ArgumentError, exc.NoSuchModuleError, ValueError) as fault:
        raise LedgerError("ledger-url", ledger=url.partition("://")[0]) from fault
    except ImportError as fault:
        raise LedgerError("ledger-driver", ledger=shown(address), detail=fault.name or "") from fault
    with guarded(engine), engine.connect() as connection:
        return engine, _version(connection)


def _engine(address: URL) -> Engine:
    if address.get_backend_name() == "postgresql":
        return create_engine(address, connect_args={"connect_timeout": 10})
    engine = create_engine(address, connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _check_file(address: URL, *, create: bool) -> None:
    if not address.database or address.database == ":memory:":
        raise LedgerError("ledger-url", ledger="sqlite://")
    path = Path(address.database)
    try:
        if path.is_file() and path.stat().st_size:
            with path.open("rb") as file:
                if file.read(len(_SQLITE_MAGIC)) != _SQLITE_MAGIC:
                    raise LedgerError("ledger-not-sqlite", ledger=path)
        elif not create or path.is_dir() or not path.parent.is_dir():
            raise LedgerError("ledger-missing", ledger=path)
    except OSError as fault:
        raise LedgerError("ledger-unreachable", ledger=path, detail=fault.strerror or fault) from fault


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    # The driver would begin transactions by itself, but not before DDL; ``_begin_sqlite`` does it instead.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "recursive_triggers=ON", "synchronous=FULL", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that reads before it writes must be a writer from its start, or a second writer makes it fail.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _version(connection: Connection) -> str | None:
    tables = set(inspect(connection).get_table_names())
    if "alembic_version" in tables:
        version: Any = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        return str(version) if version else None
    # A database with tables of someone else is not ours to fill.
    return "?" if tables else None


def _upgrade(engine: Engine) -> None:
    from alembic import command  # noqa: PLC0415 - 0.2 s that only a new or an old ledger needs
    from alembic.config import Config  # noqa: PLC0415 - as above

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrate").replace("%", "%%"))
    with guarded(engine), engine.connect().execution_options(writes=True) as connection, _free_of_references(connection):
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


@contextlib.contextmanager
def _free_of_references(connection: Connection) -> Iterator[None]:
    """Let a revision on SQLite make a table anew that others refer to; the switch works only outside a transaction."""
    if connection.dialect.name != "sqlite":
        yield
        return
    driver: Any = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys=OFF").close()
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON").close()
