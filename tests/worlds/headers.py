"""Headers in the manners of offices of every kind, and the ways in which programs lay them out.

A layout is rows of a left and a right text, lines below them, and what a clerk would read from it. All names are made up.
"""

from __future__ import annotations

from dataclasses import dataclass

from docflow.model import Standing

TITLE, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
PARTY = "ĐẢNG CỘNG SẢN VIỆT NAM"
DATE = "Sông Lam, ngày 05 tháng 3 năm 2024"
DAY = "2024-03-05"
BODY = (
    "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;",
    "Theo đề nghị của Chánh Văn phòng tại Tờ trình số 77/TTr-VP ngày 01 tháng 02 năm 2024.",
)
SEND = ("Kính gửi: Các phòng, ban, đơn vị trực thuộc", "Thực hiện Công văn số 88/UBND-VX ngày 02 tháng 01 năm 2024.")


@dataclass(frozen=True, slots=True)
class Expected:
    """What a clerk reads; ``organ`` is compared with spaces and case folded."""

    number: str | None
    notation: str | None
    day: str | None
    organ: str
    document_type: str
    superior: str | None = None
    standing: Standing = Standing.ISSUED
    signer: str = "Nguyễn Văn An"


@dataclass(frozen=True, slots=True)
class Layout:
    """Rows of the two columns, lines across the page below them, what they say, and the block at the end."""

    name: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    below: tuple[str, ...]
    expected: Expected
    closing: tuple[tuple[str, str], ...] = (
        ("Nơi nhận:", "KT. GIÁM ĐỐC"),
        ("- Như trên;", "PHÓ GIÁM ĐỐC"),
        ("- Lưu: VT.", ""),
        ("", "Nguyễn Văn An"),
    )


def plan(name: str, *organs: str, number: str = "Số: 12/KH-ABC", superior: int = 0, date: str = DATE, **other: object) -> Layout:
    """A kế hoạch with its organ's lines, of which the first ``superior`` name the body above."""
    right = [TITLE, MOTTO] + [""] * max(len(organs) - 2, 0) + [date]
    left = [*organs] + [""] * (len(right) - 1 - len(organs)) + [number]
    values: dict[str, object] = {
        "number": "12",
        "notation": "KH-ABC",
        "day": DAY,
        "organ": " ".join(organs[superior:]),
        "document_type": "ke_hoach",
        "superior": " ".join(organs[:superior]) or None,
    }
    expected = Expected(**{**values, **other})  # type: ignore[arg-type]
    return Layout(name, tuple(left), tuple(right), ("KẾ HOẠCH", "Số hóa hồ sơ năm 2024", *BODY), expected)


