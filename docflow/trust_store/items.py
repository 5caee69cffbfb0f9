"""What stands in a trust folder, item by item, with the file that it stands in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from docflow.errors import TrustError
from docflow.model import CertificateFacts, ListFacts
from docflow.verify.certificate_facts import certificate_facts, list_facts
from docflow.verify.known_authorities import known_authorities
from docflow.verify.trust import certificates_and_lists, trust_files


class Role(StrEnum):
    """What an item is good for."""

    ANCHOR = "anchor"
    INTERMEDIATE = "intermediate"
    TIME = "time"
    SIGNER = "signer"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class TrustItem:
    """A certificate or a revocation list (one of both is None) with its DER and the file that holds it."""

    path: Path
    der: bytes
    role: Role
    certificate: CertificateFacts | None = None
    revocation: ListFacts | None = None

    @property
    def sha256(self) -> str:
        """The SHA-256 of the DER."""
        told = self.certificate or self.revocation
        return told.sha256 if told else ""

    @property
    def name(self) -> str:
        """The authority's name; of a list that of its issuer."""
        told = self.certificate.common_name if self.certificate else self.revocation.issuer_name if self.revocation else None
        return told or "?"

    @property
    def recognised(self) -> bool:
        """Whether it is an authority that docflow knows by the hash of its certificate."""
        return self.sha256 in known_authorities()


def items_of(path: Path) -> list[TrustItem]:
    """The certificates and lists of one file; ``TrustError`` ``trust-unreadable`` if it holds anything else, or nothing."""
    try:
        return [_item(path, kind, der) for kind, der in certificates_and_lists(path)]
    except ValueError as fault:
        raise TrustError("trust-unreadable", path=path, detail=fault) from fault


def items_in(folder: Path) -> list[TrustItem]:
    """All items of a trust folder, anchors first, each once where it stands in several files; ``TrustError`` as ``items_of``."""
    found: dict[str, TrustItem] = {}
    for path in trust_files(folder):
        for item in items_of(path):
            found.setdefault(item.sha256, item)
    order = list(Role)
    return sorted(found.values(), key=lambda i: (order.index(i.role), i.name, i.sha256))


def _item(path: Path, kind: str, der: bytes) -> TrustItem:
    if kind == "crl":
        return TrustItem(path, der, Role.LIST, revocation=list_facts(der))
    facts = certificate_facts(der)
    if kind == "anchor":
        role = Role.ANCHOR
    elif facts.authority:
        role = Role.INTERMEDIATE
    else:
        role = Role.TIME if facts.stamps_time else Role.SIGNER
    return TrustItem(path, der, role, certificate=facts)
