"""One module for each revision, never changed once released."""

from __future__ import annotations
