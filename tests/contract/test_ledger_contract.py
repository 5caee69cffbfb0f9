"""What every database must keep of the ledger's promises: append only, invisible until closed, readable as of any run."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
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
from docflow.ledger.tables import APPEND_ONLY, RUN
from docflow.ledger.write import Closing, RunSummary
from docflow.model import Blob, Outcome

# ---------------------------------------------------------------- schema


def test_a_new_ledger_has_the_schema_of_the_tables(blank: str) -> None:
    opened = open_ledger(blank, create=True)

    with opened.connect() as connection:
        drift = compare_metadata(MigrationContext.configure(connection), RUN.metadata)
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
    column = {name: RUN.metadata.tables[name].columns[0].name for name in APPEND_ONLY}

    updated = {name: refusal(engine, f"UPDATE {name} SET {column[name]} = {column[name]}") for name in APPEND_ONLY}
    deleted = {name: refusal(engine, f"DELETE FROM {name}") for name in APPEND_ONLY}

    expected = {name: f"append only: {name}" for name in APPEND_ONLY}
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
    with pytest.raises(LedgerError, match="no-run-yet"):
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
        assert first.discard() is None
    done = run(engine, settled("a"))
    with writer(engine) as second:
        assert done == second.discard()

    assert scalar(engine, "SELECT count(*) FROM run") == 1


def test_a_closed_run_takes_nothing_more(engine: Engine) -> None:
    with writer(engine) as opened:
        opened.settle([settled("a", note("x", 1))])
        opened.close(nothing, counted)
        with pytest.raises(RuntimeError, match="has closed"):
            opened.settle([settled("b", note("x", 2))])

    assert check(engine, store=None, files=False) == []


def test_a_path_is_settled_once_in_a_run(engine: Engine) -> None:
    with writer(engine) as opened:
        opened.settle([settled("a", note("x", 1))])
        with pytest.raises(LedgerError, match="ledger-refused"):
            opened.settle([settled("b", note("y", 1)), settled("a", note("x", 2))])
        opened.close(nothing, counted)

    assert Reader(engine).facts("note", 1) == {"x": 1}


def test_a_second_run_waits_or_works_on_its_own(engine: Engine, database: str) -> None:
    with writer(engine) as first:
        first.settle([settled("a", note("x", 1))])
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
