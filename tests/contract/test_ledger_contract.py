"""What every database must keep of the ledger's promises: append only, invisible until closed, readable as of any run."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from worlds.ledgers import (
    NOON,
    counted,
    document,
    erase,
    everything,
    note,
    nothing,
    putting,
    raw,
    run,
    scalar,
    settled,
    sha,
    state_of,
    writer,
)

from docflow.errors import LedgerError, Locked
from docflow.ledger.check import check
from docflow.ledger.engine import HEAD, migrate, open_ledger
from docflow.ledger.read import Reader
from docflow.ledger.rows import OutcomeRow
from docflow.ledger.tables import METADATA, MUTABLE
from docflow.ledger.write import Closing, KnownFile, RunSummary, StoredVerdict
from docflow.model import Blob, Direction, Fact, Form, Holding, Indication, Outcome, Verdict

# ---------------------------------------------------------------- schema


def test_a_new_ledger_has_the_schema_of_the_tables(blank: str) -> None:
    opened = open_ledger(blank, create=True)

    with opened.connect() as connection:
        drift = compare_metadata(MigrationContext.configure(connection), METADATA)
    opened.dispose()

    assert drift == []


def test_a_place_without_a_ledger_is_refused(blank: str) -> None:
    with pytest.raises(LedgerError) as refused:
        open_ledger(blank)

    assert refused.value.code == "ledger-missing"


def test_a_ledger_of_another_version_is_refused(new_ledger: Callable[[], str]) -> None:
    url = new_ledger()
    opened = open_ledger(url)
    raw(opened, "UPDATE alembic_version SET version_num = '9999'")
    opened.dispose()

    for act in (open_ledger, migrate):
        with pytest.raises(LedgerError) as refused:
            act(url)
        assert (refused.value.code, refused.value.values["found"]) == ("ledger-version", "9999")


def test_a_ledger_of_this_version_needs_no_migration(new_ledger: Callable[[], str]) -> None:
    assert migrate(new_ledger()) == (HEAD, HEAD)


def test_a_database_with_other_tables_is_not_filled(blank: str) -> None:
    opened = open_ledger(blank, create=True)
    raw(opened, "DROP TABLE alembic_version")
    opened.dispose()

    with pytest.raises(LedgerError) as refused:
        open_ledger(blank, create=True)

    assert refused.value.code == "ledger-version"


# ---------------------------------------------------------------- append only


def refusal(engine: Engine, statement: str) -> str:
    try:
        raw(engine, statement)
    except DBAPIError as fault:
        return str(fault.orig).splitlines()[0]
    return "done"


def test_no_row_can_be_changed_or_removed(engine: Engine) -> None:
    everything(engine)
    erase(engine, "y")
    tables = sorted(METADATA.tables.keys() - MUTABLE)
    column = {name: METADATA.tables[name].columns[0].name for name in tables}

    updated = {name: refusal(engine, f"UPDATE {name} SET {column[name]} = {column[name]}") for name in tables}
    deleted = {name: refusal(engine, f"DELETE FROM {name}") for name in tables}

    expected = {name: f"append only: {name}" for name in tables}
    assert (expected, expected) == (updated, deleted)


def test_no_table_can_be_emptied_or_overwritten(engine: Engine, database: str) -> None:
    everything(engine)
    overwrite = "TRUNCATE run CASCADE" if database == "postgresql" else "INSERT OR REPLACE INTO run SELECT * FROM run"

    assert refusal(engine, overwrite).startswith("append only: ")


def test_a_payload_goes_only_where_it_was_erased_and_stays_away(engine: Engine) -> None:
    everything(engine)
    erased = erase(engine, "y")

    assert refusal(engine, f"DELETE FROM payload WHERE fact_id <> {erased}") == "append only: payload"
    assert refusal(engine, f"DELETE FROM payload WHERE fact_id = {erased}") == "done"
    assert refusal(engine, f"INSERT INTO payload VALUES ({erased}, '{'0' * 32}', 'null')") == "append only: payload"


def test_reading_a_file_again_does_not_bring_an_erased_fact_back(engine: Engine) -> None:
    everything(engine)
    raw(engine, f"DELETE FROM payload WHERE fact_id = {erase(engine, 'y')}")

    run(engine, settled("b2", note("y", {"n": 2})))

    assert scalar(engine, "SELECT count(*) FROM payload JOIN fact ON fact.id = fact_id WHERE subject = 'y'") == 0


# ---------------------------------------------------------------- facts


def test_what_did_not_close_is_invisible(engine: Engine) -> None:
    run(engine, settled("a", note("x", 1)))
    with writer(engine) as opened:
        opened.settle([settled("b", note("x", 2), note("y", 3))])

    reader = Reader(engine)

    assert [row.number for row in reader.runs()] == [1]
    assert reader.facts("note", 1) == {"x": 1}
    assert reader.history("note", "x") == [(1, 1)]


def test_the_next_run_adopts_what_was_settled(engine: Engine) -> None:
    with writer(engine) as killed:
        killed.settle([settled("a", note("x", 1))])
    with writer(engine) as opened:
        assert (killed.run_id,) == opened.adopted
        assert {sha("path a"): (Outcome.ACCEPTED, sha("a"))} == opened.settled()
        opened.settle([settled("b", note("y", 2))])
        summary = opened.close(nothing, counted)

    assert RunSummary(1, state_of([note("x", 1), note("y", 2)]), {"found": 2}) == summary
    assert sorted(row.path or "" for row in Reader(engine).outcomes(1)) == ["a", "b"]
    with writer(engine) as later:
        assert later.adopted == ()


def test_a_run_whose_deriving_fails_stays_unclosed_and_is_adopted(engine: Engine) -> None:
    def fail(closing: Closing) -> None:
        closing.put_documents([document("1")])
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run(engine, settled("a", note("x", 1)), derive=fail)
    with pytest.raises(LedgerError, match="no-run"):
        Reader(engine).run(None)
    with writer(engine) as opened:
        summary = opened.close(putting(document("1")), counted)

    assert (1, state_of([note("x", 1)])) == (summary.number, summary.state_root)
    assert check(engine, store=None, files=False) == []


def test_the_state_root_knows_no_order_and_no_cut(new_ledger: Callable[[], str]) -> None:
    facts = [note(f"s{n}", {"n": n}) for n in range(7)]
    roots = set()
    for cut in ([facts], [facts[4:], facts[:4]], [[f] for f in reversed(facts)]):
        opened = open_ledger(new_ledger())
        for number, part in enumerate(cut):
            last = run(opened, settled(f"f{number}", *part))
        roots.add(last.state_root)
        opened.dispose()

    assert {state_of(facts)} == roots


def test_equal_repeats_are_no_changes_and_get_no_leaf(engine: Engine) -> None:
    run(engine, settled("a", note("x", {"b": 1, "a": 2})))
    seen: list[str] = []
    summary = run(
        engine,
        settled("b", note("x", {"a": 2, "b": 1}), note("y", 1)),
        derive=lambda closing: seen.extend(change.subject for change in closing.changes()),
    )

    assert seen == ["y"]
    assert Reader(engine).run(str(summary.number)).leaves == 2


def test_of_several_facts_of_a_subject_the_last_written_holds(engine: Engine) -> None:
    seen: list[tuple[str, object, object, bool]] = []

    def derive(closing: Closing) -> None:
        seen.extend((c.subject, c.before, c.after, c.is_new) for c in closing.changes())

    run(engine, settled("a", note("x", 1), note("x", 2)), settled("b", note("x", 3), note("w", 0)), derive=derive)
    run(engine, settled("c", note("x", 4), note("x", 3)), derive=derive)
    run(engine, settled("d", note("x", 5)), derive=derive)

    assert seen == [("w", None, 0, True), ("x", None, 3, True), ("x", 3, 5, False)]


def test_a_subject_can_vanish_and_come_back(engine: Engine) -> None:
    current: list[dict[str, Any]] = []

    def derive(closing: Closing) -> None:
        current.append(closing.current("note"))
        current.append(closing.current("note", ["x", "never"]))

    roots = [
        run(engine, settled(f"f{n}", *facts), derive=derive).state_root
        for n, facts in enumerate([[note("x", 1)], [note("x", None), note("never", None)], [note("x", 1), note("y", 2)]])
    ]

    assert current == [{"x": 1}, {"x": 1}, {}, {}, {"x": 1, "y": 2}, {"x": 1}]
    assert [state_of([note("x", 1)]), state_of([]), state_of([note("x", 1), note("y", 2)])] == roots
    assert [Reader(engine).facts("note", n) for n in (1, 2, 3)] == [{"x": 1}, {}, {"x": 1, "y": 2}]
    assert Reader(engine).history("note", "x") == [(1, 1), (2, None), (3, 1)]


def test_changes_come_in_the_order_of_code_points(engine: Engine) -> None:
    subjects = ["Đ", "a", "Z", "á", "z", "-", "ab", "a b"]
    seen: list[str] = []
    run(
        engine,
        settled("a", *(note(s, 1) for s in subjects)),
        derive=lambda closing: seen.extend(change.subject for change in closing.changes()),
    )

    assert sorted(subjects) == seen


def test_many_facts_close_in_pages(engine: Engine) -> None:
    facts = [note(f"{n:05}", n) for n in range(2503)]
    seen: list[int] = []
    summary = run(engine, settled("a", *facts), derive=lambda closing: seen.extend(c.after for c in closing.changes()))

    assert list(range(2503)) == seen
    assert state_of(facts) == summary.state_root
    assert check(engine, store=None, files=False) == []


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
        assert {sha("a")} == opened.have_file_fact([sha("a"), sha("b")], "tools/1")
        assert set() == opened.have_file_fact([sha("a")], "tools/2")
        opened.remember([replace(known, mtime_ns=9)])
        assert {sha("path a"): replace(kept, mtime_ns=9)} == opened.known([sha("path a")])
        opened.close(nothing, counted)
    with writer(engine) as later:
        assert {sha("path a"): replace(kept, mtime_ns=9)} == later.known([sha("path a")])
        assert {sha("a")} == later.have_file_fact([sha("a")], "tools/1")


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
    run(engine, settled("a", Fact("sighting", "1", told), Fact("sighting", "2", {"sha256": sha("b"), "path": sha("a")})))

    assert [told] == Reader(engine).sightings(sha("a"), 1)


# ---------------------------------------------------------------- runs


def test_a_day_means_the_last_run_closed_by_its_end_in_vietnam(engine: Engine) -> None:
    evening = NOON.replace(hour=23, minute=59)
    for number, at in enumerate((NOON, evening, evening + dt.timedelta(minutes=2), NOON + dt.timedelta(days=9))):
        run(engine, settled(f"f{number}"), at=at)
    reader = Reader(engine)

    asked = ("2026-03-12", "2026-03-13", "2026-03-12T12:00:00", "2026-03-12T04:59:59+00:00", "2", "2099-01-01", None)
    found: list[int | str] = []
    for as_of in asked:
        try:
            found.append(reader.run(as_of).number)
        except LedgerError as fault:
            found.append(fault.code)
    assert found == [2, 3, 1, "no-run", 2, 4, 4]
    for as_of, code in (
        ("5", "no-run"),
        ("99999999999999999999", "no-run"),
        ("yesterday", "bad-as-of"),
        ("2026-13-01", "bad-as-of"),
    ):
        with pytest.raises(LedgerError) as refused:
            reader.run(as_of)
        assert code == refused.value.code


def test_a_run_that_does_nothing_leaves_no_trace(engine: Engine) -> None:
    with writer(engine) as first:
        assert not first.worth_closing()
        assert first.discard() is None
    done = run(engine, settled("a"))
    with writer(engine) as second:
        assert done == second.discard()

    assert scalar(engine, "SELECT count(*) FROM run") == 1


def test_a_second_run_waits_or_works_on_its_own(engine: Engine, database: str) -> None:
    with writer(engine) as first:
        first.settle([settled("a", note("x", 1))])
        assert first.worth_closing()
        if database == "sqlite":
            with pytest.raises(Locked), writer(engine):
                raise AssertionError
        else:
            with writer(engine) as second:
                assert second.adopted == ()
                second.settle([settled("b", note("y", 2), blobs=(Blob(sha("der"), "m", b"der"),))])
                assert second.close(nothing, counted).number == 1
        last = first.close(nothing, counted)

    assert last.balance == {"found": 1}
    assert {"sqlite": 1, "postgresql": 2}[database] == last.number
    assert check(engine, store=None, files=False) == []
