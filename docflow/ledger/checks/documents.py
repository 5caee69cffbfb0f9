"""Do document versions, their holdings and files, and the counts agree, for every run there ever was."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, func, select

from docflow.ledger.bulk import AnyRow
from docflow.ledger.checks.damage import Damage, Kind
from docflow.ledger.rollup import Deltas, counts_of
from docflow.ledger.tables import DOCUMENT_VERSION, FILE_VERSION, HOLDING_VERSION, ROLLUP
from docflow.ledger.versions import columns, count_of, decoded, holding_rows
from docflow.model import Document

PAGE = 500


def documents(connection: Connection) -> Iterator[Damage]:
    """Each version can be read and is told alike by its columns, holdings and files; the counts of each run follow from them."""
    expected: dict[int, Deltas] = defaultdict(Deltas)
    for page in _pages(connection):
        holdings = _rows_of(connection, HOLDING_VERSION, page)
        files = _rows_of(connection, FILE_VERSION, page)
        for row in page:
            document = _document(row.body)
            if document is None:
                yield Damage(Kind.VERSION_UNREADABLE, str(row.id), row.key)
                continue
            deltas = expected[row.run_number]
            deltas.add(counts_of(document))
            before = _document(row.before_body) if row.before_body is not None else None
            if before is not None:
                deltas.add(counts_of(before), -1)
            yield from _version(row, document, holdings[row.id], files[row.id])
    yield from _counts(connection, expected)


def _version(row: AnyRow, document: Document, holdings: list[dict[str, Any]], files: list[dict[str, Any]]) -> Iterator[Damage]:
    if any(row._mapping[name] != value for name, value in columns(document).items()):  # noqa: SLF001 - SQLAlchemy's public name
        yield Damage(Kind.VERSION_COLUMNS, str(row.id), row.key)
    if holdings != [{"version_id": row.id, **holding} for holding in holding_rows(document)]:
        yield Damage(Kind.VERSION_HOLDINGS, str(row.id), row.key)
    if [f["sha256"] for f in files] != sorted(set(document.files)):
        yield Damage(Kind.VERSION_FILES, str(row.id), row.key)


def _counts(connection: Connection, expected: dict[int, Deltas]) -> Iterator[Damage]:
    stored: dict[int, Deltas] = defaultdict(Deltas)
    for row in connection.execute(select(ROLLUP).execution_options(yield_per=1000)):
        stored[row.run_number].add([count_of(row, row._mapping["count"])])  # noqa: SLF001 - SQLAlchemy's public name
    for number in sorted(stored.keys() | expected.keys()):
        if stored[number].result() != expected[number].result():
            yield Damage(Kind.COUNTS, str(number))


def _pages(connection: Connection) -> Iterator[Sequence[AnyRow]]:
    """The versions by id, each with the body of the version of its key before it."""
    earlier, before = DOCUMENT_VERSION.alias("earlier"), DOCUMENT_VERSION.alias("before")
    before_id = (
        select(func.max(earlier.c.id))
        .where(earlier.c.key == DOCUMENT_VERSION.c.key, earlier.c.id < DOCUMENT_VERSION.c.id)
        .scalar_subquery()
    )
    statement = (
        select(DOCUMENT_VERSION, before.c.body.label("before_body"))
        .select_from(DOCUMENT_VERSION)
        .outerjoin(before, before.c.id == before_id)
        .order_by(DOCUMENT_VERSION.c.id)
        .limit(PAGE)
    )
    last = 0
    while page := connection.execute(statement.where(DOCUMENT_VERSION.c.id > last)).all():
        yield page
        last = page[-1].id


def _rows_of(connection: Connection, table: Any, page: Sequence[AnyRow]) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    statement = select(table).where(table.c.version_id.in_([row.id for row in page])).order_by(*table.primary_key.columns)
    for row in connection.execute(statement):
        found[row.version_id].append(dict(row._mapping))  # noqa: SLF001 - SQLAlchemy's public name
    return found


def _document(body: str) -> Document | None:
    try:
        return decoded(body)
    except (ValueError, RecursionError):
        return None
