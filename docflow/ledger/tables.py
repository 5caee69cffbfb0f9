"""The ledger's tables: the schema as types, and each table for SQLAlchemy Core, through which all rows go.

Rows are made from frozen values by the writer's modules only; NOT NULL, CHECK, UNIQUE and foreign keys here are the
second fence, the triggers of ``migrate.guards`` the third. Every table is append only, except those of ``MUTABLE``, which
can be rebuilt from the others. Texts sort by code point on every database (``Word``), times are ISO 8601 in UTC, JSON is TEXT.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    MetaData,
    Text,
    TypeDecorator,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.types import TypeEngine
from sqlmodel import Field, SQLModel

from docflow.model import Basis, Direction, Form, Origin, Outcome, Standing

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


class _Base(SQLModel):
    metadata: ClassVar[MetaData] = METADATA


def _word(*, key: bool = False, index: bool = False) -> Any:
    return Field(sa_type=Word, primary_key=key, index=index)


def _reference(target: str, *, key: bool = False, index: bool = False, unique: bool = False) -> Any:
    return Field(foreign_key=target, primary_key=key, index=index, unique=unique)


def _run_number(*, index: bool = False) -> Any:
    # A run's row is the last that its closing transaction writes, hence the deferred check.
    arguments = (ForeignKey("run_close.number", deferrable=True, initially="DEFERRED"),)
    return Field(index=index, sa_column_args=arguments)


def _one_of(column: str, words: Iterable[str]) -> CheckConstraint:
    listed = ", ".join(f"'{w}'" for w in words)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def _sha256(column: str) -> CheckConstraint:
    return CheckConstraint(f"length({column}) = 64", name=column)


# ---------------------------------------------------------------- runs


class _Run(_Base, table=True):
    """A run (lượt nạp) from its opening; without a ``run_part`` it has not closed and is invisible."""

    __tablename__ = "run"
    __table_args__ = (_one_of("kind", ("ingest", "import")),)
    id: int | None = Field(default=None, primary_key=True)
    kind: str = _word()
    clock: str = _word()
    tools: str = _word()
    settings: str = _word()


class _RunClose(_Base, table=True):
    """What a run was when it closed; ``leaves`` counts the log up to and with it, ``seal`` covers its rows."""

    __tablename__ = "run_close"
    __table_args__ = (
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint("leaves >= 0", name="leaves"),
        _sha256("state_root"),
        _sha256("seal"),
    )
    run_id: int = _reference("run.id", key=True)
    number: int = Field(unique=True)
    closed_at: str = _word()
    state_root: str = _word()
    leaves: int
    balance: str = _word()
    seal: str = _word()


class _RunPart(_Base, table=True):
    """Which runs a closed one consists of: itself and those that it adopted."""

    __tablename__ = "run_part"
    run_id: int = _reference("run.id", key=True)
    number: int = _run_number(index=True)


# ---------------------------------------------------------------- facts


class _Fact(_Base, table=True):
    """One entry; ``digest`` is the SHA-256 of its canonical payload."""

    __tablename__ = "fact"
    __table_args__ = (Index(None, "kind", "subject"), _sha256("digest"))
    id: int | None = Field(default=None, primary_key=True)
    run_id: int = _reference("run.id", index=True)
    kind: str = _word()
    subject: str = _word()
    digest: str = _word()


class _Payload(_Base, table=True):
    """The canonical JSON of a fact and its random salt (hex), in a table of their own so that they can be erased."""

    __tablename__ = "payload"
    __table_args__ = (CheckConstraint("length(salt) = 32", name="salt"),)
    fact_id: int = _reference("fact.id", key=True)
    salt: str = _word()
    body: str = _word()


class _Leaf(_Base, table=True):
    """The log (RFC 6962): one leaf for each fact that changed what is known, in the order of closing."""

    __tablename__ = "leaf"
    __table_args__ = (CheckConstraint("position >= 0", name="position"), _sha256("hash"))
    position: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    fact_id: int = _reference("fact.id", unique=True)
    hash: str = _word()


class _Erasure(_Base, table=True):
    """Who had a payload destroyed, and on what legal ground."""

    __tablename__ = "erasure"
    fact_id: int = _reference("fact.id", key=True)
    author: str = _word()
    reason: str = _word()
    at: str = _word()


class _CurrentFact(_Base, table=True):
    """Projection: the fact that holds now for each subject, also where it says that the subject has vanished."""

    __tablename__ = "current_fact"
    kind: str = _word(key=True)
    subject: str = _word(key=True)
    fact_id: int = _reference("fact.id", unique=True)


class _Accumulator(_Base, table=True):
    """Projection: the state accumulator after the last closed run, as hex."""

    __tablename__ = "accumulator"
    __table_args__ = (CheckConstraint("id = 1", name="id"), CheckConstraint("length(state) = 4096", name="state"))
    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    state: str = _word()


# ---------------------------------------------------------------- files


class _Blob(_Base, table=True):
    """Certificates, revocation data and CMS as DER, once each."""

    __tablename__ = "blob"
    __table_args__ = (_sha256("sha256"),)
    sha256: str = _word(key=True)
    media: str = _word()
    data: bytes = Field(sa_type=LargeBinary)


class _Verdict(_Base, table=True):
    """What a policy said of a signature of a file; ``body`` is a ``model.Verdict``."""

    __tablename__ = "verdict"
    __table_args__ = (_sha256("sha256"), _sha256("policy_sha256"), _sha256("trust_sha256"))
    id: int | None = Field(default=None, primary_key=True)
    run_id: int = _reference("run.id", index=True)
    sha256: str = _word(index=True)
    field: str = _word()
    policy: str = _word()
    policy_sha256: str = _word()
    trust_sha256: str = _word()
    at: str = _word()
    body: str = _word()


class _Outcome(_Base, table=True):
    """In which state a file found by a run ended; the path is kept back where the document is secret."""

    __tablename__ = "outcome"
    __table_args__ = (_one_of("outcome", Outcome),)
    run_id: int = _reference("run.id", key=True)
    path_hash: str = _word(key=True)
    outcome: str = _word()
    sha256: str | None = _word(index=True)
    path: str | None = _word()
    reason: str | None = _word()


class _Amendment(_Base, table=True):
    """The final outcome where closing decided otherwise than the batch (accepted or duplicate)."""

    __tablename__ = "amendment"
    __table_args__ = (
        ForeignKeyConstraint(["run_id", "path_hash"], ["outcome.run_id", "outcome.path_hash"]),
        _one_of("outcome", Outcome),
    )
    run_id: int = Field(primary_key=True)
    path_hash: str = _word(key=True)
    outcome: str = _word()


class _Attempt(_Base, table=True):
    """A try that depends on the machine (time, memory); outside the state root."""

    __tablename__ = "attempt"
    id: int | None = Field(default=None, primary_key=True)
    run_id: int = _reference("run.id", index=True)
    path_hash: str = _word()
    sha256: str | None = _word()
    code: str = _word()
    detail: str = _word()


class _KnownFile(_Base, table=True):
    """Cache: how a path looked when it was last settled."""

    __tablename__ = "known_file"
    __table_args__ = (_one_of("outcome", Outcome),)
    path_hash: str = _word(key=True)
    size: int = Field(sa_type=BigInteger)
    mtime_ns: int = Field(sa_type=BigInteger)
    ctime_ns: int = Field(sa_type=BigInteger)
    inode: str = _word()
    sha256: str | None = _word()
    tools: str = _word()
    outcome: str = _word()
    run_id: int = _reference("run.id")


# ---------------------------------------------------------------- what is derived


class _DocumentVersion(_Base, table=True):
    """A document as derived by a run; the last version of a key up to a run is what was known then.

    ``number`` and ``notation`` are in the form in which they are compared; ``body`` is a ``model.Document``.
    """

    __tablename__ = "document_version"
    __table_args__ = (
        Index(None, "key", "run_number"),
        Index(None, "notation", "number"),
        _one_of("standing", Standing),
        _one_of("origin", Origin),
        _one_of("form", Form),
        _one_of("basis", Basis),
    )
    id: int | None = Field(default=None, primary_key=True)
    run_number: int = _run_number(index=True)
    key: str = _word()
    issuer: str | None = _word()
    year: int | None
    number: str | None = _word()
    notation: str | None = _word()
    document_type: str | None = _word()
    promulgated_on: str | None = _word()
    standing: str = _word()
    origin: str = _word()
    form: str = _word()
    basis: str = _word()
    placed: bool
    void: bool
    body: str = _word()


class _HoldingVersion(_Base, table=True):
    """The holdings of a document version, so that a unit's documents can be found."""

    __tablename__ = "holding_version"
    __table_args__ = (Index(None, "unit", "direction"), _one_of("direction", Direction))
    version_id: int = _reference("document_version.id", key=True)
    ordinal: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    unit: str = _word()
    direction: str = _word()
    day: str | None = _word()
    has_line: bool
    has_file: bool


