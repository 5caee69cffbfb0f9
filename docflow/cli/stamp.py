"""``docflow ledger stamp``: a time-stamp of an authority over a checkpoint that is kept (RFC 3161)."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from docflow.cli import checkpoint
from docflow.cli.help import Command
from docflow.cli.session import Session, command
from docflow.errors import ExitCode, LedgerError
from docflow.ledger.checkpoint import parse
from docflow.locale import Words


def make(words: Words) -> Command:
    """Make the command."""

    @command(words, "ledger-stamp")
    @click.argument("note", metavar="CHECKPOINT", type=click.Path(path_type=Path))
    @click.option("--answer", metavar="FILE", type=click.Path(path_type=Path), help=words("ledger.opt-answer"))
    @click.option("--trust", metavar="DIR", type=click.Path(path_type=Path), help=words("cli.opt-trust"))
    def run(session: Session, note: Path, answer: Path | None, trust: Path | None) -> int:
        # the libraries behind it take half a second to import
        from docflow.verify import attestation  # noqa: PLC0415
        from docflow.verify.trust import load_trust  # noqa: PLC0415

        stamped = _checkpoint(note)
        answered = answer or _beside(note, ".tsr")
        if answer is None and not answered.exists():
            asked = _beside(note, ".tsq")
            checkpoint.write_bytes(asked, attestation.query(stamped))
            session.say(words("ledger.stamp-asked", asked=asked, answer=answered))
            return ExitCode.OK
        usual = session.settings().trust
        store = load_trust(trust or (usual if usual.is_dir() else None))
        found = attestation.read(checkpoint.bytes_of(answered, attestation.MAX_ANSWER), stamped, store)
        if session.format == "json":
            told = {"time": found.time, "authority": found.authority, "intact": found.intact, "trusted": found.trusted}
            sys.stdout.write(json.dumps({"schema": "docflow/stamp/1", **told, "reason": found.reason}, ensure_ascii=False) + "\n")
        else:
            word = found.reason or "holds"
            sys.stdout.write(words(f"ledger.stamp-{word}", time=found.time or "–", authority=found.authority or "–") + "\n")
        return ExitCode.OK if found.trusted else ExitCode.ERROR

    return run


def _checkpoint(note: Path) -> bytes:
    """The bytes of a checkpoint; ``LedgerError`` ``checkpoint-unreadable`` for another file."""
    data = checkpoint.bytes_of(note)
    try:
        parse(data.decode("utf-8"))
    except ValueError as fault:
        raise LedgerError("checkpoint-unreadable", detail=fault) from fault
    return data


def _beside(note: Path, ending: str) -> Path:
    return note.with_name(note.name + ending)
