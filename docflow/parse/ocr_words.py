"""Words whose Vietnamese marks are certain by their letters: fixed wording, types, and the words that bodies' names are made of.

A recogniser that reads every letter right still takes one mark for another now and then (PHỔ for PHỐ). Only words that have no
other meaning in a heading are listed, so that names of places keep what was read.
"""

from __future__ import annotations

import re

from docflow.parse.document_types import NAMES
from docflow.text import fold, unaccented

_WHOLE = (
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "ĐẢNG CỘNG SẢN VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "QUỐC HỘI",
    "CHỦ TỊCH NƯỚC", "CHÍNH PHỦ", "THỦ TƯỚNG CHÍNH PHỦ", "SỞ NỘI VỤ", "SỞ Y TẾ", "BỘ Y TẾ", "BỘ NỘI VỤ",
    *(name.upper() for name in NAMES),
)  # fmt: skip
_PARTS = (
    "ỦY BAN", "NHÂN DÂN", "HỘI ĐỒNG", "THÀNH PHỐ", "THỊ XÃ", "THỊ TRẤN", "VĂN PHÒNG", "THỦ TƯỚNG", "CHÍNH PHỦ", "TRƯỜNG ĐẠI HỌC",
    "ĐẠI HỌC", "QUỐC GIA", "CAO ĐẲNG", "TRUNG HỌC", "PHỔ THÔNG", "CÔNG NGHỆ", "THÔNG TIN", "TRUYỀN THÔNG", "GIÁO DỤC", "ĐÀO TẠO",
    "TÀI NGUYÊN", "MÔI TRƯỜNG", "NÔNG NGHIỆP", "NÔNG THÔN", "PHÁT TRIỂN", "XÂY DỰNG", "GIAO THÔNG", "VẬN TẢI", "CÔNG THƯƠNG",
    "KHOA HỌC", "LAO ĐỘNG", "THƯƠNG BINH", "XÃ HỘI", "VĂN HÓA", "THỂ THAO", "DU LỊCH", "TÀI CHÍNH", "KẾ HOẠCH", "ĐẦU TƯ",
    "TƯ PHÁP", "NGOẠI VỤ", "DÂN TỘC", "TÔN GIÁO", "THANH TRA", "BỆNH VIỆN", "TRUNG TÂM", "QUẢN LÝ", "KHU CÔNG NGHIỆP", "HUYỆN ỦY",
    "TỈNH ỦY", "THÀNH ỦY", "ĐẢNG ỦY", "CÔNG AN", "QUÂN SỰ", "BẢO HIỂM", "KHO BẠC", "NHÀ NƯỚC", "KIỂM SÁT", "TÒA ÁN", "MẶT TRẬN",
    "TỔ QUỐC", "VIỆT NAM", "HÀ NỘI", "HỒ CHÍ MINH", "HỆ THỐNG",
)  # fmt: skip
# What is read of a frame around a mark.
FRAME = " |/\\[](){}!"
_RIGHT = {unaccented(words): words for words in _WHOLE}
_PART = {unaccented(words): words for words in _PARTS}
_LETTERS = re.compile(r"[^\W\d_]+")


def fixed(text: str) -> bool:
    """Whether a line is, by its letters, of a fixed wording."""
    return unaccented(text) in _RIGHT


def righted(text: str) -> str:
    """A line as read, with the marks put right of wording that is certain; as printed where only the tone is placed otherwise."""
    known = _RIGHT.get(unaccented(text))
    if known is not None and (text == text.upper() or not known.isupper()):
        return text if fold(known) == fold(text) else known
    if text != text.upper():
        return text
    words = list(_LETTERS.finditer(text))
    made = text
    for size in (3, 2):
        for first, last in zip(words, words[size - 1 :], strict=False):
            printed = text[first.start() : last.end()]
            part = _PART.get(unaccented(printed))
            if part is not None and fold(part) != fold(printed) and len(part) == len(printed):
                made = made[: first.start()] + part + made[last.end() :]
    return made
