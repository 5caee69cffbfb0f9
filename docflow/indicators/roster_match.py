"""Which line of a roster a certificate is: by serial number, else by name and unit with a score, else as a person decided.

The serial number decides (1000): a certificate is each line that names it. Else the holder's name counts together with the
unit: 900 as spelt, 800 without accents; where the certificate's unit is not known 700 and 600. An organ's certificate is its
unit's line for an organ (900). A line that names another serial number, as of a certificate renewed since, counts 300 less.
Only one line with at least ``SURE`` that no other equals is counted; any other candidate waits for a person and counts for
nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from docflow.model import CertificateFacts, Entitlement, SignerKind
from docflow.registers.roster import serial_numbers
from docflow.text import fold, unaccented

SURE = 800
_CERTAIN = 1000

# What people said of lines, by subject: that a certificate is the line's, or is not.
Said = Mapping[str, bool]
NOTHING_SAID: Said = {}


@dataclass(frozen=True, slots=True)
class RosterMatch:
    """A line of a roster that a certificate is or may be, in thousandths of certainty, by ``serial``, ``name`` or ``person``.

    ``line`` is the subject of the line's fact.
    """

    unit: str
    row: int
    score: int
    by: str
    line: str = ""


@dataclass(frozen=True, slots=True)
class Matched:
    """The lines that a certificate is counted for, best first; and those between which a person must choose."""

    lines: tuple[RosterMatch, ...] = ()
    candidates: tuple[RosterMatch, ...] = ()

    @property
    def why(self) -> str:
        """Why the candidates wait for a person: a code with words under ``review.why-<code>``; blank where there are none."""
        if not self.candidates:
            return ""
        return "roster-ambiguous" if self.candidates[0].score >= SURE else "roster-low-score"

    @property
    def best(self) -> RosterMatch | None:
        """The first line counted, else the first candidate."""
        return next(iter((*self.lines, *self.candidates)), None)


UNMATCHED = Matched()


def match(facts: CertificateFacts, unit: str | None, roster: Mapping[str, Entitlement], said: Said = NOTHING_SAID) -> Matched:
    """The lines of a roster (by subject) that a certificate of a unit is, or may be."""
    told = [RosterMatch(line.unit, line.row, _CERTAIN, "person", s) for s, line in roster.items() if said.get(s)]
    scored = ((s, line, *_score(facts, unit, line)) for s, line in roster.items() if s not in said)
    found = _in_order(RosterMatch(line.unit, line.row, score, by, s) for s, line, score, by in scored if score)
    sure = [one for one in found if one.by == "serial"]
    if told or sure:
        return Matched(tuple(_in_order([*told, *sure])))
    if found and found[0].score >= SURE and (len(found) == 1 or found[1].score < found[0].score):
        return Matched((found[0],))
    return Matched(candidates=tuple(found))


def _in_order(found: Iterable[RosterMatch]) -> list[RosterMatch]:
    return sorted(found, key=lambda one: (-one.score, one.unit, one.row, one.line))


def _score(facts: CertificateFacts, unit: str | None, line: Entitlement) -> tuple[int, str]:
    serials = serial_numbers(line.serial)
    if int(facts.serial, 16) in serials:
        return _CERTAIN, "serial"
    score = _by_name(facts, unit, line)
    return (score - (300 if serials else 0), "name") if score else (0, "")


def _by_name(facts: CertificateFacts, unit: str | None, line: Entitlement) -> int:
    if unit is not None and unit != line.unit:
        return 0
    if facts.kind is SignerKind.ORGAN or line.kind is SignerKind.ORGAN:
        return 900 if facts.kind is line.kind and unit is not None else 0
    if not facts.common_name or not line.holder:
        return 0
    known = 200 if unit is not None else 0
    if fold(facts.common_name) == fold(line.holder):
        return 700 + known
    return 600 + known if unaccented(facts.common_name) == unaccented(line.holder) else 0
