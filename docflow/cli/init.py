"""``docflow init``: make an instance."""

from __future__ import annotations

from pathlib import Path

import click

from docflow.cli.session import Session, command
from docflow.errors import PathError
from docflow.ledger.engine import open_ledger
from docflow.locale import Words
from docflow.settings import CONFIG_NAME, load

_FOLDERS = ("trust", "inbox", "store", "policies")


def make(words: Words) -> click.Command:
    """Make the command."""

    @command(words, "init", formats=("table",))
    @click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
    def init(session: Session, folder: Path) -> int:
        if (folder / CONFIG_NAME).exists():
            raise PathError("instance-exists", path=folder)
        if folder.exists() and not folder.is_dir():
            raise PathError("is-a-file", path=folder)
        try:
            if folder.exists() and any(folder.iterdir()):
                raise PathError("not-empty", path=folder)
            for name in _FOLDERS:
                (folder / name).mkdir(parents=True, exist_ok=True)
            (folder / CONFIG_NAME).write_text(words("config.template"), "utf-8")
        except OSError as fault:
            raise PathError("cannot-write", path=folder, detail=fault.strerror) from fault
        settings = load(folder, ledger=session.ledger)
        open_ledger(settings.ledger, create=True).dispose()
        session.say(words("init.made", path=folder))
        session.say(words("init.next", path=folder))
        return 0

    return init
