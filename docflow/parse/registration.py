"""Number, notation, place and date: what the clerk adds when a document is registered.

In a signed PDF they are often no text of the page but drawn by the clerk's signature, into the blanks of ``Số:      /QĐ-UBND``
and ``ngày    tháng    năm``. Text and overlay that contradict each other give no value, only candidates.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from docflow.model import Candidate, Source, SourceKind
from docflow.parse.grammar import Numbering, PlaceDate, bare_number, labelled, numbering, place_date
from docflow.parse.lines import Line, Overlay, Row, Side
from docflow.text import number_key

TEXT_CONFIDENCE, OVERLAY_CONFIDENCE, SCAN_CONFIDENCE, CONTRADICTED = 990, 980, 900, 0
# The header band of the first page and the middle that divides number from date, in thousandths.
_BAND, _MIDDLE = 700, 450


@dataclass(frozen=True, slots=True)
class Registration:
    """Number and date with their sources; ``row`` and ``date_row`` say where their lines stand, -1 for nowhere.

    ``blank`` says that the place of the number, or of the day, was left empty, as a draft's is.
    """

    number: str | None = None
    notation: str | None = None
    year: int | None = None
    place: str | None = None
    day: str | None = None
    row: int = -1
    date_row: int = -1
    blank: bool = False
    number_line: Line | None = None
    sources: dict[str, Source] = field(default_factory=dict)


def read(rows: Sequence[Row], overlays: Sequence[Overlay], witness: SourceKind) -> Registration:
    """Read both from the rows of a header; overlays that fell on their lines fill the blanks."""
    found = _number_line(rows)
    dated = _date_line(rows)
    sources: dict[str, Source] = {}
    number = notation = place = day = None
    year: int | None = None
    blank = False
    if found is not None:
        said, filled = found[2], numbering(found[1].filled) if found[1].filled else None
        number, source = _settle(said.number, filled.number if filled else None, found[1], overlays, witness, number_key)
        notation, year = (filled or said).notation or said.notation, (filled or said).year or said.year
        blank = said.number is None and number is None and not source.candidates
        sources["number"] = source
        if notation:
            sources["notation"] = Source(witness, TEXT_CONFIDENCE, found[1].page, found[1].box)
    if dated is not None:
        said_date, filled_date = dated[2], place_date(dated[1].filled) if dated[1].filled else None
        place = said_date.place
        day, source = _settle(said_date.day, filled_date.day if filled_date else None, dated[1], overlays, witness, str)
        blank = blank or (said_date.blank and day is None and not source.candidates)
        sources["promulgated_on"] = source
        if place:
            sources["place"] = Source(witness, TEXT_CONFIDENCE, dated[1].page, dated[1].box)
    return Registration(
        number,
        notation,
        year,
        place,
        day,
        row=found[0] if found else -1,
        date_row=dated[0] if dated else -1,
        blank=blank,
        number_line=found[1] if found else None,
        sources=sources,
    )


def _settle(
    said: str | None,
    filled: str | None,
    line: Line,
    overlays: Sequence[Overlay],
    witness: SourceKind,
    key: object,
) -> tuple[str | None, Source]:
    """One value from what the text says and what the line says with its overlays."""
    compare = key if callable(key) else str
    overlay = next((o for o in overlays if _touches(o, line)), None)
    drawn = overlay.witness if overlay else SourceKind.SIGNATURE_WIDGET
    if said is None:
        confidence = OVERLAY_CONFIDENCE if filled else TEXT_CONFIDENCE
        return filled, Source(drawn if filled else witness, confidence, line.page, line.box)
    shown = {compare(n) for o in overlays if _touches(o, line) and (n := bare_number(o.text))}
    if filled is None or compare(filled) == compare(said) or shown <= {compare(said)}:
        return said, Source(witness, TEXT_CONFIDENCE, line.page, line.box)
    candidates = (Candidate(said, witness, TEXT_CONFIDENCE), Candidate(filled, drawn, OVERLAY_CONFIDENCE))
    return None, Source(witness, CONTRADICTED, line.page, line.box, candidates)


def _touches(overlay: Overlay, line: Line) -> bool:
    if line.box is None or overlay.page != line.page:
        return False
    left, bottom, right, top = line.box
    return overlay.box[0] < right + 40 and overlay.box[2] > left - 20 and overlay.box[1] < top and overlay.box[3] > bottom


def _number_line(rows: Sequence[Row]) -> tuple[int, Line, Numbering] | None:
    """The first number line, the left column first."""
    for sides in ((Side.LEFT,), (Side.WHOLE, Side.RIGHT)):
        for index, row in enumerate(rows):
            for line in row.lines:
                if line.side in sides and labelled(line.text) and (said := numbering(line.text) or numbering(line.filled)):
                    plain = numbering(line.text)
                    return index, line, plain or Numbering(None, said.notation, said.year)
    return None


def _date_line(rows: Sequence[Row]) -> tuple[int, Line, PlaceDate] | None:
    """The first place and date line, the right column first."""
    for sides in ((Side.RIGHT,), (Side.WHOLE, Side.LEFT)):
        for index, row in enumerate(rows):
            for line in row.lines:
                if line.side in sides and (said := place_date(line.text)) is not None:
                    return index, line, said
    return None


def from_overlays(overlays: Sequence[Overlay]) -> Registration:
    """Read a scan, whose only text is what signatures draw over it: one number left of the middle, a full date.

    Several numbers there contradict each other and give candidates only.
    """
    band = [o for o in overlays if o.page == 1 and o.up >= _BAND]
    read_whole = [(o, n) for o in band if (n := numbering(o.text)) is not None and n.number]
    bare = [(o, n) for o in band if o.across < _MIDDLE and (n := bare_number(o.text))]
    dates = [(o, d) for o in band if (d := place_date(o.text)) is not None and d.day]
    sources: dict[str, Source] = {}
    number = notation = day = place = None
    year: int | None = None
    shown = [(o, n.number or "") for o, n in read_whole] or bare
    if shown:
        overlay = shown[0][0]
        keys = {number_key(value) for _, value in shown}
        if len(keys) == 1:
            number = shown[0][1]
            sources["number"] = Source(overlay.witness, SCAN_CONFIDENCE, 1, overlay.box)
            if read_whole:
                notation, year = read_whole[0][1].notation, read_whole[0][1].year
                sources["notation"] = Source(overlay.witness, SCAN_CONFIDENCE, 1, overlay.box)
        else:
            candidates = tuple(Candidate(value, o.witness, SCAN_CONFIDENCE) for o, value in shown)
            sources["number"] = Source(overlay.witness, CONTRADICTED, 1, overlay.box, candidates)
    if len({d.day for _, d in dates}) == 1:
        overlay, dated = dates[0]
        day, place = dated.day, dated.place
        sources["promulgated_on"] = Source(overlay.witness, SCAN_CONFIDENCE, 1, overlay.box)
    return Registration(number, notation, year, place, day, sources=sources)
