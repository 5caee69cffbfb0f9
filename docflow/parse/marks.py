"""Marks that stand in a cell or stamp of their own: secrecy, urgency, draft, copy, arrival.

Decree 30/2020/NĐ-CP, annex I, part II.10 and 11, article 25 and 27; Decree 26/2020/NĐ-CP for secrecy. A word of running
text is never a mark: a mark is a whole line, in capitals or in brackets.
"""

from __future__ import annotations

import functools
import re

from docflow.model import CopyForm
from docflow.text import fold, printed

LONGEST = 60
_SECRECY = {"mật": "MẬT", "tốimật": "TỐI MẬT", "tuyệtmật": "TUYỆT MẬT"}
_PRIORITY = {"khẩn": "KHẨN", "thượngkhẩn": "THƯỢNG KHẨN", "hỏatốc": "HỎA TỐC", "hỏatốchẹngiờ": "HỎA TỐC HẸN GIỜ"}
_COPIES = {"sao y": CopyForm.SAO_Y, "sao lục": CopyForm.SAO_LUC, "trích sao": CopyForm.TRICH_SAO}
_COPY_TOKENS = {"SY": CopyForm.SAO_Y, "SL": CopyForm.SAO_LUC, "TrS": CopyForm.TRICH_SAO}
_DRAFT = re.compile(r"^(?:bản )?dự thảo(?:\s*(?:lần|số)?\s*(?:thứ )?[\divx]+)?(?:\s*[(,;-].*)?$")
_SECRECY_LABEL = re.compile(r"^độ mật\s*:\s*")
_PRIORITY_LABEL = re.compile(r"^độ khẩn\s*:\s*")
_COPY = re.compile(r"^(sao y|sao lục|trích sao)\b")
_ARRIVAL = re.compile(r"^(?:(?:công )?văn(?: bản)? )?đến(?:\s*(?:số|ngày|giờ)\b.*)?$")
# What publishers and offices print over a copy; none of them is one of the forms of copy of Decree 30.
_EXEMPLAR = re.compile(r"^(?:bản (?:sao|chính|gốc|điện tử)|văn bản điện tử|công báo)$")
ARRIVAL_BEGINS = {"Đ", "\u00d0", "\u0189", "C", "V"}
_IN_STAMP = re.compile(r"^(?:số|ngày|giờ|chuyển|lưu hồ sơ|số và ký hiệu hs|lưu hs)\b")


@functools.lru_cache(maxsize=512)  # a cell is asked for each kind of mark
def _whole(text: str) -> str | None:
    """The folded text of a line in capitals without its frame, else None."""
    if len(text) > LONGEST or text != text.upper():
        return None
    bare = printed(text).strip(" .:;*-_[]()|")
    return fold(bare) if bare and bare == bare.upper() else None


def secrecy(text: str) -> str | None:
    """The secrecy mark that a line is, or None; spaced letters (``M Ậ T``) count."""
    whole = _whole(text)
    return _SECRECY.get(_SECRECY_LABEL.sub("", whole).replace(" ", "")) if whole else None


def priority(text: str) -> str | None:
    """The urgency mark that a line is, or None."""
    whole = _whole(text)
    return _PRIORITY.get(_PRIORITY_LABEL.sub("", whole).replace(" ", "")) if whole else None


def draft(text: str) -> bool:
    """Whether a line says that this is a draft: ``DỰ THẢO``, ``(Dự thảo lần 2)``."""
    if text[:1] not in {"(", "["} and _whole(text) is None:
        return False
    line = printed(text)
    if _whole(line) is None and not (line.startswith(("(", "[")) and line.endswith((")", "]"))):
        return False
    return _DRAFT.match(fold(line.strip("()[] "))) is not None


def copy_form(text: str) -> CopyForm | None:
    """The form of copy that a line in capitals begins with, as the copying body's signature shows it."""
    match = _COPY.match(fold(text)) if text[:1] in {"S", "T"} else None
    if match is None or not printed(text).startswith(match[1].upper()):
        return None
    return _COPIES[match[1]]


def copy_notation(notation: str | None) -> CopyForm | None:
    """The form of copy that a notation's first token names (``SY-UBND``)."""
    return _COPY_TOKENS.get(re.split(r"[-/.]", notation)[0]) if notation else None


def arrival(text: str) -> bool:
    """Whether a line begins a receiver's arrival stamp (dấu đến)."""
    if text[:1] not in ARRIVAL_BEGINS:
        return False
    line = printed(text)
    return line.startswith(("ĐẾN", "CÔNG VĂN ĐẾN", "VĂN BẢN ĐẾN")) and _ARRIVAL.match(fold(line)) is not None


def in_arrival_stamp(text: str) -> bool:
    """Whether a line below ``ĐẾN`` is one of the stamp's own fields."""
    return _IN_STAMP.match(fold(text)) is not None


def exemplar(text: str) -> bool:
    """Whether a line in capitals says only which exemplar of a document this is: ``BẢN SAO``, ``VĂN BẢN ĐIỆN TỬ``."""
    whole = _whole(text)
    return whole is not None and _EXEMPLAR.match(whole) is not None


def is_mark(text: str) -> bool:
    """Whether a cell is a mark of any kind and so no part of the line it stands beside."""
    return len(text) <= LONGEST and bool(secrecy(text) or priority(text) or draft(text) or arrival(text) or exemplar(text))
