"""The benchmark measures what it says: the same documents everywhere, and all the work of a command."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from docflow.parse import reader
from docflow.verify.examine import examine
from docflow.verify.trust import load_trust
from fixtures.bench_corpus import TRUST, papers
from fixtures.bench_cost import Cost
from fixtures.bench_signatures import AT
from fixtures.bench_signed import KINDS
from fixtures.bench_stock import gated, ours, stock
from fixtures.bench_table import Table
from fixtures.page import draw

ROOT = Path(__file__).resolve().parent.parent

BURN = "import time\nwhile time.process_time() < 0.4: pass"
# A command that leaves its work to a child and ends at once, as a server of workers does.
LEAVE = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {BURN!r}])"
MEASURE = f"""import sys
from fixtures.bench_cost import adopt_orphans, cost
adopt_orphans()
print(cost([sys.executable, "-c", {LEAVE!r}]).cpu)"""


def test_what_a_command_leaves_running_counts_too() -> None:
    done = subprocess.run([sys.executable, "-c", MEASURE], cwd=ROOT, capture_output=True, text=True, check=True)

    assert float(done.stdout) >= 0.4


def test_the_documents_are_the_same_each_time_and_can_be_read() -> None:
    made = list(papers(6))
    read = [reader.read(draw(paper).pdf).documents[0] for paper in made]

    assert made == list(papers(6))
    assert [(p.number, p.notation, p.day.isoformat() if p.day else None) for p in made] == [
        (one.number, one.notation, one.promulgated_on) for one in read
    ]


SMALL = sorted(KINDS.keys() - {"20-mb"})


@pytest.mark.parametrize("kind", SMALL)
def test_docflow_says_of_each_kind_of_signed_file_what_pyhanko_says(kind: str) -> None:
    (paper,) = papers(1)
    data = KINDS[kind][0](paper)
    found = examine(data).signatures

    assert data == KINDS[kind][0](paper)
    assert ours(found) == stock(data, load_trust(TRUST), AT) != {}
    assert bool(gated(found)) == (kind in {"hidden", "gap"})


def test_a_ratio_beyond_its_goal_is_said_to_be_missed(capsys: pytest.CaptureFixture[str]) -> None:
    table = Table("READING", "pdftotext")
    other = table.row("pdftotext", Cost(cpu=1.0, wall=2.0), 100)
    table.row("slow", Cost(cpu=3.0, wall=3.0), 200, beside=other, goal=1.0)
    table.row("fast", Cost(cpu=0.5, wall=0.5), 100, beside=other, goal=1.0)
    _, title, heads, *rows = capsys.readouterr().out.splitlines()

    assert (title, heads.split()) == ("READING", ["milliseconds", "a", "document", "CPU", "wall", "CPU/pdftotext"])
    assert [row.split() for row in rows] == [
        ["pdftotext", "10.00", "20.00"],
        ["slow", "15.00", "15.00", "1.50", "MISSED", "(at", "most", "1)"],
        ["fast", "5.00", "5.00", "0.50", "met", "(at", "most", "1)"],
    ]
