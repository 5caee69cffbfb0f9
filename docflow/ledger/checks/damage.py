"""What a check finds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """In which way the ledger does not agree with itself; the words are ``ledger.damage-<kind>``."""

    DATABASE = "database"
    ROWS_UNREADABLE = "rows-unreadable"
    GUARD_MISSING = "guard-missing"
    FACT_MISSING = "fact-missing"
    PAYLOAD_MISSING = "payload-missing"
    PAYLOAD_RETURNED = "payload-returned"
    PAYLOAD_CHANGED = "payload-changed"
    LEAF_MISSING = "leaf-missing"
    LEAF_CHANGED = "leaf-changed"
    LEAF_MISPLACED = "leaf-misplaced"
    LEAVES_MISCOUNTED = "leaves-miscounted"
    RUN_MISSING = "run-missing"
    RUN_CHANGED = "run-changed"
    PART_MISSING = "part-missing"
    STATE_ROOT = "state-root"
    ACCUMULATOR = "accumulator"
    CURRENT_WRONG = "current-wrong"
    CURRENT_SURPLUS = "current-surplus"
    BLOB_CHANGED = "blob-changed"
    VERDICT_UNREADABLE = "verdict-unreadable"
    VERSION_UNREADABLE = "version-unreadable"
    VERSION_COLUMNS = "version-columns"
    VERSION_HOLDINGS = "version-holdings"
    VERSION_FILES = "version-files"
    COUNTS = "counts"
    TAIL_CUT = "tail-cut"
    REWRITTEN = "rewritten"
    FILE_MISSING = "file-missing"
    FILE_UNREADABLE = "file-unreadable"
    FILE_CHANGED = "file-changed"


@dataclass(frozen=True, slots=True)
class Damage:
    """One disagreement: its kind, the number or name of what is damaged, and what else the sentence tells."""

    kind: Kind
    where: str
    detail: str = ""
