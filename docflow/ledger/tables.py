"""The ledger's tables: the schema as types, and each table for SQLAlchemy Core, through which all rows go.

Rows are made from frozen values by the writer's modules only; NOT NULL, CHECK, UNIQUE and foreign keys here are the
second fence, the triggers of ``migrate.guards`` the third. Every table is append only, except those of ``MUTABLE``, which
can be rebuilt from the others. Texts sort by code point on every database (``Word``), times are ISO 8601 in UTC, JSON is TEXT.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, ForeignKeyConstraint, Index, LargeBinary
from sqlmodel import Field

from docflow.ledger.columns import METADATA, Base, one_of, reference, run_number, sha256_check, word
from docflow.model import Basis, Direction, Form, Origin, Outcome, Standing

# ---------------------------------------------------------------- runs


class _Run(Base, table=True):
    """A run (lượt nạp) from its opening; without a ``run_part`` it has not closed and is invisible."""

    __tablename__ = "run"
    __table_args__ = (one_of("kind", ("ingest", "import", "judge", "correction", "erasure", "closure")),)
    id: int | None = Field(default=None, primary_key=True)
    kind: str = word()
    clock: str = word()
    tools: str = word()
    settings: str = word()


class _RunClose(Base, table=True):
    """What a run was when it closed; ``leaves`` counts the log up to and with it, ``seal`` covers its rows."""

    __tablename__ = "run_close"
    __table_args__ = (
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint("leaves >= 0", name="leaves"),
        sha256_check("state_root"),
        sha256_check("seal"),
    )
    run_id: int = reference("run.id", key=True)
    number: int = Field(unique=True)
    closed_at: str = word()
    state_root: str = word()
    leaves: int
    balance: str = word()
    seal: str = word()


class _RunPart(Base, table=True):
    """Which runs a closed one consists of: itself and those that it adopted."""

    __tablename__ = "run_part"
    run_id: int = reference("run.id", key=True)
    number: int = run_number(index=True)


# ---------------------------------------------------------------- facts


class _Fact(Base, table=True):
    """One entry; ``digest`` is the SHA-256 of its canonical payload."""

    __tablename__ = "fact"
    __table_args__ = (Index(None, "kind", "subject"), sha256_check("digest"))
    id: int | None = Field(default=None, primary_key=True)
    run_id: int = reference("run.id", index=True)
    kind: str = word()
    subject: str = word()
    digest: str = word()


class _Payload(Base, table=True):
    """The canonical JSON of a fact and its random salt (hex), in a table of their own so that they can be erased."""

    __tablename__ = "payload"
    __table_args__ = (CheckConstraint("length(salt) = 32", name="salt"),)
    fact_id: int = reference("fact.id", key=True)
    salt: str = word()
    body: str = word()


class _Leaf(Base, table=True):
    """The log (RFC 6962): one leaf for each fact that changed what is known, in the order of closing."""

    __tablename__ = "leaf"
    __table_args__ = (CheckConstraint("position >= 0", name="position"), sha256_check("hash"))
    position: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    fact_id: int = reference("fact.id", unique=True)
    hash: str = word()


class _Erasure(Base, table=True):
    """Who had a payload destroyed, and on what legal ground."""

    __tablename__ = "erasure"
    fact_id: int = reference("fact.id", key=True)
    author: str = word()
    reason: str = word()
    at: str = word()


class _CurrentFact(Base, table=True):
    """Projection: the fact that holds now for each subject, also where it says that the subject has vanished."""

    __tablename__ = "current_fact"
    kind: str = word(key=True)
    subject: str = word(key=True)
    fact_id: int = reference("fact.id", unique=True)


class _Accumulator(Base, table=True):
    """Projection: the state accumulator after the last closed run, as hex."""

    __tablename__ = "accumulator"
    __table_args__ = (CheckConstraint("id = 1", name="id"), CheckConstraint("length(state) = 4096", name="state"))
    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    state: str = word()


# ---------------------------------------------------------------- files


class _Blob(Base, table=True):
    """Certificates, revocation data and CMS as DER, once each."""

    __tablename__ = "blob"
    __table_args__ = (sha256_check("sha256"),)
    sha256: str = word(key=True)
    media: str = word()
    data: bytes = Field(sa_type=LargeBinary)


class _Verdict(Base, table=True):
    """What a policy said of a signature of a file; ``body`` is a ``model.Verdict``."""

    __tablename__ = "verdict"
    __table_args__ = (sha256_check("sha256"), sha256_check("policy_sha256"), sha256_check("trust_sha256"))
    id: int | None = Field(default=None, primary_key=True)
    run_id: int = reference("run.id", index=True)
    sha256: str = word(index=True)
    field: str = word()
    policy: str = word()
    policy_sha256: str = word()
    trust_sha256: str = word()
    at: str = word()
    body: str = word()


class _Outcome(Base, table=True):
    """In which state a file found by a run ended; the path is kept back where the document is secret."""

    __tablename__ = "outcome"
    __table_args__ = (one_of("outcome", Outcome),)
    run_id: int = reference("run.id", key=True)
    path_hash: str = word(key=True)
    outcome: str = word()
    sha256: str | None = word(index=True)
    path: str | None = word()
    reason: str | None = word()


class _Amendment(Base, table=True):
    """The final outcome where closing decided otherwise than the batch (accepted or duplicate)."""

    __tablename__ = "amendment"
    __table_args__ = (
        ForeignKeyConstraint(["run_id", "path_hash"], ["outcome.run_id", "outcome.path_hash"]),
        one_of("outcome", Outcome),
    )
    run_id: int = Field(primary_key=True)
    path_hash: str = word(key=True)
    outcome: str = word()


class _Attempt(Base, table=True):
    """A try that depends on the machine (time, memory); outside the state root."""

    __tablename__ = "attempt"
    id: int | None = Field(default=None, primary_key=True)
    run_id: int = reference("run.id", index=True)
    path_hash: str = word()
    sha256: str | None = word()
    code: str = word()
    detail: str = word()


class _KnownFile(Base, table=True):
    """Cache: how a path looked when it was last settled."""

    __tablename__ = "known_file"
    __table_args__ = (one_of("outcome", Outcome),)
    path_hash: str = word(key=True)
    size: int = Field(sa_type=BigInteger)
    mtime_ns: int = Field(sa_type=BigInteger)
    ctime_ns: int = Field(sa_type=BigInteger)
    inode: str = word()
    sha256: str | None = word()
    tools: str = word()
    outcome: str = word()
    run_id: int = reference("run.id")


# ---------------------------------------------------------------- what is derived


class _DocumentVersion(Base, table=True):
    """A document as derived by a run; the last version of a key up to a run is what was known then.

    ``number`` and ``notation`` are in the form in which they are compared; ``body`` is a ``model.Document``.
    """

    __tablename__ = "document_version"
    __table_args__ = (
        Index(None, "key", "run_number"),
        Index(None, "notation", "number"),
        one_of("standing", Standing),
        one_of("origin", Origin),
        one_of("form", Form),
        one_of("basis", Basis),
    )
    id: int | None = Field(default=None, primary_key=True)
    run_number: int = run_number(index=True)
    key: str = word()
    issuer: str | None = word()
    year: int | None
    number: str | None = word()
    notation: str | None = word()
    document_type: str | None = word()
    promulgated_on: str | None = word()
    standing: str = word()
    origin: str = word()
    form: str = word()
    basis: str = word()
    placed: bool
    void: bool
    body: str = word()


class _HoldingVersion(Base, table=True):
    """The holdings of a document version, so that a unit's documents can be found."""

    __tablename__ = "holding_version"
    __table_args__ = (Index(None, "unit", "direction"), one_of("direction", Direction))
    version_id: int = reference("document_version.id", key=True)
    ordinal: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    unit: str = word()
    direction: str = word()
    day: str | None = word()
    has_line: bool
    has_file: bool


