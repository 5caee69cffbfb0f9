"""Gathers paragraphs, cells and rows in the order in which RTF ends them: each end word says what the text before it was.

A table is no group in RTF but a run of paragraphs marked ``intbl``, ended by ``cell`` and ``row`` (specification 1.9.1, "Table
Definitions"). Tables within cells are read as lines of their cell.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from docflow.parse.flow import MAX_BLOCKS, MAX_CELLS, MAX_TEXT, Block, Paragraph, Table


@dataclass(slots=True)
class _Story:
    """A run of blocks being made: the document's own, or that of a text box."""

    blocks: list[Block] = field(default_factory=list)
    rows: list[tuple[tuple[Block, ...], ...]] = field(default_factory=list)
    cells: list[tuple[Block, ...]] = field(default_factory=list)
    cell: list[Block] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    size: int = 0
    bold: bool | None = None
    drawn: bool = True
    centred: bool = False
    in_table: bool = False


class Blocks:
    """The blocks of a file in the making; ``full`` once there are as many as are read."""

    __slots__ = ("_count", "_outer", "_story")

    def __init__(self) -> None:
        self._story = _Story()
        self._outer: list[_Story] = []
        self._count = 0

    @property
    def full(self) -> bool:
        """Whether no more blocks are taken."""
        return self._count >= MAX_BLOCKS

    def write(self, text: str, *, bold: bool, drawn: bool) -> None:
        """Add text to the paragraph that is open; ``drawn`` where its font draws capitals."""
        story = self._story
        if story.size < MAX_TEXT:
            story.text.append(text[: MAX_TEXT - story.size])
            story.size += len(text)
        if text.strip():
            story.bold = bold if story.bold is None else story.bold
            story.drawn = story.drawn and drawn

    def property(self, word: str, number: int | None) -> None:
        """Take note of a property of the paragraph that is open."""
        story = self._story
        if word == "pard":
            story.centred = story.in_table = False
        elif word in {"qc", "ql", "qr", "qj"}:
            story.centred = word == "qc"
        elif word == "intbl":
            story.in_table = number != 0

    def end(self, word: str) -> None:
        """End what an end word ends: a paragraph, a cell or a row."""
        story = self._story
        if word == "nestcell":
            self.write("\t", bold=False, drawn=True)
        elif word == "cell":
            if story.size:
                self._paragraph(story.cell)
            if len(story.cells) < MAX_CELLS:
                story.cells.append(tuple(story.cell))
            story.cell.clear()
        elif word == "row":
            self._end_row()
        else:
            if not story.in_table:
                self._end_table()
            self._paragraph(story.cell if story.in_table else story.blocks)

    def enter_box(self) -> None:
        """Begin the text of a box anchored in the paragraph that is open."""
        self._outer.append(self._story)
        self._story = _Story()

    def leave_box(self) -> None:
        """End the text of a box, which stands before the paragraph that it is anchored in."""
        if self._outer:
            blocks = self._closed()
            self._story = self._outer.pop()
            (self._story.cell if self._story.in_table else self._story.blocks).extend(blocks)

    def finished(self) -> tuple[Block, ...]:
        """All blocks, with what the file left open."""
        while self._outer:
            self.leave_box()
        return tuple(self._closed())

    def _closed(self) -> list[Block]:
        story = self._story
        if story.size:
            self._paragraph(story.cell if story.in_table else story.blocks)
        self._end_table()
        return story.blocks

    def _paragraph(self, place: list[Block]) -> None:
        story = self._story
        place.append(Paragraph("".join(story.text), story.bold, story.centred, story.drawn and story.bold is not None))
        self._count += 1
        story.text.clear()
        story.size, story.bold, story.drawn = 0, None, True

    def _end_row(self) -> None:
        story = self._story
        if story.cell:
            story.cells.append(tuple(story.cell))
            story.cell.clear()
        if story.cells:
            story.rows.append(tuple(story.cells))
            story.cells.clear()

    def _end_table(self) -> None:
        story = self._story
        self._end_row()
        if story.rows:
            story.blocks.append(Table(tuple(story.rows)))
            story.rows.clear()
