"""Certificates of which a person must tell whose they are: those that may be a line of a roster, but not surely one alone."""

from __future__ import annotations

from collections.abc import Iterator

from docflow.certificate_matches import matches
from docflow.correction import YES, certificate_target
from docflow.evidence import LedgerEvidence
from docflow.indicators.roster_match import RosterMatch
from docflow.ledger.read import Reader
from docflow.ledger.signatures import SignatureReader
from docflow.model import CertificateHistory, Correctable, Entitlement
from docflow.review import Item, Kind, Proposal

MOST_CANDIDATES = 5
_SHORT = 16  # digits of a hash that tell a certificate, or a line, from all others


def open_certificates(reader: Reader, signatures: SignatureReader, policy: str) -> Iterator[Item]:
    """An item for each line that an undecided certificate may be, best first; none where no roster was taken in."""
    run = reader.run(None).number
    roster = LedgerEvidence(reader, run).entitlements()
    if not roster:
        return
    for history, matched in matches(reader, signatures, run, policy, roster):
        for candidate in matched.candidates[:MOST_CANDIDATES]:
            yield _item(history, candidate, roster[candidate.line], matched.why)


def _item(history: CertificateHistory, candidate: RosterMatch, line: Entitlement, why: str) -> Item:
    facts = history.facts
    whose = " · ".join(part for part in (facts.common_name, facts.serial) if part)
    return Item(
        kind=Kind.CERTIFICATE,
        subject=certificate_target(facts.sha256[:_SHORT], candidate.line[:_SHORT]),
        field=Correctable.ENTITLEMENT,
        why=why,
        unit=candidate.unit,
        about=f"{whose} → {line.position}, {line.unit} ({line.row})",
        proposals=(Proposal(YES, candidate.by, candidate.score),),
    )
