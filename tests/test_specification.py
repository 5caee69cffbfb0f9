"""The specification beside the schemas says what the ledger is: its tables, its hashes to the last hex digit, its program."""

from __future__ import annotations

import datetime as dt
import hashlib
import importlib.util
import re
import sqlite3
import struct
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Boolean, Column, Engine, Integer, LargeBinary
from worlds.ledgers import everything, nothing, raw

from docflow.canonical import canonical, digest, plain
from docflow.ledger.check import Kind, check
from docflow.ledger.columns import METADATA
from docflow.ledger.engine import HEAD, open_ledger
from docflow.ledger.log import leaf_hash, root
from docflow.ledger.read import Reader
from docflow.ledger.state import State, element
from docflow.ledger.tables import MUTABLE
from docflow.ledger.write import Settled, Writer
from docflow.model import Clock, Coverage, Direction, Fact, Outcome

SCHEMAS = Path(__file__).resolve().parent.parent / "schemas"
README = (SCHEMAS / "README.md").read_text("utf-8")
SALTS = ("00" * 16, "11" * 16, "22" * 16)


def section(heading: str) -> str:
    """The text under a heading up to the next one of its level or above."""
    level = heading.split(" ", maxsplit=1)[0]
    start = README.index(f"\n{heading}\n") + len(heading) + 2
    end = re.search(rf"^#{{1,{len(level)}}} ", README[start:], re.MULTILINE)
    return README[start : start + end.start() if end else None]


def rows(text: str) -> list[list[str]]:
    """The rows of the tables in a text, without their heads."""
    lines = [line.strip("|").split("|") for line in text.splitlines() if line.startswith("| `")]
    return [[cell.strip().strip("`") for cell in line] for line in lines]


def tables() -> dict[str, str]:
    """The text about each table, by name."""
    _, *parts = re.split(r"^### `(\w+)`.*$", section("## Tables"), flags=re.MULTILINE)
    return dict(zip(parts[::2], parts[1::2], strict=True))


# ---------------------------------------------------------------- what is said of tables, schemas, damages


def told(column: Column[object]) -> str:
    kind = column.type
    word = (
        "boolean"
        if isinstance(kind, Boolean)
        else "integer"
        if isinstance(kind, Integer)
        else "bytes"
        if isinstance(kind, LargeBinary)
        else "text"
    )
    references = sorted(f" → {key.target_fullname}" for key in column.foreign_keys)
    return word + ", key" * column.primary_key + " or null" * bool(column.nullable) + "".join(references)


def test_every_table_and_column_is_specified_and_nothing_else() -> None:
    actual = {name: {row[0]: row[1] for row in rows(text)} for name, text in tables().items()}

    assert {name: {c.name: told(c) for c in table.columns} for name, table in METADATA.tables.items()} == actual


def test_the_columns_stand_in_the_order_in_which_the_seal_takes_them() -> None:
    actual = {name: [row[0] for row in rows(text)] for name, text in tables().items()}

    assert {name: list(table.columns.keys()) for name, table in METADATA.tables.items()} == actual


def test_each_table_is_said_to_be_append_only_or_a_projection() -> None:
    said = {name: text.strip().split(".")[0].split(":")[0] for name, text in tables().items()}

    assert {name: "Projection" if name in MUTABLE else "Append only" for name in METADATA.tables} == said


def test_the_revision_of_the_schema_is_told() -> None:
    assert f"revision `{HEAD}`" in README


def test_every_damage_that_the_check_can_find_is_listed() -> None:
    assert sorted(Kind) == sorted(row[0] for row in rows(section("## What `docflow ledger check` finds")))


def test_every_schema_is_named_and_no_other() -> None:
    spec = importlib.util.spec_from_file_location("generate", SCHEMAS / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)

    assert set(module.SCHEMAS) == set(re.findall(r"`([a-z-]+)\.schema\.json`", README))


# ---------------------------------------------------------------- the worked example

VALUES = {row[0]: row[1].strip("`") for row in rows(section("## A worked example"))}
COVERAGE = Coverage("H99.01", Direction.OUTGOING, 2022, "2022-12-31")


