"""The entry point: finds the language, loads the one command asked for, and turns errors into exit codes."""

from __future__ import annotations

import contextlib
import errno
import importlib
import os
import signal
import sys
import traceback
from pathlib import Path
from types import FrameType

import click

from docflow import __version__
from docflow.cli.help import Group, explain_usage
from docflow.errors import DocflowError, ExitCode, ImportRefused
from docflow.locale import Words
from docflow.settings import language
from docflow.text import escaped

# In the order of the overview; the module docflow.cli.<name> has a function ``make(words)``.
COMMANDS = (
    "init",
    "doctor",
    "ingest",
    "import",
    "report",
    "documents",
    "lines",
    "close",
    "reconcile",
    "review",
    "diff",
    "show",
    "parse",
    "verify",
    "inspect",
    "judge",
    "trust",
    "ledger",
)
_MODULES = {"import": "import_"}


class Overview(Group):
    """The group of all commands; a command's module is imported when it is asked for."""

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

    def short_words(self, name: str) -> str:
        """The line of a command in the overview, without importing the command."""
        return self.words(f"cli.{name}-short")

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
    group.speak(words)
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


def explain(words: Words, fault: DocflowError) -> str:
    """The sentence and the hint for an error; what the system says of a file is told in the session's language."""
    values = {name: _in_words(words, value) for name, value in fault.values.items()}
    lines = [f"{words('cli.error')} {words(f'error.{fault.code}', **values)}"]
    if isinstance(fault, ImportRefused):
        lines += [f"  {row}" for row in fault.rows]
    if words.has(f"hint.{fault.code}"):
        lines.append(f"{words('cli.hint')} {words(f'hint.{fault.code}', **values)}")
    return "\n".join(lines)


def _in_words(words: Words, value: object) -> object:
    """A path as it may be printed; a message of the operating system by its name in the catalogue."""
    number = _SYSTEM.get(value.strerror or "" if isinstance(value, OSError) else str(value))
    if number is not None and words.has(f"system.{number}"):
        return words(f"system.{number}")
    return escaped(str(value)) if isinstance(value, Path) else value


_SYSTEM = {os.strerror(number): name for number, name in errno.errorcode.items()}


def _stop(_signal: int, _frame: FrameType | None) -> None:
    """A request to end is obeyed like Ctrl-C: workers stop, nothing half done is kept."""
    raise KeyboardInterrupt


def main(arguments: list[str] | None = None) -> None:
    """Run docflow and leave with its exit code."""
    arguments = (sys.argv[1:] if arguments is None else arguments) or ["--help"]
    words = Words(language(_asked_language(arguments)))
    with contextlib.suppress(ValueError):  # in a thread, signals are not ours
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, _stop)
    sys.exit(int(_run(words, arguments)))


def _run(words: Words, arguments: list[str]) -> int:
    code: int
    try:
        result = overview(words).main(arguments, prog_name="docflow", standalone_mode=False)
        code = result if isinstance(result, int) else ExitCode.OK
    except DocflowError as fault:
        _say(explain(words, fault))
        code = fault.exit_code
    except click.exceptions.Exit as leave:
        code = leave.exit_code
    except click.ClickException as fault:
        _say(explain_usage(words, fault))
        code = ExitCode.USAGE
    except (KeyboardInterrupt, click.Abort):
        _say(words("error.interrupted"))
        code = ExitCode.INTERRUPTED
    except SystemExit:
        code = ExitCode.OK  # click leaves so when the reader of the output has left
    except OSError as fault:
        _say(f"{words('cli.error')} {words('error.system', detail=_in_words(words, fault))}")
        code = ExitCode.ERROR
    except Exception as fault:  # noqa: BLE001 - our own fault: told in a sentence, with its trace only on request
        if {"-v", "--verbose"} & set(arguments):
            traceback.print_exc()
        _say(f"{words('cli.error')} {words('error.bug', detail=f'{type(fault).__name__}: {fault}')}")
        _say(f"{words('cli.hint')} {words('hint.bug')}")
        code = ExitCode.ERROR
    return code


def _say(text: str) -> None:
    click.echo(text, err=True)


if __name__ == "__main__":
    main()
