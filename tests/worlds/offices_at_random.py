"""Offices of every kind with the names that a letterhead prints, drawn at random; all places and persons are made up.

Written from the decrees and from the manners of offices, not from the reader: it knows what the names are, not how they are read.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

PROVINCES = ("SÔNG LAM", "BẾN LÚA", "HÒA KHÊ", "TRÀ QUẾ", "ĐÔNG NINH", "THƯỢNG GIANG", "QUẢNG VĂN", "BÀ RỊA - LAM SƠN")
CITIES = ("SÔNG LAM", "HẢI VÂN", "TÂN KHÁNH", "VĨNH LẠC")
DISTRICTS = ("SÔNG MÂY", "PHONG THỦY", "VĂN BÀN THƯỢNG", "KỲ LỘC", "QUỲ SƠN", "CƯ M'LAN", "NAM TRÀ", "HỘI LAM", "TRẠM LỘ")
COMMUNES = (
    "BÌNH AN",
    "TÂN HÒA",
    "ĐỘI BÌNH",
    "PHƯỚC HỘI",
    "THẠNH PHÚ ĐÔNG",
    "CÁT TRUNG",
    "LA NGÀ",
    "IA K'RÔNG",
    "YÊN SỞ",
    "VĂN PHÚ",
)
PEOPLE = ("NGUYỄN VĂN MẪU", "LÊ THỊ MẪU", "TRẦN MẪU", "PHAN MẪU TRINH", "CHU VĂN MẪU")
DEPARTMENTS = (
    ("NỘI VỤ", "SNV"), ("TÀI CHÍNH", "STC"), ("KẾ HOẠCH VÀ ĐẦU TƯ", "SKHĐT"), ("CÔNG THƯƠNG", "SCT"), ("XÂY DỰNG", "SXD"),
    ("NÔNG NGHIỆP VÀ MÔI TRƯỜNG", "SNNMT"), ("VĂN HÓA, THỂ THAO VÀ DU LỊCH", "SVHTTDL"), ("GIÁO DỤC VÀ ĐÀO TẠO", "SGDĐT"),
    ("KHOA HỌC VÀ CÔNG NGHỆ", "SKHCN"), ("LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI", "SLĐTBXH"), ("TƯ PHÁP", "STP"), ("Y TẾ", "SYT"),
    ("THÔNG TIN VÀ TRUYỀN THÔNG", "STTTT"), ("TÀI NGUYÊN VÀ MÔI TRƯỜNG", "STNMT"), ("GIAO THÔNG VẬN TẢI", "SGTVT"),
    ("NGOẠI VỤ", "SNgV"), ("DÂN TỘC VÀ TÔN GIÁO", "SDTTG"), ("DU LỊCH", "SDL"), ("QUY HOẠCH - KIẾN TRÚC", "SQHKT"),
)  # fmt: skip
CHAMBERS = (
    ("NỘI VỤ", "PNV"), ("TÀI CHÍNH - KẾ HOẠCH", "TCKH"), ("GIÁO DỤC VÀ ĐÀO TẠO", "PGDĐT"), ("TƯ PHÁP", "PTP"), ("Y TẾ", "PYT"),
    ("LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI", "LĐTBXH"), ("NÔNG NGHIỆP VÀ PHÁT TRIỂN NÔNG THÔN", "NN&PTNT"), ("DÂN TỘC", "PDT"),
    ("KINH TẾ, HẠ TẦNG VÀ ĐÔ THỊ", "KTHTĐT"), ("VĂN HÓA - XÃ HỘI", "VHXH"), ("QUẢN LÝ ĐÔ THỊ", "QLĐT"), ("THANH TRA", "TTr"),
)  # fmt: skip
MINISTRIES = (
    ("NỘI VỤ", "BNV"), ("TÀI CHÍNH", "BTC"), ("Y TẾ", "BYT"), ("GIÁO DỤC VÀ ĐÀO TẠO", "BGDĐT"), ("KHOA HỌC VÀ CÔNG NGHỆ",
    "BKHCN"),
    ("NÔNG NGHIỆP VÀ PHÁT TRIỂN NÔNG THÔN", "BNNPTNT"), ("VĂN HÓA, THỂ THAO VÀ DU LỊCH", "BVHTTDL"), ("TƯ PHÁP", "BTP"),
)  # fmt: skip
CENTRES = (
    "DỊCH VỤ VIỆC LÀM", "PHÁT TRIỂN QUỸ ĐẤT", "KIỂM SOÁT BỆNH TẬT", "KHUYẾN NÔNG", "LƯU TRỮ LỊCH SỬ", "CÔNG NGHỆ THÔNG TIN",
    "PHỤC VỤ HÀNH CHÍNH CÔNG", "GIÁO DỤC NGHỀ NGHIỆP - GIÁO DỤC THƯỜNG XUYÊN", "BẢO TỒN DI TÍCH",
    "NƯỚC SẠCH VÀ VỆ SINH MÔI TRƯỜNG",
    "CHÍNH TRỊ", "VĂN HÓA - THÔNG TIN VÀ THỂ THAO", "XÚC TIẾN ĐẦU TƯ, THƯƠNG MẠI VÀ DU LỊCH", "TRỢ GIÚP PHÁP LÝ NHÀ NƯỚC",
)  # fmt: skip
BRANCHES = (
    "VĂN THƯ - LƯU TRỮ", "KIỂM LÂM", "BẢO VỆ MÔI TRƯỜNG", "CHĂN NUÔI VÀ THÚ Y", "THỦY LỢI", "AN TOÀN VỆ SINH THỰC PHẨM",
    "TIÊU CHUẨN ĐO LƯỜNG CHẤT LƯỢNG", "DÂN SỐ - KẾ HOẠCH HÓA GIA ĐÌNH", "TRỒNG TRỌT VÀ BẢO VỆ THỰC VẬT", "QUẢN LÝ ĐẤT ĐAI",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Office:
    """Who issues: ``superior`` as printed above, ``organ``, the organ's part of a notation, the head's title, the collective.

    ``second`` is the other issuer of a joint document. ``party`` says whose title stands on the right.
    """

    organ: str
    sign: str
    head: str
    superior: str | None = None
    collective: str | None = None
    second: str | None = None
    party: bool = False


def committee(draw: Random, place: str) -> str:
    """A people's committee, in full or shortened."""
    return draw.choice(("ỦY BAN NHÂN DÂN", "UỶ BAN NHÂN DÂN", "UBND")) + f" {place}"


