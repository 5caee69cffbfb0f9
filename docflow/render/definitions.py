"""What figures mean, in words: a table for people, records for programs, and the tables of docs/indicators.md."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from rich import box
from rich.table import Table

from docflow.indicators.definitions import Definition
from docflow.indicators.question import LEVELS
from docflow.locale import Words
from docflow.render.csv import table as csv_table
from docflow.render.json import dump, dump_lines
from docflow.render.screen import Screen, plain
from docflow.render.table import level_words

COLUMNS = ("figure", "numerator", "denominator", "counts", "rule", "levels", "time", "unknown")
_SHOWN = ("figure", "numerator", "denominator", "unknown")


def definition_record(one: Definition, words: Words) -> dict[str, str]:
    """One row in words: ``figure`` is its id, the rest by the names of ``COLUMNS``."""
    named = f"family-{one.figure.strip('.-').replace('.', '-')}" if one.is_family else one.figure
    every = one.levels == LEVELS
    levels = words("definition.every-level") if every else ", ".join(level_words(words, level) for level in one.levels)
    return {
        "figure": f"{one.id}…" if one.is_family else one.id,
        "numerator": words("definition.unknown_form") if one.figure == "unknown" else words(f"definition.{named}"),
        "denominator": words(f"definition.whole-{one.whole}"),
        "counts": words(f"definition.unit-{one.counts}"),
        "rule": "; ".join(words(f"definition.rule-{rule}") for rule in one.rules),
        "levels": levels,
        "time": words(f"definition.time-{one.time}"),
        "unknown": words(f"definition.unknown-{one.unknown}"),
    }


def markdown(rows: Iterable[Definition], words: Words) -> str:
    """The rows as a table in Markdown."""
    lines = [" | ".join(words(f"definition.{name}") for name in COLUMNS), "|".join("---" for _ in COLUMNS)]
    lines += [" | ".join(definition_record(one, words)[name] for name in COLUMNS) for one in rows]
    return "\n".join(f"| {line} |" if "---" not in line else f"|{line}|" for line in lines) + "\n"


def _table(rows: tuple[Definition, ...], words: Words, screen: Screen) -> str:
    made = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for name in _SHOWN:
        made.add_column(words(f"definition.{name}"), overflow="fold")
    for one in rows:
        record = definition_record(one, words)
        made.add_row(*(record[name] for name in _SHOWN))
    rules = dict.fromkeys(definition_record(one, words)["rule"] for one in rows)
    title = plain(words("definition.title", name=rows[0].report), "bold")
    return screen.draw(title, made, *(plain(f"{words('definition.rule')}: {rule}.", "dim") for rule in rules)) + "\n"


FORMATS: Mapping[str, Callable[[tuple[Definition, ...], Words, Screen], str]] = {
    "table": _table,
    "json": lambda rows, words, _screen: dump([definition_record(one, words) for one in rows]),
    "jsonl": lambda rows, words, _screen: "".join(dump_lines(definition_record(one, words) for one in rows)),
    "csv": lambda rows, words, _screen: csv_table(COLUMNS, (definition_record(one, words) for one in rows)),
}
