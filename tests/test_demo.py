"""The demonstration runs to its end, and the README shows what it really prints."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> str:
    instance = tmp_path_factory.mktemp("demo") / "instance"
    command = [sys.executable, str(ROOT / "fixtures" / "demo.py"), str(instance)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={"PATH": "", "COLUMNS": "110"})
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.replace(str(instance), "demo")


def test_the_demonstration_ends_with_its_tables_and_what_to_type_next(printed: str) -> None:
    assert "Ủy ban nhân dân huyện" in printed
    assert "2022-Q4" in printed
    assert "Tổng số cần cấp                   14" in printed
    assert "Quyết định 45/QĐ-UBND" in printed
    assert "Sổ đối soát nguyên vẹn" in printed
    assert printed.splitlines()[-1].startswith("Tiếp theo: ")


def test_the_readme_shows_what_the_demonstration_prints(printed: str) -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    shown = re.search(r"ends like this:\n\n```text\n(.*?)```", readme, re.DOTALL)
    assert shown is not None
    lines = [line for line in shown[1].splitlines() if line.strip(" …")]

    assert len(lines) > 10
    assert [line for line in lines if line not in printed.splitlines()] == []
