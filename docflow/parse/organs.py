"""The issuing body and the one above it, from the lines over the number (Decree 30/2020/NĐ-CP, annex I, part II.2).

The issuing body is set in bold, the body above it is not; where the type tells nothing, the words with which names of bodies
begin do.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from docflow.model import Issuer
from docflow.parse.lines import Line
from docflow.parse.vocabulary import (
    ACCENTED,
    BODY_NAME,
    BODY_NAME_PERHAPS,
    ENGLISH,
    NAME_GOES_ON,
    NAME_STAYS_OPEN,
    PART_OF_BODY,
    SESSION,
    WHOLE_BODY,
)
from docflow.text import fold, unaccented

SURE, LIKELY, DOUBTFUL = 990, 900, 500
MAX_LINES = 8


def looks_like_name(text: str) -> bool:
    """Whether a line is set in capitals, as names of bodies are."""
    large, small = sum(map(str.isupper, text)), sum(map(str.islower, text))
    return large + small >= 3 and large >= 4 * small


def aside(text: str) -> bool:
    """Whether a line under a name is no part of it: the name in English, a council's term and session."""
    return (text.isascii() and ENGLISH.search(text) is not None) or SESSION.match(fold(text)) is not None


def issuers(lines: Sequence[Line]) -> tuple[tuple[Issuer, ...], int]:
    """The issuing bodies that the lines name, with a confidence in thousandths.

    More lines than a header has, or none in capitals, are no name: ``((), 0)``.
    """
    named: list[Line] = []
    for line in lines:
        if looks_like_name(line.text) or (named and _ends_name(line.text)):
            named.append(line)
    if not named or len(named) > MAX_LINES:
        return (), 0
    groups, confidence = _groups(named)
    names = [_joined(group) for group in groups]
    if len(names) == 1:
        return (Issuer(names[0]),), confidence
    if len(names) == 2 and groups[0][-1].text.rstrip().endswith(("-", "–")):
        return tuple(Issuer(name) for name in names), confidence
    if len(names) == 2:
        return (Issuer(names[1], names[0]),), confidence
    return (Issuer(names[-1], " ".join(names[:-1])),), DOUBTFUL


def _ends_name(text: str) -> bool:
    """Whether a short line can be the end of a name that broke: ``TÚ``, ``2``."""
    return len(text) <= 4 and text.isalnum() and text == text.upper()


def _joined(lines: Sequence[Line]) -> str:
    return " ".join(line.text for line in lines).strip(" -–*.:;,_")


def _groups(lines: list[Line]) -> tuple[list[list[Line]], int]:
    """The lines parted into names, and how sure that is."""
    if len(lines) == 1:
        return [lines], SURE
    weights = [line.bold for line in lines]
    if None not in weights and False in weights and True in weights:
        turn = weights.index(True)
        above, below = lines[:turn], lines[turn:]
        if turn and all(weights[turn:]) and not _goes_on(_joined(above), below[0].text):
            return [above, below], SURE
    groups = [[lines[0]]]
    confidence = LIKELY
    for line in lines[1:]:
        if _goes_on(_joined(groups[-1]), line.text) or not _begins(line.text, BODY_NAME_PERHAPS):
            groups[-1].append(line)
            continue
        part = WHOLE_BODY.match(unaccented(_joined(groups[-1]))) and PART_OF_BODY.match(fold(line.text))
        if not part and not _begins(line.text, BODY_NAME):
            confidence = DOUBTFUL
        groups.append([line])
    return groups, confidence


def _begins(text: str, names: re.Pattern[str]) -> bool:
    """Whether a line begins as names of bodies do, its first word with its own accents unless it bears none."""
    first = fold(text).partition(" ")[0]
    return names.match(unaccented(text)) is not None and (text.isascii() or ACCENTED.get(unaccented(first), first) == first)


def _goes_on(before: str, after: str) -> bool:
    """Whether a name that ended one line must go on in the next."""
    return NAME_STAYS_OPEN.search(unaccented(before)) is not None or NAME_GOES_ON.match(unaccented(after)) is not None


def same_name(one: str, other: str) -> bool:
    """Whether two printed names are the same but for case, tone placement and spaces."""
    return fold(one).replace(" ", "") == fold(other).replace(" ", "")
