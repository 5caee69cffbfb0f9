"""``docflow ledger erase``: destroys content that the law says must go, and keeps every figure and proof."""

from __future__ import annotations

import click

from docflow.cli.help import Command
from docflow.cli.session import Session, command
from docflow.erasure import erase, targets
from docflow.errors import ExitCode, UsageError
from docflow.locale import Words
from docflow.render.json import dump


def make(words: Words) -> Command:
    """Make the command."""

    @command(words, "ledger-erase")
    @click.argument("wanted", metavar="KEY|SHA256...", nargs=-1, required=True)
    @click.option("--author", metavar="NAME", help=words("ledger.opt-author"))
    @click.option("--reason", metavar="TEXT", help=words("ledger.opt-reason"))
    @click.option("--dry-run", is_flag=True, help=words("ledger.opt-erase-dry-run"))
    @click.option("--at", metavar="TIME", help=words("cli.opt-at"))
    def run(session: Session, wanted: tuple[str, ...], *, author: str | None, reason: str | None, dry_run: bool) -> int:
        settings = session.settings()
        if dry_run:
            doomed = targets(settings.ledger, wanted)
            if session.format == "json":
                click.echo(dump({"schema": "docflow/erase/1", "run": None, "facts": [list(one) for one in doomed]}), nl=False)
            else:
                click.echo("\n".join(f"{words.of('diff', f'kind-{kind}')}  {subject}" for kind, subject in doomed))
                session.say(words("ledger.would-erase", count=words.integer(len(doomed))))
            return ExitCode.OK
        if not author:
            raise UsageError("author-needed")
        if not reason:
            raise UsageError("reason-needed")
        done = erase(settings.ledger, wanted, author=author, reason=reason, clock=session.clock, originals=settings.store)
        if session.format == "json":
            record = {"schema": "docflow/erase/1", "run": done.run, "facts": done.facts, "originals": done.originals}
            click.echo(dump(record), nl=False)
        else:
            total = words.integer(sum(done.facts.values()))
            click.echo(words("ledger.erased", facts=total, originals=words.integer(done.originals), run=done.run))
        return ExitCode.OK

    return run
