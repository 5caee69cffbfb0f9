"""What the ledger's signatures rest on: how many each authority supports, and which authority is missing for how many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from docflow.ledger.rows import SignedFile
from docflow.ledger.signatures import SignatureReader
from docflow.model import CertificateFacts, Indication, SignatureEvidence
from docflow.trust_store.items import Role, TrustItem
from docflow.verify.certificate_facts import certificate_facts

LONGEST = 16
"""No chain is followed further (a hostile file may hold certificates that name one another in a circle)."""


@dataclass(frozen=True, slots=True)
class Missing:
    """An authority below which ways end: its name, its key's identifier, and what it would connect.

    ``is_root``: a root that some file brought along and that is no anchor; ``urls`` say where the certificate may be had.
    """

    name: str
    key_id: str | None
    signatures: int
    files: int
    is_root: bool = False
    urls: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Support:
    """Over all intact signatures: how many lean on each certificate (by SHA-256) and on each issuing name, and what is missing.

    ``list_urls`` are where the revocation lists of the certificates involved may be had, with how many signatures ask for each.
    """

    signatures: int = 0
    by_certificate: Mapping[str, int] = field(default_factory=dict)
    by_name: Mapping[str, int] = field(default_factory=dict)
    missing: tuple[Missing, ...] = ()
    list_urls: Mapping[str, int] = field(default_factory=dict)

    def of(self, item: TrustItem) -> int | None:
        """How many signatures lean on an item; of a list: on certificates of its issuer; None for who stamps times."""
        if item.role is Role.TIME:
            return None
        if item.revocation is not None:
            return self.by_name.get(item.revocation.issuer_id, 0)
        return self.by_certificate.get(item.sha256, 0)


@dataclass(frozen=True, slots=True)
class _Climb:
    """How far a certificate's issuers are at hand: the way up, and the topmost certificate if it is not an anchor."""

    way: tuple[CertificateFacts, ...]
    top: CertificateFacts | None


class _Hall:
    """The certificates at hand, by the name of their subject."""

    def __init__(self, items: Iterable[TrustItem]) -> None:
        self._by_subject: dict[str, list[CertificateFacts]] = {}
        self._anchors: set[str] = set()
        self._climbs: dict[str, _Climb] = {}
        for item in items:
            if item.certificate is not None:
                self.know(item.certificate)
                if item.role is Role.ANCHOR:
                    self._anchors.add(item.sha256)

    def know(self, facts: CertificateFacts) -> None:
        """Remember a certificate; one that may not issue others leads nowhere."""
        known = self._by_subject.setdefault(facts.subject_id, [])
        if facts.authority or facts.self_signed:
            known += [facts] if facts not in known else []

    def climb(self, leaf: CertificateFacts) -> _Climb:
        """Go from issuer to issuer by name and key identifier (RFC 5280, 4.2.1.1), to an anchor if there is one."""
        if leaf.sha256 in self._climbs:
            return self._climbs[leaf.sha256]
        way, current = [leaf], leaf
        while current.sha256 not in self._anchors and not current.self_signed and len(way) < LONGEST:
            above = [c for c in self._by_subject.get(current.issuer_id, ()) if _fits(current, c)]
            if not above:
                break
            current = next((c for c in above if c.sha256 in self._anchors), above[0])
            way.append(current)
        found = _Climb(tuple(way), None if current.sha256 in self._anchors else current)
        self._climbs[leaf.sha256] = found
        return found


def _fits(below: CertificateFacts, above: CertificateFacts) -> bool:
    return not below.issuer_key_id or not above.key_id or below.issuer_key_id == above.key_id


def support(reader: SignatureReader, as_of: int, items: Iterable[TrustItem]) -> Support:
    """Follow each intact signature's certificate up through the trust folder and what its file brought along."""
    hall = _Hall(items)
    count = _Count()
    for files in reader.pages(as_of):
        known = _facts(reader, files)
        for facts in known.values():
            hall.know(facts)
        for file in files:
            for evidence in _intact(file):
                if evidence.certificate in known:
                    count.add(file.sha256, hall.climb(known[evidence.certificate]))
    return count.told()


def _facts(reader: SignatureReader, files: list[SignedFile]) -> dict[str, CertificateFacts]:
    """The certificates that some files' signatures name; those that cannot be read are left out."""
    names = {name for file in files for evidence in _intact(file) for name in evidence.certificates}
    found = {}
    for name, der in sorted(reader.blobs(names).items()):
        try:
            found[name] = certificate_facts(der)
        except ValueError:
            continue
    return found


def _intact(file: SignedFile) -> Iterator[SignatureEvidence]:
    return (s for s in file.signatures if s.integrity.indication is not Indication.TOTAL_FAILED)


class _Count:
    """Adds up climbs."""

    def __init__(self) -> None:
        self._signatures = 0
        self._certificates: Counter[str] = Counter()
        self._names: Counter[str] = Counter()
        self._urls: Counter[str] = Counter()
        self._ends: dict[tuple[str, str | None], list[str]] = {}
        self._tops: dict[tuple[str, str | None], CertificateFacts] = {}

    def add(self, sha256: str, climb: _Climb) -> None:
        self._signatures += 1
        self._certificates.update({c.sha256 for c in climb.way})
        self._names.update({c.subject_id for c in climb.way[1:]})
        self._urls.update({url for c in climb.way for url in c.list_urls})
        if climb.top is not None:
            which = (climb.top.issuer_id, climb.top.issuer_key_id)
            self._ends.setdefault(which, []).append(sha256)
            self._tops[which] = climb.top

    def told(self) -> Support:
        missing = [self._missing(self._tops[which], files) for which, files in self._ends.items()]
        missing.sort(key=lambda m: (-m.signatures, m.name, m.key_id or ""))
        return Support(self._signatures, dict(self._certificates), dict(self._names), tuple(missing), dict(self._urls))

    @staticmethod
    def _missing(top: CertificateFacts, files: list[str]) -> Missing:
        """Of a certificate that no way leads on from: its issuer, or itself if it is a root."""
        key = top.key_id if top.self_signed else top.issuer_key_id
        return Missing(top.issuer_name or "?", key, len(files), len(set(files)), top.self_signed, top.issuer_urls)
