"""``docflow ledger export`` and ``import``: the whole ledger as one SQLite file, and back into an empty ledger."""

from __future__ import annotations

import os
from pathlib import Path

import click

from docflow.cli.help import Command
from docflow.cli.session import Session, command
from docflow.errors import ExitCode, PathError
from docflow.ledger.check import check
from docflow.ledger.copying import copy
from docflow.ledger.engine import open_ledger
from docflow.locale import Words

FILE = click.argument("file", metavar="FILE", type=click.Path(path_type=Path))


def make_export(words: Words) -> Command:
    """Make the command that writes a copy; it appears under its name only when it is whole."""

    @command(words, "ledger-export", formats=("table",))
    @FILE
    def run(session: Session, file: Path) -> int:
        if file.exists():
            raise PathError("file-exists", path=file)
        source = open_ledger(session.settings().ledger)
        part = file.with_name(f".{file.name}.part-{os.getpid()}")
        try:
            target = open_ledger(f"sqlite:///{part}", create=True)
            copied = copy(source, target)
            found = check(target, store=None, files=False)
            target.dispose()
            part.replace(file)
        except OSError as fault:
            raise PathError("file-unwritable", path=file, detail=fault.strerror or fault) from fault
        finally:
            for rest in (part, Path(f"{part}-wal"), Path(f"{part}-shm")):
                rest.unlink(missing_ok=True)
        session.say(words("ledger.copied", rows=words.integer(sum(copied.values())), file=file))
        if found:
            session.say(words("ledger.damaged", count=words.integer(len(found))))
        return ExitCode.DAMAGED if found else ExitCode.OK

    return run


def make_import(words: Words) -> Command:
    """Make the command that fills an empty ledger from an exported one."""

    @command(words, "ledger-import", formats=("table",))
    @FILE
    def run(session: Session, file: Path) -> int:
        if not file.is_file():
            raise PathError("no-such-path", path=file)
        source = open_ledger(f"sqlite:///{file}")
        target = open_ledger(session.settings().ledger, create=True)
        copied = copy(source, target)
        found = check(target, store=None, files=False)
        session.say(words("ledger.copied", rows=words.integer(sum(copied.values())), file=session.settings().ledger))
        if found:
            session.say(words("ledger.damaged", count=words.integer(len(found))))
        return ExitCode.DAMAGED if found else ExitCode.OK

    return run