OFFICES = (
    plan("province", "ỦY BAN NHÂN DÂN", "TỈNH SÔNG LAM"),
    plan("department", "UBND TỈNH SÔNG LAM", "SỞ NỘI VỤ", superior=1),
    plan("superior in two lines", "ỦY BAN NHÂN DÂN", "TỈNH SÔNG LAM", "SỞ VĂN HÓA, THỂ THAO", "VÀ DU LỊCH", superior=2),
    plan("two and three lines", "ỦY BAN NHÂN DÂN", "HUYỆN BẾN LÚA", "PHÒNG LAO ĐỘNG -", "THƯƠNG BINH", "VÀ XÃ HỘI", superior=2),
    plan("ministry", "BỘ NÔNG NGHIỆP", "VÀ PHÁT TRIỂN NÔNG THÔN"),
    plan("department of a ministry", "BỘ TÀI CHÍNH", "CỤC THUẾ TỈNH SÔNG LAM", superior=1),
    plan("government", "CHÍNH PHỦ"),
    plan("prime minister", "THỦ TƯỚNG CHÍNH PHỦ"),
    plan("office", "VĂN PHÒNG CHÍNH PHỦ"),
    plan("people's council", "HỘI ĐỒNG NHÂN DÂN", "TỈNH SÔNG LAM"),
    plan("council of a commune", "HỘI ĐỒNG NHÂN DÂN", "XÃ BÌNH AN"),
    plan("council committee", "HĐND TỈNH SÔNG LAM", "BAN PHÁP CHẾ", superior=1),
    plan("ward with a digit", "ỦY BAN NHÂN DÂN QUẬN 5", "ỦY BAN NHÂN DÂN PHƯỜNG 12", superior=1),
    plan("ward below a city", "UBND TP. SÔNG LAM", "UBND PHƯỜNG 3", superior=1),
    plan("school", "SỞ GIÁO DỤC VÀ ĐÀO TẠO", "TRƯỜNG THPT NGUYỄN VĂN MẪU", superior=1),
    plan("school in two lines", "SỞ GD&ĐT SÔNG LAM", "TRƯỜNG THPT CHUYÊN", "LÊ VĂN MẪU", superior=1),
    plan("primary school", "PHÒNG GD&ĐT BẾN LÚA", "TRƯỜNG TIỂU HỌC SỐ 2 BÌNH AN", superior=1),
    plan("university", "BỘ GIÁO DỤC VÀ ĐÀO TẠO", "TRƯỜNG ĐẠI HỌC SÔNG LAM", superior=1),
    plan("member university", "ĐẠI HỌC QUỐC GIA SÔNG LAM", "TRƯỜNG ĐẠI HỌC BÁCH KHOA", superior=1),
    plan("hospital", "SỞ Y TẾ SÔNG LAM", "BỆNH VIỆN ĐA KHOA", "KHU VỰC BẾN LÚA", superior=1),
    plan("court", "TÒA ÁN NHÂN DÂN", "TỈNH SÔNG LAM"),
    plan("supreme court", "TÒA ÁN NHÂN DÂN TỐI CAO"),
    plan("prosecutor", "VIỆN KIỂM SÁT NHÂN DÂN TỐI CAO", "VIỆN KIỂM SÁT NHÂN DÂN", "TỈNH SÔNG LAM", superior=1),
    plan("police", "BỘ CÔNG AN", "CÔNG AN TỈNH SÔNG LAM", superior=1),
    plan("army", "QUÂN KHU 4", "BỘ CHỈ HUY QUÂN SỰ", "TỈNH SÔNG LAM", superior=1),
    plan("trade union", "TỔNG LIÊN ĐOÀN LAO ĐỘNG VIỆT NAM", "LIÊN ĐOÀN LAO ĐỘNG TỈNH SÔNG LAM", superior=1),
    plan("union of an office", "LĐLĐ TỈNH SÔNG LAM", "CÔNG ĐOÀN VIÊN CHỨC", superior=1),
    plan("women's union", "HỘI LHPN VIỆT NAM", "BAN CHẤP HÀNH TỈNH SÔNG LAM", superior=1),
    plan("front", "MẶT TRẬN TỔ QUỐC VIỆT NAM", "ỦY BAN MTTQ VIỆT NAM", "TỈNH SÔNG LAM", superior=1),
    plan("company", "TẬP ĐOÀN SÔNG LAM", "CÔNG TY CỔ PHẦN CẤP NƯỚC", superior=1),
    plan("steering committee", "UBND TỈNH SÔNG LAM", "BAN CHỈ ĐẠO CHUYỂN ĐỔI SỐ", superior=1),
    plan("insurance", "BẢO HIỂM XÃ HỘI VIỆT NAM", "BẢO HIỂM XÃ HỘI TỈNH SÔNG LAM", superior=1),
    plan("centre", "SỞ TÀI NGUYÊN VÀ MÔI TRƯỜNG", "TRUNG TÂM PHÁT TRIỂN QUỸ ĐẤT", superior=1),
    plan("village", "UBND XÃ BÌNH AN", "BAN CÔNG TÁC MẶT TRẬN", "THÔN 4", superior=1),
)


def numbered(name: str, line: str, number: str | None, notation: str | None = "QĐ-UBND", **other: object) -> Layout:
    """A quyết định of a commune whose number line is written so."""
    values: dict[str, object] = {"number": number, "notation": notation, "day": DAY, "organ": "ỦY BAN NHÂN DÂN XÃ BÌNH AN"}
    expected = Expected(**{**values, "document_type": "quyet_dinh", **other})  # type: ignore[arg-type]
    left = ("ỦY BAN NHÂN DÂN", "XÃ BÌNH AN", *line.split("\n"))
    return Layout(name, left, (TITLE, MOTTO, DATE), ("QUYẾT ĐỊNH", "Về việc thành lập Tổ công tác", *BODY), expected)


