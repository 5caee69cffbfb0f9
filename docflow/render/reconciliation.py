"""A reconciliation for people: what does not agree, scope by scope, with where it stands and how to list what is behind it."""

from __future__ import annotations

import re

from rich.padding import Padding
from rich.text import Text

from docflow.locale import Words
from docflow.reconcile import Difference, Reconciliation, Scope
from docflow.registers.directory import Directory
from docflow.render.screen import Screen, plain
from docflow.render.table import level_words

MOST_KEYS = 5
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def reconciliation_text(answer: Reconciliation, directory: Directory, words: Words, screen: Screen) -> str:
    """All differences under the unit, level and period that they concern."""
    parts: list[Text | Padding] = []
    above: Scope | None = None
    for one in answer.differences:
        if one.scope != above:
            parts += [Text("")] if above else []
            parts.append(plain(scope_words(one.scope, directory, words), "bold"))
            above = one.scope
        parts += [Padding(plain(line, style), (0, 0, 0, 2 * depth)) for depth, line, style in _lines(one, words)]
    counts = {"lines": words.integer(answer.lines), "targets": words.integer(answer.targets)}
    if answer.differences:
        parts += [Text(""), plain(words("reconcile.found", count=words.integer(len(answer.differences)), **counts))]
    else:
        parts.append(plain(words("reconcile.nothing", **counts), "green"))
    return screen.draw(*parts) + "\n"


def scope_words(scope: Scope, directory: Directory, words: Words) -> str:
    """Whose figures and when, in words."""
    unit = f"{directory.name(scope.unit) or scope.unit} ({scope.unit})" if scope.unit else words("report.all-units")
    level = [level_words(words, scope.level)] if scope.level else []
    period = words("report.period", period=scope.period) if scope.period else words("reconcile.no-period")
    return " · ".join([unit, *level, period])


def _lines(one: Difference, words: Words) -> list[tuple[int, str, str]]:
    amount = words.integer(one.amount) if one.amount is not None else ""
    if one.documents:
        lines = [(1, words("reconcile.documents", count=amount, finding=words.of("finding", one.code)), "yellow")]
        lines += [(2, key, "") for key in one.documents[:MOST_KEYS]]
        if len(one.documents) > MOST_KEYS:
            lines.append((2, words("reconcile.more", count=words.integer(len(one.documents) - MOST_KEYS)), "dim"))
        return lines
    name = f"reconcile.{one.code}" if words.has(f"reconcile.{one.code}") else "reconcile.differs"
    figure = words.of("reconcile", f"figure-{one.figure}") if one.figure else ""
    figure = words.of("report", figure) if figure.startswith("figure-") else figure
    figure = one.figure or "" if figure.startswith("figure-") else figure
    sides = {"declared": _numbers(one.declared, words), "found": _numbers(one.found, words)}
    lines = [(1, words(name, figure=figure, amount=amount, **sides), "yellow")]
    lines += (
        [(2, words("reconcile.stands", places="; ".join(_place(s, words) for s in one.sources)), "dim")] if one.sources else []
    )
    lines += [(2, words("reconcile.see", command=one.command), "dim")] if one.command else []
    return lines


def _place(source: str, words: Words) -> str:
    name, _, row = source.rpartition(":")
    return words("reconcile.place", source=name, row=row)


def _numbers(text: str, words: Words) -> str:
    """Numbers with the language's marks."""

    def shown(match: re.Match[str]) -> str:
        whole, point, places = match[0].partition(".")
        return words.integer(int(whole)) + (words.decimal(f".{places}") if point else "")

    return _NUMBER.sub(shown, text)
