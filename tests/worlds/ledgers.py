"""Small ledgers: runs of made-up facts and documents, each a line to write."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Engine, text

from docflow.canonical import canonical
from docflow.ledger.state import State, element
from docflow.ledger.write import Closing, KnownFile, RunSummary, Settled, StoredVerdict, Writer
from docflow.model import (
    Basis,
    Blob,
    Clock,
    Decision,
    Direction,
    Document,
    Fact,
    Form,
    Holding,
    Indication,
    Outcome,
    Standing,
    Verdict,
)

NOON = dt.datetime(2026, 3, 12, 12, tzinfo=dt.timezone(dt.timedelta(hours=7)))


def sha(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def settled(name: str, *facts: Fact, **more: Any) -> Settled:
    values = {"path": name, "outcome": Outcome.ACCEPTED, "sha256": sha(name), "facts": facts, **more}
    return Settled(path_hash=sha(f"path {name}"), **values)


def note(subject: str, payload: object) -> Fact:
    return Fact("note", subject, payload)


def document(number: str, form: Form = Form.ELECTRONIC, **more: Any) -> Document:
    values: dict[str, Any] = {
        "key": f"u1/2026/-/{number}/QĐ-UBND",
        "placed": True,
        "issuer": "u1",
        "year": 2026,
        "number": number,
        "notation": "QĐ-UBND",
        "document_type": "quyet_dinh",
        "promulgated_on": "2026-03-01",
        "day_source": "text",
        "subject_from": None,
        "standing": Standing.ISSUED,
        "copy": False,
        "origin": Decision("e_original", "rule"),
        "form": Decision(form.value, "rule", basis=Basis.PRESUMED),
        "signed_by_person": True,
        "signed_by_organ": True,
        "holdings": (Holding("u1", Direction.OUTGOING, "2026-03-01", has_line=True, has_file=True),),
        "files": (sha(number),),
        "lines": (),
        **more,
    }
    return Document(**values)


def writer(engine: Engine, *, at: dt.datetime = NOON, kind: str = "ingest") -> Writer:
    return Writer(engine, kind=kind, clock=Clock(at), tools="tools/1", settings={"keep": "copy"})


def nothing(_closing: Closing) -> None:
    """Derive nothing."""


def counted(closing: Closing) -> Mapping[str, int]:
    return {"found": len(closing.outcomes())}


def run(
    engine: Engine,
    *batch: Settled,
    derive: Callable[[Closing], None] = nothing,
    balance: Callable[[Closing], Mapping[str, int]] = counted,
    at: dt.datetime = NOON,
) -> RunSummary:
    with writer(engine, at=at) as opened:
        opened.settle(batch)
        return opened.close(derive, balance)


def putting(*documents: Document) -> Callable[[Closing], None]:
    def derive(closing: Closing) -> None:
        closing.put_documents(documents)

    return derive


def state_of(facts: Iterable[Fact]) -> str:
    state = State()
    for fact in facts:
        state = state.add(element(fact.kind, fact.subject, canonical(fact.payload)))
    return state.root()


def raw(engine: Engine, *statements: str) -> None:
    with engine.connect() as connection, connection.begin():
        for statement in statements:
            connection.execute(text(statement))


def scalar(engine: Engine, statement: str) -> Any:
    with engine.connect() as connection:
        return connection.execute(text(statement)).scalar_one()


def everything(engine: Engine) -> None:
    """Two runs that put a row into every append-only table."""
    blob = Blob(sha("der"), "application/pkix-cert", b"der")
    verdict = StoredVerdict(sha("a"), "Signature1", "p", sha("p"), sha("t"), "t0", Verdict("p", Indication.TOTAL_PASSED))
    known = KnownFile(sha("path a"), 3, 5, 7, 2**63 + 1, sha("a"), "tools/1", Outcome.ACCEPTED)
    first = settled(
        "a", Fact("file", sha("a"), {"tools": "tools/1"}), note("x", {"n": 1}), blobs=(blob,), verdicts=(verdict,), known=known
    )
    second = settled("b", note("y", {"n": 2}), attempt=("memory-limit", "64 MiB"))

    def balance(closing: Closing) -> Mapping[str, int]:
        closing.amend_outcomes([replace(row, outcome=Outcome.DUPLICATE) for row in closing.outcomes() if row.path == "b"])
        return {"found": 2, "accepted": 1, "duplicate": 1}

    run(engine, first, second, derive=putting(document("1"), document("2", Form.PAPER)), balance=balance)
    run(engine, settled("c", note("x", {"n": 3})), derive=putting(document("1", Form.BOTH), document("3")))


def erase(engine: Engine, subject: str) -> int:
    """Write that a fact is erased; its payload is still there. Gives the fact's id."""
    fact_id = int(scalar(engine, f"SELECT id FROM fact WHERE subject = '{subject}'"))
    raw(engine, f"INSERT INTO erasure VALUES ({fact_id}, 'author', 'reason', 'at')")
    return fact_id
