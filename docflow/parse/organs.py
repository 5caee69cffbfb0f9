"""The issuing body and the one above it, from the lines over the number (Decree 30/2020/NĐ-CP, annex I, part II.2).

``naming`` parts the lines into names; here it is decided which of them issue, and which one stands above.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from docflow.model import Issuer
from docflow.parse import naming
from docflow.parse.lines import Line
from docflow.parse.vocabulary import ENGLISH, ISSUER_BEGINS, PART_OF_ANY, PEER, SESSION, WHOLE_ALONE
from docflow.text import fold, unaccented

_JOINT = re.compile(r"\s*[-–—]\s+(?=[^\W\d_])|\s+[-–—]\s*(?=[^\W\d_])")
_DASHES = {"-", "–", "—"}
MAX_LINES = naming.MAX_LINES
_SHORT = 6  # letters and spaces


def looks_like_name(text: str) -> bool:
    """Whether a line is set in capitals, as names of bodies are."""
    large, small = sum(map(str.isupper, text)), sum(map(str.islower, text))
    return large + small >= 3 and large >= 4 * small


def aside(text: str) -> bool:
    """Whether a line under a name is no part of it: the name in English, a council's term and session."""
    return (text.isascii() and ENGLISH.search(text) is not None) or SESSION.match(fold(text)) is not None


def issuers(lines: Sequence[Line]) -> tuple[tuple[Issuer, ...], int]:
    """The issuing bodies that the lines name, with a confidence in thousandths.

    More lines than a header has, or none in capitals, are no name: ``((), 0)``. Two bodies are issuers together where a dash
    joins them or both are of one rank; otherwise the last one issues and the one above it is its superior.
    """
    named: list[Line] = []
    for line in lines:
        if looks_like_name(line.text) or (named and _ends_name(line.text)):
            named.append(line)
        elif named and line.text in _DASHES:
            named[-1] = replace(named[-1], text=f"{named[-1].text} -")
    if not named or len(named) > MAX_LINES:
        return (), 0
    groups, confidence = naming.parted(named)
    ends = [group[-1].text.rstrip()[-1:] in _DASHES for group in groups]
    names = [naming.joined(group) for group in groups]
    together = _together(names[-1])
    while len(names) > 1 and (ends[len(names) - 2] or _peers(names[-2], together[0])):
        together = (*_together(names[-2]), *together)
        names.pop()
    superior = names[-2] if len(names) > 1 else None
    return tuple(Issuer(name, superior) for name in together), confidence


def _together(name: str) -> tuple[str, ...]:
    """The bodies that a line such as ``SỞ NỘI VỤ - SỞ TÀI CHÍNH`` joins; a dash inside one name joins none."""
    if PART_OF_ANY.match(unaccented(name)):
        return (name,)
    for dash in _JOINT.finditer(name):
        one, other = name[: dash.start()], name[dash.end() :]
        if (
            WHOLE_ALONE.match(unaccented(one))
            and WHOLE_ALONE.match(unaccented(other))
            and naming.begins_name(other, ISSUER_BEGINS)
        ):
            return (one, *_together(other))
    return (name,)


def _peers(one: str, other: str) -> bool:
    """Whether neither of two bodies can be above the other: two ministries, two departments of a province."""
    first, second = PEER.match(fold(one)), PEER.match(fold(other))
    return first is not None and second is not None and first[0] == second[0]


def _ends_name(text: str) -> bool:
    """Whether a short line can be the end of a name that broke: ``TÚ``, ``2``; or a name with a number: ``VỤ 14``."""
    return len(text) <= _SHORT and text.replace(" ", "").isalnum() and text == text.upper()


def same_name(one: str, other: str) -> bool:
    """Whether two printed names are the same but for case, tone placement and spaces."""
    return fold(one).replace(" ", "") == fold(other).replace(" ", "")
