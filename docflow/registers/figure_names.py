"""The figures as people name them in their own reports."""

from __future__ import annotations

import re

from docflow.text import unaccented

# Figure -> the names it goes by, without accents; "issued" and "required" are the wholes of their families.
_NAMES: dict[str, tuple[str, ...]] = {
    "issued": (
        "tong so van ban di",
        "tong so van ban phat hanh",
        "tong van ban di",
        "so van ban di",
        "van ban di",
        "van ban phat hanh",
    ),
    "electronic": (
        "hoan toan dien tu",
        "van ban dien tu",
        "van ban gui hoan toan dien tu",
        "phat hanh hoan toan dien tu",
        "phat hanh dien tu",
        "gui hoan toan duoi dang dien tu",
        "dien tu",
    ),
    "electronic_or_both": ("co dien tu", "co ban dien tu", "co dien tu ke ca song song", "co dien tu ke ca song song giay"),
    "both": ("dien tu song song giay", "song song", "dien tu va giay", "dien tu song song ban giay", "vua dien tu vua giay"),
    "both_or_paper": ("co giay", "co ban giay", "co giay ke ca song song", "phat hanh ban giay", "co gui ban giay"),
    "paper": ("chi ban giay", "chi giay", "van ban giay", "ban giay", "giay"),
    "unknown": ("chua ro hinh thuc", "khong ro hinh thuc"),
    "signed_by_person": ("co chu ky so ca nhan", "co chu ky so cua nguoi co tham quyen", "ky so ca nhan"),
    "signed_by_organ": ("co chu ky so cua co quan", "co chu ky so co quan", "ky so co quan"),
    "signed_by_both": ("co du ca hai chu ky so", "ky so ca nhan va co quan", "co du chu ky so"),
    "exchanged": (
        "van ban di gui dien tu den co quan nha nuoc",
        "trao doi van ban dien tu",
        "van ban trao doi duoi dang dien tu",
        "van ban trao doi dien tu",
        "van ban dien tu trao doi giua cac co quan nha nuoc",
        "van ban trao doi giua cac co quan nha nuoc duoi dang dien tu",
        "gui nhan van ban dien tu",
    ),
    "to_state": ("van ban gui co quan nha nuoc", "van ban di gui co quan nha nuoc", "van ban trao doi giua cac co quan nha nuoc"),
    "received": ("tong so van ban den", "so van ban den", "van ban den"),
    "received_electronically": (
        "van ban den dien tu",
        "van ban den nhan dien tu",
        "nhan dien tu",
        "tiep nhan dien tu",
        "van ban den qua mang",
    ),
    "processed_electronically": (
        "van ban den xu ly tren moi truong dien tu",
        "xu ly tren moi truong dien tu",
        "van ban den duoc xu ly tren moi truong dien tu",
        "van ban xu ly tren moi truong mang",
        "van ban den xu ly dien tu",
    ),
    "with_deadline": ("van ban den co thoi han", "van ban den co han xu ly", "van ban den co thoi han giai quyet"),
    "in_time": (
        "van ban den giai quyet dung han",
        "giai quyet dung han",
        "xu ly dung han",
        "dung han",
        "van ban den xu ly dung han",
        "van ban giai quyet dung han",
        "van ban den giai quyet dung thoi han",
    ),
    "late": (
        "van ban den giai quyet qua han",
        "giai quyet qua han",
        "da giai quyet qua han",
        "xu ly tre han",
        "tre han",
        "giai quyet tre han",
    ),
    "overdue": (
        "qua han chua giai quyet",
        "van ban den qua han chua giai quyet",
        "chua giai quyet qua han",
        "qua han chua xu ly",
    ),
    "appraised": (
        "van ban quy pham phap luat duoc tham dinh",
        "van ban qppl duoc tham dinh",
        "van ban quy pham phap luat duoc tham dinh truoc khi ban hanh",
        "van ban qppl duoc tham dinh truoc khi ban hanh",
    ),
    "required": ("can cap chung thu so", "tong so can cap", "can cap", "so nguoi can cap chung thu so"),
    "granted": ("da cap chung thu so", "duoc cap chung thu so", "da duoc cap", "chung thu so da cap"),
    "valid": ("chung thu so con hieu luc", "dang co hieu luc", "con hieu luc"),
}
_BY_NAME = {name: figure for figure, names in _NAMES.items() for name in (*names, figure.replace("_", " "))}

FIGURES = tuple(_NAMES)
WHOLES = frozenset({"issued", "required", "received"})
# Shares of other reports: people may set targets and criteria on them by the names that they have there.
OTHERS = frozenset(
    {
        *("withdrawn", "passing", "granted_personal", "valid_personal", "granted_organ", "valid_organ"),
        *("lines_with_file", "lines_without_file", "files_without_line", "gaps", "repeats", "leaps", "out_of_order"),
        *("not_exchanged", "exchange_unknown", "without_state", "recipients_unknown", "paper_by_rule"),
        *(
            "handling_undecided",
            "open",
            "with_findings",
            "form_checked",
            "form_faulty",
            "received_with_findings",
            "files_refused",
        ),
        *("not_appraised", "appraisal_unknown"),
    }
)
ISSUANCE = ("issued", "electronic", "electronic_or_both", "both", "both_or_paper", "paper", "unknown")
CERTIFICATES = ("required", "granted", "valid")
EXCHANGE = ("to_state", "exchanged")
RECEIVED = ("received", "received_electronically", "processed_electronically")
HANDLING = ("with_deadline", "in_time", "late", "overdue")


def share_named(text: str) -> str | None:
    """The figure that words name if it is a share; also one of ``OTHERS`` by its own name."""
    found = text if text in OTHERS else figure_named(text)
    return None if found in WHOLES else found


def figure_named(text: str) -> str | None:
    """The figure that words name, matched without accents, brackets and filling words; None for any other."""
    key = re.sub(r"[^a-z0-9]+", " ", unaccented(text.replace("_", " "))).strip()
    for lead in ("", "ty le ", "so luong ", "so ", "ty le van ban ", "van ban "):
        if key.startswith(lead) and (found := _BY_NAME.get(key.removeprefix(lead))):
            return found
    return None
