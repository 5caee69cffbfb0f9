"""Two readings of a scan to one header: a value that both do not bear out is null and keeps its candidates.

The second recogniser's text, which has the Vietnamese marks, goes through the header parser; number and day are settled apart
(``ocr_votes``), and every other field must be borne out by what the first recogniser reads on the same lines.
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from docflow.model import Candidate, Header, Issuer, Problem, Signer, Source, SourceKind, Stage
from docflow.parse import heading, ocr_grammar, ocr_ink, ocr_votes
from docflow.parse import signing as signing_block
from docflow.parse.document_types import notation_type
from docflow.parse.lines import Overlay, Sheet
from docflow.parse.ocr_lines import Engines, Scanned, crop, rows
from docflow.parse.ocr_picture import Picture
from docflow.parse.ocr_votes import Settled
from docflow.parse.ocr_words import fixed, righted
from docflow.parse.pdftext import Word
from docflow.parse.vocabulary import POSITION, SURNAMES
from docflow.text import fold, unaccented

AGREED, ALONE, NONE = 900, 500, 0
_ALIKE = 0.7  # of the letters, marks aside: the first recogniser has no letters for many of them
_NEVER_FAR = 6  # heights of a line between number and day


@dataclass(frozen=True, slots=True)
class Entry:
    """The line with the number or with the day, and what it settles on; ``text`` is how the header parser is to read it."""

    line: Scanned
    settled: Settled
    text: str
    notation: Settled | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A picture with its lines; ``width`` and ``height`` are the page's in points."""

    picture: Picture
    lines: tuple[Scanned, ...]
    width: float
    height: float


def alike(line: Scanned) -> bool:
    """Whether both recognisers read much the same on a line, marks and spaces aside."""
    one, two = (unaccented(text).replace(" ", "") for text in line.texts)
    return difflib.SequenceMatcher(None, one, two, autojunk=False).ratio() >= _ALIKE


def number_entry(page: Page, engines: Engines) -> Entry | None:
    """The number line and what it settles on: the first one, from the top, on which either recogniser reads a notation."""
    for line in page.lines:
        first, second = (ocr_grammar.notation_of(text) for text in line.texts)
        if not (first or second) or line.span.left > 0.5 * page.picture.pixels.shape[1]:
            continue
        settled = ocr_votes.settle(page.picture, line, engines, ocr_grammar.number_of)
        if settled.value is not None and not _number_accounted(page.picture, line, settled.value):
            settled = replace(settled, value=None, confidence=NONE)
        notation = ocr_grammar.agreed_notation(first, second)
        proposals = tuple(Candidate(value, SourceKind.OCR, ALONE) for value in dict.fromkeys((second, first)) if value)
        years = {ocr_grammar.year_of(text) for text in line.texts}
        year = years.pop() if len(years) == 1 else None
        party = notation is not None and "/" in notation and "-" not in notation
        stroke = "-" if party else f"/{year}/" if year else "/"
        text = f"Số: {settled.value or ''}{stroke}{notation or ''}"
        return Entry(line, settled, text, Settled(notation, () if notation else proposals, AGREED if notation else NONE))
    return None


def _number_accounted(picture: Picture, line: Scanned, number: str) -> bool:
    """Whether the ink of the number line is what was read, wherever either recogniser places it."""
    pixels = crop(picture, line.span)
    return all(ocr_ink.accounts(pixels, picture.dpi, letters, number) for letters in (line.first, line.second))


def _day_accounted(picture: Picture, line: Scanned) -> bool:
    """Whether no 1 of the date line may be a 0 that the pen closed, wherever either recogniser places it."""
    pixels = crop(picture, line.span)
    return all(ocr_ink.ones_are_strokes(pixels, picture.dpi, letters) for letters in (line.first, line.second))


