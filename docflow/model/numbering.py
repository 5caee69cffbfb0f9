"""How a unit numbers what it issues (dãy số), and who took over from whom."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Succession:
    """How a unit ended: ``merge``, ``split``, ``rename``, ``abolish`` or ``transfer``, from which day, by which legal act.

    ``successors`` are ids of units; ``day`` is the first on which they stand in its place.
    """

    unit: str
    successors: tuple[str, ...]
    kind: str | None = None
    day: str | None = None
    legal_basis: str | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """One series of numbers of a unit, between two days (Decree 30/2020, article 15: the head of the body decides on series).

    ``types`` are those that it numbers, ``notations`` whole ones, their first part (``QĐ``) or their end (``-HĐTĐ``); empty: any.
    ``reset`` is ``year`` or ``term`` (Party bodies number through the committee's term). ``host`` is the id of the body whose
    seal the unit, a council, uses.
    """

    unit: str
    name: str
    types: tuple[str, ...] = ()
    notations: tuple[str, ...] = ()
    valid_from: str | None = None
    valid_to: str | None = None
    reset: str = "year"
    host: str | None = None

    def holds_on(self, day: str) -> bool:
        """Whether it runs on a day."""
        return (self.valid_from or "") <= day <= (self.valid_to or "9999-12-31")

    def numbers(self, document_type: str | None, notation: str) -> bool:
        """Whether a document of a type and notation (as compared) takes its number here."""
        of_type = not self.types or document_type in self.types
        return of_type and (not self.notations or any(_is_part(part, notation) for part in self.notations))


def _is_part(part: str, notation: str) -> bool:
    if part.startswith(("-", "/")):
        return notation.endswith(part)
    return notation == part or notation.startswith((f"{part}-", f"{part}/"))
