"""Finding document keys: the versions current at a run, by file, and by what a person writes."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sqlalchemy import Connection, func, select

from docflow.ledger.bulk import AnySelect, selected
from docflow.ledger.tables import DOCUMENT_VERSION, FILE_VERSION, HOLDING_VERSION, INDEX_ENTRY
from docflow.numbers import series_of_key, series_part
from docflow.text import notation_key, number_key

_PREFIX = re.compile(r"[0-9a-f]{4,64}")
_YEAR = re.compile(r"(?:19|20)\d\d")


def current(as_of: int | None) -> AnySelect:
    """The last version of each key up to a run, or up to now: id, key and body."""
    later = DOCUMENT_VERSION.alias("later")
    superseding = select(later.c.id).where(later.c.key == DOCUMENT_VERSION.c.key, later.c.id > DOCUMENT_VERSION.c.id)
    statement = select(DOCUMENT_VERSION.c.id, DOCUMENT_VERSION.c.key, DOCUMENT_VERSION.c.body)
    if as_of is not None:
        superseding = superseding.where(later.c.run_number <= as_of)
        statement = statement.where(DOCUMENT_VERSION.c.run_number <= as_of)
    return statement.where(~superseding.exists())


def keys_of_file(connection: Connection, prefix: str, as_of: int) -> list[str]:
    """The keys of the documents, not void, that hold a file whose SHA-256 begins so; none for fewer than four hex digits."""
    if not _PREFIX.fullmatch(prefix):
        return []
    statement = (
        current(as_of)
        .join(FILE_VERSION, FILE_VERSION.c.version_id == DOCUMENT_VERSION.c.id)
        .where(DOCUMENT_VERSION.c.void.is_(False), FILE_VERSION.c.sha256 >= prefix, FILE_VERSION.c.sha256 <= prefix + "g")
    )
    return sorted({row.key for row in connection.execute(statement)})


def keys_of_unit(unit: str, as_of: int) -> AnySelect:
    """Every key that up to a run ever had a holding of a unit."""
    return (
        select(DOCUMENT_VERSION.c.key)
        .join(HOLDING_VERSION, HOLDING_VERSION.c.version_id == DOCUMENT_VERSION.c.id)
        .where(HOLDING_VERSION.c.unit == unit, DOCUMENT_VERSION.c.run_number <= as_of)
        .distinct()
    )


def keys_meant(connection: Connection, text: str, as_of: int | None = None) -> list[str]:
    """A key itself, or the keys, not void after a run, of documents with a number and notation written as on paper.

    ``166/TTr-SNV`` and ``166/2022/TTr-SNV`` are understood; number and notation compare as everywhere (5 is 05). With a year
    between them a legal normative document is meant where there is one, without a year another one.
    """
    exact = select(func.count()).select_from(DOCUMENT_VERSION).where(DOCUMENT_VERSION.c.key == text)
    if connection.execute(exact).scalar_one():
        return [text]
    said = written(text)
    if said is None:
        return []
    number, year, notation = said
    statement = current(as_of).where(
        DOCUMENT_VERSION.c.void.is_(False), DOCUMENT_VERSION.c.number == number, DOCUMENT_VERSION.c.notation == notation
    )
    if year is not None:
        statement = statement.where(DOCUMENT_VERSION.c.year == year)
    found = sorted({row.key for row in connection.execute(statement)})
    series = series_part(notation, year)
    return [key for key in found if series_of_key(key) == series] or found


def written(text: str) -> tuple[str, int | None, str] | None:
    """Number, year and notation of what is written as on paper, number and notation as they are compared; None if it is not."""
    number, _, rest = text.partition("/")
    year, _, notation = rest.partition("/")
    if notation and _YEAR.fullmatch(year.strip()):
        return number_key(number), int(year), notation_key(notation)
    return (number_key(number), None, notation_key(rest)) if rest.strip() else None


def keys_numbered(connection: Connection, number: str, notation: str) -> list[str]:
    """Every key that ever had a version with this number and notation, as they are compared."""
    statement = select(DOCUMENT_VERSION.c.key).where(DOCUMENT_VERSION.c.number == number, DOCUMENT_VERSION.c.notation == notation)
    return sorted(connection.execute(statement.distinct()).scalars())


def keys_issued(connection: Connection, units: Iterable[str]) -> set[str]:
    """Every key that ever had a version issued by one of these units."""
    statement = select(DOCUMENT_VERSION.c.key).distinct()
    return {row.key for row in selected(connection, statement, DOCUMENT_VERSION.c.issuer, units)}


def linked(connection: Connection, relation: str, name: str) -> list[str]:
    """The subjects that a name stands in, by a relation that the last closing kept."""
    statement = select(INDEX_ENTRY.c.subject).where(INDEX_ENTRY.c.relation == relation, INDEX_ENTRY.c.name == name)
    return sorted(connection.execute(statement).scalars())
