"""Every task comes back once, and a file that breaks its worker is blamed alone."""

from __future__ import annotations

import multiprocessing as mp
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from docflow.executor import Lost, Processes, Serial, _worker
from docflow.settings import Limits

LIMITS = Limits(memory_mib=256, base_seconds=1, seconds_per_mib=0, max_seconds=1)


@dataclass(frozen=True)
class Job:
    what: str
    size: int = 0


def perform(orders: str, job: Job) -> str:
    match job.what:
        case "die":
            os.kill(os.getpid(), signal.SIGSEGV)
        case "hang":
            time.sleep(60)
        case "grow":
            return str(len(bytearray(2**31)))
        case "late":
            raise TimeoutError
        case "fail":
            raise ValueError("a fault of ours")
    return f"{orders} {job.what}"


def processes(workers: int = 2, limits: Limits = LIMITS) -> Processes[Job, str, str]:
    return Processes(perform, "did", workers=workers, limits=limits, preload=("docflow.executor",))


def outcomes(executor: Processes[Job, str, str] | Serial[Job, str, str], names: list[str]) -> dict[str, str]:
    return {job.what: answer.code if isinstance(answer, Lost) else answer for job, answer in executor.run(Job(n) for n in names)}


@pytest.mark.parametrize("workers", [1, 3])
def test_slots_answer_as_the_serial_executor_does(workers: int) -> None:
    names = [*(str(i) for i in range(40)), "late"]

    assert outcomes(processes(workers), names) == outcomes(Serial(perform, "did"), names)


def test_a_segfault_a_hang_and_an_exploding_file_are_blamed_alone() -> None:
    names = ["a", "die", "b", "hang", "c", "grow", "d", "fail", "late", "e"]

    assert outcomes(processes(), names) == {
        "a": "did a",
        "b": "did b",
        "c": "did c",
        "d": "did d",
        "e": "did e",
        "die": "worker-died",
        "hang": "time-limit",
        "grow": "memory-limit",
        "fail": "worker-failed",
        "late": "time-limit",
    }


def test_a_worker_that_died_idle_is_replaced_without_blame() -> None:
    executor = processes(1)
    seen = []
    for job, answer in executor.run(Job(n) for n in ("a", "b")):
        seen.append((job.what, answer))
        if job.what == "a":
            children = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text(encoding="ascii").split()
            for child in children:
                workers = Path(f"/proc/{child}/task/{child}/children").read_text(encoding="ascii").split()
                for worker in workers:
                    os.kill(int(worker), signal.SIGKILL)
            time.sleep(0.2)

    assert seen == [("a", "did a"), ("b", "did b")]


ORPHANS = """
import os, sys, time
sys.path.insert(0, {tests!r})
from test_executor import Job, processes
from docflow.settings import Limits
limits = Limits(memory_mib=256, base_seconds=60, seconds_per_mib=0, max_seconds=60)
if __name__ == "__main__":
    print("started", flush=True)
    for _ in processes(2, limits).run([Job("hang"), Job("hang")]):
        pass
"""


def test_a_killed_parent_leaves_no_orphans(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(ORPHANS.format(tests=str(Path(__file__).parent)), "utf-8")
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, start_new_session=True) as parent:
        assert parent.stdout is not None
        parent.stdout.readline()
        time.sleep(1.5)
        group = parent.pid
        assert len(members(group)) >= 3
        parent.send_signal(signal.SIGKILL)
        parent.wait()
        deadline = time.monotonic() + 10
        while members(group) and time.monotonic() < deadline:
            time.sleep(0.05)
        left = members(group)

    assert left == []


def members(group: int) -> list[int]:
    """The living processes of a session."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[3]) == group and fields[0] != "Z":
                found.append(int(entry.name))
    return found


class BrokenOff:
    """A connection whose other end has just gone, at the moment named."""

    def __init__(self, fault: type[Exception], *, on_send: bool) -> None:
        self._fault, self._on_send = fault, on_send

    def send(self, _: object) -> None:
        if self._on_send:
            raise self._fault

    def recv(self) -> object:
        raise self._fault


@pytest.mark.parametrize(("fault", "on_send"), [(EOFError, False), (ConnectionResetError, False), (BrokenPipeError, True)])
def test_a_worker_whose_parent_is_gone_ends_without_a_word(fault: type[Exception], on_send: bool) -> None:
    ended = mp.get_context("fork").Process(target=_worker, args=(BrokenOff(fault, on_send=on_send), perform, "did", 256))
    ended.start()
    ended.join()

    assert ended.exitcode == 0
