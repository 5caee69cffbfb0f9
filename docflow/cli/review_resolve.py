"""``docflow review resolve``: writes down what a person decided, one decision or a filled-in list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import click

from docflow.cli.help import Command
from docflow.cli.session import Session, command
from docflow.correction import target_of
from docflow.correction_run import Decision, Plan, plan, record
from docflow.errors import ExitCode, PathError, UsageError
from docflow.ledger.engine import open_ledger
from docflow.ledger.read import Reader
from docflow.locale import Words
from docflow.model import Correctable
from docflow.registers.table import MAX_BYTES
from docflow.render.json import dump
from docflow.render.screen import clean
from docflow.review_sheet import read_sheet, refused
from docflow.text import escaped

_VIETNAM = dt.timezone(dt.timedelta(hours=7))


def make(words: Words) -> Command:
    """Make the command."""

    @command(words, "review-resolve")
    @click.argument("subject", metavar="KEY|SHA256", required=False)
    @click.option("--field", type=click.Choice([field.value for field in Correctable]), help=words("review.opt-field"))
    @click.option("--value", metavar="TEXT", help=words("review.opt-value"))
    @click.option("--take-back", is_flag=True, help=words("review.opt-take-back"))
    @click.option("--author", metavar="NAME", help=words("review.opt-author"))
    @click.option("--reason", metavar="TEXT", help=words("review.opt-reason"))
    @click.option("--from", "table", metavar="FILE", type=click.Path(path_type=Path), help=words("review.opt-from"))
    @click.option("--dry-run", is_flag=True, help=words("review.opt-dry-run"))
    @click.option("--at", metavar="TIME", help=words("cli.opt-at"))
    def run(
        session: Session,
        subject: str | None,
        *,
        field: str | None,
        value: str | None,
        take_back: bool,
        author: str | None,
        reason: str | None,
        table: Path | None,
        dry_run: bool,
    ) -> int:
        if table is not None and subject is None:
            _tell(session, *_from_table(session, table, dry_run=dry_run), dry_run=dry_run)
            return ExitCode.OK
        if subject is None or field is None or table is not None or (value is None) != take_back:
            raise UsageError("decision-needed")
        if not author:
            raise UsageError("author-needed")
        if not reason:
            raise UsageError("reason-needed")
        planned, number = _decide(session, [Decision(subject, field, value, author, reason)], dry_run=dry_run)
        for bad in planned.bad:
            fault = words(f"registers.fault-{bad.fault.code}", value=bad.fault.value)
            raise UsageError("bad-decision", column=words.of("review", f"column-{bad.fault.column}"), fault=fault)
        _tell(session, planned, number, dry_run=dry_run)
        return ExitCode.OK

    run.name = "resolve"
    return run


def _from_table(session: Session, file: Path, *, dry_run: bool) -> tuple[Plan, int | None]:
    today = session.clock.now.astimezone(_VIETNAM).date()
    name = escaped(file.name)
    table, rows, decisions = read_sheet(_bytes(file), name, today)
    planned, number = _decide(session, decisions, dry_run=dry_run)
    if planned.bad:
        raise refused(name, table, rows, planned.bad, session.words)
    return planned, number


def _decide(session: Session, decisions: Sequence[Decision], *, dry_run: bool) -> tuple[Plan, int | None]:
    ledger, clock = session.settings().ledger, session.clock
    if dry_run:
        return plan(Reader(open_ledger(ledger)), decisions, clock), None
    return record(ledger, decisions, clock)


def _tell(session: Session, planned: Plan, number: int | None, *, dry_run: bool) -> None:
    words = session.words
    if session.format == "json":
        facts = [{"subject": target_of(fact.subject), **_payload(fact.payload)} for fact in planned.facts]
        click.echo(dump({"schema": "docflow/resolve/1", "run": number, "corrections": facts}), nl=False)
        return
    if not planned.facts:
        click.echo(words("review.resolved-nothing"))
        return
    for fact in planned.facts:
        payload = _payload(fact.payload)
        value = words("review.taken-back") if payload["value"] is None else str(payload["value"])
        field = words(f"review.field-{payload['field']}")
        click.echo(words("review.resolved-line", subject=clean(target_of(fact.subject)), field=field, value=clean(value)))
    name = "resolved-dry" if dry_run else "resolved"
    session.say(words(f"review.{name}", count=words.integer(len(planned.facts)), run=number or "–"))


def _payload(payload: object) -> dict[str, object]:
    return dict(payload) if isinstance(payload, dict) else {}


def _bytes(file: Path) -> bytes:
    if file.is_dir():
        raise PathError("table-is-folder", path=file)
    try:
        with file.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except OSError as fault:
        raise PathError("table-missing", file=file) from fault
