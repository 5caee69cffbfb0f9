"""The entry point: finds the language, loads the one command asked for, and turns errors into exit codes."""

from __future__ import annotations

import difflib
import importlib
import sys

import click

from docflow import __version__
from docflow.errors import DocflowError, ExitCode, ImportRefused, UsageError
from docflow.locale import Words
from docflow.settings import language

# In the order of the overview; the module docflow.cli.<name> has a function ``make(words)``.
COMMANDS = ("init", "ingest", "import", "report", "documents", "show", "parse", "verify", "inspect", "ledger")
_MODULES = {"import": "import_"}


class Overview(click.Group):
    """The group of all commands; a command's module is imported when it is asked for."""

    words: Words

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The names in the order of the overview."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Import and make one command."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"docflow.cli.{_MODULES.get(cmd_name, cmd_name)}")
        made: click.Command = module.make(self.words)
        return made

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; one that is not there is told with the nearest that is."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            near = difflib.get_close_matches(args[0], COMMANDS, n=1)
            raise UsageError("no-such-command", name=args[0], near=near[0] if near else "--help")
        return super().resolve_command(ctx, args)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the usage line under the catalogue's heading."""
        formatter.write_usage(ctx.command_path, self.words("cli.usage-pieces"), prefix=self.words("cli.usage"))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands with their short help, without importing them."""
        with formatter.section(self.words("cli.commands")):
            formatter.write_dl([(name, self.words(f"cli.{name}-short")) for name in COMMANDS])
        records = [r for p in self.get_params(ctx) if (r := p.get_help_record(ctx)) is not None]
        with formatter.section(self.words("cli.options")):
            formatter.write_dl(records)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        """Write where to begin."""
        formatter.write_paragraph()
        formatter.write_text(self.words("cli.epilog"))


def overview(words: Words) -> Overview:
    """Make the group in a language."""
    group = Overview(
        "docflow",
        help=words("cli.docflow"),
        params=[
            click.Option(["--lang"], type=click.Choice(["vi", "en"]), help=words("cli.opt-lang"), expose_value=False),
            click.Option(
                ["--version"],
                is_flag=True,
                is_eager=True,
                expose_value=False,
                help=words("cli.opt-version"),
                callback=_print_version,
            ),
        ],
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )
    group.words = words
    return group


def _print_version(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        click.echo(f"docflow {__version__}")
        ctx.exit()


def _asked_language(arguments: list[str]) -> str | None:
    for i, argument in enumerate(arguments):
        if argument == "--lang" and i + 1 < len(arguments):
            return arguments[i + 1]
        if argument.startswith("--lang="):
            return argument.removeprefix("--lang=")
    return None


def _explain_usage(words: Words, fault: click.ClickException) -> str:
    match fault:
        case click.NoSuchOption():
            sentence = words("error.no-such-option", option=fault.option_name)
        case click.MissingParameter():
            name = fault.param.human_readable_name if fault.param else ""
            sentence = words("error.missing-parameter", name=name)
        case click.BadParameter(param=click.Parameter(type=click.Choice() as choice) as param):
            sentence = words("error.bad-choice", name=param.human_readable_name, choices=", ".join(choice.choices))
        case click.BadParameter():
            name = fault.param.human_readable_name if fault.param else ""
            sentence = words("error.bad-parameter", name=name, detail=fault.message)
        case _:
            sentence = words("error.usage", detail=fault.format_message())
    path = fault.ctx.command_path if isinstance(fault, click.UsageError) and fault.ctx else "docflow"
    return f"{words('cli.error')} {sentence}\n{words('cli.hint')} {words('hint.usage', command=path)}"


def explain(words: Words, fault: DocflowError) -> str:
    """The sentence and the hint for an error."""
    lines = [f"{words('cli.error')} {words(f'error.{fault.code}', **fault.values)}"]
    if isinstance(fault, ImportRefused):
        lines += [f"  {row}" for row in fault.rows]
    if words.has(f"hint.{fault.code}"):
        lines.append(f"{words('cli.hint')} {words(f'hint.{fault.code}', **fault.values)}")
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> None:
    """Run docflow and leave with its exit code."""
    arguments = (sys.argv[1:] if arguments is None else arguments) or ["--help"]
    words = Words(language(_asked_language(arguments)))
    try:
        result = overview(words).main(arguments, prog_name="docflow", standalone_mode=False)
        code = result if isinstance(result, int) else ExitCode.OK
    except DocflowError as fault:
        click.echo(explain(words, fault), err=True)
        code = fault.exit_code
    except click.exceptions.Exit as leave:
        code = leave.exit_code
    except click.ClickException as fault:
        click.echo(_explain_usage(words, fault), err=True)
        code = ExitCode.USAGE
    except (KeyboardInterrupt, click.Abort):
        click.echo(words("error.interrupted"), err=True)
        code = ExitCode.INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()
        code = ExitCode.OK
    sys.exit(int(code))


if __name__ == "__main__":
    main()