@pytest.fixture
def example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """The ledger of the worked example; its salts, random otherwise, are those of the text."""
    salts = iter(SALTS)
    monkeypatch.setattr("secrets.token_hex", lambda _size: next(salts))
    engine = open_ledger(f"sqlite:///{tmp_path / 'ledger.db'}", create=True)
    thing = hashlib.sha256(b"abc").hexdigest()
    rejected = Settled(
        digest(["inbox/abc.bin", None, None]),
        "inbox/abc.bin",
        Outcome.REJECTED,
        thing,
        "type-not-read",
        (Fact("rejection", thing, {"code": "type-not-read"}),),
    )
    _close(engine, "ingest", 1, rejected, {"found": 1, "rejected": 1})
    book = "H99.01|outgoing|2022"
    _close(engine, "import", 2, _table("a.csv", Fact("coverage", book, plain(COVERAGE))), {"added": 0, "lines": 0})
    _close(engine, "import", 3, _table("b.csv", Fact("coverage", book, None)), {"added": 0, "lines": 0})
    yield engine
    engine.dispose()


def _table(file: str, fact: Fact) -> Settled:
    name = hashlib.sha256(f"import:register:{file}".encode()).hexdigest()
    return Settled(name, file, Outcome.ACCEPTED, hashlib.sha256(file.encode()).hexdigest(), None, (fact,))


def _close(engine: Engine, kind: str, day: int, one: Settled, balance: dict[str, int]) -> None:
    clock = Clock(dt.datetime(2023, 1, day, tzinfo=dt.UTC))
    with Writer(engine, kind=kind, clock=clock, tools="tools/1", settings={}) as writer:
        writer.settle([one])
        writer.close(nothing, lambda _closing: balance)


def independent(path: Path) -> dict[str, str]:
    """The example's hashes by hand: nothing of docflow, three facts, and the known course of the three runs."""
    entries = (
        sqlite3.connect(path)
        .execute("SELECT kind, subject, salt, body FROM fact JOIN payload ON fact_id = id ORDER BY id")
        .fetchall()
    )
    found, leaves, lanes = {}, [], []
    for number, (kind, subject, salt, body) in enumerate(entries, start=1):
        found[f"digest {number}"] = hashlib.sha256(body.encode()).hexdigest()
        hidden = hashlib.sha256(bytes.fromhex(salt) + body.encode()).hexdigest()
        leaves.append(hashlib.sha256(b"\0" + f'["{kind}","{subject}","{hidden}"]'.encode()).digest())
        found[f"leaf {number}"] = leaves[-1].hex()
        expanded = hashlib.shake_256(b"docflow/state/1\0" + f'["{kind}","{subject}",{body}]'.encode()).digest(2048)
        if body != "null":
            found[f"element {number}"] = expanded[:8].hex()
        lanes.append(struct.unpack("<1024H", expanded))
    both = [(a + b) % 65536 for a, b in zip(*lanes[:2], strict=True)]
    # The third fact takes the second away again.
    found |= {f"state root {n}": hashlib.sha256(struct.pack("<1024H", *s)).hexdigest() for n, s in ((1, lanes[0]), (2, both))}
    found["state root 3"] = found["state root 1"]
    pair = hashlib.sha256(b"\1" + leaves[0] + leaves[1]).digest()
    top = hashlib.sha256(b"\1" + pair + leaves[2]).hexdigest()
    return found | {"log root 1": leaves[0].hex(), "log root 2": pair.hex(), "log root 3": top}


def test_the_example_is_what_docflow_computes(example: Engine) -> None:
    reader, actual = Reader(example), dict[str, str]()
    with example.connect() as connection:
        stored = connection.exec_driver_sql(
            "SELECT position + 1 AS n, hash, digest, kind, subject, salt, body FROM leaf JOIN fact ON fact.id = leaf.fact_id"
            " JOIN payload ON payload.fact_id = fact.id ORDER BY position"
        ).all()
    state = State()
    for row in stored:
        assert leaf_hash(row.kind, row.subject, row.salt, row.body) == row.hash
        actual |= {f"digest {row.n}": row.digest, f"leaf {row.n}": row.hash}
        if row.body != "null":
            actual[f"element {row.n}"] = element(row.kind, row.subject, row.body)[:8].hex()
        actual[f"log root {row.n}"] = root(r.hash for r in stored[: row.n])
    for run in reader.runs():
        actual |= {f"state root {run.number}": run.state_root, f"seal {run.number}": run.seal}
        assert reader.log_root(run.number) == actual[f"log root {run.number}"]
    state = state.add(element("rejection", stored[0].subject, stored[0].body))

    assert state.root() == actual["state root 3"]
    assert actual == VALUES


