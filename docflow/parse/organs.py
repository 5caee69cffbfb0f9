"""The issuing body and the one above it, from the lines over the number (Decree 30/2020/NĐ-CP, annex I, part II.2).

The issuing body is set in bold, the body above it is not; where the type tells nothing, the words with which names of bodies
begin do.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from docflow.model import Issuer
from docflow.parse.lines import Line
from docflow.text import fold, unaccented

SURE, LIKELY, DOUBTFUL = 990, 900, 500
MAX_LINES = 8

# How the name of a body begins.
_BEGINS = re.compile(
    r"^(?:uy ban|ubnd|ubmttq|hoi dong|hdnd|so|bo|ban|phong|truong|cuc|tong cuc|chi cuc|van phong|trung tam|thanh tra|chinh phu"
    r"|thu tuong|quoc hoi|vien|hoc vien|dai hoc|toa an|cong an|dang uy|dang bo|chi bo|huyen uy|tinh uy|thanh uy|quan uy|thi uy"
    r"|cong doan|lien doan|tong lien doan|hoi|lien hiep|doan|mat tran|bao hiem|kho bac|ngan hang|cong ty|tap doan|tong cong ty"
    r"|benh vien|khoa|hat|doi|vu|quy|bao tang|thu vien|nha|dai phat thanh|dai truyen hinh|kiem toan|to|bch|bcd|ban chi dao"
    r"|trung uong|chu tich|bo tu lenh|bo chi huy|hop tac xa|xi nghiep|nha may|co quan|thuong truc|don vi|tram|thue|kiem lam)\b"
)
# A name that can only go on: what follows belongs to it.
_OPEN = re.compile(
    r"(?:^(?:uy ban nhan dan|ubnd|hoi dong nhan dan|hdnd|so|bo|phong|ban|truong|trung tam|van phong|hoi|khoa|cuc)|\b(?:va|ve|cua|cho|cac|,))$"
)
_GOES_ON = re.compile(
    r"^(?:tinh|thanh pho|tp|huyen|quan|thi xa|tx|thi tran|tt|xa|phuong|va|ve|cua|cho|nam|so \d|\(|dac khu|khu vuc|vung|viet nam)\b|^[(&-]"
)
_LETTERS = re.compile(r"[^\W\d_]")


def looks_like_name(text: str) -> bool:
    """Whether a line is set in capitals, as names of bodies are."""
    letters = _LETTERS.findall(text)
    return len(letters) >= 3 and sum(c.isupper() for c in letters) >= 0.8 * len(letters)


def issuers(lines: Sequence[Line]) -> tuple[tuple[Issuer, ...], int]:
    """The issuing bodies that the lines name, with a confidence in thousandths.

    More lines than a header has, or none in capitals, are no name: ``((), 0)``.
    """
    named = [line for line in lines if looks_like_name(line.text)]
    if not named or len(named) > MAX_LINES:
        return (), 0
    split, confidence = _split(named)
    names = [_joined(part) for part in split]
    if len(names) == 1:
        return (Issuer(names[0]),), confidence
    if len(names) == 2:
        if split[0][-1].text.rstrip().endswith(("-", "–")):
            return tuple(Issuer(name) for name in names), confidence
        return (Issuer(names[1], names[0]),), confidence
    return (Issuer(names[-1], " ".join(names[:-1])),), DOUBTFUL


def _joined(lines: Sequence[Line]) -> str:
    return " ".join(line.text for line in lines).strip(" -–*.:;,")


def _split(lines: list[Line]) -> tuple[list[list[Line]], int]:
    weights = [line.bold for line in lines]
    if None not in weights and False in weights and True in weights:
        turn = weights.index(True)
        if all(weights[turn:]):
            return [lines[:turn], lines[turn:]], SURE
    groups: list[list[Line]] = []
    doubtful = False
    for line in lines:
        name = unaccented(line.text)
        if not groups:
            groups.append([line])
            doubtful = _BEGINS.match(name) is None
            continue
        before = unaccented(_joined(groups[-1]))
        if _OPEN.search(before) or _GOES_ON.match(name) or not _BEGINS.match(name):
            groups[-1].append(line)
        else:
            groups.append([line])
    if len(groups) == 1 and len(lines) == 1:
        return groups, SURE
    return groups, DOUBTFUL if doubtful and len(groups) > 1 else LIKELY


def same_name(one: str, other: str) -> bool:
    """Whether two printed names are the same but for case, tone placement and spaces."""
    return fold(one).replace(" ", "") == fold(other).replace(" ", "")
