"""Signatures that the bytes of a file hold and that no field leads to.

Taking a signature out of the form leaves its bytes where they were; whoever did it may have changed the file and signed in
the first signer's stead. Usage rights are no signature of the document and stand in no field (ISO 32000-1, 12.8.2.3).
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject

from docflow.verify.fast_reader import FastReader
from docflow.verify.gates import integers, signatures_in, signed_end

Range = tuple[int, ...]


def has_unreached(reader: FastReader, data: bytes, reached: Collection[Range | None]) -> bool:
    """Whether the bytes hold a signature over other ranges than the ``reached`` ones, usage rights aside."""
    lost = set(signatures_in(data)).difference(reached)
    return any(not _is_usage_rights(reader, byte_range) for byte_range in lost)


def _is_usage_rights(reader: FastReader, byte_range: Range) -> bool:
    """Whether a revision that the signature covers names it as usage rights; a later one could call anything so."""
    for revision in range(reader.xrefs.total_revisions):
        if reader.xrefs.get_xref_container_info(revision).end_location > signed_end(byte_range):
            break
        try:
            rights = _rights(reader.get_historical_resolver(revision).root)
        except Exception:  # noqa: BLE001, S112 - a revision without permissions, or that cannot be read, names nothing
            continue
        if byte_range in rights:
            return True
    return False


def _rights(root: Any) -> list[Range | None]:
    permissions = root["/Perms"]
    named = [permissions[key] for key in ("/UR3", "/UR") if key in permissions]
    ranges = [n["/ByteRange"] for n in named if isinstance(n, DictionaryObject) and "/ByteRange" in n]
    return [integers(numbers) for numbers in ranges if isinstance(numbers, ArrayObject)]
