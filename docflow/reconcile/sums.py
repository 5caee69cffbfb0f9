"""Do declared figures add up: units to the level above them, months and quarters to the year, and years that only grow."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence

from docflow.model import Declared, Unit
from docflow.periods import parse_period
from docflow.reconcile.difference import Difference, Scope, counted, sources
from docflow.registers.directory import Directory
from docflow.registers.figure_names import CERTIFICATES, HANDLING

Told = Mapping[Scope, Mapping[str, Declared]]

# Certificates are counted on a day, and so is what was settled or overdue by then: they do not add up over a time.
ON_A_DAY = frozenset((*CERTIFICATES, *HANDLING))

_CUMULATIVE = re.compile(r"(\d{4})(?:-(\d{1,2})M|-(H1)|-(Q1)|)")


def tree_sums(by_scope: Mapping[Scope, Sequence[Declared]], directory: Directory) -> Iterator[Difference]:
    """A level's figure is the sum of its units' own, where every one of them has declared.

    Documents are those of all units that existed on any day of the period, certificates those of its last day.
    """
    told: Told = {scope: counted(lines) for scope, lines in by_scope.items()}
    for scope, figures in told.items():
        if scope.unit is None or scope.level is None or scope.period is None:
            continue
        period = parse_period(scope.period)
        below = [unit for unit in directory.with_descendants(scope.unit) if directory.level(unit) == scope.level]
        for figure, line in figures.items():
            since = period.last if figure in CERTIFICATES else period.first
            lived = [u for u in map(directory.by_id.__getitem__, below) if _lived(u, since, period.last)]
            own = [told.get(Scope(unit.id, None, scope.period), {}) for unit in lived]
            if own and all(figure in one for one in own):
                yield from _compared("units", scope, line, [one[figure] for one in own])


def _lived(unit: Unit, first: str, last: str) -> bool:
    return (unit.valid_from or "") <= last and (unit.valid_to or "9999-12-31") >= first


def period_sums(by_scope: Mapping[Scope, Sequence[Declared]]) -> Iterator[Difference]:
    """A year's figure is the sum of its halves, quarters or months, where all of them were declared."""
    told: Told = {scope: counted(lines) for scope, lines in by_scope.items()}
    for scope, figures in told.items():
        if scope.period is None or not re.fullmatch(r"\d{4}(-H[12]|-Q[1-4])?", scope.period):
            continue
        for parts in _parts_of(scope.period):
            own = [told.get(Scope(scope.unit, scope.level, part), {}) for part in parts]
            for figure, line in figures.items():
                if figure not in ON_A_DAY and all(figure in one for one in own):
                    yield from _compared("periods", scope, line, [one[figure] for one in own])


def cumulative_falls(by_scope: Mapping[Scope, Sequence[Declared]]) -> Iterator[Difference]:
    """What is counted from the year's beginning only grows: nine months hold no fewer than six."""
    growing: dict[tuple[str | None, str | None, str, str], list[tuple[str, Declared]]] = {}
    for scope, lines in by_scope.items():
        match = _CUMULATIVE.fullmatch(scope.period or "")
        if scope.period and match:
            for figure, line in counted(lines).items():
                if figure not in ON_A_DAY:
                    growing.setdefault((scope.unit, scope.level, match[1], figure), []).append(
                        (parse_period(scope.period).last, line)
                    )
    for (unit, level, _, figure), stages in growing.items():
        ordered = [line for _, line in sorted(stages, key=lambda stage: stage[0])]
        for earlier, later in itertools.pairwise(ordered):
            fall = (earlier.numerator or 0) - (later.numerator or 0)
            if fall > 0:
                shown = str(later.numerator), f"{earlier.numerator} ({earlier.period})"
                yield Difference(
                    "cumulative-falls", Scope(unit, level, later.period), figure, *shown, fall, sources(earlier, later)
                )


def _parts_of(period: str) -> Iterator[list[str]]:
    year, _, part = period.partition("-")
    first, last = {"": (1, 12), "H1": (1, 6), "H2": (7, 12)}.get(part, (0, 0))
    if part.startswith("Q"):
        first = 3 * int(part[1]) - 2
        last = first + 2
    if not part:
        yield [f"{year}-H1", f"{year}-H2"]
    if not part.startswith("Q"):
        yield [f"{year}-Q{quarter}" for quarter in range((first + 2) // 3, last // 3 + 1)]
    yield [f"{year}-{month:02d}" for month in range(first, last + 1)]


def _compared(kind: str, scope: Scope, line: Declared, own: Sequence[Declared]) -> Iterator[Difference]:
    total = sum(one.numerator or 0 for one in own)
    if total != line.numerator:
        between = abs(total - (line.numerator or 0))
        yield Difference(f"sum-of-{kind}", scope, line.figure, str(line.numerator), str(total), between, sources(line, *own))
    if line.denominator is not None and all(one.denominator is not None for one in own):
        whole = sum(one.denominator or 0 for one in own)
        if whole != line.denominator:
            between = abs(whole - line.denominator)
            shown = str(line.denominator), str(whole)
            yield Difference(f"whole-of-{kind}", scope, line.figure, *shown, between, sources(line, *own))
