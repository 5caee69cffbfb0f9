"""What was known after a run is printed the same for ever: after later runs, after erasures, and by every later docflow."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from worlds.commands import Told, docflow, head
from worlds.letters import letter

LEDGERS = Path(__file__).resolve().parent / "data" / "ledgers"
DISTRICT = Path(__file__).resolve().parent.parent / "fixtures" / "district"
UNIT = "H99.01.02"
REPORTS = ("issuance", "signatures", "certificates")
ANSWERS = [(folder.parent.name, folder) for folder in sorted(LEDGERS.glob("*/*.json"))]


def ask(instance: Path, what: str, run: int, *more: str) -> Told:
    """A report, the documents or one document as known after a run."""
    words = {"documents": ("documents", "--period", "2022"), "show": ("show", "83/UBND-VX")}.get(what)
    words = words or ("report", what.removeprefix("report-"), "--period", "2022")
    return docflow(*words, "--as-of", str(run), "--format", "json", *more, "--instance", instance)


def tells(now: Any, then: Any) -> bool:
    """Whether everything that was told then is told now; younger versions may tell more beside it."""
    if isinstance(then, dict):
        return isinstance(now, dict) and all(name in now and tells(now[name], told) for name, told in then.items())
    if isinstance(then, list):
        return isinstance(now, list) and len(now) == len(then) and all(map(tells, now, then))
    return bool(now == then)


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Each committed ledger in an instance of its own, brought up to date."""
    found = {}
    for dump in sorted(LEDGERS.glob("*/ledger.sql")):
        instance = tmp_path_factory.mktemp("ledgers") / dump.parent.name
        docflow("init", instance, "-q")
        (instance / "ledger.db").unlink()
        connection = sqlite3.connect(instance / "ledger.db")
        connection.executescript(dump.read_text("utf-8"))
        connection.close()
        assert docflow("ledger", "migrate", "--instance", instance).code == 0
        found[dump.parent.name] = instance
    return found


def test_there_is_a_ledger_of_each_revision_of_the_schema(migrated: dict[str, Path]) -> None:
    revisions = set()
    for dump in LEDGERS.glob("*/ledger.sql"):
        (line,) = [one for one in dump.read_text("utf-8").splitlines() if one.startswith("INSERT INTO alembic_version")]
        revisions.add(line)

    assert {line[-7:-3] for line in revisions} >= {"0001", "0002"}
    assert [docflow("ledger", "check", "--instance", one).code for one in migrated.values()] == [0] * len(migrated)


@pytest.mark.parametrize(("name", "answer"), ANSWERS, ids=lambda value: value if isinstance(value, str) else value.stem)
def test_a_ledger_of_an_older_docflow_answers_as_it_did(migrated: dict[str, Path], name: str, answer: Path) -> None:
    what, _, run = answer.stem.rpartition("-")
    told, then = ask(migrated[name], what, int(run)).out, answer.read_text("utf-8")

    if what == "show":
        assert tells(json.loads(told), json.loads(then))
    else:
        assert told == then


def test_an_older_ledger_takes_runs_of_today(migrated: dict[str, Path], tmp_path: Path) -> None:
    instance = shutil.copytree(migrated["schema-0001"], tmp_path / "copy")
    who = ("--author", "A", "--reason", "R", "--at", "2023-01-01")

    assert (
        docflow("review", "resolve", "83/UBND-VX", "--field", "form", "--value", "paper", *who, "--instance", instance).code == 0
    )
    assert ask(instance, "report-issuance", 3).out == (LEDGERS / "schema-0001" / "report-issuance-3.json").read_text("utf-8")
    assert docflow("ledger", "check", "--instance", instance).code == 0


# ---------------------------------------------------------------- one ledger, run after run


def everything(instance: Path, run: int) -> dict[str, str]:
    told = {what: ask(instance, what, run) for what in (*(f"report-{name}" for name in REPORTS), "documents", "show")}
    assert {what: one.code for what, one in told.items() if what != "show"} == dict.fromkeys(set(told) - {"show"}, 0)
    return {what: one.out for what, one in told.items()}


def without_content(value: Any) -> Any:
    """What stays to be told of a document whose content was erased: all but files, lines, and what was read from them."""
    if isinstance(value, dict):
        told = ("files", "lines", "paths", "facts", "cites", "cited_by", "messages", "corrections")
        return {name: without_content(one) for name, one in value.items() if name not in told}
    return [without_content(one) for one in value] if isinstance(value, list) else value


def test_later_runs_of_every_kind_leave_every_earlier_answer_as_it_was(tmp_path: Path) -> None:
    instance = tmp_path / "instance"
    docflow("init", instance, "-q")
    inbox = instance / "inbox" / UNIT
    outgoing = inbox / "outgoing"
    outgoing.mkdir(parents=True)
    register = (DISTRICT / "inbox" / UNIT / "registers" / "outgoing-2022.csv").read_text("utf-8")
    table = tmp_path / "register.csv"
    day = iter(f"2023-01-{number:02}" for number in range(1, 30))
    who = ("--author", "A", "--reason", "R")

    def do(*words: str | Path) -> None:
        assert docflow(*words, "--at", next(day), "--instance", instance).code in {0, 100}

    def book(text: str) -> tuple[str | Path, ...]:
        table.write_text(text, "utf-8")
        return "import", "register", table, "--unit", UNIT, "--year", "2022"

    def paper(name: str) -> tuple[str | Path, ...]:
        shutil.copy(DISTRICT / "inbox" / UNIT / "outgoing" / name, outgoing)
        return "ingest", inbox

    do("import", "units", DISTRICT / "units.csv")
    do(*book(register))
    do(*paper("83-UBND-VX.pdf"))
    known = {3: everything(instance, 3)}
    assert '"key": "H99.01.02/2022//83/UBND-VX"' in known[3]["show"]
    letter(outgoing / "letter.docx", "9")
    later: tuple[tuple[str | Path, ...], ...] = (
        paper("174-UBND-VX.pdf"),
        book(register.replace("Giấy", "Điện tử").replace("40/UBND-VX", "41/UBND-VX")),
        ("review", "resolve", "83/UBND-VX", "--field", "number", "--value", "84", *who),
        ("review", "resolve", "84/UBND-VX", "--field", "form", "--value", "paper", *who),
        ("judge", "--policy", "modern"),
        ("import", "units", _renamed(tmp_path)),
        ("close", "2022-Q1", "--unit", UNIT, "--author", "A"),
    )
    for step in later:
        do(*step)
        run = head(instance)["run"]
        known[run] = everything(instance, run)
        assert {number: everything(instance, number) for number in known} == known, step

    do("ledger", "erase", "84/UBND-VX", *who)

    for number, answers in known.items():
        again = everything(instance, number)
        shown, showed = json.loads(again.pop("show") or "{}"), json.loads(answers["show"] or "{}")
        assert again == {what: text for what, text in answers.items() if what != "show"}
        assert without_content(shown) == without_content(showed)
    assert docflow("ledger", "check", "--instance", instance).code == 0


def _renamed(folder: Path) -> Path:
    table = folder / "units.csv"
    table.write_text((DISTRICT / "units.csv").read_text("utf-8").replace("xã Hòn Trà", "xã Hòn Chè"), "utf-8")
    return table
