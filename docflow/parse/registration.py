"""Number, notation, place and date: what the clerk adds when a document is registered.

In a signed PDF they are often no text of the page but drawn by the clerk's signature, into the blanks of ``Số:      /QĐ-UBND``
and ``ngày    tháng    năm``. Text and overlay that contradict each other give no value, only candidates.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from docflow.model import Candidate, Source, SourceKind
from docflow.parse.grammar import (
    Numbering,
    PlaceDate,
    bare_number,
    continues,
    labelled,
    numbering,
    place_date,
    possible_number,
    unfinished,
)
from docflow.parse.lines import Line, Overlay, Row, Side
from docflow.text import number_key

TEXT_CONFIDENCE, OVERLAY_CONFIDENCE, SCAN_CONFIDENCE, CONTRADICTED = 990, 980, 900, 0
# The header band of the first page and the middle that divides number from date, in thousandths.
_BAND, _MIDDLE = 700, 450
Said = TypeVar("Said", Numbering, PlaceDate)


@dataclass(frozen=True, slots=True)
class Registration:
    """Number and date with their sources; ``row`` and ``date_row`` say where their lines stand, -1 for nowhere.

    ``blank`` says that the place of the number, or of the day, was left empty, as a draft's is. ``pictured`` says that a
    signature without text lies there: what it shows is a picture, so the place is not known to be empty.
    """

    number: str | None = None
    notation: str | None = None
    year: int | None = None
    place: str | None = None
    day: str | None = None
    row: int = -1
    date_row: int = -1
    blank: bool = False
    pictured: bool = False
    number_line: Line | None = None
    sources: dict[str, Source] = field(default_factory=dict)


def read(rows: Sequence[Row], overlays: Sequence[Overlay], witness: SourceKind) -> Registration:
    """Read both from the rows of a header; overlays that fell on their lines fill the blanks."""
    entry = _with_date(_with_number(rows, overlays, witness), rows, overlays, witness)
    if entry.row >= 0:
        return entry
    # The whole number line may be the clerk's.
    drawn = from_overlays([o for o in overlays if numbering(o.text) is not None and labelled(o.text)])
    return replace(
        entry, number=drawn.number, notation=drawn.notation, year=drawn.year, sources={**drawn.sources, **entry.sources}
    )


def _with_number(rows: Sequence[Row], overlays: Sequence[Overlay], witness: SourceKind) -> Registration:
    lines = list(_lines(rows, _number_on, (Side.LEFT,), (Side.WHOLE, Side.RIGHT)))
    if not lines:
        return _unread_number(rows, witness)
    # The word alone may be the end of a name (CHUYỂN ĐỔI SỐ): a line with a notation goes before it.
    found = next((line for line in lines if line[2].notation is not None), lines[0])
    row, line, said = found
    filled = numbering(line.filled) if line.filled else None
    number, source = _settle(said.number, filled.number if filled else None, line, overlays, witness, number_key)
    sources = {"number": source}
    notation = said.notation or (filled.notation if filled else None)
    if notation:
        sources["notation"] = Source(witness, TEXT_CONFIDENCE, line.page, line.box)
    empty = said.number is None and number is None
    pictured = empty and any(not o.text and _touches(o, line) for o in overlays)
    return Registration(
        number,
        notation,
        said.year or (filled.year if filled else None),
        row=row,
        number_line=line,
        blank=empty and not pictured,
        pictured=pictured,
        sources=sources,
    )


def _unread_number(rows: Sequence[Row], witness: SourceKind) -> Registration:
    """Where a number line stands that the grammar does not understand: what it may say, for a person."""
    for index, row in enumerate(rows):
        for line in row.lines:
            if line.side is not Side.RIGHT and (may_be := possible_number(line.text)) is not None:
                candidates = (Candidate(may_be, witness, CONTRADICTED),) if may_be else ()
                source = Source(witness, CONTRADICTED, line.page, line.box, candidates)
                return Registration(row=index, number_line=line, sources={"number": source})
    return Registration()


def _with_date(entry: Registration, rows: Sequence[Row], overlays: Sequence[Overlay], witness: SourceKind) -> Registration:
    found = next(_lines(rows, _date_on, (Side.RIGHT,), (Side.WHOLE, Side.LEFT)), None)
    if found is None:
        return entry
    row, line, said = found
    filled = place_date(line.filled) if line.filled else None
    day, source = _settle(said.day, filled.day if filled else None, line, overlays, witness, str)
    sources = {**entry.sources, "promulgated_on": source}
    if said.place:
        sources["place"] = Source(witness, TEXT_CONFIDENCE, line.page, line.box)
    empty = said.blank and day is None and not source.candidates
    pictured = empty and any(not o.text and _touches(o, line) for o in overlays)
    return replace(
        entry,
        place=said.place,
        day=day,
        date_row=row,
        blank=entry.blank or (empty and not pictured),
        pictured=entry.pictured or pictured,
        sources=sources,
    )


def _settle(
    said: str | None,
    filled: str | None,
    line: Line,
    overlays: Sequence[Overlay],
    witness: SourceKind,
    key: Callable[[str], str],
) -> tuple[str | None, Source]:
    """One value from what the text says and what the line says with its overlays."""
    touching = [o for o in overlays if o.text and _touches(o, line)]
    drawn = touching[0].witness if touching else SourceKind.SIGNATURE_WIDGET
    if said is None:
        confidence = OVERLAY_CONFIDENCE if filled else TEXT_CONFIDENCE
        return filled, Source(drawn if filled else witness, confidence, line.page, line.box)
    shown = {key(number) for o in touching if (number := bare_number(o.text))}
    if not line.filled or (filled is not None and key(filled) == key(said)) or shown <= {key(said)}:
        return said, Source(witness, TEXT_CONFIDENCE, line.page, line.box)
    others = sorted({o.text for o in touching})
    candidates = (Candidate(said, witness, TEXT_CONFIDENCE), *(Candidate(o, drawn, OVERLAY_CONFIDENCE) for o in others))
    return None, Source(witness, CONTRADICTED, line.page, line.box, candidates)


def _touches(overlay: Overlay, line: Line) -> bool:
    if line.box is None or overlay.page != line.page:
        return False
    left, bottom, right, top = line.box
    middle = (overlay.box[1] + overlay.box[3]) / 2
    reach = top - bottom
    return overlay.box[0] < right + 3 * reach and overlay.box[2] > left and bottom - reach < middle < top + reach


def _lines(
    rows: Sequence[Row], read_on: Callable[[Sequence[Row], int, Line], tuple[Line, Said] | None], *sides: tuple[Side, ...]
) -> Iterator[tuple[int, Line, Said]]:
    """The lines that ``read_on`` understands, those of the first sides first."""
    for wanted in sides:
        for index, row in enumerate(rows):
            for line in row.lines:
                if line.side in wanted and (said := read_on(rows, index, line)) is not None:
                    yield index, said[0], said[1]


def _number_on(rows: Sequence[Row], index: int, line: Line) -> tuple[Line, Numbering] | None:
    if not labelled(line.text) or _in_brackets(rows, index):
        return None
    longer = _continued(rows, index, line, longest=1)
    if longer is not line and (unfinished(line.text) or continues(longer.text[len(line.text) :])):
        line = longer if numbering(longer.text) is not None else line
    said = numbering(line.text)
    if said is not None:
        return line, said
    filled = numbering(line.filled)
    return (line, replace(filled, number=None)) if filled is not None else None


def _in_brackets(rows: Sequence[Row], index: int) -> bool:
    """Whether a row goes on in a bracket, as the note of an appendix does: ``(Kèm theo Quyết định / Số 12/QĐ-UBND …)``."""
    above = rows[index - 1].text if index else ""
    return above.count("(") > above.count(")")


def _date_on(rows: Sequence[Row], index: int, line: Line) -> tuple[Line, PlaceDate] | None:
    said = place_date(line.text)
    if said is None and " ngày" in line.text and "năm" not in line.text:
        line = _continued(rows, index, line, longest=8)
        said = place_date(line.text)
    elif said is not None and said.blank:
        longer = _continued(rows, index, line, longest=1)
        line, said = (longer, full) if (full := place_date(longer.text)) is not None and full.day else (line, said)
    return (line, said) if said is not None else None


def _continued(rows: Sequence[Row], index: int, line: Line, longest: int) -> Line:
    """A line that breaks off with the one below it on its side, if that is no longer than ``longest`` words."""
    below = rows[index + 1].beside(line.side) if index + 1 < len(rows) else None
    if below is None or len(below.text.split(" ")) > longest:
        return line
    filled = f"{line.filled or line.text} {below.filled or below.text}" if line.filled or below.filled else ""
    return replace(line, text=f"{line.text} {below.text}", filled=filled)


def from_overlays(overlays: Sequence[Overlay]) -> Registration:
    """Read a scan, whose only text is what signatures draw over it: one number left of the middle, a full date.

    Several numbers there contradict each other and give candidates only; so does a bare one that no signature draws, which may
    stand in a receiver's arrival stamp.
    """
    band = [o for o in overlays if o.page == 1 and o.up >= _BAND and o.across < 1000]
    entire = [(o, said) for o in band if (said := numbering(o.text)) is not None and said.number]
    bare = [(o, Numbering(number, None)) for o in band if o.across < _MIDDLE and (number := bare_number(o.text))]
    entry = Registration()
    if shown := entire or bare:
        overlay, said = shown[0]
        drawn = entire or overlay.witness is SourceKind.SIGNATURE_WIDGET
        if drawn and len({number_key(n.number or "") for _, n in shown}) == 1:
            source = Source(overlay.witness, SCAN_CONFIDENCE, 1, overlay.box)
            sources = {"number": source, **({"notation": source} if said.notation else {})}
            entry = Registration(said.number, said.notation, said.year, sources=sources)
        else:
            candidates = tuple(Candidate(n.number or "", o.witness, SCAN_CONFIDENCE) for o, n in shown)
            entry = Registration(sources={"number": Source(overlay.witness, CONTRADICTED, 1, overlay.box, candidates)})
    dates = [(o, dated) for o in band if (dated := place_date(o.text)) is not None and dated.day]
    if len({dated.day for _, dated in dates}) == 1:
        overlay, dated = dates[0]
        source = Source(overlay.witness, SCAN_CONFIDENCE, 1, overlay.box)
        entry = replace(entry, day=dated.day, place=dated.place, sources={**entry.sources, "promulgated_on": source})
    return entry
