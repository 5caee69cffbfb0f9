"""``docflow report certificates --list``."""

from __future__ import annotations

from docflow.certificate_evidence import histories
from docflow.certificate_matches import said_of_certificates
from docflow.certificate_records import InventoryRecord, certificate_record
from docflow.cli.personal_key import personal_key
from docflow.cli.session import Session
from docflow.cli.terminal import screen
from docflow.errors import UsageError
from docflow.evidence import LedgerEvidence
from docflow.indicators.certificate_inventory import inventory
from docflow.ledger.read import Reader
from docflow.ledger.signatures import SignatureReader
from docflow.render.certificates import inventory_csv, inventory_table
from docflow.render.json import dump, dump_lines
from docflow.report import Asked, Checkpoint, pose


def told(session: Session, asked: Asked, reader: Reader, signatures: SignatureReader, checkpoint: Checkpoint, days: int) -> str:
    """The inventory of certificates in the session's format; ``UsageError`` where it has no such form."""
    if asked.by:
        raise UsageError("by-not-here", by=asked.by[0])
    run = checkpoint["run"]
    evidence = LedgerEvidence(reader, run)
    question = pose(asked, evidence)
    day, policy = question.at or asked.today, asked.policy or ""
    key = personal_key(session.settings())
    held = [h for h in histories(reader, signatures, run, policy, key) if question.unit in {None, h.unit}]
    found = inventory(held, evidence.entitlements(), day, days, said_of_certificates(reader, run))
    names = {unit: evidence.directory.name(unit) or unit for unit in {h.unit for h in held} if unit}
    match session.format:
        case "table":
            return inventory_table(found, names, day, session.words, screen())
        case "csv":
            return inventory_csv(found)
        case "json":
            record = InventoryRecord(
                schema="docflow/certificates/1",
                unit=question.unit,
                at=day,
                policy=policy,
                as_of=asked.as_of,
                checkpoint=checkpoint,
                certificates=[certificate_record(one) for one in found],
            )
            return dump(dict(record))
        case "jsonl":
            return "".join(dump_lines(dict(certificate_record(one)) for one in found))
        case other:
            raise UsageError("format-not-here", format=other)
