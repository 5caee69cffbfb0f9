"""Papers with a header of one's own, and lines of several books, as facts of the world of ``worlds.recorded_facts``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docflow.canonical import plain
from docflow.ledger.engine import open_ledger
from docflow.ledger.read import Reader
from docflow.model import Direction, Document, Fact, Header, Issuer, RegisterLine
from worlds.recorded_facts import a_file

DISTRICT_ORGAN = "UBND HUYỆN SÔNG MÂY"


def paper(name: str, number: str = "05", day: str | None = "2022-03-03", year: int | None = None, **more: Any) -> Fact:
    """A paper of the district; ``year`` is printed in its number, ``organs`` are its issuers, ``header`` adds to its header."""
    issuers = tuple(Issuer(organ) for organ in more.pop("organs", (DISTRICT_ORGAN,)))
    header = Header(
        issuers=issuers,
        number=number,
        notation=more.pop("notation", "QĐ-UBND"),
        year_in_number=year,
        document_type=more.pop("document_type", "quyet_dinh"),
        promulgated_on=day,
        **more.pop("header", {}),
    )
    return a_file(name, documents=(header,), **more)


def entry(number: str = "5", day: str | None = "2022-03-03", unit: str = "H", occurrence: int = 1, **more: Any) -> Fact:
    """An outgoing line of a unit's book of 2022."""
    notation = more.pop("notation", "QĐ-UBND")
    line = RegisterLine(unit, Direction.OUTGOING, 2022, number, notation, occurrence, occurrence + 1, promulgated_on=day, **more)
    return Fact("register-line", f"{unit}|outgoing|2022|{number}/{notation}|{occurrence}", plain(line))


def arrival(arrival_number: str, day: str | None, unit: str = "H", occurrence: int = 1, **more: Any) -> Fact:
    """An incoming line of a unit's book of 2022."""
    values: dict[str, Any] = {"number": None, "notation": None, "author": "Sở Nội vụ", **more}
    line = RegisterLine(
        unit,
        Direction.INCOMING,
        2022,
        occurrence=occurrence,
        row=occurrence + 1,
        arrival_number=arrival_number,
        arrived_on=day,
        **values,
    )
    return Fact("register-line", f"{unit}|incoming|2022|den:{arrival_number}|{occurrence}", plain(line))


def known(instance: Path) -> dict[str, Document]:
    """The documents of an instance's ledger that are there, by key."""
    reader = Reader(open_ledger(f"sqlite:///{instance / 'ledger.db'}"))
    found = reader.documents(reader.run(None).number)
    return {document.key: document for document in found if not document.void}


def state_root(instance: Path) -> str:
    """The root of all facts after the last run."""
    reader = Reader(open_ledger(f"sqlite:///{instance / 'ledger.db'}"))
    return reader.run(None).state_root
