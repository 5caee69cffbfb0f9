"""The public JSON of the certificate inventory."""

from __future__ import annotations

from typing import Literal

from typing_extensions import TypedDict

from docflow.indicators.certificate_inventory import Inventoried
from docflow.indicators.roster_match import Matched
from docflow.report import Checkpoint


class UseRecord(TypedDict):
    """One intact signature made with a certificate; ``moment`` is attested by a time-stamp or only claimed."""

    document: str
    file: str
    field: str
    moment: str | None
    attested: bool
    indication: str | None
    sub_indication: str | None


class RosterRecord(TypedDict):
    """The roster's line that a certificate is, or may be and is not ``counted`` for; ``score`` in thousandths."""

    unit: str
    row: int
    score: int
    by: str
    line: str
    counted: bool


class CertificateRecord(TypedDict):
    """One certificate; ``numbers`` are HMAC-SHA256 of personal numbers under the instance's key."""

    sha256: str
    common_name: str | None
    organization: str | None
    units: list[str]
    unit: str | None
    kind: str
    issuer: str | None
    serial: str
    key: str | None
    digest: str
    valid_from: str
    valid_to: str
    revoked_at: str | None
    state: str
    remarks: list[str]
    on_roster: bool | None
    roster: RosterRecord | None
    numbers: list[str]
    broken: int
    uses: list[UseRecord]


class InventoryRecord(TypedDict):
    """The answer of ``docflow report certificates --list --format json``."""

    schema: Literal["docflow/certificates/1"]
    unit: str | None
    at: str
    policy: str
    as_of: str | None
    checkpoint: Checkpoint
    certificates: list[CertificateRecord]


def _roster_record(matched: Matched) -> RosterRecord | None:
    best = matched.best
    if best is None:
        return None
    return {
        "unit": best.unit,
        "row": best.row,
        "score": best.score,
        "by": best.by,
        "line": best.line,
        "counted": bool(matched.lines),
    }


def certificate_record(one: Inventoried) -> CertificateRecord:
    """The public form of one certificate."""
    history, facts = one.history, one.history.facts
    return {
        "sha256": facts.sha256,
        "common_name": facts.common_name,
        "organization": facts.organization,
        "units": list(facts.units),
        "unit": history.unit,
        "kind": facts.kind.value,
        "issuer": facts.issuer_name,
        "serial": facts.serial,
        "key": facts.key,
        "digest": facts.digest,
        "valid_from": facts.valid_from,
        "valid_to": facts.valid_to,
        "revoked_at": history.revoked_at,
        "state": one.state,
        "remarks": list(one.remarks),
        "on_roster": one.on_roster,
        "roster": _roster_record(one.matched),
        "numbers": list(history.numbers),
        "broken": history.broken,
        "uses": [
            {
                "document": use.document,
                "file": use.file,
                "field": use.field,
                "moment": use.moment,
                "attested": use.attested,
                "indication": use.indication.value if use.indication else None,
                "sub_indication": use.sub_indication,
            }
            for use in history.uses
        ],
    }
