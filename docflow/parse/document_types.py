"""The names of document types and their abbreviations.

Decree 30/2020/NĐ-CP, article 7 and annex III (29 administrative types and the copies); Circular 01/2011/TT-BNV for older
files; Law on the Promulgation of Legal Documents for the normative ones; Guidance 36-HD/VPTW for those of the Party.
"""

from __future__ import annotations

import re

from docflow.text import fold, slug

# Abbreviation in a notation -> name. Case matters: QyĐ and QĐ, CTr and CT are different types.
ABBREVIATIONS = {
    "NQ": "Nghị quyết", "QĐ": "Quyết định", "CT": "Chỉ thị", "QC": "Quy chế", "QyĐ": "Quy định", "TC": "Thông cáo",
    "TB": "Thông báo", "HD": "Hướng dẫn", "CTr": "Chương trình", "KH": "Kế hoạch", "PA": "Phương án", "ĐA": "Đề án",
    "DA": "Dự án", "BC": "Báo cáo", "BB": "Biên bản", "TTr": "Tờ trình", "HĐ": "Hợp đồng", "CĐ": "Công điện",
    "BGN": "Bản ghi nhớ", "BTT": "Bản thỏa thuận", "GUQ": "Giấy ủy quyền", "GM": "Giấy mời", "GGT": "Giấy giới thiệu",
    "GNP": "Giấy nghỉ phép", "PG": "Phiếu gửi", "PC": "Phiếu chuyển", "PB": "Phiếu báo", "CV": "Công văn",
    "KL": "Kết luận", "NĐ": "Nghị định", "TT": "Thông tư", "TTLT": "Thông tư liên tịch", "NQLT": "Nghị quyết liên tịch",
    "L": "Luật", "PL": "Pháp lệnh",
}  # fmt: skip

# These also stand for a body, a field or a company (công điện or cao đẳng, hợp đồng or hội đồng): alone they decide nothing.
AMBIGUOUS = frozenset({"CĐ", "HĐ", "CT", "TC", "DA", "PC", "TT", "L", "PL", "HD", "CV"})

# Unless a year in the number says that the document is a legal normative one.
_OF_NORMATIVE = frozenset({"TT", "CT", "PL"})

_UNABBREVIATED = (
    "Thư công", "Lệnh", "Hiến pháp", "Bộ luật", "Sắc lệnh", "Bản cam kết", "Giấy chứng nhận", "Giấy đi đường",
    "Giấy biên nhận hồ sơ", "Giấy triệu tập", "Thông tri", "Điều lệ", "Nội quy", "Tuyên bố", "Lời kêu gọi", "Công bố",
    "Phụ lục hợp đồng", "Thư mời", "Quy trình", "Đề cương", "Phiếu trình", "Chương trình hành động", "Kiến nghị", "Kháng nghị",
    "Bản án", "Giấy phép", "Giấy xác nhận", "Quy ước",
)  # fmt: skip

COPIES = {"SY": "Sao y", "SL": "Sao lục", "TrS": "Trích sao"}

CONG_VAN = "cong_van"

NAMES: dict[str, str] = {fold(name): slug(name) for name in (*ABBREVIATIONS.values(), *_UNABBREVIATED) if name != "Công văn"}
_SPACED = {name.replace(" ", ""): slug for name, slug in NAMES.items()}
# "Chương trình hành động" is a chương trình whose subject begins with its second half.
_BROADER = {"chuong_trinh_hanh_dong": "chuong_trinh"}


# Words that begin names of papers which no list holds: what bears one is no công văn, whomever it addresses.
_OTHER_PAPER = re.compile(r"^(?:đơn|giấy|phiếu|bản|bảng|yêu cầu|đề nghị|tờ khai|danh sách|lịch|thư|cam kết|lời)\b")


def is_other_paper(line: str) -> bool:
    """Whether a line in capitals is the heading of a paper of a kind that the lists do not hold: ``ĐƠN ĐỀ NGHỊ``."""
    return line == line.upper() and _OTHER_PAPER.match(fold(line)) is not None


def heading_type(line: str) -> tuple[str, str] | None:
    """Read a printed type heading: the slug of the type, and what the line says after it.

    Only a line that begins with the name in capitals is a heading: ``QUYẾT ĐỊNH``, ``KẾ HOẠCH TỔ CHỨC HỘI NGHỊ``.
    """
    words = line.split(" ")
    if len(words) > 3 and all(len(word) == 1 for word in words):  # Q U Y Ế T  Đ Ị N H
        spaced = _SPACED.get(fold("".join(words)))
        return (spaced, "") if spaced and line == line.upper() else None
    for size in range(min(5, len(words)), 0, -1):
        head = " ".join(words[:size])
        name = NAMES.get(fold(head))
        if name is not None and head == head.upper():
            if name in _BROADER:
                continue
            return name, " ".join(words[size:])
    return None


# The bodies of the Party, whose notations all begin with a type: 225-CV/ĐU, 36-HD/VPTW.
_PARTY = re.compile(r"^(?:\w*(?:T[UƯW]|TƯ|HU|ĐU|QU|ThU|CU)|CB\w*|ĐU\w*)(?:[-/.]|$)")
_PARTY_TYPES = {"TT": "Thông tri", "QĐi": "Quy định"}
_NOT_OF_PARTY = frozenset({"TC", "PC", "L", "PL", "HĐ", "CĐ"})


def notation_type(notation: str | None, year: int | None = None) -> str | None:
    """The type that a notation's token names, or None where it names none or could mean something else.

    ``year`` is the one in the number, which legal normative documents bear (``05/2025/TT-BNV``).
    """
    if notation is None:
        return None
    token, stroke, body = notation.partition("/")
    if stroke and _PARTY.match(body) and token not in _NOT_OF_PARTY:
        name = _PARTY_TYPES.get(token) or ABBREVIATIONS.get(token)
        return slug(name) if name else None
    for separator in "-/.":
        token = notation.partition(separator)[0]
        if token in ABBREVIATIONS and (token not in AMBIGUOUS or (year is not None and token in _OF_NORMATIVE)):
            return slug(ABBREVIATIONS[token])
    return None
