"""Documents drawn at random: a letterhead in one of the ways in which it is broken and set, with what a clerk reads from it.

A stray is text that is none of the document's: an arrival stamp, the text of a digital signature, a page number.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from random import Random

from worlds.headers import MOTTO, PARTY, TITLE
from worlds.offices_at_random import Office, office

TYPES = (
    ("QĐ", "QUYẾT ĐỊNH"), ("KH", "KẾ HOẠCH"), ("TB", "THÔNG BÁO"), ("BC", "BÁO CÁO"), ("TTr", "TỜ TRÌNH"), ("HD", "HƯỚNG DẪN"),
    ("CTr", "CHƯƠNG TRÌNH"), ("GM", "GIẤY MỜI"), ("NQ", "NGHỊ QUYẾT"), ("CT", "CHỈ THỊ"), ("BB", "BIÊN BẢN"), ("ĐA", "ĐỀ ÁN"),
    ("PA", "PHƯƠNG ÁN"), ("QC", "QUY CHẾ"), ("CĐ", "CÔNG ĐIỆN"), ("GGT", "GIẤY GIỚI THIỆU"), ("KL", "KẾT LUẬN"), ("QyĐ",
    "QUY ĐỊNH"),
)  # fmt: skip
SLUGS = {
    "QĐ": "quyet_dinh", "KH": "ke_hoach", "TB": "thong_bao", "BC": "bao_cao", "TTr": "to_trinh", "HD": "huong_dan",
    "CTr": "chuong_trinh", "GM": "giay_moi", "NQ": "nghi_quyet", "CT": "chi_thi", "BB": "bien_ban", "ĐA": "de_an",
    "PA": "phuong_an",
    "QC": "quy_che", "CĐ": "cong_dien", "GGT": "giay_gioi_thieu", "KL": "ket_luan", "QyĐ": "quy_dinh",
}  # fmt: skip
SUBJECTS = (
    "Về việc kiện toàn Ban Chỉ đạo chuyển đổi số của cơ quan", "Về tăng cường kỷ luật, kỷ cương hành chính năm 2024",
    "Triển khai thực hiện công tác văn thư, lưu trữ năm 2024 và những năm tiếp theo trên địa bàn",
    "Kết quả thực hiện nhiệm vụ quý I, phương hướng nhiệm vụ quý II năm 2024", "Tổ chức Hội nghị giao ban công tác tháng 3",
    "Về việc phê duyệt danh mục hồ sơ, tài liệu thuộc diện giao nộp", "V/v ban hành quy chế làm việc của đơn vị",
    "Sơ kết 05 năm thực hiện Chỉ thị số 13-CT/TW ngày 12 tháng 01 năm 2017",
)  # fmt: skip
LETTER_SUBJECTS = (
    "báo cáo kết quả thực hiện công tác cải cách hành chính", "cung cấp thông tin, số liệu phục vụ họp báo",
    "góp ý dự thảo Quyết định của Ủy ban nhân dân tỉnh", "tăng cường phòng, chống cháy rừng mùa khô", "cử công chức dự tập huấn",
)  # fmt: skip
SIGNERS = (
    "Nguyễn Văn An", "Lê Thị Thu Hà", "Trần Quốc Bảo", "Phạm Minh", "K’Brơi Mẫu", "Hoàng Thị Mẫu Đơn", "Y Thanh Hà Niê",
    "Vũ Đức Đam",
    "Đặng Ngọc Sơn", "Bùi Mẫu", "Lò Văn Chiến", "Tôn Nữ Mẫu Hạnh",
)  # fmt: skip
DEGREES = ("", "", "", "", "", "", "", "ThS. ", "TS. ", "BS.CKII. ", "PGS.TS. ", "BS. ")
TOWNS = (
    "Sông Lam",
    "Bến Lúa",
    "Hòa Khê",
    "Hà Nội",
    "Bình An",
    "Thành phố Sông Lam",
    "TP. Hải Vân",
    "Quận 5",
    "Ia K'Rông",
    "Bà Rịa - Lam Sơn",
)
BODY = (
    "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;",
    "Theo đề nghị của Chánh Văn phòng tại Tờ trình số 77/TTr-VP ngày 01 tháng 02 năm 2024.",
)
SENT = ("Thực hiện Công văn số 88/UBND-VX ngày 02 tháng 01 năm 2024 về việc nêu trên, đơn vị báo cáo như sau:", *BODY[1:])


@dataclass(frozen=True, slots=True)
class Truth:
    """What a clerk reads; None for what the paper does not say."""

    organ: str
    superior: str | None
    second: str | None
    number: str | None
    notation: str
    year: int | None
    day: str | None
    document_type: str
    subject: str | None
    draft: bool
    signers: tuple[tuple[str, str | None, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """Lines of the two columns with their weight, lines across the page, the closing block, strays by their place."""

    left: tuple[tuple[str, bool], ...]
    right: tuple[tuple[str, bool], ...]
    below: tuple[str, ...]
    closing: tuple[tuple[str, str], ...]
    strays: tuple[tuple[str, tuple[str, ...]], ...]
    truth: Truth


_BREAK_BEFORE = {"TỈNH", "HUYỆN", "XÃ", "PHƯỜNG", "THÀNH", "THỊ", "QUẬN", "VÀ", "KHU", "ĐẶC"}


def broken(draw: Random, name: str) -> list[str]:
    """A name over one to four lines, at a place's beginning, or where the column ends."""
    words = name.split(" ")
    width = draw.choice((18, 22, 24, 26, 28, 30, 32, 36))
    if len(name) <= width and draw.random() < 0.75:
        return [name]
    if draw.random() < 0.5:
        cuts = [i for i, word in enumerate(words) if i > 1 and word in _BREAK_BEFORE and len(" ".join(words[i:])) > 4]
        cuts = [i for i in cuts if not (words[i] == "VÀ" and len(words) - i < 2)]
        if cuts:
            at = draw.choice(cuts)
            if max(len(" ".join(words[:at])), len(" ".join(words[at:]))) <= 38:
                return [" ".join(words[:at]), " ".join(words[at:])]
    lines = [words[0]]
    for word in words[1:]:
        if len(lines[-1]) + 1 + len(word) > width:
            lines.append(word)
        else:
            lines[-1] += f" {word}"
    return lines if len(lines) <= 4 else [name]


