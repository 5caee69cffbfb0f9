"""The words by which names of bodies, positions, persons and bodies of text are known, unaccented and in lower case.

Bodies after Decree 30/2020/NĐ-CP, annex I, part II.2, and Guidance 36-HD/VPTW; positions after annex I, part II.7.
"""

from __future__ import annotations

import re

# How the name of a body surely begins, wherever it stands.
_BODIES = """
uy ban|ubnd|ubmttq|hoi dong|hdnd|so|bo|truong|cuc|tong cuc|chi cuc|van phong|trung tam|thanh tra|chinh phu|thu tuong|quoc hoi
vien|hoc vien|dai hoc|toa an|cong an|dang uy|dang bo|chi bo|huyen uy|tinh uy|thanh uy|quan uy|thi uy|cong doan|lien doan
vien thong|buu dien|dien luc|thi doan|tinh doan|huyen doan|thanh doan
tong lien doan|lien hiep|mat tran|bao hiem|kho bac|ngan hang|cong ty|tap doan|tong cong ty|benh vien|bao tang|thu vien
kiem toan|ban chap hanh|ban chi dao|ban quan ly|ban to chuc|ban tuyen giao|ban dan van|bo tu lenh|bo chi huy|hop tac xa
phong giao duc|phong noi vu|phong tai chinh|phong van hoa|phong tu phap|phong kinh te|phong y te|phong nong nghiep|phong lao dong
phong dao tao|phong to chuc|phong hanh chinh|phong ke hoach|phong quan ly|phong cong tac|phong canh sat|phong khao thi
ban thuong vu|ban phap che|ban kinh te|ban van hoa|ban do thi|ban dan toc|ban noi chinh|ban cong tac|ban chi huy|ban can su
ban thuong truc|doi quan ly|doi thanh tra|doi canh sat|doi thue|doi thi hanh an|tram y te|tram thu y
tram khuyen nong|tram kiem lam
dai truyen thanh|dai phat thanh|dai khi tuong|doan dai bieu|doan thanh tra|doan kiem tra|chi nhanh|cau lac bo
cdcs|ldld|clb|htx|bql|bch|bcd|ttyt|bvdk|vksnd|tand|kbnn|bhxh|nhcsxh|mttq|dhqg
hat kiem lam|doan thanh nien|doan tncs|hoi nong dan|hoi lien hiep|hoi cuu chien binh|hoi chu thap do|to cong tac|vu to chuc
cang vu|cang hang khong|don bien phong|su doan|lu doan|trung doan|hai doan|hiep hoi|tong hoi|phan hieu|phan vien|trai giam
trai tam giam|co so cai nghien|co so bao tro|nha xuat ban|nha van hoa|nha thieu nhi|toa soan|thong tan xa|dai tieng noi
dai truyen hinh|ban thi dua|ban ton giao|ban tiep cong dan|to giup viec|phong giao dich|phong dang ky|phong cong chung
thi hanh an dan su|phong thi hanh an|thue tinh|thue thanh pho|thue co so|thong ke tinh|thong ke thanh pho|thong ke co so
lien minh|ban xay dung dang|tinh hoi|huyen hoi
"""
# Words that begin a name as often as they go on with one.
_PERHAPS = """
phong|ban|khoa|hoi|doan|vu|doi|hat|to|quy|nha|dai|thue|tram
xi nghiep|chu tich|thuong truc|don vi|co quan|trung uong|bao|tap chi
"""
# A name that ends so goes on in the next line.
_LEVELS = "tinh|thanh pho|tp|huyen|quan|thi xa|xa|phuong|thi tran|dac khu"
_COUNCILS = "uy ban nhan dan|ubnd|hoi dong nhan dan|hdnd"
_OPEN = (
    f"""(?:{_COUNCILS})(?: (?:{_LEVELS}))?|ban chi dao|uy ban|so|bo|phong|ban|truong|trung tam|van phong|hoi|khoa|cuc|chi cuc"""
)
_GOES_ON = "tinh|thanh pho|tp|huyen|quan|thi xa|tx|thi tran|tt|xa|phuong|va|ve|cua|cho|nam|dac khu|khu vuc|vung|viet nam|cac"
# Words alone that name no body: what kind of office, school or branch it is stands in the next line.
_BARE = """
dang uy|dang bo|chi bo|cong doan|cong doan co so|ban chap hanh|hoi dong|vien|benh vien|hoc vien|tong cuc|tong cong ty|cong ty
cong ty tnhh|cong ty co phan|cong ty tnhh mtv|ban quan ly|ban quan ly du an|xi nghiep|chi nhanh|hat|tram|doi|quy|tap doan
truong dai hoc|truong cao dang|truong trung cap|truong tieu hoc|truong mam non|truong mau giao|truong thcs|truong thpt|dai hoc
ngan hang|lien doan|lien hiep|tong lien doan|mat tran|bao hiem|chi uy|ban chi huy|bo chi huy|bo tu lenh|to|hoi dong tu van
van phong dang ky|trung tam dich vu|trung tam phat trien|toa an|cong an|kho bac|thu vien|bao tang|dai phat thanh|quan khu
thuong truc|tap doan buu chinh|tap doan cong nghiep|phong giao dich|thanh tra|ban co yeu|trung uong
"""
# A body that stands for itself, and an office, board or cell that is a part of another and so is never above one.
_ALONE = """
ubnd|uy ban nhan dan|hdnd|hoi dong nhan dan|tinh uy|huyen uy|thanh uy|quan uy|thi uy|so|bo|quoc hoi|chinh phu|tinh doan|huyen doan
thanh doan|doan dbqh|doan dai bieu|lien doan|ldld|hoi|doan tncs|toa an nhan dan|vien kiem sat|cong an|bao hiem xa hoi|kho bac
ngan hang|cuc|ban|uy ban mttq|uy ban mat tran|mttq|dang uy|cong doan|truong|bo chi huy|truong thpt|tong cuc|hiep hoi|lien hiep
"""
_PART = """
van phong|ban to chuc|ban tuyen giao|ban dan van|ban noi chinh|ban thuong vu|ban chap hanh|ban phap che|ban thuong truc|chi bo
cong doan co so|cdcs|hoi dong thi|hoi dong tuyen|hoi dong xet|to cong tac|to giup viec|uy ban kiem tra|dang bo co so
"""

