"""``docflow documents``: one line for each document that the issuance report counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import click

from docflow.citing import Citations
from docflow.cli.report import day_of
from docflow.cli.session import Session, command
from docflow.errors import ExitCode, UsageError
from docflow.evidence import LedgerEvidence
from docflow.indicators.question import TREES
from docflow.ledger.engine import open_ledger
from docflow.ledger.find import written
from docflow.ledger.read import Reader
from docflow.listing import SIGNATURES, Filter, ListedRecord, counted, listed_record
from docflow.locale import Words
from docflow.model import Citing, Form, Origin, Standing
from docflow.registers.units import LEVELS
from docflow.render import csv, listing
from docflow.render.json import dump, dump_lines
from docflow.report import Asked, pose
from docflow.text import slug, unaccented

_STANDINGS = (Standing.ISSUED, Standing.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class _Options:
    """The options as they stand on the command line."""

    unit: str | None
    period: str | None
    tree: str
    as_of: str | None
    below: bool
    level: str | None
    document_type: str | None
    form: str | None
    origin: str | None
    standing: str | None
    signature: str | None
    cites: str | None
    citing: str | None


def make(words: Words) -> click.Command:
    """Make the command."""

    @command(words, "documents", formats=("table", "json", "jsonl", "csv"))
    @click.option("--unit", metavar="CODE", help=words("report.opt-unit-only"))
    @click.option("--below", is_flag=True, help=words("report.opt-below"))
    @click.option("--level", metavar="LEVEL", help=words("report.opt-level"))
    @click.option("--period", metavar="P", help=words("report.opt-period"))
    @click.option("--tree", type=click.Choice(TREES), default=TREES[0], help=words("report.opt-tree"))
    @click.option("--as-of", metavar="RUN|DATE", help=words("report.opt-as-of"))
    @click.option("--type", "document_type", metavar="TYPE", help=words("report.opt-type"))
    @click.option("--form", type=click.Choice([f.value for f in Form]), help=words("report.opt-form"))
    @click.option("--origin", type=click.Choice([o.value for o in Origin]), help=words("report.opt-origin"))
    @click.option("--standing", type=click.Choice([s.value for s in _STANDINGS]), help=words("report.opt-standing"))
    @click.option("--signature", type=click.Choice(SIGNATURES), help=words("report.opt-signature"))
    @click.option("--cites", metavar="NUMBER", help=words("report.opt-cites"))
    @click.option("--citing", type=click.Choice([c.value for c in Citing]), help=words("report.opt-citing"))
    def documents(session: Session, **values: Any) -> int:
        records = _records(session, _Options(**values))
        if session.format == "jsonl":
            for line in dump_lines(dict(record) for record in records):
                click.echo(line, nl=False)
        elif session.format == "json":
            click.echo(dump([dict(record) for record in records]), nl=False)
        elif session.format == "csv":
            columns = tuple(ListedRecord.__annotations__)
            click.echo(csv.table(columns, (dict(record) for record in records)), nl=False)
        else:
            _table(session, list(records))
        return ExitCode.OK

    return documents


def _records(session: Session, options: _Options) -> Iterator[ListedRecord]:
    reader = Reader(open_ledger(session.settings().ledger))
    run = reader.run(options.as_of).number
    evidence = LedgerEvidence(reader, run)
    by = ("unit",) if options.below or options.level else ()
    question = pose(
        Asked("issuance", day_of(session.clock.now), options.unit, options.period, by=by, tree=options.tree), evidence
    )
    level = LEVELS.get(unaccented(options.level)) if options.level else None
    if options.level and level is None:
        raise UsageError("bad-level", value=options.level, names=", ".join(dict.fromkeys(LEVELS.values())))
    chosen = Filter(
        form=Form(options.form) if options.form else None,
        origin=Origin(options.origin) if options.origin else None,
        standing=Standing(options.standing) if options.standing else None,
        signature=options.signature,
        level=level,
        document_type=slug(options.document_type) if options.document_type else None,
        keys=_citing(reader, run, options),
    )
    return (listed_record(*found) for found in counted(evidence, question, chosen))


def _citing(reader: Reader, run: int, options: _Options) -> frozenset[str] | None:
    """The keys of the documents that cite what was asked for; None where nothing was."""
    if options.cites is None:
        if options.citing is not None:
            raise UsageError("citing-what")
        return None
    if written(options.cites) is None:
        raise UsageError("bad-cited", value=options.cites)
    citing = Citing(options.citing) if options.citing else None
    return frozenset(citer.key for citer in Citations(reader, run).to_written(options.cites, citing))


def _table(session: Session, records: list[ListedRecord]) -> None:
    """Headings and the count are talk, so that the lines on standard output are as many as the figure."""
    heading, lines = listing.lines(records, session.words)
    if lines:
        session.say(heading)
    for line in lines:
        click.echo(line)
    session.say(session.words("report.documents-count", count=session.words.integer(len(lines))))
