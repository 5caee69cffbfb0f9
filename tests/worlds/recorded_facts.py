"""Facts of one district and one commune, as workers and imports tell them, recorded in a run of their own."""

from __future__ import annotations

import datetime as dt
from typing import Any

from docflow.canonical import digest, plain
from docflow.closing import derive
from docflow.ledger.engine import open_ledger
from docflow.ledger.write import Settled, Writer
from docflow.model import (
    Clock,
    Coverage,
    Direction,
    Fact,
    FileFacts,
    FileKind,
    Header,
    Issuer,
    Outcome,
    RegisterLine,
    Sighting,
    SignatureState,
    Unit,
)

CLOCK = Clock(dt.datetime(2022, 12, 31, tzinfo=dt.UTC))
DISTRICT = Unit("H", "H", "UBND huyện Sông Mây", "huyện", "UBND")
COMMUNE = Unit("X", "X", "UBND xã Tân Hòa", "xã", "UBND", parent="H")
UNITS = tuple(Fact("unit", unit.id, plain(unit)) for unit in (DISTRICT, COMMUNE))


def sha(name: str) -> str:
    return digest(name)


def a_file(name: str, number: str | None = "7", day: str | None = "2022-03-01", **more: Any) -> Fact:
    """A paper scanned and read, unsigned."""
    header = Header(
        issuers=(Issuer(more.pop("organ", "UBND HUYỆN SÔNG MÂY")),),
        number=number,
        notation=more.pop("notation", "QĐ-UBND"),
        promulgated_on=day,
        document_type="quyet_dinh",
    )
    values: dict[str, Any] = {
        "sha256": sha(name),
        "size": 1,
        "media_type": "application/pdf",
        "kind": FileKind.SCAN,
        "pages": 1,
        "documents": (header,),
        "sources": {},
        "state": SignatureState.NO_SIGNATURE,
        "signatures": (),
        "problems": (),
        "tools": "t",
        **more,
    }
    return Fact("file", sha(name), plain(FileFacts(**values)))


def seen(name: str, unit: str = "H", direction: Direction = Direction.OUTGOING) -> Fact:
    sighting = Sighting(sha(name), f"inbox/{unit}/{direction.value}/{name}.pdf", unit, direction)
    return Fact("sighting", digest(plain(sighting)), plain(sighting))


def a_line(number: str = "7", day: str | None = "2022-03-01", **more: Any) -> Fact:
    line = RegisterLine("H", Direction.OUTGOING, 2022, number, "QĐ-UBND", 1, 2, promulgated_on=day, **more)
    return Fact("register-line", f"H|outgoing|2022|{number}/QĐ-UBND|1", plain(line))


def covered(through: str) -> Fact:
    """The district's book of 2022 is known to be complete up to a day."""
    return Fact("coverage", "H|outgoing|2022", plain(Coverage("H", Direction.OUTGOING, 2022, through)))


def recorded(ledger: str, *facts: Fact) -> int:
    """Record facts in a run; gives its number."""
    engine = open_ledger(ledger)
    with Writer(engine, kind="ingest", clock=CLOCK, tools="t", settings={}) as writer:
        writer.settle(
            [Settled(path_hash=digest([f.kind, f.subject]), path="p", outcome=Outcome.ACCEPTED, facts=(f,)) for f in facts]
        )
        number = writer.close(derive, lambda _: {}).number
    engine.dispose()
    return number
