"""A sample for an auditor: drawn by strata, the same for everyone who names the same seed, and what the findings on it say.

The draw uses no random generator: each line's rank is SHA-256 of the seed, its subject and its unit, and of each stratum the
lines of lowest rank are taken. Strata get their shares of the sample by largest remainder, each that has any line at least one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext

from docflow.canonical import canonical
from docflow.lines import Line

# The 97.5th percentile of the normal distribution: an interval of 95 %.
Z = Decimal("1.959963984540054")


@dataclass(frozen=True, slots=True)
class Sample:
    """The lines drawn, in the order of strata and subjects; how many each stratum has (``population``) and gave (``drawn``)."""

    id: str
    seed: str
    population: Mapping[str, int]
    drawn: Mapping[str, int]
    lines: tuple[Line, ...]


def draw(lines: Iterable[Line], size: int, seed: str, definition: Mapping[str, object]) -> Sample:
    """Draw ``size`` lines, or all if there are fewer; ``definition`` is what was asked, from which the sample gets its id."""
    strata: dict[str, list[Line]] = {}
    for line in lines:
        strata.setdefault(line.stratum, []).append(line)
    population = {name: len(members) for name, members in sorted(strata.items())}
    shares = allot(population, size)
    taken: list[Line] = []
    for name in population:
        ranked = sorted(strata[name], key=lambda line: _rank(seed, line))
        taken += sorted(ranked[: shares[name]], key=lambda line: (line.subject, line.unit))
    told = canonical({**definition, "seed": seed, "size": size})
    return Sample(hashlib.sha256(told.encode()).hexdigest()[:16], seed, population, shares, tuple(taken))


def _rank(seed: str, line: Line) -> bytes:
    return hashlib.sha256(f"{seed}\n{line.subject}\n{line.unit}".encode()).digest()


def allot(population: Mapping[str, int], size: int) -> dict[str, int]:
    """How many lines each stratum gives: in proportion, by largest remainder, at least one where the size allows it."""
    total = sum(population.values())
    size = min(size, total)
    filled = [name for name, number in population.items() if number]
    if size < len(filled):
        largest = sorted(filled, key=lambda name: (-population[name], name))[:size]
        return {name: int(name in largest) for name in population}
    shares = {name: int(name in filled) for name in population}
    rest, waiting = size - len(filled), total - len(filled)
    if not rest:
        return shares
    quotas = {name: rest * (population[name] - 1) for name in filled}
    for name in filled:
        shares[name] += quotas[name] // waiting
    by_remainder = sorted(filled, key=lambda name: (-(quotas[name] % waiting), name))
    for name in by_remainder[: size - sum(shares.values())]:
        shares[name] += 1
    return shares


def wilson(errors: int, looked_at: int) -> tuple[int, int]:
    """The 95 % interval of an error rate (Wilson, 1927) in hundredths of a percent, rounded outwards; (0, 10000) of nothing."""
    if not looked_at:
        return 0, 10_000
    with localcontext() as context:
        context.prec = 40
        n, rate, square = Decimal(looked_at), Decimal(errors) / looked_at, Z * Z
        centre = rate + square / (2 * n)
        spread = Z * (rate * (1 - rate) / n + square / (4 * n * n)).sqrt()
        below, above = (centre - spread) / (1 + square / n), (centre + spread) / (1 + square / n)
        low = int((below * 10_000).to_integral_value("ROUND_FLOOR"))
        high = int((above * 10_000).to_integral_value("ROUND_CEILING"))
    return max(0, low), min(10_000, high)