BLANK = {"number": None, "standing": Standing.DRAFT}
NUMBERS = (
    numbered("space before the colon", "Số : 12/QĐ-UBND", "12"),
    numbered("stroke for the colon", "Số/12/QĐ-UBND", "12"),
    numbered("no colon", "Số 12/QĐ-UBND", "12"),
    numbered("capitals", "SỐ: 12/QĐ-UBND", "12"),
    numbered("leaders before the number", "Số:.....12/QĐ-UBND", "12"),
    numbered("leaders around the number", "Số: …12…/QĐ-UBND", "12"),
    numbered("leader after the number", "Số: 12.../QĐ-UBND", "12"),
    numbered("blank of dots", "Số: ……/QĐ-UBND", **BLANK),
    numbered("blank of stops", "Số:...../QĐ-UBND", **BLANK),
    numbered("blank of underscores", "Số: ____/QĐ-UBND", **BLANK),
    numbered("blank of spaces", "Số:       /QĐ-UBND", **BLANK),
    numbered("spaces around", "Số: 12 / QĐ - UBND", "12"),
    numbered("en dash", "Số: 12/QĐ–UBND", "12"),
    numbered("eth", "Số: 12/QÐ-UBND", "12"),
    numbered("soft hyphen", "Số: 12/QĐ-UB\u00adND", "12"),
    numbered("trailing stop", "Số: 12/QĐ-UBND.", "12"),
    numbered("broken after the dash", "Số: 12/QĐ-\nUBND", "12"),
    numbered("broken after the stroke", "Số: 12/\nQĐ-UBND", "12"),
    numbered("broken before the stroke", "Số: 12\n/QĐ-UBND", "12"),
    numbered("broken before a dash", "Số: 12/QĐ\n-UBND", "12"),
    numbered("long notation", "Số: 12/QĐ-HĐTĐKTLVTN&MT", "12", "QĐ-HĐTĐKTLVTN&MT"),
    numbered("long notation broken", "Số: 12/QĐ-HĐTĐKT,\nVHTT&DL", "12", "QĐ-HĐTĐKT,VHTT&DL"),
    numbered("year", "Số: 12/2024/QĐ-UBND", "12"),
    numbered("letter after the number", "Số: 12a/QĐ-UBND", "12a"),
    numbered("large number", "Số: 12345/QĐ-UBND", "12345"),
    numbered("spaced digits", "Số: 1 2/QĐ-UBND", None),
    numbered("lower case notation", "Số: 12/QĐ-UBND-vx", "12", "QĐ-UBND-vx"),
    numbered("kind with number", "Quyết định số: 12/QĐ-UBND", "12"),
    numbered("zero", "Số: 05/QĐ-UBND", "05"),
)


def dated(name: str, line: str, day: str | None = DAY, standing: Standing = Standing.ISSUED) -> Layout:
    """A department's báo cáo whose date line is written so; a line break puts its rest into the next row."""
    left, right = ("UBND TỈNH SÔNG LAM", "SỞ NỘI VỤ", "Số: 12/BC-SNV"), (TITLE, MOTTO, *line.split("\n"))
    expected = Expected("12", "BC-SNV", day, "SỞ NỘI VỤ", "bao_cao", "UBND TỈNH SÔNG LAM", standing)
    return Layout(name, left, right, ("BÁO CÁO", "Công tác văn thư quý I", *BODY), expected)


DATES = (
    dated("city", "TP. Hồ Chí Minh, ngày 05 tháng 3 năm 2024"),
    dated("city without space", "TP.HCM, ngày 05 tháng 3 năm 2024"),
    dated("no comma", "Sông Lam ngày 05 tháng 3 năm 2024"),
    dated("no space after the comma", "Sông Lam,ngày 05 tháng 3 năm 2024"),
    dated("one digit", "Sông Lam, ngày 5 tháng 03 năm 2024"),
    dated("capital", "Sông Lam, Ngày 05 tháng 3 năm 2024"),
    dated("strokes", "Sông Lam, ngày 05/3/2024"),
    dated("stops", "Sông Lam, ngày 05.3.2024"),
    dated("final stop", "Sông Lam, ngày 05 tháng 3 năm 2024."),
    dated("in brackets of leaders", "Sông Lam, ngày…05…tháng…3…năm 2024"),
    dated("break before the year", "Sông Lam, ngày 05 tháng 3\nnăm 2024"),
    dated("break after the place", "Sông Lam,\nngày 05 tháng 3 năm 2024"),
    dated("blank day", "Sông Lam, ngày     tháng 3 năm 2024", None, Standing.DRAFT),
    dated("blank of dots", "Sông Lam, ngày ... tháng ... năm 2024", None, Standing.DRAFT),
    dated("no such day", "Sông Lam, ngày 31 tháng 2 năm 2024", None),
    dated("district with a digit", "Quận 5, ngày 05 tháng 3 năm 2024"),
    dated("place with a dash", "Bà Rịa - Sông Lam, ngày 05 tháng 3 năm 2024"),
    dated("no place", "ngày 05 tháng 3 năm 2024"),
)

