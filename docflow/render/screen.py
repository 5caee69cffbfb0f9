"""What tables for people share: a width, colour or none, and text that cannot command the terminal."""

from __future__ import annotations

import io
import unicodedata
from dataclasses import dataclass

from rich.console import Console, RenderableType
from rich.text import Text


@dataclass(frozen=True, slots=True)
class Screen:
    """Where a table is shown: columns of characters, and whether it is a terminal that knows colour."""

    width: int = 100
    colour: bool = False

    def draw(self, *parts: RenderableType) -> str:
        """The parts as text, no line ending in blanks."""
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
            console.print(part, soft_wrap=False)
        return "\n".join(line.rstrip() for line in buffer.getvalue().splitlines())


def clean(text: str) -> str:
    """Text without control and format characters (escape sequences, overriding directions), which become blanks."""
    return "".join(" " if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"} else c for c in text)


def plain(text: str, style: str = "") -> Text:
    """Cleaned text with a style."""
    return Text(clean(text), style=style)
