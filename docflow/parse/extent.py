"""Which part of a page is looked at word by word: the header above its body, and the signature block below it.

A page's characters are all known in one question, its boxes only in two a word. So where the body begins and where the block
may begin is read off the characters, and the lines between are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from docflow.parse import legacy, pdftext
from docflow.parse.pdftext import Unread
from docflow.text import nfc

_ANCHOR = re.compile(r"[Nn]\s*[Ơơ]\s*[Ii]\s+[Nn]\s*[Hh]\s*[Ậậ]\s*[Nn]")
_OFFICE = re.compile(
    r"(?=[KTCGB])(?:\b(?:KT|TM|TL|TUQ)\s?\.|CHỦ TỊCH|GIÁM ĐỐC|TRƯỞNG|THỦ TƯỚNG|THỐNG ĐỐC|TỔNG |CHÁNH |BÍ THƯ|CHỦ NHIỆM)"
)
# Only a body begins so; what opens the body of a letter may open the subject of another document.
_OPENS_BODY = re.compile(r"^[ \t]*(?:Căn cứ|Điều 1\b|Chương I\b|Phần thứ nhất\b)", re.MULTILINE)
_ADDRESSED = re.compile(r"^[ \t]*Kính gửi", re.MULTILINE)
_OPENS_LETTER = re.compile(r"^[ \t]*(?:Thực hiện|Thi hành|Triển khai|Theo|Xét|Ngày|Trên cơ sở|Để|Qua|Tiếp theo)\s", re.MULTILINE)
# A sentence ends and another begins: prose, whatever it begins with.
_PROSE = re.compile(r"\w\w\. \w\w")
_SECRECY = re.compile(r"M\s*[Ậậ]\s*T", re.IGNORECASE)
# Points above the first sign of a block that may hold a line of it (a body's name over two lines, a second signer), and below
# the first line of a body that may hold a line of the header's other column.
_ROOM_ABOVE, _ROOM_BELOW = 110, 60
# Of a page's height: nothing of a header stands below the one, and all above the other may be header.
_LOWEST, _HIGHEST = 0.40, 0.72


def signs_of_signing(text: str) -> tuple[bool, bool]:
    """Whether a page's characters hold ``Nơi nhận``, and whether they name an office."""
    composed = nfc(legacy.of_text(text)[0])
    return _ANCHOR.search(composed) is not None, _OFFICE.search(composed) is not None


def above_block(textpage: Any, text: str) -> Unread:
    """All above the signature block of a page that holds no header."""
    return Unread(_ceiling(textpage, text, float("inf")), float("inf")) if _is_as_shown(text) else pdftext.ALL_READ


def below_header(textpage: Any, text: str, height: float) -> Unread:
    """All below the header of a page whose signature block stands on another."""
    return Unread(float("-inf"), max(_LOWEST * height, _floor(textpage, text, height)))


def between(textpage: Any, text: str, height: float) -> Unread:
    """The body between the header and the signature block of a page that holds both."""
    floor = _floor(textpage, text, height)
    return Unread(_ceiling(textpage, text, floor), floor) if floor > 0 else pdftext.ALL_READ


def _ceiling(textpage: Any, text: str, floor: float) -> float:
    """The height below which the block stands: with room above all that names an office or ``Nơi nhận`` below ``floor``."""
    signs = [place for sign in (_ANCHOR, _OFFICE) for place in _beginnings(sign, text)]
    return max((top for _, top in _edges(textpage, signs) if top < floor), default=float("inf")) + _ROOM_ABOVE


def _floor(textpage: Any, text: str, height: float) -> float:
    """The height above which a header stands, by the body's first lines; 0 where that is not sure.

    A secrecy mark may stand anywhere on a page, and so a page that may hold one is read as a whole.
    """
    if not _is_as_shown(text) or _SECRECY.search(text) is not None:
        return 0
    prose = (match.start() for match in _PROSE.finditer(text) if match[0][:2].islower() and match[0][4:].istitle())
    opening = [bottom for bottom, _ in _edges(textpage, [*_beginnings(_OPENS_BODY, text), *islice(prose, 1)])]
    address = max((bottom for bottom, _ in _edges(textpage, _beginnings(_ADDRESSED, text))), default=None)
    if address is not None:
        opening += [bottom for bottom, _ in _edges(textpage, _beginnings(_OPENS_LETTER, text)) if bottom < address]
    return min(max(opening, default=0.0) - _ROOM_BELOW, _HIGHEST * height)


def _is_as_shown(text: str) -> bool:
    """Whether characters are told as they stand on the page, so that their places are known."""
    return nfc(legacy.of_text(text)[0]) == text


def _beginnings(sign: re.Pattern[str], text: str) -> list[int]:
    """Where the first letter of each sign stands."""
    return [match.end() - len(match[0].lstrip()) for match in sign.finditer(text)]


def _edges(textpage: Any, places: Iterable[int]) -> Iterator[tuple[float, float]]:
    """The lower and upper edges of the characters at some places, where they have any."""
    return (edges for place in places if (edges := pdftext.edges_of(textpage, place)) is not None)
