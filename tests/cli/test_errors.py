"""An error says its exit code and leaves ledger and instance as they were."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from worlds.commands import docflow, head
from worlds.letters import letter

from docflow.errors import GRAVITY, DocflowError, ExitCode, gravest

UNITS = "Mã định danh,Tên đơn vị,Cấp\nH1,UBND huyện Sông Mây,huyện\n"
REGISTER = "Số ký hiệu văn bản,Ngày tháng văn bản,Trích yếu,Hình thức phát hành\n01/UBND-VP,31/02/2022,V/v,Bồ câu\n"
ROSTER = "Mã đơn vị,Chức vụ,Loại,Cần từ ngày\nH9,Chủ tịch,cá thể,32/01/2022\n"

ERRORS = (
    (2, "ingest"),
    (2, "ingest inbox --direction sideways"),
    (2, "ingest inbox --workers 0"),
    (2, "ingest inbox --at yesterday"),
    (2, "ingest inbox --at 31/02/2022"),
    (2, "import taxes units.csv"),
    (2, "import units units.csv surplus"),
    (2, "import register register.csv --unit H9"),
    (2, "report income"),
    (2, "report certificates --list --targets"),
    (2, "report issuance --list"),
    (2, "report issuance --seen"),
    (2, "report issuance --direction incoming"),
    (2, "report issuance --against modern"),
    (2, "report issuance --by unit --behind behind.json"),
    (2, "report issuance --period 2022-13"),
    (2, "report issuance --unit H9"),
    (2, "report issuance --by unit --by level"),
    (2, "documents --level kingdom"),
    (2, "show 99/QĐ-UBND"),
    (2, "ledger chek"),
    (3, "ingest nowhere"),
    (3, "import units nowhere.csv"),
    (3, "import units inbox"),
    (3, "parse nowhere.pdf"),
    (3, "init ."),
    (4, "ingest inbox --instance bad-policy"),
    (4, "ingest inbox --instance bad-trust"),
    (4, "verify units.csv --policy mine"),
    (4, "verify units.csv --trust nowhere"),
    (5, "ingest inbox --ledger units.csv"),
    (5, "report issuance --as-of 9"),
    (5, "import units units.csv --ledger sqlite:///nowhere/ledger.db"),
    (8, "import register register.csv --unit H1"),
    (8, "import roster roster.csv"),
    (8, "import units roster.csv"),
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance with a unit and a letter, and beside it what each error needs."""
    folder = tmp_path_factory.mktemp("errors") / "instance"
    docflow("init", folder, "-q")
    for name, text in (("units.csv", UNITS), ("register.csv", REGISTER), ("roster.csv", ROSTER)):
        (folder / name).write_text(text, "utf-8")
    for name in ("bad-policy", "bad-trust"):
        (folder / name / "trust").mkdir(parents=True)
        (folder / name / "docflow.toml").write_text(f'ledger = "../ledger.db"\npolicy = "{name}"\n')
    (folder / "bad-trust" / "docflow.toml").write_text('ledger = "../ledger.db"\n')
    (folder / "bad-trust" / "trust" / "root.crt").write_text("not a certificate")
    (folder / "inbox" / "H1" / "outgoing").mkdir(parents=True)
    letter(folder / "inbox" / "H1" / "outgoing" / "letter.docx", "01")
    with contextlib.chdir(folder):
        assert docflow("import", "units", "units.csv").code == 0
        assert docflow("ingest", "inbox").code == 0
    return folder


def state(folder: Path) -> tuple[Any, dict[str, str]]:
    """The ledger's head, and the hash of every file that is not the database at work."""
    files = {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith("ledger.db")
    }
    return head(folder), files


@pytest.mark.parametrize(("code", "command"), ERRORS, ids=[command for _, command in ERRORS])
def test_an_error_has_its_exit_code_a_sentence_a_hint_and_no_effect(code: int, command: str, made: Path) -> None:
    before = state(made)
    with contextlib.chdir(made):
        told = docflow(*command.split(), "--lang", "en")

    first, *more = told.err.splitlines()
    assert (told.code, told.out, first.startswith("Error: ")) == (code, "", True)
    assert more
    assert more[-1].startswith("Hint: ")
    assert state(made) == before


def test_an_error_after_work_was_done_leaves_no_half_run(made: Path, tmp_path: Path) -> None:
    copy = tmp_path / "instance"
    shutil.copytree(made, copy)
    before = state(copy)
    letter(copy / "inbox" / "H1" / "outgoing" / "new.docx", "02")
    store = copy / "store"
    shutil.rmtree(store)
    store.write_bytes(b"")
    with contextlib.chdir(copy):
        told = docflow("ingest", "inbox", "--format", "json")

    assert (told.code, told.json["balance"]["due"]) == (100, 1)
    after, _ = state(copy)
    assert (after["state_root"], after["leaves"]) == (before[0]["state_root"], before[0]["leaves"])


def test_a_fault_of_our_own_is_one_sentence_and_its_trace_only_when_asked_for(
    made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("seven")

    monkeypatch.setattr("docflow.cli.ledger.check", broken)

    told = docflow("ledger", "check", "--instance", made, "--lang", "en")
    assert (told.code, told.err.splitlines()[0]) == (1, "Error: A fault of docflow itself: ZeroDivisionError: seven")
    assert "Traceback" not in told.err
    assert "Traceback" in docflow("ledger", "check", "--instance", made, "-v").err


def test_what_the_system_says_is_told_in_the_language_of_the_session(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")

    told = docflow("init", tmp_path / "file" / "instance", "--lang", "vi").err
    assert "một phần của đường dẫn là tệp, không phải thư mục" in told
    assert os.strerror(20) not in told


def test_the_gravest_exit_code_wins() -> None:
    assert sorted(GRAVITY) == sorted(ExitCode)
    assert gravest(100, 8, 5) is ExitCode.LEDGER
    assert gravest() is ExitCode.OK
    assert {kind.exit_code for kind in DocflowError.__subclasses__()} == {2, 3, 4, 5, 6, 8}
