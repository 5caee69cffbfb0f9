"""docflow as its user runs it: typed in this process, or as a process of its own that can be stopped."""

from __future__ import annotations

import contextlib
import io
import json
import signal
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from docflow.cli.main import main


@dataclass(frozen=True)
class Told:
    """What a command said and left with."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def docflow(*arguments: str | Path) -> Told:
    """Run a command in this process."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), pytest.raises(SystemExit) as left:
        main([str(argument) for argument in arguments])
    assert isinstance(left.value.code, int)
    return Told(left.value.code, out.getvalue(), err.getvalue())


def started(*arguments: str | Path) -> subprocess.Popen[str]:
    """Start a command as a process of its own, which listens to Ctrl-C also where a shell runs the tests in the background."""
    command = [str(Path(sys.executable).with_name("docflow")), *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=_listen)  # noqa: PLW1509 - no threads here


def _listen() -> None:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def head(instance: Path) -> Any:
    """The head of an instance's ledger."""
    return docflow("ledger", "head", "--format", "json", "--instance", instance).json


def ledger_copy(ledger: Path, target: Path) -> Path:
    """Copy an SQLite ledger with what still stands in its log beside it."""
    with contextlib.closing(sqlite3.connect(ledger)) as source, contextlib.closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
    return target
