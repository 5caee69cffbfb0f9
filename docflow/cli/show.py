"""``docflow show``: everything known about a document or file, and why."""

from __future__ import annotations

import hashlib
from pathlib import Path

import click

from docflow.cli.session import Session, command
from docflow.cli.terminal import screen
from docflow.errors import ExitCode, PathError, UsageError
from docflow.explanation import explain, explanation_record
from docflow.ledger.engine import open_ledger
from docflow.ledger.read import Reader
from docflow.locale import Words
from docflow.registers.directory import natural
from docflow.render.explanation import explanation_text
from docflow.render.json import dump
from docflow.render.screen import clean

# So many documents are explained one below the other; of more only the keys are told.
MOST_AT_ONCE = 10


def make(words: Words) -> click.Command:
    """Make the command."""

    @command(words, "show")
    @click.argument("wanted", metavar="KEY|SHA256|FILE")
    @click.option("--as-of", metavar="RUN|DATE", help=words("report.opt-as-of"))
    def show(session: Session, wanted: str, as_of: str | None) -> int:
        reader = Reader(open_ledger(session.settings().ledger))
        if session.format == "table" and len(keys := reader.find_keys(wanted, reader.run(as_of).number)) > MOST_AT_ONCE:
            count = session.words.integer(len(keys))
            click.echo("\n".join([words("show.many", count=count, value=clean(wanted)), *sorted(keys, key=natural)]))
            return ExitCode.OK
        explanation = explain(reader, _hash(Path(wanted)) or wanted, as_of)
        known = (explanation.documents, explanation.refused, explanation.cited_by, explanation.outer, explanation.corrections)
        if not any(known):
            raise UsageError("nothing-found", value=wanted)
        if session.format == "json":
            click.echo(dump(explanation_record(explanation)), nl=False)
        else:
            click.echo(explanation_text(explanation, session.words, screen()), nl=False)
        return ExitCode.OK

    return show


def _hash(path: Path) -> str | None:
    """The SHA-256 of a file at hand; None where the words are not the path of one."""
    try:
        if not path.is_file():
            return None
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except (OSError, ValueError) as fault:
        raise PathError("table-missing", file=path) from fault