def date_entry(page: Page, engines: Engines, number: Entry | None) -> Entry | None:
    """The place and date line and what it settles on; one far from the number line is some other document's."""
    for line in page.lines:
        place, comma, rest = line.texts[1].partition(", ")
        if not comma or not unaccented(rest).startswith("nga") or not any("ng" in t and "m" in t for t in line.texts):
            continue
        if len(place) > 40 or any(map(str.isdigit, place)) or line.span.left < 0.25 * page.picture.pixels.shape[1]:
            continue
        height = line.span.bottom - line.span.top
        if number is not None and abs(number.line.span.top - line.span.top) > _NEVER_FAR * height:
            continue
        settled = ocr_votes.settle(page.picture, line, engines, ocr_grammar.day_of)
        if settled.value is not None and not _day_accounted(page.picture, line):
            settled = replace(settled, value=None, confidence=NONE)
        year, month, day = settled.value.split("-") if settled.value else ("", "", "")
        return Entry(line, settled, f"{place}, ngày {day} tháng {month} năm {year}")
    return None


def read(
    page: Page, engines: Engines, overlays: Sequence[Overlay], filling: Sequence[Word], signing: Page | None
) -> heading.Reading:
    """The header that both readings of a first page bear out; ``signing`` is the page with the signature block."""
    number = number_entry(page, engines)
    day = date_entry(page, engines, number)
    entries = [entry for entry in (number, day) if entry is not None]
    told = {
        id(line): text for line in _above(page, number) if (text := ocr_votes.steady(page.picture, line, engines)) is not None
    }
    told |= {id(entry.line): entry.text for entry in entries}
    open_spots = tuple(_spot(page, entry) for entry in entries if entry.settled.value is None)
    closing = tuple(rows(signing.picture, [x for x in signing.lines if alike(x)], _second, signing.width)) if signing else ()
    trusted = [line for line in page.lines if id(line) in told or alike(line) or fixed(line.texts[1])]
    sheet = Sheet(
        tuple(rows(page.picture, trusted, lambda line: told.get(id(line)) or _second(line), page.width, filling)),
        (*overlays, *open_spots),
        SourceKind.OCR,
        closing,
        compared=True,
    )
    found = heading.read(sheet)
    if found.header is None or not found.sources:
        return found
    return _borne_out(found, page, signing, number, day)


def _above(page: Page, number: Entry | None) -> list[Scanned]:
    """The lines on the left above the number, where the names of bodies stand, and the place and date line."""
    end = number.line.span.top if number else 0
    middle = 0.45 * page.picture.pixels.shape[1]
    return [x for x in page.lines if x.span.top < end and x.span.left < middle and (x.span.left + x.span.right) / 2 < middle]


def _second(line: Scanned) -> str:
    """What the header parser is given of a line whose reading needs no settling."""
    return righted(line.texts[1])


def _spot(page: Page, entry: Entry) -> Overlay:
    """Where something stands that could not be read, so that its place is not taken for a draft's blank."""
    box = page.picture.points(*entry.line.span)
    across, up = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return Overlay("", SourceKind.OCR, 1, box, round(1000 * across / page.width), round(1000 * up / page.height))


def _borne_out(
    found: heading.Reading, page: Page, signing: Page | None, number: Entry | None, day: Entry | None
) -> heading.Reading:
    header, sources = found.header or Header(), dict(found.sources)
    lines = (*page.lines, *(signing.lines if signing else ()))

    def kept(name: str, value: str | None) -> str | None:
        """A value that both recognisers bear out on each of its lines."""
        source = sources.get(name)
        if value is None or source is None or source.source is not SourceKind.OCR:
            return value
        if _supported(value, lines):
            sources[name] = replace(source, confidence=AGREED)
            return value
        candidate = Candidate(value, SourceKind.OCR, ALONE)
        sources[name] = replace(source, confidence=NONE, candidates=(*source.candidates, candidate))
        return None

    numbered = _counted(sources, "number", header.number, number.settled if number else None)
    notation = _counted(sources, "notation", header.notation, number.notation if number else None)
    dated = _counted(sources, "promulgated_on", header.promulgated_on, day.settled if day else None)
    organ = kept("organ", header.organ)
    superior = header.superior_organ if header.superior_organ and _supported(header.superior_organ, lines) else None
    issuers = (Issuer(organ, superior), *header.issuers[1:]) if organ else ()
    signers = tuple(_signer(signer, lines) for signer in header.signers if signer.name or signer.position) or _named(signing)
    named = kept("signer", signers[0].name if signers else None)
    if "document_type" in sources:
        sources["document_type"] = replace(sources["document_type"], confidence=AGREED)
    header = replace(
        header,
        number=numbered,
        notation=notation,
        year_in_number=header.year_in_number if notation else None,
        promulgated_on=dated,
        references=(),
        form_check=None,
        issuers=issuers,
        place=kept("place", header.place),
        subject=kept("subject", header.subject),
        signers=(replace(signers[0], name=named), *signers[1:]) if signers else (),
        document_type=header.document_type or notation_type(notation),
    )
    return heading.Reading(header, sources, (*found.problems, Problem(Stage.PARSE, "scan-read")))


