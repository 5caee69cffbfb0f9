"""``docflow close``: keeps the figures that a unit hands in for a period, and tells what came after."""

from __future__ import annotations

import click

from docflow.canonical import plain
from docflow.cli.report import day_of
from docflow.cli.session import Session, command
from docflow.cli.terminal import screen
from docflow.closure import asked_period, close_period, find_closure
from docflow.difference import between, difference_record
from docflow.errors import ExitCode, UsageError
from docflow.evidence import LedgerEvidence
from docflow.ledger.between import fact_changes, keys_changed
from docflow.ledger.engine import open_ledger
from docflow.ledger.read import Reader
from docflow.locale import Words
from docflow.model import Closure
from docflow.periods import parse_period
from docflow.render.difference import difference_text
from docflow.render.json import dump
from docflow.render.percent import percent


def make(words: Words) -> click.Command:
    """Make the command."""

    @command(words, "close")
    @click.argument("period", metavar="PERIOD")
    @click.option("--unit", metavar="CODE", required=True, help=words("closure.opt-unit"))
    @click.option("--author", metavar="NAME", help=words("closure.opt-author"))
    @click.option("--again", is_flag=True, help=words("closure.opt-again"))
    @click.option("--since", is_flag=True, help=words("closure.opt-since"))
    @click.option("--at", metavar="TIME", help=words("cli.opt-at"))
    def close(session: Session, period: str, *, unit: str, author: str | None, again: bool, since: bool) -> int:
        settings = session.settings()
        if since:
            return _since(session, period, unit)
        if not author:
            raise UsageError("author-needed")
        asked = asked_period(period, day_of(session.clock.now))
        done = close_period(settings.ledger, unit, asked, clock=session.clock, author=author, again=again)
        if session.format == "json":
            click.echo(dump({"schema": "docflow/close/1", **_plain(done.closure), "closed_by": done.number}), nl=False)
        else:
            click.echo(told(done.closure, session.words))
        return ExitCode.OK

    return close


def _plain(closure: Closure) -> dict[str, object]:
    record: dict[str, object] = plain(closure)
    return record


def told(closure: Closure, words: Words) -> str:
    """What was closed, in one line."""
    issued, electronic = closure.figures.get("issued", 0), closure.figures.get("electronic", 0)
    return words(
        "closure.closed",
        period=closure.period,
        unit=closure.unit,
        run=words.integer(closure.run),
        electronic=words.integer(electronic),
        issued=words.integer(issued),
        share=percent(words, electronic, issued),
    )


def _since(session: Session, name: str, code: str) -> int:
    """What changed of the period's documents since it was closed."""
    engine = open_ledger(session.settings().ledger)
    reader = Reader(engine)
    last = reader.run(None).number
    period = parse_period(name)
    unit = LedgerEvidence(reader, last).directory.resolve(code, period.first, period.last)
    closure = find_closure(reader, unit, period, last)
    if closure is None:
        raise UsageError("not-closed", unit=code, period=name)
    keys = keys_changed(engine, closure.run, last)
    in_time = {
        document.key
        for run in (closure.run, last)
        for document in reader.documents(run, unit=unit, keys=keys)
        for holding in document.holdings
        if holding.unit == unit and (holding.day is None or period.holds(holding.day))
    }
    answer = between(reader, closure.run, last, sorted(in_time), fact_changes(engine, closure.run, last), frozenset({unit}))
    if session.format == "json":
        click.echo(dump({**difference_record(answer), "closure": _plain(closure)}), nl=False)
    else:
        click.echo(told(closure, session.words))
        click.echo(difference_text(answer, session.words, screen()), nl=False)
    return ExitCode.OK
