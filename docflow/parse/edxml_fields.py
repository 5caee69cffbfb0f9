"""What an edXML message says of its document and of its own sending (QCVN 102:2016/BTTTT).

Cardinalities are those of practice. Values are taken as printed; a date that is written the wrong way round is turned only
where one reading is possible, and one outside 1945 to 2099 is no date.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from docflow.model import AnsweredDocument, Citing, Header, Issuer, Message, Problem, Reference, Signer, Stage
from docflow.parse.document_types import CONG_VAN, NAMES, notation_type
from docflow.parse.edxml_tree import QCVN, Element
from docflow.text import fold

_BUSINESS = {"0": "new", "1": "revoke", "2": "update", "3": "replace"}
_PRIORITY = {"1": "KHẨN", "2": "THƯỢNG KHẨN", "3": "HỎA TỐC", "4": "HỎA TỐC HẸN GIỜ"}
_FIRST_YEAR, _LAST_YEAR = 1945, 2099
_YEAR_FIRST = re.compile(r"(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})(?:[T ].*)?")
_YEAR_LAST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[T ].*)?")
_MARK = re.compile(r"\s*(TM|KT|TL|TUQ|TƯQ|Q)(?:\s*[./]\s*|$)", re.IGNORECASE)
_MARKS = {"TƯQ": "TUQ"}
_NO_DAY = re.compile(r"\b0001\b")
_YEAR_IN_NUMBER = re.compile(r"((?:19|20)\d\d)/(.+)")
_DSIG = "http://www.w3.org/2000/09/xmldsig#"
MAX_LISTED = 500
"""So many receivers, places and answered documents are told."""


@dataclass(slots=True)
class Said:
    """The values of a message with the problems met on the way; one for each code."""

    problems: dict[str, Problem] = field(default_factory=dict)

    def doubt(self, code: str, detail: str) -> None:
        """Note a problem, the first of its code."""
        self.problems.setdefault(code, Problem(Stage.PARSE, code, detail[:200]))

    def day(self, text: str | None) -> str | None:
        """A date as ISO 8601; None where there is none, or none that can be."""
        if text is None:
            return None
        if match := _YEAR_FIRST.fullmatch(text):
            year, month, day = (int(part) for part in match.groups())
            found = _day(year, month, day)
            turned = None if found else _day(year, day, month)
        elif match := _YEAR_LAST.fullmatch(text):
            day, month, year = (int(part) for part in match.groups())
            found, turned = None, _day(year, month, day) or _day(year, day, month)
        else:
            found = turned = None
        if turned:
            self.doubt("date-turned", text)
        elif found is None:
            self.doubt("date-implausible", text)
        return found or turned


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return dt.date(year, month, day).isoformat() if _FIRST_YEAR <= year <= _LAST_YEAR else None
    except ValueError:
        return None


def code_parts(code: str | None) -> tuple[str | None, int | None, str | None]:
    """Number, year and notation of a joined code like ``147/TB-UBND`` or ``12/2022/NQ-HĐND``."""
    number, slash, rest = (code or "").partition("/")
    if not slash:
        return None, None, None
    dated = _YEAR_IN_NUMBER.fullmatch(rest.strip())
    notation = "".join((dated[2] if dated else rest).split())
    return number.strip() or None, int(dated[1]) if dated else None, notation or None


def _code(header: Element) -> tuple[str | None, int | None, str | None]:
    """Number, year and notation of the message's own document, also where one of the two fields holds both."""
    number, notation = header.text("Code", "CodeNumber"), header.text("Code", "CodeNotation")
    joined = f"{number}/{notation.lstrip('/')}" if number and notation else number or notation or ""
    if number and notation and fold(notation).startswith(f"{fold(number)}/"):
        joined = notation
    elif number and "/" in number:
        joined = number
    found = code_parts(joined)
    return found if found[0] or found[2] else (number, None, None if number else notation)


def header_of(header: Element, said: Said) -> Header:
    """The header fields that a MessageHeader holds."""
    number, year, notation = _code(header)
    type_name = header.text("DocumentType", "TypeName")
    organ, superior = header.text("From", "OrganName"), header.text("From", "OrganizationInCharge")
    signer = _signer(header)
    return Header(
        issuers=(Issuer(organ, superior),) if organ else (),
        number=number,
        notation=notation,
        year_in_number=year,
        document_type=_type(type_name) or notation_type(notation, year),
        promulgated_on=said.day(header.text("PromulgationInfo", "PromulgationDate")),
        place=header.text("PromulgationInfo", "Place"),
        subject=header.text("Subject"),
        signers=(signer,) if signer != Signer() else (),
        recipients=header.texts("ToPlaces", "Place")[:MAX_LISTED],
        priority=_PRIORITY.get(header.text("OtherInfo", "Priority") or ""),
    )


def _type(name: str | None) -> str | None:
    if name is None:
        return None
    plain = fold(re.sub(r"\s*\(.*\)\s*$", "", name))
    return CONG_VAN if plain == "công văn" else NAMES.get(plain)


def _signer(header: Element) -> Signer:
    competence = header.text("SignerInfo", "Competence") or ""
    marks: list[str] = []
    at = 0
    while match := _MARK.match(competence, at):
        mark = match[1].upper()
        marks.append(f"{_MARKS.get(mark, mark)}.")
        at = match.end()
    return Signer(header.text("SignerInfo", "FullName"), header.text("SignerInfo", "Position"), tuple(marks))


