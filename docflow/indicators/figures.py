"""What a figure is: two exact integers with their band, for a group of units, a period and a type of document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from docflow.classify.identity import Registry
from docflow.indicators.dealings import Dealing
from docflow.model import (
    CertificateHistory,
    Count,
    Coverage,
    Criterion,
    Direction,
    Document,
    Entitlement,
    FormCheck,
    PaperRule,
    RegisterLine,
    Score,
    Series,
    Target,
)
from docflow.registers.directory import Directory

Share = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Group:
    """Whose figure it is: a unit, or all units of a level, or all (both None); the period's name; the type, if asked for.

    ``roster_group`` is the group of posts in a roster, blank for those without one; None where it is not asked for.
    """

    unit: str | None = None
    level: str | None = None
    period: str | None = None
    document_type: str | None = None
    roster_group: str | None = None


@dataclass(frozen=True, slots=True)
class Scored:
    """What a criterion earns: the least and the most, in hundredths of a point, of ``most``; None where it could not be scored.

    ``source`` is where an imported value stands. Of a sum ``unscored`` criteria are left out, which could earn ``unscored_most``.
    """

    code: str
    name: str
    figure: str | None
    low: int | None
    high: int | None
    most: int
    body: str | None = None
    legal_basis: str | None = None
    source: str | None = None
    unscored: int = 0
    unscored_most: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """One figure of one group; ``numerator`` is None where the ledger could not know it then.

    ``low`` and ``high`` are the shares between which the true one lies; ``scored`` stands in the report of
    criteria alone; ``basis`` says what the denominator rests on:
    ``register``, ``files``, ``roster``, the roster and what is ``seen``, series that were ``stated``, are ``probable`` or laid
    down by ``decree``, or ``mixed``.
    """

    group: Group
    figure: str
    numerator: int | None
    denominator: int
    low: Share
    high: Share
    witnessed: int | None = None
    presumed: int | None = None
    basis: str | None = None
    scored: Scored | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """The rows of an indicator, and what stands beside them: what was not counted, and why.

    ``without_unit`` is the part of ``unplaced`` that no unit's folder, register or name claims.
    """

    rows: tuple[Row, ...]
    excluded: Mapping[str, int] = field(default_factory=dict)
    undated: int = 0
    unplaced: int = 0
    without_line: int = 0
    without_unit: int = 0


@dataclass(frozen=True, slots=True)
class MetFile:
    """A file that was met: the ids of the units in whose folders it lay, and the code of why it was not taken in, if it was not.

    ``kind`` is then ``rejection``, of a type that is not read, or ``quarantine``, over its limits or broken. ``paths`` are those
    at which it was met.
    """

    sha256: str
    units: frozenset[str] = frozenset()
    refused: str | None = None
    kind: str | None = None
    paths: tuple[str, ...] = ()


class Evidence(Protocol):
    """What an indicator may ask of the ledger, all as known after one run."""

    @property
    def directory(self) -> Directory:
        """The units."""

    def counts(self, direction: Direction) -> list[Count]:
        """The summed rollups of a direction."""

    def documents(self, direction: Direction) -> Iterator[tuple[Document, Count]]:
        """Every document with each of its holdings of a direction, as the rollups count it."""

    def coverages(self) -> list[Coverage]:
        """What the registers imported cover."""

    def entitlements(self) -> Mapping[str, Entitlement]:
        """The lines of the rosters, by subject."""

    def holders(self) -> Mapping[str, tuple[CertificateHistory, ...]]:
        """The certificates that signed and are counted for each line of the rosters, by the line's subject."""

    def series(self) -> list[Series]:
        """The series of numbers that units stated."""

    @property
    def registry(self) -> Registry:
        """The units as organs are matched to them."""

    def dealings(self, held: Iterable[tuple[Document, Count]]) -> Iterator[Dealing]:
        """Some of what ``documents`` gives, in its order, with the lines, files and messages of each."""

    def paper_rules(self) -> list[PaperRule]:
        """The types of documents that a local rule sends on paper only."""

    def arrivals(self) -> Mapping[str, RegisterLine]:
        """The lines of the registers of incoming documents, by subject."""

    def criteria(self) -> list[Criterion]:
        """The criteria that units are scored by."""

    def scores(self) -> list[Score]:
        """The values of criteria that were imported."""

    def targets(self) -> list[Target]:
        """The targets that were set."""

    def secret_files(self) -> int:
        """How many files were set aside as secret: nothing else is known of them."""

    def passing(self, document: Document, policy: str) -> bool | None:
        """Whether all signatures of one of the document's files pass a policy; None if they were not judged."""

    def faults(self, document: Document, policy: str) -> tuple[str, ...]:
        """The sub-indications of the document's signatures that do not pass a policy, each once, sorted."""

    def form_checks(self, files: Iterable[str]) -> Mapping[str, FormCheck | None]:
        """How the form of each of some files was checked, by SHA-256; None, or left out, where nothing was read of it."""

    def met_files(self) -> Iterator[MetFile]:
        """Every file that was met, by SHA-256; secret ones are left out."""
