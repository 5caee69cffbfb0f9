"""Commands that speak the session's language: their help, the names of their values, and what they say to a wrong call."""

from __future__ import annotations

import difflib

import click

from docflow.errors import UsageError
from docflow.locale import Words


class Spoken(click.Command):
    """A command whose help is headed in the session's language."""

    words: Words

    def speak(self, words: Words) -> None:
        """Take on a language: the names of values are translated, ``FILE`` and ``RUN|DATE`` part by part."""
        self.words = words
        self.options_metavar = words("metavar.OPTIONS")
        for param in self.params:
            if param.metavar is not None:
                param.metavar = _translated(words, param.metavar)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the usage line under the catalogue's heading."""
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix=self.words("cli.usage"))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options under the catalogue's heading."""
        options = [p for p in self.get_params(ctx) if isinstance(p, click.Option)]
        records = [r for p in options if (r := p.get_help_record(ctx)) is not None]
        if records:
            with formatter.section(self.words("cli.options")):
                formatter.write_dl(records)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The help option, with the catalogue's words."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = self.words("cli.help")
        return option


class Command(Spoken):
    """A single command; a word too many is told by name."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the arguments; ``UsageError`` for a surplus one."""
        ctx.allow_extra_args = True
        try:
            rest = super().parse_args(ctx, args)
        except click.UsageError as fault:
            fault.ctx = fault.ctx or ctx
            raise
        if rest and not ctx.resilient_parsing:
            raise UsageError("extra-argument", name=rest[0], command=ctx.command_path)
        return rest


class Group(Spoken, click.Group):
    """A group of commands; one that is not there is told with the nearest that is."""

    def short_words(self, name: str) -> str:
        """The line of a command in the overview."""
        return self.words(f"cli.{self.name}-{name}-short")

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """What stands after the name of the group."""
        return [self.words("cli.usage-pieces")]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands with their short help, without making them, then the options."""
        with formatter.section(self.words("cli.commands")):
            formatter.write_dl([(name, self.short_words(name)) for name in self.list_commands(ctx)])
        super().format_options(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Nothing more: the commands stand above the options."""

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; ``UsageError`` with the nearest name, if one is near, for one that is not there."""
        names = self.list_commands(ctx)
        if args and args[0] not in names and not args[0].startswith("-"):
            near = difflib.get_close_matches(args[0], names, n=1)
            code = "command-misspelt" if near else "no-such-command"
            raise UsageError(code, name=args[0], near=f"{ctx.command_path} {''.join(near)}", command=ctx.command_path)
        return super().resolve_command(ctx, args)


def name_of(param: click.Parameter | None) -> str:
    """What a parameter is called on the command line: ``--unit``, or the name of a value without its dots."""
    if isinstance(param, click.Option):
        return max(param.opts, key=len)
    return param.human_readable_name.removesuffix("...") if param else ""


def explain_usage(words: Words, fault: click.ClickException) -> str:
    """The sentence and the hint for what click finds wrong with a command line."""
    path = fault.ctx.command_path if isinstance(fault, click.UsageError) and fault.ctx else "docflow"
    hint = words("hint.usage", command=path)
    match fault:
        case click.NoSuchOption():
            sentence = words("error.no-such-option", option=fault.option_name)
            if fault.possibilities:
                hint = words("hint.no-such-option", near=fault.possibilities[0], command=path)
        case click.BadOptionUsage():
            sentence = words("error.option-value", option=fault.option_name)
        case click.MissingParameter():
            sentence = words("error.missing-parameter", name=name_of(fault.param))
        case click.BadParameter(param=click.Parameter(type=click.Choice() as choice) as param):
            sentence = words("error.bad-choice", name=name_of(param), choices=", ".join(choice.choices))
        case click.BadParameter(param=click.Parameter(type=click.IntRange() as among) as param):
            sentence = words("error.out-of-range", name=name_of(param), low=among.min, high=among.max)
        case click.BadParameter():
            sentence = words("error.bad-parameter", name=name_of(fault.param), detail=fault.message)
        case _:
            sentence = words("error.usage", detail=fault.format_message())
    return f"{words('cli.error')} {sentence}\n{words('cli.hint')} {hint}"


def _translated(words: Words, metavar: str) -> str:
    dots = "..." if metavar.endswith("...") else ""
    return "|".join(words.of("metavar", part) for part in metavar.removesuffix("...").split("|")) + dots
