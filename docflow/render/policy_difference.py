"""Two policies side by side, for people and for spreadsheets."""

from __future__ import annotations

from rich import box
from rich.console import RenderableType
from rich.table import Table

from docflow.locale import Words
from docflow.policy_difference import Comparison, Difference, Opinion, difference_record
from docflow.render.csv import table as csv_table
from docflow.render.percent import percent
from docflow.render.screen import Screen, plain

SHOWN = 20
"""So many documents are listed on a screen; all of them in CSV and JSON."""


def comparison_table(comparison: Comparison, words: Words, screen: Screen) -> str:
    """What each policy says of how many documents, then the documents on which they differ."""
    title = plain(words("policies.title", first=comparison.policies[0], second=comparison.policies[1]), "bold")
    counts = _table(words, "policies.policy", "policies.passing", "policies.not-passing", "policies.not-judged")
    for policy, told in zip(comparison.policies, comparison.counts, strict=True):
        cells = (told.get(answer, 0) for answer in (True, False, None))
        counts.add_row(plain(policy), *(f"{words.integer(n)}  {percent(words, n, comparison.total)}" for n in cells))
    notes = [words("policies.total", count=words.integer(comparison.total))]
    notes += [
        words("policies.judge", policy=policy, count=words.integer(told[None]))
        for policy, told in zip(comparison.policies, comparison.counts, strict=True)
        if told.get(None)
    ]
    parts: list[RenderableType] = [title, counts, *(plain(note) for note in notes)]
    if comparison.differences:
        parts.append(_differences(comparison, words))
    left = len(comparison.differences) - SHOWN
    if left > 0:
        parts.append(plain(words("policies.more", count=words.integer(left))))
    return screen.draw(*parts) + "\n"


def comparison_csv(comparison: Comparison) -> str:
    """One line for each document on which the policies differ."""
    columns = ("key", "unit", "number", "notation", "day", "policy", "passes", "reasons")
    rows = []
    for one in comparison.differences:
        record = dict(difference_record(one, comparison.policies))
        opinions = record.pop("opinions")
        assert isinstance(opinions, list)
        rows += [{**record, **opinion} for opinion in opinions]
    return csv_table(columns, rows)


def _differences(comparison: Comparison, words: Words) -> Table:
    table = _table(words, "policies.document", "policies.day")
    for policy in comparison.policies:
        table.add_column(plain(policy), overflow="fold")
    for one in comparison.differences[:SHOWN]:
        table.add_row(
            plain(_name(one)), plain(one.day or "–"), *(plain(opinion_words(words, opinion)) for opinion in one.opinions)
        )
    return table


def _name(one: Difference) -> str:
    number = "/".join(part for part in (one.document.number, one.document.notation) if part)
    return number or one.document.key


def opinion_words(words: Words, opinion: Opinion) -> str:
    """Passes, does not and why, or was not judged."""
    if opinion.passes is None:
        return words("policies.unjudged")
    if opinion.passes:
        return words("policies.passes")
    told = "; ".join(words.of("verify", reason.lower().replace("_", "-")) for reason in opinion.reasons)
    return words("policies.fails", reasons=told) if told else words("policies.fails-plainly")


def _table(words: Words, *columns: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        table.add_column(words(column), overflow="fold")
    return table
