"""``docflow ledger``: check the ledger, tell its head, bring an older one up to date."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from docflow.cli import checkpoint, erase, prove, stamp
from docflow.cli.copying import make_export, make_import
from docflow.cli.help import Command, Group
from docflow.cli.session import Session, command
from docflow.errors import ExitCode
from docflow.ledger.check import Damage, check, extent
from docflow.ledger.checkpoint import Key
from docflow.ledger.engine import migrate, open_ledger
from docflow.ledger.read import Reader
from docflow.locale import Words
from docflow.proof import checkpoint_of


def make(words: Words) -> click.Command:
    """Make the group with its commands."""

    @click.group("ledger", cls=Group, invoke_without_command=True, help=words("cli.ledger"), short_help=words("cli.ledger-short"))
    @click.pass_context
    def group(ctx: click.Context) -> int:
        if ctx.invoked_subcommand is None:
            click.echo(ctx.get_help())
            return ExitCode.USAGE
        return ExitCode.OK

    group.speak(words)
    made_here = (("check", _check(words)), ("head", _head(words)), ("migrate", _migrate(words)))
    made_there = (
        ("prove", prove.make(words)),
        ("stamp", stamp.make(words)),
        ("export", make_export(words)),
        ("import", make_import(words)),
        ("erase", erase.make(words)),
    )
    for name, made in (*made_here, *made_there):
        made.name = name
        group.add_command(made, name)
    return group


def _check(words: Words) -> Command:
    @command(words, "ledger-check")
    @click.option("--files", is_flag=True, help=words("ledger.opt-files"))
    @click.option("--against", metavar="CHECKPOINT", type=click.Path(path_type=Path), help=words("ledger.opt-against"))
    @click.option("--key", metavar="KEY.pub", type=click.Path(path_type=Path), help=words("ledger.opt-key"))
    def run(session: Session, files: bool, against: Path | None, key: Path | None) -> int:
        settings = session.settings()
        engine = open_ledger(settings.ledger)
        store = settings.store if files and settings.keep == "copy" else None
        if files and store is None:
            session.say(words("ledger.files-elsewhere"))
        kept = checkpoint.read(against, key or checkpoint.key_path(settings).with_suffix(".pub")) if against else None
        found = check(engine, store=store, files=files, kept=kept)
        if session.format == "json":
            rows = [{"kind": d.kind.value, "where": d.where, "detail": d.detail} for d in found]
            _write(json.dumps({"damages": rows}, ensure_ascii=False))
        elif found:
            _write("\n".join([*(_told(words, d) for d in found), words("ledger.damaged", count=words.integer(len(found)))]))
        elif not session.quiet:
            size = extent(engine)
            names = ("runs", "leaves", "facts", "versions", "blobs")
            _write(words("ledger.sound", **{name: words.integer(getattr(size, name)) for name in names}))
        return ExitCode.DAMAGED if found else ExitCode.OK

    return run


def _head(words: Words) -> Command:
    @command(words, "ledger-head")
    @click.option("--checkpoint", "target", metavar="FILE", type=click.Path(path_type=Path), help=words("ledger.opt-checkpoint"))
    def run(session: Session, target: Path | None) -> int:
        settings = session.settings()
        reader = Reader(open_ledger(settings.ledger))
        last = reader.run(None)
        if target is not None:
            key = Key.of(checkpoint.key_path(settings))
            checkpoint.write(target, key.sign(checkpoint_of(last, reader.log_root(last.number), key)))
            return ExitCode.OK
        head = {
            "run": last.number,
            "closed_at": last.closed_at,
            "leaves": last.leaves,
            "state_root": last.state_root,
            "log_root": reader.log_root(last.number),
            "seal": last.seal,
        }
        if session.format == "json":
            _write(json.dumps({"schema": "docflow/head/1", **head}, ensure_ascii=False))
        else:
            width = max(len(words(f"ledger.head-{name}")) for name in head)
            _write("\n".join(f"{words(f'ledger.head-{name}'):<{width}}  {value}" for name, value in head.items()))
        return ExitCode.OK

    return run


def _migrate(words: Words) -> Command:
    @command(words, "ledger-migrate", formats=("table",))
    def run(session: Session) -> int:
        before, after = migrate(session.settings().ledger)
        session.say(words("ledger.up-to-date" if before == after else "ledger.migrated", before=before, after=after))
        return ExitCode.OK

    return run


def _told(words: Words, damage: Damage) -> str:
    return words(f"ledger.damage-{damage.kind}", where=damage.where, detail=damage.detail)


def _write(text: str) -> None:
    sys.stdout.write(text + "\n")
