"""What a person decided against, or in place of, what was read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from docflow.model.words import Form, Standing


class Correctable(StrEnum):
    """The fields that a person may decide.

    The first five place a file or a register line, ``direction`` says in which book the folder of a file stands; ``form`` and
    ``standing`` are the document's; a file that is ``not_a_document`` makes none. ``entitlement`` says whether a certificate is a
    roster line's.
    """

    NUMBER = "number"
    NOTATION = "notation"
    PROMULGATED_ON = "promulgated_on"
    DOCUMENT_TYPE = "document_type"
    ISSUER = "issuer"
    DIRECTION = "direction"
    FORM = "form"
    STANDING = "standing"
    NOT_A_DOCUMENT = "not_a_document"
    ENTITLEMENT = "entitlement"


@dataclass(frozen=True, slots=True)
class Correction:
    """A field as a person decided it; ``value`` is None where the person took an earlier decision back.

    ``number`` may hold a year after a stroke (``05/2022``) where the document prints one there, ``issuer`` holds the id of a
    unit, ``promulgated_on`` an ISO day, ``document_type`` a type's name unaccented with underscores, ``not_a_document``
    ``yes``, ``entitlement`` ``yes`` or ``no``. ``at`` is when it was decided, in UTC.
    """

    field: Correctable
    value: str | None
    author: str
    reason: str
    at: str


@dataclass(frozen=True, slots=True)
class Decided:
    """What people decided of a document itself; ``form_by`` and ``standing_by`` are the subjects of the corrections."""

    form: Form | None = None
    form_by: str | None = None
    standing: Standing | None = None
    standing_by: str | None = None


UNDECIDED = Decided()
