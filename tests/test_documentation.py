"""Whatever a person may meet has words in both languages, and whatever he may type stands in the README."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from docflow.classify.form import FORM_RULES
from docflow.classify.origin import ORIGIN_RULES
from docflow.cli.help import Group
from docflow.cli.main import overview
from docflow.errors import DocflowError, ExitCode
from docflow.indicators import INDICATORS
from docflow.ledger.check import Kind
from docflow.locale import LANGUAGES, Words, catalogue
from docflow.model import Form, Indication, Origin, Outcome, SignatureState, Standing
from docflow.registers.importing import KINDS

ROOT = Path(__file__).resolve().parent.parent
TREES = {path: ast.parse(path.read_text("utf-8")) for path in sorted((ROOT / "docflow").rglob("*.py"))}
README = (ROOT / "README.md").read_text("utf-8")

ERRORS = {"DocflowError", "LedgerDamaged", *(str(kind.__name__) for kind in DocflowError.__subclasses__())}
CODED = {
    # What is made with a code, the place of the code, and the areas of the catalogue of which one must know it.
    "Problem": (1, ("parse", "verify", "find")),
    "Lost": (0, ("find",)),
    "Discrepancy": (0, ("finding",)),
    "Fault": (2, ("registers",)),
    **dict.fromkeys(ERRORS, (0, ("error",))),
}
LOOKED_UP = ("hint", "metavar", "system")
"""Areas that are asked for whatever they may hold."""


def calls() -> Iterator[tuple[Path, ast.Call, str]]:
    """Every call in the source with the name that is called."""
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                yield path, node, name


def literal(node: ast.Call, place: int) -> str | None:
    argument = node.args[place] if len(node.args) > place else None
    return argument.value if isinstance(argument, ast.Constant) and isinstance(argument.value, str) else None


def literals() -> set[str]:
    """Every text that stands in the source by itself."""
    constants = (node for tree in TREES.values() for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return {node.value for node in constants if isinstance(node.value, str)}


def patterns() -> re.Pattern[str]:
    """What the texts that are put together in the source may look like; those with no word but an area's are left out."""
    joined = [node.values for tree in TREES.values() for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
    texts = [[str(p.value) if isinstance(p, ast.Constant) else None for p in parts] for parts in joined]
    own = re.compile(r"(?![a-z]+\.$).*[a-z]{2}", re.DOTALL)
    worded = [parts for parts in texts if own.match("".join(part or "" for part in parts))]
    return re.compile("|".join("".join(".+" if part is None else re.escape(part) for part in parts) for parts in worded))


def commands(group: click.Group, path: str = "docflow") -> Iterator[tuple[str, click.Command]]:
    """Every command with what is typed for it."""
    context = click.Context(group)
    for name in group.list_commands(context):
        made = group.get_command(context, name)
        assert made is not None
        yield f"{path} {name}", made
        if isinstance(made, Group):
            yield from commands(made, f"{path} {name}")


# ---------------------------------------------------------------- words


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_code_in_the_source_has_words(lang: str) -> None:
    known = catalogue(lang)
    wordless = [
        f"{path.relative_to(ROOT)}:{node.lineno}: {name} {code}"
        for path, node, name in calls()
        if name in CODED and (code := literal(node, CODED[name][0])) is not None
        if not any(f"{area}.{'fault-' if area == 'registers' else ''}{code}" in known for area in CODED[name][1])
    ]

    assert wordless == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_message_asked_for_by_name_is_there(lang: str) -> None:
    missing = [
        f"{path.relative_to(ROOT)}:{node.lineno}: {asked}"
        for path, node, name in calls()
        if name == "words" and (asked := literal(node, 0)) is not None and asked not in catalogue(lang)
    ]

    assert missing == []


def test_every_word_is_used() -> None:
    used = literals()
    # The catalogue spells a sub-indication (ETSI EN 319 102-1) in its own way: HASH_FAILURE is hash-failure.
    used |= {text.lower() for text in used} | {text.lower().replace("_", "-") for text in used}
    made = patterns()
    names = [name for name in catalogue("vi") if name.partition(".")[0] not in LOOKED_UP]
    unused = [
        n
        for n in names
        if not {n, n.partition(".")[2]} & used and not made.fullmatch(n) and not made.fullmatch(n.partition(".")[2])
    ]

    assert len(names) > 300
    assert unused == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_hint_belongs_to_an_error(lang: str) -> None:
    known = catalogue(lang)
    hints = {name.removeprefix("hint.") for name in known if name.startswith("hint.")}

    assert sorted(code for code in hints if f"error.{code}" not in known) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_value_that_is_shown_has_words(lang: str) -> None:
    shown = {
        *(f"word.outcome-{name}" for name in ("found", *Outcome)),
        *(f"word.origin-{name}" for name in Origin),
        *(f"word.form-{name}" for name in Form),
        *(f"word.standing-{name}" for name in Standing),
        *(f"signing.state-{name.lower()}" for name in SignatureState),
        *(f"signing.{name.lower()}" for name in Indication),
        *(f"ledger.damage-{name}" for name in Kind),
        *(f"rule.{rule.name}" for rule in ORIGIN_RULES),
        *(f"rule.{rule.rule}" for rule in FORM_RULES.values()),
        *(f"report.title-{name}" for name in INDICATORS),
    }

    assert sorted(shown - set(catalogue(lang))) == []


# ---------------------------------------------------------------- commands


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_command_option_and_value_speaks_the_language(lang: str) -> None:
    words = Words(lang)
    translated = {text for name, text in catalogue(lang).items() if name.startswith("metavar.")}
    silent = []
    for typed, made in commands(overview(words)):
        silent += [typed] if not made.help or not made.short_help else []
        for param in made.params:
            if isinstance(param, click.Option) and not param.help:
                silent.append(f"{typed} {param.opts[0]}")
            parts = (param.metavar or "").removesuffix("...").split("|")
            silent += [f"{typed} {part}" for part in parts if part.isupper() and part not in translated]

    assert silent == []


def test_every_command_stands_in_the_table_of_the_readme_with_what_it_can_be_asked_for() -> None:
    below = {
        name: group.list_commands(click.Context(group))
        for name, group in commands(overview(Words("en")))
        if isinstance(group, Group)
    }
    below |= {"docflow report": list(INDICATORS)}
    missing = []
    for name in overview(Words("en")).list_commands(click.Context(click.Command("docflow"))):
        row = next((line for line in README.splitlines() if line.startswith(f"| `docflow {name}` |")), "")
        missing += [part for part in ("docflow", *below.get(f"docflow {name}", ())) if part not in row]

    assert missing == []
    assert [kind for kind in KINDS if f"| `{kind}` |" not in README] == []


def test_every_exit_code_stands_in_the_table_of_the_readme() -> None:
    assert [int(code) for code in ExitCode if f"| `{int(code)}` |" not in README] == []


def test_what_the_readme_types_is_understood() -> None:
    known = dict(commands(overview(Words("en"))))
    blocks = "\n".join(re.findall(r"```\w+\n(.*?)```", README, re.DOTALL))
    lines = re.findall(r"(?:^|^\$ |\*  )docflow( [a-z]+.*)", blocks, re.MULTILINE) + re.findall(
        r"`docflow( [a-z]+[^`\n]*)`", README
    )
    typed = [line.split() for line in lines]
    wrong = []
    for words in typed:
        name = f"docflow {' '.join(words[:2])}" if f"docflow {' '.join(words[:2])}" in known else f"docflow {words[0]}"
        options = {spelt for param in known[name].params for spelt in param.opts} if name in known else set()
        wrong += [name] if name not in known else [f"{name} {w}" for w in words if w.startswith("-") and w not in options]

    assert len(typed) > 10
    assert wrong == []
