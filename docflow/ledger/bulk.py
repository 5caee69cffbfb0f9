"""Rows in bulk: lists in portions that every database takes, and inserts that give back their ids in order."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, Table, insert

AnyRow = Row[*tuple[Any, ...]]
AnySelect = Select[*tuple[Any, ...]]

PORTION = 500
"""How many values one IN list holds (SQLite once took 999 in a whole statement)."""


def portions(values: Iterable[Any], size: int = PORTION) -> Iterator[list[Any]]:
    """The values in lists of at most ``size``."""
    remaining = iter(values)
    while portion := list(itertools.islice(remaining, size)):
        yield portion


def selected(connection: Connection, statement: AnySelect, column: ColumnElement[Any], values: Iterable[Any]) -> Iterator[AnyRow]:
    """The rows of a statement whose ``column`` is among the values, each value asked for once, in sorted order."""
    for portion in portions(sorted(set(values))):
        yield from connection.execute(statement.where(column.in_(portion))).all()


def append(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows, if there are any."""
    if rows:
        connection.execute(insert(table), list(rows))


def append_numbered(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Insert rows of a table that numbers them by ``id``; the ids in the order of the rows."""
    if not rows:
        return []
    statement = insert(table).returning(table.c.id, sort_by_parameter_order=True)
    return list(connection.execute(statement, list(rows)).scalars())
