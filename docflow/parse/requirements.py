"""The requirements on the upper part of a document: title, organ, number, date, type and subject.

Decree 30/2020/NĐ-CP, annex I, part I, section II, items 1 to 5 (``source``). ``binding`` requirements are demanded there; the
others are what follows from them in the usual case.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from docflow.model import SourceKind
from docflow.parse.document_types import ABBREVIATIONS, AMBIGUOUS, CONG_VAN
from docflow.parse.form_facts import Form
from docflow.parse.lines import Line
from docflow.text import fold, nfc, slug, unaccented

_TITLE = "cộng hòa xã hội chủ nghĩa việt nam"
_MOTTO = "Độc lập - Tự do - Hạnh phúc"
_DASHES = re.compile("\\s*[\u2010-\u2015\u2212\ufffe-]\\s*")
_DAY_MONTH = re.compile(r"ngày\s*(\d{1,2})\s+tháng\s*(\d{1,2})\s+năm", re.IGNORECASE)
_SHORT_DATE = re.compile(r"ngày\s*\d{1,2}\s*[/.-]\s*\d", re.IGNORECASE)
_SUBJECTED = frozenset({"quyet_dinh", "ke_hoach", "bao_cao", "to_trinh", "thong_bao", "chuong_trinh", "phuong_an", "huong_dan"})


@dataclass(frozen=True, slots=True)
class Breach:
    """What is not as it must be: what is printed, and the line that shows it."""

    detail: str = ""
    line: Line | None = None


@dataclass(frozen=True, slots=True)
class Requirement:
    """One row of the table; ``example`` shows what is right."""

    code: str
    binding: bool
    source: str
    example: str
    breach: Callable[[Form], Breach | None]


def must(code: str, source: str, example: str, breach: Callable[[Form], Breach | None]) -> Requirement:
    """A row that the decree demands."""
    return Requirement(code, binding=True, source=source, example=example, breach=breach)


def should(code: str, source: str, example: str, breach: Callable[[Form], Breach | None]) -> Requirement:
    """A row that follows from the decree in the usual case."""
    return Requirement(code, binding=False, source=source, example=example, breach=breach)


def _title_missing(form: Form) -> Breach | None:
    return Breach() if form.title is None else None


def _title_wording(form: Form) -> Breach | None:
    if form.title is None:
        return None
    said = fold(form.title.text).strip(" *")
    close = abs(len(said) - len(_TITLE)) <= 4 and said != _TITLE and not _TITLE.startswith(said) and _TITLE not in said
    return Breach(form.title.text, form.title) if close else None


def _motto_line(form: Form) -> Line | None:
    lines = (line for row in form.head for line in row.lines)
    return next((line for line in lines if fold(line.text).lstrip("* ").startswith("độc lập")), None)


def _motto_missing(form: Form) -> Breach | None:
    if form.title is None or fold(form.title.text).strip(" *") != _TITLE or _motto_line(form) is not None:
        return None
    slips = ("hạnh phúc", "tự do", "doc lap", "hanh phuc")
    if any(
        word in text
        for row in form.head
        for line in row.lines
        for text in (fold(line.text), unaccented(line.text))
        for word in slips
    ):
        return None
    return Breach(form.title.text, form.title)


def _motto_wording(form: Form) -> Breach | None:
    line = _motto_line(form)
    if line is None:
        return None
    said = _DASHES.sub(" - ", nfc(line.text)).strip(" *_.")
    whole = "hạnh phúc" in fold(said)
    return Breach(line.text, line) if whole and said != _MOTTO and len(said) <= len(_MOTTO) + 4 else None


def _superior_missing(form: Form) -> Breach | None:
    header = form.header
    under = re.match(r"^(?:so|phong) ", form.organ) is not None
    return Breach(header.organ or "") if under and header.superior_organ is None and "uy ban" not in form.organ else None


def _number_text(form: Form) -> str:
    return nfc(form.entry.number_line.text) if form.entry.number_line else ""


def _number_missing(form: Form) -> Breach | None:
    return Breach() if form.entry.row < 0 and form.header.number is None and "number" not in form.entry.sources else None


def _number_zero(form: Form) -> Breach | None:
    number = form.header.number or ""
    return Breach(number, form.entry.number_line) if re.fullmatch(r"[1-9][^\W\d_]?", number) else None


def _number_word(form: Form) -> Breach | None:
    text = _number_text(form)
    return Breach(text, form.entry.number_line) if re.match(r"Số\s*[^\s:]|SỐ\b", text) else None


def _notation_text(form: Form) -> str:
    """The notation as printed, from the stroke to the end of its line; empty where a line holds more than that."""
    notation = _number_text(form).partition("/")[2].strip(" .;")
    return notation if len(notation) <= 40 and "ngày" not in notation and "V/v" not in notation else ""


def _notation_separator(form: Form) -> Breach | None:
    text = _notation_text(form)
    return Breach(text, form.entry.number_line) if re.search(r"[^\W\d_]\s*[./_]\s*[^\W\d_]", text) else None


def _notation_dash(form: Form) -> Breach | None:
    text = _notation_text(form)
    return Breach(text, form.entry.number_line) if re.search("[\u2012-\u2015]", text) else None


def _notation_space(form: Form) -> Breach | None:
    text = _notation_text(form)
    spaced = not form.paged and re.search(r"[^\W\d_]\s+-|-\s+[^\W\d_]", text) is not None
    return Breach(text, form.entry.number_line) if spaced else None


def _groups(form: Form) -> list[str]:
    return [group for group in re.split(r"[-/.&]", form.header.notation or "") if group]


def _notation_case(form: Form) -> Breach | None:
    small = any(len(group) > 1 and group.islower() for group in _groups(form))
    return Breach(form.header.notation or "", form.entry.number_line) if small else None


def _heading_token(form: Form) -> tuple[str, str] | None:
    """The abbreviation of the type printed as a heading, and the notation's first group."""
    groups = _groups(form)
    if form.heading is None or not groups:
        return None
    wanted = next((short for short, name in ABBREVIATIONS.items() if slug(name) == form.topic.document_type), None)
    return (wanted, groups[0]) if wanted else None


