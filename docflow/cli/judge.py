"""``docflow judge``: the ledger's signatures again under another policy, trust store or time, without reading a file."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from docflow.cli import files as shared
from docflow.cli.session import Session, command
from docflow.errors import ExitCode
from docflow.fingerprint import tools
from docflow.judging import Judged, Judgement, Terms, judge_again, judge_record
from docflow.locale import Words
from docflow.model import Indication, Verdict
from docflow.render.json import dump

SHOWN = 10
"""So many documents are named under each change; all of them with ``-v`` or in JSON."""


def make(words: Words) -> click.Command:
    """Make the command."""

    @command(words, "judge")
    @click.option("--policy", metavar="NAME", help=words("cli.opt-policy"))
    @click.option("--trust", metavar="DIR", type=click.Path(path_type=Path), help=words("cli.opt-trust"))
    @click.option("--at", metavar="TIME", help=words("cli.opt-at"))
    @click.option("--all", "everything", is_flag=True, help=words("judge.opt-all"))
    @click.option("--dry-run", is_flag=True, help=words("judge.opt-dry-run"))
    def judge(session: Session, policy: str | None, trust: Path | None, *, everything: bool, dry_run: bool) -> int:
        given = shared.orders(session, trust=trust, policy=policy)
        terms = Terms(given.policy, given.trust, given.at, everything)
        judgement = judge_again(session.settings().ledger, terms, session.clock, tools(), dry=dry_run)
        if session.format == "json":
            click.echo(dump(dict(judge_record(judgement, terms))), nl=False)
        elif judgement.changes or not session.quiet:
            for line in _told(session, judgement, terms, dry_run=dry_run):
                click.echo(line)
        return ExitCode.PROBLEMS if any(one.worsens for one in judgement.changes) else ExitCode.OK

    return judge


def _told(session: Session, judgement: Judgement, terms: Terms, *, dry_run: bool) -> list[str]:
    words = session.words
    total = judgement.held + judgement.judged
    if total == 0:
        return [words("judge.no-signatures")]
    title = "judge.rehearsed" if dry_run else "judge.held" if judgement.run is None else "judge.judged"
    counts = {"judged": words.integer(judgement.judged), "held": words.integer(judgement.held), "total": words.integer(total)}
    lines = [words(title, policy=terms.policy.name, run=judgement.run or 0, **counts)]
    width = max(len(words(f"signing.{i.lower()}")) for i in Indication)
    lines += [f"  {words(f'signing.{i.lower()}'):<{width}}  {words.integer(judgement.verdicts.get(i, 0)):>8}" for i in Indication]
    return lines + _changes(session, judgement)


def _changes(session: Session, judgement: Judgement) -> list[str]:
    """What no longer stands: each change of conclusion once, the documents under it."""
    words = session.words
    if not judgement.changes:
        return []
    groups: dict[tuple[str, str], list[Judged]] = {}
    for one in judgement.changes:
        assert one.before is not None
        groups.setdefault((_conclusion(words, one.before), _conclusion(words, one.after)), []).append(one)
    lines = [words("judge.changed", count=words.integer(len(judgement.changes)))]
    for (before, after), members in sorted(groups.items()):
        lines.append(words("judge.change", count=words.integer(len(members)), before=before, after=after))
        names = Counter(key for one in members for key in judgement.documents.get(one.sha256, ()) or (one.sha256,))
        shown = sorted(names)[: None if session.verbose else SHOWN]
        lines += [f"    {name}" for name in shown]
        if len(names) > len(shown):
            lines.append(words("judge.more", count=words.integer(len(names) - len(shown))))
    return lines


def _conclusion(words: Words, verdict: Verdict) -> str:
    told = words(f"signing.{verdict.indication.lower()}")
    if verdict.sub_indication is None:
        return told
    return f"{told} ({words.of('verify', verdict.sub_indication.lower().replace('_', '-'))})"
