"""Findings in words, and the table of a report on them."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping, Sequence

from rich import box
from rich.table import Table

from docflow.indicators.figures import Group, Row
from docflow.indicators.findings import FILE, FINDING, FORM, RECEIVED, TOTALS, UNCHECKED
from docflow.locale import Words
from docflow.model import Stage
from docflow.render.percent import percent
from docflow.render.screen import clean


def finding_words(figure: str, words: Words) -> str:
    """What a figure of findings counts, in words, with its name in the lists; a code without words stands for itself."""
    if figure in TOTALS:
        return words(f"report.figure-{figure}")
    kind, _, code = figure.partition(".")
    if figure.startswith(FILE):
        stage = next((stage.value for stage in Stage if words.has(f"{stage.value}.{code}")), kind)
        told = words.of(stage, code)
    else:
        told = words.of({FINDING: "finding", RECEIVED: "finding", FORM: "form"}.get(f"{kind}.", kind), code)
        told = words("report.finding-not-checked", reason=told) if figure.startswith(UNCHECKED) else told
    return f"{told} [{figure}]"


def findings_like(figure: str, words: Words) -> list[str]:
    """The figures of findings of the same kind that a person may have meant, or all of it; none for one that has words."""
    kind, _, code = figure.partition(".")
    areas = {RECEIVED: ["finding"], FILE: [stage.value for stage in Stage]}.get(f"{kind}.", [kind])
    codes = list(dict.fromkeys(known for area in areas for known in words.codes(area)))
    if figure in TOTALS or code in codes:
        return []
    return [f"{kind}.{known}" for known in difflib.get_close_matches(code, codes) or codes]


def findings_body(
    grouped: Mapping[Group, Mapping[str, Row]],
    by: Sequence[str],
    label: Callable[[Group, str], str],
    words: Words,
    headings: Sequence[str],
    beside: Callable[[Row], Sequence[str]],
) -> Table:
    """One row a figure under the sum of its kind, then what is ``beside`` it; several groups have headings of their own."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=True, header_style="bold")
    table.add_column(words("report.finding"), overflow="fold")
    for name in ("finding-number", "finding-whole", "share"):
        table.add_column(words(f"report.{name}"), justify="right", no_wrap=True)
    for heading in headings:
        table.add_column(heading, justify="right")
    for group, rows in grouped.items():
        if by:
            table.add_section()
            table.add_row(" · ".join(label(group, name) for name in by), "", "", "", *("" for _ in headings), style="bold")
        for figure, row in rows.items():
            total = figure in TOTALS
            if total and not by:
                table.add_section()
            counts = (words.integer(row.numerator or 0), words.integer(row.denominator))
            shown = finding_words(figure, words) if total else f"  {finding_words(figure, words)}"
            cells = (clean(shown), *counts, percent(words, row.numerator, row.denominator), *beside(row))
            table.add_row(*cells, style="bold" if total else "")
    return table
