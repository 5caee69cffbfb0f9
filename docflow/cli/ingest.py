"""``docflow ingest``: read, check and record every file of a folder."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

import click

from docflow.cli.files import limits_for, orders, recognition
from docflow.cli.progress import progress
from docflow.cli.session import Session, command
from docflow.errors import ExitCode
from docflow.executor import Processes
from docflow.find import UNLISTED, Found, Search, find
from docflow.fingerprint import tools
from docflow.ingest import Report, Run, Trouble, rehearse
from docflow.ledger.engine import open_ledger
from docflow.ledger.read import Reader
from docflow.ledger.rows import RunRow
from docflow.ledger.write import Writer
from docflow.locale import Words
from docflow.model import Direction, Outcome
from docflow.records import IngestRecord
from docflow.settings import Settings
from docflow.text import escaped
from docflow.work import PRELOAD, Answer, Orders, Task, work

NAMES_SHOWN = 10
"""So many files are named under each reason; all of them with ``-v`` or in JSON."""


def make(words: Words) -> click.Command:
    """Make the command."""

    @command(words, "ingest", formats=("table", "json"))
    @click.option("--unit", metavar="CODE", help=words("cli.opt-unit"))
    @click.option(
        "--direction", type=click.Choice(["auto", *(d.value for d in Direction)]), default="auto", help=words("cli.opt-direction")
    )
    @click.option("--workers", metavar="N", type=click.IntRange(1, 64), help=words("cli.opt-workers"))
    @recognition(words)
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
        ocr: str | None,
        again: bool,
        dry_run: bool,
    ) -> int:
        settings = session.settings(need_instance=True)
        told = None if direction == "auto" else Direction(direction)
        found = find(Search(paths, settings.instance, settings.inbox, unit, told))
        given = orders(session, ocr=ocr)
        engine = open_ledger(settings.ledger)
        if not found:
            session.say(words("ingest.empty", path=", ".join(escaped(str(path)) for path in paths)))
            session.say(f"{words('cli.hint')} {words('ingest.empty-hint', inbox=settings.inbox)}")
        fingerprint = tools(given.how)
        with Writer(
            engine,
            kind="ingest",
            clock=session.clock,
            tools=fingerprint,
            settings={
                "policy": given.policy.sha256,
                "trust": given.trust.sha256,
                "keep": settings.keep,
                "ocr": given.how.ocr.value,
            },
        ) as writer:
            if dry_run:
                _tell_plan(session, rehearse(found, writer.known([f.identity for f in found]), fingerprint))
                return ExitCode.OK
            run = Run(settings, writer, given, fingerprint, again=again)
            executor = _executor(settings, given, workers)
            with progress(session, len(found)) as tick:
                report = run.go(found, executor, tick=tick, closing=lambda: session.say(words("ingest.closing")))
        head = next(reversed(Reader(engine).runs()), None)
        _tell(session, settings, found, report, head)
        return ExitCode.PROBLEMS if report.troubles else ExitCode.OK

    return ingest


def _executor(settings: Settings, given: Orders, workers: int | None) -> Processes[Task, Orders, Answer]:
    return Processes(work, given, workers=workers or settings.workers, limits=limits_for(settings, given), preload=PRELOAD)


def _tell_plan(session: Session, counts: dict[str, int]) -> None:
    """What a run would look at, in the shape that the run itself has."""
    if session.format == "json":
        balance = dict.fromkeys(("found", *map(str, Outcome)), 0) | counts
        _write(json.dumps(_record(session.words, Report(None, None, balance, ()), None), ensure_ascii=False))
    else:
        _write(session.words("ingest.dry", **{name: session.words.integer(n) for name, n in counts.items()}))


def _tell(session: Session, settings: Settings, found: list[Found], report: Report, head: RunRow | None) -> None:
    """The run in JSON on standard output, or as a table; a good quiet night says nothing."""
    words = session.words
    if session.format == "json":
        _write(json.dumps(_record(words, report, head), ensure_ascii=False))
        return
    if report.run is None:
        if found:
            counts = {name: words.integer(report.balance[name]) for name in ("known", "ignored")}
            session.say(words("ingest.nothing", **counts))
        return
    if session.quiet and not report.troubles:
        return
    lines = [words("ingest.title", run=words.integer(report.run)), *_counts(words, report.balance)]
    if report.members:
        lines += [words("ingest.members"), *_counts(words, report.members)]
    lines += _passed_over(words, found)
    lines += _troubles(words, report.troubles, None if session.verbose else NAMES_SHOWN)
    if not session.quiet and report.balance["accepted"]:
        lines.append(words("ingest.next", instance=session.instance or settings.instance))
    _write("\n".join(lines))


def _counts(words: Words, balance: dict[str, int]) -> list[str]:
    """A line for each outcome that there is."""
    width = max(len(words(f"word.outcome-{name}")) for name in balance)
    return [
        f"  {words(f'word.outcome-{name}'):<{width}}  {words.integer(count):>8}"
        for name, count in balance.items()
        if count or name == "found"
    ]


def _record(words: Words, report: Report, head: RunRow | None) -> IngestRecord:
    return {
        "schema": "docflow/ingest/1",
        "run": head.number if head else None,
        "balance": report.balance,
        "members": {"found": 0} | dict.fromkeys(map(str, Outcome), 0) | report.members,
        "state_root": head.state_root if head else None,
        "problems": [
            {"path": t.name, "outcome": t.outcome.value, "code": t.code, "reason": _reason(words, t.code), "detail": t.detail}
            for t in report.troubles
        ],
    }


def _passed_over(words: Words, found: list[Found]) -> list[str]:
    """Why files were ignored, a line for each reason."""
    reasons = Counter(one.passed_over for one in found if one.passed_over and one.passed_over != UNLISTED)
    told = [
        words("ingest.passed-over", count=words.integer(n), reason=_reason(words, code)) for code, n in sorted(reasons.items())
    ]
    return [words("ingest.ignored"), *told] if told else []


def _troubles(words: Words, troubles: tuple[Trouble, ...], shown: int | None) -> list[str]:
    """What a person should look at: each outcome and reason once, the files under it."""
    if not troubles:
        return []
    lines = [words("ingest.troubles", count=words.integer(len(troubles)))]
    groups: dict[tuple[Outcome, str], list[Trouble]] = {}
    for trouble in troubles:
        groups.setdefault((trouble.outcome, trouble.code), []).append(trouble)
    for (outcome, code), members in sorted(groups.items()):
        count = words.integer(len(members))
        lines.append(words("ingest.trouble", outcome=words(f"word.outcome-{outcome}"), count=count, reason=_reason(words, code)))
        names = sorted(trouble.name for trouble in members if trouble.name is not None)
        lines += [f"    {name}" for name in names[:shown]]
        if shown is not None and len(names) > shown:
            lines.append(words("ingest.trouble-more", count=words.integer(len(names) - shown)))
    return lines


def _reason(words: Words, code: str) -> str:
    """What a clerk can do about a file, in words: the finder's, else the reader's."""
    return words(f"find.{code}") if words.has(f"find.{code}") else words.of("parse", code)


def _write(text: str) -> None:
    sys.stdout.write(text + "\n")
