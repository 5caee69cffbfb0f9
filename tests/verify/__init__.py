"""Tests of signatures; ``verify.papers`` draws what they sign."""

from __future__ import annotations
