"""A month of a district and two communes in which registers, files and messages agree, and faults to add one by one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from fixtures.books import ELECTRONIC, PAPER, UNITS, OutgoingLine, write_outgoing, write_table, written
from fixtures.edxml import Attachment, Edoc, Organ, edoc
from fixtures.page import Paper, draw
from fixtures.papers import at_hour, decision, organ, original, person
from fixtures.places import BEN_LUA, COMMUNES, DISTRICT, Place
from fixtures.sign import Signature, sign
from fixtures.word import docx

ENDED = COMMUNES[-1]
ENDED_ON = dt.date(2022, 6, 30)
TOPICS = ("lập hồ sơ điện tử", "kiểm tra công tác văn thư", "cấp chứng thư số cho viên chức", "số hóa tài liệu lưu trữ lịch sử")


def day(number: int) -> dt.date:
    """The day of a document by its number; the last one is of the month's last day."""
    return dt.date(2022, 3, 31 if number == 7 else number)


def paper(number: int, place: Place = DISTRICT) -> Paper:
    """A decision of a unit."""
    return decision(f"{number:02}", day(number), f"Về việc {TOPICS[number % len(TOPICS)]}, lần {number}", place)


def line(number: int, place: Place = DISTRICT, form: str = ELECTRONIC) -> OutgoingLine:
    """The line of a unit's decision, as its paper has it."""
    one = paper(number, place)
    return OutgoingLine(
        number=f"{number:02}",
        notation=one.notation,
        day=day(number),
        subject=f"Quyết định {one.subject[0].lower()}{one.subject[1:]}",
        signer=place.head.name,
        recipients="Các đơn vị",
        form=form,
    )


def message(number: int, inside: Paper, **changed: str) -> bytes:
    """A message of the district that sends its decision of that number with a paper inside."""
    own = paper(number)
    told = Edoc(
        Organ(DISTRICT.code, DISTRICT.name),
        own.number or "",
        own.notation,
        f"{day(number):%Y/%m/%d}",
        subject=own.subject,
        type_name="Quyết định",
        receivers=(Organ(BEN_LUA.code, BEN_LUA.name),),
        competence="TM. ỦY BAN NHÂN DÂN",
        position=own.signer.position,
        signer=own.signer.name,
        attachments=(Attachment("quyet-dinh.docx", docx(inside, table=True)),),
    )
    return edoc(replace(told, **changed))  # type: ignore[arg-type]


def signed(number: int, *, tampered: bool = False, published: bool = False) -> bytes:
    """The district's decision signed by person and organ; then changed by one bit, or signed by a publisher too."""
    one = paper(number)
    drawn = draw(one, compressed=not tampered)
    data = sign(
        drawn.pdf,
        [person(drawn, one, at_hour(day(number), 8, 30)), organ(drawn, DISTRICT.certificate, at_hour(day(number), 9, 15))],
    )
    if tampered:
        at = data.index(b"stream", data.index(b"/Contents")) + 40
        return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
    return sign(data, [Signature("portal", "Signature3", at_hour(day(number) + dt.timedelta(days=2), 10))]) if published else data


# The lines of each unit, and which of the district's have a file.
LINES: Mapping[str, tuple[OutgoingLine, ...]] = {
    DISTRICT.code: (line(1), line(2), line(3, form=""), line(4), line(5, form=PAPER), line(6), line(7)),
    BEN_LUA.code: (line(1, BEN_LUA), line(2, BEN_LUA), line(7, BEN_LUA)),
    ENDED.code: (line(1, ENDED),),
}
_FILES: Mapping[str, Callable[[], bytes]] = {
    "1.docx": lambda: docx(paper(1), table=True),
    "2.docx": lambda: docx(paper(2), table=True),
    "3.pdf": lambda: sign(*_whole(original(paper(3)))),
    "4.edxml": lambda: message(4, paper(4)),
}


def _whole(drawn: tuple[object, list[Signature]]) -> tuple[bytes, list[Signature]]:
    return drawn[0].pdf, drawn[1]  # type: ignore[attr-defined]


def write_month(folder: Path) -> dict[str, Path]:
    """Write the units, the registers by unit, and the files; gives the registers."""
    rows = [
        (place.code, place.name, place.level, "UBND", "" if place is DISTRICT else DISTRICT.code, "01/01/2020", end, heir)
        for place, end, heir in ((DISTRICT, "", ""), (BEN_LUA, "", ""), (ENDED, written(ENDED_ON), BEN_LUA.code))
    ]
    write_table(folder / "units.csv", (*UNITS, "Đến ngày", "Mã kế thừa"), rows)
    outgoing = folder / "inbox" / DISTRICT.code / "outgoing"
    outgoing.mkdir(parents=True)
    for name, made in _FILES.items():
        (outgoing / name).write_bytes(made())
    return {code: write_outgoing(folder / f"{code}.csv", lines) for code, lines in LINES.items()}


