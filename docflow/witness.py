"""A file's name as another witness of what recognition read on a scan: it confirms one of the readings, it never supplies any.

``123-QD-UBND.pdf`` bears out the reading 123 of a scan whose notation is QĐ-UBND; ``scan 123.pdf`` bears out nothing, since the
number may count anything. Pure: the name is the sighting's, so this joins where the facts of a key are put together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from docflow.model import Candidate, FileFacts, Header, Source, SourceKind
from docflow.text import number_key, unaccented

CONFIRMED = 900
_PARTS = re.compile(r"\d+|[^\W\d_]+")
_DAY_FIRST = re.compile(r"(?<!\d)(\d\d)[.\-_ ](\d\d)[.\-_ ]((?:19|20)\d\d)(?!\d)")
_YEAR_FIRST = re.compile(r"(?<!\d)((?:19|20)\d\d)[.\-_ ]?(\d\d)[.\-_ ]?(\d\d)(?!\d)")


def undecided(facts: FileFacts) -> bool:
    """Whether recognition left readings of the number or the day open."""
    return len(facts.documents) == 1 and any(_open(facts, name) for name in ("number", "promulgated_on"))


def confirmed(facts: FileFacts, paths: Iterable[str]) -> FileFacts:
    """The facts with the readings that the names at the end of the paths bear out, where they all bear out the same."""
    if not undecided(facts):
        return facts
    names = sorted({path.rpartition("/")[2].rpartition("!")[2].rpartition(".")[0] for path in paths})
    header, sources = facts.documents[0], dict(facts.sources)
    for field in ("number", "promulgated_on"):
        readings = _open(facts, field)
        borne = {reading.value for name in names for reading in readings if _bears_out(name, field, reading.value, header)}
        if len(borne) == 1:
            value = borne.pop()
            header = replace(header, number=value) if field == "number" else replace(header, promulgated_on=value)
            witness = Candidate(value, SourceKind.FILE_NAME, CONFIRMED)
            sources[field] = replace(sources[field], confidence=CONFIRMED, candidates=(*sources[field].candidates, witness))
    return replace(facts, documents=(header,), sources=sources)


def _open(facts: FileFacts, field: str) -> tuple[Candidate, ...]:
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
