"""What moved between two runs, and why: documents by what was decided of them, each with the facts that came in between."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from docflow.correction import CORRECTION, target_of
from docflow.ledger.between import FactChange
from docflow.ledger.read import Reader
from docflow.model import Document

# What is told of a document that changed: the name in the output and how to read it off.
FIELDS: Mapping[str, Callable[[Document], str]] = {
    "standing": lambda d: d.standing.value,
    "placed": lambda d: str(d.placed).lower(),
    "origin": lambda d: d.origin.value,
    "form": lambda d: d.form.value,
    "basis": lambda d: d.form.basis.value,
    "rule": lambda d: d.form.rule,
    "day": lambda d: d.promulgated_on or "",
    "type": lambda d: d.document_type or "",
    "holdings": lambda d: ", ".join(f"{h.unit} {h.direction.value}" for h in d.holdings),
    "findings": lambda d: ", ".join(sorted({f.code for f in d.findings})),
    "files": lambda d: str(len(d.files)),
    "lines": lambda d: str(len(d.lines)),
}


@dataclass(frozen=True, slots=True)
class Moved:
    """A document of which something else is known: ``before`` and ``after`` are None where there was none, or none is left."""

    key: str
    before: Document | None
    after: Document | None
    why: tuple[FactChange, ...]

    @property
    def what(self) -> str:
        """New, gone or changed."""
        return "new" if self.before is None else "gone" if self.after is None else "changed"

    @property
    def fields(self) -> Mapping[str, tuple[str, str]]:
        """The fields that differ, each with what stood before and after."""
        if self.before is None or self.after is None:
            return {}
        sides = {name: (read(self.before), read(self.after)) for name, read in FIELDS.items()}
        return {name: pair for name, pair in sides.items() if pair[0] != pair[1]}


@dataclass(frozen=True, slots=True)
class Between:
    """Everything that differs between two runs."""

    first: int
    last: int
    moved: tuple[Moved, ...]
    facts: Mapping[tuple[str, str], int]


def between(
    reader: Reader, first: int, last: int, keys: Sequence[str], changes: Sequence[FactChange], units: frozenset[str] | None
) -> Between:
    """Compare what was known after ``first`` with what was known after ``last``, of the units asked about.

    ``keys`` are those with a version in between; one that says the same again in the end has not moved.
    """
    before = {d.key: d for d in reader.documents(first, keys=keys)}
    after = {d.key: d for d in reader.documents(last, keys=keys)}
    by_subject: dict[str, list[FactChange]] = {}
    for change in changes:
        about = target_of(change.subject) if change.kind == CORRECTION else change.subject
        by_subject.setdefault(about, []).append(change)
    moved = []
    for key in keys:
        one, other = before.get(key), after.get(key)
        if one == other or not _concerns(one, other, units):
            continue
        behind = {key, *(one.files + one.lines if one else ()), *(other.files + other.lines if other else ())}
        why = [change for subject in sorted(behind) for change in by_subject.get(subject, ())]
        moved.append(Moved(key, one, other, tuple(why)))
    return Between(first, last, tuple(moved), Counter((change.kind, change.what) for change in changes))


def _concerns(one: Document | None, other: Document | None, units: frozenset[str] | None) -> bool:
    if units is None:
        return True
    return any(holding.unit in units for document in (one, other) if document for holding in document.holdings)


def difference_record(answer: Between) -> dict[str, Any]:
    """The public form (``docflow/diff/1``)."""
    return {
        "schema": "docflow/diff/1",
        "from": answer.first,
        "to": answer.last,
        "facts": [{"kind": kind, "what": what, "count": count} for (kind, what), count in sorted(answer.facts.items())],
        "documents": [
            {
                "key": one.key,
                "what": one.what,
                "fields": {name: list(pair) for name, pair in one.fields.items()},
                "why": [
                    {"run": c.run, "run_kind": c.run_kind, "kind": c.kind, "subject": c.subject, "what": c.what} for c in one.why
                ],
            }
            for one in answer.moved
        ],
    }
