"""What every command shares: the common options and the session made from them."""

from __future__ import annotations

import datetime as dt
import functools
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from docflow import settings as settings_module
from docflow.cli.help import Command
from docflow.errors import UsageError
from docflow.locale import Words
from docflow.model import Clock


@dataclass(frozen=True, slots=True)
class Session:
    """The common options as values; ``settings()`` is read only where a command needs it."""

    words: Words
    instance: Path | None
    ledger: str | None
    format: str
    quiet: bool
    verbose: bool
    at: dt.datetime | None

    @property
    def clock(self) -> Clock:
        """The run's instant: ``--at``, else now; the one place where the wall clock is read."""
        return Clock(self.at or dt.datetime.now(dt.UTC))

    def settings(self, *, need_instance: bool = False) -> settings_module.Settings:
        """The settings of the instance asked for."""
        return settings_module.load(self.instance, ledger=self.ledger, need_instance=need_instance)

    def say(self, text: str) -> None:
        """Talk on standard error, unless quiet."""
        if not self.quiet:
            print(text, file=sys.stderr, flush=True)  # noqa: T201 - this is where commands speak


def moment(text: str) -> dt.datetime:
    """Read an ISO 8601 date or time, or a day as ``5/3/2022``; a naive one is Vietnam's (UTC+7); ``UsageError`` if it is none."""
    try:
        value = dt.datetime.strptime(text, "%d/%m/%Y") if "/" in text else dt.datetime.fromisoformat(text)  # noqa: DTZ007 - below
    except ValueError as fault:
        raise UsageError("bad-time", value=text) from fault
    return value if value.tzinfo else value.replace(tzinfo=dt.timezone(dt.timedelta(hours=7)))


def command(words: Words, name: str, *, formats: tuple[str, ...] = ("table", "json")) -> Callable[..., Command]:
    """Make a command with the common options: ``@command(words, "report") def _(session, …)``.

    Help comes from the catalogue: ``cli.<name>`` is the description, ``cli.<name>-short`` its line in the overview.
    The first of ``formats`` is the default.
    """

    def decorate(function: Callable[..., int | None]) -> Command:
        @functools.wraps(function)
        def run(**values: Any) -> int | None:
            at = values.pop("at", None)
            session = Session(
                words=words,
                instance=values.pop("instance"),
                ledger=values.pop("ledger"),
                format=values.pop("format", formats[0]),
                quiet=values.pop("quiet"),
                verbose=values.pop("verbose"),
                at=moment(at) if at else None,
            )
            values.pop("lang")
            return function(session, **values)

        options = [
            click.option("--instance", metavar="DIR", type=click.Path(path_type=Path), help=words("cli.opt-instance")),
            click.option("--ledger", metavar="URL", help=words("cli.opt-ledger")),
            click.option("--lang", type=click.Choice(["vi", "en"]), help=words("cli.opt-lang")),
            click.option("-v", "--verbose", is_flag=True, help=words("cli.opt-verbose")),
            click.option("-q", "--quiet", is_flag=True, help=words("cli.opt-quiet")),
        ]
        if len(formats) > 1:
            options.insert(
                0,
                click.option("--format", type=click.Choice(formats), default=formats[0], help=words("cli.opt-format")),
            )
        for option in reversed(options):
            run = option(run)
        made = click.command(name, cls=Command, help=words(f"cli.{name}"), short_help=words(f"cli.{name}-short"))(run)
        made.speak(words)
        return made

    return decorate
