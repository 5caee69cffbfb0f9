"""``docflow verify``: the signatures of files under a policy."""

from __future__ import annotations

from pathlib import Path

import click

from docflow.cli import files as shared
from docflow.cli.session import Session, command
from docflow.locale import Words
from docflow.records import VerifyRecord, verify_record


def make(words: Words) -> click.Command:
    """Make the command."""

    @command(words, "verify", formats=shared.FORMATS)
    @click.option("--trust", metavar="DIR", type=click.Path(path_type=Path), help=words("cli.opt-trust"))
    @click.option("--policy", metavar="NAME", help=words("cli.opt-policy"))
    @click.option("--at", metavar="TIME", help=words("cli.opt-at"))
    @shared.ARGUMENT
    def verify(session: Session, files: tuple[Path, ...], trust: Path | None, policy: str | None) -> int:
        given = shared.orders(session, trust=trust, policy=policy)
        frame = shared.judging(given)
        answers = shared.answers(session, files, given)
        records = (
            verify_record(path, shared.facts_of(answer), answer.verdicts, frame, shared.inside(answer))
            for path, answer in answers
        )
        return shared.write(session, records, "verify", _row)

    return verify


_GRAVITY = ("TOTAL_FAILED", "INDETERMINATE", "TOTAL_PASSED")


def _row(words: Words, record: VerifyRecord) -> tuple[str, ...]:
    signatures = record["signatures"]
    integrity = min((s["integrity"]["indication"] for s in signatures), key=_GRAVITY.index, default="")
    verdict = min((s["verdict"]["indication"] for s in signatures), key=_GRAVITY.index, default="")
    signers = dict.fromkeys(s["signer"]["common_name"] or "?" for s in signatures if s["kind"] == "signature")
    return (
        Path(record["path"]).name,
        words(f"signing.state-{record['state'].lower()}"),
        str(len(signatures)),
        words(f"signing.{integrity.lower()}") if integrity else "",
        words(f"signing.{verdict.lower()}") if verdict else "",
        "; ".join(signers) or shared.problem_words(words, record["problems"]),
    )
