"""Shares of what is known only in part: each thing says whether it belongs to a whole and whether it is counted of it.

The low end of a band takes what is undecided as not counted, the high end as counted. What may not belong to the whole, because
its day, its place or what would tell is unknown, widens both: so that the low end never rises by not reading.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from docflow.indicators.figures import Figures, Group, Row
from docflow.indicators.landing import EXCLUDED, Landing, Scope, land
from docflow.indicators.question import Question, in_order
from docflow.model import Count, Document
from docflow.periods import Period
from docflow.registers.directory import Directory

# Whether a thing belongs to the whole of a figure, and whether it is counted of it; None where that is unknown.
Answer = tuple[bool | None, bool | None]
Reason = str | Sequence[str] | None


@dataclass(frozen=True, slots=True)
class Weighed:
    """One holding with its answer to each figure that it concerns, and what a list tells of it beside the usual."""

    document: Document
    count: Count
    where: Landing
    answers: Mapping[str, Answer]
    told: Mapping[str, Reason] = field(default_factory=dict)

    def is_counted(self, figure: str) -> bool:
        """Whether it is one of those that a figure counts."""
        return self.where.counted and self.answers.get(figure) == (True, True)


@dataclass(slots=True)
class _Tally:
    """Of one figure: what belongs to the whole, and what may, by whether it is counted; and what the whole rests on."""

    sure: Counter[bool | None] = field(default_factory=Counter)
    loose: Counter[bool | None] = field(default_factory=Counter)
    bases: set[str] = field(default_factory=set)

    def add(self, one: Weighed, answer: Answer) -> None:
        belongs, counted = answer
        if belongs is False:
            return
        if belongs and one.where.counted:
            self.sure[counted] += 1
            self.bases.add(one.where.value)
        else:
            self.loose[counted] += 1

    def row(self, group: Group, figure: str, *, banded: bool) -> Row:
        yes, total = self.sure[True], self.sure.total()
        low = high = (yes, total)
        if banded:
            may = self.loose[True] + self.loose[None]
            low = (yes, total + self.loose[None] + self.loose[False])
            high = (yes + self.sure[None] + may, total + may)
        basis = "mixed" if len(self.bases) > 1 else next(iter(self.bases), None)
        return Row(group, figure, yes, total, low=low, high=high, basis=basis)


def landing_of(count: Count, scope: Scope) -> Landing | None:
    """Where a holding falls; None where it is neither counted nor could be.

    What bears no day or key may be of the period, unless it is a file of a unit whose register covers all of it.
    """
    where = land(count, scope)
    if where.counted:
        return where
    closed = bool(count.unit) and scope.reaches_the_end(count.unit)
    may_be = count.has_line or (count.has_file and not closed)
    return where if where in {Landing.UNDATED, Landing.UNPLACED} and may_be else None


def landing_in(scope: Scope, asked: Collection[str] | None) -> Callable[[Count], Landing | None]:
    """Tells where a holding of the units asked about, all if None, falls; None for one of another unit too."""
    return lambda count: landing_of(count, scope) if asked is None or count.unit in asked else None


@dataclass(frozen=True, slots=True)
class Beside:
    """What was met and not counted, by where it fell and by its standing."""

    landings: Counter[Landing]
    standings: Counter[str]

    @staticmethod
    def of(counts: Iterable[Count], scope: Scope) -> Beside:
        """Sort some counts by where they fall."""
        landings: Counter[Landing] = Counter()
        standings: Counter[str] = Counter()
        for count in counts:
            where = land(count, scope)
            landings[where] += count.count
            standings[count.standing] += count.count if where is Landing.EXCLUDED else 0
        return Beside(landings, standings)


def weigh(
    things: Iterable[Weighed], question: Question, directory: Directory, days: Iterable[str], figures: Mapping[str, bool]
) -> tuple[Row, ...]:
    """The rows of some figures, each with whether it has a band; ``days`` are those of what is counted."""
    buckets = question.buckets(days)
    found: dict[Group, dict[str, _Tally]] = {
        Group(*owner, bucket.name): defaultdict(_Tally) for owner in question.always_shown(directory) for bucket in buckets
    }
    for one in things:
        for group in _groups(one, question, directory, buckets):
            tallies = found.setdefault(group, defaultdict(_Tally))
            for figure, answer in one.answers.items():
                tallies[figure].add(one, answer)
    return tuple(
        found[group].get(figure, _Tally()).row(group, figure, banded=banded)
        for group in in_order(found, question, directory)
        for figure, banded in figures.items()
    )


def _groups(one: Weighed, question: Question, directory: Directory, buckets: list[Period]) -> Iterable[Group]:
    """Its group in the period of its day; without one, in every period."""
    count = one.count
    if not count.unit and {"unit", "level"} & set(question.by):
        return
    kind = count.document_type if "type" in question.by else None
    for bucket in buckets:
        if count.day is None or bucket.holds(count.day):
            yield Group(*question.owner(count.unit, directory), bucket.name, kind)


def figures_of(rows: tuple[Row, ...], beside: Beside) -> Figures:
    """The rows with what stands beside them."""
    return Figures(
        rows=rows,
        excluded={name: beside.standings[name] for name in EXCLUDED},
        undated=beside.landings[Landing.UNDATED],
        unplaced=beside.landings[Landing.UNPLACED],
        without_line=beside.landings[Landing.WITHOUT_LINE],
    )
