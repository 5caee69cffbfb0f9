"""A difference that a reconciliation finds, and the scope in which declared figures belong together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from docflow.model import Declared


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose figures: a unit's own, or with a level those of all units of that level below it; and when, None if not stated."""

    unit: str | None
    level: str | None
    period: str | None


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that does not agree; the words are ``reconcile.<code>``.

    ``declared`` and ``found`` are the two sides as they are to be read, ``amount`` what lies between them in documents or
    certificates. ``documents`` are keys behind it, where there are any; ``command`` lists them.
    """

    code: str
    scope: Scope
    figure: str | None
    declared: str
    found: str
    amount: int | None = None
    sources: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    command: str | None = None


def by_scope(lines: Iterable[Declared]) -> dict[Scope, list[Declared]]:
    """Declared lines by the scope that they speak of, both in a fixed order."""
    found: dict[Scope, list[Declared]] = {}
    for line in sorted(lines, key=lambda one: (one.source, one.row)):
        found.setdefault(Scope(line.unit, line.level, line.period), []).append(line)
    return dict(
        sorted(found.items(), key=lambda item: tuple(part or "" for part in (item[0].unit, item[0].level, item[0].period)))
    )


def counted(lines: Iterable[Declared]) -> Mapping[str, Declared]:
    """The first line of each figure that states a number."""
    found: dict[str, Declared] = {}
    for line in lines:
        if line.figure and line.numerator is not None:
            found.setdefault(line.figure, line)
    return found


def sources(*lines: Declared) -> tuple[str, ...]:
    """Where lines stand: source and row."""
    return tuple(dict.fromkeys(f"{line.source}:{line.row}" for line in lines))
