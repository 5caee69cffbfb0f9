"""Does a declaration agree with itself: each line, and the lines of one scope with one another. No ledger is asked."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from docflow.model import Declared
from docflow.reconcile.difference import Difference, Scope, counted, sources
from docflow.registers.figure_names import ISSUANCE

# Figures of one whole that do not overlap: together they can be no more than it.
_PARTITIONS = (
    ("electronic", "both", "paper", "unknown"),
    ("electronic", "both_or_paper", "unknown"),
    ("electronic_or_both", "paper", "unknown"),
)
# A part and what it is a part of.
_SUBSETS = (
    ("electronic", "electronic_or_both"),
    ("both", "electronic_or_both"),
    ("both", "both_or_paper"),
    ("paper", "both_or_paper"),
    ("valid", "granted"),
    ("granted", "required"),
    ("signed_by_both", "signed_by_person"),
    ("signed_by_both", "signed_by_organ"),
)


def line_checks(scope: Scope, line: Declared) -> Iterator[Difference]:
    """What one line says against itself."""

    def found(code: str, declared: str, computed: str, amount: int | None = None) -> Difference:
        return Difference(code, scope, line.figure or line.indicator, declared, computed, amount, sources(line))

    share = line.percent and Decimal(line.percent)
    if share and share > 100:
        yield found("percent-over-hundred", f"{line.percent} %", "100 %")
    if line.percent and (line.numerator is None or line.denominator is None):
        yield found("basis-unstated", _printed(line), "")
    if line.period is None:
        yield found("period-unstated", _printed(line), "")
    if line.numerator is not None and line.denominator is not None and line.numerator > line.denominator:
        yield found("part-exceeds-whole", str(line.numerator), str(line.denominator), line.numerator - line.denominator)
    if line.percent and line.denominator == 0:
        yield found("share-of-nothing", f"{line.percent} %", "0")
    elif (
        line.percent
        and line.numerator is not None
        and line.denominator
        and not _claims(line)[0] <= _exact(line) <= _claims(line)[1]
    ):
        computed = percent(line.numerator, line.denominator, _places(line))
        cut = line.bound == "=" and abs(Decimal(line.percent) - _exact(line)) < Decimal(1).scaleb(-_places(line))
        yield found("percent-cut-off" if cut else "percent-not-of-fraction", f"{line.percent} %", f"{computed} %")


def scope_checks(scope: Scope, lines: Sequence[Declared]) -> Iterator[Difference]:
    """What the lines of one scope say against one another."""
    yield from _repeats(scope, lines)
    told = counted(lines)
    whole = _whole(told)
    wholes = {line.denominator: line for line in reversed(lines) if line.figure in ISSUANCE and line.denominator is not None}
    if (issued := told.get("issued")) and issued.numerator is not None:
        wholes[issued.numerator] = issued
    if len(wholes) > 1:
        values = sorted(wholes)
        shown = ", ".join(str(value) for value in values)
        yield Difference("wholes-differ", scope, "issued", shown, "", values[-1] - values[0], sources(*wholes.values()))
    elif whole is not None:
        yield from _parts(scope, told, whole)
    for part, of in _SUBSETS:
        if part in told and of in told and (told[part].numerator or 0) > (told[of].numerator or 0):
            more = (told[part].numerator or 0) - (told[of].numerator or 0)
            sides = str(told[part].numerator), str(told[of].numerator)
            yield Difference("subset-exceeds", scope, part, *sides, more, sources(told[part], told[of]))


def _whole(told: Mapping[str, Declared]) -> int | None:
    if "issued" in told:
        return told["issued"].numerator
    return next((line.denominator for name, line in told.items() if name in ISSUANCE and line.denominator is not None), None)


def _parts(scope: Scope, told: Mapping[str, Declared], whole: int) -> Iterator[Difference]:
    """The parts of the whole: too many, or fewer than it where both sides of it, electronic and paper, are told."""
    best = max(_PARTITIONS, key=lambda parts: sum(part in told for part in parts))
    parts = [told[part] for part in best if part in told]
    total = sum(line.numerator or 0 for line in parts)
    sides = {line.figure for line in parts}
    shown = " + ".join(str(line.numerator) for line in parts)
    if total > whole:
        yield Difference("parts-too-many", scope, "issued", f"{shown} = {total}", str(whole), total - whole, sources(*parts))
    elif total < whole and sides & {"electronic", "electronic_or_both"} and sides & {"paper", "both_or_paper"}:
        yield Difference("parts-unexplained", scope, "issued", f"{shown} = {total}", str(whole), whole - total, sources(*parts))


def _repeats(scope: Scope, lines: Sequence[Declared]) -> Iterator[Difference]:
    """A figure stated twice, with numbers or shares that cannot both be so."""
    named: dict[str, list[Declared]] = {}
    for line in lines:
        named.setdefault(line.figure or line.indicator, []).append(line)
    for figure, same in named.items():
        for one, other in itertools.combinations(same, 2):
            if None not in {one.numerator, other.numerator} and one.numerator != other.numerator:
                between = abs((one.numerator or 0) - (other.numerator or 0))
                shown = str(one.numerator), str(other.numerator)
                yield Difference("stated-twice", scope, figure, *shown, between, sources(one, other))
            elif contradict(one, other):
                yield Difference("claims-contradict", scope, figure, _printed(one), _printed(other), None, sources(one, other))


def contradict(one: Declared, other: Declared) -> bool:
    """Whether no share can be what both lines say."""
    if not (_says(one) and _says(other)):
        return False
    low, high = max(_claims(one)[0], _claims(other)[0]), min(_claims(one)[1], _claims(other)[1])
    return low > high


def _says(line: Declared) -> bool:
    return bool(line.percent) or (line.numerator is not None and bool(line.denominator))


def _claims(line: Declared) -> tuple[Decimal, Decimal]:
    """The shares (in percent) that a line may mean: what rounds to the one printed, or lies above or below it."""
    if not line.percent:
        return _exact(line), _exact(line)
    share, half = Decimal(line.percent), Decimal(5).scaleb(-_places(line) - 1)
    about = max(Decimal(2), half)
    just = Decimal(1).scaleb(-9)
    return {
        # Half up: 95,005 is printed 95,01, and 95,015 no longer is.
        "=": (share - half, share + half - just),
        "~": (share - about, share + about),
        ">": (share + just, Decimal(1000)),
        ">=": (share, Decimal(1000)),
        "<": (Decimal(0), share - just),
        "<=": (Decimal(0), share),
    }[line.bound]


def _exact(line: Declared) -> Decimal:
    return Decimal(100 * (line.numerator or 0)) / (line.denominator or 1)


def _places(line: Declared) -> int:
    return len((line.percent or "").partition(".")[2])


def percent(numerator: int, denominator: int, places: int) -> str:
    """A share in percent to so many places, half up, with a point."""
    scale = 10**places
    value = (200 * scale * numerator + denominator) // (2 * denominator)
    return f"{value // scale}.{value % scale:0{places}d}" if places else str(value)


def _printed(line: Declared) -> str:
    fraction = f"{line.numerator}/{line.denominator}" if line.denominator is not None else str(line.numerator or "")
    share = f"{'' if line.bound == '=' else line.bound + ' '}{line.percent} %" if line.percent else ""
    return " = ".join(part for part in (fraction if line.numerator is not None else "", share) if part)
