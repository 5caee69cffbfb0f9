"""The certificate inventory for people and for spreadsheets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from rich import box
from rich.table import Table

from docflow.certificate_records import CertificateRecord, certificate_record
from docflow.indicators.certificate_inventory import Inventoried
from docflow.locale import Words
from docflow.render.csv import table as csv_table
from docflow.render.dates import day_words
from docflow.render.screen import Screen, plain

_COLUMNS = (
    *(name for name in CertificateRecord.__annotations__ if name not in {"uses", "roster"}),
    "used",
    "first_used",
    "last_used",
)


def inventory_table(found: Sequence[Inventoried], names: Mapping[str, str], day: str, words: Words, screen: Screen) -> str:
    """A line for each certificate: whose it is, until when, used how often and when, and what is to be remarked."""
    title = plain(words("certificates.title", day=day_words(words, day), count=words.integer(len(found))), "bold")
    if not found:
        return screen.draw(title, plain(words("certificates.none"))) + "\n"
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in ("holder", "unit", "ends", "state", "used", "last", "remarks"):
        justify: Literal["left", "right"] = "right" if name == "used" else "left"
        table.add_column(
            words(f"certificates.{name}"), overflow="fold", justify=justify, no_wrap=name in {"ends", "used", "last"}
        )
    for one in found:
        facts, unit = one.history.facts, one.history.unit
        cells = (
            facts.common_name or words("certificates.nameless"),
            names.get(unit, unit) if unit else "–",
            facts.valid_to[:10],
            words(f"certificates.state-{one.state}"),
            words.integer(len(one.history.uses)),
            one.last.moment[:10] if one.last and one.last.moment else "–",
            "; ".join(words(f"certificates.remark-{remark}") for remark in one.remarks) or "–",
        )
        table.add_row(*(plain(cell) for cell in cells))
    return screen.draw(title, table, plain(words("certificates.as-far-as-known"))) + "\n"


def inventory_csv(found: Sequence[Inventoried]) -> str:
    """A line for each certificate; its uses as their number, first and last day."""
    return csv_table(_COLUMNS, (_flat(one) for one in found))


def _flat(one: Inventoried) -> dict[str, Any]:
    ends = {"first_used": one.first, "last_used": one.last}
    days = {name: use.moment[:10] if use and use.moment else None for name, use in ends.items()}
    return {**certificate_record(one), "used": len(one.history.uses), **days}
