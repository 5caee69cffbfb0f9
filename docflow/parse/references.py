"""The documents that a text cites, each once, in the order in which they are first named.

Read from the pages that are read anyway. The document's own number is none of them, also where an appendix or an annexed rule
repeats it in ``(Kèm theo Quyết định số …)``; a decision of another number named there is mentioned.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from docflow.model import Citing, Reference, SourceKind
from docflow.parse.citations import citations, settled
from docflow.parse.lines import Sheet
from docflow.text import notation_key, number_key, printed

MAX_TEXT = 200_000
MAX_CITATIONS, MAX_REFERENCES = 2_000, 200
# Of what is said in several places the strongest stays.
_STRENGTH = (Citing.REPLACES, Citing.ANSWERS, Citing.CARRIES_OUT, Citing.BASIS, Citing.MENTIONS)


def read(sheet: Sheet, number: str | None, notation: str | None) -> tuple[Reference, ...]:
    """The references of a document of this number and notation; none where only a recognition engine read the text."""
    if sheet.witness is not SourceKind.TEXT:
        return ()
    pages = sheet.texts or ((None, "\n".join(row.text for row in sheet.rows)),)
    return references(pages, number, notation)


def references(pages: Sequence[tuple[int | None, str]], number: str | None, notation: str | None) -> tuple[Reference, ...]:
    """The references in the texts of pages, which bear their numbers from 1."""
    text, starts, size = [], [], 0
    for _, body in pages:
        starts.append(size)
        text.append(settled(body[: MAX_TEXT - size]))
        size += len(text[-1]) + 1
        if size >= MAX_TEXT:
            break
    own = (number_key(number), notation_key(notation)) if number and notation else None
    found: list[Reference] = []
    at: dict[tuple[str, str], list[int]] = {}
    for cited in islice(citations("\n".join(text)), MAX_CITATIONS):
        key = (number_key(cited.number), notation_key(cited.notation or ""))
        if key == own:
            continue
        reference = Reference(
            citing=cited.citing,
            number=cited.number,
            notation=cited.notation,
            year_in_number=cited.year,
            promulgated_on=cited.day,
            document_type=cited.document_type,
            organ=printed(cited.organ) if cited.organ else None,
            page=pages[bisect_right(starts, cited.at) - 1][0],
        )
        same = next((i for i in at.get(key, ()) if _same(found[i], reference)), None)
        if same is not None:
            found[same] = _merged(found[same], reference)
        elif len(found) < MAX_REFERENCES:
            at.setdefault(key, []).append(len(found))
            found.append(reference)
    return tuple(found)


def _same(one: Reference, other: Reference) -> bool:
    """Whether two citations of one number and notation can be of one document: nothing that both say differs."""
    days = {one.promulgated_on, other.promulgated_on} - {None}
    years = {one.year_in_number, other.year_in_number} - {None}
    return len(days) < 2 and len(years) < 2


def _merged(one: Reference, other: Reference) -> Reference:
    """The first with what only the other says, and the stronger of the two kinds."""
    return replace(
        one,
        citing=min(one.citing, other.citing, key=_STRENGTH.index),
        year_in_number=one.year_in_number or other.year_in_number,
        promulgated_on=one.promulgated_on or other.promulgated_on,
        document_type=one.document_type or other.document_type,
        organ=one.organ or other.organ,
    )
