"""The grammar of citations: ``Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ``.

Decree 30/2020/NĐ-CP, annex I, part II.6: a citation names type, number and notation, day and organ; later ones type and number
alone. What a document says of another is told by the words that open the sentence (``Căn cứ``, ``Thực hiện``, ``Phúc đáp``) or
that stand right before the type (``thay thế``, ``bãi bỏ``). A document named inside the title of another is only mentioned:
in ``Căn cứ Nghị định A sửa đổi Nghị định B`` the basis is A. Laws cited without a number are not taken.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from docflow.model import Citing
from docflow.parse.cited_organ import organ_after
from docflow.parse.document_types import CONG_VAN, NAMES, notation_type
from docflow.parse.grammar import numbering
from docflow.text import fold, nfc

_DASHES = re.compile("[\u2010-\u2015\u2212\ufffe\u0002\u00ac]")
_BEHIND, _AHEAD, _LONGEST_NAME = 400, 300, 40
_NAME = "|".join(sorted((re.escape(n).replace(r"\ ", r"\s") for n in (*NAMES, "công văn")), key=lambda n: (-len(n), n)))
_TYPE = re.compile(rf"(?<![^\W\d_])(?:{_NAME})(?![^\W\d_])", re.IGNORECASE)
_TYPE_AT_END = re.compile(rf"(?:{_NAME})[\s:(]*$", re.IGNORECASE)
_LABEL = re.compile(r"(?:\b[Ss]ố|\bSỐ)\s?:?\s?$")
_GROUP = r"[^\W\d_]{1,15}\d{0,3}"
_SEPARATOR = r"(?:\s?[-/&]\s?|[.,_](?=[^\W\d_]))"
_NUMBERED = re.compile(
    rf"(?<![\w/.,-])(?P<number>\d{{1,6}}[^\W\d_]?)(?:\s?/\s?(?P<year>(?:19|20)\d\d))?\s?[/-]\s?"
    rf"(?P<notation>{_GROUP}(?:{_SEPARATOR}{_GROUP}){{0,5}})"
)
_BARE = re.compile(r"\b(?:số|SỐ)\s?:?\s?(?P<number>\d{1,6}[^\W\d_]?)(?=\s?,?\s?ngày\s)")
_PIECES = re.compile(rf"{_GROUP}|{_SEPARATOR}")
_DAY = re.compile(
    r"[\s,(]{0,3}(?:(?:ký|ban hành)\s)?ngày\s?(?P<day>\d{1,2})(?:\s?[/.-]\s?|\stháng\s)(?P<month>\d{1,2})"
    r"(?:\s?[/.-]\s?|\s?,?\snăm\s)(?P<year>(?:19|20)\d\d)\)?",
    re.IGNORECASE,
)
_ALIAS = re.compile(r"\s?\([^()]{1,40}\)")

_CAPITAL = "A-ZĐÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĨŨƠƯẠ-Ỹ"
_OPENERS = "Căn cứ|Thực hiện|Triển khai|Theo|Xét|Trả lời|Phúc đáp|Tiếp theo|Thi hành|Bãi bỏ|Thay thế|Điều \\d"
_BOUNDARY = re.compile(rf"[.;:!?]\s+(?=[-–+•\"“(\s]{{0,4}}[{_CAPITAL}])|\n(?={_OPENERS})|\n(?=[-+•]\s)")
_BULLETS = ' \n-+•"“(*'
_MORE = r"(?:\s+(?:theo|vào|tại|nghiêm|tốt|nội dung|toàn bộ|cho|các|những|ý kiến|yêu cầu|chỉ đạo|của))*\s*$"
_OPENING = (
    (Citing.BASIS, re.compile(r"căn cứ(?!\s+(?:kết quả|tình hình))", re.IGNORECASE)),
    (Citing.CARRIES_OUT, re.compile(r"(?:thực hiện|triển khai|thi hành|chấp hành)\b", re.IGNORECASE)),
    (Citing.ANSWERS, re.compile(r"(?:trả lời|phúc đáp)\b", re.IGNORECASE)),
)
_RIGHT_BEFORE = (
    (Citing.REPLACES, re.compile(r"\b(?:thay thế|bãi bỏ|hủy bỏ|huỷ bỏ)(?:\s+(?:cho|toàn bộ|các|những))*\s*$", re.IGNORECASE)),
    (Citing.ANSWERS, re.compile(rf"\b(?:trả lời|phúc đáp){_MORE}", re.IGNORECASE)),
    (Citing.CARRIES_OUT, re.compile(rf"\b(?:thực hiện|triển khai|thi hành|chấp hành){_MORE}", re.IGNORECASE)),
    (Citing.BASIS, re.compile(rf"\bcăn cứ{_MORE}", re.IGNORECASE)),
)
_LISTED = re.compile(r"(?:[,;]|\bvà|\bcùng|\bhoặc)(?:\s+(?:các|những|và))*\s*$|^\s*(?:các|những)?\s*$", re.IGNORECASE)
# White space that is not one blank, and line breaks with more white space around them: what is settled already is passed over.
_BLANKS = re.compile(r"[^\S\n ][^\S\n]*| [^\S\n]+")
_BREAKS = re.compile(r" \n[\n ]*|\n[\n ]+")
_ENDED = re.compile(r"[^.;]{0,200}hết hiệu lực[^.;]{0,80}\snày có hiệu lực", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Citation:
    """One citation as printed, with the place in the text where its number begins."""

    at: int
    citing: Citing
    number: str
    notation: str | None
    year: int | None
    day: str | None
    document_type: str | None
    organ: str | None


@dataclass(frozen=True, slots=True)
class _Before:
    """The citation before: where it ended, its kind and type, and the kind that its sentence opened with."""

    end: int = 0
    kind: Citing = Citing.MENTIONS
    opened: Citing = Citing.MENTIONS
    document_type: str | None = None


def settled(text: str) -> str:
    """The text as the grammar reads it: NFC, one kind of dash, one white space, lines kept."""
    text = _DASHES.sub("-", nfc(text)).replace("∕", "/").replace("⁄", "/")
    text = _BLANKS.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _BREAKS.sub("\n", text)


def citations(text: str) -> Iterator[Citation]:
    """The citations of a ``settled`` text, in its order."""
    before = _Before()
    found = sorted((*_NUMBERED.finditer(text), *_BARE.finditer(text)), key=lambda m: m.start("number"))
    for match in found:
        if match.start("number") < before.end:
            continue
        read = _read(text, match, before)
        if read is not None:
            citation, before = read
            yield citation


def _read(text: str, match: re.Match[str], before: _Before) -> tuple[Citation, _Before] | None:
    start, end = match.start("number"), match.end()
    notation = year = None
    if "notation" in match.re.groupindex:
        end = match.start("notation") + _reach(match["notation"])
        said = numbering(f"Số: {text[start:end]}")
        if said is None or said.number is None or said.notation is None:
            return None
        notation, year = said.notation, said.year
    floor = max(before.end, start - _BEHIND)
    head = text[floor:start]
    label = _LABEL.search(head)
    if label is not None and label[0].startswith("Số") and head[: label.start()][-1:] in {"", "\n"}:
        return None  # a number line, the document's own or that of one printed inside it
    phrase = head[: label.start()] if label else head
    named = _TYPE_AT_END.search(phrase, max(len(phrase) - _LONGEST_NAME, 0))
    listed = bool(before.end) and floor == before.end and _LISTED.search(phrase) is not None
    known = notation is not None and (notation_type(notation) is not None or year is not None)
    if not (label or named or known or (listed and len(phrase) < 10)) or (notation is None and named is None):
        return None
    document_type = _type(phrase, named, notation, year)
    if document_type is None and listed:
        document_type = before.document_type
    opens = named.start() if named else _law_at(phrase, notation)
    kind, opened = _kind(text, floor, floor + opens, before)
    end, day, organ = _tail(text, end)
    if notation is None and day is None:
        return None
    if _ENDED.match(text[end : end + _AHEAD]):
        kind = Citing.REPLACES
    citation = Citation(start, kind, match["number"], notation, year, day, document_type, organ)
    return citation, _Before(end, kind, opened, document_type)


def _reach(notation: str) -> int:
    """How far a notation goes: up to the first word of the sentence, which is not in capitals."""
    reach = 0
    for piece in _PIECES.finditer(notation):
        if not piece[0][0].isalpha():
            continue
        letters = piece[0].removesuffix("ngày")
        capitals = sum(map(str.isupper, letters))
        if not letters[:1].isupper() or (capitals < 2 and len(letters) > 1 and not letters[1:].isdigit()):
            break
        reach = piece.start() + len(letters)
        if letters != piece[0]:
            break
    return reach


def _slug(name: str) -> str:
    return NAMES.get(fold(name.strip(" :(\n")), CONG_VAN)


def _law_at(phrase: str, notation: str | None) -> int:
    """Where the phrase that names the document begins: at the name of a law before its number, else at its end."""
    if notation is None or not notation.startswith(("QH", "UBTVQH")):
        return len(phrase)
    first = next((m for m in _TYPE.finditer(phrase) if m[0][0].isupper()), None)
    return first.start() if first else len(phrase)


def _type(phrase: str, named: re.Match[str] | None, notation: str | None, year: int | None) -> str | None:
    """The type named right before the number, else by the notation, else the last one that the phrase names."""
    if named is not None:
        return _slug(named[0])
    if (short := notation_type(notation, year)) is not None:
        return short
    if notation is not None and notation.startswith(("QH", "UBTVQH")):
        first = next((m for m in _TYPE.finditer(phrase) if m[0][0].isupper()), None)
        return _slug(first[0]) if first else None
    return None


def _kind(text: str, floor: int, at: int, before: _Before) -> tuple[Citing, Citing]:
    """What is said of the document named ``at``, and the kind that its sentence opened with."""
    boundary = None
    for found in _BOUNDARY.finditer(text, floor, at + 1):  # which looks at the letter that follows
        boundary = found if found.end() <= at else boundary
    if boundary is None and before.end and floor == before.end:
        words = text[floor:at]
        return (before.kind if _LISTED.search(words) else Citing.MENTIONS), before.opened
    words = text[boundary.end() if boundary else floor : at].strip(_BULLETS)
    if not words and boundary is not None and before.end and boundary[0][0] in ";\n":
        return before.opened, before.opened
    if not words and boundary is not None and boundary[0][0] == ":":
        words = re.split(r"[.;\n]\s*", text[max(floor, boundary.start() - 100) : boundary.start()])[-1]
    kind = next((kind for kind, cue in _OPENING if cue.match(words)), None)
    kind = kind or next((kind for kind, cue in _RIGHT_BEFORE if cue.search(words)), Citing.MENTIONS)
    return kind, kind


def _tail(text: str, end: int) -> tuple[int, str | None, str | None]:
    """The day and the organ after a number, in either order."""
    day = organ = None
    for _ in range(4):
        window = text[end : end + _AHEAD]
        if day is None and (dated := _DAY.match(window)) is not None:
            day = _iso(dated)
            end += dated.end()
        elif organ is None and (length := organ_after(window)) is not None:
            organ, taken = length
            end += taken
        elif organ is not None and (alias := _ALIAS.match(window)) is not None:
            end += alias.end()
        else:
            break
    return end, day, organ


def _iso(match: re.Match[str]) -> str | None:
    try:
        return dt.date(int(match["year"]), int(match["month"]), int(match["day"])).isoformat()
    except ValueError:
        return None
