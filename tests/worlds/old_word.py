"""Word files of 1997 to 2003, written from the specifications: [MS-CFB] for the container, [MS-DOC] for what is in it.

Just what a reader needs: text in UTF-16 as one piece, and for each paragraph whether it stands in a table or ends a row of one.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from itertools import accumulate

SECTOR = 512
_TEXT_AT = 2_048
_END, _FREE, _FAT_SECTOR, _NONE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD, 0xFFFFFFFF
# [MS-DOC] 2.5.6: the places of (fc, lcb) pairs in the file information block.
_CHPX, _PAPX, _CLX = 12, 13, 33
_PAIRS_AT, _PAIRS = 154, 93
_IN_TABLE, _ENDS_ROW = struct.pack("<HB", 0x2416, 1), struct.pack("<HB", 0x2417, 1)
Rows = Sequence[Sequence[Sequence[str]]]


def table_text(rows: Rows) -> list[tuple[str, bytes]]:
    """The paragraphs of a table with their properties: cells end in a mark of their own, rows in an empty paragraph."""
    made: list[tuple[str, bytes]] = []
    for row in rows:
        for cell in row:
            made += [(f"{text}\r", _IN_TABLE) for text in cell[:-1]]
            made.append((f"{cell[-1] if cell else ''}\x07", _IN_TABLE))
        widths = [9_000 * i // len(row) for i in range(len(row) + 1)]
        body = struct.pack(f"<B{len(widths)}h", len(row), *widths) + bytes(20 * len(row))
        made.append(("\x07", _IN_TABLE + _ENDS_ROW + struct.pack("<HH", 0xD608, len(body) + 1) + body))
    return made


def doc(head: Rows, lines: Sequence[str], end: Rows = (), *, kind: int = 0xA5EC, version: int = 0x00C1, flags: int = 0) -> bytes:
    """A file with a table, paragraphs below it, and a table at its end."""
    parts = [*table_text(head), *((f"{line}\r", b"") for line in lines), *table_text(end), ("\r", b"")]
    text = "".join(part for part, _ in parts)
    data = text.encode("utf-16-le")
    bounds = [_TEXT_AT, *(_TEXT_AT + 2 * at for at in accumulate(len(part) for part, _ in parts))]
    page = _padded(bytes(_TEXT_AT) + data, SECTOR)
    papx = [_papx_page(bounds[i : i + 6], [p for _, p in parts[i : i + 5]]) for i in range(0, len(parts), 5)]
    first = len(page) // SECTOR
    clx = b"\x02" + struct.pack("<I", 16) + struct.pack("<IIHIH", 0, len(text), 0, _TEXT_AT, 0)
    chpx = struct.pack("<III", bounds[0], bounds[-1], first + len(papx))
    starts = [bounds[i] for i in range(0, len(parts), 5)]
    pages = struct.pack(f"<{2 * len(papx) + 1}I", *starts, bounds[-1], *range(first, first + len(papx)))
    table = clx + chpx + pages
    fib = _fib(len(text), {_CLX: (0, len(clx)), _CHPX: (len(clx), len(chpx)), _PAPX: (len(clx) + len(chpx), len(pages))})
    head_bytes = struct.pack("<HHHHHH", kind, version, 0, 0x042A, 0, flags | 0x0200)
    stream = head_bytes + fib[len(head_bytes) :] + page[len(fib) :] + b"".join(papx) + _chpx_page(bounds[0], bounds[-1])
    return cfb({"WordDocument": stream, "1Table": table})


def _fib(length: int, pairs: dict[int, tuple[int, int]]) -> bytes:
    fib = bytearray(_PAIRS_AT + 8 * _PAIRS + 2)
    struct.pack_into("<H", fib, 12, 0x00BF)
    struct.pack_into("<H", fib, 32, 14)
    struct.pack_into("<H", fib, 62, 22)
    struct.pack_into("<I", fib, 76, length)
    struct.pack_into("<H", fib, 152, _PAIRS)
    for place, pair in pairs.items():
        struct.pack_into("<II", fib, _PAIRS_AT + 8 * place, *pair)
    return bytes(fib)


def _papx_page(bounds: Sequence[int], properties: Sequence[bytes]) -> bytes:
    """A page of 512 bytes that says for each paragraph what its properties are ([MS-DOC] 2.9.174)."""
    page = bytearray(SECTOR)
    count = len(properties)
    struct.pack_into(f"<{count + 1}I", page, 0, *bounds[: count + 1])
    at = SECTOR - 1
    for index, sprms in enumerate(properties):
        body = struct.pack("<H", 0) + sprms
        papx = struct.pack("<B", (len(body) + 1) // 2) + body if len(body) % 2 else struct.pack("<BB", 0, len(body) // 2) + body
        at = (at - len(papx)) & ~1
        page[at : at + len(papx)] = papx
        page[4 * (count + 1) + 13 * index] = at // 2
    page[-1] = count
    return bytes(page)


def _chpx_page(first: int, last: int) -> bytes:
    page = bytearray(SECTOR)
    struct.pack_into("<II", page, 0, first, last)
    page[-1] = 1
    return bytes(page)


def _padded(data: bytes, size: int) -> bytes:
    return data + bytes(-len(data) % size)


def cfb(streams: dict[str, bytes], *, cyclic: bool = False) -> bytes:
    """A compound file of streams; ``cyclic`` makes the chain of the first one's sectors a circle."""
    bodies = {name: _padded(max(data, data.ljust(4_096, b"\0"), key=len), SECTOR) for name, data in streams.items()}
    fat: list[int] = []
    starts: dict[str, int] = {}
    for name, body in bodies.items():
        starts[name] = len(fat)
        count = len(body) // SECTOR
        fat += [*range(len(fat) + 1, len(fat) + count), starts[name] if cyclic and not starts[name] else _END]
    directory_at = len(fat)
    directory = _directory(bodies, starts)
    count = len(directory) // SECTOR
    fat += [*range(directory_at + 1, directory_at + count), _END]
    sectors = -(-(len(fat) + 1) // (SECTOR // 4 - 1))
    fat_at = len(fat)
    fat += [_FAT_SECTOR] * sectors
    table = struct.pack(f"<{len(fat)}I", *fat)
    table += struct.pack("<I", _FREE) * (sectors * SECTOR // 4 - len(fat))
    head = struct.pack("<8s16xHHHHH6xIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6, 0, sectors,
                       directory_at, 0, 4_096, _END, 0, _END, 0)  # fmt: skip
    difat = [fat_at + i for i in range(sectors)] + [_FREE] * (109 - sectors)
    return head + struct.pack("<109I", *difat) + b"".join(bodies.values()) + directory + table


def _directory(bodies: dict[str, bytes], starts: dict[str, int]) -> bytes:
    """The root and its streams, which stand in a tree ordered by length and name; here a chain to the right."""
    names = sorted(bodies, key=lambda name: (len(name), name.upper()))
    entries = [_entry("Root Entry", 5, right=_NONE, child=1, start=_END, size=0)]
    for index, name in enumerate(names, 1):
        right = index + 1 if index < len(names) else _NONE
        entries.append(_entry(name, 2, right=right, child=_NONE, start=starts[name], size=len(bodies[name])))
    entries += [_entry("", 0, right=_NONE, child=_NONE, start=0, size=0)] * (-len(entries) % 4)
    return b"".join(entries)


def _entry(name: str, kind: int, *, right: int, child: int, start: int, size: int) -> bytes:
    shown = name.encode("utf-16-le")
    length = len(shown) + 2 if name else 0
    return struct.pack("<64sHBBIII36xIQ", shown, length, kind, 1, _NONE, right, child, start, size)