# ---------------------------------------------------------------- one fault at a time


@dataclass(frozen=True, slots=True)
class Fault:
    """What is added to the month: a file in a unit's outgoing folder, or a register that takes the place of the older one.

    ``behind`` are the keys of the documents that must be named, with the folder's unit where the file cannot be placed.
    """

    file: tuple[str, Callable[[], bytes]] | None = None
    lines: tuple[OutgoingLine, ...] | None = None
    unit: str = DISTRICT.code
    behind: tuple[str, ...] = ()


def key(number: int, place: Place = DISTRICT) -> str:
    """The key of a unit's decision."""
    return f"{place.code}/2022//{number}/QĐ-UBND"


def _with(number: int, **changed: object) -> tuple[OutgoingLine, ...]:
    """The district's lines with one of them changed."""
    return tuple(
        replace(one, **changed) if int(one.number) == number else one  # type: ignore[arg-type]
        for one in LINES[DISTRICT.code]
    )


def _word(one: Paper) -> Callable[[], bytes]:
    return lambda: docx(one, table=True)


def _sent(number: int = 6, inside: Paper | None = None, **changed: str) -> tuple[str, Callable[[], bytes]]:
    return "6.edxml", lambda: message(number, inside or paper(number), **changed)


_LATE = replace(paper(2, ENDED), day=ENDED_ON + dt.timedelta(days=30))
FAULTS: Mapping[str, Fault] = {
    "form-contradiction": Fault(lines=_with(3, form=PAPER), behind=(key(3),)),
    "date-differs": Fault(lines=_with(1, day=dt.date(2022, 3, 9)), behind=(key(1),)),
    "register-repeat": Fault(lines=(*LINES[DISTRICT.code], line(5, form=PAPER)), behind=(key(5),)),
    "file-without-line": Fault(("8.docx", _word(paper(8))), behind=(key(8),)),
    "subject-differs": Fault(lines=_with(1, subject="Quyết định khen thưởng học sinh giỏi cấp huyện"), behind=(key(1),)),
    "signer-differs": Fault(lines=_with(2, signer="Lê Hoàng Khác"), behind=(key(2),)),
    "type-differs": Fault(lines=_with(2, subject=f"Báo cáo về việc {TOPICS[2]}, lần 2"), behind=(key(2),)),
    "same-key-differs": Fault(
        ("3.docx", _word(replace(paper(3), subject="Khen thưởng học sinh giỏi cấp huyện"))), behind=(key(3),)
    ),
    "unit-abolished": Fault(("late.docx", _word(_LATE)), unit=ENDED.code, behind=(key(2, ENDED),)),
    "foreign-issuer": Fault(("2-xa.docx", _word(paper(2, BEN_LUA))), behind=(key(2, BEN_LUA),)),
    "signature-broken": Fault(("6.pdf", lambda: signed(6, tampered=True)), behind=(key(6),)),
    "third-party-signature": Fault(("6.pdf", lambda: signed(6, published=True)), behind=(key(6),)),
    "edxml-number-differs": Fault(_sent(inside=paper(5)), behind=(key(5),)),
    "edxml-date-differs": Fault(_sent(day="2022/03/07"), behind=(key(6),)),
    "edxml-organ-differs": Fault(_sent(inside=replace(paper(6, BEN_LUA), signer=DISTRICT.head)), behind=(key(6),)),
    "edxml-subject-differs": Fault(_sent(subject="Khen thưởng học sinh giỏi cấp huyện"), behind=(key(6),)),
    "edxml-signer-differs": Fault(_sent(signer="Lê Hoàng Khác"), behind=(key(6),)),
    "edxml-type-differs": Fault(_sent(type_name="Báo cáo"), behind=(key(6),)),
}
# The same files without a fault.
SOUND: Mapping[str, Fault] = {
    "a signed decision": Fault(("6.pdf", lambda: signed(6))),
    "a message": Fault(_sent()),
    "another rendering": Fault(("3.docx", _word(paper(3)))),
    "a decision of the unit that ended, of its last day": Fault(
        ("last.docx", _word(replace(paper(2, ENDED), day=ENDED_ON))), unit=ENDED.code
    ),
    "the same register": Fault(lines=LINES[DISTRICT.code]),
}
