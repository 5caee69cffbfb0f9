"""The type of a document from how a register names it: its words, or the first part of its notation.

Types and abbreviations are those of Decree 30/2020, annex III.I, and the legal and Party types that stand in the same books.
"""

from __future__ import annotations

import re

from docflow.text import nfc, slug, unaccented

ABBREVIATIONS = {
    "NQ": "Nghị quyết",
    "QĐ": "Quyết định",
    "CT": "Chỉ thị",
    "QC": "Quy chế",
    "QyĐ": "Quy định",
    "TC": "Thông cáo",
    "TB": "Thông báo",
    "HD": "Hướng dẫn",
    "CTr": "Chương trình",
    "KH": "Kế hoạch",
    "PA": "Phương án",
    "ĐA": "Đề án",
    "DA": "Dự án",
    "BC": "Báo cáo",
    "BB": "Biên bản",
    "TTr": "Tờ trình",
    "HĐ": "Hợp đồng",
    "CĐ": "Công điện",
    "BGN": "Bản ghi nhớ",
    "BTT": "Bản thỏa thuận",
    "GUQ": "Giấy ủy quyền",
    "GM": "Giấy mời",
    "GGT": "Giấy giới thiệu",
    "GNP": "Giấy nghỉ phép",
    "PG": "Phiếu gửi",
    "PC": "Phiếu chuyển",
    "PB": "Phiếu báo",
    "CV": "Công văn",
    "NĐ": "Nghị định",
    "TT": "Thông tư",
}
_NAMES = (*ABBREVIATIONS.values(), "Thư công", "Kết luận")
_BY_WORDS = {unaccented(name): slug(name) for name in _NAMES}
_LONGEST_FIRST = sorted(_BY_WORDS, key=lambda words: (-len(words), words))
_ABOUT = re.compile(r"^v\s*/\s*v\b")


def document_type(words: str | None, notation: str | None) -> str | None:
    """The type that a register's cell begins with, else the one that the notation abbreviates; None if neither says.

    The printed words win: an abbreviation is ambiguous (CĐ, HĐ, CT, TC), and a letter's notation begins with an organ.
    """
    folded = unaccented(words or "")
    if _ABOUT.match(folded):
        return "cong_van"
    for name in _LONGEST_FIRST:
        if folded == name or folded.startswith((f"{name} ", f"{name}:", f"{name},", f"{name}.", f"{name}-")):
            return _BY_WORDS[name]
    head = re.split(r"[-/.]", nfc(notation or ""))[0].strip()
    return slug(ABBREVIATIONS[head]) if head in ABBREVIATIONS else None
