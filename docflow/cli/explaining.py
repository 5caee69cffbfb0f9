"""``docflow parse --explain``: a page of HTML for each file that shows where its values were read."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from docflow.cli import files as shared
from docflow.cli.session import Session
from docflow.drawing import Drawn, draw
from docflow.errors import ExitCode, PathError
from docflow.executor import Lost, Processes
from docflow.render.page import page
from docflow.text import escaped
from docflow.work import PRELOAD, Orders, Task

SUFFIX = ".explain.html"


def write(session: Session, files: tuple[Path, ...], folder: Path, given: Orders, *, force: bool) -> int:
    """Draw the files in worker slots, write their pages into a folder and print their paths.

    A page that is there is not written over unless forced. A file that is refused, a secret one among them, gets none.
    """
    tasks = shared.tasks_of(files)
    targets = _targets(files, folder)
    for target in targets:
        if target.exists() and not force:
            raise PathError("page-exists", path=target)
    settings = session.settings()
    executor: Processes[Task, Orders, Drawn] = Processes(
        draw,
        given,
        workers=min(settings.workers, len(tasks)),
        limits=shared.limits_for(settings, given),
        preload=(*PRELOAD, "docflow.drawing", "docflow.parse.picture"),
    )
    code = ExitCode.OK
    for task, drawn in sorted(executor.run(tasks), key=lambda done: done[0].index):
        refusal = drawn.code if isinstance(drawn, Lost) else drawn.answer.refusal
        if isinstance(drawn, Lost) or drawn.answer.facts is None:
            reason = session.words.of("find", refusal or "unreadable")
            session.say(session.words("explain.not-drawn", path=escaped(task.path), reason=reason))
            code = ExitCode.ERROR
            continue
        text = page(escaped(files[task.index].name), drawn.answer.facts, drawn.pictures, drawn.lines, session.words)
        _put(targets[task.index], text)
        click.echo(escaped(str(targets[task.index])))
    return code


def _targets(files: tuple[Path, ...], folder: Path) -> list[Path]:
    """Where each page goes; files of one name from several folders are numbered."""
    seen: Counter[str] = Counter()
    targets = []
    for file in files:
        seen[file.name] += 1
        again = f"-{seen[file.name]}" if seen[file.name] > 1 else ""
        targets.append(folder / f"{file.name}{again}{SUFFIX}")
    return targets


def _put(target: Path, text: str) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
    except OSError as fault:
        raise PathError("page-not-written", path=target, detail=fault) from fault