def province(draw: Random) -> str:
    return f"TỈNH {draw.choice(PROVINCES)}" if draw.random() < 0.75 else f"THÀNH PHỐ {draw.choice(CITIES)}"


def district(draw: Random) -> str:
    kind = draw.choice(("HUYỆN", "HUYỆN", "HUYỆN", "THỊ XÃ", "THÀNH PHỐ", "QUẬN"))
    return f"{kind} {draw.choice(DISTRICTS)}" if kind != "QUẬN" else draw.choice(("QUẬN 5", "QUẬN 12", "QUẬN TÂN HẢI"))


def commune(draw: Random) -> str:
    kind = draw.choice(("XÃ", "XÃ", "XÃ", "PHƯỜNG", "THỊ TRẤN", "ĐẶC KHU"))
    return f"PHƯỜNG {draw.randint(1, 28)}" if kind == "PHƯỜNG" and draw.random() < 0.4 else f"{kind} {draw.choice(COMMUNES)}"


def _government(draw: Random) -> Office:
    level = draw.choice((province, district, commune))
    place = level(draw)
    short = committee(draw, place)
    body = draw.choice(("ỦY BAN NHÂN DÂN", "ỦY BAN NHÂN DÂN", "UBND"))
    if level is commune and draw.random() < 0.5:
        above = committee(draw, district(draw))
        return Office(short, "UBND", "CHỦ TỊCH", above, collective=body)
    if draw.random() < 0.2:
        return Office(f"HỘI ĐỒNG NHÂN DÂN {place}", "HĐND", "CHỦ TỊCH", collective="HỘI ĐỒNG NHÂN DÂN")
    return Office(committee(draw, place).replace("UBND", "ỦY BAN NHÂN DÂN"), "UBND", "CHỦ TỊCH", collective=body)


