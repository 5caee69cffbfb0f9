"""What tables for people share: a width, colour or none, and text that cannot command the terminal."""

from __future__ import annotations

import io
import re
import unicodedata
from dataclasses import dataclass

from rich.console import Console, RenderableType
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

# What is said before it ends with a colon; a command inside a sentence is prose.
_ENDS_WITH_COMMAND = re.compile(r"(?:^|: )docflow [a-z][^\n]*\Z")


@dataclass(frozen=True, slots=True)
class Screen:
    """Where a table is shown: columns of characters, and whether it is a terminal that knows colour."""

    width: int = 100
    colour: bool = False

    def draw(self, *parts: RenderableType) -> str:
        """The parts as text, no line ending in blanks.

        A table whose numbers need more columns than there are is drawn wider: the terminal wraps its lines, and nothing is cut.
        Neither is a line broken that ends with a command, so that it can be copied.
        """
        buffer = io.StringIO()
        console = Console(
            file=buffer,
            width=self.width,
            force_terminal=self.colour,
            color_system="auto" if self.colour else None,
            highlight=False,
            markup=False,
            emoji=False,
            legacy_windows=False,
        )
        for part in parts:
            console.width = max(self.width, _keep_whole(part, console)) if isinstance(part, Table) else self.width
            console.print(part, soft_wrap=isinstance(part, Text) and _ENDS_WITH_COMMAND.search(part.plain) is not None)
        return "\n".join(line.rstrip() for line in buffer.getvalue().splitlines())


def _keep_whole(table: Table, console: Console) -> int:
    """Make columns that are never broken over lines as wide as what stands in them; the least width of the table then."""
    for column in table.columns:
        if column.no_wrap:
            cells = [Measurement.get(console, console.options, cell).maximum for cell in (column.header, *column.cells)]
            column.min_width = max(cells)
    # Between columns, and at both edges, stand at most a rule and a blank on either side of it.
    return sum((column.min_width or 1) + 3 for column in table.columns)


def clean(text: str) -> str:
    """Text without control and format characters (escape sequences, overriding directions), which become blanks."""
    return "".join(" " if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"} else c for c in text)


def plain(text: str, style: str = "") -> Text:
    """Cleaned text with a style."""
    return Text(clean(text), style=style)
