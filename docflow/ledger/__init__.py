"""The ledger: append only, hashed, written by one writer, readable as it was known after any run."""

from __future__ import annotations
