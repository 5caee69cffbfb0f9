"""A ledger copied to any database is the same ledger, and goes on there."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine
from worlds.ledgers import erase, everything, note, raw, run, settled

from docflow.errors import LedgerError
from docflow.ledger.check import check, extent
from docflow.ledger.copying import copy
from docflow.ledger.engine import open_ledger
from docflow.ledger.read import Reader

NewLedger = Callable[..., str]


@pytest.fixture
def elsewhere(blank: str) -> Iterator[Engine]:
    opened = open_ledger(blank, create=True)
    yield opened
    opened.dispose()


@pytest.fixture
def full(new_sqlite: NewLedger) -> Iterator[Engine]:
    opened = open_ledger(new_sqlite())
    everything(opened)
    fact_id = erase(opened, "y")
    raw(opened, f"DELETE FROM payload WHERE fact_id = {fact_id}")
    yield opened
    opened.dispose()


def test_a_copy_says_what_the_ledger_says(full: Engine, elsewhere: Engine) -> None:
    copied = copy(full, elsewhere)

    assert (copied["run"], copied["fact"], copied["payload"]) == (2, 4, 3)
    assert extent(elsewhere) == extent(full)
    assert [d.kind for d in check(elsewhere, store=None, files=False)] == [d.kind for d in check(full, store=None, files=False)]
    ours, theirs = Reader(full), Reader(elsewhere)
    assert theirs.runs() == ours.runs()
    assert theirs.log_root(2) == ours.log_root(2)
    assert theirs.counts(1) == ours.counts(1)
    assert list(theirs.documents(2)) == list(ours.documents(2))


def test_a_copy_goes_on_with_the_next_run(full: Engine, elsewhere: Engine) -> None:
    copy(full, elsewhere)

    assert run(elsewhere, settled("d", note("z", {"n": 4}))).number == 3
    assert Reader(elsewhere).facts("note", 3) == {"x": {"n": 3}, "z": {"n": 4}}


def test_a_copy_of_a_copy_is_the_ledger_again(full: Engine, elsewhere: Engine, new_sqlite: NewLedger) -> None:
    copy(full, elsewhere)
    back = open_ledger(new_sqlite())
    copy(elsewhere, back)

    assert Reader(back).runs() == Reader(full).runs()
    assert extent(back) == extent(full)
    back.dispose()


def test_a_ledger_that_holds_something_is_not_written_over(full: Engine, elsewhere: Engine) -> None:
    run(elsewhere, settled("a", note("x", {"n": 1})))
    before = extent(elsewhere)

    with pytest.raises(LedgerError) as refused:
        copy(full, elsewhere)

    assert refused.value.code == "ledger-not-empty"
    assert extent(elsewhere) == before
