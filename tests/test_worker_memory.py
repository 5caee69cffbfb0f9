"""A worker that reads good, damaged and hostile files for hours stays as large as it was."""

from __future__ import annotations

import datetime as dt
import os
import random
import resource
from collections.abc import Iterator
from pathlib import Path

from verify.test_hostile import HOSTILE

from docflow.executor import TASKS_PER_WORKER, Lost, Processes
from docflow.settings import Limits
from docflow.verify.policy import load_policy
from docflow.verify.trust import load_trust
from docflow.work import PRELOAD, Orders, Task, work
from fixtures.case import CASES

COPIES = 7
MOST_GROWTH_MIB = 24
LARGEST = 100_000
SLOW = {"two_hundred_signatures", "deep_form", "long_contents", "huge_index"}
"""Hostile files that take seconds, or all the time that a file may have."""


def damaged(data: bytes, seed: int) -> bytes:
    """The same file with a few bytes overwritten, cut out or repeated somewhere."""
    choice, hurt = random.Random(seed), bytearray(data)  # noqa: S311 - reproducible, not secret
    for _ in range(choice.randrange(1, 6)):
        at = choice.randrange(len(hurt))
        hurt[at : at + choice.randrange(3)] = choice.randbytes(choice.randrange(4))
    return bytes(hurt)


def contents() -> Iterator[bytes]:
    """Each small case as it is and damaged in several ways, and files made to hang or exhaust."""
    cases = [path.read_bytes() for path in sorted(CASES.glob("*/document.*"))]
    for seed, data in enumerate(data for data in cases for _ in range(COPIES) if 0 < len(data) < LARGEST):
        yield damaged(data, seed) if seed % COPIES else data
    yield from (make() for name, make in HOSTILE.items() if name not in SLOW)


def measured(orders: Orders, task: Task) -> tuple[int, int]:
    """Work on a file as a worker does; the worker's number, and its resident memory behind it in bytes."""
    work(orders, task)
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return os.getpid(), pages * resource.getpagesize()


def test_a_worker_does_not_grow_over_the_same_files(tmp_path: Path) -> None:
    tasks = []
    for index, data in enumerate(contents()):
        path = tmp_path / f"{index}.file"
        path.write_bytes(data)
        tasks.append(Task(str(path), len(data)))
    orders = Orders(load_policy("vn-transitional", tmp_path), load_trust(None), dt.datetime(2023, 1, 15, tzinfo=dt.UTC), 2**27)
    executor = Processes(measured, orders, workers=1, limits=Limits(), preload=PRELOAD)
    answers = [answer for _, answer in executor.run([*tasks, *tasks])]
    told = [answer for answer in answers if not isinstance(answer, Lost)]
    once, twice = (min(size for _, size in part[-10:]) / 2**20 for part in (told[: len(tasks)], told))
    print(f"{len(tasks)} files: {once:.1f} MiB resident after the first time, {twice:.1f} after the second")  # noqa: T201 - shown with -s

    assert len(told) == len(answers) == 2 * len(tasks)
    assert 150 < len(tasks) <= TASKS_PER_WORKER // 2
    assert len({process for process, _ in told}) == 1
    assert twice - once < MOST_GROWTH_MIB
