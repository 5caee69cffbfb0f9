"""What a document contributes to the counts: pure, so that every figure can be recomputed from the documents."""

from __future__ import annotations

import dataclasses
import operator
from collections import Counter
from collections.abc import Iterable

from docflow.model import Count, Direction, Document, Form, Origin

COPY = "copy"

_told = operator.attrgetter(*(field.name for field in dataclasses.fields(Count)))


def counts_of(document: Document) -> list[Count]:
    """One count of 1 for each holding; none for a void document or one that was merged into others.

    A document is placed in the outgoing book of its issuer only: it counts once, whoever else has it among his own.
    """
    if document.void or document.merged_into:
        return []
    return [
        Count(
            unit=holding.unit,
            direction=holding.direction,
            day=holding.day,
            year=document.year,
            document_type=document.document_type,
            standing=COPY if document.copy or holding.copy else document.standing.value,
            form=Form(document.form.value),
            basis=document.form.basis,
            possible="|".join(sorted(document.form.possible)),
            origin=Origin(document.origin.value),
            has_line=holding.has_line,
            has_file=holding.has_file,
            placed=document.placed and (holding.direction is Direction.INCOMING or holding.unit == document.issuer),
            count=1,
        )
        for holding in document.holdings
    ]


class Deltas:
    """Counts to add and to take away, summed by everything but the number."""

    __slots__ = ("_sums",)

    def __init__(self) -> None:
        self._sums: Counter[Count] = Counter()

    def add(self, counts: Iterable[Count], sign: int = 1) -> None:
        """Add counts, or take them away with ``sign`` -1."""
        for count in counts:
            self._sums[dataclasses.replace(count, count=0)] += sign * count.count

    def result(self) -> list[Count]:
        """The sums that are not zero, in a fixed order."""
        changed = [dataclasses.replace(key, count=total) for key, total in self._sums.items() if total]
        return sorted(changed, key=order)


def order(count: Count) -> tuple[tuple[bool, object], ...]:
    """A sort key by all fields, None first."""
    return tuple([(False, "") if value is None else (True, value) for value in _told(count)])
