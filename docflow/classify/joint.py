"""Which of several issuing bodies numbered a joint document (nghị quyết liên tịch, thông tư liên tịch): it counts for that one.

A joint document takes its number from the series of one of its issuers, which comes first after the type in the notation:
TTLT-BNV-BTC is of the Ministry of Home Affairs (Joint Circular 55/2005/TTLT-BNV-VPCP, part II.1; Decree 30/2020, annex I.II.3).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from docflow.model import Header
from docflow.text import notation_key, organ_key, unaccented

_MARKS = re.compile(r"[-/.&+,;]")
_SHORTEST = 2  # letters that tell a body
_LEFT_OUT = frozenset({"va"})  # no abbreviation has a letter for it


def numbering_body(header: Header, units: Sequence[str | None], stated: Collection[str]) -> tuple[int, bool]:
    """The place among ``header.issuers`` of the body whose series numbered the document, and whether that is sure.

    ``units`` are the ids that the issuers match, ``stated`` those of units that state a series of this notation. A stated series
    decides, else the first body that the notation names; else the first issuer is taken, unsure.
    """
    if len(header.issuers) < 2:
        return 0, True
    own = {unit: place for place, unit in reversed(list(enumerate(units))) if unit is not None}
    if len(own) == 1 and None not in units:
        return 0, True
    stating = [place for unit, place in own.items() if unit in stated]
    if len(stating) == 1:
        return stating[0], True
    initials = [_initials(issuer.organ or "") for issuer in header.issuers]
    for part in _bodies(header):
        named = [place for place, letters in enumerate(initials) if part in letters]
        exact = [place for place in named if initials[place].startswith(part)]
        if len(exact or named) == 1:
            return (exact or named)[0], True
    return 0, False


def _bodies(header: Header) -> list[str]:
    """The abbreviations of bodies in a notation, in order; what a named type puts first is its own abbreviation."""
    parts = [unaccented(part) for part in _MARKS.split(notation_key(header.notation or ""))]
    named = parts if header.document_type == "cong_van" else parts[1:]
    return [part for part in named if len(part) >= _SHORTEST]


def _initials(organ: str) -> str:
    return "".join(word[0] for word in organ_key(organ).split() if word not in _LEFT_OUT)
