"""Type and subject: the heading of a named type with the lines under it, or the ``V/v`` of a công văn.

Decree 30/2020/NĐ-CP, annex I, part II.5: cell 5a holds type and subject of named types, cell 5b the subject of a công văn.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from docflow.parse import marks
from docflow.parse.document_types import CONG_VAN, heading_type
from docflow.parse.grammar import labelled, place_date
from docflow.parse.lines import Line, Row, Side
from docflow.parse.organs import looks_like_name, same_name
from docflow.parse.registration import Registration
from docflow.text import fold, unaccented

MAX_SUBJECT_ROWS = 14
_LETTER_MARK = re.compile(r"^(?:v/v|v/\s*v|về việc)\b", re.IGNORECASE)
_ADDRESSED = re.compile(r"^kinh gui\b")
# How a body begins, so that a subject ends before it.
_BODY = re.compile(
    r"^(?:can cu|thuc hien|theo|thi hanh|xet|de |nham|trong|ngay \d|hom nay|kinh gui|kinh thua|i\s*[.,:-]|1\s*[.,:]|a\s*[.,]|dieu 1\b|phan |chuong i"
    r"|tran trong|trien khai thuc hien|chap hanh|qua |sau khi|vua qua|ngay|bao cao|tai |tu ngay)"
)
_OPENING = re.compile(
    r"^(?:căn cứ|kính gửi|xét|thi hành|theo đề nghị|điều 1\b|thực hiện|i\s*\.|phần thứ nhất|chương i\b)", re.IGNORECASE
)
_AUTHORITY = re.compile(
    r"^(?:q\.\s*)?(?:chu tich|giam doc|hieu truong|bo truong|thu tuong|chinh phu|hoi dong nhan dan|uy ban|ubnd|tong giam doc|cuc truong|tong cuc truong"
    r"|vien truong|chanh|truong|chu nhiem|quoc hoi|tong thanh tra|thong doc|chi cuc truong|ban |thuong truc|bi thu|vu truong|tong bi thu)\b"
)


@dataclass(frozen=True, slots=True)
class Topic:
    """Type and subject as printed; ``letter`` says that it is addressed as a công văn is, without a type heading."""

    document_type: str | None = None
    confidence: int = 0
    subject: str | None = None
    type_line: Line | None = None
    subject_line: Line | None = None
    letter: bool = False
    addressed_at: int | None = None


def body_at(rows: Sequence[Row]) -> int:
    """The row where the header ends at the latest: ``Kính gửi``, ``Căn cứ`` and the like."""
    for index, row in enumerate(rows[:60]):
        if _OPENING.match(fold(row.lines[0].text)) or _ADDRESSED.match(unaccented(row.text)):
            return index
    return len(rows)


def read(rows: Sequence[Row], body: int, entry: Registration, organ: str | None) -> Topic:
    """Read type and subject of the rows; ``body`` is where the header ends."""
    start = max(entry.row, entry.date_row, 0)
    addressed = next((i for i in range(start, min(len(rows), start + 25)) if _ADDRESSED.match(unaccented(rows[i].text))), None)
    for index in range(start, min(body, len(rows), start + 16)):
        row = rows[index]
        for line in row.lines:
            found = heading_type(line.text) if len(row.lines) == 1 or line.side is not Side.LEFT else None
            if found is None:
                continue
            text, first = _below(rows, index, found[1], organ)
            return Topic(found[0], 990, text, line, first, addressed_at=addressed)
    text, first = _letter_subject(rows, max(entry.row, 0), addressed if addressed is not None else body)
    marked = text is not None and _LETTER_MARK.match(text) is not None
    letter = addressed is not None or marked
    return Topic(CONG_VAN if marked else None, 970, text, first, first, letter=letter, addressed_at=addressed)


def _below(rows: Sequence[Row], index: int, rest: str, organ: str | None) -> tuple[str | None, Line | None]:
    """The subject of a named type: the rest of the heading's line and the rows below it."""
    parts = [rest.strip(" .:")] if rest.strip(" .:") else []
    first: Line | None = rows[index].lines[0] if parts else None
    for row in rows[index + 1 : index + 1 + MAX_SUBJECT_ROWS]:
        text = row.text
        if marks.is_mark(text) or text.strip(" ()*-_") == "":
            continue
        if _ends(text, organ, started=bool(parts), apart=row.apart, capitals=bool(parts) and looks_like_name(parts[0])):
            break
        parts.append(text)
        first = first or row.lines[0]
    subject = " ".join(parts).strip()
    return (subject or None), first


def _ends(text: str, organ: str | None, *, started: bool, apart: bool, capitals: bool) -> bool:
    name = unaccented(text)
    if labelled(text) or place_date(text) is not None or _ADDRESSED.match(name) or _OPENING.match(fold(text)):
        return True
    if looks_like_name(text):
        if organ is not None and same_name(text, organ):
            return True
        return started and _AUTHORITY.match(name) is not None and (apart or not capitals)
    if not started:
        return False
    if capitals and not text.startswith("("):
        return True
    return apart or (_BODY.match(name) is not None and text[0].isupper())


def _letter_subject(rows: Sequence[Row], start: int, end: int) -> tuple[str | None, Line | None]:
    """The subject of a công văn: the lines below the number in its column."""
    parts: list[str] = []
    first: Line | None = None
    side = Side.LEFT
    for row in rows[start + 1 : min(end, start + 1 + MAX_SUBJECT_ROWS)]:
        line = row.on(side) or (row.on(Side.WHOLE) if parts or _LETTER_MARK.match(row.text) else None)
        if line is None:
            if parts and row.apart:
                break
            continue
        if marks.is_mark(line.text) or place_date(line.text) is not None or labelled(line.text):
            continue
        if len(line.text.strip(" ()")) < 3 and not parts:
            continue
        parts.append(line.text)
        first = first or line
        side = line.side
    text = " ".join(parts).strip()
    return (text, first) if len(text) > 5 else (None, None)
