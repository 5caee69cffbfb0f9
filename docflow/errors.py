"""Exceptions and exit codes: the operator's faults. The document's faults are values (``docflow.model.Problem``).

DocflowError
├── UsageError 2
├── PathError 3
├── TrustError 4        a named trust store or policy cannot be read
├── LedgerError 5
│   └── LedgerDamaged 7
├── Locked 6
└── ImportRefused 8
"""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """What the process says to cron; the gravest wins, in the order of ``GRAVITY``."""

    OK = 0
    ERROR = 1
    USAGE = 2
    PATH = 3
    TRUST = 4
    LEDGER = 5
    LOCKED = 6
    DAMAGED = 7
    IMPORT_REFUSED = 8
    PROBLEMS = 100
    BELOW_TARGET = 101
    ALARM = 102
    INTERRUPTED = 130


GRAVITY = (130, 7, 5, 6, 4, 3, 8, 1, 2, 102, 101, 100, 0)


def gravest(*codes: int) -> ExitCode:
    """The gravest of some exit codes; 0 for none."""
    return ExitCode(min(codes, key=GRAVITY.index, default=0))


class DocflowError(Exception):
    """An error with an exit code, told as one sentence and a hint from the catalogue.

    ``code`` names the sentence ``error.<code>`` and the hint ``hint.<code>``; ``values`` fill their placeholders.
    """

    exit_code = ExitCode.ERROR

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(f"{code}: {values}" if values else code)
        self.code = code
        self.values = values


class UsageError(DocflowError):
    """The command line asks for something that is not there."""

    exit_code = ExitCode.USAGE


class PathError(DocflowError):
    """A path argument does not exist or cannot be read."""

    exit_code = ExitCode.PATH


class TrustError(DocflowError):
    """A named trust store or policy cannot be read, or a policy demands nothing."""

    exit_code = ExitCode.TRUST


class LedgerError(DocflowError):
    """The ledger cannot be opened, is of another version, or refuses to be written."""

    exit_code = ExitCode.LEDGER


class LedgerDamaged(LedgerError):
    """What the ledger holds does not agree with its own hashes."""

    exit_code = ExitCode.DAMAGED


class Locked(DocflowError):
    """Another run holds the lock."""

    exit_code = ExitCode.LOCKED


class ImportRefused(DocflowError):
    """An imported table is refused whole; ``rows`` lists each fault with its row and column."""

    exit_code = ExitCode.IMPORT_REFUSED

    def __init__(self, code: str, rows: tuple[str, ...] = (), **values: object) -> None:
        super().__init__(code, **values)
        self.rows = rows
