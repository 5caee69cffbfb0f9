"""Keeping the trust folder: what stands in it, what may enter it, what is wrong with it, and where more may be fetched."""

from __future__ import annotations
