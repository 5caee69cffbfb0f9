"""What the checks of form look at, and which documents they are for.

Decree 30/2020/NĐ-CP binds state bodies and their administrative documents from 05/3/2020. Legal documents (article 1, clause 3),
those of the Party and of mass organisations, of the National Assembly, of courts and of the armed forces follow rules of their
own; a scan, a draft or a copy shows the form of something else. Where it cannot be told that the decree binds, nothing is
checked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from docflow.model import Header, SourceKind, Standing
from docflow.parse.document_types import ABBREVIATIONS, CONG_VAN
from docflow.parse.lines import Line, Row
from docflow.parse.registration import Registration
from docflow.parse.signing import Signed
from docflow.parse.subject import Topic
from docflow.text import fold, organ_key, slug

DECREE_30_FROM = "2020-03-05"

_OWN_FORM = {"HĐ", "BB", "BGN", "BTT", "GUQ", "GGT", "GNP", "PG", "PC", "PB", "NĐ", "TT", "TTLT", "NQLT", "L", "PL", "KL", "CV"}
ADMINISTRATIVE = frozenset({slug(name) for token, name in ABBREVIATIONS.items() if token not in _OWN_FORM} | {CONG_VAN})
_NORMATIVE = frozenset(
    {"luat", "bo_luat", "hien_phap", "phap_lenh", "lenh", "nghi_dinh", "thong_tu", "thong_tu_lien_tich", "nghi_quyet_lien_tich"}
)
_PARTY_OR_MASS = re.compile(
    r"\b(?:dang uy|dang bo|dang cong san|chi bo|tinh uy|huyen uy|thanh uy|quan uy|thi uy|xa uy|phuong uy|ban chap hanh|cong doan"
    r"|cdcs|lien doan|ldld|doan thanh nien|doan tncs|mat tran|mttq|ubmttq|lien hiep|ban tuyen giao|ban dan van|ban to chuc)\b"
    r"|^hoi (?!dong)"
)
_ARMED = re.compile(r"\b(?:cong an|quan su|bo tu lenh|bo chi huy|quan khu|quoc phong|bien phong|quan doan)\b")
_OWN_RULES = re.compile(r"\b(?:toa an|tand|vien kiem sat|vksnd|kiem toan nha nuoc)\b")
_ENTERPRISE = re.compile(r"\b(?:cong ty|tap doan|ngan hang|hop tac xa|htx|doanh nghiep|van phong luat su|van phong cong chung)\b")
_STATE = re.compile(
    r"^(?:uy ban nhan dan|hoi dong nhan dan|thuong truc hoi dong nhan dan|chu tich|so|bo (?!mon|phan)|phong|cuc|chi cuc|tong cuc"
    r"|thanh tra|kho bac nha nuoc|bao hiem xa hoi|chinh phu|thu tuong|ban dan toc|hat kiem lam"
    r"|van phong (?:hoi dong nhan dan|uy ban nhan dan|chinh phu|bo|so))\b"
)
# Bodies that may be private stand under a body of the state where they are none.
_PERHAPS = re.compile(
    r"^(?:van phong|trung tam|truong|dai hoc|hoc vien|benh vien|vien|tram|ban quan ly|ban chi dao|doi|khoa|to)\b"
)


@dataclass(frozen=True, slots=True)
class Form:
    """A document as its checks see it.

    ``head`` are the rows of the header, ``title`` the line of the national title, None where there is none; ``closing`` the
    rows of the signature block and ``signed`` what was read from them. ``paged`` says that the lines have places on pages, so
    that white space between words was inferred and is no evidence.
    """

    header: Header
    witness: SourceKind
    head: Sequence[Row]
    title: Line | None
    entry: Registration
    topic: Topic
    closing: Sequence[Row]
    signed: Signed

    @property
    def paged(self) -> bool:
        """Whether the lines have places on pages."""
        return any(line.box is not None for row in self.head for line in row.lines)

    @property
    def organ(self) -> str:
        """The issuing body in the form in which names are compared."""
        return organ_key(self.header.organ or "")

    @property
    def heading(self) -> Line | None:
        """The line of a named type; a công văn has none."""
        return self.topic.type_line if self.topic.document_type != CONG_VAN else None

    @property
    def date_line(self) -> Line | None:
        """The line of place and date."""
        if self.entry.date_row < 0:
            return None
        return next((line for line in self.head[self.entry.date_row].lines if "ngày" in fold(line.filled or line.text)), None)


def why_not_checked(form: Form) -> str | None:
    """Why the decree does not bind this document, or cannot be told to; None where it does."""
    header = form.header
    reasons = (
        ("scan", form.witness is not SourceKind.TEXT),
        ("copy", header.copy_form is not None),
        ("draft", header.standing is not Standing.ISSUED),
        ("party-or-mass", form.title is not None and "đảng cộng sản" in fold(form.title.text)),
        ("no-day", header.promulgated_on is None),
        ("before-decree", (header.promulgated_on or "") < DECREE_30_FROM),
        ("no-organ", header.organ is None),
        ("joint", len(header.issuers) > 1),
        ("normative", header.year_in_number is not None or header.document_type in _NORMATIVE),
        ("no-type", header.document_type is None),
        ("not-administrative", header.document_type not in ADMINISTRATIVE),
    )
    return next((code for code, holds in reasons if holds), None) or _whose(form)


def _whose(form: Form) -> str | None:
    superior = organ_key(form.header.superior_organ or "")
    both = f"{form.organ} {superior}"
    kinds = (
        ("party-or-mass", _PARTY_OR_MASS.search(form.organ) or _PARTY_OR_MASS.search(superior)),
        ("national-assembly", "quoc hoi" in both),
        ("armed-forces", _ARMED.search(both)),
        ("own-rules", _OWN_RULES.search(both)),
        ("enterprise", _ENTERPRISE.search(both)),
    )
    other = next((code for code, found in kinds if found), None)
    if other is not None:
        return other
    if _STATE.match(form.organ) or (_PERHAPS.match(form.organ) and _STATE.match(superior)):
        return None
    return "organ-unknown"