def test_the_example_is_what_anyone_computes(example: Engine, tmp_path: Path) -> None:
    assert {name: value for name, value in VALUES.items() if not name.startswith("seal")} == independent(tmp_path / "ledger.db")


def test_the_first_seal_is_the_hash_of_the_bytes_shown() -> None:
    shown = re.search(r"```text\n(.*?)```", section("## A worked example"), re.DOTALL)

    assert shown is not None
    assert VALUES["seal 1"] == hashlib.sha256(shown[1].encode()).hexdigest()


def test_the_bodies_shown_are_those_of_the_example() -> None:
    bodies = re.findall(r"^\| \d \| .*? \| .*? \| .*? \| `(.*?)` \|$", section("## A worked example"), re.MULTILINE)

    assert [canonical({"code": "type-not-read"}), canonical(COVERAGE), "null"] == bodies


# ---------------------------------------------------------------- the program for strangers


def ran(path: Path, tmp_path: Path) -> tuple[int, list[str]]:
    """The program of the text, run over a ledger with nothing but Python: its exit code and lines."""
    program = re.search(r"```python\n(.*?)```", README, re.DOTALL)
    assert program is not None
    script = tmp_path / "check.py"
    script.write_text(program[1], "utf-8")
    done = subprocess.run([sys.executable, "-I", str(script), str(path)], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.returncode, done.stdout.splitlines()


def test_the_program_finds_the_example_sound_and_tells_its_roots(example: Engine, tmp_path: Path) -> None:
    lines = [
        f"run {n} leaves {n} state {VALUES[f'state root {n}']} log {VALUES[f'log root {n}']} seal {VALUES[f'seal {n}']}"
        for n in (1, 2, 3)
    ]

    assert (0, lines) == ran(tmp_path / "ledger.db", tmp_path)


def test_the_program_finds_a_ledger_with_rows_in_every_table_sound(tmp_path: Path) -> None:
    engine = open_ledger(f"sqlite:///{tmp_path / 'l.db'}", create=True)
    everything(engine)
    reader = Reader(engine)
    roots = [(r.number, r.leaves, r.state_root, reader.log_root(r.number), r.seal) for r in reader.runs()]
    engine.dispose()

    assert (0, ["run {} leaves {} state {} log {} seal {}".format(*row) for row in roots]) == ran(tmp_path / "l.db", tmp_path)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ("UPDATE payload SET body = '9' WHERE fact_id = 2", ["WRONG: payload of fact 2", "WRONG: leaf 1"]),
        ("UPDATE rollup SET count = 2", ["WRONG: seal of run 1", "WRONG: seal of run 2"]),
        ("UPDATE outcome SET reason = 'other' WHERE run_id = 2", ["WRONG: seal of run 2"]),
        ("DELETE FROM leaf WHERE position = 3", ["WRONG: state of run 2", "WRONG: seal of run 2"]),
    ],
)
def test_the_program_and_the_check_both_find_a_change(tmp_path: Path, change: str, named: list[str]) -> None:
    engine = open_ledger(f"sqlite:///{tmp_path / 'l.db'}", create=True)
    everything(engine)
    table = change.split()[2 if change.startswith("DELETE") else 1]
    raw(engine, f"DROP TRIGGER {table}_no_update", f"DROP TRIGGER {table}_no_delete", change)
    found = check(engine, store=None, files=False)
    engine.dispose()
    code, lines = ran(tmp_path / "l.db", tmp_path)

    assert code == 1
    assert [line for line in named if line not in lines] == []
    assert [d for d in found if d.kind is not Kind.GUARD_MISSING] != []
