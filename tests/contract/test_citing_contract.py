"""Who cited whom as of a run, also where a file has since been read otherwise, on every database."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Engine
from worlds.ledgers import document, run, settled, sha

from docflow.canonical import plain
from docflow.citation import CITES, CITES_DATED, DATED, days_cited, names_cited, names_dated
from docflow.citing import Citations
from docflow.ledger.read import Reader
from docflow.ledger.write import Closing
from docflow.model import Citing, Document, Fact, FileFacts, FileKind, Header, Reference, SignatureState

CITING = document("7", key="u2/2026/-/7/CV-X", issuer="u2", notation="CV-X", promulgated_on="2026-04-01", files=(sha("paper"),))
CITED = document("12", promulgated_on="2026-03-05")


def facts(*references: Reference) -> FileFacts:
    return FileFacts(
        sha256=sha("paper"),
        size=1,
        media_type="application/pdf",
        kind=FileKind.TEXT,
        pages=1,
        documents=(Header(references=references),),
        sources={},
        state=SignatureState.NO_SIGNATURE,
        signatures=(),
        problems=(),
        tools="t",
    )


def known(engine: Engine, told: FileFacts, *documents: Document) -> None:
    """A run that reads the paper so, and derives these documents."""

    def derive(closing: Closing) -> None:
        closing.relink(CITES, {f"file {told.sha256}": names_cited(told)})
        closing.relink(CITES_DATED, {f"file {told.sha256}": days_cited(told)})
        closing.relink(DATED, {one.key: names_dated(one) for one in documents})
        closing.put_documents(documents)

    name = f"paper {len(Reader(engine).runs())}"
    run(engine, settled(name, Fact("file", told.sha256, plain(told))), derive=derive)


def cited(number: str, notation: str = "QĐ-UBND") -> Reference:
    return Reference(Citing.BASIS, number, notation, promulgated_on="2026-03-05", organ="Ủy ban nhân dân")


def test_a_file_that_is_read_otherwise_later_still_cited_what_it_cited(engine: Engine) -> None:
    known(engine, facts(cited("012"), cited("13")), CITING, CITED)
    known(engine, facts(cited("14")))
    told = {number: Citations(Reader(engine), number) for number in (1, 2)}

    found = {
        (number, name): [one.key for one in citations.to_written(name)]
        for number, citations in told.items()
        for name in ("12/QĐ-UBND", "13/QĐ-UBND", "14/QĐ-UBND")
    }
    assert {asked for asked, keys in found.items() if keys == [CITING.key]} == {
        (1, "12/QĐ-UBND"),
        (1, "13/QĐ-UBND"),
        (2, "14/QĐ-UBND"),
    }
    assert [(one.key, one.match.value) for one in told[1].to(CITED)] == [(CITING.key, "known")]
    assert list(told[2].to(CITED)) == []


def test_a_document_whose_day_was_another_was_meant_by_that_day(engine: Engine) -> None:
    reference = Reference(Citing.BASIS, "12", "KH-UBND", promulgated_on="2026-03-05", organ="Sở Y tế")
    issued = document("12", key="~so y te|/2026/-/12/QĐ-SYT", issuer="~so y te|", notation="QĐ-SYT", promulgated_on="2026-03-05")
    known(engine, facts(reference), CITING, issued)
    known(engine, facts(reference), replace(issued, promulgated_on="2026-03-06"))

    told = {
        number: [(one.match.value, one.keys) for one in Citations(Reader(engine), number).of(CITING, [facts(reference)])]
        for number in (1, 2)
    }
    assert told == {1: [("differs", (issued.key,))], 2: [("absent", ())]}
    before = [(one.key, one.match.value) for one in Citations(Reader(engine), 1).to(issued)]
    assert before == [(CITING.key, "differs")]
