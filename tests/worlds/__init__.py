"""Worlds that tests plant: folders of documents made by code that imports nothing of what it tests."""

from __future__ import annotations
