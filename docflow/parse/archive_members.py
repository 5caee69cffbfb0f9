"""The files found in one file: gathered within the bounds on their number and bytes, each fault told once."""

from __future__ import annotations

import hashlib
import zipfile
from dataclasses import dataclass, field

from docflow import container
from docflow.container import Damaged, OverLimits, Package
from docflow.model import Member, Problem, Reading, Stage
from docflow.parse.archive_names import entry_name, shown, strays

_ENCRYPTED = 0x1
_NAMED = 3


@dataclass(slots=True)
class Members:
    """Members and their bytes, in order; ``problems`` has one for each code with the first names that it befell."""

    how: Reading
    members: tuple[Member, ...] = ()
    contents: tuple[bytes, ...] = ()
    _left: int = field(init=False)
    _faults: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._left = self.how.max_unpacked

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The faults met, by code."""
        return tuple(Problem(Stage.PARSE, code, _few(names)) for code, names in sorted(self._faults.items()))

    @property
    def room(self) -> int:
        """How many bytes may still be unpacked."""
        return self._left

    def fault(self, code: str, name: str = "") -> None:
        """Note a fault of one member, or of the whole file."""
        self._faults.setdefault(code, []).append(name)

    def add(self, name: str, content: bytes) -> None:
        """Take a member in; one that is over the bounds is a fault instead. ``name`` is as shown."""
        if len(content) > self._left or len(self.members) >= self.how.max_members:
            self.fault("zip-limits", name)
            return
        self._left -= len(content)
        media_type = container.sniff(content).media_type
        self.members += (Member(name, hashlib.sha256(content).hexdigest(), len(content), media_type),)
        self.contents += (content,)

    def unpacked(self, package: Package, entry: zipfile.ZipInfo, name: str) -> bytes | None:
        """The bytes of an entry; None, and a fault under ``name``, where they cannot be had."""
        if strays(entry_name(entry)):
            self.fault("path-in-name", shown(entry_name(entry), name))
        if entry.flag_bits & _ENCRYPTED:
            self.fault("encrypted-archive", name)
            return None
        try:
            return package.read(entry, limit=self._left)
        except OverLimits:
            self.fault("zip-limits", name)
        except Damaged:
            self.fault("damaged-archive", name)
        return None


def _few(names: list[str]) -> str:
    told = [name for name in names if name]
    return ", ".join(told[:_NAMED]) + (f" (+{len(told) - _NAMED})" if len(told) > _NAMED else "")
