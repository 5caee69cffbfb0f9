"""What a run changes: files and lines meet under a key, move when facts change, and nothing is counted twice."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine

from docflow.canonical import digest, plain, restore
from docflow.closing import derive
from docflow.ledger.check import check
from docflow.ledger.engine import open_ledger
from docflow.ledger.read import Reader
from docflow.ledger.write import Settled, Writer
from docflow.model import (
    Clock,
    Count,
    Coverage,
    Direction,
    Document,
    Fact,
    FileFacts,
    FileKind,
    Finding,
    Form,
    Header,
    Indication,
    Issuer,
    Modification,
    Outcome,
    RegisterLine,
    Series,
    Sighting,
    SignatureEvidence,
    SignatureKind,
    SignatureState,
    SignerKind,
    Unit,
)

CLOCK = Clock(dt.datetime(2022, 12, 31, tzinfo=dt.UTC))
DISTRICT = Unit("H", "H", "UBND huyện Sông Mây", "huyện", "UBND")
COMMUNE = Unit("X", "X", "UBND xã Tân Hòa", "xã", "UBND", parent="H")


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = open_ledger(f"sqlite:///{tmp_path / 'ledger.db'}", create=True)
    yield made
    made.dispose()


def run(engine: Engine, *facts: Fact) -> int:
    with Writer(engine, kind="ingest", clock=CLOCK, tools="t", settings={}) as writer:
        writer.settle(
            [Settled(path_hash=digest([f.kind, f.subject]), path="p", outcome=Outcome.ACCEPTED, facts=(f,)) for f in facts]
        )
        return writer.close(derive, lambda _: {}).number


def signature(kind: SignerKind, name: str) -> SignatureEvidence:
    return SignatureEvidence(
        field=name,
        kind=SignatureKind.SIGNATURE,
        subfilter=None,
        integrity=Finding(Indication.TOTAL_PASSED),
        coverage="entire_file",
        modification=Modification.NONE,
        signer_common_name=name,
        signer_kind=kind,
    )


HEADER = Header(number="7", notation="QĐ-UBND", promulgated_on="2022-03-01")
BOTH = (signature(SignerKind.PERSONAL, "Trần Văn A"), signature(SignerKind.ORGAN, "UBND huyện Sông Mây"))


def a_file(
    sha: str, number: str | None = "7", day: str | None = "2022-03-01", signed: tuple[SignatureEvidence, ...] = BOTH
) -> Fact:
    header = Header(
        issuers=(Issuer("UBND HUYỆN SÔNG MÂY"),),
        number=number,
        notation="QĐ-UBND",
        promulgated_on=day,
        document_type="quyet_dinh",
    )
    state = SignatureState.SIGNED if signed else SignatureState.NO_SIGNATURE
    facts = FileFacts(sha, 1, "application/pdf", FileKind.TEXT, 1, (header,), {}, state, signed, (), "t")
    return Fact("file", sha, plain(facts))


def seen(sha: str, unit: str, direction: Direction = Direction.OUTGOING) -> Fact:
    sighting = Sighting(sha, f"inbox/{unit}/{direction}/{sha}.pdf", unit, direction)
    return Fact("sighting", digest(plain(sighting)), plain(sighting))


def a_line(number: str = "7", day: str = "2022-03-01", **more: object) -> Fact:
    line = RegisterLine("H", Direction.OUTGOING, 2022, number, "QĐ-UBND", 1, 2, promulgated_on=day, **more)  # type: ignore[arg-type]
    return Fact("register-line", f"H|outgoing|2022|{number}/QĐ-UBND|1", plain(line))


def covered(through: str) -> Fact:
    return Fact("coverage", "H|outgoing|2022", plain(Coverage("H", Direction.OUTGOING, 2022, through)))


UNITS = tuple(Fact("unit", u.id, plain(u)) for u in (DISTRICT, COMMUNE))


def documents(engine: Engine, as_of: int) -> dict[str, Document]:
    return {d.key: d for d in Reader(engine).documents(as_of)}


def test_a_file_and_its_line_are_one_document_whichever_came_first(tmp_path: Path) -> None:
    derived: list[dict[str, Document]] = []
    for order in ((a_file("f"), seen("f", "H"), a_line()), (a_line(), seen("f", "H"), a_file("f"))):
        engine = open_ledger(f"sqlite:///{tmp_path / str(len(derived))}.db", create=True)
        run(engine, *UNITS)
        last = [run(engine, fact) for fact in order][-1]
        derived.append(documents(engine, last))
        engine.dispose()

    assert derived[0] == derived[1]
    assert list(derived[0]) == ["H/2022//7/QĐ-UBND"]
    document = derived[0]["H/2022//7/QĐ-UBND"]
    assert (document.form.value, document.files, len(document.lines)) == ("electronic", ("f",), 1)
    assert [(h.unit, h.direction, h.has_line, h.has_file) for h in document.holdings] == [("H", Direction.OUTGOING, True, True)]


def test_one_file_is_outgoing_for_its_issuer_and_incoming_for_another(engine: Engine) -> None:
    last = run(engine, *UNITS, a_file("f"), seen("f", "H"), seen("f", "X", Direction.INCOMING))

    (document,) = documents(engine, last).values()
    assert [(h.unit, h.direction) for h in document.holdings] == [("H", Direction.OUTGOING), ("X", Direction.INCOMING)]


def test_the_form_column_of_a_newer_register_moves_the_document(engine: Engine) -> None:
    run(engine, *UNITS, a_file("f"), seen("f", "H"), a_line())
    last = run(engine, a_line(form=Form.PAPER))

    document = documents(engine, last)["H/2022//7/QĐ-UBND"]
    assert (document.form.value, [f.code for f in document.findings]) == ("paper", ["form-contradiction"])
    assert {c.form: c.count for c in Reader(engine).counts(last)} == {Form.PAPER: 1}


def test_a_receipt_leaves_a_presumed_electronic_one_undecided(engine: Engine) -> None:
    run(engine, *UNITS, a_file("f"), seen("f", "H"), a_line())
    last = run(engine, a_line(signed_for="Nguyễn Văn B"))

    form = documents(engine, last)["H/2022//7/QĐ-UBND"].form
    assert (form.value, form.possible) == ("unknown", ("both", "paper"))


def test_a_line_fills_the_year_of_an_undated_file_and_the_old_key_becomes_void(engine: Engine) -> None:
    first = run(engine, *UNITS, a_file("f", day=None, signed=()), seen("f", "H"))
    assert list(documents(engine, first)) == ["file:f"]
    last = run(engine, a_line())

    assert list(documents(engine, last)) == ["H/2022//7/QĐ-UBND"]
    (_, before), (_, after) = Reader(engine).document_versions("file:f")
    assert (before.void, after.void, after.merged_into) == (False, True, ("H/2022//7/QĐ-UBND",))


def test_a_registry_imported_later_places_the_files_already_read(engine: Engine) -> None:
    first = run(engine, a_file("f"), seen("f", "H"))
    assert [d.issuer for d in documents(engine, first).values()] == ["H"]
    loose = run(engine, a_file("g", number="8"), Fact("sighting", "s", plain(Sighting("g", "elsewhere/g.pdf"))))
    assert documents(engine, loose)["~uy ban nhan dan huyen song may/2022//8/QĐ-UBND"].placed is False
    last = run(engine, *UNITS)

    placed = documents(engine, last)
    assert sorted(placed) == ["H/2022//7/QĐ-UBND", "H/2022//8/QĐ-UBND"]
    assert placed["H/2022//8/QĐ-UBND"].holdings[0].unit == "H"


def test_a_file_that_the_register_reaches_but_does_not_hold_is_a_finding(engine: Engine) -> None:
    run(engine, *UNITS, a_file("f"), seen("f", "H"))
    early = run(engine, covered("2022-02-01"))
    late = run(engine, covered("2022-06-30"))

    assert [f.code for f in documents(engine, early)["H/2022//7/QĐ-UBND"].findings] == []
    assert [f.code for f in documents(engine, late)["H/2022//7/QĐ-UBND"].findings] == ["file-without-line"]


def test_a_vanished_line_leaves_the_file_alone(engine: Engine) -> None:
    run(engine, *UNITS, a_file("f"), seen("f", "H"), a_line(form=Form.PAPER))
    last = run(engine, Fact("register-line", "H|outgoing|2022|7/QĐ-UBND|1", None))

    document = documents(engine, last)["H/2022//7/QĐ-UBND"]
    assert (document.form.value, document.lines) == ("electronic", ())


def test_a_draft_is_keyless_and_a_draft(engine: Engine) -> None:
    last = run(engine, *UNITS, a_file("f", number=None, signed=()), seen("f", "H"))

    (document,) = documents(engine, last).values()
    assert (document.key, document.standing.value, document.placed) == ("file:f", "draft", False)


def test_a_file_no_longer_taken_in_leaves_its_line_alone(engine: Engine) -> None:
    run(engine, *UNITS, a_file("f"), seen("f", "H"), a_line(), a_file("g", number="8"), seen("g", "H"))
    last = run(engine, Fact("file", "f", None), Fact("file", "g", None))

    assert {key: (d.files, len(d.lines)) for key, d in documents(engine, last).items()} == {"H/2022//7/QĐ-UBND": ((), 1)}
    assert check(engine, store=None, files=False) == []


def test_an_earlier_run_still_shows_what_it_showed(engine: Engine) -> None:
    first = run(engine, *UNITS, a_file("f"), seen("f", "H"), a_line())
    shown = documents(engine, first)
    run(engine, a_line(form=Form.PAPER))

    assert documents(engine, first) == shown


def incoming(author: str) -> Fact:
    line = RegisterLine(
        "X",
        Direction.INCOMING,
        2022,
        "7",
        "QĐ-UBND",
        1,
        2,
        promulgated_on="2022-03-01",
        arrival_number="1",
        arrived_on="2022-03-02",
        author=author,
    )
    return Fact("register-line", "X|incoming|2022|den:1|1", plain(line))


def test_an_author_s_unit_imported_later_places_the_incoming_line(engine: Engine) -> None:
    run(engine, Fact("unit", "X", plain(replace(COMMUNE, parent=None))), incoming("UBND huyện Sông Mây"))
    last = run(engine, *UNITS)

    assert list(documents(engine, last)) == ["H/2022//7/QĐ-UBND"]


def test_a_parent_s_new_name_places_what_its_children_issued(engine: Engine) -> None:
    other = Unit("H2", "H2", "UBND huyện Ba", "huyện", "UBND")
    twin = replace(COMMUNE, id="Y", code="Y", parent="H2")
    facts = replace(
        restore(FileFacts, a_file("f").payload),
        documents=(replace(HEADER, issuers=(Issuer("UBND XÃ TÂN HÒA", "UBND HUYỆN HAI"),)),),
    )
    run(engine, *UNITS, *(Fact("unit", u.id, plain(u)) for u in (other, twin)), Fact("file", "f", plain(facts)), seen("f", "X"))
    last = run(engine, Fact("unit", "H2", plain(replace(other, name="UBND huyện Hai"))))

    assert list(documents(engine, last)) == ["Y/2022//7/QĐ-UBND"]


def test_the_same_facts_in_any_order_and_cut_up_anyhow_come_to_the_same(tmp_path: Path) -> None:
    facts = [
        *UNITS,
        a_file("a"),
        seen("a", "h"),
        seen("a", "X", Direction.INCOMING),
        a_line(),
        covered("2022-12-31"),
        a_file("b", number="8", day=None, signed=()),
        seen("b", "H"),
        a_line("8", "2022-04-01"),
        incoming("UBND huyện Sông Mây"),
        a_file("c", number="9"),
        seen("c", "X"),
    ]
    ends: list[tuple[str, dict[str, Document], list[Count]]] = []
    for seed in range(8):
        engine = open_ledger(f"sqlite:///{tmp_path / str(seed)}.db", create=True)
        shuffled = random.Random(seed)  # noqa: S311 - an order, no secret
        waiting = shuffled.sample(facts, len(facts))
        while waiting:
            size = shuffled.randint(1, 5)
            last = run(engine, *waiting[:size])
            waiting = waiting[size:]
        reader = Reader(engine)
        ends.append((reader.run(None).state_root, documents(engine, last), reader.counts(last)))
        assert check(engine, store=None, files=False) == []
        engine.dispose()

    assert ends == [ends[0]] * len(ends)


def test_a_file_of_a_type_that_is_not_read_stands_in_its_folder_as_a_document_that_could_not_be_placed(engine: Engine) -> None:
    run(engine, *UNITS, a_file("f"), seen("f", "H"))
    last = run(engine, Fact("rejection", "g", {"code": "type-doc"}), seen("g", "H"))

    unread = documents(engine, last)["file:g"]
    assert (unread.placed, unread.origin.value, unread.form.possible) == (False, "unknown", ("both", "electronic", "paper"))
    assert [(h.unit, h.direction) for h in unread.holdings] == [("H", Direction.OUTGOING)]


def test_keys_are_derived_in_portions_as_they_are_at_once(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("docflow.closing.PORTION", 2)
    facts = [fact for i in range(5) for fact in (a_file(f"f{i}", number=str(i)), seen(f"f{i}", "H"), a_line(str(i)))]
    last = run(engine, *UNITS, *facts)

    assert [(d.number, len(d.lines)) for d in documents(engine, last).values()] == [(str(i), 1) for i in range(5)]


@pytest.mark.parametrize("order", [0, 1])
def test_a_council_s_file_meets_its_line_in_the_host_s_book_whenever_the_series_is_stated(engine: Engine, order: int) -> None:
    council = Unit("C", "C", "Hội đồng thẩm định giá", "huyện", "hội đồng", parent="H")
    header = Header(issuers=(Issuer("HỘI ĐỒNG THẨM ĐỊNH GIÁ"),), number="7", notation="QĐ-UBND", promulgated_on="2022-03-01")
    facts = FileFacts("f", 1, "application/pdf", FileKind.TEXT, 1, (header,), {}, SignatureState.NO_SIGNATURE, (), (), "t")
    stated = Fact("series", "C|1", plain(Series("C", "Hội đồng", host="H")))
    papers = (Fact("file", "f", plain(facts)), seen("f", "H"), a_line())
    run(engine, *UNITS, Fact("unit", "C", plain(council)))
    last = [run(engine, *one) for one in ([papers, (stated,)] if order else [(stated,), papers])][-1]

    living = {key: document for key, document in documents(engine, last).items() if not document.void}
    assert {key: (d.placed, len(d.lines), len(d.files)) for key, d in living.items()} == {"H/2022//7/QĐ-UBND": (True, 1, 1)}
    assert "numbered-by-host" in {finding.code for finding in living["H/2022//7/QĐ-UBND"].findings}