_POSITIONS = """
chu tich|pho|giam doc|hieu truong|bo truong|thu truong|chanh|truong|vu truong|cuc truong|tong|vien truong|thu tuong|bi thu
chi cuc truong|uy vien|thu ky|chu nhiem|ke toan|kiem soat|doi truong|hat truong|chi huy|tu lenh|tham phan|chu tri|chu toa
nguoi|dai dien|thuong vu|tham muu|thong doc|quyen|chu tai|tram truong|vien pho|kiem sat vien|thanh vien|to truong|to pho
chap hanh vien|kiem toan truong|kiem toan vien|tham tra vien|thanh tra vien|dieu tra vien|cong chung vien|dau gia vien
"""
_AUTHORITIES = f"""{_POSITIONS}
chinh phu|hoi dong|uy ban|ubnd|quoc hoi|ban|thuong truc|bo|so|phong|cuc|tong cuc|chi cuc|trung tam|van phong|dang uy
"""
# How a body of text begins, so that a subject ends before it.
_BODY = """
thuc hien|theo|thi hanh|xet|de|nham|trong|ngay|hom nay|kinh thua|tran trong|trien khai|chap hanh|qua|sau khi|vua qua|tai|tu ngay
thuc hien theo|tiep theo|phuc dap|bao cao|uy ban nhan dan|ubnd|so|truong|hien nay|nhan dip
"""
_SURNAMES = """
nguyen|tran|le|pham|hoang|huynh|phan|vu|vo|dang|bui|do|ho|ngo|duong|ly|trinh|dinh|mai|truong|lam|dao|ha|luong|trieu|vuong|cao
ta|thai|to|luu|doan|chu|chau|kieu|nong|be|giang|quach|phung|tong|la|thach|dam|van|mac|nghiem|ung|khuat|lo|lu|sung|ma|hua|quang
cam|vi|dong|ninh|trang|tang|bach|hau|phi|tieu|ton|doi|can|ro|thieu|ong|au|luc|nhu|lai|kha|cu|chung|du|danh|dau|diep|hong|khong
kim|long|lieu|mong|nham|nhan|ngan|phu|phuong|son|tao|thi|thanh|thang|thoi|tien|tu|tuong|vang|xa|y|a|h
"""


def _words(table: str) -> tuple[str, ...]:
    return tuple(word for line in table.split("\n") for word in line.split("|") if word)


def _pattern(*tables: str, before: str = "^", after: str = r"\b") -> re.Pattern[str]:
    words = sorted({word for table in tables for word in _words(table)}, key=lambda word: (-len(word), word))
    return re.compile(rf"{before}(?:{'|'.join(re.escape(word) for word in words)}){after}")


