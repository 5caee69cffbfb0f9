"""How documents were issued: E/T, (E+both)/T, (both+paper)/T and the rest, with what each rests on and its band.

T is electronic + both + paper + unknown. Band: low is what is decided, high adds the unknown ones that may be of that form. Where
T rests on files, those without a day or a key might belong to it, and lines without a day wherever there are any: the low end
takes them all as different, the high end as equal, so that the low end never rises by not reading or not writing down.
"""

from __future__ import annotations

import bisect
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from docflow.indicators.figures import Evidence, Figures, Group, Row
from docflow.indicators.hosted import is_hosted, of_councils
from docflow.indicators.landing import EXCLUDED, Landing, Scope, land, scope_of
from docflow.indicators.question import Question, in_order
from docflow.model import Basis, Count, Coverage, Direction, Form, Standing
from docflow.periods import Period

# The forms that each figure adds up; unknown and withdrawn are told without a band.
FIGURES = {
    "electronic": frozenset({Form.ELECTRONIC}),
    "electronic_or_both": frozenset({Form.ELECTRONIC, Form.BOTH}),
    "both": frozenset({Form.BOTH}),
    "both_or_paper": frozenset({Form.BOTH, Form.PAPER}),
    "paper": frozenset({Form.PAPER}),
}

_WITH_REGISTER = "units-with-register"

# A form, what it rests on, and the forms that an undecided one may have.
Kind = tuple[Form, Basis, str]


@dataclass(slots=True)
class Tally:
    """What was counted of one group, and what stands beside it; ``loose`` are the files and undated lines that widen the band."""

    counted: Counter[Kind] = field(default_factory=Counter)
    loose: Counter[Kind] = field(default_factory=Counter)
    bases: Counter[str] = field(default_factory=Counter)
    excluded: Counter[str] = field(default_factory=Counter)
    beside: Counter[Landing] = field(default_factory=Counter)
    withdrawn: int = 0

    @property
    def total(self) -> int:
        """The denominator T."""
        return self.counted.total()

    @property
    def basis(self) -> str:
        """What T rests on."""
        found = [name for name in (Landing.REGISTER.value, Landing.FILES.value) if self.bases[name]]
        return "mixed" if len(found) > 1 else found[0] if found else "register" if self.bases[_WITH_REGISTER] else "files"

    def add(self, other: Tally) -> None:
        """Add another group's tally."""
        self.counted.update(other.counted)
        self.loose.update(other.loose)
        self.bases.update(other.bases)
        self.excluded.update(other.excluded)
        self.beside.update(other.beside)
        self.withdrawn += other.withdrawn


def tally(counts: Iterable[Count], scope: Scope) -> Tally:
    """Tally the counts of any number of units; whether a band is widened is decided unit by unit.

    Files of no known unit (``""``) might be anyone's who counts files, and widen the whole where anyone does.
    """
    by_unit: dict[str, list[Count]] = {}
    for count in counts:
        by_unit.setdefault(count.unit, []).append(count)
    strays = _tally_unit("", by_unit.pop("", ()), scope)
    if by_unit and all(scope.reaches_the_end(unit) for unit in by_unit):
        strays.loose.clear()
    whole = Tally()
    for unit, own in sorted(by_unit.items()):
        whole.add(_tally_unit(unit, own, scope))
    whole.add(strays)
    return whole


def _tally_unit(unit: str, counts: Iterable[Count], scope: Scope) -> Tally:
    found = Tally()
    closed = scope.reaches_the_end(unit)
    for count in counts:
        where = land(count, scope)
        kind = (count.form, count.basis, count.possible)
        if where.counted:
            found.counted[kind] += count.count
            found.bases[where.value] += count.count
            found.withdrawn += count.count if count.standing == Standing.WITHDRAWN.value else 0
        elif where is Landing.EXCLUDED:
            found.excluded[count.standing] += count.count
        else:
            found.beside[where] += count.count
            # No file counts where registers reach the end, so that none that is loose could; a line without a day always may.
            may_count = count.has_line or (count.has_file and not closed)
            if where in {Landing.UNDATED, Landing.UNPLACED} and may_count:
                found.loose[kind] += count.count
    found.bases[_WITH_REGISTER] += unit in scope.registered
    return found


def _may_be(kind: Kind, forms: frozenset[Form]) -> bool:
    form, _, possible = kind
    return form is Form.UNKNOWN and any(f.value in possible.split("|") for f in forms)


def rows_of(group: Group, found: Tally) -> list[Row]:
    """The figures of one tally, in the order of printing."""
    total, basis = found.total, found.basis
    rows = []
    for figure, forms in FIGURES.items():
        sure = sum(n for kind, n in found.counted.items() if kind[0] in forms)
        maybe = sum(n for kind, n in found.counted.items() if _may_be(kind, forms))
        against = sum(n for kind, n in found.loose.items() if kind[0] not in forms)
        with_it = sum(n for kind, n in found.loose.items() if kind[0] in forms or _may_be(kind, forms))
        row = Row(
            group=group,
            figure=figure,
            numerator=sure,
            denominator=total,
            low=(sure, total + against),
            high=(sure + maybe + with_it, total + with_it),
            witnessed=_resting_on(found, forms, Basis.WITNESSED),
            presumed=_resting_on(found, forms, Basis.PRESUMED),
            basis=basis,
        )
        rows.append(row)
    unknown = sum(n for kind, n in found.counted.items() if kind[0] is Form.UNKNOWN)
    for figure, number in (("unknown", unknown), ("withdrawn", found.withdrawn)):
        share = (number, total)
        rows.append(Row(group, figure, number, total, low=share, high=share, basis=basis))
    return rows


