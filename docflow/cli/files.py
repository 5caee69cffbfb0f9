"""What parse, verify and inspect share: they work on named files in worker slots, without a ledger, one line a file in order."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import click

from docflow.cli.session import Session
from docflow.errors import PathError
from docflow.executor import Lost, Processes
from docflow.locale import Words
from docflow.model import FileFacts, FileKind, Header, Problem, SignatureState, Stage, Standing
from docflow.records import Judging, ProblemRecord
from docflow.text import escaped
from docflow.verify.policy import load_policy
from docflow.verify.trust import load_trust
from docflow.work import PRELOAD, Answer, Orders, Task, work

FORMATS = ("jsonl", "json", "table")
ARGUMENT = click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))

Record = TypeVar("Record")


def orders(session: Session, *, trust: Path | None = None, policy: str | None = None) -> Orders:
    """The orders for workers: a policy by name, a trust folder (none: an empty store), the time of judging."""
    settings = session.settings()
    folder = trust or (settings.trust if settings.trust.is_dir() else None)
    return Orders(
        policy=load_policy(policy or settings.policy, settings.instance / "policies"),
        trust=load_trust(folder),
        at=session.clock.now,
        max_bytes=settings.limits.max_file_mib * 2**20,
    )


def judging(given: Orders) -> Judging:
    """What the verdicts of some orders were made under."""
    at = given.at.isoformat().replace("+00:00", "Z")
    return Judging(given.policy.name, given.policy.sha256, given.trust.sha256, at)


def answers(session: Session, files: tuple[Path, ...], given: Orders) -> Iterator[tuple[str, Answer]]:
    """Work on the files in slots and give their answers in the order of the files; ``PathError`` for one that is not there."""
    for file in files:
        if not file.exists():
            raise PathError("no-such-path", path=file)
        if file.is_dir():
            raise PathError("is-a-folder", path=file)
    settings = session.settings()
    tasks = [Task(str(file), file.stat().st_size, index=i) for i, file in enumerate(files)]
    executor: Processes[Task, Orders, Answer] = Processes(
        work, given, workers=min(settings.workers, len(tasks)), limits=settings.limits, preload=PRELOAD
    )
    ready: dict[int, Answer] = {}
    following = 0
    for task, answer in executor.run(tasks):
        ready[task.index] = Answer(None, refusal=answer.code, detail=answer.detail) if isinstance(answer, Lost) else answer
        while following in ready:
            yield escaped(tasks[following].path), ready.pop(following)
            following += 1


def facts_of(answer: Answer) -> FileFacts:
    """The facts of an answer; for a refused file facts that hold nothing but the reason."""
    if answer.facts is not None:
        return answer.facts
    return FileFacts(
        sha256=answer.sha256 or "",
        size=answer.size,
        media_type="application/octet-stream",
        kind=FileKind.OTHER,
        pages=None,
        documents=(Header(standing=Standing.SECRET),) if answer.refusal == "secret" else (),
        sources={},
        state=SignatureState.UNREADABLE,
        signatures=(),
        problems=(Problem(Stage.FIND, answer.refusal or "unreadable", answer.detail),),
        tools="",
    )


def problem_words(words: Words, problems: Iterable[ProblemRecord]) -> str:
    """The problems of a record in the session's language."""
    return "; ".join(words.of(problem["stage"], problem["code"]) for problem in problems)


def write(session: Session, records: Iterator[Record], name: str, row: Callable[[Words, Record], tuple[str, ...]]) -> int:
    """Write records as they come (jsonl), as one array (json), or as a table headed by ``cli.<name>-columns``."""
    if session.format == "jsonl":
        for record in records:
            sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\n")
            sys.stdout.flush()
    elif session.format == "json":
        sys.stdout.write(json.dumps(list[Any](records), ensure_ascii=False, indent=2) + "\n")
    else:
        from rich.box import SIMPLE_HEAD  # noqa: PLC0415 - only a table needs it
        from rich.table import Table  # noqa: PLC0415 - as above

        from docflow.cli.terminal import screen  # noqa: PLC0415 - as above
        from docflow.render.screen import plain  # noqa: PLC0415 - as above

        table = Table(*session.words(f"cli.{name}-columns").split(" | "), box=SIMPLE_HEAD)
        for record in records:
            table.add_row(*(plain(cell) for cell in row(session.words, record)))
        click.echo(screen().draw(table).strip("\n"))
    return 0
