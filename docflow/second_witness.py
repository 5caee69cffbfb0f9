"""A register's line, or the message that carries a scan, as another witness of a number or a day that recognition left open.

A misread number is as a rule another document's number, and that document has a line of its own. So a line bears out a reading
only if it is the scan's by more than its number: by unit, notation and day, and by its subject wherever the book has another
line of that notation and day. Nothing is taken from a line that was not read on the page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from docflow.classify.identity import wanted
from docflow.classify.registered import same_subject
from docflow.model import FileFacts, Header, RegisterLine, SourceKind
from docflow.text import notation_key, number_key
from docflow.witness import Statement, by_names, readings, settled

_DAY = "day:"
_TELLING = 4  # words of a subject that may stand for a day which was not read


def on_day(notation: str | None, day: str | None) -> set[str]:
    """The name under which lines, and scans of which one may be theirs, are found by notation and day; empty without both."""
    return {f"{_DAY}{day}/{notation_key(notation)}"} if notation and day else set()


def read_as(facts: FileFacts) -> set[str]:
    """The names under which register lines look for a scan by each of its readings."""
    header = facts.documents[0]
    return {wanted(number, header.notation) for number in _numbers(facts).values()} if header.notation else set()


@dataclass(frozen=True, slots=True)
class Scan:
    """What was read of a scan and left open, the paths it was met at, whose it is, and the messages that carry it."""

    facts: FileFacts
    paths: tuple[str, ...]
    issuer: str | None
    letters: tuple[Header, ...]


@dataclass(frozen=True, slots=True)
class Heard:
    """A scan's facts with what its witnesses bore out, and the names under which lines that could change this look for it."""

    facts: FileFacts
    names: frozenset[str]


def hear(scans: Mapping[str, Scan], find: Callable[[set[str]], Mapping[str, RegisterLine]]) -> dict[str, Heard]:
    """Hear the witnesses of each scan; ``find`` gives the outgoing lines that stand under some names, by subject."""
    asked = {sha: read_as(scan.facts) for sha, scan in scans.items()}
    found = find(set().union(*asked.values()))
    fitting = {sha: Book(_of(scan.issuer, found)).fitting(scan.facts) for sha, scan in scans.items()}
    for sha, lines in fitting.items():
        asked[sha] |= {name for line in lines.values() for name in on_day(line.notation, line.promulgated_on)}
    # Of the lines that fit only those count that are found beside the others of their day.
    found = find({name for names in asked.values() for name in names if name.startswith(_DAY)})
    return {
        sha: Heard(
            settled(
                scan.facts,
                (
                    *by_names(scan.facts, scan.paths),
                    *by_register(scan.facts, Book(_of(scan.issuer, found))),
                    *by_message(scan.facts, scan.letters),
                ),
            ),
            frozenset(asked[sha]),
        )
        for sha, scan in scans.items()
    }


def _of(unit: str | None, lines: Mapping[str, RegisterLine]) -> dict[str, RegisterLine]:
    return {subject: line for subject, line in lines.items() if line.unit == unit}


@dataclass(frozen=True, slots=True)
class Book:
    """Outgoing lines of one unit that may concern a scan, by subject: those under its readings, and those of their days."""

    lines: Mapping[str, RegisterLine] = field(default_factory=dict)

    def fitting(self, facts: FileFacts) -> dict[str, RegisterLine]:
        """The lines with a number that was read, the notation, and a day that does not contradict."""
        numbers, notation = _numbers(facts), notation_key(facts.documents[0].notation or "")
        return {
            subject: line
            for subject, line in self.lines.items()
            if number_key(line.number or "") in numbers
            and notation_key(line.notation or "") == notation
            and line.promulgated_on
            and line.promulgated_on in (_days(facts) or {line.promulgated_on})
        }

    def beside(self, subject: str) -> list[RegisterLine]:
        """The other lines of a line's notation and day."""
        own = self.lines[subject]
        names = on_day(own.notation, own.promulgated_on)
        return [line for s, line in self.lines.items() if s != subject and names & on_day(line.notation, line.promulgated_on)]


def by_register(facts: FileFacts, book: Book) -> list[Statement]:
    """What the one line that can be the scan's bears out; nothing where several can be."""
    fitting = book.fitting(facts)
    own = [subject for subject in fitting if _is_own(facts, fitting[subject], book.beside(subject))]
    if len(own) != 1:
        return []
    line = fitting[own[0]]
    return _borne_out(facts, line.number, line.promulgated_on, SourceKind.REGISTER)


def _is_own(facts: FileFacts, line: RegisterLine, others: Iterable[RegisterLine]) -> bool:
    """Whether a line that fits is the scan's: nothing contradicts its subject, and every other line of its day is ruled out."""
    header = facts.documents[0]
    if header.number is not None:
        return True
    known = bool(header.subject and line.subject)
    if known and not _alike(header, line):
        return False
    if not _days(facts) and not (known and _length(header.subject) >= _TELLING <= _length(line.subject)):
        return False
    return all(header.subject and other.subject and not _alike(header, other) for other in others)


def _alike(header: Header, line: RegisterLine) -> bool:
    return same_subject(header.subject or "", line.subject or "", header.document_type)


def _length(text: str | None) -> int:
    return len((text or "").split())


def by_message(facts: FileFacts, letters: Iterable[Header]) -> list[Statement]:
    """What the messages that carry a scan bear out: number and notation both as the message has them, and no other day."""
    header, found = facts.documents[0], []
    for letter in letters:
        same = bool(header.notation and letter.notation) and notation_key(header.notation or "") == notation_key(
            letter.notation or ""
        )
        if not same or number_key(letter.number or "") not in _numbers(facts):
            continue
        if letter.promulgated_on and letter.promulgated_on not in (_days(facts) or {letter.promulgated_on}):
            continue
        found += _borne_out(facts, letter.number, letter.promulgated_on, SourceKind.EDXML)
    return found


def _borne_out(facts: FileFacts, number: str | None, day: str | None, source: SourceKind) -> list[Statement]:
    """The open readings of a scan that are this number and this day."""
    numbers = [one.value for one in readings(facts, "number") if number_key(one.value) == number_key(number or "")]
    days = [one.value for one in readings(facts, "promulgated_on") if one.value == day]
    return [
        *(Statement("number", value, source) for value in numbers[:1]),
        *(Statement("promulgated_on", value, source) for value in days[:1]),
    ]


def _numbers(facts: FileFacts) -> dict[str, str]:
    """The number that was settled, else its readings, by the form in which they are compared."""
    settled = facts.documents[0].number
    values = [settled] if settled else [one.value for one in readings(facts, "number")]
    return {number_key(value): value for value in values}


def _days(facts: FileFacts) -> set[str]:
    """The day that was settled, else its readings; empty where none was read."""
    settled = facts.documents[0].promulgated_on
    return {settled} if settled else {one.value for one in readings(facts, "promulgated_on")}
