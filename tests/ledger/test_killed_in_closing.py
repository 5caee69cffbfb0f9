"""Kill -9 inside the closing transaction: nothing of it is visible, and the next run ends as if nothing had happened."""

from __future__ import annotations

import multiprocessing
import os
import signal
from pathlib import Path

import pytest
from worlds.ledgers import counted, document, note, putting, run, settled, writer

from docflow.errors import LedgerError
from docflow.ledger.check import check
from docflow.ledger.engine import open_ledger
from docflow.ledger.read import Reader
from docflow.ledger.write import Closing

BATCH = (settled("a", note("x", 1), note("y", 2)), settled("b", note("z", 3)))
DOCUMENTS = (document("1"), document("2"))


def die(url: str, *, late: bool) -> None:
    """Settle and be killed while closing: as it begins, or with everything derived."""

    def derive(closing: Closing) -> None:
        closing.put_documents(DOCUMENTS)
        os.kill(os.getpid(), signal.SIGKILL)

    with writer(open_ledger(url)) as opened:
        opened.settle(BATCH)
        opened.close(derive, counted, None if late else lambda: os.kill(os.getpid(), signal.SIGKILL))


@pytest.mark.parametrize("late", [False, True])
def test_a_killed_closing_leaves_nothing_and_the_next_run_ends_the_same(tmp_path: Path, *, late: bool) -> None:
    undisturbed = open_ledger(f"sqlite:///{tmp_path / 'undisturbed.db'}", create=True)
    expected = run(undisturbed, *BATCH, derive=putting(*DOCUMENTS))
    url = f"sqlite:///{tmp_path / 'killed.db'}"
    killed = open_ledger(url, create=True)
    child = multiprocessing.get_context("spawn").Process(target=die, args=(url,), kwargs={"late": late})

    child.start()
    child.join(60)

    assert child.exitcode == -signal.SIGKILL
    with pytest.raises(LedgerError, match="no-run-yet"):
        Reader(killed).run(None)
    with writer(killed) as opened:
        assert expected == opened.close(putting(*DOCUMENTS), counted)
    assert list(Reader(undisturbed).documents(1)) == list(Reader(killed).documents(1))
    assert check(killed, store=None, files=False) == []
