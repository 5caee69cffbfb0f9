"""The command line as transcripts: what was typed, what came out, with which exit code.

A transcript holds commands (``$ docflow …``, any shell command, or ``$ letter FILE NUMBER``), a text to write (``<<< FILE`` up to
``>>>``), the lines that came on standard output, those on standard error after ``! ``, and the exit code in brackets. The
folder that it stands in is the language. As a script this writes what now comes out:
``python tests/cli/test_transcripts.py``; read the difference before you believe it.
"""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from worlds.commands import docflow
from worlds.letters import letter

from docflow import __version__

ROOT = Path(__file__).resolve().parent.parent.parent
TRANSCRIPTS = sorted((ROOT / "tests" / "cli" / "transcripts").glob("*/*.txt"))
# What a command told when the transcript was written: all up to its exit code.
_TOLD = re.compile(r"^(\$ [^\n]*\n)(?:(?!\$ |<<< )[^\n]*\n)*?\[\d+\]\n", re.MULTILINE)
_UNSTEADY = ((r"\b[0-9a-f]{64}\b", "<hash>"), (r"\b[0-9a-f]{12}…", "<hash>…"), (rf"\b{re.escape(__version__)}\b", "<version>"))


def shell(command: str) -> tuple[int, str, str]:
    """Run one line: docflow with settings of the environment before it, a letter to write, or anything the shell knows."""
    words = shlex.split(command)
    environment = dict(word.split("=", 1) for word in words[: next((i for i, w in enumerate(words) if "=" not in w), 0)])
    match words[len(environment) :]:
        case ["docflow", *arguments]:
            with patch.dict(os.environ, environment):
                told = docflow(*arguments)
            return told.code, told.out, told.err
        case ["letter", path, number]:
            letter(Path(path), number)
            return 0, "", ""
        case _:
            done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
            return done.returncode, done.stdout, done.stderr


def replay(transcript: str, folder: Path) -> Iterator[str]:
    """Do what a transcript says in a folder; its lines as they should stand."""
    lines = iter(_TOLD.sub(r"\1", transcript).splitlines())
    for line in lines:
        if line.startswith("<<< "):
            text = list(iter(lambda: next(lines), ">>>"))
            Path(line.removeprefix("<<< ")).write_text("".join(f"{row}\n" for row in text), "utf-8")
            yield from (line, *text, ">>>")
        elif line.startswith("$ "):
            code, out, err = shell(line.removeprefix("$ "))
            told = "\n".join([*out.splitlines(), *(f"! {row}" for row in err.splitlines()), f"[{code}]"])
            for pattern, name in ((re.escape(str(folder)), "<here>"), (re.escape(str(ROOT)), "<docflow>"), *_UNSTEADY):
                told = re.sub(pattern, name, told)
            yield from (line, *(row.rstrip() for row in told.splitlines()))
        else:
            yield line


def replayed(path: Path, folder: Path) -> str:
    surroundings = {"DOCFLOW_LANG": path.parent.name, "COLUMNS": "100", "FIXTURES": str(ROOT / "fixtures"), "DOCFLOW_OCR": "off"}
    with contextlib.chdir(folder), patch.dict(os.environ, surroundings):
        return "\n".join(replay(path.read_text("utf-8"), folder)) + "\n"


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_the_command_line_says_what_its_transcript_says(path: Path, tmp_path: Path) -> None:
    assert path.read_text("utf-8") == replayed(path, tmp_path)


if __name__ == "__main__":
    for transcript_path in TRANSCRIPTS:
        with tempfile.TemporaryDirectory() as scratch:
            transcript_path.write_text(replayed(transcript_path, Path(scratch).resolve()), "utf-8")
