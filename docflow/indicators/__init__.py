"""Figures: what is counted over what, by which rule."""

from __future__ import annotations
