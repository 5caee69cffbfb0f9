"""Which files there are, without opening one: the walk, what is passed over, and what a folder says of unit and direction."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from docflow.canonical import digest
from docflow.errors import PathError
from docflow.model import Direction
from docflow.settings import CONFIG_NAME, LEDGER_NAME
from docflow.text import escaped

UNLISTED = "unlisted"
"""Why a folder is met as itself: it cannot be listed, so what it holds is not known."""

_SYSTEM_NAMES = frozenset({"thumbs.db", "desktop.ini", ".ds_store"})
_TABLE_FOLDERS = frozenset({"registers", "roster"})
# What docflow itself keeps in an instance: never documents.
_OWN_FOLDERS = frozenset({"store", "trust", "policies"})


@dataclass(frozen=True, slots=True)
class Found:
    """A file met: where it is, how it is called in the ledger, what its folder says, and what the file system says.

    ``name`` is relative to the instance if inside, odd bytes percent-escaped. ``identity`` is the hash of name, unit and
    direction: the same file told for another unit is another sighting. ``passed_over`` is why it is ignored, if it is.
    """

    path: str
    name: str
    identity: str
    unit: str | None
    direction: Direction | None
    size: int = 0
    mtime_ns: int = 0
    ctime_ns: int = 0
    inode: int = 0
    passed_over: str | None = None


@dataclass(frozen=True, slots=True)
class Search:
    """Where to look, and what the operator said of unit and direction (None: the folders tell, or it is derived)."""

    roots: tuple[Path, ...]
    instance: Path
    inbox: Path
    unit: str | None = None
    direction: Direction | None = None


def find(search: Search) -> list[Found]:
    """All files under the roots, each once, sorted by path; ``PathError`` for a root that is missing or cannot be read."""
    seen: dict[str, Found] = {}
    for root in search.roots:
        if not root.exists():
            raise PathError("no-such-path", path=root)
        if not os.access(root, os.R_OK | (os.X_OK if root.is_dir() else 0)):
            raise PathError("path-unreadable", path=root)
        for path, status in _walk(os.path.realpath(root)):
            if path not in seen:
                seen[path] = _found(search, path, status)
    return [seen[path] for path in sorted(seen)]


def _walk(root: str) -> Iterator[tuple[str, os.stat_result]]:
    """Depth first; a folder that cannot be listed is met as itself, so that it is not lost."""
    status = os.lstat(root)
    if not stat.S_ISDIR(status.st_mode):
        yield root, status
        return
    folders = [root]
    while folders:
        folder = folders.pop()
        try:
            entries = list(os.scandir(folder))
        except FileNotFoundError:
            continue
        except OSError:
            yield folder, os.lstat(folder)
            continue
        for entry in entries:
            # What is gone before it was looked at was not found.
            with contextlib.suppress(FileNotFoundError):
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
                else:
                    yield entry.path, entry.stat(follow_symlinks=False)


def _found(search: Search, path: str, status: os.stat_result) -> Found:
    unit, direction, table = _folder_says(search, path)
    base = str(search.instance) + os.sep
    name = escaped(path.removeprefix(base))
    return Found(
        path=path,
        name=name,
        identity=digest([name, unit, direction]),
        unit=unit,
        direction=direction,
        size=status.st_size,
        mtime_ns=status.st_mtime_ns,
        ctime_ns=status.st_ctime_ns,
        inode=status.st_ino,
        passed_over=_passed_over(path, status, table=table) or _own(search, path),
    )


def _folder_says(search: Search, path: str) -> tuple[str | None, Direction | None, bool]:
    """Unit and direction by ``inbox/<unit>/<outgoing|incoming>/…``, else as the operator said; and whether it is a table."""
    base = str(search.inbox) + os.sep
    if not path.startswith(base):
        return search.unit, search.direction, False
    parts = path.removeprefix(base).split(os.sep)  # noqa: PTH206 - the path may hold bytes that are not text
    unit = search.unit or (escaped(parts[0]) if len(parts) > 1 else None)
    book = parts[1] if len(parts) > 2 else ""
    direction = Direction(book) if book in set(Direction) else None
    return unit, search.direction or direction, book in _TABLE_FOLDERS


def _own(search: Search, path: str) -> str | None:
    """Whether the instance keeps this file for itself: its settings, its ledger, its folders."""
    base = str(search.instance) + os.sep
    if not path.startswith(base):
        return None
    first, _, rest = path.removeprefix(base).partition(os.sep)
    mine = first in _OWN_FOLDERS if rest else first == CONFIG_NAME or first.startswith(LEDGER_NAME)
    return "own-file" if mine else None


def _passed_over(path: str, status: os.stat_result, *, table: bool) -> str | None:
    base = os.path.basename(path)  # noqa: PTH119 - the path may hold bytes that are not text
    if stat.S_ISLNK(status.st_mode):
        return "symlink"
    if not stat.S_ISREG(status.st_mode):
        return UNLISTED if stat.S_ISDIR(status.st_mode) else "special"
    if is_system_file(base):
        return "system-file"
    return "table" if table else None


def is_system_file(base: str) -> bool:
    """Whether a file name is one that systems and word processors leave behind."""
    return base.lower() in _SYSTEM_NAMES or base.startswith(("~$", ".~lock.", "._"))
