"""A run that is told to stop stops well, and two runs never write at once."""

from __future__ import annotations

import signal
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from worlds.commands import docflow, head, started
from worlds.letters import letters

LETTERS = 300
PATIENCE = 60.0


@dataclass(frozen=True)
class Calm:
    """What a run comes to that nobody disturbed."""

    folder: Path
    state_root: str
    balance: dict[str, int]


@pytest.fixture(scope="module")
def calm(tmp_path_factory: pytest.TempPathFactory) -> Calm:
    folder = letters(tmp_path_factory.mktemp("letters") / "folder", LETTERS)
    instance = tmp_path_factory.mktemp("calm") / "instance"
    told = docflow(*command(instance, folder)).json
    return Calm(folder, told["state_root"], told["balance"])


def command(instance: Path, folder: Path) -> tuple[str | Path, ...]:
    """The ingest of a folder into an instance, made if it is not there."""
    if not instance.exists():
        assert docflow("init", instance, "-q").code == 0
    where = ("--instance", instance, "--unit", "H99", "--direction", "outgoing", "--workers", "2")
    return ("ingest", folder, *where, "--format", "json", "--at", "2022-12-31", "--lang", "en")


def children(pid: int) -> set[int]:
    """All processes that descend from one, by the kernel's lists."""
    found: set[int] = set()
    for tasks in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, tasks.read_text().split()):
            found |= {child} | children(child)
    return found


def running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def until(happened: Any) -> None:
    """Wait for something that must happen."""
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.01)


def at_work(instance: Path) -> Any:
    """Whether a run has taken in its first files."""
    return lambda: sum(1 for _ in (instance / "store").glob("*/*")) > 3


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 130), (signal.SIGKILL, -9)])
def test_a_run_told_to_stop_leaves_no_workers_and_the_next_ends_as_if_nothing_had_been(
    number: signal.Signals, code: int, calm: Calm, tmp_path: Path
) -> None:
    instance = tmp_path / "instance"
    arguments = command(instance, calm.folder)
    run = started(*arguments)
    until(at_work(instance))
    workers = children(run.pid)
    run.send_signal(number)
    out, err = run.communicate(timeout=PATIENCE)

    assert (run.returncode, out) == (code, "")
    assert "Traceback" not in err
    assert err.strip().startswith("Stopped") == (code > 0)
    assert workers
    until(lambda: not any(map(running, workers)))
    assert docflow("ledger", "check", "--instance", instance).code == 0

    told = docflow(*arguments).json
    assert (told["state_root"], told["balance"]) == (calm.state_root, calm.balance)
    assert head(instance)["run"] == 1


def test_of_two_runs_at_once_one_works_and_the_other_leaves(calm: Calm, tmp_path: Path) -> None:
    instance = tmp_path / "instance"
    arguments = command(instance, calm.folder)
    first = started(*arguments)
    until(at_work(instance))

    second = docflow(*arguments)
    assert (second.code, second.out, second.err.splitlines()[0][:6]) == (6, "", "Error:")
    out, _ = first.communicate(timeout=PATIENCE)
    assert first.returncode == 100
    assert f'"state_root": "{calm.state_root}"' in out
    assert docflow(*arguments).code == 0


def test_a_reader_of_the_output_may_leave(calm: Calm) -> None:
    files = sorted(calm.folder.glob("*.docx"))[:3]
    run = started("parse", *files)
    assert run.stdout is not None
    run.stdout.close()
    run.stdout = None
    _, err = run.communicate(timeout=PATIENCE)

    assert (run.returncode, err) == (0, "")