def _heads(draw: Random, said: Office) -> list[tuple[str, bool]]:
    weight = draw.choices(("decree", "bold", "plain"), (80, 12, 8))[0]
    lines: list[tuple[str, bool]] = []
    if said.superior:
        above = [said.superior] if draw.random() < 0.6 else broken(draw, said.superior)
        lines += [(line, weight == "bold") for line in above]
    organ = said.organ
    if said.second:
        if draw.random() < 0.5:
            organ = f"{said.organ} - {said.second}"
            lines += [(line, weight != "plain") for line in broken(draw, organ)]
            return lines
        dash = draw.choice((" -", " –", "-"))
        lines += [(line, weight != "plain") for line in [*broken(draw, said.organ + dash), *broken(draw, said.second)]]
        return lines
    lines += [(line, weight != "plain") for line in broken(draw, organ)]
    if said.party and draw.random() < 0.9:
        lines.append((draw.choice(("*", "*", "* * *", "***")), False))
    elif draw.random() < 0.2:
        lines.append((draw.choice(("_______", "--------", "-----***-----", "———————")), False))
    return lines


def _number(draw: Random, said: Office, kind: str | None) -> tuple[str, str | None, str, int | None]:
    """The number line, the number, the notation, the year in it."""
    number = str(draw.choice((draw.randint(1, 9), draw.randint(10, 99), draw.randint(100, 999), draw.randint(1000, 99999))))
    number = number.zfill(2) + (draw.choice("aAbB") if draw.random() < 0.04 else "")
    blank = draw.random() < 0.08
    if said.party:
        notation = f"{kind or 'CV'}/{said.sign}"
        shown = draw.choice(("", "   ", "....")) if blank else number
        return f"{draw.choice(('Số', 'Số:', 'Số :'))} {shown}-{notation}", None if blank else number, notation, None
    fields = ("", "-VP", "-TH", "-NCPC", "-CCHC&VTLT", "-TCCC", "-QLNN", "-VX", "-KT,NN")
    notation = f"{kind}-{said.sign}" if kind else said.sign + draw.choice(fields)
    year = 2024 if kind in {"QĐ", "NQ", "CT"} and draw.random() < 0.12 else None
    dash = draw.choice(("-", "-", "-", "-", "–", " - ", "- ", "\u2010", "-\u00ad"))
    shown = notation.replace("-", dash)
    if draw.random() < 0.05:
        shown = shown.replace("Đ", "\u00d0")
    label = draw.choice(("Số: ", "Số: ", "Số: ", "Số:", "Số ", "Số : ", "SỐ: ", "Số:  "))
    stroke = draw.choice(("/", "/", "/", "/", " /", "/ ", ". /")) if not blank else "/"
    mid = f"{draw.choice(('', '    ', '......', '…….', '___', '.....'))}" if blank else number
    tail = draw.choice(("", "", "", ".", " "))
    return f"{label}{mid}{stroke}{f'{year}/' if year else ''}{shown}{tail}", None if blank else number, notation, year


