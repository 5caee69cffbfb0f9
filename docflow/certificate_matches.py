"""The certificates seen in signatures against the lines of the rosters, with what people decided, as known after a run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from docflow.certificate_evidence import histories
from docflow.correction import CORRECTION, Corrections
from docflow.evidence import Matching
from docflow.indicators.roster_match import NOTHING_SAID, Matched, Said, match
from docflow.ledger.read import Reader
from docflow.ledger.signatures import SignatureReader
from docflow.model import CertificateHistory, Entitlement

Matches = tuple[tuple[CertificateHistory, Matched], ...]


def said_of_certificates(reader: Reader, run: int) -> Mapping[str, Said]:
    """What people decided of certificates and lines of rosters, by certificate."""
    return Corrections(reader.facts(CORRECTION, run)).certificates()


def matches(reader: Reader, signatures: SignatureReader, run: int, policy: str, roster: Mapping[str, Entitlement]) -> Matches:
    """Every certificate that signed, by SHA-256, with the lines that it is or may be; ``policy`` tells of revocations."""
    said = said_of_certificates(reader, run)
    found = histories(reader, signatures, run, policy, None)
    return tuple((one, match(one.facts, one.unit, roster, said.get(one.facts.sha256, NOTHING_SAID))) for one in found)


def counted_for(reader: Reader, signatures: SignatureReader, run: int, policy: str) -> Matching:
    """What finds the certificates that are counted for the lines of rosters."""
    return lambda roster: by_line(matches(reader, signatures, run, policy, roster))


def by_line(found: Matches) -> dict[str, tuple[CertificateHistory, ...]]:
    """The certificates that are counted for each line of the rosters, by the line's subject."""
    lines: dict[str, list[CertificateHistory]] = {}
    for history, matched in found:
        for one in _subjects(matched):
            lines.setdefault(one, []).append(history)
    return {subject: tuple(lines[subject]) for subject in sorted(lines)}


def _subjects(matched: Matched) -> Iterable[str]:
    return dict.fromkeys(one.line for one in matched.lines)
