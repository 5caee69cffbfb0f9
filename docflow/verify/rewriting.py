"""Whether a file whose signatures do not hold was written anew as a whole, as software does that puts a stamp on arrival.

It tells what the bytes show, never why: whoever forges a file may write it anew as well, so no finding is softened by it.
"""

from __future__ import annotations

from collections.abc import Iterable

from pyhanko.pdf_utils.generic import ArrayObject

from docflow.verify.fast_reader import FastReader
from docflow.verify.gates import signed_end
from docflow.verify.trees import entry, pages


def rewriting(reader: FastReader, size: int, ranges: Iterable[tuple[int, ...] | None]) -> str | None:
    """What speaks for a file having been written anew after signing; None where nothing does.

    Each signature is an update of its own (ISO 32000-2, 12.8.1), so a file of one revision whose signatures end before it
    does, or behind it, or that no field leads to any more, was not left as it was signed.

    Args:
        reader: The whole file.
        size: Its length in bytes.
        ranges: The ByteRanges of its signatures, none where no field leads to one.

    Returns:
        ``revisions=1``, with ``stamp`` behind it where the first page bears a stamp.
    """
    ends = [signed_end(one) for one in ranges if one is not None and len(one) == 4]
    if reader.xrefs.total_revisions != 1 or size in ends:
        return None
    return "revisions=1, stamp" if _is_stamped(reader) else "revisions=1"


def _is_stamped(reader: FastReader) -> bool:
    try:
        first = next((page for _, page, _ in pages(reader.root)), None)
        listed = entry(first, "/Annots")
        return isinstance(listed, ArrayObject) and any(entry(one.get_object(), "/Subtype") == "/Stamp" for one in listed)
    except Exception:  # noqa: BLE001 - a page that cannot be read shows no stamp
        return False
