"""``docflow import``: takes in tables of units, successions, registers and rosters."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from docflow.cli.session import Session, command
from docflow.errors import ExitCode, PathError, UsageError
from docflow.locale import Words
from docflow.model import Direction
from docflow.periods import FIRST_YEAR, LAST_YEAR
from docflow.registers.importing import KINDS, Plan, Source, preview, record
from docflow.registers.register import Asked
from docflow.registers.starter import starter_table, starters
from docflow.registers.table import MAX_BYTES
from docflow.render.json import dump
from docflow.render.screen import plain
from docflow.text import escaped

MOST_PASSED_OVER = 8


def make(words: Words) -> click.Command:
    """Make the command."""

    @command(words, "import")
    @click.argument("kind", metavar="|".join(KINDS))
    @click.argument("file", metavar="FILE", type=click.Path(path_type=Path), required=False)
    @click.option("--starter", metavar="NAME", help=words("registers.opt-starter", names=", ".join(starters())))
    @click.option("--unit", metavar="CODE", help=words("registers.opt-unit"))
    @click.option("--direction", type=click.Choice([d.value for d in Direction]), help=words("registers.opt-direction"))
    @click.option("--year", metavar="YEAR", type=click.IntRange(FIRST_YEAR, LAST_YEAR), help=words("registers.opt-year"))
    @click.option("--sheet", metavar="NAME", help=words("registers.opt-sheet"))
    @click.option("--dry-run", is_flag=True, help=words("registers.opt-dry-run"))
    @click.option("--at", metavar="TIME", help=words("cli.opt-at"))
    def import_(
        session: Session,
        kind: str,
        file: Path | None,
        *,
        starter: str | None,
        unit: str | None,
        direction: str | None,
        year: int | None,
        sheet: str | None,
        dry_run: bool,
    ) -> int:
        if kind not in KINDS:
            raise UsageError("no-such-table", name=kind, names=", ".join(KINDS))
        settings = session.settings()
        asked = Asked(unit, Direction(direction) if direction else None, year)
        name, data = _table(kind, file, starter)
        source = Source(name, data, _today(session), asked, sheet)
        if dry_run:
            plan, run = preview(settings.ledger, kind, source, session.words), None
        else:
            plan, run = record(settings.ledger, kind, source, words=session.words, clock=session.clock)
        if session.format == "json":
            click.echo(dump({"schema": "docflow/import/1", "file": source.file, "run": run, "balance": plan.balance}), nl=False)
        else:
            _tell(session, source.file, plan, run, dry_run=dry_run)
        return ExitCode.OK

    return import_


def _table(kind: str, file: Path | None, starter: str | None) -> tuple[str, bytes]:
    """The name and the bytes of the table to take in: a file, or a starter table of units that comes with docflow."""
    if file is not None and starter is None:
        return escaped(file.name), _bytes(file)
    if file is not None or starter is None:
        raise UsageError("file-or-starter")
    if kind != "units" or starter not in starters():
        raise UsageError("no-such-starter", name=starter, names=", ".join(starters()))
    return f"{starter}.csv", starter_table(starter)


def _bytes(file: Path) -> bytes:
    if file.is_dir():
        raise PathError("table-is-folder", path=file)
    try:
        with file.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except OSError as fault:
        raise PathError("table-missing", file=file) from fault


def _today(session: Session) -> dt.date:
    return session.clock.now.astimezone(dt.timezone(dt.timedelta(hours=7))).date()


def _tell(session: Session, file: str, plan: Plan, run: int | None, *, dry_run: bool) -> None:
    words = session.words
    counts = {name: words.integer(n) for name, n in plan.balance.items() if name != "secret"}
    name = "imported" if plan.facts else "imported-nothing"
    click.echo(words(f"registers.{name}", file=file, **counts))
    if plan.secret:
        click.echo(words("registers.imported-secret", count=words.integer(plan.secret)))
    if plan.passed_over:
        shown = "; ".join(f"{row} “{plain(text)}”" for row, text in plan.passed_over[:MOST_PASSED_OVER])
        rest = " …" if len(plan.passed_over) > MOST_PASSED_OVER else ""
        session.say(words("registers.imported-passed-over", count=words.integer(len(plan.passed_over)), rows=shown + rest))
    if plan.vanished:
        session.say(words("registers.imported-vanished", count=words.integer(plan.vanished)))
    if dry_run:
        session.say(words("registers.imported-dry"))
    elif run is not None:
        session.say(words("registers.imported-run", run=words.integer(run)))
