"""A run accounts for every file that it met, whatever the files are and whatever becomes of them meanwhile."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from worlds.commands import Told, docflow, head
from worlds.hostile import EXPECTED, IGNORED, hostile
from worlds.letters import letter, letters

from docflow.errors import DocflowError
from docflow.executor import Lost, Serial
from docflow.find import UNLISTED, Found, Search, find
from docflow.fingerprint import tools
from docflow.ingest import Report, Run
from docflow.ledger.engine import open_ledger
from docflow.ledger.read import Reader
from docflow.ledger.write import Writer
from docflow.model import Clock, Holding
from docflow.settings import Settings, load
from docflow.verify.policy import load_policy
from docflow.verify.trust import load_trust
from docflow.work import Answer, Orders, Task, work

AT = dt.datetime(2022, 12, 31, tzinfo=dt.UTC)


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    folder = tmp_path / "instance"
    docflow("init", folder, "-q")
    (folder / "inbox" / "H1" / "outgoing").mkdir(parents=True)
    return folder


def outgoing(instance: Path) -> Path:
    return instance / "inbox" / "H1" / "outgoing"


def ingest(instance: Path, *more: str | Path) -> Told:
    told = docflow("ingest", instance / "inbox", "--instance", instance, "--format", "json", "--at", "2022-12-31", *more)
    assert told.code in {0, 100}, told.err
    balance = dict(told.json["balance"])
    assert balance.pop("found") == sum(balance.values())
    return told


def counted(told: Told) -> dict[str, int]:
    return {name: count for name, count in told.json["balance"].items() if count}


def reader(instance: Path) -> Reader:
    return Reader(open_ledger(f"sqlite:///{instance / 'ledger.db'}"))


# ---------------------------------------------------------------- a run whose executor or folder is meddled with


class Meddling:
    """Does the work in this process, and before each task whatever a test wants to happen just then."""

    def __init__(self, orders: Orders, meddle: Callable[[Task], None]) -> None:
        self._serial: Serial[Task, Orders, Answer] = Serial(work, orders)
        self._meddle = meddle

    def run(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Answer | Lost]]:
        for task in tasks:
            self._meddle(task)
            yield from self._serial.run([task])


class Forgetful:
    """An executor that breaks its promise: it never answers for the second task."""

    def __init__(self, orders: Orders) -> None:
        self._serial: Serial[Task, Orders, Answer] = Serial(work, orders)

    def run(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Answer | Lost]]:
        for number, answered in enumerate(self._serial.run(tasks)):
            if number != 1:
                yield answered


def meddled(
    instance: Path, meddle: Callable[[Task], None], found: list[Found] | None = None, executor: type[Forgetful] | None = None
) -> Report:
    settings: Settings = load(instance)
    orders = Orders(load_policy("vn-transitional"), load_trust(None), AT, max_bytes=2**20)
    if found is None:
        found = find(Search((settings.inbox,), settings.instance, settings.inbox))
    engine = open_ledger(settings.ledger)
    with Writer(engine, kind="ingest", clock=Clock(AT), tools=tools(), settings={}) as writer:
        run = Run(settings, writer, orders, tools())
        worker = executor(orders) if executor else Meddling(orders, meddle)
        return run.go(found, worker, tick=lambda: None, closing=lambda: None)


# ---------------------------------------------------------------- hostile folders


def test_a_run_whose_counts_do_not_add_up_fails_and_the_next_one_finds_what_was_lost(instance: Path) -> None:
    letters(outgoing(instance), 3)
    with pytest.raises(DocflowError, match="balance"):
        meddled(instance, lambda _: None, executor=Forgetful)
    assert reader(instance).runs() == []

    assert counted(ingest(instance)) == {"found": 5, "accepted": 3, "rejected": 2}


def test_a_hostile_folder_is_accounted_for_to_the_last_file(instance: Path) -> None:
    shutil.rmtree(outgoing(instance))
    hostile(outgoing(instance))

    told = ingest(instance)
    paths = {s["sha256"]: s["path"] for s in reader(instance).facts("sighting", 1).values()}
    rows = reader(instance).outcomes(1)
    outcomes = {Path(o.path or paths[o.sha256 or ""]).name: o.outcome.value for o in rows}
    assert outcomes == EXPECTED
    assert counted(told) == {
        "found": len(EXPECTED) + IGNORED,
        "accepted": 10,
        "rejected": 2,
        "quarantined": 2,
        "ignored": IGNORED,
    }
    assert {p["code"] for p in told.json["problems"]} == {
        "damaged-docx",
        "damaged-pdf",
        "empty-file",
        "nested-too-deep",
        "too-large",
        "zero-file",
        "zip-limits",
    }
    assert (ingest(instance).code, docflow("ledger", "check", "--files", "--instance", instance).code) == (0, 0)


def test_a_file_that_cannot_be_read_is_due_and_its_neighbours_are_taken(instance: Path) -> None:
    letter(outgoing(instance) / "a.docx", "1")

    # Memory that is not mapped cannot be read, not even by the administrator.
    told = ingest(instance, "/proc/self/mem")
    assert counted(told) == {"found": 2, "accepted": 1, "due": 1}
    assert [(p["outcome"], p["code"]) for p in told.json["problems"]] == [("due", "unreadable")]


def test_a_folder_that_cannot_be_listed_is_met_as_itself_and_due(instance: Path) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        closed = Path(scratch) / "closed"
        closed.mkdir()
        letter(closed / "a.docx", "1")
        Path(scratch).chmod(0o755)
        closed.chmod(0)
        me = os.geteuid()
        if me == 0:
            os.seteuid(65534)  # the administrator may list everything
        try:
            found = find(Search((Path(scratch),), instance, instance / "inbox"))
        finally:
            os.seteuid(me)
            closed.chmod(0o755)

    assert [one.passed_over for one in found] == [UNLISTED]
    report = meddled(instance, lambda _: None, found)
    assert {name: n for name, n in report.balance.items() if n} == {"found": 1, "due": 1}
    assert [trouble.code for trouble in report.troubles] == [UNLISTED]


def test_a_file_that_changes_or_vanishes_while_it_is_worked_on_is_due_and_taken_next_time(instance: Path) -> None:
    for number in ("1", "2", "3"):
        letter(outgoing(instance) / f"{number}.docx", number)

    def meddle(task: Task) -> None:
        if task.path.endswith("1.docx"):
            letter(Path(task.path), "11")
        elif task.path.endswith("2.docx"):
            Path(task.path).unlink()

    report = meddled(instance, meddle)
    assert {name: n for name, n in report.balance.items() if n} == {"found": 3, "accepted": 1, "due": 2}
    assert sorted(trouble.code for trouble in report.troubles) == ["changed", "unreadable"]
    assert counted(ingest(instance)) == {"found": 2, "accepted": 1, "known": 1}


def test_a_file_that_is_gone_before_it_is_read_is_due(instance: Path) -> None:
    letter(outgoing(instance) / "a.docx", "1")
    settings = load(instance)
    found = find(Search((settings.inbox,), settings.instance, settings.inbox))
    (outgoing(instance) / "a.docx").unlink()

    assert meddled(instance, lambda _: None, found).balance["due"] == 1
    assert ingest(instance).code == 0


def test_a_file_that_was_settled_before_the_run_broke_off_is_counted_once_whatever_became_of_it(instance: Path) -> None:
    letters(outgoing(instance), 80)
    seen: list[str] = []

    def meddle(task: Task) -> None:
        if len(seen) == 75:
            raise KeyboardInterrupt
        seen.append(task.path)

    with pytest.raises(KeyboardInterrupt):
        meddled(instance, meddle)
    Path(seen[0]).unlink()
    Path(seen[1]).unlink()
    Path(seen[1]).symlink_to(seen[2])
    letter(Path(seen[2]), "1000")

    balance = counted(ingest(instance))
    assert (balance["found"], balance.get("ignored", 0), balance.get("due", 0)) == (90, 0, 0)


# ---------------------------------------------------------------- what is known


def test_a_touched_file_is_known_and_makes_no_run(instance: Path) -> None:
    letter(outgoing(instance) / "a.docx", "1")
    before = ingest(instance).json
    os.utime(outgoing(instance) / "a.docx", ns=(1, 1))

    again = ingest(instance)
    assert (again.code, counted(again), again.json["run"]) == (0, {"found": 1, "known": 1}, before["run"])


def test_a_changed_file_is_taken_and_what_it_was_stays(instance: Path) -> None:
    letter(outgoing(instance) / "a.docx", "1")
    ingest(instance)
    letter(outgoing(instance) / "a.docx", "2")

    assert counted(ingest(instance)) == {"found": 1, "accepted": 1}
    assert sorted(d.number or "" for d in reader(instance).documents(2)) == ["1", "2"]


def test_reading_again_changes_nothing_that_is_known(instance: Path) -> None:
    letters(outgoing(instance), 5)
    before = ingest(instance).json["state_root"]

    again = ingest(instance, "--again")
    assert (counted(again), again.json["state_root"]) == ({"found": 7, "duplicate": 5, "rejected": 2}, before)


def test_keeping_by_reference_copies_nothing_and_knows_the_same(instance: Path, tmp_path: Path) -> None:
    letters(outgoing(instance), 5)
    other = tmp_path / "other"
    docflow("init", other, "-q")
    shutil.copytree(instance / "inbox", other / "inbox", dirs_exist_ok=True)
    (other / "docflow.toml").write_text('keep = "reference"\n')

    assert ingest(other).json["state_root"] == ingest(instance).json["state_root"]
    assert list((other / "store").iterdir()) == []
    assert len([p for p in (instance / "store").rglob("*") if p.is_file()]) == 5


def test_the_same_letter_in_two_units_is_one_document_with_two_holdings(instance: Path) -> None:
    (instance / "units.csv").write_text(
        "Mã định danh,Tên đơn vị,Cấp\nH1,Ủy ban nhân dân huyện Sông Mây,huyện\nH2,Ủy ban nhân dân xã Bến Lứa,xã\n", "utf-8"
    )
    assert docflow("import", "units", instance / "units.csv", "--instance", instance).code == 0
    letter(outgoing(instance) / "a.docx", "1")
    (instance / "inbox" / "H2" / "incoming").mkdir(parents=True)
    shutil.copy(outgoing(instance) / "a.docx", instance / "inbox" / "H2" / "incoming" / "b.docx")

    assert counted(ingest(instance)) == {"found": 2, "accepted": 1, "duplicate": 1}
    (document,) = reader(instance).documents(2)
    holdings: tuple[Holding, ...] = document.holdings
    assert sorted((h.unit, h.direction.value) for h in holdings) == [("H1", "outgoing"), ("H2", "incoming")]


def test_what_cannot_be_kept_is_due_and_taken_when_there_is_room_again(instance: Path, tmp_path: Path) -> None:
    letters(outgoing(instance), 5)
    twin = tmp_path / "twin"
    shutil.copytree(instance, twin)
    expected = ingest(twin).json["state_root"]
    (instance / "store").rmdir()
    (instance / "store").write_bytes(b"")

    told = ingest(instance)
    assert (counted(told), {p["code"] for p in told.json["problems"]} >= {"no-space"}) == (
        {"found": 7, "rejected": 2, "due": 5},
        True,
    )
    (instance / "store").unlink()
    (instance / "store").mkdir()
    after = ingest(instance)
    assert (counted(after), after.json["state_root"]) == ({"found": 7, "accepted": 5, "known": 2}, expected)


# ---------------------------------------------------------------- however the work is cut up


def test_the_state_is_the_same_for_one_worker_and_for_three(instance: Path, tmp_path: Path) -> None:
    letters(outgoing(instance), 20)
    twin = tmp_path / "twin"
    shutil.copytree(instance, twin)

    assert ingest(instance, "--workers", "1").json["state_root"] == ingest(twin, "--workers", "3").json["state_root"]
    assert {**head(instance), "log_root": 0, "seal": 0} == {**head(twin), "log_root": 0, "seal": 0}


def test_the_same_bytes_give_the_same_lines(instance: Path) -> None:
    letter(outgoing(instance) / "a.docx", "1")
    file = outgoing(instance) / "a.docx"

    told = [docflow("parse", file, file, "--instance", instance).out for _ in range(2)]
    assert len({line for text in told for line in text.splitlines()}) == 1


# ---------------------------------------------------------------- light commands


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["frob"], []])
def test_what_needs_no_library_loads_none(arguments: list[str]) -> None:
    program = (
        "import sys, contextlib, io\n"
        "from docflow.cli.main import main\n"
        "with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):\n"
        "    with contextlib.suppress(SystemExit):\n"
        f"        main({arguments!r})\n"
        "print(sorted({name.partition('.')[0] for name in sys.modules}))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    heavy = {"alembic", "asn1crypto", "cryptography", "docx", "lxml", "pydantic", "pyhanko", "pypdf", "pypdfium2", "rich"}
    loaded: Any = set(done.stdout.strip("[]\n").replace("'", "").split(", "))

    assert "click" in loaded
    assert loaded & (heavy | {"sqlalchemy", "sqlmodel", "multiprocessing"}) == set()
