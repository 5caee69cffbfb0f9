"""``docflow ingest``: read, check and record every file of a folder."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from docflow.cli.files import orders
from docflow.cli.progress import progress
from docflow.cli.session import Session, command
from docflow.errors import ExitCode
from docflow.executor import Processes
from docflow.find import Search, find
from docflow.ingest import Report, Run, Trouble, rehearse
from docflow.ledger.engine import open_ledger
from docflow.ledger.read import Reader
from docflow.ledger.rows import RunRow
from docflow.ledger.write import Writer
from docflow.locale import Words
from docflow.model import Direction, Outcome
from docflow.pipeline import tools
from docflow.records import IngestRecord
from docflow.settings import Settings
from docflow.work import Answer, Orders, Task, work

TROUBLES_SHOWN = 20


def make(words: Words) -> click.Command:
    """Make the command."""

    @command(words, "ingest", formats=("table", "json"))
    @click.option("--unit", metavar="CODE", help=words("cli.opt-unit"))
    @click.option(
        "--direction", type=click.Choice(["auto", *(d.value for d in Direction)]), default="auto", help=words("cli.opt-direction")
    )
    @click.option("--workers", type=click.IntRange(1, 64), help=words("cli.opt-workers"))
    @click.option("--again", is_flag=True, help=words("cli.opt-again"))
    @click.option("--dry-run", is_flag=True, help=words("cli.opt-dry-run"))
    @click.option("--at", metavar="TIME", help=words("cli.opt-at"))
    @click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))
    def ingest(
        session: Session,
        paths: tuple[Path, ...],
        unit: str | None,
        direction: str,
        workers: int | None,
        again: bool,
        dry_run: bool,
    ) -> int:
        settings = session.settings(need_instance=True)
        told = None if direction == "auto" else Direction(direction)
        found = find(Search(paths, settings.instance, settings.inbox, unit, told))
        if not found:
            session.say(words("ingest.empty", path=", ".join(str(path) for path in paths)))
        given = orders(session)
        engine = open_ledger(settings.ledger)
        fingerprint = tools()
        with Writer(
            engine,
            kind="ingest",
            clock=session.clock,
            tools=fingerprint,
            settings={"policy": given.policy.sha256, "trust": given.trust.sha256, "keep": settings.keep},
        ) as writer:
            if dry_run:
                told_now = rehearse(found, writer.known([f.identity for f in found]), fingerprint)
                session.say(words("ingest.dry", **told_now))
                return ExitCode.OK
            run = Run(settings, writer, given, fingerprint, again=again)
            executor = _executor(settings, given, workers)
            with progress(session, len(found)) as tick:
                report = run.go(found, executor, tick=tick, closing=lambda: session.say(words("ingest.closing")))
        head = next(reversed(Reader(engine).runs()), None)
        _tell(session, settings, report, head)
        return ExitCode.PROBLEMS if report.troubles else ExitCode.OK

    return ingest


def _executor(settings: Settings, given: Orders, workers: int | None) -> Processes[Task, Orders, Answer]:
    return Processes(work, given, workers=workers or settings.workers, limits=settings.limits, preload="docflow.work")


def _tell(session: Session, settings: Settings, report: Report, head: RunRow | None) -> None:
    """The run in JSON on standard output, or as a table; a good quiet night says nothing."""
    words = session.words
    if session.format == "json":
        record: IngestRecord = {
            "schema": "docflow/ingest/1",
            "run": head.number if head else None,
            "balance": report.balance,
            "members": {"found": 0} | dict.fromkeys(map(str, Outcome), 0),
            "state_root": head.state_root if head else None,
            "problems": [
                {
                    "path": t.name,
                    "outcome": t.outcome.value,
                    "code": t.code,
                    "reason": _reason(words, t.code),
                    "detail": t.detail,
                }
                for t in report.troubles
            ],
        }
        sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\n")
        return
    if report.run is None:
        session.say(words("ingest.nothing", known=report.balance["known"], ignored=report.balance["ignored"]))
        return
    if session.quiet and not report.troubles:
        return
    lines = [words("ingest.title", run=report.run)]
    width = max(len(words(f"word.outcome-{name}")) for name in report.balance)
    for name, count in report.balance.items():
        if count or name == "found":
            lines.append(f"  {words(f'word.outcome-{name}'):<{width}}  {words.integer(count):>8}")
    lines += _troubles(words, report.troubles)
    if not session.quiet:
        lines.append(words("ingest.next", instance=settings.instance))
    sys.stdout.write("\n".join(lines) + "\n")


def _troubles(words: Words, troubles: tuple[Trouble, ...]) -> list[str]:
    if not troubles:
        return []
    lines = [words("ingest.troubles", count=len(troubles))]
    for trouble in troubles[:TROUBLES_SHOWN]:
        unnamed = "ingest.earlier-name" if trouble.code == "earlier" else "ingest.secret-name"
        outcome = words(f"word.outcome-{trouble.outcome}")
        lines.append(
            words("ingest.trouble", outcome=outcome, name=trouble.name or words(unnamed), reason=_reason(words, trouble.code))
        )
    if len(troubles) > TROUBLES_SHOWN:
        lines.append(words("ingest.trouble-more", count=len(troubles) - TROUBLES_SHOWN))
    return lines


def _reason(words: Words, code: str) -> str:
    """What a clerk can do about a file, in words: the finder's, else the reader's."""
    return words(f"find.{code}") if words.has(f"find.{code}") else words.of("parse", code)
