"""Type and subject: the heading of a named type with the lines under it, or the ``V/v`` of a công văn.

Decree 30/2020/NĐ-CP, annex I, part II.5: cell 5a holds type and subject of named types, cell 5b the subject of a công văn.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from docflow.parse import marks, titles
from docflow.parse.document_types import CONG_VAN, heading_type, is_other_paper
from docflow.parse.grammar import labelled, numbering, place_date
from docflow.parse.lines import APART, Line, Row, Side, around
from docflow.parse.naming import begins_name
from docflow.parse.organs import looks_like_name, same_name
from docflow.parse.registration import Registration
from docflow.parse.vocabulary import AUTHORITY, BODY_TEXT
from docflow.text import fold, unaccented

MAX_SUBJECT_ROWS = 14
HEADING_WITHIN = 16
_OFF_CENTRE = 12  # points by which a line under a heading may miss its middle
_LETTER_MARK = re.compile(r"^(?:v\s*/\s*v|về việc)\b", re.IGNORECASE)
_ABOUT = re.compile(r"^\W?(?:v\s*/\s*v|về)\b", re.IGNORECASE)
_ADDRESSED = re.compile(r"^kinh gui\b")
_ITEM = re.compile(r"^(?:\d{1,2}|[IVX]{1,4}|[A-Da-đ])\s?[.)]\s*\w|^[-+•]\s")
_PART = re.compile(r"^(?:(?:1|i|a)(?:\s?[.)]\s*|\s?[/-]\s+)\w|(?:phần|chương|mục)\s(?:thứ nhất|một|mở đầu|i|1|a)\b)")
_OPENING = re.compile(r"^(?:căn cứ|kính gửi|điều 1\b|i\s*[.:/-]\s|(?:phần|chương)\s(?:thứ nhất|i|1)\b)")
_INVITING = re.compile(r"\b(?:trân trọng|xin) (?:kính )?(?:giới thiệu|mời)\b|\bkính mời\b")
# What may follow the name of a type and is no subject: LIÊN NGÀNH, PHỐI HỢP, CỦA THỦ TƯỚNG CHÍNH PHỦ.
_QUALIFIER = re.compile(r"^(?:liên (?:ngành|tịch|sở|bộ|cơ quan)|phối hợp|kinh tế|chung|(?:số|lần)(?: thứ)? [\divx]+|của .+)$")
_LONGEST_WORDS = 2  # of abbreviations in capitals within a subject: BHXH, BHYT
_LONGEST_KIND = 4  # words that go on with the name of a type on its line, before a subject in small letters


@dataclass(frozen=True, slots=True)
class Topic:
    """Type and subject as printed; ``letter`` says that it is addressed as a công văn is, without a type heading."""

    document_type: str | None = None
    subject: str | None = None
    type_line: Line | None = None
    subject_line: Line | None = None
    letter: bool = False
    addressed_at: int | None = None


def opens_body(text: str) -> bool:
    """Whether a line can only be the beginning of a body: ``Kính gửi``, ``Căn cứ``, ``Điều 1``."""
    return _ADDRESSED.match(unaccented(text)) is not None or (
        not looks_like_name(text) and _OPENING.match(fold(text)) is not None
    )


def body_at(rows: Sequence[Row]) -> int:
    """The row where the header ends at the latest."""
    return next((index for index, row in enumerate(rows[:60]) if any(opens_body(line.text) for line in row.lines)), len(rows))


def read(rows: Sequence[Row], body: int, entry: Registration, organ: str | None) -> Topic:
    """Read type and subject of the rows; ``body`` is where the header ends."""
    start = max(entry.row, entry.date_row, 0)
    near = range(start, min(len(rows), start + 25))
    addressed = next((i for i in near if any(_ADDRESSED.match(unaccented(line.text)) for line in rows[i].lines)), None)
    other = False
    for index in range(start, min(body, len(rows), start + HEADING_WITHIN)):
        row = rows[index]
        for line in row.lines:
            other = other or (line.side is not Side.LEFT and is_other_paper(line.text))
            found = heading_type(line.text) if len(row.lines) == 1 or line.side is not Side.LEFT else None
            if found is not None:
                text, first = _below(rows, index, line, found[1], organ)
                return Topic(found[0], text, line, first, addressed_at=addressed)
    text, first = _letter_subject(rows, max(entry.row, 0), addressed if addressed is not None else body)
    marked = text is not None and _LETTER_MARK.match(text) is not None
    if not (marked or addressed is not None) or (other and not marked):
        return Topic(addressed_at=addressed)
    return Topic(CONG_VAN if marked else None, text, first, first, letter=True, addressed_at=addressed)


def _below(rows: Sequence[Row], index: int, heading: Line, rest: str, organ: str | None) -> tuple[str | None, Line | None]:
    """The subject of a named type: the rest of the heading's line and the rows below it."""
    kind = rest.strip(" .:")
    parts = [kind] if kind else []
    lines = [heading] if parts else []
    usual: int | None = None
    for row in rows[index + 1 : index + 1 + MAX_SUBJECT_ROWS]:
        text = row.text
        if marks.is_mark(text) or not text.strip(" ()*-_"):
            continue
        if _always_ends(text, organ) or (not parts and _speaks(text, organ)):
            break
        if parts == [kind] and _qualifies(kind, row):
            parts, lines = [], []
        if parts and (_body_begins(row, heading, parts) or _set_off(row, usual, heading)):
            break
        if parts:
            usual = row.gap
        parts.append(text)
        lines += row.lines
    subject = " ".join(parts).strip()
    if not subject or (subject == kind and (" " not in kind or _QUALIFIER.match(fold(kind)))):  # PHIẾU CHUYỂN ĐƠN has none
        return None, None
    return subject, around(lines)


