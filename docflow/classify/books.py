"""In which books of which units a document stands: its holdings, from where its files were seen and from its register lines."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from docflow.classify.direction import holding_of
from docflow.classify.identity import Registry
from docflow.model import Direction, FileFacts, Holding, RegisterLine, Sighting

Book = tuple[str, Direction]


def holdings(
    files: Mapping[str, FileFacts],
    sightings: Mapping[str, Iterable[Sighting]],
    lines: Mapping[str, RegisterLine],
    issuer: str | None,
    fellows: Collection[str],
    registry: Registry,
    day: str | None,
    day_source: str | None,
) -> tuple[Holding, ...]:
    """The holdings of a document; ``day`` is that of its promulgation, with the source.

    What lies in the outgoing book of one of the issuer's ``fellows`` (a council that uses its seal, another that issued jointly)
    stands in the issuer's: a document counts once, for the body whose series numbered it.
    """
    found: dict[Book, Holding] = {}
    for sha, seen in sightings.items():
        for sighting in seen:
            where = holding_of(sighting, issuer, registry, printed_day(files[sha]))
            if where is not None:
                where = _own(where, issuer, fellows, registry)
                copy = _is_copy(where, files[sha], issuer) and (where not in found or found[where].copy)
                found[where] = Holding(unit=where[0], direction=where[1], day=day, has_file=True, copy=copy)
    # Of lines repeated in a book the first dated one stays.
    for line in sorted(lines.values(), key=lambda one: (_day_in_book(one) or "9999-12-31", one.row), reverse=True):
        where = _own((line.unit, line.direction), issuer, fellows, registry)
        found[where] = Holding(
            unit=where[0],
            direction=where[1],
            day=_day_in_book(line) or (day if day_source != "register" else None),
            has_line=True,
            has_file=where in found and found[where].has_file,
            arrival_number=line.arrival_number,
        )
    return tuple(found[where] for where in sorted(found))


def _is_copy(where: Book, file: FileFacts, issuer: str | None) -> bool:
    """Whether a file in an outgoing book is the copy that its unit made of another's document (Decree 30/2020, article 25)."""
    header = file.documents[0] if file.documents else None
    return (
        where[1] is Direction.OUTGOING and issuer not in {None, where[0]} and header is not None and header.copy_form is not None
    )


def printed_day(file: FileFacts) -> str | None:
    """The day that a file's first header prints."""
    return file.documents[0].promulgated_on if file.documents else None


def _own(where: Book, issuer: str | None, fellows: Collection[str], registry: Registry) -> Book:
    """The issuer's outgoing book in place of a fellow's; from an issuer who is no unit here the fellow has received it."""
    if where[1] is not Direction.OUTGOING or where[0] not in fellows or issuer is None:
        return where
    return (issuer, Direction.OUTGOING) if issuer in registry.by_id else (where[0], Direction.INCOMING)


def _day_in_book(line: RegisterLine) -> str | None:
    return line.promulgated_on if line.direction is Direction.OUTGOING else (line.arrived_on or line.promulgated_on)
