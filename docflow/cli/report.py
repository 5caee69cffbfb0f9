"""``docflow report``: prints figures as of a run."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

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
    def report(session: Session, name: str, **given: Any) -> int:
        _require_sense(name, given)
        if given["definitions"]:
            click.echo(DEFINITION_FORMATS[session.format](defined(name), session.words, screen()), nl=False)
            return ExitCode.OK
        return _answer(session, name, given)

    return report


def _answer(session: Session, name: str, given: Mapping[str, Any]) -> int:
    settings = session.settings()
    engine = open_ledger(settings.ledger)
    reader = Reader(engine)
    run = reader.run(given["as_of"])
    asked = _asked(session, name, given, given["policy"] or settings.policy)
    matching = counted_for(reader, SignatureReader(engine), run.number, asked.policy or "")
    evidence, checkpoint = LedgerEvidence(reader, run.number, matching), Checkpoint(run=run.number, state_root=run.state_root)
    if given["against"] is not None:
        click.echo(differing.told(session, asked, evidence, checkpoint, given["against"]), nl=False)
        return ExitCode.OK
    if given["listed"]:
        signatures = SignatureReader(engine)
        click.echo(certificate_list.told(session, asked, reader, signatures, checkpoint, given["expiring"]), nl=False)
        return ExitCode.OK
    answer = make_report(asked, evidence, checkpoint)
    if given["behind"] is not None:
        _keep(given["behind"], answer, evidence, reader, run, settings)
    click.echo(FORMATS[session.format](answer, session.words, screen()), nl=False)
    below = given["fail_under_target"] and any(aim.is_below for aim in (answer.aims or {}).values())
    return ExitCode.BELOW_TARGET if below else ExitCode.OK


def _asked(session: Session, name: str, given: Mapping[str, Any], policy: str) -> Asked:
    return Asked(
        name=name,
        today=day_of(session.clock.now),
        unit=given["unit"],
        period=given["period"],
        at=day_of(session.at) if session.at else None,
        by=given["by"],
        as_of=given["as_of"],
        policy=policy,
        tree=given["tree"],
        direction=given["direction"] or Direction.OUTGOING.value,
        seen=given["seen"],
        compare=given["compare"],
        targets=given["targets"] or given["fail_under_target"],
    )


def _keep(to: Path, answer: Report, evidence: LedgerEvidence, reader: Reader, run: RunRow, settings: Settings) -> None:
    """Write what stands behind a report, with the checkpoint of its run."""
    key = Key.of(kept.key_path(settings))
    note = key.sign(checkpoint_of(run, reader.log_root(run.number), key))
    found = behind_record(answer, evidence, lambda keys: reader.documents(run.number, keys=keys), note, str(key.public))
    kept.write(to, dump(dict(found)))


def _require_sense(name: str, given: Mapping[str, Any]) -> None:
    """``UsageError`` for a report that there is not, and for an option that says nothing to this one."""
    if name not in INDICATORS:
        raise UsageError("no-such-report", name=name, names=", ".join(INDICATORS))
    figures = name != "criteria" and given["against"] is None and not given["listed"]
    sense = {
        "--against": given["against"] is None or name == "signatures",
        "--direction": given["direction"] is None or name == "completeness",
        "--seen": not given["seen"] or name == "certificates",
        "--list": not given["listed"] or name == "certificates",
        "--compare": given["compare"] is None or figures,
        "--targets": not (given["targets"] or given["fail_under_target"]) or figures,
    }
    for option in (one for one, makes in sense.items() if not makes):
        raise UsageError("option-not-here", option=option, name=name)
    if given["behind"] is not None and (given["by"] or given["against"] is not None or given["listed"]):
        raise UsageError("behind-one-whole")


def day_of(instant: dt.datetime) -> str:
    """The day in Vietnam, which has one time zone and no summer time."""
    return instant.astimezone(dt.timezone(dt.timedelta(hours=7))).date().isoformat()
