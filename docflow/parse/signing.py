"""The signature block and the recipients (Decree 30/2020/NĐ-CP, annex I, part II.7 and 9; article 13 for the marks).

``Nơi nhận`` anchors the block: recipients below it on the left, authority, position and name beside it on the right.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from docflow.model import Signer
from docflow.parse.lines import APART, Line, Row, Side
from docflow.parse.organs import looks_like_name
from docflow.parse.vocabulary import BODY_TEXT, NAME_STAYS_OPEN, POSITION, SURNAMES, SURNAMES_LIKE_POSITIONS
from docflow.text import fold, unaccented

_ANCHOR = re.compile(r"^noi nhan\b")
# Q. and TT. are marks with their dot only: QUYẾT ĐỊNH, TT HĐND.
_MARK = re.compile(r"^(?:(TM|KT|TL|TUQ|TƯQ|T/M|K/T|T/L|T/UQ|T\.M|K\.T|T\.L)(?:\s*[./]\s*|\s+)|(Q|TT)\s*[./]\s*)(?=[^\W\d_])")
_CANON = {"T/M": "TM", "K/T": "KT", "T/L": "TL", "T/UQ": "TUQ", "TƯQ": "TUQ", "T.M": "TM", "K.T": "KT", "T.L": "TL"}
_DEGREES = (
    "PGS|GS|TS|ThS|Ths|THS|TSKH|BS|BSCK\\w*|BSNT|CKI+|CK\\d|KS|KTS|CN|LS|DS|DSCK\\w*|NGƯT|NGND|TTND|TTƯT|NSƯT|NSND|AHLĐ|Th\\.[Ss]"
)
_RANKS = (
    "(?:Tiến|Thạc|Bác|Y|Dược) s[ĩỹ]|(?:Kỹ|Luật|(?:Phó )?[Gg]iáo|Kiến trúc) sư|Cử nhân|(?:Đại|Thượng|Trung|Thiếu) (?:tướng|tá|úy)"
    "|(?:Phó |Chuẩn )?[Đđ]ô đốc"
)
_TITLES = re.compile(rf"^(?:(?:{_DEGREES}|{_RANKS})\b\s*[.,]?\s*)+")
# What a copy for publication prints where the signature was.
_SIGNED = re.compile(r"^\W*đã k[ýí]\b[\W_]*|[\W_]*\bđã k[ýí]\W*$", re.IGNORECASE)
_NAME_WORD = re.compile(r"^[^\W\d_](?:[^\W\d_]|['’‘`´-])*$")
_ONE_WORD = re.compile(r"^[^\W\d_]{1,2}['’‘`´][^\W\d_]{2,}$")  # a whole name in the highlands: K'Brối
_OTHER_SIDE = {Side.LEFT: Side.RIGHT, Side.RIGHT: Side.LEFT, Side.WHOLE: Side.WHOLE}
# The position printed on the line of the mark: KT. GIÁM ĐỐC - PHÓ GIÁM ĐỐC, TM. ỦY BAN NHÂN DÂN CHỦ TỊCH.
_ON_ITS_LINE = re.compile(r"(?<!TỔNG)\s[-–]?\s*(PHÓ\s.+|(?:CHỦ TỊCH|(?:TỔNG )?BÍ THƯ|TRƯỞNG BAN)$)")
_SENTENCE = re.compile(r"[^\W\d_][^\d.;:,()]{3,40}")  # a position that is not set in capitals
_BULLETS = ("-", "–", "—", "+", "•", "*")
MAX_ROWS = 45
MAX_RECIPIENTS = 60
MAX_POSITION_LINES = 8
LONGEST_LINE = 60


@dataclass(frozen=True, slots=True)
class Signed:
    """Signers with the line on which the first one's name stands, and the recipients listed."""

    signers: tuple[Signer, ...] = ()
    line: Line | None = None
    recipients: tuple[str, ...] = ()


def anchor(rows: Sequence[Row]) -> int | None:
    """The row with ``Nơi nhận``, or None."""
    for index, row in enumerate(rows):
        if any(_ANCHOR.match(unaccented(line.text)) for line in row.lines):
            return index
    return None