def _resting_on(found: Tally, forms: frozenset[Form], basis: Basis) -> int:
    return sum(n for kind, n in found.counted.items() if kind[0] in forms and kind[1] is basis)


def issuance(evidence: Evidence, question: Question) -> Figures:
    """The figures of issuance that a question asks for; every unit counts what it issued (Decree 30/2020, annex VI)."""
    directory = evidence.directory
    asked = question.units(directory)
    counts = [c for c in evidence.counts(Direction.OUTGOING) if asked is None or c.unit in asked]
    coverages = [c for c in evidence.coverages() if asked is None or c.unit in asked]
    whole = scope_of(question.period, coverages)
    split: dict[tuple[str | None, str | None, str | None], list[Count]] = {}
    for owner in question.always_shown(directory):
        split[(*owner, None)] = []
    for count in counts:
        if count.unit or not {"unit", "level"} & set(question.by):
            kind = count.document_type if "type" in question.by else None
            split.setdefault((*question.owner(count.unit, directory), kind), []).append(count)
    if "type" in question.by:
        _share_untyped(split)
    buckets = question.buckets(c.day for c in counts if c.day and land(c, whole).counted)
    scopes = [Scope(bucket, whole.covered) for bucket in buckets]
    tallies = {
        Group(unit, level, scope.period.name, kind): tally(part, scope)
        for (unit, level, kind), members in split.items()
        for scope, part in zip(scopes, parted(members, buckets), strict=True)
    }
    apart = _hosted(evidence, question, whole, buckets)
    beside = tally(counts, whole)
    excluded = {name: beside.excluded[name] for name in EXCLUDED}
    excluded["secret"] += _secret_lines(coverages, whole) + (evidence.secret_files() if asked is None else 0)
    return Figures(
        rows=tuple(
            row
            for group in in_order(tallies, question, directory)
            for row in (*rows_of(group, tallies[group]), *_apart(group, tallies[group], apart))
        ),
        excluded=excluded,
        undated=beside.beside[Landing.UNDATED],
        unplaced=beside.beside[Landing.UNPLACED],
        without_line=beside.beside[Landing.WITHOUT_LINE],
        without_unit=sum(c.count for c in counts if not c.unit and land(c, whole) is Landing.UNPLACED),
    )


def _hosted(evidence: Evidence, question: Question, whole: Scope, buckets: list[Period]) -> Counter[Group] | None:
    """How many counted documents of each group are of councils that use its seal; None where no such council is stated."""
    directory = evidence.directory
    asked = question.units(directory)
    councils = of_councils(evidence.series(), asked)
    if not councils:
        return None
    found: Counter[Group] = Counter()
    for document, count in evidence.documents(Direction.OUTGOING):
        here = (asked is None or count.unit in asked) and count.day is not None and land(count, whole).counted
        if here and is_hosted(document, count, councils):
            kind = count.document_type if "type" in question.by else None
            period = next(bucket.name for bucket in buckets if bucket.holds(count.day or ""))
            found[Group(*question.owner(count.unit, directory), period, kind)] += 1
    return found


def _apart(group: Group, found: Tally, hosted: Counter[Group] | None) -> list[Row]:
    if hosted is None:
        return []
    share = (hosted[group], found.total)
    return [Row(group, "hosted", hosted[group], found.total, low=share, high=share, basis=found.basis)]


def _share_untyped(split: dict[tuple[str | None, str | None, str | None], list[Count]]) -> None:
    """Give every type of an owner the files that were not read: they may be of it, and so widen its band too."""
    for (unit, level, kind), members in split.items():
        if kind is not None:
            untyped = split.get((unit, level, None), ())
            members.extend(c for c in untyped if not c.has_line and (c.day is None or not c.placed))


def parted(counts: Iterable[Count], buckets: list[Period]) -> list[list[Count]]:
    """The counts that may land in each of some periods in turn: by their day; those without one in all."""
    starts = [bucket.first for bucket in buckets]
    parts: list[list[Count]] = [[] for _ in buckets]
    for count in counts:
        if count.day is None:
            for part in parts:
                part.append(count)
        elif (i := bisect.bisect_right(starts, count.day)) > 0:
            parts[i - 1].append(count)
    return parts


def _secret_lines(coverages: Iterable[Coverage], scope: Scope) -> int:
    """Lines refused as secret in the months that begin in the period, and in its years where they bear no date."""
    return sum(
        number
        for coverage in coverages
        if coverage.direction is Direction.OUTGOING
        for month, number in coverage.secret.items()
        if (scope.period.holds(f"{month}-01") if len(month) == 7 else scope.period.touches(int(month)))
    )
