"""How the names inside files are shown: never as paths, with everything escaped that could pass for something else."""

from __future__ import annotations

import re
import zipfile

from docflow.text import escaped, nfc

MAX_NAME = 255
# What parts a path, and the signs that turn the direction of writing, so that exe.pdf is not shown as fdp.exe.
_PARTS = re.compile("[/\\\\\u202a-\u202e\u2066-\u2069]")
_ABSOLUTE = re.compile(r"(?:[/\\]|[A-Za-z]:)")
_UTF8 = 0x800


def shown(name: str | None, otherwise: str) -> str:
    """The name of a member: NFC, percent-escaped where it holds odd bytes, control characters or path separators."""
    plain = escaped(nfc(name or otherwise))
    return _PARTS.sub(lambda m: "".join(f"%{byte:02X}" for byte in m[0].encode()), plain)[:MAX_NAME] or otherwise


def strays(name: str) -> bool:
    """Whether a name would lead out of a folder that it was unpacked into."""
    return _ABSOLUTE.match(name) is not None or ".." in re.split(r"[/\\]", name)


def entry_name(entry: zipfile.ZipInfo) -> str:
    """The name of an entry: UTF-8 if that is said or its bytes are, else code page 437 (APPNOTE, appendix D)."""
    name = entry.orig_filename
    if entry.flag_bits & _UTF8:
        return name
    try:
        return name.encode("cp437").decode("utf-8")
    except UnicodeError:
        return name
