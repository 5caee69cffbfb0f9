"""Document versions: written where a document differs from what was known of its key, with holdings, files and counts."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, func, insert, select

from docflow.canonical import canonical, restore
from docflow.ledger.bulk import AnyRow, append, append_numbered, portions
from docflow.ledger.rollup import Deltas, counts_of
from docflow.ledger.rows import Numbering
from docflow.ledger.tables import DOCUMENT_VERSION, FILE_VERSION, HOLDING_VERSION, ROLLUP
from docflow.model import Basis, Count, Direction, Document, Form, Origin
from docflow.text import notation_key, number_key

DIMENSIONS = tuple(c for c in ROLLUP.c if c.name not in {"id", "run_number", "count"})


def decoded(body: str) -> Document:
    """A document from its stored body; ``ValueError`` if it is not one (pydantic's and json's errors both are)."""
    return restore(Document, json.loads(body))


def current_bodies(connection: Connection, keys: Iterable[str]) -> dict[str, str]:
    """The body of the last version of each key that has one."""
    found: dict[str, str] = {}
    for portion in portions(sorted(set(keys))):
        last = select(func.max(DOCUMENT_VERSION.c.id)).where(DOCUMENT_VERSION.c.key.in_(portion)).group_by(DOCUMENT_VERSION.c.key)
        statement = select(DOCUMENT_VERSION.c.key, DOCUMENT_VERSION.c.body).where(DOCUMENT_VERSION.c.id.in_(last))
        found.update((row.key, row.body) for row in connection.execute(statement))
    return found


def numberings(connection: Connection, keys: Iterable[str]) -> dict[str, Numbering]:
    """The numbering of the last version of each key that has one, told by its columns."""
    table = DOCUMENT_VERSION.c
    found: dict[str, Numbering] = {}
    for portion in portions(sorted(set(keys))):
        last = select(func.max(table.id)).where(table.key.in_(portion)).group_by(table.key)
        statement = select(table.key, table.number, table.notation, table.promulgated_on).where(table.id.in_(last))
        found.update((row.key, Numbering(row.number, row.notation, row.promulgated_on)) for row in connection.execute(statement))
    return found


def put(connection: Connection, run_number: int, documents: Iterable[Document], deltas: Deltas) -> int:
    """Write those documents that differ from the last version of their key, and note what that does to the counts."""
    changed = 0
    for portion in portions(documents):
        latest = {d.key: d for d in portion}
        old = current_bodies(connection, latest)
        new = {key: body for key, document in latest.items() if (body := canonical(document)) != old.get(key)}
        for key in new:
            if key in old:
                deltas.add(counts_of(decoded(old[key])), -1)
            deltas.add(counts_of(latest[key]))
        _append(connection, run_number, [(latest[key], new[key]) for key in sorted(new)])
        changed += len(new)
    return changed


def _append(connection: Connection, run_number: int, versions: list[tuple[Document, str]]) -> None:
    ids = append_numbered(
        connection, DOCUMENT_VERSION, [{"run_number": run_number, "body": body, **columns(d)} for d, body in versions]
    )
    numbered = list(zip(ids, (d for d, _ in versions), strict=True))
    append(connection, HOLDING_VERSION, [{"version_id": i, **row} for i, d in numbered for row in holding_rows(d)])
    append(
        connection, FILE_VERSION, [{"version_id": i, "sha256": sha256} for i, d in numbered for sha256 in sorted(set(d.files))]
    )


def columns(document: Document) -> dict[str, Any]:
    """The columns of a version that repeat its body, so that it can be found."""
    return {
        "key": document.key,
        "issuer": document.issuer,
        "year": document.year,
        "number": document.number and number_key(document.number),
        "notation": document.notation and notation_key(document.notation),
        "document_type": document.document_type,
        "promulgated_on": document.promulgated_on,
        "standing": document.standing.value,
        "origin": document.origin.value,
        "form": document.form.value,
        "basis": document.form.basis.value,
        "placed": document.placed,
        "void": document.void,
    }


def holding_rows(document: Document) -> list[dict[str, Any]]:
    """The holdings of a version as rows, in the order of its body."""
    return [
        {
            "ordinal": ordinal,
            "unit": h.unit,
            "direction": h.direction.value,
            "day": h.day,
            "has_line": h.has_line,
            "has_file": h.has_file,
        }
        for ordinal, h in enumerate(document.holdings)
    ]


def write_deltas(connection: Connection, run_number: int, deltas: Deltas) -> None:
    """Append what a run changed in the counts."""
    rows = [
        {"run_number": run_number, "count": c.count, **{d.name: getattr(c, d.name) for d in DIMENSIONS}} for c in deltas.result()
    ]
    for portion in portions(rows):
        connection.execute(insert(ROLLUP), portion)


def count_of(row: AnyRow, count: int) -> Count:
    """A count from the dimensions in a row and its number (``row.count`` would be the tuple's method)."""
    return Count(
        unit=row.unit,
        direction=Direction(row.direction),
        day=row.day,
        year=row.year,
        document_type=row.document_type,
        standing=row.standing,
        form=Form(row.form),
        basis=Basis(row.basis),
        possible=row.possible,
        origin=Origin(row.origin),
        has_line=bool(row.has_line),
        has_file=bool(row.has_file),
        placed=bool(row.placed),
        count=count,
    )


def documents_of(connection: Connection, keys: Iterable[str]) -> dict[str, Document]:
    """The last version of each key that has one."""
    return {key: decoded(body) for key, body in current_bodies(connection, keys).items()}
