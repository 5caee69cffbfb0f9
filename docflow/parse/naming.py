"""Parts the lines of a letterhead into the names of bodies (Decree 30/2020/NĐ-CP, annex I, part II.2).

Every way of parting is weighed: the issuing body is set in bold and the one above it is not, names begin with certain words,
some endings must go on in the next line. The lightest way counts, and how far it is ahead of the next one says how sure it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from docflow.parse.lines import Line
from docflow.parse.vocabulary import (
    ACCENTED,
    BARE_NAME,
    BODY_NAME,
    BODY_NAME_PERHAPS,
    COMPOUNDS,
    NAME_GOES_ON,
    NAME_STAYS_OPEN,
    NO_NAME,
    NUMBERED_PART,
    PART_OF_ANY,
    PART_OF_BODY,
    WHOLE_ALONE,
    WHOLE_BODY,
)
from docflow.text import fold, unaccented

SURE, LIKELY, DOUBTFUL = 990, 900, 500
MAX_LINES = 8
MAX_NAMES = 3

# What a way of parting weighs more for each of these.
_JOINED_AT_TURN = 12  # one name over a change from plain to bold
_JOINED_AT_NAME, _JOINED_PERHAPS = 8, 3  # one name over a line that begins as a name does, or may
_PARTED_AT_NONE, _PARTED_PERHAPS = 24, 3  # two names where the second line begins as no name does, or may
_PARTED_OPEN = 12  # two names where the first must go on
_PARTED_BESIDE_TURN, _PARTED_IN_ONE_WEIGHT = 6, 2  # two names of one weight, while the weight changes elsewhere, or nowhere
_PARTED_BELOW_PART = 12  # a whole body below an office of one
_ONE_WORD = 14  # a name of one word
_THIRD_NAME = 3
_FAR_AHEAD, _AHEAD = 6, 3


def parted(lines: Sequence[Line]) -> tuple[list[list[Line]], int]:
    """The lines parted into names, from the top, and how sure that is, in thousandths."""
    if len(lines) == 1:
        return [list(lines)], SURE
    ways = sorted((_weight(lines, cuts), cuts) for cuts in _cuts(len(lines)))
    (best, cuts), (second, _) = ways[:2]
    confidence = SURE if second - best >= _FAR_AHEAD else LIKELY if second - best >= _AHEAD else DOUBTFUL
    edges = (0, *cuts, len(lines))
    return [list(lines[start:end]) for start, end in pairwise(edges)], confidence


def joined(lines: Sequence[Line]) -> str:
    """The name that some lines print."""
    return " ".join(line.text for line in lines).strip(" -–—*.:;,_")


def begins_name(text: str, names: re.Pattern[str] = BODY_NAME) -> bool:
    """Whether a line begins as names of bodies do, its first word with its own accents unless it bears none."""
    match = names.match(unaccented(text))
    if match is None or NO_NAME.match(fold(text)):
        return False
    if text.isascii() or " " in match[0]:
        return True
    first = fold(text).partition(" ")[0]
    return ACCENTED.get(match[0], first) == first


def _cuts(count: int) -> Iterator[tuple[int, ...]]:
    for names in range(min(MAX_NAMES, count)):
        yield from combinations(range(1, count), names)


def _weight(lines: Sequence[Line], cuts: tuple[int, ...]) -> int:
    """What one way of parting weighs: ``cuts`` are the lines with which the second and later names begin."""
    turns = [i for i in range(1, len(lines)) if lines[i - 1].bold is False and lines[i].bold is True]
    weight = _THIRD_NAME * max(len(cuts) - 1, 0)
    start = 0
    for i in range(1, len(lines)):
        before = joined(lines[start:i])
        joint = _joint(lines[i - 1].text, lines[i].text)
        goes_on = not joint and _goes_on(before, lines[i])
        if i in cuts:
            weight += _parting(before, lines[i], open_=goes_on, joint=joint) - _THIRD_NAME * (joint and len(cuts) > 1)
            if i not in turns and lines[i].bold is not None and not joint:
                weight += _PARTED_BESIDE_TURN if turns else _PARTED_IN_ONE_WEIGHT
            start = i
        else:
            weight += _JOINED_AT_TURN * (i in turns)
            weight += 0 if goes_on else _begins(before, lines[i].text)
    for first, end in zip((0, *cuts), (*cuts, len(lines)), strict=True):
        weight += _ONE_WORD * (len(joined(lines[first:end]).split()) == 1)
    return weight


def _joint(above: str, text: str) -> bool:
    """Whether a dash at the end of a line joins its body to the one of the next line."""
    return above.rstrip().endswith(("-", "–", "—")) and WHOLE_ALONE.match(unaccented(text)) is not None and begins_name(text)


def _parting(before: str, line: Line, *, open_: bool, joint: bool) -> int:
    begins = _begins(before, line.text)
    weight = {_JOINED_AT_NAME: 0, _JOINED_PERHAPS: _PARTED_PERHAPS}.get(begins, _PARTED_AT_NONE)
    if joint:
        return weight
    if open_:
        weight += _PARTED_OPEN
    if PART_OF_ANY.match(unaccented(before)) and WHOLE_ALONE.match(unaccented(line.text)):
        weight += _PARTED_BELOW_PART
    return weight


def _begins(before: str, text: str) -> int:
    """What it weighs to go on with a name over a line, by how that line begins."""
    folded, above = fold(text), fold(before)
    a_part = WHOLE_BODY.match(unaccented(before)) and PART_OF_BODY.match(folded) and not NO_NAME.match(folded)
    if begins_name(text) or a_part or NUMBERED_PART.match(folded):
        return _JOINED_AT_NAME
    if begins_name(text, BODY_NAME_PERHAPS):
        again = folded.split(" ")[:2] == above.split(" ")[:2]
        return _JOINED_AT_NAME if again else _JOINED_PERHAPS
    return 0


def _goes_on(before: str, line: Line) -> bool:
    """Whether a name that ended one line must go on in the next."""
    name, text = unaccented(before), line.text
    if f"{fold(before).rpartition(' ')[2]} {fold(text).partition(' ')[0]}" in COMPOUNDS:
        return True
    if NAME_STAYS_OPEN.search(name) is not None or BARE_NAME.fullmatch(name) is not None:
        return True
    return NAME_GOES_ON.match(unaccented(text)) is not None
