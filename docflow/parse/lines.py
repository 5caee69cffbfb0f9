"""Rows and lines of a page: the one form in which every reader hands text to the header parser.

A two-column header is rows of a left and a right line; a table row of a DOCX and two runs on one baseline of a PDF look alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

from docflow.model import Box, SourceKind

# White space above a row, in thousandths of a line's height, that sets it apart from the row above.
APART = 550
LONGEST_ALONE = 70


class Side(Enum):
    """Where on the page's width a line stands."""

    LEFT = "left"
    RIGHT = "right"
    WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text, white space folded.

    ``filled`` is the line with overlays put into its blanks, empty where none fell on it. ``bold`` is None where it could
    not be told, and so is ``centred``, which only a DOCX knows: it has neither pages nor boxes. ``page`` counts from 1.
    """

    text: str
    side: Side = Side.WHOLE
    page: int | None = None
    box: Box | None = None
    bold: bool | None = None
    filled: str = ""
    centred: bool | None = None


def around(lines: Sequence[Line]) -> Line:
    """The first of some lines, with the box around all of them that stand on its page."""
    first = lines[0]
    boxes = [line.box for line in lines if line.box is not None and line.page == first.page]
    if first.box is None or len(boxes) < 2:
        return first
    left, bottom, right, top = zip(*boxes, strict=True)
    return replace(first, box=(min(left), min(bottom), max(right), max(top)))


@dataclass(frozen=True, slots=True)
class Row:
    """Lines at one height, from left to right; ``gap`` is the white space above them, in thousandths of their height."""

    lines: tuple[Line, ...]
    gap: int = 0

    def beside(self, side: Side) -> Line | None:
        """The line that stands on a side, or the only one of a row without geometry, which a column may have to itself."""
        alone = self.lines[0] if len(self.lines) == 1 else None
        if alone is not None and alone.side is Side.WHOLE and alone.box is None and len(alone.text) <= LONGEST_ALONE:
            return alone
        return self.on(side)

    @property
    def text(self) -> str:
        """The row read across."""
        return " ".join(line.text for line in self.lines)

    def on(self, side: Side) -> Line | None:
        """The line that stands on a side."""
        return next((line for line in self.lines if line.side is side), None)


@dataclass(frozen=True, slots=True)
class Overlay:
    """Text drawn over the page by an annotation: a clerk's signature, a stamp.

    ``across`` and ``up`` say where its middle stands, in thousandths of the page's width and height from bottom left.
    """

    text: str
    witness: SourceKind
    page: int
    box: Box
    across: int
    up: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that a reader saw of a document: rows from the top, and what is drawn over them.

    ``witness`` is that of the rows; ``closing`` are the rows among which the signature block stands. ``texts`` are the
    running texts of the pages that were looked at, with their page numbers; without them the rows are the whole text.
    ``compared`` says that what one recogniser read is held against another's, so that no value is a proposal for that alone.
    """

    rows: tuple[Row, ...]
    overlays: tuple[Overlay, ...] = ()
    witness: SourceKind = SourceKind.TEXT
    closing: tuple[Row, ...] = ()
    texts: tuple[tuple[int | None, str], ...] = ()
    compared: bool = False
