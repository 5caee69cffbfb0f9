"""``docflow lines``: whatever a figure counts, one by one, or a sample of it for an auditor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import click

from docflow.certificate_matches import counted_for
from docflow.cli.report import day_of
from docflow.cli.session import Session, command
from docflow.errors import ExitCode, UsageError
from docflow.evidence import LedgerEvidence
from docflow.indicators.arrivals import FIGURES as ARRIVALS
from docflow.indicators.certificates import USED
from docflow.indicators.completeness import FIGURES as COMPLETENESS
from docflow.indicators.completeness import NUMBERS
from docflow.indicators.criteria import PREFIX, figure_behind
from docflow.indicators.findings import KINDS, TOTALS, is_finding
from docflow.indicators.question import TREES
from docflow.ledger.engine import open_ledger
from docflow.ledger.read import Reader
from docflow.ledger.rows import RunRow
from docflow.ledger.signatures import SignatureReader
from docflow.lines import APPRAISAL, CERTIFICATES, EXCHANGE, FIGURES, HANDLING, SIGNATURES, Line
from docflow.lines import lines as counted_lines
from docflow.listing import SIGNATURES as SIGNED
from docflow.listing import Filter
from docflow.locale import Words
from docflow.model import Form, Origin, Standing
from docflow.registers.units import LEVELS
from docflow.render import csv, listing
from docflow.render.finding_list import finding_lines
from docflow.render.findings import findings_like
from docflow.render.json import dump, dump_lines
from docflow.report import Asked, pose
from docflow.sample import Sample, draw
from docflow.text import slug, unaccented

MOST = 10_000
_BLANK = ("conclusion", "note", "auditor")


def make(words: Words) -> click.Command:
    """Make the command."""

    @command(words, "lines", formats=("table", "json", "jsonl", "csv"))
    @click.argument("figure", metavar="FIGURE")
    @click.option("--unit", metavar="CODE", help=words("report.opt-unit-only"))
    @click.option("--below", is_flag=True, help=words("report.opt-below"))
    @click.option("--level", metavar="LEVEL", help=words("report.opt-level"))
    @click.option("--period", metavar="P", help=words("report.opt-period"))
    @click.option("--at", metavar="DATE", help=words("report.opt-at"))
    @click.option("--tree", type=click.Choice(TREES), help=words("report.opt-tree"))
    @click.option("--as-of", metavar="RUN|DATE", help=words("report.opt-as-of"))
    @click.option("--policy", metavar="NAME", help=words("report.opt-policy"))
    @click.option("--type", "document_type", metavar="TYPE", help=words("report.opt-type"))
    @click.option("--form", type=click.Choice([f.value for f in Form]), help=words("report.opt-form"))
    @click.option("--origin", type=click.Choice([o.value for o in Origin]), help=words("report.opt-origin"))
    @click.option(
        "--standing", type=click.Choice([Standing.ISSUED.value, Standing.WITHDRAWN.value]), help=words("report.opt-standing")
    )
    @click.option("--signature", type=click.Choice(SIGNED), help=words("report.opt-signature"))
    @click.option("--seen", is_flag=True, help=words("certificates.opt-seen"))
    @click.option("--sample", "size", metavar="N", type=click.IntRange(1, MOST), help=words("lines.opt-sample"))
    @click.option("--seed", metavar="S", help=words("lines.opt-seed"))
    def lines(session: Session, figure: str, size: int | None, seed: str | None, **values: Any) -> int:
        if figure not in FIGURES and not is_finding(figure) and not figure.startswith(PREFIX):
            raise UsageError("no-such-figure", value=figure, names=", ".join((*FIGURES, *TOTALS, *KINDS)))
        if (size is None) != (seed is None):
            raise UsageError("sample-and-seed")
        settings = session.settings()
        engine = open_ledger(settings.ledger)
        reader = Reader(engine)
        run = reader.run(values["as_of"])
        policy = values["policy"] or settings.policy
        evidence = LedgerEvidence(reader, run.number, counted_for(reader, SignatureReader(engine), run.number, policy))
        if figure.startswith(PREFIX):
            figure = figure_behind(evidence, pose(_asked_of("criteria", session, values, policy), evidence), figure)
        families = {"certificates": CERTIFICATES, "signatures": SIGNATURES, "completeness": (*COMPLETENESS, *ARRIVALS)}
        families |= {"exchange": EXCHANGE, "handling": HANDLING, "appraisal": APPRAISAL}
        name = next((name for name, figures in families.items() if figure in figures), "issuance")
        name = "findings" if is_finding(figure) else name
        question = pose(_asked_of(name, session, values, policy, used=figure in USED), evidence)
        found = counted_lines(evidence, question, figure, _filter(values))
        if is_finding(figure) and (meant := findings_like(figure, session.words)):
            # Ledgers of other versions may know codes that have no words here.
            found = iter(told := list(found))
            if not told:
                raise UsageError("no-such-figure", value=figure, names=", ".join(meant))
        if size is None or seed is None:
            _tell(session, list(found), figure)
        else:
            definition = {"figure": figure, "run": run.number, "state_root": run.state_root, **_asked(values)}
            _tell_sample(session, draw(found, size, seed, definition), figure, run)
        return ExitCode.OK

    return lines


def _asked_of(name: str, session: Session, values: Mapping[str, Any], policy: str, *, used: bool = False) -> Asked:
    return Asked(
        name=name,
        today=day_of(session.clock.now),
        unit=values["unit"],
        period=values["period"],
        at=day_of(session.at) if session.at else None,
        by=("unit",) if values["below"] or values["level"] else (),
        policy=policy,
        tree=values["tree"] or TREES[0],
        seen=values["seen"] or used,
    )


def _asked(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in sorted(values.items()) if name != "as_of" and value}


def _filter(values: Mapping[str, Any]) -> Filter:
    level = LEVELS.get(unaccented(values["level"])) if values["level"] else None
    if values["level"] and level is None:
        raise UsageError("bad-level", value=values["level"], names=", ".join(dict.fromkeys(LEVELS.values())))
    return Filter(
        form=Form(values["form"]) if values["form"] else None,
        origin=Origin(values["origin"]) if values["origin"] else None,
        standing=Standing(values["standing"]) if values["standing"] else None,
        signature=values["signature"],
        level=level,
        document_type=slug(values["document_type"]) if values["document_type"] else None,
    )


def _tell(session: Session, found: Sequence[Line], figure: str) -> None:
    records = [dict(line.record) for line in found]
    if session.format == "jsonl":
        for text in dump_lines(records):
            click.echo(text, nl=False)
    elif session.format == "json":
        click.echo(dump(records), nl=False)
    elif session.format == "csv":
        click.echo(csv.table(tuple(records[0]) if records else (), records), nl=False)
    else:
        _table(session, found, figure)


def _table(session: Session, found: Sequence[Line], figure: str) -> None:
    """Headings and the count are talk, so that the lines on standard output are as many as the figure."""
    if (listed := finding_lines(figure, [line.record for line in found], session.words)) is not None:
        heading, shown = listed
    elif figure in CERTIFICATES:
        heading, shown = listing.certificate_lines([line.record for line in found], session.words)
    elif figure in {*NUMBERS, *ARRIVALS}:
        heading, shown = listing.number_lines([line.record for line in found], session.words)
    elif figure in {*EXCHANGE, *HANDLING, *APPRAISAL}:
        heading, shown = listing.weighed_lines([line.record for line in found], session.words)
    else:
        heading, shown = listing.lines([line.record for line in found], session.words)  # type: ignore[misc]
    if shown:
        session.say(heading)
    for text in shown:
        click.echo(text)
    session.say(session.words("lines.count", count=session.words.integer(len(shown))))


def _tell_sample(session: Session, sample: Sample, figure: str, run: RunRow) -> None:
    if session.format in {"json", "jsonl"}:
        record = {
            "schema": "docflow/sample/1",
            "sample": sample.id,
            "figure": figure,
            "seed": sample.seed,
            "checkpoint": {"run": run.number, "state_root": run.state_root},
            "strata": [
                {"stratum": name, "population": number, "drawn": sample.drawn[name]} for name, number in sample.population.items()
            ],
            "lines": [{"stratum": line.stratum, **line.record} for line in sample.lines],
        }
        click.echo(dump(record), nl=False)
    elif session.format == "csv":
        columns, rows = _sheet(sample, figure, run)
        click.echo(csv.table(columns, rows), nl=False)
    else:
        _table(session, sample.lines, figure)
        words = session.words
        for name, number in sample.population.items():
            counts = {"population": words.integer(number), "drawn": words.integer(sample.drawn[name])}
            session.say(words("lines.stratum", stratum=name, **counts))
        session.say(words("lines.sample", sample=sample.id, seed=sample.seed, run=run.number, root=run.state_root[:12]))


def _sheet(sample: Sample, figure: str, run: RunRow) -> tuple[tuple[str, ...], list[dict[str, Any]]]:
    """The list that an auditor fills in: what was drawn and from what, each line, and blank columns for the finding."""
    lead = ("sample", "figure", "run", "state_root", "seed", "stratum", "stratum_population", "stratum_drawn", "subject")
    fields = tuple(dict.fromkeys(name for line in sample.lines for name in line.record if name != "key"))
    rows = [
        {
            "sample": sample.id,
            "figure": figure,
            "run": run.number,
            "state_root": run.state_root,
            "seed": sample.seed,
            "stratum": line.stratum,
            "stratum_population": sample.population[line.stratum],
            "stratum_drawn": sample.drawn[line.stratum],
            "subject": line.subject,
            **line.record,
            **dict.fromkeys(_BLANK, ""),
        }
        for line in sample.lines
    ]
    return (*lead, *fields, *_BLANK), rows
