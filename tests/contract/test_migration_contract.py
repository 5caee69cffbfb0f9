"""A ledger that an older docflow made is brought up to date without losing or changing a row."""

from __future__ import annotations

import importlib.resources
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, text
from worlds.ledgers import everything, raw, scalar

from docflow.errors import LedgerError
from docflow.ledger.check import check
from docflow.ledger.engine import HEAD, migrate, open_ledger
from docflow.ledger.read import Reader
from docflow.ledger.tables import RUN


def as_of_revision(url: str, revision: str) -> None:
    """Make a ledger as the docflow of a revision made it."""
    config = Config()
    config.set_main_option("script_location", str(importlib.resources.files("docflow.ledger") / "migrate"))
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    engine.dispose()


def rows(url: str) -> dict[str, list[Any]]:
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    with engine.connect() as connection:
        found = {name: [tuple(r) for r in connection.execute(text(f"SELECT * FROM {name}"))] for name in RUN.metadata.tables}
    engine.dispose()
    return {name: sorted(values, key=repr) for name, values in found.items()}


@pytest.fixture
def old(blank: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A ledger of the first revision with rows in every table."""
    as_of_revision(blank, "0001")
    with monkeypatch.context() as patch:
        patch.setattr("docflow.ledger.engine.HEAD", "0001")
        opened = open_ledger(blank)
    everything(opened)
    opened.dispose()
    return blank


def test_an_older_ledger_says_that_it_must_be_migrated(old: str) -> None:
    with pytest.raises(LedgerError) as refused:
        open_ledger(old)

    assert (refused.value.code, refused.value.values["found"]) == ("ledger-version", "0001")


def test_migrating_keeps_every_row_and_every_seal(old: str) -> None:
    before = rows(old)

    assert migrate(old) == ("0001", HEAD)
    assert rows(old) == before
    opened = open_ledger(old)
    with opened.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), RUN.metadata) == []
    assert check(opened, store=None, files=False) == []
    assert [row.number for row in Reader(opened).runs()] == [1, 2]
    opened.dispose()


def test_after_migrating_a_run_may_judge_and_no_run_may_be_of_an_unknown_kind(old: str) -> None:
    migrate(old)
    opened = open_ledger(old)

    raw(opened, "INSERT INTO run (id, kind, clock, tools, settings) VALUES (90, 'judge', 't', 't', '{}')")
    with pytest.raises(Exception, match=r"ck_run_kind|CHECK constraint failed"):
        raw(opened, "INSERT INTO run (id, kind, clock, tools, settings) VALUES (91, 'dream', 't', 't', '{}')")
    assert scalar(opened, "SELECT count(*) FROM run WHERE id >= 90") == 1
    opened.dispose()


def test_migrating_leaves_the_guards_and_the_references_on(old: str) -> None:
    migrate(old)
    opened = open_ledger(old)

    with pytest.raises(Exception, match="append only: run"):
        raw(opened, "DELETE FROM run")
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        raw(opened, "INSERT INTO run_part (run_id, number) VALUES (4711, 1)")
    opened.dispose()
