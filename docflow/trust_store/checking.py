"""What is wrong with a trust folder on a day, and what it lacks for the ledger's signatures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from docflow.model import ListFacts
from docflow.trust_store.items import Role, TrustItem
from docflow.trust_store.support import Support

_KINDS_OF_FAULT = frozenset({"not-connected", "list-stale", "list-of-nobody", "authority-missing", "root-missing", "no-anchor"})


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to know of a trust folder: ``code`` has words in the catalogue, ``about`` is a name, ``detail`` a day or number.

    ``signatures`` says how many of the ledger's signatures it touches.
    """

    code: str
    about: str
    detail: str = ""
    signatures: int = 0

    @property
    def is_fault(self) -> bool:
        """Whether something should be done about it; else it is only good to know."""
        return self.code in _KINDS_OF_FAULT


def check_store(items: Iterable[TrustItem], support: Support, at: dt.datetime, days: int) -> list[Remark]:
    """All remarks on a trust folder at a time, faults first; ``days`` is how far ahead an end is told."""
    held = list(items)
    now = at.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")
    soon = (at + dt.timedelta(days=days)).astimezone(dt.UTC).isoformat().replace("+00:00", "Z")
    found = [
        *_anchors(held),
        *_ends(held, support, now, soon),
        *_connections(held, support),
        *_lists(held, support, now),
        *_missing(support),
    ]
    return sorted(found, key=lambda r: (not r.is_fault, -r.signatures, r.code, r.about))


def _anchors(items: list[TrustItem]) -> Iterator[Remark]:
    anchors = [item for item in items if item.role is Role.ANCHOR]
    if not anchors:
        yield Remark("no-anchor", "")
    for item in anchors:
        if not item.recognised:
            yield Remark("root-own", item.name, item.sha256[:16])


def _ends(items: list[TrustItem], support: Support, now: str, soon: str) -> Iterator[Remark]:
    """Ends of validity: good to know, since what was signed before an end stays valid."""
    for item in items:
        facts = item.certificate
        if facts is None:
            continue
        if facts.valid_from > now:
            yield Remark("not-yet-valid", item.name, facts.valid_from[:10], support.of(item) or 0)
        elif facts.valid_to < now:
            yield Remark("expired", item.name, facts.valid_to[:10], support.of(item) or 0)
        elif facts.valid_to < soon:
            yield Remark("expiring", item.name, facts.valid_to[:10], support.of(item) or 0)


def _connections(items: list[TrustItem], support: Support) -> Iterator[Remark]:
    """Authorities in the folder from which no way leads to an anchor."""
    by_subject: dict[str, list[TrustItem]] = {}
    for item in items:
        if item.certificate is not None and item.role in {Role.ANCHOR, Role.INTERMEDIATE}:
            by_subject.setdefault(item.certificate.subject_id, []).append(item)
    for item in items:
        if item.role in {Role.INTERMEDIATE, Role.TIME} and not _connected(item, by_subject, set()):
            assert item.certificate is not None
            yield Remark("not-connected", item.name, item.certificate.issuer_name or "?", support.of(item) or 0)


def _connected(item: TrustItem, by_subject: dict[str, list[TrustItem]], seen: set[str]) -> bool:
    if item.role is Role.ANCHOR:
        return True
    if item.sha256 in seen or item.certificate is None:
        return False
    seen.add(item.sha256)
    return any(_connected(above, by_subject, seen) for above in by_subject.get(item.certificate.issuer_id, ()))


def _lists(items: list[TrustItem], support: Support, now: str) -> Iterator[Remark]:
    """The newest list of each issuer; older ones are kept, for they name certificates that have expired since."""
    names = {item.certificate.subject_id for item in items if item.certificate is not None}
    newest: dict[tuple[str, str | None], tuple[ListFacts, TrustItem]] = {}
    for item in items:
        told = item.revocation
        if told is not None:
            which = (told.issuer_id, told.issuer_key_id)
            if which not in newest or told.this_update > newest[which][0].this_update:
                newest[which] = (told, item)
    for told, item in newest.values():
        if told.issuer_id not in names:
            yield Remark("list-of-nobody", item.name)
        elif told.next_update is not None and told.next_update < now:
            yield Remark("list-stale", item.name, told.next_update[:10], support.of(item) or 0)
    covered = {told.issuer_id for told, _ in newest.values()}
    for item in items:
        facts = item.certificate
        if facts is not None and facts.authority and facts.subject_id not in covered and support.by_name.get(facts.subject_id):
            yield Remark("list-missing", item.name, signatures=support.by_name[facts.subject_id])


def _missing(support: Support) -> Iterator[Remark]:
    for missing in support.missing:
        code = "root-missing" if missing.is_root else "authority-missing"
        yield Remark(code, missing.name, missing.key_id or "", missing.signatures)
