"""The requirements on the lower part of a document: who signs with what mark, and who receives it.

Decree 30/2020/NĐ-CP, annex I, part I, section II, items 7 and 9. They are asked only where the block was found: rows with a
signer, or with ``Nơi nhận``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from docflow.parse.document_types import CONG_VAN
from docflow.parse.form_facts import Form
from docflow.parse.lines import Line, Side
from docflow.parse.organs import looks_like_name
from docflow.parse.requirements import Breach, must, should
from docflow.parse.signing import anchor
from docflow.text import fold, unaccented

_RECEIVED = frozenset({"quyet_dinh", "ke_hoach", "bao_cao", "to_trinh", "thong_bao", "chi_thi", CONG_VAN})
_HEADS = frozenset(
    {"CHỦ TỊCH", "GIÁM ĐỐC", "TRƯỞNG PHÒNG", "HIỆU TRƯỞNG", "CỤC TRƯỞNG", "CHI CỤC TRƯỞNG", "CHÁNH VĂN PHÒNG", "BỘ TRƯỞNG"}
)
_SINGLE_HEADED = re.compile(r"^tm\s?\.?\s?(?:so|phong|trung tam|truong|chi cuc|cuc|van phong|benh vien)\b")
_ODD_MARK = re.compile(r"^(?:T/M|K/T|T/L|T/UQ|(?:TM|KT|TL|TUQ)\s+(?=[^\W\d_]))")
_DEGREE = re.compile(r"^(?:PGS|GS|TS|ThS|Ths|THS|BS|KS|CN|LS)\b\s?\.|^(?:Tiến sĩ|Thạc sĩ|Bác sĩ|Kỹ sư|Cử nhân)\b")
_ABOVE = re.compile(r"như\s+(?:trên|kính gửi)")


def _lines(form: Form) -> Iterator[Line]:
    return (line for row in form.closing for line in row.lines)


def _anchor_line(form: Form) -> Line | None:
    at = anchor(form.closing)
    return form.closing[at].lines[0] if at is not None else None


def _below(form: Form) -> list[Line]:
    """The lines of the list of recipients, from ``Nơi nhận`` on."""
    at = anchor(form.closing)
    if at is None:
        return []
    lines = (line for row in form.closing[at:] for line in row.lines)
    return [line for line in lines if line.side is not Side.RIGHT]


def _position_line(form: Form) -> tuple[str, Line | None]:
    position = form.header.signers[0].position or ""
    return position, next((line for line in _lines(form) if line.text.strip(" .:*") and line.text in position), form.signed.line)


def _signer_missing(form: Form) -> Breach | None:
    line = _anchor_line(form)
    return Breach(line.text, line) if line is not None and not form.signed.signers and not _may_be_named(form) else None


def _may_be_named(form: Form) -> bool:
    """Whether anything in capitals stands in the block, which may be a position that was not understood."""
    at = anchor(form.closing) or 0
    return any(looks_like_name(line.text) for row in form.closing[max(at - 14, 0) :] for line in row.lines)


def _one_signer(form: Form) -> bool:
    return len(form.header.signers) == 1 and form.header.signers[0].name is not None


def _marked(form: Form, mark: str) -> bool:
    """Whether a mark is printed anywhere in the block, understood or not."""
    return any(re.search(rf"\b{mark[0]}\s?[./]?\s?{mark[1]}\s?\.?", line.text) for line in _lines(form))


def _deputy_without_mark(form: Form) -> Breach | None:
    if not _one_signer(form):
        return None
    marks = form.header.signers[0].authority
    position, line = _position_line(form)
    by_itself = not marks or (marks == ("TM.",) and form.organ.startswith("uy ban nhan dan"))
    if position.startswith("PHÓ ") and by_itself and not _marked(form, "KT"):
        return Breach(position, line)
    return None


def _head_with_mark(form: Form) -> Breach | None:
    if not _one_signer(form) or "KT." not in form.header.signers[0].authority:
        return None
    position, line = _position_line(form)
    return Breach(f"KT. – {position}", line) if position in _HEADS else None


def _collective(form: Form) -> Breach | None:
    line = next(
        (line for line in _lines(form) if _SINGLE_HEADED.match(unaccented(line.text)) and line.text.startswith("TM")), None
    )
    return Breach(line.text, line) if line is not None else None


def _mark_form(form: Form) -> Breach | None:
    if not _one_signer(form):
        return None
    line = next((line for line in _lines(form) if looks_like_name(line.text) and _ODD_MARK.match(line.text)), None)
    return Breach(line.text, line) if line is not None else None


def _degree(form: Form) -> Breach | None:
    line = form.signed.line
    council = form.organ.startswith(("uy ban nhan dan", "hoi dong nhan dan"))
    return Breach(line.text, line) if council and line is not None and _DEGREE.match(line.text) else None


def _addressee_missing(form: Form) -> Breach | None:
    letter = form.topic.document_type == CONG_VAN and form.heading is None and form.topic.addressed_at is None
    return Breach(form.header.subject or "", form.topic.subject_line) if letter else None


def _recipients_missing(form: Form) -> Breach | None:
    signed = _one_signer(form) and form.header.document_type in _RECEIVED
    named = any(fold(line.text).lstrip("-* ").startswith("nơi") for line in _lines(form))
    return Breach(line=form.signed.line) if signed and _anchor_line(form) is None and not named else None


def _not_as_above(form: Form) -> Breach | None:
    letter = form.header.document_type == CONG_VAN and form.topic.addressed_at is not None
    below = _below(form)
    if not letter or len(below) < 2 or any(_ABOVE.search(fold(line.text)) for line in below):
        return None
    return Breach(below[1].text, below[0])


def _file_line(form: Form) -> Line | None:
    return next((line for line in _below(form) if fold(line.text).lstrip("-+*• ").startswith("lưu")), None)


def _file_copy_missing(form: Form) -> Breach | None:
    below = _below(form)
    listed = [line for line in below[1:] if line.text.startswith(("-", "–", "+", "•"))]
    ended = bool(listed) and listed[-1].text.rstrip().endswith(".")
    lacks = ended and _file_line(form) is None and not any("lưu" in fold(line.text) for line in below)
    return Breach(listed[-1].text, listed[-1]) if lacks else None


def _file_copy_clerk(form: Form) -> Breach | None:
    line = _file_line(form)
    said = re.sub(r"^\W*lưu\b\W*", "", fold(line.text)) if line is not None else ""
    return Breach(line.text, line) if line is not None and said and re.search(r"\bvt|văn thư", said) is None else None


TABLE = (
    must("signer-missing", "II.7.c", "CHỦ TỊCH / Nguyễn Văn A", _signer_missing),
    must("deputy-without-kt", "II.7.b", "KT. CHỦ TỊCH / PHÓ CHỦ TỊCH", _deputy_without_mark),
    must("kt-with-head", "II.7.b", "KT. CHỦ TỊCH / PHÓ CHỦ TỊCH", _head_with_mark),
    should("tm-not-collective", "II.7.b", "TM. ỦY BAN NHÂN DÂN", _collective),
    must("mark-form", "II.7.b", "TM. ỦY BAN NHÂN DÂN", _mark_form),
    must("degree-before-name", "II.7.c", "Nguyễn Văn A", _degree),
    must("addressee-missing", "II.9.b", "Kính gửi: Bộ Nội vụ", _addressee_missing),
    must("recipients-missing", "II.9.d", "Nơi nhận:", _recipients_missing),
    must("not-as-above", "II.9.b", "- Như trên;", _not_as_above),
    must("file-copy-missing", "II.9.d", "- Lưu: VT, TCCB.", _file_copy_missing),
    must("file-copy-clerk", "II.9.d", "- Lưu: VT, TCCB.", _file_copy_clerk),
)
