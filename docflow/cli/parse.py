"""``docflow parse``: the header fields of files, with where each came from."""

from __future__ import annotations

from pathlib import Path

import click

from docflow.cli import explaining
from docflow.cli import files as shared
from docflow.cli.session import Session, command
from docflow.errors import UsageError
from docflow.locale import Words
from docflow.records import ParseRecord, parse_record
from docflow.witness import confirmed


def make(words: Words) -> click.Command:
    """Make the command."""

    @command(words, "parse", formats=shared.FORMATS)
    @shared.ARGUMENT
    @shared.recognition(words)
    @click.option("--explain", is_flag=True, help=words("cli.opt-explain"))
    @click.option("--output", metavar="DIR", type=click.Path(path_type=Path), help=words("cli.opt-output"))
    @click.option("--force", is_flag=True, help=words("cli.opt-force"))
    def parse(
        session: Session, files: tuple[Path, ...], ocr: str | None, *, explain: bool, output: Path | None, force: bool
    ) -> int:
        if explain:
            return explaining.write(
                session, files, output or Path(), shared.orders(session, policy="integrity-only", ocr=ocr), force=force
            )
        if output is not None or force:
            raise UsageError("only-with-explain")
        answers = shared.answers(session, files, shared.orders(session, policy="integrity-only", ocr=ocr))
        records = (
            parse_record(path, confirmed(shared.facts_of(answer), [path]), shared.inside(answer)) for path, answer in answers
        )
        return shared.write(session, records, "parse", _row)

    return parse


def _row(words: Words, record: ParseRecord) -> tuple[str, ...]:
    document = record["document"] or {}
    parts = (document.get("number"), document.get("notation"))
    return (
        Path(record["path"]).name,
        "/".join(part for part in parts if part),
        document.get("promulgated_on") or "",
        words.of("report", f"type-{document['document_type']}") if document.get("document_type") else "",
        document.get("organ") or "",
        shared.remarks(words, record),
    )
