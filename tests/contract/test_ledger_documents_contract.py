"""What every database must keep of the ledger's promises about documents, counts, files and their evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import Engine
from worlds.ledgers import (
    counted,
    document,
    nothing,
    putting,
    run,
    settled,
    sha,
    writer,
)

from docflow.ledger.read import Reader
from docflow.ledger.rows import OutcomeRow
from docflow.ledger.write import Closing, KnownFile, StoredVerdict
from docflow.model import Blob, Direction, Fact, Form, Holding, Indication, Outcome, Verdict

# ---------------------------------------------------------------- documents and counts


def figures(engine: Engine, as_of: int) -> dict[tuple[str, str, str], int]:
    counts = Reader(engine).counts(as_of)
    return {(c.unit, c.direction.value, c.form.value): c.count for c in counts}


def test_every_past_figure_can_be_printed_again(engine: Engine) -> None:
    incoming = Holding("u2", Direction.INCOMING, None, has_line=False, has_file=True)
    outgoing = document("2").holdings[0]
    run(engine, settled("a"), derive=putting(document("1"), document("2"), document("3", Form.PAPER)))
    run(
        engine,
        settled("b"),
        derive=putting(document("1", Form.BOTH), document("2"), document("2", holdings=(outgoing, incoming))),
    )
    run(engine, settled("c"), derive=putting(document("3", void=True, holdings=(), merged_into=(document("1").key,))))

    assert figures(engine, 1) == {("u1", "outgoing", "electronic"): 2, ("u1", "outgoing", "paper"): 1}
    second = {("u1", "outgoing", "both"): 1, ("u1", "outgoing", "electronic"): 1, ("u1", "outgoing", "paper"): 1}
    assert {**second, ("u2", "incoming", "electronic"): 1} == figures(engine, 2)
    assert figures(engine, 3) == {
        ("u1", "outgoing", "both"): 1,
        ("u1", "outgoing", "electronic"): 1,
        ("u2", "incoming", "electronic"): 1,
    }
    assert sum(c.count for c in Reader(engine).counts(3, units=["u1", "u3"], direction=Direction.OUTGOING)) == 2
    assert Reader(engine).counts(3, units=[]) == []


def test_only_documents_that_differ_get_a_version(engine: Engine) -> None:
    changed: list[int] = []
    forms = iter((Form.PAPER, Form.PAPER, Form.BOTH))

    def derive(closing: Closing) -> None:
        changed.append(closing.put_documents([document("1", next(forms)), document("2")]))

    for n in range(3):
        run(engine, settled(f"f{n}"), derive=derive)

    assert changed == [2, 0, 1]
    versions = Reader(engine).document_versions(document("1").key)
    assert [(1, document("1", Form.PAPER)), (3, document("1", Form.BOTH))] == versions


def test_documents_are_those_known_at_a_run(engine: Engine) -> None:
    received = document("2", holdings=(Holding("u2", Direction.INCOMING, None),))
    void = document("1", void=True, holdings=(), files=())
    run(engine, settled("a"), derive=putting(document("1"), received))
    run(engine, settled("b"), derive=putting(void, document("3")))
    reader = Reader(engine)

    assert [d.number for d in reader.documents(1)] == ["1", "2"]
    assert [d.number for d in reader.documents(2)] == ["2", "3"]
    assert [d.number for d in reader.documents(2, unit="u1")] == ["3"]
    assert [received] == list(reader.documents(2, direction=Direction.INCOMING))
    assert [d.number for d in reader.documents(1, keys=[document("1").key, "unknown"])] == ["1"]
    assert [document("1").key] == reader.keys_of_file(sha("1")[:9], 1)
    assert reader.keys_of_file(sha("1")[:9], 2) == []
    assert reader.keys_of_file("%", 1) == []


def test_a_document_is_found_by_what_a_person_writes(engine: Engine) -> None:
    run(engine, settled("a"), derive=putting(document("05"), document("5", key="file:x", year=2025), document("6")))
    reader = Reader(engine)
    fifth = sorted([document("05").key, "file:x"])

    assert fifth == reader.find_keys("5/QĐ-UBND") == reader.find_keys("005/ qđ - ubnd")
    assert ["file:x"] == reader.find_keys("5/2025/QĐ-UBND") == reader.find_keys("file:x")
    assert [] == reader.find_keys("5") == reader.find_keys("5/QD-UBND") == reader.find_keys("")


def test_deriving_sees_documents_and_index_as_they_are_being_written(engine: Engine) -> None:
    def derive(closing: Closing) -> None:
        closing.put_documents([document("1")])
        closing.relink("organ", {"f1": {"sở a", "sở b"}, "f2": {"sở a"}})
        closing.relink("organ", {"f2": {"sở c"}})
        closing.relink("other", {"f1": {"sở a"}})

    seen: list[object] = []

    def look(closing: Closing) -> None:
        seen.append(closing.documents([document("1").key, "unknown"]))
        seen.append(closing.lookup("organ", ["sở a", "sở c", "sở d"]))
        seen.append(closing.reverse("organ", ["f1", "f3"]))

    run(engine, settled("a"), derive=derive)
    run(engine, settled("b"), derive=look)

    assert [{document("1").key: document("1")}, {"sở a": {"f1"}, "sở c": {"f2"}}, {"f1": {"sở a", "sở b"}}] == seen


# ---------------------------------------------------------------- files


def test_final_outcomes_are_decided_at_closing(engine: Engine) -> None:
    before: list[set[str]] = []

    def balance(closing: Closing) -> Mapping[str, int]:
        seen = closing.first_seen([sha("a"), sha("b")])
        before.append(seen)
        closing.amend_outcomes([replace(row, outcome=Outcome.DUPLICATE) for row in closing.outcomes() if row.sha256 in seen])
        return {row.outcome.value: 1 for row in closing.outcomes()}

    run(engine, settled("a"), balance=balance)
    last = run(engine, settled("copy of a", sha256=sha("a"), reason="again"), balance=balance)

    assert [set(), {sha("a")}] == before
    assert last.balance == {"duplicate": 1}
    expected = OutcomeRow(sha("path copy of a"), Outcome.DUPLICATE, sha("a"), "copy of a", "again")
    assert [expected] == Reader(engine).outcomes(2)


def test_the_cache_of_known_files_tells_what_closed(engine: Engine) -> None:
    known = KnownFile(sha("path a"), 1, 2, 3, 2**64 - 1, sha("a"), "tools/1", Outcome.ACCEPTED)
    with writer(engine) as killed:
        killed.settle([settled("a", Fact("file", sha("a"), {"tools": "tools/1"}), known=known)])
        kept = replace(known, run_id=killed.run_id)
    with writer(engine) as opened:
        assert {sha("path a"): kept} == opened.known([sha("path a"), sha("path b")])
        assert {sha("a"): "tools/1"} == opened.have_file_fact([sha("a"), sha("b")], {"tools/1"})
        assert opened.have_file_fact([sha("a")], {"tools/2"}) == {}
        opened.remember([replace(known, mtime_ns=9)])
        assert {sha("path a"): replace(kept, mtime_ns=9)} == opened.known([sha("path a")])
        opened.close(nothing, counted)
    with writer(engine) as later:
        assert {sha("path a"): replace(kept, mtime_ns=9)} == later.known([sha("path a")])
        assert {sha("a"): "tools/1"} == later.have_file_fact([sha("a")], {"tools/1"})


def test_verdicts_and_blobs_are_told_as_of_a_run(engine: Engine) -> None:
    blob = Blob(sha("der"), "application/pkix-cert", b"der")
    first = StoredVerdict(sha("a"), "S1", "p", sha("p"), sha("t"), "t0", Verdict("p", Indication.INDETERMINATE, "NO_POE"))
    second = replace(first, at="t1", verdict=Verdict("p", Indication.TOTAL_PASSED, chain=("x",)))
    run(engine, settled("a", blobs=(blob, blob), verdicts=(first,)))
    run(engine, settled("b", blobs=(blob,), verdicts=(second, replace(second, policy="q"))))
    reader = Reader(engine)

    assert [first] == reader.verdicts(sha("a"), 1)
    assert [second] == reader.verdicts(sha("a"), 2, "p")
    assert [v.policy for v in reader.verdicts(sha("a"), 2)] == ["p", "q"]
    assert (reader.blob(sha("der")), reader.blob(sha("other"))) == (b"der", None)


def test_sightings_of_a_file(engine: Engine) -> None:
    told = {"sha256": sha("a"), "path": "inbox/a.pdf"}
    other = Fact("sighting", "2", {"sha256": sha("b"), "path": sha("a")})

    def derive(closing: Closing) -> None:
        closing.relink("of-file", {"1": {sha("a")}, "2": {sha("b")}})

    run(engine, settled("a", Fact("sighting", "1", told), other), derive=derive)

    assert [told] == Reader(engine).sightings(sha("a"), 1)