def references_of(message: Message) -> tuple[Reference, ...]:
    """The documents that the message's own document answers or replaces, as far as the message names them by number."""
    answered = ((Citing.ANSWERS, one) for one in message.response_for)
    replaced = ((Citing.REPLACES, one) for one in (message.targets if message.business == "replace" else ()))
    return tuple(_references((*answered, *replaced)))


def _references(cited: tuple[tuple[Citing, AnsweredDocument], ...]) -> Iterator[Reference]:
    for citing, one in cited:
        number, year, notation = code_parts(one.code)
        if number or notation:
            yield Reference(citing, number, notation, year, one.promulgated_on)


# ---------------------------------------------------------------- the sending


def message_of(root: Element, header: Element, said: Said) -> Message:
    """What the envelope says of its own sending."""
    code = header.text("StatusCode")
    answered = tuple(
        one for each in header.all("ResponseFor")[:MAX_LISTED] if (one := _answered(each, said)) != AnsweredDocument()
    )
    is_status = header.first("StatusCode") is not None or (header.first("Code") is None and bool(answered))
    trace = next((one for one in root.walk() if one.name == f"{QCVN} TraceHeaderList"), None)
    business = trace.first("Bussiness") if trace else None
    business_code = business.text("BussinessDocType") if business else None
    word = _BUSINESS.get(business_code.lstrip("0") or "0") if business_code else None
    if business_code and word is None:
        said.doubt("edxml-code-unknown", business_code)
    paper = (business.text("Paper") if business else None) or (trace.text("Paper") if trace else None)
    message = Message(
        kind="status" if is_status else "edoc",
        business=word,
        business_code=business_code,
        status=_status(code, said) if is_status else None,
        sender=header.text("From", "OrganId"),
        receivers=header.texts("To", "OrganId")[:MAX_LISTED],
        paper={"0": False, "1": True}.get(paper or ""),
        document_id=header.text("DocumentId"),
        response_for=answered,
        signature=_signature(root),
        targets=_replaced(business) if business and word == "replace" else (),
        due_on=_deadline(header, said),
    )
    if is_status or business is None or word not in {"revoke", "update"}:
        return message
    return _with_targets(message, header, business)


def _deadline(header: Element, said: Said) -> str | None:
    """The day by which the sender wants it settled; the first day of the year 1 is what software writes for none."""
    text = header.text("DueDate")
    return None if text is None or _NO_DAY.search(text) else said.day(text)


def _status(code: str | None, said: Said) -> str | None:
    """Two digits; 0 and null say nothing."""
    if code is None or not code.strip("0"):
        return None
    if not re.fullmatch(r"\d{1,2}", code):
        said.doubt("edxml-code-unknown", code)
        return None
    return code.zfill(2)


def _answered(element: Element, said: Said) -> AnsweredDocument:
    return AnsweredDocument(
        organ_id=element.text("OrganId"),
        code=element.text("Code"),
        promulgated_on=said.day(element.text("PromulgationDate")),
        document_id=element.text("DocumentId"),
    )


def _replaced(business: Element) -> tuple[AnsweredDocument, ...]:
    found = dict.fromkeys(business.texts("ReplacementInfoList", "ReplacementInfo", "DocumentId"))
    return tuple(named(text) for text in found)[:MAX_LISTED]


def _with_targets(message: Message, header: Element, business: Element) -> Message:
    """The message with what it revokes or updates: as named, else its own document."""
    found = [named(text) for text in business.texts("DocumentId")]
    found += [one for one in message.response_for if one not in found]
    if not found:
        number, year, notation = _code(header)
        code = "/".join(str(part) for part in (number, year, notation) if part is not None)
        day = Said().day(header.text("PromulgationInfo", "PromulgationDate"))
        found = [AnsweredDocument(message.sender, code or None, day, message.document_id)]
    return replace(message, targets=tuple(found[:MAX_LISTED]))


def named(document_id: str) -> AnsweredDocument:
    """A document by its id on the axis: ``<OrganId>,<yyyy/MM/dd>,<number>/<notation>``, or an id that says nothing."""
    parts = [part.strip() for part in document_id.split(",", 2)]
    if len(parts) != 3 or "/" not in parts[2]:
        return AnsweredDocument(document_id=document_id)
    return AnsweredDocument(parts[0] or None, parts[2], Said().day(parts[1]), document_id)


def _signature(root: Element) -> str:
    """The envelope's own signature: absent, malformed or present-unverified; it is never the document's."""
    found = [one for one in root.walk() if one.local in {"Signature", "DigitalSignature"} and one.children]
    if not found:
        return "absent"
    return "present-unverified" if all(_is_signature(one) for one in found) else "malformed"


def _is_signature(element: Element) -> bool:
    values = {one.local: one for one in element.walk() if one.namespace == _DSIG}
    if element.namespace != _DSIG or not {"SignedInfo", "SignatureValue", "X509Certificate"} <= values.keys():
        return False
    try:
        certificate = base64.b64decode("".join(values["X509Certificate"].raw.split()), validate=True)
        value = base64.b64decode("".join(values["SignatureValue"].raw.split()), validate=True)
    except binascii.Error:
        return False
    return certificate[:1] == b"\x30" and len(certificate) > 200 and len(value) >= 32
