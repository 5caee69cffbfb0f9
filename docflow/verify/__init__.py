"""Signatures in two steps: ``examine`` turns bytes into evidence, ``judge`` turns evidence into verdicts."""

from __future__ import annotations