def _always_ends(text: str, organ: str | None) -> bool:
    """Whether a row ends a subject, or shows that there is none: the body's opening, or the issuer's name."""
    dated = place_date(text)
    if opens_body(text) or (labelled(text) and numbering(text) is not None) or (dated is not None and dated.place):
        return True
    return organ is not None and same_name(text, organ)


def _speaks(text: str, organ: str | None) -> bool:
    """Whether a row below a heading without a subject is a sentence: it invites, or says what the issuer does."""
    named = organ is not None and not looks_like_name(text) and fold(text).startswith(f"{fold(organ)} ")
    return named or _INVITING.search(fold(text)) is not None


def _qualifies(kind: str, row: Row) -> bool:
    """Whether what stands behind the name of a type belongs to it, since the subject begins on the next row."""
    return kind.isupper() and (
        _LETTER_MARK.match(row.text.lstrip("(")) is not None
        or (_QUALIFIER.match(fold(kind)) is not None and BODY_TEXT.match(unaccented(row.text)) is None)
    )


def _body_begins(row: Row, heading: Line, parts: Sequence[str]) -> bool:
    """Whether a row below a subject's first line is no more of it, by its words, its capitals or its place."""
    text, name = row.text, unaccented(row.text)
    if text[0].islower():
        return False
    if _PART.match(fold(text)):
        return True
    if looks_like_name(text):
        return AUTHORITY.match(name) is not None and (row.gap > APART or not looks_like_name(parts[-1]))
    centred = _centred(row, heading)
    begun = len(parts) == 1 and centred is True and len(parts[0].split()) <= _LONGEST_KIND and BODY_TEXT.match(name) is None
    if _ITEM.match(text) or (looks_like_name(parts[0]) and not text.startswith("(") and not begun):
        return True
    if centred is False:
        return True
    return centred is None and text[0].isupper() and BODY_TEXT.match(name) is not None


def _centred(row: Row, heading: Line) -> bool | None:
    """Whether a row stands under the middle of its heading; None where that cannot be told."""
    line = row.lines[0]
    if line.box is not None and heading.box is not None:
        middle = (line.box[0] + row.lines[-1].box[2]) / 2 if row.lines[-1].box else line.box[0]
        return abs(middle - (heading.box[0] + heading.box[2]) / 2) <= _OFF_CENTRE
    if heading.centred is not True:
        return None
    return line.centred is True


def _set_off(row: Row, usual: int | None, heading: Line) -> bool:
    """Whether more white space parts a row from the subject above it than parts the subject's own lines."""
    if row.gap <= APART:
        return False
    if usual is not None:
        return row.gap > usual + 300
    wide = row.gap > 1_300 or BODY_TEXT.match(unaccented(row.text)) is not None
    return wide or _centred(row, heading) is not True


def _another(text: str, above: Sequence[str]) -> bool:
    """Whether a line is no part of a letter's subject: a title, a field of a stamp, a body's name below small letters."""
    if titles.is_title(text) or titles.is_union_title(text) or (above and marks.in_arrival_stamp(text) and ":" in text):
        return True
    named = len(text.split()) > _LONGEST_WORDS and looks_like_name(text) and begins_name(text)
    return bool(above) and named and not looks_like_name(above[-1])


def _letter_subject(rows: Sequence[Row], start: int, end: int) -> tuple[str | None, Line | None]:
    """The subject of a công văn: the lines below the number in its column."""
    parts: list[str] = []
    lines: list[Line] = []
    side = Side.LEFT
    for row in rows[start + 1 : min(end, start + 1 + MAX_SUBJECT_ROWS)]:
        line = row.on(side) or (row.on(Side.WHOLE) if not parts and _ABOUT.match(row.text) else None)
        if parts and row.gap > 1_000:
            break
        if line is None or marks.is_mark(line.text) or place_date(line.text) is not None or numbering(line.text) is not None:
            continue
        if _another(line.text, parts):
            break
        if len(line.text.strip(" ()")) < 3 and not parts:
            continue
        parts.append(line.text)
        lines.append(line)
        side = line.side
    text = " ".join(parts).strip()
    return (text, around(lines)) if len(text) > 5 else (None, None)
