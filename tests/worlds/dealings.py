"""Books, messages and letters of one district, planted as facts: what was sent to whom, and what came and was settled."""

from __future__ import annotations

from typing import Any

from docflow.canonical import digest, plain
from docflow.evidence import LedgerEvidence
from docflow.ledger.engine import open_ledger
from docflow.ledger.read import Reader
from docflow.model import (
    Citing,
    Coverage,
    Direction,
    Fact,
    FileKind,
    Form,
    Header,
    Issuer,
    Message,
    PaperRule,
    Reference,
    RegisterLine,
    Sighting,
)
from worlds.recorded_facts import UNITS, a_file, recorded, seen, sha

OUT, IN = Direction.OUTGOING, Direction.INCOMING


def sent(
    number: str, recipients: str | None, form: Form | None = None, day: str = "2022-03-01", unit: str = "H", **more: Any
) -> Fact:
    """A line of the book of outgoing documents."""
    line = RegisterLine(
        unit, OUT, int(day[:4]), number, "UBND-VX", 1, 2, promulgated_on=day, recipients=recipients, form=form, **more
    )
    return Fact("register-line", f"{unit}|outgoing|{day[:4]}|{number}/UBND-VX|1", plain(line))


def came(
    arrival: str, due: str | None = None, day: str = "2022-03-02", unit: str = "H", number: str | None = None, **more: Any
) -> Fact:
    """A line of the book of incoming documents."""
    line = RegisterLine(
        unit,
        IN,
        int(day[:4]),
        number or arrival,
        "SNV-VP",
        1,
        2,
        promulgated_on=more.pop("promulgated_on", "2022-03-01"),
        arrival_number=arrival,
        arrived_on=day,
        author="Sở Nội vụ",
        due_on=due,
        **more,
    )
    return Fact("register-line", f"{unit}|incoming|{day[:4]}|den:{arrival}|1", plain(line))


def book(direction: Direction, unit: str = "H", through: str = "2022-12-31") -> Fact:
    """A book is complete up to a day."""
    year = int(through[:4])
    return Fact("coverage", f"{unit}|{direction.value}|{year}", plain(Coverage(unit, direction, year, through)))


def letter(name: str, number: str, receivers: tuple[str, ...], sender: str = "H", **more: Any) -> list[Fact]:
    """A message that brings a document of its sender, in the sender's outgoing folder or where it is said to lie."""
    unit, direction = more.pop("folder", ("H", OUT))
    header = Header(
        issuers=(Issuer(more.pop("organ", "UBND huyện Sông Mây")),),
        number=number,
        notation=more.pop("notation", "UBND-VX"),
        promulgated_on=more.pop("day", "2022-03-01"),
        document_type="cong_van",
    )
    message = Message("edoc", business="new", sender=sender, receivers=receivers, **more)
    told = a_file(name, documents=(header,), kind=FileKind.EDXML, media_type="application/edxml", message=message)
    return [told, seen(name, unit, direction)]


def status(name: str, code: str, sender: str, about: Any) -> list[Fact]:
    """A receiver's answer about a document."""
    message = Message("status", status=code, sender=sender, response_for=(about,))
    told = a_file(name, documents=(), kind=FileKind.EDXML, media_type="application/edxml", message=message)
    sighting = Sighting(sha(name), f"inbox/{name}.edxml", None, None)
    return [told, Fact("sighting", digest(plain(sighting)), plain(sighting))]


def answering(
    name: str, number: str, day: str, cited: str, cited_on: str | None = "2022-03-01", organ: str | None = None
) -> list[Fact]:
    """A paper of the district that says which document it answers."""
    reference = Reference(Citing.ANSWERS, cited, "SNV-VP", None, cited_on, "cong_van", organ)
    header = Header(
        issuers=(Issuer("UBND huyện Sông Mây"),),
        number=number,
        notation="UBND-VX",
        promulgated_on=day,
        document_type="cong_van",
        references=(reference,),
    )
    return [a_file(name, documents=(header,)), seen(name)]


def paper_rule(kind: str, unit: str | None = None, valid_from: str | None = None) -> Fact:
    """A type of documents that goes out on paper only."""
    return Fact("paper-rule", f"{unit or ''}|{kind}|{valid_from or ''}", plain(PaperRule(unit, kind, valid_from, None, None, 2)))


def known(ledger: str, *facts: Fact) -> LedgerEvidence:
    """All that a new ledger knows when it was told the units and some facts."""
    open_ledger(ledger, create=True).dispose()
    recorded(ledger, *UNITS, *facts)
    reader = Reader(open_ledger(ledger))
    return LedgerEvidence(reader, reader.run(None).number)


def a_few(ledger: str) -> LedgerEvidence:
    """Six sent, four of them electronically to the state; three received, one settled in time, one late, one not yet due."""
    return known(
        ledger,
        book(OUT),
        *(sent(str(number), "Sở Nội vụ", Form.ELECTRONIC) for number in range(1, 5)),
        sent("5", "Sở Nội vụ", Form.PAPER),
        sent("6", "Ông A", Form.PAPER),
        book(IN),
        came("1", "2022-03-15", handled_on="2022-03-10", arrived_as=Form.ELECTRONIC),
        came("2", "2022-03-15", handled_on="2022-03-20", arrived_as=Form.PAPER),
        came("3", "2023-03-15", arrived_as=Form.PAPER),
    )
