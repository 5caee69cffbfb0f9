"""What the books, the files and the messages of a document say of whom it went to, how, and what it answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from docflow.model import Count, Direction, Document, Message, Reference, RegisterLine


@dataclass(frozen=True, slots=True)
class Paper:
    """Of one file: the recipients that it lists, the documents that it cites, and the message that it is, if it is one.

    ``read`` says that all its text was read, so that it cites nothing else, ``numbered`` that its number was.
    """

    recipients: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    message: Message | None = None
    read: bool = False
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Dealing:
    """A holding of a document with its register lines by subject, and its files and the messages about it by SHA-256."""

    document: Document
    count: Count
    lines: Mapping[str, RegisterLine]
    papers: Mapping[str, Paper]

    def book(self) -> list[RegisterLine]:
        """The lines of the holding's own book, by row."""
        own = (line for line in self.lines.values() if line.unit == self.count.unit and line.direction is self.count.direction)
        return sorted(own, key=lambda line: line.row)

    def entry(self) -> dict[str, str | None]:
        """Number, notation, day and arrival number of an incoming holding; the book's where no file tells them."""
        document, line = self.document, next(iter(self.book()), None)
        return {
            "number": document.number or (line.number if line else None),
            "notation": document.notation or (line.notation if line else None),
            "promulgated_on": document.promulgated_on or (line.promulgated_on if line else None),
            "arrival_number": line.arrival_number if line else None,
        }

    def issued(self) -> list[RegisterLine]:
        """The lines of books of outgoing documents, whose form column states how it was sent."""
        return [line for line in self.lines.values() if line.direction is Direction.OUTGOING]

    def letters(self) -> Iterator[Message]:
        """The messages that brought it."""
        yield from (told for told in self._messages(self.document.files) if told.kind == "edoc")

    def statuses(self) -> Iterator[Message]:
        """The answers of its receivers' systems (QCVN 102:2016)."""
        yield from (told for told in self._messages(self.document.messages) if told.kind == "status")

    def _messages(self, names: tuple[str, ...]) -> Iterator[Message]:
        papers = (self.papers.get(name) for name in names)
        yield from (paper.message for paper in papers if paper is not None and paper.message is not None)