BODY_NAME = _pattern(_BODIES)
BODY_NAME_PERHAPS = _pattern(_BODIES, _PERHAPS)
NAME_STAYS_OPEN = re.compile(rf"(?:(?:^|- )(?:{_OPEN})|\b(?:va|ve|cua|cho|cac|,)|,)$")
# The committee of a province or of its youth union is a body (TỈNH ỦY, HUYỆN ĐOÀN), not the end of a name.
NAME_GOES_ON = re.compile(rf"^(?!(?:tinh|huyen) hoi\b)(?:(?:{_GOES_ON}|so \d)\b(?!(?: uy| doan)\b(?! {_LEVELS}))|[(&-])")
BARE_NAME = _pattern(_BARE)
WHOLE_ALONE = _pattern(_ALONE)
PART_OF_ANY = _pattern(_PART)
ISSUER_BEGINS = _pattern(_BODIES, _PERHAPS)
PEER = re.compile(r"^(?:sở|bộ(?! chỉ huy| tư lệnh))\b")
# The accents of the words that begin names of bodies: others of the same letters begin names of places and of much else
# (PHONG ĐIỀN, NHA TRANG, VŨ QUANG, VIÊN CHỨC, KHÓA XV).
ACCENTED = {
    "so": "sở", "bo": "bộ", "cuc": "cục", "vien": "viện", "truong": "trường", "phong": "phòng", "ban": "ban", "khoa": "khoa",
    "hoi": "hội", "doan": "đoàn", "vu": "vụ", "doi": "đội", "hat": "hạt", "to": "tổ", "quy": "quỹ", "nha": "nhà", "tram": "trạm",
    "thue": "thuế", "bao": "báo",
}  # fmt: skip
# Two syllables that are one word: a line that begins with the second one begins no name.
COMPOUNDS = frozenset({
    "môi trường", "thị trường", "hiện trường", "xã hội", "quốc hội", "đa khoa", "y khoa", "chuyên khoa", "bệnh viện", "học viện",
    "thư viện", "quân đội", "bộ đội", "cán bộ", "nội bộ", "đảng bộ", "chi bộ", "cơ sở", "trụ sở", "công đoàn", "liên đoàn",
    "tập đoàn", "dịch vụ", "nội vụ", "nghĩa vụ", "ngoại vụ", "quốc phòng", "dự phòng", "văn phòng",
    "trung bộ", "nam bộ", "bắc bộ", "nhà báo",
})  # fmt: skip
# Words that begin as names of bodies do and are none: they go on with the name above them.
NO_NAME = re.compile(
    r"^(?:khoa học|phòng,? chống|phòng cháy|phòng ngừa|phòng hộ|phòng bệnh|phòng thủ|hội nhập|ban hành|đoàn kết|tổ chức"
    r"|trường học|đội ngũ|nhà nước|nhà ở|quỹ đất|sở hữu|bộ phận|bộ máy|hội thi|trạm biến áp)\b"
)
# What a council prints under its name: its term and its session.
SESSION = re.compile(r"^(?:khóa|nhiệm kỳ|kỳ họp)\b")
# A committee or council of a named place is a whole name, so that a part of it may follow: ``BAN PHÁP CHẾ``. Accents count:
# BẢN and BẰNG begin names of places.
WHOLE_BODY = re.compile(
    r"^(?:(?:uy ban nhan dan|ubnd|hoi dong nhan dan|hdnd)"
    r" (?:tinh|thanh pho|tp|huyen|quan|thi xa|tx|xa|phuong|thi tran|tt|dac khu)\.? "
    r"|(?:truong )?(?:dai hoc|cao dang) \S+ \S|(?:hoc vien|bo|so|cuc|tong cuc|chi cuc) \S+ \S"
    r"|(?:truong|trung tam|benh vien) \S+ \S+ \S|.+ (?:tinh|thanh pho|tp\.?|huyen|quan|thi xa|khu vuc) \S)"
)
PART_OF_BODY = re.compile(r"^(?:(?:ban|phòng|vụ|đội|trạm|tổ|quỹ) \S+ \S+|phòng \S+$|khoa (?!học\b)\S+)")
# A part that only a number names is a line of its own: VỤ 14, ĐỘI SỐ 3.
NUMBERED_PART = re.compile(r"^(?:vụ|đội|tổ|phòng|ban|khoa|trạm|hạt|đoàn)(?: số)? \d{1,3}$")
ENGLISH = re.compile(
    r"\b(?:OF|THE|AND|PEOPLE|DEPARTMENT|MINISTRY|COMMITTEE|OFFICE|UNIVERSITY|SCHOOL|COLLEGE|HOSPITAL|COMPANY|INSTITUTE|CENT(?:ER|RE)"
    r"|SOCIALIST|REPUBLIC|INDEPENDENCE)\b"
)
POSITION = _pattern(_POSITIONS, before=r"^(?:q\.\s*|p\.\s*)?")
AUTHORITY = _pattern(_AUTHORITIES, before=r"^(?:q\.\s*|p\.\s*)?")
BODY_TEXT = _pattern(_BODY)
SURNAMES = frozenset(_words(_SURNAMES))
# Surnames that differ by their accents alone from the first word of a position: Trương and trưởng, Vũ Trường and vụ trưởng.
SURNAMES_LIKE_POSITIONS = frozenset({"trương", "tống", "tòng", "vũ", "tô", "chu", "viên", "đới", "thương"})