def _department(draw: Random) -> Office:
    name, sign = draw.choice(DEPARTMENTS)
    return Office(f"SỞ {name}", sign, "GIÁM ĐỐC", committee(draw, province(draw)))


def _chamber(draw: Random) -> Office:
    name, sign = draw.choice(CHAMBERS)
    if name == "THANH TRA":
        return Office(f"THANH TRA {draw.choice(('HUYỆN', 'TỈNH'))}", "TTr", "CHÁNH THANH TRA", committee(draw, district(draw)))
    return Office(f"PHÒNG {name}", sign, "TRƯỞNG PHÒNG", committee(draw, district(draw)))


def _office(draw: Random) -> Office:
    place = draw.choice((province, district))(draw)
    if draw.random() < 0.4:
        return Office("VĂN PHÒNG", "VP", "CHÁNH VĂN PHÒNG", committee(draw, place))
    if draw.random() < 0.5:
        return Office(f"VĂN PHÒNG HĐND VÀ UBND {place}", "VP", "CHÁNH VĂN PHÒNG")
    return Office(f"VĂN PHÒNG ĐOÀN ĐBQH VÀ HĐND {place}", "VP", "CHÁNH VĂN PHÒNG")


def _below_department(draw: Random) -> Office:
    name, _ = draw.choice(DEPARTMENTS)
    above = f"SỞ {name}" + draw.choice(("", f" {draw.choice(PROVINCES)}", f" TỈNH {draw.choice(PROVINCES)}"))
    kind = draw.randrange(4)
    if kind == 0:
        return Office(f"CHI CỤC {draw.choice(BRANCHES)}", "CC", "CHI CỤC TRƯỞNG", above)
    if kind == 1:
        return Office(f"TRUNG TÂM {draw.choice(CENTRES)}" + draw.choice(("", " TỈNH")), "TT", "GIÁM ĐỐC", above)
    if kind == 2:
        return Office("BAN QUẢN LÝ DỰ ÁN ĐẦU TƯ XÂY DỰNG", "BQLDA", "GIÁM ĐỐC", above)
    return Office("VĂN PHÒNG ĐĂNG KÝ ĐẤT ĐAI", "VPĐKĐĐ", "GIÁM ĐỐC", above)


def _below_district(draw: Random) -> Office:
    above = committee(draw, draw.choice((district, commune))(draw))
    kind = draw.choice(("TRUNG TÂM {centre}", "BAN QUẢN LÝ DỰ ÁN ĐẦU TƯ XÂY DỰNG KHU VỰC", "BAN CHỈ ĐẠO CHUYỂN ĐỔI SỐ",
        "BAN CHỈ HUY QUÂN SỰ",
                        "TỔ CÔNG TÁC ĐỀ ÁN 06", "HỘI ĐỒNG NGHĨA VỤ QUÂN SỰ", "BAN CHỈ ĐẠO PHÒNG, CHỐNG THIÊN TAI",
                        "BAN TIẾP CÔNG DÂN",
                        "ĐỘI QUẢN LÝ TRẬT TỰ ĐÔ THỊ", "HỘI ĐỒNG TUYỂN DỤNG VIÊN CHỨC NĂM 2024",
                        "BAN BỒI THƯỜNG, GIẢI PHÓNG MẶT BẰNG"))  # fmt: skip
    name = kind.format(centre=draw.choice(CENTRES))
    head = {"BAN": "TRƯỞNG BAN", "HỘI": "CHỦ TỊCH", "TỔ": "TỔ TRƯỞNG", "ĐỘI": "ĐỘI TRƯỞNG"}.get(name.split()[0], "GIÁM ĐỐC")
    return Office(name, "".join(word[0] for word in name.split() if word[0].isalpha()), head, above)


