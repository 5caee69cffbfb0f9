"""``docflow diff``: what moved between two runs, and why."""

from __future__ import annotations

import click

from docflow.cli.session import Session, command
from docflow.cli.terminal import screen
from docflow.difference import between, difference_record
from docflow.errors import ExitCode, UsageError
from docflow.evidence import LedgerEvidence
from docflow.ledger.between import fact_changes, keys_changed
from docflow.ledger.engine import open_ledger
from docflow.ledger.read import Reader
from docflow.locale import Words
from docflow.periods import ALL_TIME
from docflow.render.difference import difference_text
from docflow.render.json import dump


def make(words: Words) -> click.Command:
    """Make the command."""

    @command(words, "diff")
    @click.argument("first", metavar="RUN_A|DATE")
    @click.argument("last", metavar="RUN_B|DATE", required=False)
    @click.option("--unit", metavar="CODE", help=words("diff.opt-unit"))
    def diff(session: Session, first: str, last: str | None, unit: str | None) -> int:
        engine = open_ledger(session.settings().ledger)
        reader = Reader(engine)
        start, end = reader.run(first).number, reader.run(last).number
        if start > end:
            raise UsageError("diff-backwards", first=start, last=end)
        directory = LedgerEvidence(reader, end).directory
        units = None
        if unit is not None:
            units = frozenset(directory.with_descendants(directory.resolve(unit, ALL_TIME.first, ALL_TIME.last)))
        changes = fact_changes(engine, start, end)
        answer = between(reader, start, end, keys_changed(engine, start, end), changes, units)
        if session.format == "json":
            click.echo(dump(difference_record(answer)), nl=False)
        else:
            click.echo(difference_text(answer, session.words, screen()), nl=False)
        return ExitCode.OK

    return diff
