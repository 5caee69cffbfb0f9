"""Tesseract, a program of its own, where it is installed with the Vietnamese data: pixels in, words with their places out.

It is given nothing but grey pixels that pdfium drew, runs in one thread, and its time, memory and output are bounded by limits
that the shell sets before it starts and that hold even if this process is gone (POSIX.1-2017, ``ulimit``).
"""

from __future__ import annotations

import functools
import hashlib
import re
import shutil
import signal
import subprocess
import tempfile
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from statistics import median
from typing import IO, Any, NamedTuple

from docflow.parse.page_region import Band
from docflow.parse.pdftext import Word

LANGUAGE = "vie"
CPU_SECONDS, WALL_SECONDS = 40, 120
MEMORY_MIB, OUTPUT_MIB = 1_024, 8
MAX_WORDS, _LONGEST = 3_000, 100
_SUREST_NOISE = 20  # of 100: what is less sure than this is dirt, rules and stamps' rims
# Soft limits, since beyond a hard one of time the kernel's signal is that of want of memory; and one thread.
_LIMITED = 'ulimit -c 0; ulimit -S -t "$1"; ulimit -S -v "$2"; ulimit -S -f "$3"; shift 3; OMP_THREAD_LIMIT=1 LC_ALL=C exec "$@"'
_ANSWER_SECONDS = 20
_WORD_LEVEL = "5"
_FOLDER = re.compile(r'"([^"]+)"')


@dataclass(frozen=True, slots=True)
class Tesseract:
    """An installed program, the folder of its data, and the versions and SHA-256 that decide what it reads."""

    program: Path
    data: Path
    version: str
    data_sha256: str

    @property
    def fingerprint(self) -> str:
        """Sixteen hexadecimal digits of a SHA-256 over the versions and the data."""
        return hashlib.sha256(f"{self.version};{self.data_sha256}".encode()).hexdigest()[:16]


class _Read(NamedTuple):
    """A word of the program's table: its line's name, its sides in pixels from the top left, and its text."""

    line: tuple[str, ...]
    left: int
    top: int
    right: int
    bottom: int
    text: str


@functools.cache
def installed() -> Tesseract | None:
    """The program that is found first, if it runs and has the Vietnamese data; else None."""
    found = shutil.which("tesseract")
    if found is None:
        return None
    program = Path(found)
    version, listed = (_answer(program, asked) for asked in ("--version", "--list-langs"))
    data = next((folder for folder in _folders(listed, program) if (folder / f"{LANGUAGE}.traineddata").is_file()), None)
    if not version.startswith("tesseract ") or data is None:
        return None
    with (data / f"{LANGUAGE}.traineddata").open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    # The second line names the library that prepares the picture.
    return Tesseract(program, data, " ".join(" ".join(version.splitlines()[:2]).split()), sha256)


def _answer(program: Path, asked: str) -> str:
    """What the program prints; empty if it does not."""
    try:
        done = subprocess.run([program, asked], capture_output=True, timeout=_ANSWER_SECONDS, check=False)  # noqa: S603 - a path
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return (done.stdout or done.stderr).decode("utf-8", "replace")


def _folders(listed: str, program: Path) -> list[Path]:
    """Where the data may lie: the folder that version 5 names, else, as version 4 names none, those beside the program."""
    named = [Path(match[1]) for match in [_FOLDER.search(listed)] if match]
    share = program.resolve().parent.parent / "share"
    return [*named, share / "tessdata", *sorted(share.glob("tesseract-ocr/*/tessdata"), reverse=True)]


def words(tesseract: Tesseract, page: Any, band: Band) -> list[Word]:
    """The words of a band of an upright page, in points.

    ``ValueError`` where the program gives up on the picture, ``TimeoutError`` or ``MemoryError`` where it went beyond its limits,
    which is the machine's fault and no fact about the file.
    """
    bitmap = page.render(scale=band.scale, crop=(0, band.bottom, 0, band.top), grayscale=True)
    with tempfile.TemporaryFile() as pixels, tempfile.TemporaryFile() as table:
        pixels.write(b"P5\n%d %d\n255\n" % (bitmap.width, bitmap.height))
        rows = memoryview(bitmap.buffer).cast("B")
        for start in range(0, bitmap.height * bitmap.stride, bitmap.stride):
            pixels.write(rows[start : start + bitmap.width])
        pixels.seek(0)
        _run(tesseract, round(band.scale * 72), pixels, table)
        table.seek(0)
        lines = (line.decode("utf-8", "replace") for line in table)
        return _placed(list(islice(filter(None, map(_read, lines)), MAX_WORDS)), band)


def _run(tesseract: Tesseract, dpi: int, pixels: IO[bytes], table: IO[bytes]) -> None:
    limits = [str(CPU_SECONDS), str(MEMORY_MIB * 1024), str(OUTPUT_MIB * 2048)]
    asked = ["stdin", "stdout", "--tessdata-dir", str(tesseract.data), "-l", LANGUAGE, "--psm", "4", "--dpi", str(dpi)]
    command = ["/bin/sh", "-c", _LIMITED, "sh", *limits, str(tesseract.program), *asked, "-c", "tessedit_create_tsv=1"]
    try:
        done = subprocess.run(  # noqa: S603 - the shell is given a fixed text, all that varies as arguments
            command, stdin=pixels, stdout=table, stderr=subprocess.DEVNULL, timeout=WALL_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as late:
        raise TimeoutError from late
    if done.returncode == -signal.SIGXCPU:
        raise TimeoutError
    if done.returncode in {-signal.SIGABRT, -signal.SIGKILL}:  # a C++ program that gets no memory aborts
        raise MemoryError
    if done.returncode:
        raise ValueError(done.returncode)


def _read(line: str) -> _Read | None:
    """A line of the table (tesseract(1), output format ``tsv``), None where it tells of no word that is sure enough."""
    cells = line.rstrip("\r\n").split("\t")
    if len(cells) != 12 or cells[0] != _WORD_LEVEL or not cells[11].strip():
        return None
    try:
        left, top, wide, high = map(int, cells[6:10])
        sure = float(cells[10]) >= _SUREST_NOISE
    except ValueError:
        return None
    return _Read(tuple(cells[1:5]), left, top, left + wide, top + high, cells[11].strip()[:_LONGEST]) if sure else None


def _placed(found: list[_Read], band: Band) -> list[Word]:
    """The words in points, all of one line as high as most of them: letters differ in height, lines do not."""
    lines: dict[tuple[str, ...], list[_Read]] = {}
    for word in found:
        lines.setdefault(word.line, []).append(word)
    made: list[Word] = []
    for line in lines.values():
        top, bottom = (band.height - band.top - median(edges) / band.scale for edges in _edges(line))
        made += [
            Word(word.text, word.left / band.scale, bottom, word.right / band.scale, max(top, bottom + 1), len(made) + at)
            for at, word in enumerate(line)
        ]
    return made


def _edges(line: list[_Read]) -> tuple[list[int], list[int]]:
    return [word.top for word in line], [word.bottom for word in line]