def _type_and_notation(form: Form) -> Breach | None:
    found = _heading_token(form)
    if found is None:
        return None
    wanted, printed = found
    others = {short.upper() for short in ABBREVIATIONS} - {short.upper() for short in AMBIGUOUS}
    differs = printed.upper() != wanted.upper() and printed.upper() in others
    return Breach(f"{form.header.notation} – {wanted}", form.entry.number_line) if differs else None


def _notation_without_type(form: Form) -> Breach | None:
    found = _heading_token(form)
    if found is None:
        return None
    wanted, printed = found
    known = {short.upper() for short in ABBREVIATIONS}
    lacks = wanted.upper() not in {group.upper() for group in _groups(form)} and not any(
        printed.upper().startswith(short) for short in (wanted.upper(), "TTR", "CTR", *(k for k in known if k == printed.upper()))
    )
    return Breach(f"{form.header.notation} – {wanted}", form.entry.number_line) if lacks else None


def _letter_with_type(form: Form) -> Breach | None:
    groups = _groups(form)
    letter = form.topic.document_type == CONG_VAN and form.heading is None and form.topic.addressed_at is not None
    typed = bool(groups) and groups[0] in ABBREVIATIONS and groups[0] not in AMBIGUOUS
    return Breach(form.header.notation or "", form.entry.number_line) if letter and typed else None


def _organ_and_notation(form: Form) -> Breach | None:
    groups = [group.upper() for group in _groups(form)]
    wanted = {"uy ban nhan dan": ("UBND", "CT"), "hoi dong nhan dan": ("HĐND", "TTHĐND"), "so ": ("S",)}
    short = next((short for name, short in wanted.items() if form.organ.startswith(name)), None)
    if short is None or not groups:
        return None
    named = any(group.startswith(short) or (len(short[0]) > 1 and short[0] in group) for group in groups)
    return None if named else Breach(form.header.notation or "", form.entry.number_line)