def _counted(sources: dict[str, Source], name: str, value: str | None, settled: Settled | None) -> str | None:
    """A number, notation or day that was settled, or that a signature displays; the header parser may find others on the page.

    Its source gets the confidence and the candidates that were settled on.
    """
    source = sources.get(name)
    if source is None or source.source is not SourceKind.OCR:
        return value
    if settled is not None and settled.value is not None and settled.value == value:
        sources[name] = replace(source, confidence=settled.confidence, candidates=())
        return value
    found = (Candidate(value, SourceKind.OCR, ALONE),) if value else ()
    sources[name] = replace(source, confidence=NONE, candidates=settled.candidates if settled else found)
    return None


def _supported(value: str, lines: Sequence[Scanned]) -> bool:
    """Whether the lines that make up a value read alike to both recognisers; a value of no line is not borne out."""
    whole = fold(value)
    texts = {line: fold(_second(line)) for line in lines}
    around = [line for line, text in texts.items() if whole in text]
    parts = [line for line, text in texts.items() if len(text) > 2 and text in whole]
    return any(map(alike, around)) or (bool(parts) and all(map(alike, parts)))


def _signer(signer: Signer, lines: Sequence[Scanned]) -> Signer:
    """A signer with only what both recognisers read: the marks at the beginning of a line, a position, a name's initials."""
    texts = [tuple(map(unaccented, line.texts)) for line in lines]
    marked = all(any(all(_opens(one, mark) for one in both) for both in texts) for mark in signer.authority)
    position = signer.position if marked and any(all(map(POSITION.match, both)) for both in texts) else None
    return Signer(
        signer.name if signer.name and _named_by_both(signer.name, lines) else None,
        position if position and _supported(position, lines) else None,
        signer.authority if marked else (),
    )


def _named_by_both(name: str, lines: Sequence[Scanned]) -> bool:
    """Whether on a name's line both read as many words, the same initials, and each letter that the first has a sign for."""
    for line in lines:
        if name not in line.texts[1]:
            continue
        first, second = ([word[:1] for word in unaccented(text).split(" ")] for text in line.texts)
        expected = unaccented("".join(sign for sign in name if not "\u1e00" <= sign <= "\u1eff")).replace(" ", "")
        read = iter(unaccented(line.texts[0]))
        if first == second and all(sign in read for sign in expected):
            return True
    return False


def _named(signing: Page | None) -> tuple[Signer, ...]:
    """The one person's name that stands alone on the right of the signature block, where no position could be read above it."""
    if signing is None:
        return ()
    middle = 0.45 * signing.picture.pixels.shape[1]
    names = [signing_block.person(line.texts[1]) for line in signing.lines if line.span.left > middle and alike(line)]
    surnamed = [name for name in names if name is not None and unaccented(name).split(" ")[0] in SURNAMES]
    return (Signer(surnamed[0]),) if len(surnamed) == 1 and _named_by_both(surnamed[0], signing.lines) else ()


def _opens(text: str, mark: str) -> bool:
    return text.replace("/", "").replace(" ", "").startswith(unaccented(mark))
