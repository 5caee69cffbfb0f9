"""The benchmark measures what it says: the same documents everywhere, and all the work of a command."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from docflow.parse import reader
from fixtures.bench_corpus import papers
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
