"""``docflow review list``: what a person must decide, to read or to fill in."""

from __future__ import annotations

import click
from rich import box
from rich.table import Table

from docflow.canonical import restore
from docflow.cli.help import Command
from docflow.cli.session import Session, command
from docflow.cli.terminal import screen
from docflow.errors import ExitCode
from docflow.ledger.engine import open_ledger
from docflow.ledger.read import Reader
from docflow.ledger.signatures import SignatureReader
from docflow.locale import Words
from docflow.model import Stage, Unit
from docflow.periods import Period, parse_period
from docflow.registers.directory import Directory
from docflow.render import csv
from docflow.render.json import dump, dump_lines
from docflow.render.screen import clean, plain
from docflow.review import Asked, Item, Kind, Open, item_record, open_record, still_open
from docflow.review_certificates import open_certificates
from docflow.review_sheet import SHEET, sheet_rows

MOST_SHOWN = 20
_SHORT = 12


def make(words: Words) -> Command:
    """Make the command."""

    @command(words, "review-list", formats=("table", "json", "jsonl", "csv"))
    @click.option("--unit", metavar="CODE", help=words("review.opt-unit"))
    @click.option("--period", metavar="P", help=words("review.opt-period"))
    def run(session: Session, unit: str | None, period: str | None) -> int:
        engine = open_ledger(session.settings().ledger)
        reader = Reader(engine)
        asked = _asked(reader, unit, parse_period(period) if period else None)
        found = still_open(reader, asked, open_certificates(reader, SignatureReader(engine), session.settings().policy))
        if session.format == "json":
            click.echo(dump(open_record(found)), nl=False)
        elif session.format == "jsonl":
            for text in dump_lines([item_record(item) for item in found.items]):
                click.echo(text, nl=False)
        elif session.format == "csv":
            click.echo(csv.table(SHEET, sheet_rows(found.items)), nl=False)
        else:
            _tell(session, found)
        return ExitCode.OK

    run.name = "list"
    return run


def _asked(reader: Reader, code: str | None, period: Period | None) -> Asked:
    """The unit asked for with all below it."""
    if code is None:
        return Asked(period=period)
    units = (restore(Unit, payload) for payload in reader.facts("unit", reader.run(None).number).values())
    directory = Directory(units)
    first, last = (period.first, period.last) if period else ("9999-12-31", "9999-12-31")
    wanted = directory.with_descendants(directory.resolve(code, first, last))
    return Asked({one: directory.by_id[one] for one in wanted if one in directory.by_id}, period)


def _tell(session: Session, found: Open) -> None:
    words = session.words
    if not found.items:
        click.echo(words("review.nothing-open"))
    for kind, count in found.counts.items():
        items = [item for item in found.items if item.kind is kind]
        click.echo(screen().draw(_table(kind, count, items[:MOST_SHOWN], words)))
        if count > MOST_SHOWN:
            click.echo(words("review.more", count=words.integer(count - MOST_SHOWN)))
        click.echo(f"  {clean(items[0].command)}\n")
    if found.secret:
        click.echo(words("review.secret", count=words.integer(found.secret)))
    session.say(words("report.checkpoint", run=words.integer(found.run), root=found.state_root[:12]))


def _table(kind: Kind, count: int, items: list[Item], words: Words) -> Table:
    title = words("review.kind", kind=words(f"review.kind-{kind.value}"), count=words.integer(count))
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, title=plain(title, "bold"), title_justify="left")
    for name in ("what", "why", "field", "proposals"):
        table.add_column(words(f"review.col-{name}"), overflow="fold")
    for item in items:
        known = item.about or item.number or item.path or item.subject
        about = item.path.rpartition("/")[2] if item.path and item.number else ""
        subject = item.subject[:_SHORT] + "…" if len(item.subject) == 64 else item.subject
        what = "\n".join(dict.fromkeys(part for part in (known, about, subject) if part))
        proposals = ", ".join(
            f"{p.value} ({words.decimal(f'{p.score / 10:.1f}')} %)" if p.score else p.value for p in item.proposals
        )
        cells = (what, _why(item, words), words(f"review.field-{item.field.value}"), proposals)
        table.add_row(*(plain(cell) for cell in cells))
    return table


def _why(item: Item, words: Words) -> str:
    if words.has(f"review.why-{item.why}"):
        return words(f"review.why-{item.why}")
    if item.kind is Kind.FORM:
        return words("review.why-rule", rule=words.of("rule", item.why))
    areas = ("finding", *(stage.value for stage in Stage))
    return next((words(f"{area}.{item.why}") for area in areas if words.has(f"{area}.{item.why}")), item.why)
