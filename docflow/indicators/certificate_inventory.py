"""Every certificate seen: its state on a day, what is to be remarked of its uses, and which line of a roster it is."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from docflow.model import CertificateFacts, CertificateHistory, CertificateUse, Entitlement, SignerKind
from docflow.registers.roster import serial_numbers
from docflow.text import fold, unaccented

REMARKS = (
    "expiring",
    "used-after-end",
    "used-before-begin",
    "used-after-revocation",
    "weak-key",
    "weak-certificate-digest",
    "weak-signature-digest",
    "no-chain",
    "off-roster",
)
# Below these a key is weak (NIST SP 800-57 part 1, table 2: 112 bits of strength), whatever policy is asked.
_LEAST_BITS = {"rsa": 2048, "dsa": 2048, "ec": 224}
_WEAK_DIGESTS = frozenset({"md2", "md5", "sha1"})


@dataclass(frozen=True, slots=True)
class RosterMatch:
    """The line of a roster that a certificate is, in thousandths of certainty, by its ``serial`` or its ``name``."""

    unit: str
    row: int
    score: int
    by: str


@dataclass(frozen=True, slots=True)
class Inventoried:
    """A certificate on a day: ``state`` is ``valid``, ``expired``, ``not-yet-valid`` or ``revoked``, remarks are of ``REMARKS``.

    ``on_roster`` is None where no roster of its unit is known, so that nobody could say.
    """

    history: CertificateHistory
    state: str
    remarks: tuple[str, ...]
    roster: RosterMatch | None = None
    on_roster: bool | None = None

    @property
    def first(self) -> CertificateUse | None:
        """The first use whose time is known."""
        return next((use for use in self.history.uses if use.moment), None)

    @property
    def last(self) -> CertificateUse | None:
        """The last use whose time is known."""
        return next((use for use in reversed(self.history.uses) if use.moment), None)


def inventory(
    histories: Iterable[CertificateHistory], roster: Sequence[Entitlement], day: str, days: int
) -> tuple[Inventoried, ...]:
    """Each certificate on a day (``YYYY-MM-DD``), those with remarks first; ``days`` is how far ahead an end is remarked."""
    found = [_inventoried(history, roster, day, days) for history in histories]
    return tuple(sorted(found, key=_order))


def _order(one: Inventoried) -> tuple[bool, str, str, str]:
    facts = one.history.facts
    return not one.remarks, one.history.unit or "~", unaccented(facts.common_name or ""), facts.sha256


def _inventoried(history: CertificateHistory, roster: Sequence[Entitlement], day: str, days: int) -> Inventoried:
    match = roster_match(history.facts, history.unit, roster)
    rostered = any(line.unit == history.unit for line in roster)
    on_roster = True if match else False if rostered else None
    found = [*_times(history, day, days), *_grounds(history), *(["off-roster"] if on_roster is False else [])]
    return Inventoried(history, state(history, day), tuple(r for r in REMARKS if r in found), match, on_roster)


def state(history: CertificateHistory, day: str) -> str:
    """The state of a certificate on a day, as far as revocation data are known."""
    facts = history.facts
    if history.revoked_at is not None and history.revoked_at[:10] <= day:
        return "revoked"
    if facts.valid_to[:10] < day:
        return "expired"
    return "not-yet-valid" if facts.valid_from[:10] > day else "valid"


def _times(history: CertificateHistory, day: str, days: int) -> list[str]:
    facts, revoked = history.facts, history.revoked_at
    soon = (dt.date.fromisoformat(day) + dt.timedelta(days=days)).isoformat()
    moments = [use.moment for use in history.uses if use.moment]
    told = {
        "expiring": day <= facts.valid_to[:10] <= soon and not revoked,
        "used-after-end": any(moment > facts.valid_to for moment in moments),
        "used-before-begin": any(moment < facts.valid_from for moment in moments),
        "used-after-revocation": revoked is not None and any(moment > revoked for moment in moments),
    }
    return [name for name, holds in told.items() if holds]


def _grounds(history: CertificateHistory) -> list[str]:
    facts = history.facts
    kind = re.fullmatch(r"([a-z]+)(\d+)", facts.key or "")
    told = {
        "weak-key": kind is not None and int(kind[2]) < _LEAST_BITS.get(kind[1], 0),
        "weak-certificate-digest": facts.digest in _WEAK_DIGESTS,
        "weak-signature-digest": any(use.digest in _WEAK_DIGESTS for use in history.uses),
        "no-chain": any(use.sub_indication == "NO_CERTIFICATE_CHAIN_FOUND" for use in history.uses),
    }
    return [name for name, holds in told.items() if holds]


def roster_match(facts: CertificateFacts, unit: str | None, roster: Iterable[Entitlement]) -> RosterMatch | None:
    """The best line for a certificate, None if there is none.

    The serial number decides (1000). Else the holder's name together with the unit: 900 as spelt, 800 without accents; where
    the certificate's unit is not known 700 and 600. An organ's certificate is its unit's line for an organ (900). A line that
    names another serial number, as of a certificate renewed since, counts 300 less.
    """
    found = [RosterMatch(line.unit, line.row, score, by) for line in roster for score, by in [_score(facts, unit, line)] if score]
    return max(found, key=lambda match: (match.score, -match.row, match.unit), default=None)


def _score(facts: CertificateFacts, unit: str | None, line: Entitlement) -> tuple[int, str]:
    serials = serial_numbers(line.serial)
    if int(facts.serial, 16) in serials:
        return 1000, "serial"
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