def person(text: str) -> str | None:
    """The person's name that a line is, without academic titles and ranks; None if it is not one."""
    name = _TITLES.sub("", _SIGNED.sub("", text).strip(" .,;*/\\"))
    words = name.split(" ")
    if not (2 <= len(words) <= 6 or _ONE_WORD.match(name)) or not all(
        _NAME_WORD.match(word) and word[0].isupper() for word in words
    ):
        return None
    if _names_position(name) or any(len(word) > 8 for word in words):
        return None
    return name


def read(rows: Sequence[Row]) -> Signed:
    """Read the block below and beside ``Nơi nhận``; without that anchor, the last block of position and name."""
    at = anchor(rows)
    if at is None:
        signer, line = _last_block(rows)
        return Signed((signer,) if signer else (), line)
    if any(line.side is Side.RIGHT and _ANCHOR.match(unaccented(line.text)) for line in rows[at].lines):
        rows = [_mirrored(row) for row in rows]
    recipients = _recipients(rows[at : at + MAX_ROWS])
    joint = _joint(rows, at)
    if joint is not None:
        return Signed(joint[0], joint[1], recipients)
    signer, line = _beside(rows, at)
    if signer is None:
        above = rows[max(at - 14, 0) : at]
        signer, line = _last_block(above)
    return Signed((signer,) if signer else (), line, recipients)


def _beside(rows: Sequence[Row], at: int) -> tuple[Signer | None, Line | None]:
    """The signer in the right column, whose block may begin up to three rows above ``Nơi nhận``; one with a name if there is."""
    found: tuple[Signer | None, Line | None] = (None, None)
    for first in range(at, max(at - 3, 0) - 1, -1):
        opening = _right(rows[first])
        if first < at and opening is not None and not _opens(opening) and not looks_like_name(opening.text):
            break
        if first == at or _opens(opening):
            signer, line = _column(_right(row) for row in rows[first : at + MAX_ROWS])
            if signer is not None and (signer.name is not None or found[0] is None):
                found = signer, line
    return found


def _mirrored(row: Row) -> Row:
    """A row with left and right exchanged, for a page that has its recipients on the right."""
    return replace(row, lines=tuple(replace(line, side=_OTHER_SIDE[line.side]) for line in row.lines))


def _right(row: Row) -> Line | None:
    """What stands on the right of a row; a line of its own, moved there by tabs, does too."""
    return row.on(Side.RIGHT) or _alone(row, listed=False)


def _alone(row: Row, *, listed: bool) -> Line | None:
    """A row's only line, if it spans the page and is (or is not) an item of a list or its heading."""
    line = row.on(Side.WHOLE)
    if line is None or len(row.lines) > 1:
        return None
    item = line.text.startswith(_BULLETS) or _ANCHOR.match(unaccented(line.text)) is not None
    return line if item is listed else None


def _names_position(text: str) -> bool:
    """Whether a line begins as positions do; a surname that only looks like one is told by its accents."""
    return POSITION.match(unaccented(text)) is not None and fold(text).partition(" ")[0] not in SURNAMES_LIKE_POSITIONS


def _opens(line: Line | None) -> bool:
    """Whether a line can begin an authority and position."""
    if line is None:
        return False
    if not looks_like_name(line.text):
        return line.side is Side.RIGHT and _SENTENCE.fullmatch(line.text) is not None and _names_position(line.text)
    return _MARK.match(line.text) is not None or _names_position(line.text)


def _column(lines: Iterable[Line | None]) -> tuple[Signer | None, Line | None]:
    """One signer from a column of lines: capitals for authority and position, then the name.

    A name in capitals is told from a position by its surname, and only where no other name follows.
    """
    printed: list[str] = []
    last: Line | None = None
    for line in lines:
        if line is None:
            continue
        capitals = looks_like_name(line.text)
        name = None if capitals else person(line.text)
        if printed and name is not None:
            return _signer(printed, name), line
        if ((capitals and printed) or _opens(line)) and len(printed) < MAX_POSITION_LINES:
            printed.append(line.text)
            last = line
        elif printed and len(line.text) > LONGEST_LINE:
            break
    if len(printed) > 1 and (name := person(printed[-1])) is not None and _surnamed(name):
        return _signer(printed[:-1], name), last
    return (_signer(printed, None), None) if printed else (None, None)


def _surnamed(name: str) -> bool:
    return unaccented(name).split(" ")[0] in SURNAMES


