"""What people decided, laid over what was read: pure, so that every version can be derived again.

A correction is a fact ``correction`` with the subject ``<target>|<field>``. Its target is a file (SHA-256), a register line
(the subject of its fact), a document (its key), or a certificate with the line of a roster that it may be. What was read stays
as it is: corrected values are put in its place only where documents are derived. The last correction of a subject holds, and
one without a value takes back those before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from docflow.canonical import restore
from docflow.model import (
    Correctable,
    Correction,
    Decided,
    Direction,
    FileFacts,
    Form,
    Header,
    RegisterLine,
    Sighting,
    Source,
    SourceKind,
    Standing,
)

CORRECTION = "correction"
YES, NO = "yes", "no"
CERTIFICATE = "certificate:"

_SHA256 = re.compile(r"[0-9a-f]{64}")
# What is printed in a header and stands in a line under the same name.
_PRINTED = (Correctable.NUMBER, Correctable.NOTATION, Correctable.PROMULGATED_ON, Correctable.DOCUMENT_TYPE)


def subject_of(target: str, field: Correctable) -> str:
    """The subject of the fact that corrects a field of a file, a register line or a document."""
    return f"{target}|{field.value}"


def target_of(subject: str) -> str:
    """The file, register line or key that a correction's subject aims at."""
    return subject.rpartition("|")[0]


def certificate_target(sha256: str, line: str) -> str:
    """The target that a certificate and the line of a roster are together; ``line`` is the subject of the line's fact."""
    return f"{CERTIFICATE}{sha256}:{line}"


def is_file(target: str) -> bool:
    """Whether a target is a file."""
    return _SHA256.fullmatch(target) is not None


class Corrections:
    """All corrections that hold, by target; built once from the current facts ``correction``."""

    def __init__(self, payloads: Mapping[str, Any]) -> None:
        self._by_target: dict[str, dict[Correctable, Correction]] = {}
        for subject, payload in payloads.items():
            correction = restore(Correction, payload)
            if correction.value is not None:
                self._by_target.setdefault(target_of(subject), {})[correction.field] = correction

    @property
    def targets(self) -> tuple[str, ...]:
        """Every file, register line and key that something was decided of, sorted."""
        return tuple(sorted(self._by_target))

    def of(self, target: str) -> Mapping[Correctable, Correction]:
        """What was decided of a target, by field."""
        return self._by_target.get(target, {})

    def certificates(self) -> dict[str, dict[str, bool]]:
        """By certificate, then line of a roster: whether people said that the one is the other's."""
        found: dict[str, dict[str, bool]] = {}
        for target in self.targets:
            sha256, _, line = target.removeprefix(CERTIFICATE).partition(":")
            if target.startswith(CERTIFICATE):
                found.setdefault(sha256, {})[line] = self.value(target, Correctable.ENTITLEMENT) == YES
        return found

    def value(self, target: str, field: Correctable) -> str | None:
        """The decided value of a field, None where nothing was decided."""
        correction = self.of(target).get(field)
        return correction.value if correction else None

    def is_no_document(self, sha256: str) -> bool:
        """Whether a person said that a file is no document."""
        return Correctable.NOT_A_DOCUMENT in self.of(sha256)

    def file(self, facts: FileFacts) -> FileFacts:
        """A file's facts with the decided values in its header, their source ``correction``."""
        values = self._printed(facts.sha256)
        if not values:
            return facts
        first, *others = facts.documents or (Header(),)
        sources = {name: Source(SourceKind.CORRECTION) for name in values if name != "year_in_number"}
        return replace(facts, documents=(replace(first, **values), *others), sources={**facts.sources, **sources})

    def line(self, subject: str, line: RegisterLine) -> RegisterLine:
        """A register line with the decided values."""
        values = self._printed(subject)
        return replace(line, **values) if values else line

    def seen(self, sha256: str, sightings: tuple[Sighting, ...]) -> tuple[Sighting, ...]:
        """A file's sightings, those in a unit's folder with the decided direction."""
        value = self.value(sha256, Correctable.DIRECTION)
        if value is None:
            return sightings
        return tuple(replace(one, direction=Direction(value)) if one.unit else one for one in sightings)

    def decided(self, keys: Iterable[str], facts: Iterable[str]) -> Decided:
        """What was decided of a document: of the keys it has or had, else of its files and lines; the last counts."""
        form = self._last(Correctable.FORM, keys, facts)
        standing = self._last(Correctable.STANDING, keys, facts)
        return Decided(
            form=Form(form[1]) if form else None,
            form_by=form[0] if form else None,
            standing=Standing(standing[1]) if standing else None,
            standing_by=standing[0] if standing else None,
        )

    def _printed(self, target: str) -> dict[str, Any]:
        corrections = self.of(target)
        values: dict[str, Any] = {field.value: corrections[field].value for field in _PRINTED if field in corrections}
        number, _, year = (values.get("number") or "").partition("/")
        return values | ({"number": number} if number else {}) | ({"year_in_number": int(year)} if year else {})

    def _last(self, field: Correctable, *ranks: Iterable[str]) -> tuple[str, str] | None:
        """Subject and value of the last correction of a field in the first rank that has one."""
        for rank in ranks:
            found = [(one.at, subject_of(target, field), one.value) for target in rank if (one := self.of(target).get(field))]
            if found:
                _, subject, value = max(found, key=lambda each: each[:2])
                return subject, value or ""
        return None
