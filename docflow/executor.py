"""Where work is done: a seam of one method, serially in this process or in killable worker processes.

A slot is one worker process: warm, preloaded, with a cap on its address space, recycled after a number of tasks, and killed by
the parent when a task is over its time. So a segmentation fault, a hang or an exploding file is blamed on exactly one task.
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing as mp
import os
import resource
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Generic, Protocol, TypeVar

from docflow.settings import Limits

TASKS_PER_WORKER = 500
# So many new containers, not Python's 700, bring the collector on: most objects of a document die without it.
_YOUNG = 10_000
# A worker whose resident memory has grown by this share of its budget since its start is replaced before the next task.
GROWTH_SHARE = 0.3


class Sized(Protocol):
    """A task says how many bytes it is about, which decides its time."""

    @property
    def size(self) -> int:
        """Size in bytes."""


Task = TypeVar("Task", bound=Sized)
Orders = TypeVar("Orders")
Answer = TypeVar("Answer")
Answer_co = TypeVar("Answer_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Lost:
    """A task that broke its worker or its limits: ``code`` is time-limit, memory-limit, worker-died or worker-failed."""

    code: str
    detail: str = ""


class Executor(Protocol[Task, Answer_co]):
    """Gives every task back exactly once, in any order, with its answer or the reason it was lost."""

    def run(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Answer_co | Lost]]:
        """Work on the tasks, drawing them as slots become free."""


class Serial(Generic[Task, Orders, Answer]):
    """Does the work in this process, in order: the reference for the others; without limits."""

    def __init__(self, function: Callable[[Orders, Task], Answer], orders: Orders) -> None:
        self._function, self._orders = function, orders

    def run(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Answer | Lost]]:
        """Work on one task after the other."""
        for task in tasks:
            try:
                yield task, self._function(self._orders, task)
            except MemoryError:
                yield task, Lost("memory-limit")
            except TimeoutError:
                yield task, Lost("time-limit")


def _memory(field: int) -> int:
    """Bytes of this process from /proc/self/statm: field 0 is the address space, field 1 what is resident; 0 if unknown."""
    try:
        with open("/proc/self/statm", encoding="ascii") as statm:  # noqa: PTH123 - no Path in a worker's hot path
            return int(statm.read().split()[field]) * resource.getpagesize()
    except OSError:
        return 0


def spare_collector() -> None:
    """Keep the garbage collector from looking again and again at what was loaded before the first task; a quarter of the time."""
    gc.freeze()
    gc.set_threshold(_YOUNG, *gc.get_threshold()[1:])


def _exit_with_parent() -> None:
    """End this worker when the parent is gone, also in the middle of a task: a killed run leaves no orphans."""
    parent = mp.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _worker(connection: Connection, function: Callable[[Orders, Task], Answer], orders: Orders, memory_mib: int) -> None:
    """The life of a worker (child process): take a task, answer, until told to stop or grown too large."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_exit_with_parent, daemon=True).start()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if space := _memory(0):
        limit = space + memory_mib * 2**20
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    # The connection breaks when the parent is gone or has dropped this worker: then there is nobody to answer.
    with contextlib.suppress(EOFError, OSError):
        _serve(connection, function, orders, round(GROWTH_SHARE * memory_mib * 2**20))


def _serve(connection: Connection, function: Callable[[Orders, Task], Answer], orders: Orders, growth: int) -> None:
    spare_collector()
    at_start = _memory(1)
    connection.send(None)
    while True:
        task = connection.recv()
        try:
            answer: object = function(orders, task)
        except MemoryError:
            answer = Lost("memory-limit")
        except TimeoutError:  # of a program that the work was waiting for
            answer = Lost("time-limit")
        except Exception as fault:  # noqa: BLE001 - our fault, told with the file that it happened on
            answer = Lost("worker-failed", _trace(fault))
        full = _memory(1) - at_start > growth
        connection.send((answer, full))


