"""Which document cites which, in both directions, as of a run: references as printed, resolved against what the ledger knew.

Closing keeps relations for it, projections that can be rebuilt (``docflow.citation`` names them). They tell of the last run; what
a run before it knew otherwise is asked of the facts and versions that were superseded since.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from docflow.canonical import restore
from docflow.citation import CITES, CITES_DATED, DATED, Cited, Match, dated_name, meant, names_dated, references_of, year_of
from docflow.classify.identity import wanted
from docflow.ledger.find import written
from docflow.ledger.read import Reader
from docflow.model import Citing, Document, FileFacts, Reference
from docflow.numbers import series_part
from docflow.text import notation_key, number_key


@dataclass(frozen=True, slots=True)
class Citer:
    """A document that cites another: its key and day, the reference as it prints it, and how sure it is which is meant."""

    key: str
    day: str | None
    reference: Reference
    match: Match


class Citations:
    """The citations that a ledger knew when a run had closed; satisfies ``docflow.citation.Known``."""

    def __init__(self, reader: Reader, run: int) -> None:
        self._reader = reader
        self._run = run
        self._names: dict[str, str | None] = {}

    def of(self, document: Document, files: Iterable[FileFacts]) -> tuple[Cited, ...]:
        """What the files of a document cite, each reference once, in the order of its first file."""
        references: dict[tuple[str, str, str | None, str], Reference] = {}
        for facts in files:
            for reference in references_of(facts):
                number, notation = number_key(reference.number or ""), notation_key(reference.notation or "")
                series = series_part(notation, reference.year_in_number)
                references.setdefault((number, notation, reference.promulgated_on, series), reference)
        return tuple(meant(reference, document, self) for reference in references.values())

    def to(self, document: Document) -> Iterator[Citer]:
        """The documents that cite this one, or may, also by another notation."""
        if not document.number or not document.notation:
            return
        name = wanted(document.number, document.notation)
        looked_for = {CITES: {name}, CITES_DATED: names_dated(document)}
        for citer, facts in self._citing(document.number, looked_for):
            for reference in references_of(facts):
                named = _is_named(reference, name)
                if (
                    not named
                    and not {dated_name(reference.number or "", reference.promulgated_on or "")} & looked_for[CITES_DATED]
                ):
                    continue
                found = meant(reference, citer, self)
                if document.key in found.keys and citer.key != document.key and (named or found.match is Match.DIFFERS):
                    yield Citer(citer.key, citer.promulgated_on, reference, found.match)

    def to_written(self, text: str, citing: Citing | None = None) -> Iterator[Citer]:
        """The documents that cite what is written like ``798/KH-UBND`` or ``30/2020/NĐ-CP``, in the ledger or not."""
        said = written(text)
        if said is None:
            return
        number, year, notation = said
        name = wanted(number, notation)
        for citer, facts in self._citing(number, {CITES: {name}}):
            for reference in references_of(facts):
                told = year in {None, year_of(reference)} and citing in {None, reference.citing}
                if told and _is_named(reference, name):
                    yield Citer(citer.key, citer.promulgated_on, reference, Match.ABSENT)

    def _citing(self, number: str, looked_for: Mapping[str, Iterable[str]]) -> Iterator[tuple[Document, FileFacts]]:
        """Each document with a file that stands under some names of the relations, or then may have, once, by key."""
        names = ((relation, name) for relation, names in looked_for.items() for name in names)
        subjects = {one for relation, name in names for one in self._reader.linked(relation, name)}
        digits = re.match(r"\d*", number_key(number))
        since = self._reader.superseded("file", self._run, holding=digits[0] if digits else "")
        files = {subject.removeprefix("file ") for subject in subjects} | since
        found: dict[str, tuple[Document, FileFacts]] = {}
        for sha256, payload in self._reader.facts_of("file", files, self._run).items():
            facts = restore(FileFacts, payload)
            if not facts.documents or not facts.documents[0].references:
                continue
            for document in self.documents(self._reader.keys_of_file(sha256, self._run)):
                found.setdefault(document.key, (document, facts))
        yield from (found[key] for key in sorted(found))

    # ------------------------------------------------------------ what is known

    def documents(self, keys: Iterable[str]) -> Iterable[Document]:
        """The documents of some keys that are not void, by key."""
        return self._reader.documents(self._run, keys=keys)

    def numbered(self, number: str, notation: str) -> Iterable[str]:
        """The keys of documents that ever had this number and notation, as they are compared."""
        return self._reader.keys_numbered(number, notation)

    def dated(self, name: str) -> Iterable[str]:
        """The keys of documents that have, or then had, a number and day."""
        return sorted({*self._reader.linked(DATED, name), *self._redated.get(name, ())})

    @cached_property
    def _redated(self) -> Mapping[str, set[str]]:
        """Keys by the number and day of versions that a later run superseded."""
        found: dict[str, set[str]] = {}
        for key, number, day in self._reader.dated_before(self._run):
            found.setdefault(dated_name(number, day), set()).add(key)
        return found

    def unit_name(self, unit: str) -> str | None:
        """The name that a unit had."""
        if unit not in self._names:
            told: Any = self._reader.facts_of("unit", [unit], self._run).get(unit)
            self._names[unit] = told["name"] if told else None
        return self._names[unit]


def _is_named(reference: Reference, name: str) -> bool:
    return bool(reference.number and reference.notation) and wanted(reference.number or "", reference.notation or "") == name
