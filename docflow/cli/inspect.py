"""``docflow inspect``: header, signatures and origin of files."""

from __future__ import annotations

from pathlib import Path

import click

from docflow.classify.identity import Registry
from docflow.cli import files as shared
from docflow.cli.session import Session, command
from docflow.cli.signed import explained
from docflow.locale import Words
from docflow.model import Form
from docflow.records import InspectRecord, inspect_record, parse_record, verify_record
from docflow.resolve import preview
from docflow.witness import confirmed
from docflow.work import Answer


def make(words: Words) -> click.Command:
    """Make the command."""

    @command(words, "inspect", formats=shared.FORMATS)
    @click.option("--trust", metavar="DIR", type=click.Path(path_type=Path), help=words("cli.opt-trust"))
    @click.option("--policy", metavar="NAME", help=words("cli.opt-policy"))
    @click.option("--at", metavar="TIME", help=words("cli.opt-at"))
    @shared.recognition(words)
    @shared.ARGUMENT
    def inspect(session: Session, files: tuple[Path, ...], trust: Path | None, policy: str | None, ocr: str | None) -> int:
        given = shared.orders(session, trust=trust, policy=policy, ocr=ocr)
        frame = shared.judging(given)
        registry = Registry(())

        def record(path: str, answer: Answer) -> InspectRecord:
            facts = confirmed(shared.facts_of(answer), [path])
            inside = shared.inside(answer)
            parsed = parse_record(path, facts, inside)
            verified = explained(verify_record(path, facts, answer.verdicts, frame, inside), answer)
            return inspect_record(parsed, verified, *preview(facts, registry, [one.facts for one in inside]))

        answers = shared.answers(session, files, given)
        return shared.write(session, (record(path, answer) for path, answer in answers), "inspect", _row)

    return inspect


def _row(words: Words, record: InspectRecord) -> tuple[str, ...]:
    forms = record["form_possible"] if len(record["form_possible"]) < len(Form) - 1 else [Form.UNKNOWN.value]
    document = record["document"] or {}
    parts = (document.get("number"), document.get("notation"))
    # What a message brings is signed inside.
    states = [member["state"] for member in record["verify"]["members"]] or [record["verify"]["state"]]
    return (
        Path(record["path"]).name,
        "/".join(part for part in parts if part),
        document.get("promulgated_on") or "",
        "; ".join(words(f"signing.state-{state.lower()}") for state in dict.fromkeys(states)),
        words(f"word.origin-{record['origin']}"),
        ", ".join(words(f"word.form-{form}") for form in forms),
    )
