"""``docflow ledger prove``: the facts behind documents with their way to a signed checkpoint, for a stranger to check."""

from __future__ import annotations

import sys
from importlib import resources
from pathlib import Path

import click

from docflow.cli import checkpoint
from docflow.cli.help import Command
from docflow.cli.session import Session, command
from docflow.errors import ExitCode, PathError, UsageError
from docflow.ledger.checkpoint import Key
from docflow.ledger.engine import open_ledger
from docflow.ledger.log_reader import LogReader
from docflow.ledger.read import Reader
from docflow.locale import Words
from docflow.proof import documents_meant, prove
from docflow.render.json import dump


def make(words: Words) -> Command:
    """Make the command."""

    @command(words, "ledger-prove", formats=("json",))
    @click.argument("wanted", metavar="KEY|SHA256...", nargs=-1)
    @click.option("--keys", metavar="FILE", type=click.Path(path_type=Path), help=words("ledger.opt-keys"))
    @click.option("--as-of", metavar="RUN|DATE", help=words("report.opt-as-of"))
    @click.option("--since", metavar="CHECKPOINT", type=click.Path(path_type=Path), help=words("ledger.opt-since"))
    @click.option("--without-content", is_flag=True, help=words("ledger.opt-without-content"))
    @click.option("--output", metavar="FILE", type=click.Path(path_type=Path), help=words("ledger.opt-output"))
    @click.option("--verifier", is_flag=True, help=words("ledger.opt-verifier"))
    def run(
        session: Session,
        wanted: tuple[str, ...],
        keys: Path | None,
        as_of: str | None,
        since: Path | None,
        without_content: bool,
        output: Path | None,
        verifier: bool,
    ) -> int:
        target = output or checkpoint.STDOUT
        if verifier:
            checkpoint.write(target, resources.files("docflow").joinpath("verify_proof.py").read_text("utf-8"))
            return ExitCode.OK
        asked = [*wanted, *(_listed(keys) if keys else ())]
        if not asked:
            raise UsageError("nothing-asked-to-prove")
        settings = session.settings()
        engine = open_ledger(settings.ledger)
        reader = Reader(engine)
        at = reader.run(as_of)
        documents = documents_meant(reader, asked, at)
        earlier = checkpoint.text_of(since) if since else None
        record = prove(
            LogReader(engine, at.leaves),
            at,
            Key.of(checkpoint.key_path(settings)),
            documents,
            since=earlier,
            content=not without_content,
        )
        checkpoint.write(target, dump(record))
        session.say(
            words("ledger.proven", documents=words.integer(len(documents)), entries=words.integer(len(record["entries"])))
        )
        return ExitCode.OK

    return run


def _listed(path: Path) -> list[str]:
    """One key a line; blank lines are passed over."""
    if path == checkpoint.STDOUT:
        return [line for line in sys.stdin.read().splitlines() if line.strip()]
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise PathError("file-unreadable", path=path, detail=fault) from fault
    return [line.strip() for line in text.splitlines() if line.strip()]
