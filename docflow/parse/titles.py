"""The titles by which a header is known: the national one, the Party's and the Youth Union's.

Decree 30/2020/NĐ-CP, annex I, part II.1; Guidance 36-HD/VPTW; the Youth Union's own rules, whose title names the Union itself.
"""

from __future__ import annotations

import difflib

from docflow.text import fold

_BEGINNINGS = ("cộng hòa xã hội chủ nghĩa", "đảng cộng sản việt nam")
_WHOLE = ("cộng hòa xã hội chủ nghĩa việt nam", "đảng cộng sản việt nam")
_YOUTH_UNION = frozenset({"đoàn tncs hồ chí minh", "đoàn thanh niên cộng sản hồ chí minh"})
_MOTTO = "độc lập"


def is_title(text: str) -> bool:
    """Whether a line is the national title or the Party's, allowing one slip of a typist.

    Behind other words a title stands only where both columns were read as one line, which is in capitals; ``NƯỚC CỘNG HÒA …``
    is how an act names its maker.
    """
    folded = fold(text).strip(" *-")
    if folded.startswith(_BEGINNINGS) or any(_near(folded, title) for title in _WHOLE):
        return True
    return text == text.upper() and any(title in folded and f"nước {title}" not in folded for title in _BEGINNINGS)


def is_union_title(text: str) -> bool:
    """Whether a line is the Youth Union's title, which in the left column is the name of a body above."""
    return fold(text).strip(" *-") in _YOUTH_UNION


def is_motto(text: str) -> bool:
    """Whether a line is the motto under the national title."""
    return fold(text).strip(" *-").startswith(_MOTTO)


def _near(text: str, title: str) -> bool:
    return abs(len(text) - len(title)) <= 4 and difflib.SequenceMatcher(None, text, title, autojunk=False).ratio() >= 0.92
