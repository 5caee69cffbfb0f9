"""In which book of which unit a sighting puts a document."""

from __future__ import annotations

from docflow.classify.identity import Registry
from docflow.model import Direction, Sighting


def holding_of(
    sighting: Sighting, issuer: str | None, registry: Registry, day: str | None = None
) -> tuple[str, Direction] | None:
    """The unit and the book that a sighting witnesses; None if that cannot be told.

    A folder's code is that of the unit which bore it on ``day``. A folder that names unit and direction decides. A unit alone
    has the document as outgoing if it issued it, else as incoming. In nobody's folder it is outgoing for its issuer, if that
    is a known unit.
    """
    unit = registry.folder(sighting.unit, day) if sighting.unit else None
    if unit and sighting.direction:
        return unit, sighting.direction
    if unit and issuer:
        return unit, Direction.OUTGOING if issuer == unit else Direction.INCOMING
    if issuer in registry.by_id and issuer is not None:
        return issuer, sighting.direction or Direction.OUTGOING
    return None
