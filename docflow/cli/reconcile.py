"""``docflow reconcile``: declared figures, targets and registers held against one another and against the evidence."""

from __future__ import annotations

import click

from docflow.canonical import restore
from docflow.cli.report import day_of
from docflow.cli.session import Session, command
from docflow.cli.terminal import screen
from docflow.errors import ExitCode
from docflow.evidence import LedgerEvidence
from docflow.ledger.engine import open_ledger
from docflow.ledger.read import Reader
from docflow.locale import Words
from docflow.model import Declared, Target
from docflow.reconcile import difference_record, reconcile
from docflow.render.json import dump
from docflow.render.reconciliation import reconciliation_text
from docflow.report import Asked, pose


def make(words: Words) -> click.Command:
    """Make the command."""

    @command(words, "reconcile")
    @click.option("--unit", metavar="CODE", help=words("report.opt-unit-only"))
    @click.option("--period", metavar="P", help=words("report.opt-period"))
    @click.option("--as-of", metavar="RUN|DATE", help=words("report.opt-as-of"))
    def run(session: Session, unit: str | None, period: str | None, as_of: str | None) -> int:
        reader = Reader(open_ledger(session.settings().ledger))
        at = reader.run(as_of)
        evidence = LedgerEvidence(reader, at.number)
        question = pose(Asked("issuance", day_of(session.clock.now), unit, period), evidence)
        declared = [restore(Declared, payload) for _, payload in sorted(reader.facts("declared", at.number).items())]
        targets = [restore(Target, payload) for _, payload in sorted(reader.facts("target", at.number).items())]
        answer = reconcile(evidence, declared, targets, question.unit, question.period)
        if session.format == "json":
            record = {
                "schema": "docflow/reconcile/1",
                "unit": question.unit,
                "period": question.period.name,
                "checkpoint": {"run": at.number, "state_root": at.state_root},
                "lines": answer.lines,
                "targets": answer.targets,
                "differences": [difference_record(one) for one in answer.differences],
            }
            click.echo(dump(record), nl=False)
        elif answer.differences or not session.quiet:
            click.echo(reconciliation_text(answer, evidence.directory, session.words, screen()), nl=False)
        return ExitCode.BELOW_TARGET if answer.differences else ExitCode.OK

    return run
