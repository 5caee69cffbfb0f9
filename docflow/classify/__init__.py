"""Named, ordered rules over values of ``docflow.model``: identity, direction, origin, form."""

from __future__ import annotations