def _signer(lines: Sequence[str], name: str | None) -> Signer:
    authority: list[str] = []
    position: list[str] = []
    for text in lines:
        rest = text
        match = _MARK.match(rest)
        marked = False
        while match is not None:
            mark = match[2] or _CANON.get(match[1], match[1])
            authority.append(f"{mark}.")
            marked = mark != "Q"
            rest = rest[match.end() :]
            match = _MARK.match(rest)
        if marked:
            position = [after[1]] if (after := _ON_ITS_LINE.search(rest)) else []
        else:
            position.append(rest.strip())
    starts = [i for i, text in enumerate(position) if POSITION.match(unaccented(text))]
    if starts:
        position = position[starts[0] :]
    elif authority:
        position = []
    return Signer(name, " ".join(position).strip(" .:;*") or None, tuple(authority))


def _joint(rows: Sequence[Row], at: int) -> tuple[tuple[Signer, ...], Line | None] | None:
    """Two signers side by side above ``Nơi nhận``, as in a joint document."""
    for index in range(max(at - 16, 0), at):
        if _opens(_column_of(rows[index], Side.LEFT)) and _opens(_column_of(rows[index], Side.RIGHT)):
            block = rows[index:at]
            one, line = _column(_column_of(row, Side.LEFT) for row in block)
            two, _ = _column(_column_of(row, Side.RIGHT) for row in block)
            if one and two and one.name and two.name:
                return (one, two), line
    return None


def _column_of(row: Row, side: Side) -> Line | None:
    """What a row has on a side, as if it stood on the right: two signers stand side by side."""
    line = row.on(side)
    return replace(line, side=Side.RIGHT) if line is not None else None


def _last_block(rows: Sequence[Row]) -> tuple[Signer | None, Line | None]:
    """The last place where a position in capitals is followed within a few rows by a person's name alone."""
    for index in range(len(rows) - 1, -1, -1):
        if len(rows[index].lines) > 2 or not _opens(rows[index].lines[-1]):
            continue
        first = index
        while first and len(rows[first - 1].lines) <= 2 and _opens(rows[first - 1].lines[-1]):
            first -= 1
        signer, line = _column(row.lines[-1] for row in rows[first : index + 12])
        if signer is not None and signer.name is not None:
            return signer, line
    return None, None


def _recipients(rows: Sequence[Row]) -> tuple[str, ...]:
    items: list[str] = []
    for index, row in enumerate(rows):
        line = row.on(Side.LEFT) or _alone(row, listed=True)
        if line is None:
            continue
        text = line.text
        if index == 0:
            text = text.partition(":")[2].strip()
            if not text:
                continue
        if fold(text).lstrip("-+• ").startswith("lưu"):
            break
        if text.startswith(_BULLETS) or not items:
            items.append(text)
        else:
            items[-1] = f"{items[-1]} {text}"
        if len(items) > MAX_RECIPIENTS:
            break
    return tuple(cleaned for item in items if (cleaned := cleaned_item(item)))


def cleaned_item(text: str) -> str:
    """An item of a list without its bullet and its end mark."""
    return text.strip(" -–—+•*\t").rstrip(" ;.,")


def addressees(rows: Sequence[Row], at: int) -> tuple[str, ...]:
    """The bodies after ``Kính gửi``, on its line or as a list below it."""
    inline = rows[at].text.partition(":")[2] if ":" in rows[at].text else re.sub(r"(?i)^kính gửi", "", rows[at].text)
    items = [inline.strip()] if inline.strip(" .") else []
    for row in rows[at + 1 : at + 25]:
        text = row.text
        if text.startswith(_BULLETS):
            items.append(text)
        elif items and not items[-1].endswith((".", ";", ":")) and row.gap <= APART and _wraps(items[-1], row):
            items[-1] = f"{items[-1]} {text}"
        else:
            break
    return tuple(cleaned for item in items if (cleaned := cleaned_item(item)) and len(cleaned) <= 300)


def _wraps(item: str, row: Row) -> bool:
    """Whether a row goes on with the body named above it: a paragraph of Word ends where it ends, a line of a page does not."""
    if row.text[0].islower() or NAME_STAYS_OPEN.search(unaccented(item)):
        return True
    return row.lines[0].box is not None and BODY_TEXT.match(unaccented(row.text)) is None
