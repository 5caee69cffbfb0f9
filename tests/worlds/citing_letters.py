"""A few DOCX documents of one invented province that cite one another, and some that are not there."""

from __future__ import annotations

import zipfile
from pathlib import Path

from worlds.letters import _RELATIONS, _TYPES, _W, paragraph

UNITS = "Mã định danh,Tên đơn vị,Cấp\nP,Ủy ban nhân dân tỉnh Sông Lam,tỉnh\nD,Ủy ban nhân dân huyện Sông Mây,huyện\n"
PROVINCE, DISTRICT = ("ỦY BAN NHÂN DÂN", "TỈNH SÔNG LAM"), ("ỦY BAN NHÂN DÂN", "HUYỆN SÔNG MÂY")


def paper(path: Path, organ: tuple[str, str], number: str, day: str, heading: str, *body: str) -> Path:
    """Write one document: its header in a table of two columns, its heading or ``V/v``, its body and the block at its end."""
    named = not heading.startswith("V/v")
    left = [*organ, f"Số: {number}", *([] if named else [heading])]
    right = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", f"Sông Lam, {day}"]
    top = "".join(f"<w:tc>{''.join(map(paragraph, cell))}</w:tc>" for cell in (left, right))
    opening = heading.split("\n") if named else ["Kính gửi: Các phòng, ban."]
    end = (["Nơi nhận:", "- Như trên;", "- Lưu: VT."], ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Nguyễn Văn An"])
    bottom = "".join(f"<w:tc>{''.join(map(paragraph, cell))}</w:tc>" for cell in end)
    text = "".join(map(paragraph, (*opening, *body)))
    document = f"<w:tbl><w:tr>{top}</w:tr></w:tbl>{text}<w:tbl><w:tr>{bottom}</w:tr></w:tbl>"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", _TYPES)
        package.writestr("_rels/.rels", _RELATIONS)
        package.writestr("word/document.xml", f"<w:document {_W}><w:body>{document}</w:body></w:document>")
    return path


def plan(folder: Path) -> Path:
    """The province's plan that others carry out."""
    return paper(
        folder / "ke-hoach.docx",
        PROVINCE,
        "798/KH-UBND",
        "ngày 12 tháng 5 năm 2022",
        "KẾ HOẠCH\nCải cách hành chính năm 2022",
        "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ;",
        "Các huyện thực hiện.",
    )


def carrying_out(folder: Path) -> Path:
    """A letter of the district that carries the plan out."""
    return paper(
        folder / "trien-khai.docx",
        DISTRICT,
        "12/UBND-VX",
        "ngày 20 tháng 5 năm 2022",
        "V/v triển khai cải cách hành chính",
        "Thực hiện Kế hoạch số 798/KH-UBND ngày 12 tháng 5 năm 2022 của Ủy ban nhân dân tỉnh, Ủy ban nhân dân huyện yêu cầu.",
    )


def mistaken(folder: Path) -> Path:
    """A letter of the district that cites the plan by a notation that it does not bear, and another of its own number."""
    return paper(
        folder / "nhac.docx",
        DISTRICT,
        "13/UBND-VX",
        "ngày 25 tháng 5 năm 2022",
        "V/v báo cáo cải cách hành chính",
        "Theo Công văn số 798/UBND-NC ngày 12 tháng 5 năm 2022 của Ủy ban nhân dân tỉnh và Kế hoạch số 798/KH-UBND, báo cáo.",
    )
