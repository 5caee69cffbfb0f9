"""``docflow report``: prints figures as of a run."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from docflow.behind import behind_record
from docflow.certificate_matches import counted_for
from docflow.cli import certificate_list, differing
from docflow.cli import checkpoint as kept
from docflow.cli.session import Session, command
from docflow.cli.terminal import screen
from docflow.errors import ExitCode, UsageError
from docflow.evidence import LedgerEvidence
from docflow.indicators import INDICATORS
from docflow.indicators.change import AGAINST
from docflow.indicators.definitions import defined
from docflow.indicators.question import DIMENSIONS, TREES
from docflow.ledger.checkpoint import Key
from docflow.ledger.engine import open_ledger
from docflow.ledger.read import Reader
from docflow.ledger.rows import RunRow
from docflow.ledger.signatures import SignatureReader
from docflow.locale import Words
from docflow.model import Direction
from docflow.proof import checkpoint_of
from docflow.render import FORMATS
from docflow.render.definitions import FORMATS as DEFINITION_FORMATS
from docflow.render.json import dump
from docflow.report import Asked, Checkpoint, Report, make_report
from docflow.settings import Settings

EXPIRING_DAYS = 90


def make(words: Words) -> click.Command:
    """Make the command."""

    @command(words, "report", formats=tuple(FORMATS))
    @click.argument("name", metavar="NAME")
    @click.option("--unit", metavar="CODE", help=words("report.opt-unit"))
    @click.option("--period", metavar="P", help=words("report.opt-period"))
    @click.option("--at", metavar="DATE", help=words("report.opt-at"))
    @click.option("--by", multiple=True, type=click.Choice(list(DIMENSIONS)), help=words("report.opt-by"))
    @click.option("--direction", type=click.Choice([d.value for d in Direction]), help=words("report.opt-direction"))
    @click.option("--tree", type=click.Choice(TREES), default=TREES[0], help=words("report.opt-tree"))
    @click.option("--as-of", metavar="RUN|DATE", help=words("report.opt-as-of"))
    @click.option("--policy", metavar="NAME", help=words("report.opt-policy"))
    @click.option("--against", metavar="NAME", help=words("policies.opt-against"))
    @click.option("--compare", type=click.Choice(list(AGAINST)), help=words("report.opt-compare"))
    @click.option("--targets", is_flag=True, help=words("report.opt-targets"))
    @click.option("--fail-under-target", is_flag=True, help=words("report.opt-fail-under-target"))
    @click.option("--definitions", is_flag=True, help=words("report.opt-definitions"))
    @click.option("--seen", is_flag=True, help=words("certificates.opt-seen"))
    @click.option("--list", "listed", is_flag=True, help=words("certificates.opt-list"))
    @click.option(
        "--expiring", metavar="N", type=click.IntRange(0, 3650), default=EXPIRING_DAYS, help=words("certificates.opt-expiring")
    )
    @click.option("--behind", metavar="FILE", type=click.Path(path_type=Path), help=words("report.opt-behind"))
    def report(
        session: Session,
        name: str,
        *,
        unit: str | None,
        period: str | None,
        by: tuple[str, ...],
        direction: str | None,
        tree: str,
        as_of: str | None,
        policy: str | None,
        against: str | None,
        compare: str | None,
        targets: bool,
        fail_under_target: bool,
        definitions: bool,
        seen: bool,
        listed: bool,
        expiring: int,
        behind: Path | None,
    ) -> int:
        _require_sense(name, against, direction, seen=seen, listed=listed)
        if definitions:
            click.echo(DEFINITION_FORMATS[session.format](defined(name), session.words, screen()), nl=False)
            return ExitCode.OK
        aimed = targets or fail_under_target
        if behind is not None and (by or against is not None or listed):
            raise UsageError("behind-one-whole")
        for option in (one for one, given in (("--compare", compare), ("--targets", aimed)) if given):
            _require_figures(name, option, printed=against is None and not listed and name != "criteria")
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
            direction=direction or Direction.OUTGOING.value,
            seen=seen,
            compare=compare,
            targets=aimed,
        )
        matching = counted_for(reader, SignatureReader(engine), run.number, asked.policy or "")
        evidence, checkpoint = LedgerEvidence(reader, run.number, matching), Checkpoint(run=run.number, state_root=run.state_root)
        if against is not None:
            click.echo(differing.told(session, asked, evidence, checkpoint, against), nl=False)
            return ExitCode.OK
        if listed:
            signatures = SignatureReader(engine)
            click.echo(certificate_list.told(session, asked, reader, signatures, checkpoint, expiring), nl=False)
            return ExitCode.OK
        answer = make_report(asked, evidence, checkpoint)
        if behind is not None:
            _keep(behind, answer, evidence, reader, run, settings)
        click.echo(FORMATS[session.format](answer, session.words, screen()), nl=False)
        below = fail_under_target and any(aim.is_below for aim in (answer.aims or {}).values())
        return ExitCode.BELOW_TARGET if below else ExitCode.OK

    return report


def _keep(to: Path, answer: Report, evidence: LedgerEvidence, reader: Reader, run: RunRow, settings: Settings) -> None:
    """Write what stands behind a report, with the checkpoint of its run."""
    key = Key.of(kept.key_path(settings))
    note = key.sign(checkpoint_of(run, reader.log_root(run.number), key))
    found = behind_record(answer, evidence, lambda keys: reader.documents(run.number, keys=keys), note, str(key.public))
    kept.write(to, dump(dict(found)))


def _require_figures(name: str, option: str, *, printed: bool) -> None:
    """``UsageError`` for what stands beside figures where something else than figures is asked for."""
    if not printed:
        raise UsageError("option-not-here", option=option, name=name)


def _require_sense(name: str, against: str | None, direction: str | None, *, seen: bool, listed: bool) -> None:
    """``UsageError`` for a report that there is not, and for an option that says nothing to this one."""
    if name not in INDICATORS:
        raise UsageError("no-such-report", name=name, names=", ".join(INDICATORS))
    if against is not None and name != "signatures":
        raise UsageError("option-not-here", option="--against", name=name)
    if direction is not None and name != "completeness":
        raise UsageError("option-not-here", option="--direction", name=name)
    if seen and name != "certificates":
        raise UsageError("option-not-here", option="--seen", name=name)
    if listed and name != "certificates":
        raise UsageError("option-not-here", option="--list", name=name)


def day_of(instant: dt.datetime) -> str:
    """The day in Vietnam, which has one time zone and no summer time."""
    return instant.astimezone(dt.timezone(dt.timedelta(hours=7))).date().isoformat()
