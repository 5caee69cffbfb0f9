"""Evidence held in memory: the same questions as to a ledger, answered from values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from docflow.classify.identity import Registry
from docflow.indicators.dealings import Dealing, Paper
from docflow.indicators.figures import MetFile
from docflow.ledger.rollup import counts_of
from docflow.model import (
    Basis,
    CertificateHistory,
    Count,
    Coverage,
    Criterion,
    Decision,
    Direction,
    Document,
    Entitlement,
    Form,
    FormCheck,
    Holding,
    PaperRule,
    RegisterLine,
    Score,
    Series,
    Standing,
    Target,
    Unit,
)
from docflow.registers.directory import Directory

POSSIBLE = ("both", "electronic", "paper")


@dataclass(frozen=True)
class Held:
    """Documents, coverages, roster lines and units; counts are summed from the documents, as the ledger's rollups are."""

    held: tuple[Document, ...] = ()
    covered: tuple[Coverage, ...] = ()
    roster: tuple[Entitlement, ...] = ()
    units: tuple[Unit, ...] = ()
    secrets: int = 0
    judged: bool | None = None
    stated: tuple[Series, ...] = ()
    received: tuple[RegisterLine, ...] = ()
    checks: Mapping[str, FormCheck] = field(default_factory=dict)
    met: tuple[MetFile, ...] = ()
    aimed_at: tuple[Target, ...] = ()
    judged_by: tuple[Criterion, ...] = ()
    told: tuple[Score, ...] = ()
    papers: Mapping[str, Paper] = field(default_factory=dict)
    certificates: Mapping[str, tuple[CertificateHistory, ...]] = field(default_factory=dict)

    @property
    def directory(self) -> Directory:
        return Directory(self.units)

    def counts(self, direction: Direction) -> list[Count]:
        sums: Counter[Count] = Counter()
        for _, count in self.documents(direction):
            sums[replace(count, count=0)] += 1
        return [replace(key, count=number) for key, number in sums.items()]

    def documents(self, direction: Direction) -> Iterator[tuple[Document, Count]]:
        for document in self.held:
            for count in counts_of(document):
                if count.direction is direction:
                    yield document, count

    @property
    def registry(self) -> Registry:
        return Registry(self.units, self.stated)

    def dealings(self, held: Iterable[tuple[Document, Count]]) -> Iterator[Dealing]:
        for document, count in held:
            yield Dealing(document, count, {}, {sha: self.papers[sha] for sha in document.files if sha in self.papers})

    def paper_rules(self) -> list[PaperRule]:
        return []

    def coverages(self) -> list[Coverage]:
        return list(self.covered)

    def entitlements(self) -> dict[str, Entitlement]:
        return {str(i): line for i, line in enumerate(self.roster)}

    def holders(self) -> Mapping[str, tuple[CertificateHistory, ...]]:
        return self.certificates

    def series(self) -> list[Series]:
        return list(self.stated)

    def arrivals(self) -> dict[str, RegisterLine]:
        return {f"{line.unit}|incoming|{line.year}|den:{line.arrival_number}|{line.row}": line for line in self.received}

    def form_checks(self, files: Iterable[str]) -> dict[str, FormCheck | None]:
        return {sha: self.checks[sha] for sha in files if sha in self.checks}

    def met_files(self) -> Iterator[MetFile]:
        yield from self.met

    def criteria(self) -> list[Criterion]:
        return list(self.judged_by)

    def scores(self) -> list[Score]:
        return list(self.told)

    def targets(self) -> list[Target]:
        return list(self.aimed_at)

    def secret_files(self) -> int:
        return self.secrets

    def passing(self, document: Document, policy: str) -> bool | None:
        return self.judged if policy and document.files else False

    def faults(self, _document: Document, _policy: str) -> tuple[str, ...]:
        return () if self.judged else ("NO_CERTIFICATE_CHAIN_FOUND",)


def unit(code: str, level: str = "xã", parent: str | None = None) -> Unit:
    """A unit without dates."""
    return Unit(code, code, f"UBND {code}", level, "UBND", parent)


def document(
    name: str,
    *,
    unit: str = "D",
    day: str | None = "2022-03-01",
    year: int | None = 2022,
    form: Form = Form.ELECTRONIC,
    basis: Basis = Basis.WITNESSED,
    possible: tuple[str, ...] = POSSIBLE,
    standing: Standing = Standing.ISSUED,
    copy: bool = False,
    line: bool = True,
    file: bool = True,
    placed: bool = True,
    person: bool = False,
    organ: bool = False,
    document_type: str | None = "quyet_dinh",
    direction: Direction = Direction.OUTGOING,
) -> Document:
    """A document with one holding."""
    return Document(
        key=name,
        placed=placed,
        issuer=unit or None,
        year=year,
        number=name,
        notation="QĐ-UBND",
        document_type=document_type,
        promulgated_on=day,
        day_source="register",
        subject_from=None,
        standing=standing,
        copy=copy,
        origin=Decision("unknown", "no-file"),
        form=Decision(form.value, "rule", (), possible if form is Form.UNKNOWN else (form.value,), basis),
        signed_by_person=person,
        signed_by_organ=organ,
        holdings=(Holding(unit, direction, day, has_line=line, has_file=file),),
        files=("f",) if file else (),
        lines=("l",) if line else (),
    )


def coverage(unit: str = "D", year: int = 2022, through: str = "2022-12-31", **secret: int) -> Coverage:
    """A book of outgoing documents."""
    months = {name.removeprefix("m").replace("_", "-"): number for name, number in secret.items()}
    return Coverage(unit, Direction.OUTGOING, year, through, months)
