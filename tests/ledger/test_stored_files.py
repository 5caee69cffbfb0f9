"""With ``--files`` the originals are hashed again; and every kind of damage has words."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from worlds.ledgers import run, settled

from docflow.cli.main import main
from docflow.errors import ExitCode
from docflow.ledger.check import Kind, check
from docflow.ledger.engine import open_ledger
from docflow.locale import LANGUAGES, Words
from docflow.model import Fact
from docflow.store import place


def test_originals_that_are_gone_or_changed_are_told(tmp_path: Path) -> None:
    engine = open_ledger(f"sqlite:///{tmp_path / 'ledger.db'}", create=True)
    good, changed, gone = (hashlib.sha256(name).hexdigest() for name in (b"good", b"changed", b"gone"))
    for sha256, data in ((good, b"good"), (changed, b"other")):
        place(tmp_path, sha256).parent.mkdir()
        place(tmp_path, sha256).write_bytes(data)
    run(engine, settled("a", *(Fact("file", sha256, {"tools": "t"}) for sha256 in (good, changed, gone))))

    found = {(d.kind, d.where) for d in check(engine, store=tmp_path, files=True)}

    assert {(Kind.FILE_CHANGED, changed), (Kind.FILE_MISSING, gone)} == found
    assert check(engine, store=tmp_path, files=False) == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", Kind)
def test_every_kind_of_damage_has_words(lang: str, kind: Kind) -> None:
    assert "here" in Words(lang)(f"ledger.damage-{kind}", where="here", detail="detail") or kind is Kind.ACCUMULATOR


def test_the_command_says_what_is_damaged_and_leaves_with_7(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "ledger.db"
    engine = open_ledger(f"sqlite:///{path}", create=True)
    run(engine, settled("a", Fact("note", "x", 1)))
    with pytest.raises(SystemExit) as sound:
        main(["ledger", "check", "--ledger", str(path), "--lang", "vi"])
    assert sound.value.code == ExitCode.OK
    assert capsys.readouterr().out.startswith("Sổ đối soát nguyên vẹn: 1 lượt nạp")

    with engine.connect() as connection, connection.begin():
        connection.exec_driver_sql("DROP TRIGGER run_no_delete")
    with pytest.raises(SystemExit) as damaged:
        main(["ledger", "check", "--ledger", str(path), "--lang", "vi"])

    assert damaged.value.code == ExitCode.DAMAGED
    assert capsys.readouterr().out.splitlines()[0] == "Bảng run: mất chốt chặn sửa, xóa run_no_delete."
