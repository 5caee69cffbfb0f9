"""The text of WordprocessingML as printed, paragraph by paragraph (ECMA-376, part 1, clauses 17.3 and 17.13).

Insertions are taken; deletions, moved-away text, hidden text, field codes and the placeholders of empty content controls are not.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MAX_DEPTH = 25
MAX_TEXT = 4_000
MAX_BOXES = 50

P, TBL, TR, TC, R, T = (f"{W}{name}" for name in ("p", "tbl", "tr", "tc", "r", "t"))
_BOX, _FALLBACK, _SDT, _FIELD = f"{W}txbxContent", f"{MC}Fallback", f"{W}sdt", f"{W}fldChar"
_SIGNS = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_PROPERTIES = ("pPr", "rPr", "sectPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr")
_SKIPPED = {f"{W}{name}" for name in ("del", "moveFrom", "instrText", "delText", "delInstrText", *_PROPERTIES)} | {_FALLBACK}
_OFF = {"0", "false", "off", "none"}
# Without any of these in the file its text is that of its runs, which is read ten times faster.
_INTRICATE = (b"vanish", b"moveFrom", b"txbxContent", b"showingPlcHdr", b"AlternateContent", b"caps", b"fldChar")


def intricate(xml: bytes) -> bool:
    """Whether a part holds anything that makes text in runs not text on paper."""
    return any(name in xml for name in _INTRICATE)


def blocks(parent: Any, depth: int = 0) -> Iterator[Any]:
    """Paragraphs and tables under a parent, through content controls, insertions and alternatives."""
    if depth > MAX_DEPTH:
        return
    for child in parent:
        if child.tag in {P, TBL}:
            yield child
        elif child.tag not in _SKIPPED and not placeholder(child):
            yield from blocks(child, depth + 1)


def placeholder(element: Any) -> bool:
    """Whether a content control shows only the prompt that asks for its content."""
    return element.tag == _SDT and element.find(f"{W}sdtPr/{W}showingPlcHdr") is not None


def text_of(paragraph: Any, *, plain: bool) -> str:
    """The text of a paragraph without that of its text boxes, at most ``MAX_TEXT`` characters."""
    parts: list[str] = []
    size = 0
    runs = paragraph.iter(R) if plain else _shown_runs(paragraph, 0)
    results: list[bool] = []  # of each field that is open, whether its result has begun
    for run in runs:
        capitals = not plain and is_on(run.find(f"{W}rPr/{W}caps"))
        for child in run:
            if child.tag == _FIELD:
                _step(results, child.get(f"{W}fldCharType"))
            if not all(results):
                continue
            piece = (child.text or "") if child.tag == T else _SIGNS.get(child.tag, "")
            piece = piece.upper() if capitals else piece
            parts.append(piece)
            size += len(piece)
        if size > MAX_TEXT:
            break
    return "".join(parts)[:MAX_TEXT]


def _step(results: list[bool], mark: str | None) -> None:
    """Follow the marks of fields, of which only the results are printed."""
    if mark == "begin":
        results.append(False)
    elif results and mark == "separate":
        results[-1] = True
    elif results and mark == "end":
        results.pop()


def _shown_runs(parent: Any, depth: int) -> Iterator[Any]:
    if depth > MAX_DEPTH:
        return
    for child in parent:
        if child.tag == R:
            if not is_on(child.find(f"{W}rPr/{W}vanish")):
                yield child
        elif isinstance(child.tag, str) and child.tag not in _SKIPPED and not placeholder(child):
            yield from _shown_runs(child, depth + 1)


def is_on(mark: Any) -> bool:
    """Whether a toggle property is there and not switched off."""
    return mark is not None and mark.get(f"{W}val", "1") not in _OFF


def bold(paragraph: Any) -> bool | None:
    """Whether the first run with text is bold by itself; None where there is none, or only a style could say."""
    for run in paragraph.iter(R):
        text = run.find(T)
        if text is not None and (text.text or "").strip():
            return is_on(run.find(f"{W}rPr/{W}b"))
    return None


def fonts(paragraph: Any) -> Iterator[str]:
    """The fonts that the runs with text are set in by themselves, empty where only a style could say."""
    for run in paragraph.iter(R):
        if run.find(T) is not None:
            named = run.find(f"{W}rPr/{W}rFonts")
            yield (named.get(f"{W}ascii") or "") if named is not None else ""


def centred(paragraph: Any) -> bool | None:
    """Whether a paragraph is centred by itself; None where only a style could say."""
    alignment = paragraph.find(f"{W}pPr/{W}jc")
    return alignment.get(f"{W}val") == "center" if alignment is not None else None


def nearest(element: Any, tag: str) -> Any:
    """The nearest ancestor with a tag, or None."""
    return next(element.iterancestors(tag), None)


def cells(row: Any) -> list[Any]:
    """The cells of a row, without those of tables inside it."""
    return [cell for cell in row.iter(TC) if nearest(cell, TR) is row][:60]


def table_rows(table: Any) -> Iterator[Any]:
    """The rows of a table, without those of tables inside it."""
    return (row for row in table.iter(TR) if nearest(row, TBL) is table)


def boxes(paragraph: Any) -> list[Any]:
    """The text boxes anchored in a paragraph, each once."""
    found = (box for box in paragraph.iter(_BOX) if nearest(box, _FALLBACK) is None and nearest(box, P) is paragraph)
    return [box for box, _ in zip(found, range(MAX_BOXES), strict=False)]
