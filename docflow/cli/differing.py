"""``docflow report signatures --policy A --against B``."""

from __future__ import annotations

from docflow.cli.session import Session
from docflow.cli.terminal import screen
from docflow.errors import UsageError
from docflow.evidence import LedgerEvidence
from docflow.policy_difference import compare, comparison_record, difference_record
from docflow.render.json import dump, dump_lines
from docflow.render.policy_difference import comparison_csv, comparison_table
from docflow.report import Asked, Checkpoint, pose


def told(session: Session, asked: Asked, evidence: LedgerEvidence, checkpoint: Checkpoint, against: str) -> str:
    """The comparison of two policies in the session's format; ``UsageError`` where it has no such form."""
    if asked.by:
        raise UsageError("by-not-here", by=asked.by[0])
    policies = (asked.policy or "", against)
    comparison = compare(evidence, pose(asked, evidence), policies)
    match session.format:
        case "table":
            return comparison_table(comparison, session.words, screen())
        case "csv":
            return comparison_csv(comparison)
        case "json":
            return dump(dict(comparison_record(comparison, asked.as_of, checkpoint)))
        case "jsonl":
            return "".join(dump_lines(dict(difference_record(one, policies)) for one in comparison.differences))
        case other:
            raise UsageError("format-not-here", format=other)
