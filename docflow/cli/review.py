"""``docflow review``: what a person must decide, and what auditors found."""

from __future__ import annotations

import click
from rich import box
from rich.table import Table

from docflow.audit import Rate, rate_record, rates
from docflow.canonical import restore
from docflow.cli import review_list, review_resolve, review_retry
from docflow.cli.help import Command, Group
from docflow.cli.session import Session, command
from docflow.cli.terminal import screen
from docflow.errors import ExitCode
from docflow.ledger.engine import open_ledger
from docflow.ledger.read import Reader
from docflow.locale import Words
from docflow.model.audit import AuditFinding
from docflow.render.json import dump
from docflow.render.percent import band, percent
from docflow.render.screen import plain

_COLUMNS = ("stratum", "population", "drawn", "looked_at", "wrong", "undecided", "rate", "interval")


def make(words: Words) -> click.Command:
    """Make the group with its commands."""

    @click.group("review", cls=Group, invoke_without_command=True, help=words("cli.review"), short_help=words("cli.review-short"))
    @click.pass_context
    def group(ctx: click.Context) -> int:
        if ctx.invoked_subcommand is None:
            click.echo(ctx.get_help())
            return ExitCode.USAGE
        return ExitCode.OK

    group.speak(words)
    group.add_command(review_list.make(words), "list")
    group.add_command(review_resolve.make(words), "resolve")
    group.add_command(review_retry.make(words), "retry")
    group.add_command(_sample(words), "sample")
    return group


def _sample(words: Words) -> Command:
    @command(words, "review-sample")
    @click.option("--as-of", metavar="RUN|DATE", help=words("report.opt-as-of"))
    def run(session: Session, as_of: str | None) -> int:
        reader = Reader(open_ledger(session.settings().ledger))
        at = reader.run(as_of)
        findings = [restore(AuditFinding, payload) for _, payload in sorted(reader.facts("audit-finding", at.number).items())]
        found = rates(findings)
        if session.format == "json":
            checkpoint = {"run": at.number, "state_root": at.state_root}
            record = {"schema": "docflow/findings/1", "checkpoint": checkpoint, "rates": [rate_record(one) for one in found]}
            click.echo(dump(record), nl=False)
        elif found:
            click.echo(_tables(found, session.words))
        else:
            session.say(words("review.sample-none"))
        return ExitCode.OK

    run.name = "sample"
    return run


def _tables(found: list[Rate], words: Words) -> str:
    parts: list[Table] = []
    for one in found:
        if one.stratum is None:
            title = words("review.sample-title", sample=one.sample, figure=words.of("reconcile", f"figure-{one.figure}"))
            table = Table(box=box.SIMPLE_HEAD, pad_edge=False, title=plain(title, "bold"), title_justify="left")
            for i, name in enumerate(_COLUMNS):
                table.add_column(words(f"review.col-{name}"), justify="right" if i else "left", no_wrap=bool(i))
            parts.append(table)
        low, high = one.interval
        cells = (
            one.stratum or words("review.sample-whole"),
            words.integer(one.population),
            words.integer(one.drawn),
            words.integer(one.looked_at),
            words.integer(one.wrong),
            words.integer(one.undecided),
            percent(words, one.wrong, one.looked_at),
            band(words, (low, 10_000), (high, 10_000)),
        )
        parts[-1].add_row(*(plain(cell) for cell in cells), style="bold" if one.stratum is None else "")
    return screen().draw(*parts)