def _trace(fault: BaseException) -> str:
    last = fault.__traceback__
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    place = f" ({last.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{last.tb_lineno})" if last else ""
    return f"{type(fault).__name__}{place}"


class _Slot(Generic[Task]):
    """One worker process and the task that it has."""

    def __init__(self, start: Callable[[Connection], mp.process.BaseProcess]) -> None:
        self._start = start
        self.task: Task | None = None
        self.deadline = 0.0
        self._open()

    def _open(self) -> None:
        self.connection, theirs = mp.Pipe()
        self.process = self._start(theirs)
        theirs.close()
        self.ready = False
        self.done = 0

    def give(self, task: Task, seconds: float) -> bool:
        """Hand over a task; a worker that died idle is replaced once. False if no worker will start."""
        for _ in range(2):
            try:
                if not self.ready:
                    # The first message says that the worker has its modules: a slow start is no fault of the task.
                    self.connection.recv()
                    self.ready = True
                self.connection.send(task)
            except (OSError, EOFError):
                self.renew()
                continue
            self.task = task
            self.deadline = time.monotonic() + seconds
            return True
        return False

    def renew(self) -> None:
        self.close()
        self._open()

    def close(self) -> None:
        self.process.kill()
        self.process.join()
        self.connection.close()


class Processes(Generic[Task, Orders, Answer]):
    """Slots of one worker process each on this machine; runs in the parent, which alone kills and replaces workers."""

    def __init__(
        self,
        function: Callable[[Orders, Task], Answer],
        orders: Orders,
        *,
        workers: int,
        limits: Limits,
        preload: tuple[str, ...],
    ) -> None:
        self._function, self._orders, self._workers, self._limits = function, orders, workers, limits
        self._context = mp.get_context("forkserver")
        self._context.set_forkserver_preload(list(preload))

    def _start(self, connection: Connection) -> mp.process.BaseProcess:
        process = self._context.Process(
            target=_worker, args=(connection, self._function, self._orders, self._limits.memory_mib), daemon=True
        )
        process.start()
        return process

    def run(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Answer | Lost]]:
        """Keep every slot busy; yield answers as they come."""
        slots: list[_Slot[Task]] = []
        waiting = iter(tasks)
        try:
            while True:
                for task in waiting:
                    slot = next((s for s in slots if s.task is None), None)
                    if slot is None:
                        slot = _Slot(self._start)
                        slots.append(slot)
                    if not slot.give(task, self._limits.seconds(task.size)):
                        yield task, Lost("worker-died", "at start")
                        continue
                    if len(slots) == self._workers and all(s.task is not None for s in slots):
                        break
                busy = [s for s in slots if s.task is not None]
                if not busy:
                    return
                yield from self._collect(busy)
        finally:
            for slot in slots:
                slot.close()

    def _collect(self, busy: list[_Slot[Task]]) -> Iterator[tuple[Task, Answer | Lost]]:
        """Wait for at least one slot to answer, die or run out of time."""
        patience = max(0.0, min(s.deadline for s in busy) - time.monotonic())
        ready = set(wait([s.connection for s in busy], timeout=patience))
        for slot in busy:
            task = slot.task
            if task is None or (slot.connection not in ready and time.monotonic() < slot.deadline):
                continue
            slot.task = None
            if slot.connection not in ready:
                slot.renew()
                yield task, Lost("time-limit", f"{self._limits.seconds(task.size):.0f} s")
                continue
            try:
                answer, full = slot.connection.recv()
            except (EOFError, OSError):
                slot.process.join()
                code = slot.process.exitcode or 0
                slot.renew()
                yield task, Lost("worker-died", signal.Signals(-code).name if code < 0 else str(code))
                continue
            slot.done += 1
            if full or slot.done >= TASKS_PER_WORKER or (isinstance(answer, Lost) and answer.code == "memory-limit"):
                slot.renew()
            yield task, answer
