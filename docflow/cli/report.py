"""``docflow report``: prints figures as of a run."""

from __future__ import annotations

import datetime as dt

import click

from docflow.cli import certificate_list, differing
from docflow.cli.session import Session, command
from docflow.cli.terminal import screen
from docflow.errors import ExitCode, UsageError
from docflow.evidence import LedgerEvidence
from docflow.indicators import INDICATORS
from docflow.indicators.question import DIMENSIONS, TREES
from docflow.ledger.engine import open_ledger
from docflow.ledger.read import Reader
from docflow.ledger.signatures import SignatureReader
from docflow.locale import Words
from docflow.render import FORMATS
from docflow.report import Asked, Checkpoint, make_report

EXPIRING_DAYS = 90


def make(words: Words) -> click.Command:
    """Make the command."""

    @command(words, "report", formats=tuple(FORMATS))
    @click.argument("name", metavar="|".join(INDICATORS))
    @click.option("--unit", metavar="CODE", help=words("report.opt-unit"))
    @click.option("--period", metavar="P", help=words("report.opt-period"))
    @click.option("--at", metavar="DATE", help=words("report.opt-at"))
    @click.option("--by", multiple=True, type=click.Choice(list(DIMENSIONS)), help=words("report.opt-by"))
    @click.option("--tree", type=click.Choice(TREES), default=TREES[0], help=words("report.opt-tree"))
    @click.option("--as-of", metavar="RUN|DATE", help=words("report.opt-as-of"))
    @click.option("--policy", metavar="NAME", help=words("report.opt-policy"))
    @click.option("--against", metavar="NAME", help=words("policies.opt-against"))
    @click.option("--list", "listed", is_flag=True, help=words("certificates.opt-list"))
    @click.option(
        "--expiring", metavar="N", type=click.IntRange(0, 3650), default=EXPIRING_DAYS, help=words("certificates.opt-expiring")
    )
    def report(
        session: Session,
        name: str,
        *,
        unit: str | None,
        period: str | None,
        by: tuple[str, ...],
        tree: str,
        as_of: str | None,
        policy: str | None,
        against: str | None,
        listed: bool,
        expiring: int,
    ) -> int:
        _require_sense(name, against, listed=listed)
        settings = session.settings()
        engine = open_ledger(settings.ledger)
        reader = Reader(engine)
        run = reader.run(as_of)
        asked = Asked(
            name=name,
            today=day_of(session.clock.now),
            unit=unit,
            period=period,
            at=day_of(session.at) if session.at else None,
            by=by,
            as_of=as_of,
            policy=policy or settings.policy,
            tree=tree,
        )
        evidence, checkpoint = LedgerEvidence(reader, run.number), Checkpoint(run=run.number, state_root=run.state_root)
        if against is not None:
            click.echo(differing.told(session, asked, evidence, checkpoint, against), nl=False)
            return ExitCode.OK
        if listed:
            signatures = SignatureReader(engine)
            click.echo(certificate_list.told(session, asked, reader, signatures, checkpoint, expiring), nl=False)
            return ExitCode.OK
        answer = make_report(asked, evidence, checkpoint)
        click.echo(FORMATS[session.format](answer, session.words, screen()), nl=False)
        return ExitCode.OK

    return report


def _require_sense(name: str, against: str | None, *, listed: bool) -> None:
    """``UsageError`` for a report that there is not, and for an option that says nothing to this one."""
    if name not in INDICATORS:
        raise UsageError("no-such-report", name=name, names=", ".join(INDICATORS))
    if against is not None and not INDICATORS[name].under_policy:
        raise UsageError("option-not-here", option="--against", name=name)
    if listed and name != "certificates":
        raise UsageError("option-not-here", option="--list", name=name)


def day_of(instant: dt.datetime) -> str:
    """The day in Vietnam, which has one time zone and no summer time."""
    return instant.astimezone(dt.timezone(dt.timedelta(hours=7))).date().isoformat()