class _FileVersion(Base, table=True):
    """The files of a document version, so that a file's documents can be found."""

    __tablename__ = "file_version"
    version_id: int = reference("document_version.id", key=True)
    sha256: str = word(key=True, index=True)


class _Rollup(Base, table=True):
    """By how much a run changed a count; the sum up to a run is the count as it was known then."""

    __tablename__ = "rollup"
    __table_args__ = (
        Index(None, "unit", "direction"),
        CheckConstraint("count <> 0", name="count"),
        one_of("direction", Direction),
        one_of("standing", (*Standing, "copy")),
        one_of("form", Form),
        one_of("basis", Basis),
        one_of("origin", Origin),
    )
    id: int | None = Field(default=None, primary_key=True)
    run_number: int = run_number(index=True)
    unit: str = word()
    direction: str = word()
    day: str | None = word()
    year: int | None
    document_type: str | None = word()
    standing: str = word()
    form: str = word()
    basis: str = word()
    possible: str = word()
    origin: str = word()
    has_line: bool
    has_file: bool
    placed: bool
    count: int


class _IndexEntry(Base, table=True):
    """Projection: which subjects a name stands in, by relation, so that closing finds what a change touches."""

    __tablename__ = "index_entry"
    __table_args__ = (Index(None, "relation", "subject"),)
    relation: str = word(key=True)
    name: str = word(key=True)
    subject: str = word(key=True)


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
APPEND_ONLY = tuple(sorted(METADATA.tables.keys() - MUTABLE))
