"""Which document of a unit answered an incoming one: the one that its book names, or one that cites it as what it answers."""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from docflow.indicators.dealings import Dealing
from docflow.indicators.figures import Evidence
from docflow.model import Citing, Count, Direction, Document, Reference, Standing
from docflow.numbers import split_number
from docflow.registers.cells import read_day
from docflow.text import notation_key, number_key, organ_key

# The day of the answer or None, what tells of it, and the answer's key.
End = tuple[str | None, str, str | None]
Name = tuple[str, str, str]

_DAY = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{4}-\d{2}-\d{2}")
_DAY_IN_WORDS = re.compile(r"ngày (\d{1,2}) tháng (\d{1,2}) năm (\d{4})", re.IGNORECASE)
_LEAD = re.compile(r"^(?:(?:văn bản|công văn|cv|số)\s*:?\s*)+", re.IGNORECASE)
_LONGEST = 500


@dataclass(frozen=True, slots=True)
class Entered:
    """An answer as a book enters it: number and notation, and its day if that stands there."""

    number: str
    notation: str | None
    day: str | None

    def is_of_year(self, day: str) -> bool:
        """Whether a document of a day may be it: numbers begin anew each year."""
        return self.day is None or self.day[:4] == day[:4]


def entered_answers(text: str) -> Iterator[Entered]:
    """The answers in a cell; entries that are no number are passed over."""
    for part in re.split(r"[;\n]", text[:_LONGEST]):
        day, rest = _day(part)
        cleaned = _LEAD.sub("", rest.strip(" ()[],.-–:")).strip(" ()[],.-–:")
        found = split_number(cleaned)
        if found is not None:
            yield Entered(found.number, found.notation, day)


def _day(text: str) -> tuple[str | None, str]:
    """The day in a text, and the text before it."""
    if match := _DAY.search(text):
        day = read_day(match[0])
    elif match := _DAY_IN_WORDS.search(text):
        day = read_day("/".join(match.groups()))
    else:
        return None, text
    before = re.sub(r"(?i)\bngày\s*$", "", text[: match.start()].rstrip(" (["))
    return day.isoformat() if day else None, before


class Answers:
    """What units (all if None) issued, by number and notation and by what it says that it answers; gathered when first asked."""

    def __init__(self, evidence: Evidence, units: Collection[str] | None = None) -> None:
        self._evidence = evidence
        self._units = units

    @functools.cached_property
    def _known(self) -> tuple[Mapping[Name, list[Document]], Mapping[Name, list[tuple[Reference, Document]]]]:
        numbered: dict[Name, list[Document]] = {}
        citing: dict[Name, list[tuple[Reference, Document]]] = {}
        issued = [held for held in self._evidence.documents(Direction.OUTGOING) if self._is_issued(*held)]
        for document, count in issued:
            if document.number and document.notation:
                numbered.setdefault(_name(count.unit, document.number, document.notation), []).append(document)
        for dealing in self._evidence.dealings(held for held in issued if held[0].files):
            document, unit = dealing.document, dealing.count.unit
            for reference in (one for sha in document.files if sha in dealing.papers for one in dealing.papers[sha].references):
                if reference.citing is Citing.ANSWERS and reference.number and reference.notation:
                    name = _name(unit, reference.number, reference.notation)
                    citing.setdefault(name, []).append((reference, document))
        return numbered, citing

    def _is_issued(self, document: Document, count: Count) -> bool:
        asked = self._units is None or count.unit in self._units
        return asked and document.issuer == count.unit and document.standing is not Standing.DRAFT

    def named(self, text: str, dealing: Dealing) -> End | None:
        """The first answer that a cell of the unit's book names, by the document's own day, else by the day entered."""
        arrived = dealing.count.day or ""
        found: list[tuple[str, str, str | None]] = []
        for one in entered_answers(text):
            name = _name(dealing.count.unit, one.number, one.notation or "")
            issued = ((d.promulgated_on or "", d.key) for d in self._known[0].get(name, ()))
            known = [(day, key) for day, key in issued if day and day >= arrived and one.is_of_year(day)]
            same = [(day, key) for day, key in known if day == one.day]
            if known:
                day, key = min(same or known)
                found.append((day, "answer-named", key))
            elif one.day:
                found.append((one.day, "answer-entered", None))
        return min(found, key=lambda end: (end[0], end[2] or "")) if found else None

    def citing(self, dealing: Dealing) -> End | None:
        """The first document of the unit that says that it answers this one: by number, notation, and its day or its organ."""
        entry = dealing.entry()
        number, notation, day = entry["number"], entry["notation"], entry["promulgated_on"]
        if not number or not notation:
            return None
        cited = self._known[1].get(_name(dealing.count.unit, number, notation), ())
        meant = [answer for reference, answer in cited if self._is(reference, day, dealing.document.issuer)]
        ends = [(answer.promulgated_on, answer.key) for answer in meant if (answer.promulgated_on or "") >= (day or "")]
        found = [(end, key) for end, key in ends if end]
        return (min(found)[0], "answer-citing", min(found)[1]) if found else None

    def _is(self, reference: Reference, day: str | None, issuer: str | None) -> bool:
        """Whether a reference means a document of a day and an issuer; its number and notation are many organs'."""
        if reference.promulgated_on and day:
            return reference.promulgated_on == day
        short, long = sorted((organ_key(reference.organ or ""), self._name_of(issuer or "")), key=len)
        return bool(short) and f"{long} ".startswith(f"{short} ")

    def _name_of(self, issuer: str) -> str:
        return issuer[1:].partition("|")[0] if issuer.startswith("~") else organ_key(self._evidence.directory.name(issuer) or "")


def _name(unit: str, number: str, notation: str) -> Name:
    return unit, number_key(number), notation_key(notation)
