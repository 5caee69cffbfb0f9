"""Readers that see more than those before them: what they say of a file takes the place of what was said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from worlds.commands import docflow
from worlds.letters import letter

from docflow.executor import Lost, Serial
from docflow.find import Search, find
from docflow.ingest import Run
from docflow.ledger.check import check
from docflow.ledger.engine import open_ledger
from docflow.ledger.read import Reader
from docflow.ledger.write import Writer
from docflow.model import Clock
from docflow.settings import load
from docflow.verify.policy import load_policy
from docflow.verify.trust import load_trust
from docflow.work import Answer, Orders, Task, work

AT = dt.datetime(2022, 12, 31, tzinfo=dt.UTC)


class Refusing:
    """Readers that see a mark of secrecy in every file."""

    def run(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Answer | Lost]]:
        for task in tasks:
            yield task, Answer(task.sha256, task.size, refusal="secret")


def read(instance: Path, readers: str) -> dict[str, dict[str, object]]:
    """Read the instance's inbox with readers of a fingerprint; what is known then, by kind and subject."""
    settings = load(instance)
    orders = Orders(load_policy("vn-transitional"), load_trust(None), AT, max_bytes=2**20)
    executor = Refusing() if readers == "strict" else Serial(work, orders)
    found = find(Search((settings.inbox,), settings.instance, settings.inbox))
    engine = open_ledger(settings.ledger)
    with Writer(engine, kind="ingest", clock=Clock(AT), tools=readers, settings={}) as writer:
        number = Run(settings, writer, orders, readers).go(found, executor, tick=lambda: None, closing=lambda: None).run
    assert number is not None
    assert check(engine, store=None, files=False) == []
    reader = Reader(engine)
    told: dict[str, dict[str, object]] = {kind: reader.facts(kind, number) for kind in ("file", "quarantine")}
    told["documents"] = {d.key: d.standing for d in reader.documents(number)}
    engine.dispose()
    return told


@pytest.mark.parametrize("order", [("kind", "strict"), ("strict", "kind")])
def test_a_file_is_taken_in_or_secret_but_never_both(tmp_path: Path, order: tuple[str, str]) -> None:
    docflow("init", tmp_path / "instance", "-q")
    folder = tmp_path / "instance" / "inbox" / "H1" / "outgoing"
    folder.mkdir(parents=True)
    letter(folder / "a.docx", "1")

    told = [{kind: len(facts) for kind, facts in read(tmp_path / "instance", readers).items()} for readers in order]

    expected = {"kind": {"file": 1, "quarantine": 0, "documents": 1}, "strict": {"file": 0, "quarantine": 1, "documents": 0}}
    assert told == [expected[readers] for readers in order]