def _date(draw: Random, *, blank: bool) -> tuple[str, str | None]:
    day = dt.date(draw.randint(2016, 2026), draw.randint(1, 12), draw.randint(1, 28))
    town = draw.choice(TOWNS)
    if blank:
        gaps = draw.choice(
            (
                "ngày     tháng {m} năm {y}",
                "ngày ... tháng ... năm {y}",
                "ngày      tháng      năm {y}",
                "ngày …. tháng {m} năm {y}",
            )
        )
        return f"{town}, {gaps.format(m=day.month, y=day.year)}", None
    pattern = draw.choice((
        "{t}, ngày {d:02} tháng {m:02} năm {y}", "{t}, ngày {d} tháng {m} năm {y}", "{t}, ngày {d:02} tháng {m} năm {y}",
        "{t}, ngày {d:02} tháng {m:02} năm {y}", "{t}, ngày  {d:02}  tháng  {m} năm {y}", "{t},ngày {d:02} tháng {m} năm {y}",
        "{t}, ngày {d:02} tháng {m} năm {y}.", "{t} ngày {d:02} tháng {m} năm {y}", "{t}, Ngày {d:02} tháng {m} năm {y}",
    ))  # fmt: skip
    return pattern.format(t=town, d=day.day, m=day.month, y=day.year), day.isoformat()


def _signature(draw: Random, said: Office) -> tuple[list[str], tuple[str, str | None, tuple[str, ...]]]:
    """The right column of the signature block, and the signer that it names."""
    slash = said.party and draw.random() < 0.5
    mark = {name: f"{name[0]}/{name[1:]}" if slash and len(name) == 2 else f"{name}." for name in ("TM", "KT", "TL")}
    lines: list[str] = []
    authority: list[str] = []
    space = draw.choice((" ", " ", "")) if not slash else " "
    if said.collective and draw.random() < 0.8:
        lines.append(f"{mark['TM']}{space}{said.collective}")
        authority.append("TM.")
    manner = draw.random()
    deputy = f"PHÓ {said.head.removeprefix('CHÁNH ')}" if "," not in said.head else "PHÓ CHỦ NHIỆM"
    if manner < 0.4:
        head = said.head
        lines += [f"{mark['KT']}{space}{head}", deputy] if draw.random() < 0.9 else [f"{mark['KT']}{space}{head} {deputy}"]
        authority.append("KT.")
        position = deputy
    elif manner < 0.5 and not authority:
        position = draw.choice(("CHÁNH VĂN PHÒNG", "TRƯỞNG PHÒNG HÀNH CHÍNH", "GIÁM ĐỐC TRUNG TÂM"))
        lines += [f"{mark['TL']}{space}{said.head}", position]
        authority.append("TL.")
        if draw.random() < 0.4:
            lines[-1:] = [f"{mark['KT']}{space}{position}", "PHÓ CHÁNH VĂN PHÒNG"]
            authority.append("KT.")
            position = "PHÓ CHÁNH VĂN PHÒNG"
    elif manner < 0.55 and not authority:
        position = "GIÁM ĐỐC SỞ NỘI VỤ"
        lines += [f"TUQ.{space}{said.head}", position]
        authority.append("TUQ.")
    elif manner < 0.6:
        position = said.head
        lines.append(f"Q.{space}{position}")
        authority.append("Q.")
    else:
        position = said.head
        lines.append(position)
    name = draw.choice(SIGNERS)
    if draw.random() < 0.05 and not authority:  # some set the position as a sentence
        lines[-1], position = position.capitalize(), position.capitalize()
    gap = [""] * draw.randint(1, 4)
    if draw.random() < 0.06:
        gap = ["(Đã ký)"]
    return [*lines, *gap, draw.choice(DEGREES) + name], (name, position, tuple(authority))


_STAMPS = (
    ("ĐẾN", "Số: 1987", "Ngày: 06/3/2027"), ("CÔNG VĂN ĐẾN", "Số: 203", "Ngày 06 tháng 3 năm 2027", "Chuyển: VP"),
    ("ĐẾN Số: 55", "Ngày: 9/9/2027"), ("VĂN BẢN ĐẾN", "Số 55", "Ngày 9/9/2027", "Lưu hồ sơ số:"),
)  # fmt: skip
_SIGNED = (
    ("Người ký: Ủy ban nhân dân tỉnh Hòa Khê", "Email: vanthu@example.invalid", "Cơ quan: Tỉnh Hòa Khê",
    "Thời gian ký: 09.09.2027 10:11:12 +07:00"),
    ("Cơ quan: Văn phòng Ủy ban nhân dân", "Thời gian ký: 09/09/2027 10:11:12 +07:00"),
    ("Ký bởi: Sở Nội vụ", "Ngày ký: 09-09-2027 08:00:00 +07:00"), ("Signature Not Verified",
    "Digitally signed by UBND XÃ KHÁC", "Date: 2027.09.09"),
)  # fmt: skip


