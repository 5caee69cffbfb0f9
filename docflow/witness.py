"""Other witnesses of what recognition read on a scan: they confirm one of its readings, they never supply any.

A file's name is one: ``123-QD-UBND.pdf`` bears out the reading 123 of a scan whose notation is QĐ-UBND; ``scan 123.pdf`` bears
out nothing, since the number may count anything. Registers and messages are others (``docflow.second_witness``). Pure: names,
lines and messages are no part of the file, so this joins where the facts of a key are put together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from docflow.model import Candidate, Discrepancy, Document, FileFacts, Header, Source, SourceKind
from docflow.text import number_key, unaccented

CONFIRMED = 900
FIELDS = ("number", "promulgated_on")
_PARTS = re.compile(r"\d+|[^\W\d_]+")
_DAY_FIRST = re.compile(r"(?<!\d)(\d\d)[.\-_ ](\d\d)[.\-_ ]((?:19|20)\d\d)(?!\d)")
_YEAR_FIRST = re.compile(r"(?<!\d)((?:19|20)\d\d)[.\-_ ]?(\d\d)[.\-_ ]?(\d\d)(?!\d)")
# The finding that tells of a value which a witness of this kind bore out.
_TOLD = {
    ("number", SourceKind.REGISTER): "number-by-register",
    ("number", SourceKind.EDXML): "number-by-edxml",
    ("promulgated_on", SourceKind.REGISTER): "date-by-register",
    ("promulgated_on", SourceKind.EDXML): "date-by-edxml",
}


@dataclass(frozen=True, slots=True)
class Statement:
    """A reading of a field, number or day, that a witness bears out; ``source`` is the kind of witness."""

    field: str
    value: str
    source: SourceKind


def undecided(facts: FileFacts) -> bool:
    """Whether recognition left readings of the number or the day open."""
    return len(facts.documents) == 1 and any(readings(facts, name) for name in FIELDS)


def confirmed(facts: FileFacts, paths: Iterable[str]) -> FileFacts:
    """The facts with the readings that the names at the end of the paths bear out, where they all bear out the same."""
    return settled(facts, by_names(facts, paths))


def settled(facts: FileFacts, statements: Iterable[Statement]) -> FileFacts:
    """The facts with the readings that all who speak of them bear out; where they differ, each stays as a candidate."""
    if not undecided(facts):
        return facts
    header, sources = facts.documents[0], dict(facts.sources)
    said = sorted(set(statements), key=lambda one: (one.field, one.source.value, one.value))
    for field in FIELDS:
        own = [one for one in said if one.field == field and readings(facts, field)]
        if not own:
            continue
        witnesses = tuple(Candidate(one.value, one.source, CONFIRMED) for one in own)
        source = replace(sources[field], candidates=(*sources[field].candidates, *witnesses))
        if len({one.value for one in own}) == 1:
            value = own[0].value
            header = replace(header, number=value) if field == "number" else replace(header, promulgated_on=value)
            source = replace(source, confidence=CONFIRMED)
        sources[field] = source
    return replace(facts, documents=(header,), sources=sources)


def by_names(facts: FileFacts, paths: Iterable[str]) -> list[Statement]:
    """What the names at the end of the paths bear out; nothing of a field where they bear out different readings."""
    if not undecided(facts):
        return []
    names = sorted({path.rpartition("/")[2].rpartition("!")[2].rpartition(".")[0] for path in paths})
    found = []
    for field in FIELDS:
        said = {
            one.value
            for name in names
            for one in readings(facts, field)
            if _bears_out(name, field, one.value, facts.documents[0])
        }
        found += [Statement(field, said.pop(), SourceKind.FILE_NAME)] if len(said) == 1 else []
    return found


def told(files: Mapping[str, FileFacts]) -> list[Discrepancy]:
    """What is to be known of the numbers and days of these files: which of them stand by a second witness, and by which."""
    return [
        Discrepancy(code, sha256)
        for sha256, facts in files.items()
        for (field, kind), code in _TOLD.items()
        if facts.documents and (source := facts.sources.get(field)) is not None and source.source is SourceKind.OCR
        if any(c.source is kind and c.value == getattr(facts.documents[0], field) for c in source.candidates)
    ]


def as_counted(facts: FileFacts, documents: Iterable[Document]) -> FileFacts:
    """A file with those of its open readings that its documents bear, for what stays of it when names and lines may be gone."""
    if not undecided(facts):
        return facts
    statements = []
    for document in documents:
        witnesses = {
            (field, kind) for (field, kind), code in _TOLD.items() if Discrepancy(code, facts.sha256) in document.findings
        }
        for field in FIELDS:
            own = [kind for one, kind in sorted(witnesses) if one == field] or [SourceKind.FILE_NAME]
            same = [one.value for one in readings(facts, field) if _is(field, one.value, getattr(document, field) or "")]
            statements += [Statement(field, value, kind) for value in same[:1] for kind in own]
    return settled(facts, statements)


def _is(field: str, reading: str, value: str) -> bool:
    return reading == value or (field == "number" and number_key(reading) == number_key(value))


def readings(facts: FileFacts, field: str) -> tuple[Candidate, ...]:
    """The readings of a field that recognition left open."""
    source: Source | None = facts.sources.get(field)
    if source is None or getattr(facts.documents[0], field) is not None:
        return ()
    return tuple(reading for reading in source.candidates if reading.source is SourceKind.OCR)


def _bears_out(name: str, field: str, value: str, header: Header) -> bool:
    return _numbered(name, value, header.notation) if field == "number" else value in _days(name)


def _numbered(name: str, number: str, notation: str | None) -> bool:
    """Whether a name has the number and, right beside it, the first word of the notation."""
    if notation is None:
        return False
    parts = _PARTS.findall(unaccented(name))
    first = unaccented(re.split(r"[^\w]", notation)[0])
    beside = [
        {*parts[max(at - 1, 0) : at], *parts[at + 1 : at + 2]}
        for at, part in enumerate(parts)
        if part.isdigit() and number_key(part) == number_key(number)
    ]
    return any(first in words for words in beside)


def _days(name: str) -> set[str]:
    """The days that a name holds, as ISO 8601."""
    return {f"{y}-{m}-{d}" for d, m, y in _DAY_FIRST.findall(name)} | {f"{y}-{m}-{d}" for y, m, d in _YEAR_FIRST.findall(name)}
