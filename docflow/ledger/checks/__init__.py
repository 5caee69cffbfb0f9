"""The questions of ``docflow ledger check``, each a function of a connection that yields what is damaged."""

from __future__ import annotations
