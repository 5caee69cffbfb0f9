"""The files of the planned year: letters as DOCX and PDF, signed ones, scans, messages and what was answered to them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from fixtures.edxml import Answered, Attachment, Edoc, Organ, Status, edoc, status
from fixtures.page import ROMAN, Paper, draw, seal, written
from fixtures.papers import FOR_CHAIR, ON_BEHALF, at_hour, blank, organ, person
from fixtures.places import DISTRICT
from fixtures.scan import scan
from fixtures.sign import sign
from fixtures.word import docx
from worlds.district_year import Planted, Year
from worlds.district_year_units import COUNCIL_PLACE, C, D, Unit

_CODES = ("01", "03", "06")


def paper_of(one: Planted) -> Paper:
    """What the document prints."""
    place = COUNCIL_PLACE if one.council else one.unit.place
    subject = one.subject[one.subject.index("về việc") :]
    authority = ("TM. HỘI ĐỒNG",) if one.council else (ON_BEHALF, FOR_CHAIR) if place.deputy else (ON_BEHALF,)
    receiver = C[1].place.name if one.unit is D else DISTRICT.name
    return Paper(
        place=place,
        notation=one.notation,
        heading=one.heading,
        subject=f"{subject[0].upper()}{subject[1:]}" if one.heading else subject.removeprefix("về việc "),
        body=("Đề nghị các đơn vị tổ chức thực hiện và báo cáo kết quả./.",),
        signer=one.signer,
        number=one.number,
        day=one.day,
        year=one.day.year,
        superior=DISTRICT.printed if one.council else None,
        to=() if one.heading else (receiver,),
        recipients=(receiver, "Lưu: VT"),
        authority=authority,
    )


def file_of(one: Planted) -> tuple[str, bytes]:
    """The suffix and the bytes of a document's file."""
    kind, paper = one.evidence.kind, paper_of(one)
    if kind == "docx":
        return "docx", docx(paper, table=True)
    if kind in {"message", "paper-message"}:
        return "edxml", edoc(message_of(one, Attachment("van-ban.docx", docx(paper, table=True))))
    return "pdf", _pdf(one, paper)


def _pdf(one: Planted, paper: Paper) -> bytes:
    drawn, kind, certificate = draw(paper), one.evidence.kind, one.unit.place.certificate
    first, then = at_hour(one.day, 8, 30), at_hour(one.day, 9, 15)
    if kind == "scan":
        mark = organ(drawn, certificate, then, "Signature1", written(f"{one.number}/{one.notation}", ROMAN, 11), "copy")
        return sign(scan(drawn.pdf, dpi=72), [mark])
    signatures = [replace(person(drawn, paper, first), timestamped=False)] if kind in {"signed", "person"} else []
    signatures += [organ(drawn, certificate, then, "Signature2", seal)] if kind in {"signed", "organ"} else []
    return sign(drawn.pdf, signatures)


def organ_of(unit: Unit) -> Organ:
    """A unit as messages name it."""
    return Organ(unit.place.code, unit.place.name)


def answered(one: Planted) -> Answered:
    """A document as messages about it name it."""
    return Answered(one.unit.place.code, f"{one.number}/{one.notation}", f"{one.day:%Y/%m/%d}")


def message_of(one: Planted, *attachments: Attachment, business: str = "0") -> Edoc:
    """The message that sends a document, or does something else about it."""
    return Edoc(
        organ_of(one.unit),
        one.number,
        one.notation,
        f"{one.day:%Y/%m/%d}",
        subject=paper_of(one).subject,
        type_name=(one.heading or "CÔNG VĂN").capitalize(),
        receivers=(organ_of(C[1] if one.unit is D else D),),
        position=one.signer.position,
        signer=one.signer.name,
        paper="1" if one.evidence.kind == "paper-message" else "0",
        business=business,
        answers=(answered(one),) if business != "0" else (),
        attachments=attachments,
    )


def _folder(inbox: Path, unit: Unit, direction: str) -> Path:
    """A unit's folder; a commune that took another name keeps its code and goes on with the folder."""
    found = inbox / unit.place.code / direction
    found.mkdir(parents=True, exist_ok=True)
    return found


def write_files(inbox: Path, year: Year) -> int:
    """Write every file of the year into the inbox; gives how many there are."""
    count = 0
    for one in year.documents:
        if one.has_file:
            suffix, data = file_of(one)
            name = f"{one.number}-{one.notation}-{one.day:%m%d}.{suffix}"
            (_folder(inbox, one.unit, "outgoing") / name).write_bytes(data)
            count += 1
            if one.unit is D and suffix == "edxml" and one.day.day % 5 == 0:
                (_folder(inbox, C[1], "incoming") / name).write_bytes(data)
                count += 1
    for name, folder, data in _answers(inbox, year):
        (folder / f"{name}.edxml").write_bytes(data)
        count += 1
    for index, unit in enumerate((D, D, C[1]), start=1):
        draft = next(one for one in year.of(unit) if one.evidence.kind == "docx")
        paper = replace(blank(paper_of(draft)), subject=f"về việc dự thảo lần {index}")
        (_folder(inbox, unit, "outgoing") / f"du-thao-{index}.docx").write_bytes(docx(paper, table=True))
        count += 1
    return count


def _answers(inbox: Path, year: Year) -> Iterator[tuple[str, Path, bytes]]:
    """The messages about documents: what receivers told, what was taken back, brought up to date or replaced."""
    sent = _sent(year)
    received = _folder(inbox, D, "incoming")
    for index, one in enumerate([*_heard(year), *sent[3:12]]):
        told = Status(organ_of(C[1]), _CODES[index % len(_CODES)], (answered(one),))
        yield f"trang-thai-{one.number}", received, status(told)
    outgoing = _folder(inbox, D, "outgoing")
    for one in sent:
        if one.withdrawn:
            yield f"thu-hoi-{one.number}", outgoing, edoc(message_of(one, business="1"))
    for one in updated(year):
        yield f"cap-nhat-{one.number}", outgoing, edoc(message_of(one, business="2"))
    one, old = replacing(year)
    again = message_of(one, Attachment("van-ban.docx", docx(paper_of(one), table=True)), business="3")
    named = f"{old.unit.place.code},{old.day:%Y/%m/%d},{old.number}/{old.notation}"
    yield f"thay-the-{one.number}", outgoing, edoc(replace(again, answers=(), replaced=(named,)))


def _sent(year: Year) -> list[Planted]:
    return [one for one in year.of(D) if one.evidence.kind == "message"]


def _heard(year: Year) -> list[Planted]:
    """The documents of which only a receiver's status is there."""
    return [one for one in year.of(D) if one.evidence.kind == "heard"]


def updated(year: Year) -> list[Planted]:
    """The documents that a later message brings up to date."""
    return _sent(year)[12:14]


def replacing(year: Year) -> tuple[Planted, Planted]:
    """A document whose message says that it takes the place of another, and that other one."""
    sent = _sent(year)
    return sent[15], sent[14]
