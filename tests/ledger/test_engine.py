"""Opening a ledger: what cannot be opened is told by a code, and no password is ever printed."""

from __future__ import annotations

import importlib.resources
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory

from docflow.errors import ExitCode, LedgerDamaged, LedgerError
from docflow.ledger.check import check
from docflow.ledger.engine import HEAD, open_ledger
from docflow.locale import LANGUAGES, Words


def refused(url: str, *, create: bool = False) -> LedgerError:
    with pytest.raises(LedgerError) as fault:
        open_ledger(url, create=create)
    for lang in LANGUAGES:
        assert "secret" not in Words(lang)(f"error.{fault.value.code}", **fault.value.values)
    return fault.value


def test_the_schema_version_is_that_of_the_last_revision() -> None:
    config = Config()
    config.set_main_option("script_location", str(importlib.resources.files("docflow.ledger") / "migrate"))

    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("mysql://someone:secret@host/db", "ledger-url"),
        ("nonsense://someone:secret@host/db", "ledger-url"),
        ("not a url", "ledger-url"),
        ("sqlite://", "ledger-url"),
        ("sqlite:///:memory:", "ledger-url"),
        ("sqlite:////nowhere/at/all/ledger.db", "ledger-missing"),
        ("postgresql://someone:secret@127.0.0.1:1/db", "ledger-unreachable"),
    ],
)
def test_an_address_that_cannot_be_opened_has_a_code(url: str, code: str) -> None:
    assert code == refused(url).code == refused(url, create=True).code


def test_a_file_that_is_no_ledger_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    path.write_text("minutes of a meeting")

    assert refused(f"sqlite:///{path}", create=True).code == "ledger-not-sqlite"
    assert path.read_text() == "minutes of a meeting"
    assert refused(f"sqlite:///{tmp_path}", create=True).code == "ledger-missing"


def test_a_broken_database_file_is_told_as_damage(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    url = f"sqlite:///{path}"
    open_ledger(url, create=True).dispose()
    good = path.read_bytes()
    path.write_bytes(good[:100] + b"\xff" * (len(good) - 100))

    with pytest.raises(LedgerDamaged) as broken:
        check(open_ledger(url), store=None, files=False)

    assert (broken.value.code, broken.value.exit_code) == ("ledger-malformed", ExitCode.DAMAGED)