def paper(seed: int) -> Paper:
    """The document of a seed."""
    draw = Random(seed)  # noqa: S311 - reproducible
    said = office(draw)
    named = draw.random() < 0.62
    kind, title = draw.choice(TYPES) if named else (None, None)
    number_line, number, notation, year = _number(draw, said, kind)
    date_line, day = _date(draw, blank=number is None and draw.random() < 0.8)
    left = _heads(draw, said)
    mark = draw.random() < 0.05
    left.append((number_line, False))
    subject: str | None
    if named:
        subject = draw.choice(SUBJECTS)
    else:
        subject = draw.choice(LETTER_SUBJECTS)
        if draw.random() < 0.9:
            subject = f"{draw.choice(('V/v', 'V/v', 'Về việc', 'v/v'))} {subject}"
        left += [(line, False) for line in _wrapped(subject, 34)]
    if mark:
        left.append((draw.choice(("HỎA TỐC", "KHẨN", "THƯỢNG KHẨN")), True))
    top = (
        TITLE
        if draw.random() < 0.8
        else draw.choice((TITLE.replace("HÒA", "HOÀ"), TITLE.replace("CỘNG", "CÔNG"), TITLE.replace(" CHỦ", "  CHỦ")))
    )
    right = (
        [(PARTY, True)]
        if said.party
        else [(top, True), (draw.choice((MOTTO, MOTTO, MOTTO.replace(" - ", " – "), MOTTO.replace("phúc", "Phúc"))), True)]
    )
    if draw.random() < 0.3:
        right.append(("__________________", False))
    names = sum(1 for text, _ in left if text != number_line) - (0 if named else len(_wrapped(subject, 34)))
    pad = max(names - len(right) + draw.choice((0, 0, 0, -1, 1)), 0)
    right += [("", False)] * pad + [(date_line, False)]
    below = _below(draw, title, subject if named else None)
    drafted = draw.random() < 0.04
    closing, signers = _closing(draw, said)
    strays: list[tuple[str, tuple[str, ...]]] = []
    if draw.random() < 0.12:
        narrow = max(map(len, below[:4])) < 45  # a stamp is not put over the subject
        strays.append((draw.choice(("below date" if narrow else "top left", "far left", "top left")), draw.choice(_STAMPS)))
    if draw.random() < 0.12:
        strays.append(("top right", draw.choice(_SIGNED)))
    if drafted:
        strays[:0] = [("top left", (draw.choice(("DỰ THẢO", "(Dự thảo)", "DỰ THẢO LẦN 2")),))]
        del strays[1:]
    truth = Truth(
        said.organ, said.superior, said.second, number, notation, year, day, SLUGS[kind] if kind else "cong_van",
        subject, drafted or number is None or day is None, signers,
    )  # fmt: skip
    return Paper(tuple(left), tuple(right), below, closing, tuple(strays), truth)


def _wrapped(text: str, width: int) -> list[str]:
    lines = [""]
    for word in text.split(" "):
        if len(lines[-1]) + 1 + len(word) > width:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _below(draw: Random, title: str | None, subject: str | None) -> tuple[str, ...]:
    if title is None or subject is None:
        return (f"Kính gửi: {draw.choice(('Ủy ban nhân dân tỉnh.', 'Các phòng, ban, đơn vị trực thuộc', 'Sở Tài chính'))}", *SENT)
    spaced = draw.random() < 0.05
    title = "  ".join(" ".join(word) for word in title.split()) if spaced else title
    lines = [title, *_wrapped(subject, draw.choice((40, 60)))]
    if title in {"TỜ TRÌNH", "GIẤY MỜI"}:
        return (*lines, "", "Kính gửi: Ủy ban nhân dân tỉnh.", *SENT)
    return (*lines, "", *BODY)


def _closing(
    draw: Random, said: Office
) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str | None, tuple[str, ...]], ...]]:
    block, signer = _signature(draw, said)
    if said.second:
        other, second = _signature(draw, said)
        depth = max(len(block), len(other))
        block = [*block[:-1], *[""] * (depth - len(block)), block[-1]]
        other = [*other[:-1], *[""] * (depth - len(other)), other[-1]]
        pairs = [*zip(block, other, strict=True), ("Nơi nhận:", ""), ("- Như trên;", ""), ("- Lưu: VT.", "")]
        return tuple(pairs), (signer, second)
    items = ["Nơi nhận:", "- Như trên;", "- Chủ tịch, các Phó Chủ tịch;", "- Lưu: VT, TH."]
    if draw.random() < 0.04:  # a resolution or a plan may list nobody
        items = []
    start = draw.choice((0, 0, 0, 1))
    left = [""] * start + items
    size = max(len(left), len(block))
    left += [""] * (size - len(left))
    block += [""] * (size - len(block))
    return tuple(zip(left, block, strict=True)), (signer,)
