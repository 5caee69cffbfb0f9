"""What the columns of the ledger's tables are made of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, Dialect, ForeignKey, MetaData, Text, TypeDecorator
from sqlalchemy.dialects import postgresql
from sqlalchemy.types import TypeEngine
from sqlmodel import Field, SQLModel

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    },
)


class Word(TypeDecorator[str]):
    """Text that compares and sorts by code point: SQLite's BINARY, PostgreSQL's collation C."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The column type of a database."""
        return postgresql.TEXT(collation="C") if dialect.name == "postgresql" else Text()


class Base(SQLModel):
    """The ledger's models, in a registry of their own."""

    metadata: ClassVar[MetaData] = METADATA


def word(*, key: bool = False, index: bool = False) -> Any:
    """A column of text; it may be NULL if its type says so."""
    return Field(sa_type=Word, primary_key=key, index=index)


def reference(target: str, *, key: bool = False, index: bool = False, unique: bool = False) -> Any:
    """A column that refers to another table's row."""
    return Field(foreign_key=target, primary_key=key, index=index, unique=unique)


def run_number(*, index: bool = False) -> Any:
    """A column that refers to a closed run."""
    # A run's row is the last that its closing transaction writes, hence the deferred check.
    arguments = (ForeignKey("run_close.number", deferrable=True, initially="DEFERRED"),)
    return Field(index=index, sa_column_args=arguments)


def one_of(column: str, words: Iterable[str]) -> CheckConstraint:
    """The check that a column holds one of some words."""
    listed = ", ".join(f"'{w}'" for w in words)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def sha256_check(column: str) -> CheckConstraint:
    """The check that a column is as long as a SHA-256 in hex."""
    return CheckConstraint(f"length({column}) = 64", name=column)