STATE = ("UBND TỈNH SÔNG LAM", "SỞ NỘI VỤ")
LETTER = Expected("12", "SNV-VP", DAY, "SỞ NỘI VỤ", "cong_van", "UBND TỈNH SÔNG LAM")
PLAIN = Expected("12", "KH-SNV", DAY, "SỞ NỘI VỤ", "ke_hoach", "UBND TỈNH SÔNG LAM")
RIGHT = (TITLE, MOTTO, DATE)
PLANNED = ("KẾ HOẠCH", "Số hóa hồ sơ năm 2024", *BODY)
MANNERS = (
    Layout("letter", (*STATE, "Số: 12/SNV-VP", "V/v gửi, nhận văn bản", "điện tử"), RIGHT, SEND, LETTER),
    Layout("letter without its mark", (*STATE, "Số: 12/SNV-VP", "Về gửi văn bản điện tử"), RIGHT, SEND, LETTER),
    Layout(
        "subject before the number", (*STATE, "V/v gửi văn bản điện tử", "Số: 12/SNV-VP"), (*RIGHT[:2], "", DATE), SEND, LETTER
    ),
    Layout("number below the date", (*STATE, "", "Số: 12/SNV-VP", "V/v gửi văn bản"), RIGHT, SEND, LETTER),
    Layout("number above the date", (*STATE, "Số: 12/SNV-VP", "V/v gửi văn bản"), (TITLE, MOTTO, "", DATE), SEND, LETTER),
    Layout("rules under names", (*STATE, "________", "Số: 12/SNV-VP"), (TITLE, MOTTO, "--------------", DATE), SEND, LETTER),
    Layout("HOÀ", (*STATE, "Số: 12/KH-SNV"), ("CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM", MOTTO, DATE), PLANNED, PLAIN),
    Layout("lower motto", (*STATE, "Số: 12/KH-SNV"), (TITLE, "độc lập – tự do – hạnh phúc", DATE), PLANNED, PLAIN),
    Layout("motto in capitals", (*STATE, "Số: 12/KH-SNV"), (TITLE, "ĐỘC LẬP - TỰ DO - HẠNH PHÚC", DATE), PLANNED, PLAIN),
    Layout(
        "title in two lines",
        (*STATE, "", "Số: 12/KH-SNV"),
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA", "VIỆT NAM", MOTTO, DATE),
        PLANNED,
        PLAIN,
    ),
    Layout("spaced heading", (*STATE, "Số: 12/KH-SNV"), RIGHT, ("K Ế H O Ạ C H", *PLANNED[1:]), PLAIN),
    Layout("doubly spaced heading", (*STATE, "Số: 12/KH-SNV"), RIGHT, ("K Ế  H O Ạ C H", *PLANNED[1:]), PLAIN),
    Layout("sentence case heading", (*STATE, "Số: 12/KH-SNV"), RIGHT, ("Kế hoạch", *PLANNED[1:]), PLAIN),
    Layout("heading with a colon", (*STATE, "Số: 12/KH-SNV"), RIGHT, ("KẾ HOẠCH:", *PLANNED[1:]), PLAIN),
    Layout("heading with its subject", (*STATE, "Số: 12/KH-SNV"), RIGHT, ("KẾ HOẠCH SỐ HÓA HỒ SƠ", *BODY), PLAIN),
    Layout("heading in quotes", (*STATE, "Số: 12/KH-SNV"), RIGHT, ("“KẾ HOẠCH”", *PLANNED[1:]), PLAIN),
    Layout("urgent", (*STATE, "Số: 12/KH-SNV", "HỎA TỐC"), RIGHT, PLANNED, PLAIN),
    Layout(
        "bilingual",
        (*STATE, "DEPARTMENT OF HOME AFFAIRS", "Số: 12/KH-SNV"),
        (TITLE, "SOCIALIST REPUBLIC OF VIET NAM", MOTTO, DATE),
        PLANNED,
        PLAIN,
    ),
    Layout(
        "arrival stamp beside",
        (*STATE, "Số: 12/KH-SNV", "ĐẾN Số: 987", "Ngày: 6/3/2024"),
        RIGHT,
        PLANNED,
        PLAIN,
    ),
    Layout("arrival stamp in one line", ("ĐẾN Số: 987 Ngày: 6/3/2024", *STATE, "Số: 12/KH-SNV"), ("", *RIGHT), PLANNED, PLAIN),
    Layout(
        "arrival stamp above", ("ĐẾN", "Số: 987", "Ngày: 6/3/2024", *STATE, "Số: 12/KH-SNV"), ("", "", "", *RIGHT), PLANNED, PLAIN
    ),
    Layout(
        "party committee",
        ("TỈNH ỦY SÔNG LAM", "*", "Số 12-CV/TU", "V/v tổ chức học tập"),
        (PARTY, "", DATE),
        SEND,
        Expected("12", "CV/TU", DAY, "TỈNH ỦY SÔNG LAM", "cong_van"),
    ),
    Layout(
        "party cell",
        ("ĐẢNG ỦY KHỐI CÁC CƠ QUAN", "ĐẢNG BỘ SỞ NỘI VỤ", "*", "Số 12-BC/ĐU"),
        (PARTY, "", "", DATE),
        ("BÁO CÁO", "Kết quả công tác", *BODY),
        Expected("12", "BC/ĐU", DAY, "ĐẢNG BỘ SỞ NỘI VỤ", "bao_cao", "ĐẢNG ỦY KHỐI CÁC CƠ QUAN"),
    ),
    Layout(
        "party branch",
        ("ĐẢNG BỘ SỞ NỘI VỤ", "CHI BỘ VĂN PHÒNG", "*", "Số 12-NQ/CB"),
        (PARTY, "", "", DATE),
        ("NGHỊ QUYẾT", "Họp chi bộ tháng 3", *BODY),
        Expected("12", "NQ/CB", DAY, "CHI BỘ VĂN PHÒNG", "nghi_quyet", "ĐẢNG BỘ SỞ NỘI VỤ"),
    ),
    Layout(
        "youth union",
        ("BAN CHẤP HÀNH TỈNH SÔNG LAM", "***", "Số: 12-KH/TĐTN-BTG"),
        ("ĐOÀN TNCS HỒ CHÍ MINH", "", DATE),
        PLANNED,
        Expected("12", "KH/TĐTN-BTG", DAY, "BAN CHẤP HÀNH TỈNH SÔNG LAM", "ke_hoach"),
    ),
    Layout(
        "national assembly",
        ("QUỐC HỘI", "Luật số: 12/2024/QH15"),
        (TITLE, MOTTO),
        ("LUẬT", "LƯU TRỮ", "Căn cứ Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam;"),
        Expected("12", "QH15", None, "QUỐC HỘI", "luat"),
    ),
    Layout(
        "standing committee",
        ("ỦY BAN THƯỜNG VỤ QUỐC HỘI", "Nghị quyết số: 12/2024/UBTVQH15"),
        (TITLE, MOTTO, DATE),
        ("NGHỊ QUYẾT", "Về việc sắp xếp đơn vị hành chính", *BODY),
        Expected("12", "UBTVQH15", DAY, "ỦY BAN THƯỜNG VỤ QUỐC HỘI", "nghi_quyet"),
    ),
    Layout(
        "invitation",
        (*STATE, "Số: 12/GM-SNV"),
        RIGHT,
        ("GIẤY MỜI", "Họp giao ban tháng 3", "Kính gửi: Ông Trần Văn Mẫu"),
        Expected("12", "GM-SNV", DAY, "SỞ NỘI VỤ", "giay_moi", "UBND TỈNH SÔNG LAM"),
    ),
    Layout(
        "two issuers",
        ("BỘ NỘI VỤ - BỘ TÀI CHÍNH", "Số: 12/2014/TTLT-BNV-BTC"),
        (TITLE, MOTTO, DATE),
        ("THÔNG TƯ LIÊN TỊCH", "Hướng dẫn chế độ phụ cấp", *BODY),
        Expected("12", "TTLT-BNV-BTC", DAY, "BỘ NỘI VỤ", "thong_tu_lien_tich", signer="Lê Văn Một"),
        (("KT. BỘ TRƯỞNG", "KT. BỘ TRƯỞNG"), ("THỨ TRƯỞNG", "THỨ TRƯỞNG"), ("Lê Văn Một", "Phạm Thị Hai"), ("Nơi nhận:", "")),
    ),
    Layout(
        "annex with a number of its own below",
        (*STATE, "Số: 12/KH-SNV"),
        RIGHT,
        (*PLANNED, "PHỤ LỤC", "(Kèm theo Kế hoạch số 99/KH-SNV ngày 09 tháng 9 năm 2023)"),
        PLAIN,
    ),
)

LAYOUTS = (*OFFICES, *NUMBERS, *DATES, *MANNERS)