def _school(draw: Random) -> Office:
    person, place = draw.choice(PEOPLE), draw.choice(COMMUNES)
    kind = draw.randrange(5)
    if kind == 0:
        above = draw.choice(
            (f"SỞ GIÁO DỤC VÀ ĐÀO TẠO {draw.choice(PROVINCES)}", f"SỞ GD&ĐT {draw.choice(PROVINCES)}", "SỞ GDĐT TỈNH SÔNG LAM")
        )
        name = draw.choice(
            (
                f"TRƯỜNG THPT {person}",
                f"TRƯỜNG TRUNG HỌC PHỔ THÔNG {place}",
                f"TRƯỜNG THPT CHUYÊN {person}",
                f"TRƯỜNG PTDTNT {place}",
            )
        )
        return Office(name, "THPT", "HIỆU TRƯỞNG", above)
    if kind == 1:
        above = draw.choice((f"PHÒNG GIÁO DỤC VÀ ĐÀO TẠO {district(draw)}", f"PHÒNG GD&ĐT {draw.choice(DISTRICTS)}",
            committee(draw, district(draw)),
                             committee(draw, commune(draw))))  # fmt: skip
        name = draw.choice(("TRƯỜNG TIỂU HỌC", "TRƯỜNG THCS", "TRƯỜNG MẦM NON", "TRƯỜNG TH&THCS", "TRƯỜNG MẪU GIÁO"))
        return Office(f"{name} {draw.choice((person, place, place + ' 2', 'SỐ 1 ' + place))}", "TrTH", "HIỆU TRƯỞNG", above)
    if kind == 2:
        field = draw.choice(
            ("SƯ PHẠM", "BÁCH KHOA", "Y DƯỢC", "CÔNG NGHỆ THÔNG TIN", "KHOA HỌC XÃ HỘI VÀ NHÂN VĂN", "KINH TẾ - LUẬT")
        )
        above = draw.choice(("BỘ GIÁO DỤC VÀ ĐÀO TẠO", f"ĐẠI HỌC QUỐC GIA {draw.choice(CITIES)}", "BỘ CÔNG THƯƠNG"))
        return Office(f"TRƯỜNG ĐẠI HỌC {field}" + draw.choice(("", f" {draw.choice(CITIES)}")), "ĐH", "HIỆU TRƯỞNG", above)
    if kind == 3:
        field = draw.choice(("Y TẾ", "NGHỀ", "SƯ PHẠM", "KỸ THUẬT - CÔNG NGHỆ", "CỘNG ĐỒNG"))
        return Office(f"TRƯỜNG CAO ĐẲNG {field} {draw.choice(PROVINCES)}", "CĐ", "HIỆU TRƯỞNG", committee(draw, province(draw)))
    above = f"TRƯỜNG ĐẠI HỌC {draw.choice(('SÔNG LAM', 'CÔNG NGHỆ SÔNG LAM', 'HẢI VÂN'))}"
    name = draw.choice(
        (
            "PHÒNG ĐÀO TẠO",
            "KHOA CÔNG NGHỆ THÔNG TIN",
            "PHÒNG TỔ CHỨC - HÀNH CHÍNH",
            "KHOA HỆ THỐNG THÔNG TIN",
            "PHÒNG CÔNG TÁC SINH VIÊN",
        )
    )
    return Office(name, "KP", "TRƯỞNG KHOA" if name[0] == "K" else "TRƯỞNG PHÒNG", above)


def _health(draw: Random) -> Office:
    above = draw.choice(("SỞ Y TẾ", f"SỞ Y TẾ {draw.choice(PROVINCES)}", f"SỞ Y TẾ TỈNH {draw.choice(PROVINCES)}"))
    kind = draw.choice(("BỆNH VIỆN ĐA KHOA KHU VỰC {d}", "BỆNH VIỆN ĐA KHOA TỈNH {p}", "TRUNG TÂM Y TẾ HUYỆN {d}",
        "BỆNH VIỆN PHỤ SẢN - NHI",
                        "BỆNH VIỆN Y HỌC CỔ TRUYỀN VÀ PHỤC HỒI CHỨC NĂNG", "BỆNH VIỆN TÂM THẦN",
                        "TRUNG TÂM Y TẾ {d}"))  # fmt: skip
    if draw.random() < 0.2:
        return Office(f"TRẠM Y TẾ {commune(draw)}", "TYT", "TRẠM TRƯỞNG", f"TRUNG TÂM Y TẾ HUYỆN {draw.choice(DISTRICTS)}")
    return Office(kind.format(d=draw.choice(DISTRICTS), p=draw.choice(PROVINCES)), "BV", "GIÁM ĐỐC", above)


