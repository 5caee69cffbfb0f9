"""``docflow review retry``: makes files that were rejected or quarantined due again."""

from __future__ import annotations

import click

from docflow import __version__
from docflow.cli.help import Command
from docflow.cli.session import Session, command
from docflow.correction import CORRECTION
from docflow.errors import ExitCode, UsageError
from docflow.ledger.engine import open_ledger
from docflow.ledger.read import Reader
from docflow.ledger.write import Writer
from docflow.locale import Words
from docflow.render.json import dump


def make(words: Words) -> Command:
    """Make the command."""

    @command(words, "review-retry")
    @click.argument("wanted", metavar="SHA256...", nargs=-1)
    @click.option("--at", metavar="TIME", help=words("cli.opt-at"))
    def run(session: Session, wanted: tuple[str, ...]) -> int:
        engine = open_ledger(session.settings().ledger)
        known = Reader(engine).refused()
        chosen = set()
        for one in wanted:
            meant = {row.path_hash for row in known if one.lower() in {row.sha256, row.path_hash}}
            if not meant:
                raise UsageError("nothing-to-retry", value=one)
            chosen |= meant
        # No run: only what the next one is to look at is changed.
        with Writer(engine, kind=CORRECTION, clock=session.clock, tools=f"docflow/{__version__}", settings={}) as writer:
            count = writer.forget(chosen if wanted else (row.path_hash for row in known))
        if session.format == "json":
            click.echo(dump({"schema": "docflow/retry/1", "due": count}), nl=False)
        else:
            click.echo(words("review.retry", count=words.integer(count)) if count else words("review.retry-nothing"))
        return ExitCode.OK

    run.name = "retry"
    return run
