"""Readers: bytes to header fields, with where each value came from."""

from __future__ import annotations