def _ministry(draw: Random) -> Office:
    name, sign = draw.choice(MINISTRIES)
    kind = draw.randrange(4)
    if kind == 0:
        return Office(f"BỘ {name}", sign, "BỘ TRƯỞNG")
    if kind == 1:
        below = draw.choice(
            (
                "CỤC QUẢN LÝ KHÁM, CHỮA BỆNH",
                "TỔNG CỤC DU LỊCH",
                "VỤ TỔ CHỨC CÁN BỘ",
                "CỤC THUẾ",
                "VIỆN CHIẾN LƯỢC",
                "VĂN PHÒNG",
                "THANH TRA",
            )
        )
        return Office(below, "CỤC", "CỤC TRƯỞNG", f"BỘ {name}")
    if kind == 2:
        return draw.choice((
            Office("VĂN PHÒNG CHÍNH PHỦ", "VPCP", "BỘ TRƯỞNG, CHỦ NHIỆM"), Office("THỦ TƯỚNG CHÍNH PHỦ", "TTg", "THỦ TƯỚNG"),
            Office("CHÍNH PHỦ", "CP", "THỦ TƯỚNG", collective="CHÍNH PHỦ"), Office("THANH TRA CHÍNH PHỦ", "TTCP",
            "TỔNG THANH TRA"),
            Office("NGÂN HÀNG NHÀ NƯỚC VIỆT NAM", "NHNN", "THỐNG ĐỐC"), Office("ỦY BAN DÂN TỘC", "UBDT", "BỘ TRƯỞNG, CHỦ NHIỆM"),
        ))  # fmt: skip
    place = draw.choice(PROVINCES)
    return draw.choice((
        Office(f"CỤC THUẾ TỈNH {place}", "CT", "CỤC TRƯỞNG", "TỔNG CỤC THUẾ"),
        Office(f"CHI CỤC THUẾ KHU VỰC {draw.choice(DISTRICTS)}", "CCT", "CHI CỤC TRƯỞNG", f"CỤC THUẾ TỈNH {place}"),
        Office(f"KHO BẠC NHÀ NƯỚC {place}", "KB", "GIÁM ĐỐC", "KHO BẠC NHÀ NƯỚC"),
        Office(f"BẢO HIỂM XÃ HỘI HUYỆN {draw.choice(DISTRICTS)}", "BHXH", "GIÁM ĐỐC", f"BẢO HIỂM XÃ HỘI TỈNH {place}"),
        Office(f"CHI CỤC HẢI QUAN CỬA KHẨU {draw.choice(COMMUNES)}", "HQ", "CHI CỤC TRƯỞNG", f"CỤC HẢI QUAN TỈNH {place}"),
        Office(f"CỤC THI HÀNH ÁN DÂN SỰ TỈNH {place}", "CTHADS", "CỤC TRƯỞNG", "TỔNG CỤC THI HÀNH ÁN DÂN SỰ"),
        Office(f"TÒA ÁN NHÂN DÂN HUYỆN {draw.choice(DISTRICTS)}", "TA", "CHÁNH ÁN", f"TÒA ÁN NHÂN DÂN TỈNH {place}"),
        Office(f"VIỆN KIỂM SÁT NHÂN DÂN TỈNH {place}", "VKS", "VIỆN TRƯỞNG", "VIỆN KIỂM SÁT NHÂN DÂN TỐI CAO"),
        Office(f"CÔNG AN HUYỆN {draw.choice(DISTRICTS)}", "CAH", "TRƯỞNG CÔNG AN HUYỆN", f"CÔNG AN TỈNH {place}"),
        Office(f"BỘ CHỈ HUY QUÂN SỰ TỈNH {place}", "BCH", "CHỈ HUY TRƯỞNG", "QUÂN KHU 4"),
        Office(f"CỤC THỐNG KÊ TỈNH {place}", "CTK", "CỤC TRƯỞNG", "TỔNG CỤC THỐNG KÊ"),
        Office(f"CHI NHÁNH NGÂN HÀNG CHÍNH SÁCH XÃ HỘI TỈNH {place}", "NHCS", "GIÁM ĐỐC"),
    ))  # fmt: skip


