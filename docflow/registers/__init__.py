"""Imports of what people keep in spreadsheets: units, registers, rosters."""

from __future__ import annotations
