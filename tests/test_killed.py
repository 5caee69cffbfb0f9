"""A run killed at any point is finished by the next one, with the state, balance and report of an undisturbed run.

As a script it does this to any folder: ``python tests/test_killed.py FOLDER --kills 20 --in-closing 5 --seed 1``.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parent.parent)]

from worlds.letters import letters
from worlds.parcels import parcels

DOCFLOW = (sys.executable, "-m", "docflow.cli.main")
CLOCK = ("--at", "2022-12-31")


@dataclass(frozen=True)
class Result:
    """What must be equal however often the run was killed."""

    state_root: str
    balance: dict[str, int]
    members: dict[str, int]
    report: dict[str, Any]


def instance(root: Path, folder: Path) -> Path:
    made = root / "instance"
    subprocess.run([*DOCFLOW, "init", str(made), "-q"], check=True)
    inbox = made / "inbox" / "H99" / "outgoing"
    shutil.copytree(folder, inbox, dirs_exist_ok=True)
    return made


def ingest(made: Path) -> subprocess.Popen[str]:
    command = [*DOCFLOW, "ingest", str(made / "inbox"), "--instance", str(made), "--format", "json", "--lang", "en", *CLOCK]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def finished(made: Path) -> Result:
    run = ingest(made)
    out, err = run.communicate(timeout=600)
    assert run.returncode in {0, 100}, err
    told = json.loads(out)
    command = [*DOCFLOW, "report", "issuance", "--instance", str(made), "--period", "2022", "--format", "json"]
    report = subprocess.run(command, capture_output=True, text=True, check=True)
    return Result(told["state_root"], told["balance"], told["members"], json.loads(report.stdout))


def has_closed(made: Path) -> bool:
    with contextlib.closing(sqlite3.connect(made / "ledger.db")) as ledger:
        return bool(ledger.execute("SELECT count(*) FROM run_close").fetchone()[0])


def kill(made: Path, seconds: float, *, in_closing: bool) -> str:
    """Start a run and kill it after some seconds, counted from its start or from its "closing" line; says what happened."""
    run = ingest(made)
    assert run.stderr is not None
    if in_closing:
        for line in run.stderr:
            if line.startswith("closing"):
                break
    time.sleep(seconds)
    done = run.poll() is not None
    run.send_signal(signal.SIGKILL)
    run.communicate()
    # Between its commit and its end a run has nothing left that a kill could disturb.
    return "had ended" if done or has_closed(made) else "killed in the closing transaction" if in_closing else "killed"


def torture(folder: Path, *, kills: int, in_closing: int, seed: int) -> list[tuple[str, bool]]:
    """Kill runs on fresh instances, finish each with one more run, and compare with an undisturbed one."""
    chance = random.Random(seed)  # noqa: S311 - reproducible, not secret
    told: list[tuple[str, bool]] = []
    with tempfile.TemporaryDirectory() as scratch:
        calm = instance(Path(scratch) / "calm", folder)
        started = time.monotonic()
        expected = finished(calm)
        whole = time.monotonic() - started
        for i in range(kills):
            closing = i < in_closing
            latest = 0.15 if closing else whole * 0.8
            what = "had ended"
            while what == "had ended":
                # A run that ended before its kill shows nothing: kill another one, earlier.
                made = instance(Path(scratch) / "killed", folder)
                seconds, latest = chance.uniform(0, latest), latest / 2
                what = kill(made, seconds, in_closing=closing)
                same = what != "had ended" and finished(made) == expected
                shutil.rmtree(made)
            told.append((f"{what} after {seconds:.3f} s: {'the same' if same else 'DIFFERENT'}", same))
    return told


def test_a_killed_run_is_finished_by_the_next_as_if_nothing_had_been(tmp_path: Path) -> None:
    parcels(letters(tmp_path / "folder", 120), 8)
    told = torture(tmp_path / "folder", kills=4, in_closing=2, seed=7)

    assert [line for line, same in told if not same] == []
    assert any("killed in the closing transaction" in line for line, _ in told)


def main() -> None:
    """Run as a script."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--in-closing", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    told = torture(asked.folder, kills=asked.kills, in_closing=asked.in_closing, seed=asked.seed)
    sys.stdout.write("\n".join(line for line, _ in told) + "\n")
    sys.exit(not all(same for _, same in told))


if __name__ == "__main__":
    main()
