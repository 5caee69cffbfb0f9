"""Shares as people read them: percent to two places, half up, computed on exact integers and only here."""

from __future__ import annotations

from docflow.locale import Words

NOTHING = "–"


def hundredths(numerator: int, denominator: int) -> int:
    """A share in hundredths of a percent, rounded half up (ROUND_HALF_UP on exact integers)."""
    return (numerator * 20_000 + denominator) // (2 * denominator)


def percent(words: Words, numerator: int | None, denominator: int) -> str:
    """``95,01 %`` in Vietnamese, ``95.01 %`` in English; a dash where there is nothing to divide by."""
    if numerator is None or denominator == 0:
        return NOTHING
    return f"{_number(words, numerator, denominator)} %"


def band(words: Words, low: tuple[int, int], high: tuple[int, int]) -> str:
    """``95,01 – 95,72 %``; blank where both ends print the same or there is nothing to divide by."""
    ends = [_number(words, *share) if share[1] else NOTHING for share in (low, high)]
    return "" if ends[0] == ends[1] else f"{ends[0]} – {ends[1]} %"


def _number(words: Words, numerator: int, denominator: int) -> str:
    value = hundredths(numerator, denominator)
    return words.decimal(f"{value // 100}.{value % 100:02d}")