def _union(draw: Random) -> Office:
    place, town, village = draw.choice(PROVINCES), draw.choice(DISTRICTS), commune(draw)
    return draw.choice((
        Office(f"LIÊN ĐOÀN LAO ĐỘNG TỈNH {place}", "LĐLĐ", "CHỦ TỊCH", "TỔNG LIÊN ĐOÀN LAO ĐỘNG VIỆT NAM", "BAN THƯỜNG VỤ"),
        Office(f"LIÊN ĐOÀN LAO ĐỘNG HUYỆN {town}", "LĐLĐ", "CHỦ TỊCH", f"LIÊN ĐOÀN LAO ĐỘNG TỈNH {place}", "BAN THƯỜNG VỤ"),
        Office("CÔNG ĐOÀN NGÀNH GIÁO DỤC", "CĐN", "CHỦ TỊCH", f"LĐLĐ TỈNH {place}", "BAN THƯỜNG VỤ"),
        Office(f"CÔNG ĐOÀN CƠ SỞ TRƯỜNG THPT {town}", "CĐCS", "CHỦ TỊCH", "CÔNG ĐOÀN NGÀNH GIÁO DỤC", "BAN CHẤP HÀNH"),
        Office("BAN THƯỜNG TRỰC", "MTTQ-BTT", "CHỦ TỊCH", f"ỦY BAN MTTQ VIỆT NAM TỈNH {place}"),
        Office(f"ỦY BAN MTTQ VIỆT NAM {village}", "MTTQ", "CHỦ TỊCH", f"ỦY BAN MTTQ VIỆT NAM HUYỆN {town}"),
        Office(f"HỘI LIÊN HIỆP PHỤ NỮ {village}", "BTV", "CHỦ TỊCH", f"HỘI LIÊN HIỆP PHỤ NỮ HUYỆN {town}", "BAN THƯỜNG VỤ"),
        Office(f"HỘI NÔNG DÂN TỈNH {place}", "HND", "CHỦ TỊCH", "HỘI NÔNG DÂN VIỆT NAM", "BAN THƯỜNG VỤ"),
        Office(f"HỘI CỰU CHIẾN BINH HUYỆN {town}", "CCB", "CHỦ TỊCH"),
        Office(f"LIÊN HIỆP CÁC HỘI KHOA HỌC VÀ KỸ THUẬT TỈNH {place}", "LHH", "CHỦ TỊCH"),
        Office(f"HỘI LUẬT GIA TỈNH {place}", "HLG", "CHỦ TỊCH", "HỘI LUẬT GIA VIỆT NAM"),
    ))  # fmt: skip


def _company(draw: Random) -> Office:
    place = draw.choice(PROVINCES)
    return draw.choice((
        Office(f"CÔNG TY CỔ PHẦN CẤP NƯỚC {place}", "CTCN", "GIÁM ĐỐC"),
        Office(f"CÔNG TY TNHH MỘT THÀNH VIÊN XỔ SỐ KIẾN THIẾT {place}", "XSKT", "CHỦ TỊCH", committee(draw, f"TỈNH {place}")),
        Office(f"CÔNG TY ĐIỆN LỰC {place}", "PC", "GIÁM ĐỐC", "TỔNG CÔNG TY ĐIỆN LỰC MIỀN NAM"),
        Office(f"VIỄN THÔNG {place}", "VNPT", "GIÁM ĐỐC", "TẬP ĐOÀN BƯU CHÍNH VIỄN THÔNG VIỆT NAM"),
        Office(f"CHI NHÁNH TỈNH {place}", "CN", "GIÁM ĐỐC", "NGÂN HÀNG CHÍNH SÁCH XÃ HỘI"),
        Office(f"BƯU ĐIỆN TỈNH {place}", "BĐT", "GIÁM ĐỐC", "TỔNG CÔNG TY BƯU ĐIỆN VIỆT NAM"),
    ))  # fmt: skip


