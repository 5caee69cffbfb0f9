"""``docflow verify``: the signatures of files under a policy."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import click
from click.core import ParameterSource

from docflow.cli import files as shared
from docflow.cli.session import Session, command
from docflow.cli.signed import explained
from docflow.errors import PathError, UsageError
from docflow.locale import Words
from docflow.model import Ocr
from docflow.records import VerifyRecord, verify_record

_MAX_SIGNATURE = 64 << 20


def make(words: Words) -> click.Command:
    """Make the command."""

    @command(words, "verify", formats=shared.FORMATS)
    @click.option("--trust", metavar="DIR", type=click.Path(path_type=Path), help=words("cli.opt-trust"))
    @click.option("--policy", metavar="NAME", help=words("cli.opt-policy"))
    @click.option("--at", metavar="TIME", help=words("cli.opt-at"))
    @click.option("--detail", is_flag=True, help=words("cli.opt-detail"))
    @click.option("--detached", metavar="FILE", type=click.Path(path_type=Path), help=words("cli.opt-detached"))
    @shared.ARGUMENT
    def verify(
        session: Session,
        files: tuple[Path, ...],
        trust: Path | None,
        policy: str | None,
        detail: bool,
        detached: Path | None,
    ) -> int:
        if detached is not None and len(files) != 1:
            raise UsageError("detached-one-file", count=len(files))
        orders = shared.orders(session, trust=trust, policy=policy, ocr=Ocr.OFF)
        given = replace(orders, detail=detail, signature=_signature(detached) if detached is not None else None)
        frame = shared.judging(given)
        records = (
            explained(
                verify_record(path, shared.facts_of(answer), answer.verdicts, frame, shared.inside(answer)),
                answer,
            )
            for path, answer in shared.answers(session, files, given)
        )
        if _for_people(session):
            return _tell(session, records, detail=detail)
        return shared.write(session, records, "verify", lambda _words, _record: ())

    return verify


def _signature(path: Path) -> bytes:
    if not path.is_file():
        raise PathError("no-such-path", path=path)
    with path.open("rb") as file:
        return file.read(_MAX_SIGNATURE)


def _for_people(session: Session) -> bool:
    """Whether a person reads it: a table was asked for, or no format was and it goes to a terminal or tells the steps."""
    context = click.get_current_context()
    if context.get_parameter_source("format") is not ParameterSource.DEFAULT:
        return session.format == "table"
    return sys.stdout.isatty() or bool(context.params.get("detail"))


def _tell(session: Session, records: Iterator[VerifyRecord], *, detail: bool) -> int:
    from docflow.cli.terminal import screen  # noqa: PLC0415 - only people need it
    from docflow.render import signatures  # noqa: PLC0415 - as above

    shown = screen()
    if detail:
        for record in records:
            for part in signatures.detail(session.words, record, shown):
                click.echo(part)
        return 0
    rows = (
        (one, Path(one["path"]).name, shared.problem_words(session.words, one["problems"]))
        for record in records
        for one in shared.unfolded(record)
    )
    click.echo(shown.draw(signatures.table(session.words, rows)).strip("\n"))
    return 0
