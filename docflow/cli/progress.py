"""Progress on standard error: a bar with rate and time left on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from docflow.cli.session import Session

LINE_EVERY_SECONDS = 15.0


@contextmanager
def progress(session: Session, total: int) -> Iterator[Callable[[], None]]:
    """Give a function to call for each file done. No file's name is shown: one of them may be secret."""
    if session.quiet or not total:
        yield lambda: None
    elif sys.stderr.isatty():
        with _bar(session, total) as tick:
            yield tick
    else:
        yield _Lines(session, total).tick


@contextmanager
def _bar(session: Session, total: int) -> Iterator[Callable[[], None]]:
    from rich.console import Console  # noqa: PLC0415 - only a terminal needs it
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}/s"),
        TimeRemainingColumn(),
    )
    started = time.monotonic()
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(session.words("ingest.working"), total=total, rate="–")

        def tick() -> None:
            done = bar.tasks[0].completed + 1
            bar.update(task, advance=1, rate=f"{done / max(time.monotonic() - started, 0.001):.1f}")

        yield tick


class _Lines:
    """A line every so often, for logs."""

    def __init__(self, session: Session, total: int) -> None:
        self._session, self._total = session, total
        self._done = 0
        self._started = self._last = time.monotonic()

    def tick(self) -> None:
        self._done += 1
        now = time.monotonic()
        if now - self._last < LINE_EVERY_SECONDS:
            return
        self._last = now
        rate = self._done / (now - self._started)
        words = self._session.words
        seconds = round((self._total - self._done) / rate)
        left = words("ingest.minutes", n=seconds // 60) if seconds > 120 else words("ingest.seconds", n=seconds)
        line = words("ingest.progress", done=self._done, total=self._total, rate=words.decimal(f"{rate:.1f}"), left=left)
        self._session.say(line)