class _FileVersion(_Base, table=True):
    """The files of a document version, so that a file's documents can be found."""

    __tablename__ = "file_version"
    version_id: int = _reference("document_version.id", key=True)
    sha256: str = _word(key=True, index=True)


class _Rollup(_Base, table=True):
    """By how much a run changed a count; the sum up to a run is the count as it was known then."""

    __tablename__ = "rollup"
    __table_args__ = (
        Index(None, "unit", "direction"),
        CheckConstraint("count <> 0", name="count"),
        _one_of("direction", Direction),
        _one_of("standing", (*Standing, "copy")),
        _one_of("form", Form),
        _one_of("basis", Basis),
        _one_of("origin", Origin),
    )
    id: int | None = Field(default=None, primary_key=True)
    run_number: int = _run_number(index=True)
    unit: str = _word()
    direction: str = _word()
    day: str | None = _word()
    year: int | None
    document_type: str | None = _word()
    standing: str = _word()
    form: str = _word()
    basis: str = _word()
    possible: str = _word()
    origin: str = _word()
    has_line: bool
    has_file: bool
    placed: bool
    count: int


class _IndexEntry(_Base, table=True):
    """Projection: which subjects a name stands in, by relation, so that closing finds what a change touches."""

    __tablename__ = "index_entry"
    __table_args__ = (Index(None, "relation", "subject"),)
    relation: str = _word(key=True)
    name: str = _word(key=True)
    subject: str = _word(key=True)


RUN = METADATA.tables["run"]
RUN_CLOSE = METADATA.tables["run_close"]
RUN_PART = METADATA.tables["run_part"]
FACT = METADATA.tables["fact"]
PAYLOAD = METADATA.tables["payload"]
LEAF = METADATA.tables["leaf"]
ERASURE = METADATA.tables["erasure"]
CURRENT_FACT = METADATA.tables["current_fact"]
ACCUMULATOR = METADATA.tables["accumulator"]
BLOB = METADATA.tables["blob"]
VERDICT = METADATA.tables["verdict"]
OUTCOME = METADATA.tables["outcome"]
AMENDMENT = METADATA.tables["amendment"]
ATTEMPT = METADATA.tables["attempt"]
KNOWN_FILE = METADATA.tables["known_file"]
DOCUMENT_VERSION = METADATA.tables["document_version"]
HOLDING_VERSION = METADATA.tables["holding_version"]
FILE_VERSION = METADATA.tables["file_version"]
ROLLUP = METADATA.tables["rollup"]
INDEX_ENTRY = METADATA.tables["index_entry"]

MUTABLE = frozenset({"current_fact", "accumulator", "known_file", "index_entry"})
