"""Every certificate seen: its state on a day, what is to be remarked of its uses, and which line of a roster it is."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from docflow.indicators.roster_match import NOTHING_SAID, UNMATCHED, Matched, Said, match
from docflow.model import CertificateHistory, CertificateUse, Entitlement
from docflow.text import unaccented

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
    "roster-uncertain",
)
NOBODY_SAID: Mapping[str, Said] = {}
# Below these a key is weak (NIST SP 800-57 part 1, table 2: 112 bits of strength), whatever policy is asked.
_LEAST_BITS = {"rsa": 2048, "dsa": 2048, "ec": 224}
_WEAK_DIGESTS = frozenset({"md2", "md5", "sha1"})


@dataclass(frozen=True, slots=True)
class Inventoried:
    """A certificate on a day: ``state`` is ``valid``, ``expired``, ``not-yet-valid`` or ``revoked``, remarks are of ``REMARKS``.

    ``on_roster`` is None where no roster of its unit is known, or where a person must first tell which line it is.
    """

    history: CertificateHistory
    state: str
    remarks: tuple[str, ...]
    matched: Matched = UNMATCHED
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
    histories: Iterable[CertificateHistory],
    roster: Mapping[str, Entitlement],
    day: str,
    days: int,
    said: Mapping[str, Said] = NOBODY_SAID,
) -> tuple[Inventoried, ...]:
    """Each certificate on a day (``YYYY-MM-DD``), those with remarks first; ``days`` is how far ahead an end is remarked.

    ``roster`` has its lines by subject, ``said`` what people decided of them, by certificate.
    """
    found = [_inventoried(one, roster, day, days, said.get(one.facts.sha256, NOTHING_SAID)) for one in histories]
    return tuple(sorted(found, key=_order))


def _order(one: Inventoried) -> tuple[bool, str, str, str]:
    facts = one.history.facts
    return not one.remarks, one.history.unit or "~", unaccented(facts.common_name or ""), facts.sha256


def _inventoried(history: CertificateHistory, roster: Mapping[str, Entitlement], day: str, days: int, said: Said) -> Inventoried:
    matched = match(history.facts, history.unit, roster, said)
    rostered = any(line.unit == history.unit for line in roster.values())
    on_roster = True if matched.lines else None if matched.candidates or not rostered else False
    found = [*_times(history, day, days), *_grounds(history), *(["off-roster"] if on_roster is False else [])]
    found += ["roster-uncertain"] if matched.candidates else []
    return Inventoried(history, state(history, day), tuple(r for r in REMARKS if r in found), matched, on_roster)


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