def _dated(form: Form) -> tuple[Line, str] | None:
    line = form.date_line
    return (line, nfc(line.filled or line.text)) if line is not None else None


def _place_missing(form: Form) -> Breach | None:
    dated = _dated(form)
    return Breach(dated[1], dated[0]) if dated and form.header.place is None and fold(dated[1]).startswith("ngày") else None


def _place_comma(form: Form) -> Breach | None:
    dated = _dated(form)
    lacks = dated is not None and form.header.place is not None and re.match(r"^[^,.]*[^\W\d_]\s+ngày\b", dated[1]) is not None
    return Breach(dated[1], dated[0]) if dated and lacks else None


def _date_zero(form: Form) -> Breach | None:
    dated = _dated(form)
    said = _DAY_MONTH.search(dated[1]) if dated else None
    lacks = said is not None and (len(said[1]) == 1 or said[2] in {"1", "2"})
    return Breach(dated[1], dated[0]) if dated and lacks else None


def _date_short(form: Form) -> Breach | None:
    dated = _dated(form)
    return Breach(dated[1], dated[0]) if dated and _SHORT_DATE.search(dated[1]) else None


def _subject_missing(form: Form) -> Breach | None:
    if form.topic.subject is not None or form.witness is not SourceKind.TEXT:
        return None
    if form.heading is not None:
        return Breach(form.heading.text, form.heading) if form.topic.document_type in _SUBJECTED else None
    marked = any(re.match(r"v\s*/\s*v\b|về việc\b", fold(line.text)) for row in form.head for line in row.lines)
    letter = form.topic.letter and form.topic.addressed_at is not None and not marked
    return Breach(line=form.entry.number_line) if letter else None


TABLE = (
    must("title-missing", "II.1.a", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", _title_missing),
    must("title-wording", "II.1.a", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", _title_wording),
    must("motto-missing", "II.1.b", _MOTTO, _motto_missing),
    must("motto-wording", "II.1.b", _MOTTO, _motto_wording),
    should("superior-missing", "II.2.a", "UBND TỈNH … / SỞ NỘI VỤ", _superior_missing),
    must("number-missing", "II.3.a", "Số: 15/QĐ-BNV", _number_missing),
    must("number-zero", "II.3.c", "Số: 05/BNV-VP", _number_zero),
    must("number-word", "II.3.c", "Số: 15/QĐ-BNV", _number_word),
    must("notation-separator", "II.3.c", "QĐ-UBND", _notation_separator),
    should("notation-dash", "II.3.c", "QĐ-UBND", _notation_dash),
    must("notation-space", "II.3.c", "QĐ-UBND", _notation_space),
    must("notation-case", "II.3.c", "QĐ-UBND", _notation_case),
    must("type-and-notation", "II.3.b", "QUYẾT ĐỊNH – 15/QĐ-UBND", _type_and_notation),
    must("notation-without-type", "II.3.b", "TỜ TRÌNH – 15/TTr-SNV", _notation_without_type),
    must("letter-with-type", "II.3.b", "V/v … – 12/UBND-VX", _letter_with_type),
    should("organ-and-notation", "II.3.b", "ỦY BAN NHÂN DÂN – QĐ-UBND", _organ_and_notation),
    must("place-missing", "II.4.a", "Sông Mây, ngày 05 tháng 3 năm 2022", _place_missing),
    must("place-comma", "II.4.c", "Sông Mây, ngày 05 tháng 3 năm 2022", _place_comma),
    must("date-zero", "II.4.b", "ngày 05 tháng 01 năm 2022", _date_zero),
    must("date-short", "II.4.b", "ngày 05 tháng 3 năm 2022", _date_short),
    must("subject-missing", "II.5", "V/v nâng bậc lương năm 2022", _subject_missing),
)