def _party(draw: Random) -> Office:
    place, town, village = draw.choice(PROVINCES), draw.choice(DISTRICTS), commune(draw)
    return draw.choice((
        Office(f"TỈNH ỦY {place}", "TU", "BÍ THƯ", collective="BAN THƯỜNG VỤ", party=True),
        Office("BAN TỔ CHỨC", "BTCTU", "TRƯỞNG BAN", f"TỈNH ỦY {place}", party=True),
        Office("VĂN PHÒNG", "VPTU", "CHÁNH VĂN PHÒNG", f"TỈNH ỦY {place}", party=True),
        Office("BAN TUYÊN GIÁO VÀ DÂN VẬN", "BTGDVTU", "TRƯỞNG BAN", f"TỈNH ỦY {place}", party=True),
        Office("ỦY BAN KIỂM TRA", "UBKTHU", "CHỦ NHIỆM", f"HUYỆN ỦY {town}", party=True),
        Office(f"HUYỆN ỦY {town}", "HU", "BÍ THƯ", f"ĐẢNG BỘ TỈNH {place}", "BAN THƯỜNG VỤ", party=True),
        Office(f"ĐẢNG ỦY {village}", "ĐU", "BÍ THƯ", f"ĐẢNG BỘ HUYỆN {town}", "BAN THƯỜNG VỤ", party=True),
        Office("CHI BỘ VĂN PHÒNG", "CB", "BÍ THƯ", "ĐẢNG BỘ SỞ NỘI VỤ", "CHI BỘ", party=True),
        Office(f"CHI BỘ TRƯỜNG THPT {draw.choice(PEOPLE)}", "CB", "BÍ THƯ", f"ĐẢNG ỦY {village}", "CHI ỦY", party=True),
        Office("ĐẢNG ỦY SỞ TÀI CHÍNH", "ĐU", "BÍ THƯ", "ĐẢNG ỦY CÁC CƠ QUAN ĐẢNG TỈNH", "BAN THƯỜNG VỤ", party=True),
        Office("BAN CHẤP HÀNH TRUNG ƯƠNG", "TW", "TỔNG BÍ THƯ", collective="BAN CHẤP HÀNH TRUNG ƯƠNG", party=True),
        Office(f"ĐẢNG ỦY ỦY BAN NHÂN DÂN TỈNH {place}", "ĐU", "BÍ THƯ", f"TỈNH ỦY {place}", "BAN THƯỜNG VỤ", party=True),
    ))  # fmt: skip


def _joint(draw: Random) -> Office:
    (one, a), (two, b) = draw.sample(DEPARTMENTS[:8], 2)
    kind = draw.randrange(3)
    if kind == 0:
        return Office(f"SỞ {one}", f"{a}-{b}", "GIÁM ĐỐC", committee(draw, province(draw)), second=f"SỞ {two}")
    if kind == 1:
        (one, a), (two, b) = draw.sample(MINISTRIES, 2)
        return Office(f"BỘ {one}", f"{a}-{b}", "BỘ TRƯỞNG", second=f"BỘ {two}")
    return Office("LIÊN ĐOÀN LAO ĐỘNG TỈNH", f"LĐLĐ-{b}", "CHỦ TỊCH", second=f"SỞ {two}")


_KINDS = (
    (_government, 16), (_department, 14), (_chamber, 8), (_office, 4), (_below_department, 9), (_below_district, 8), (_school,
    12),
    (_health, 6), (_ministry, 9), (_union, 6), (_company, 3), (_party, 8), (_joint, 3),
)  # fmt: skip


def office(draw: Random) -> Office:
    """One office, of a kind as often as it is met."""
    kind = draw.choices([kind for kind, _ in _KINDS], [weight for _, weight in _KINDS])[0]
    return kind(draw)
