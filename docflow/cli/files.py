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
from docflow.model import FileFacts, FileKind, Header, Ocr, Problem, Reading, SignatureState, Stage, Standing
from docflow.records import Inside, Judging, ParseRecord, ProblemRecord
from docflow.settings import Limits, Settings
from docflow.text import escaped
from docflow.verify.policy import load_policy
from docflow.verify.trust import load_trust
from docflow.work import PRELOAD, Answer, Orders, Task, work

FORMATS = ("jsonl", "json", "table")
ARGUMENT = click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))

Record = TypeVar("Record")
FunctionType = TypeVar("FunctionType", bound=Callable[..., Any])


def recognition(words: Words) -> Callable[[FunctionType], FunctionType]:
    """The option ``--ocr``: whether scans are recognised."""
    return click.option("--ocr", type=click.Choice([way.value for way in Ocr]), help=words("cli.opt-ocr"))


def orders(session: Session, *, trust: Path | None = None, policy: str | None = None, ocr: str | None = None) -> Orders:
    """The orders for workers: a policy by name, a trust folder (none: an empty store), the time of judging, recognition."""
    settings = session.settings()
    limits = settings.limits
    folder = trust or (settings.trust if settings.trust.is_dir() else None)
    return Orders(
        policy=load_policy(policy or settings.policy, settings.instance / "policies"),
        trust=load_trust(folder),
        at=session.clock.now,
        max_bytes=limits.max_file_mib * 2**20,
        how=Reading(
            ocr=Ocr(ocr or settings.ocr),
            max_members=limits.max_members,
            max_unpacked=limits.max_unpacked_mib * 2**20,
            max_depth=limits.max_depth,
        ),
    )


def limits_for(settings: Settings, given: Orders) -> Limits:
    """What a worker may cost under some orders."""
    return settings.limits if given.how.ocr is Ocr.OFF else settings.limits.with_recognition()


def judging(given: Orders) -> Judging:
    """What the verdicts of some orders were made under."""
    at = given.at.isoformat().replace("+00:00", "Z")
    return Judging(given.policy.name, given.policy.sha256, given.trust.sha256, at)


def tasks_of(files: tuple[Path, ...]) -> list[Task]:
    """A task for each of the files; ``PathError`` for one that is not there."""
    for file in files:
        if not file.exists():
            raise PathError("no-such-path", path=file)
        if file.is_dir():
            raise PathError("is-a-folder", path=file)
    return [Task(str(file), file.stat().st_size, index=i) for i, file in enumerate(files)]


def answers(session: Session, files: tuple[Path, ...], given: Orders) -> Iterator[tuple[str, Answer]]:
    """Work on the files in slots and give their answers in the order of the files; ``PathError`` for one that is not there."""
    settings = session.settings()
    tasks = tasks_of(files)
    executor: Processes[Task, Orders, Answer] = Processes(
        work, given, workers=min(settings.workers, len(tasks)), limits=limits_for(settings, given), preload=PRELOAD
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


def inside(answer: Answer) -> tuple[Inside, ...]:
    """What the files inside a file are, in the order of its facts."""
    return tuple(Inside(one.facts, one.verdicts, inside(one)) for one in answer.members if one.facts is not None)


def problem_words(words: Words, problems: Iterable[ProblemRecord]) -> str:
    """The problems of a record in the session's language."""
    return "; ".join(words.of(problem["stage"], problem["code"]) for problem in problems)


def remarks(words: Words, record: ParseRecord) -> str:
    """What a message is, and the problems of a record, in the session's language."""
    told = []
    message = record["message"]
    if message is not None and message["kind"] == "status":
        status = f"show.status-{message['status']}"
        told.append(words(status if words.has(status) else "show.status-unknown"))
        told += [one["code"] for one in message["response_for"] if one["code"]]
    elif message is not None:
        told.append(words(f"show.business-{message['business'] or 'new'}"))
        told += [one["code"] for one in message["targets"] if one["code"]]
    return "; ".join([*told, problem_words(words, record["problems"])] if record["problems"] else told)


def unfolded(record: Any) -> Iterator[Any]:
    """A record, and one for each file inside it as if it lay there by itself."""
    yield record
    for member in record.get("members", ()):
        documents = member.get("documents", ())
        inner = {"document": documents[0] if documents else None, "message": None, "path": f"{record['path']}!/{member['name']}"}
        yield from unfolded({**record, **member, **inner})


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
            for one in unfolded(record):
                table.add_row(*(plain(cell) for cell in row(session.words, one)))
        click.echo(screen().draw(table).strip("\n"))
    return 0
