"""The schema's history: Alembic revisions and the triggers they make."""

from __future__ import annotations
