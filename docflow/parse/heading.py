"""One parser of headers for every format: rows and overlays in, header fields with their sources out.

The cells are those of Decree 30/2020/NĐ-CP, annex I, part IV, and of Guidance 36-HD/VPTW for the Party. A value is right or
null: what falls below ``THRESHOLD`` stays with its candidates.
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile

from docflow.model import Candidate, Header, Issuer, Problem, Source, SourceKind, Stage, Standing
from docflow.parse import form_check, marks, organs, references, registration, signing, subject, titles
from docflow.parse.document_types import CONG_VAN, heading_type, notation_type
from docflow.parse.form_facts import Form
from docflow.parse.grammar import numbering, place_date
from docflow.parse.lines import Line, Overlay, Row, Sheet, Side, around
from docflow.parse.registration import Registration
from docflow.text import fold, unaccented

THRESHOLD = 800
HEAD_ROWS = 45
OCR_CONFIDENCE = 500
_STAMP_HEIGHT, _STAMP_MARGIN = 90, 20  # points that an arrival stamp reaches below and beside its first line
_GARBLED = "cong hoa xa hoi chu nghia viet nam"


@dataclass(frozen=True, slots=True)
class Reading:
    """What the header parser makes of a sheet; no header where the text is none of an official document."""

    header: Header | None
    sources: dict[str, Source]
    problems: tuple[Problem, ...] = ()


SECRET = Reading(Header(standing=Standing.SECRET), {}, (Problem(Stage.PARSE, "secret"),))


def title_at(rows: Sequence[Row]) -> int | None:
    """The row of the national title or the Party's, else of the Youth Union's on the right."""
    found: int | None = None
    for index, row in enumerate(rows[:HEAD_ROWS]):
        for line in row.lines:
            if titles.is_title(line.text):
                return index
            if found is None and line.side is not Side.LEFT and titles.is_union_title(line.text):
                found = index
    return found


def garbled(rows: Sequence[Row]) -> bool:
    """Whether a title stands there whose letters are wrong, as foreign OCR and legacy fonts leave them."""
    if title_at(rows) is not None:
        return False
    for row in rows[:12]:
        for line in row.lines:
            name = unaccented(line.text)
            if 24 <= len(name) <= 48 and difflib.SequenceMatcher(None, name, _GARBLED, autojunk=False).ratio() >= 0.6:
                return True
    return False


def secret(rows: Sequence[Row], overlays: Sequence[Overlay]) -> bool:
    """Whether a secrecy mark stands in a cell or stamp of its own on the first page's upper part."""
    lines = [line.text for row in rows[:HEAD_ROWS] for line in row.lines if line.page == rows[0].lines[0].page]
    drawn = (part for overlay in overlays if overlay.page == 1 for part in overlay.text.splitlines())
    broken = {below for above, below in pairwise(lines) if fold(above).endswith(" bí")}  # bí mật, over two lines
    return any(marks.secrecy(text) for text in (*(t for t in lines if t not in broken), *drawn))


def is_anchored(rows: Sequence[Row]) -> bool:
    """Whether one of the rows begins with ``Nơi nhận``."""
    return signing.anchor(rows) is not None


def has_signer(rows: Sequence[Row]) -> bool:
    """Whether a signer's name can be read from the rows of a page."""
    return any(signer.name for signer in signing.read(rows).signers)


def stands_alone(header: Header) -> bool:
    """Whether a header is that of a document: it says who issued it and under which notation, or that it is secret."""
    return header.standing is Standing.SECRET or (header.organ is not None and header.notation is not None)


def read(sheet: Sheet) -> Reading:
    """Read the header of one document."""
    rows = sheet.rows
    if secret(rows, sheet.overlays):
        return SECRET
    if not rows:
        return _unchecked(_scan(sheet))
    body = subject.body_at(rows)
    end = min(body, HEAD_ROWS)
    head = _without_arrival(rows[:end])
    body -= end - len(head)
    sheet = replace(sheet, rows=(*head, *rows[end:]))
    entry = registration.read(head, sheet.overlays, sheet.witness)
    if title_at(head) is None and (entry.row < 0 or entry.date_row < 0):
        return Reading(None, {}, (Problem(Stage.PARSE, "no-header"),))
    return _assemble(sheet, head, body, entry)


def _scan(sheet: Sheet) -> Reading:
    entry = registration.from_overlays(sheet.overlays)
    copy = next((form for o in sheet.overlays if (form := marks.copy_form(o.text))), None)
    header = Header(
        number=entry.number,
        notation=entry.notation,
        year_in_number=entry.year,
        promulgated_on=entry.day,
        place=entry.place,
        copy_form=copy or marks.copy_notation(entry.notation),
    )
    return Reading(None if header == Header() and not entry.sources else header, dict(entry.sources))


def _without_arrival(rows: Sequence[Row]) -> list[Row]:
    """The rows without the fields of an arrival stamp, whose number and day are the receiver's.

    They stand right under ``ĐẾN``. One that could be the document's own is the stamp's only where there is another.
    """
    if not any(marks.arrival(line.text) for row in rows for line in row.lines):
        return list(rows)
    others = [(_numbered(line), _dated(line)) for row in rows for line in row.lines]
    numbers, days = (sum(kinds) for kinds in zip(*others, strict=True)) if others else (0, 0)
    kept: list[Row] = []
    stamps: list[Line] = []
    for row in rows:
        lines: list[Line] = []
        for line in row.lines:
            own = (_numbered(line) and numbers < 2) or (_dated(line) and days < 2)
            above = [stamp for stamp in stamps if _stands_under(line, stamp)]
            if marks.arrival(line.text):
                stamps.append(line)
            elif not above or not marks.in_arrival_stamp(line.text) or own:
                stamps = [stamp for stamp in stamps if stamp not in above]
                lines.append(line)
        if lines:
            kept.append(replace(row, lines=tuple(lines)))
    return kept


def _stands_under(line: Line, stamp: Line) -> bool:
    """Whether a line stands in the stamp that another one begins: right under it, or in its column where places are not known."""
    if line.box is None or stamp.box is None:
        return line.side is stamp.side
    (left, bottom, right, _), (first, below, last, _) = line.box, stamp.box
    aligned = abs(left - first) <= _STAMP_MARGIN or first - _STAMP_MARGIN <= (left + right) / 2 <= last + _STAMP_MARGIN
    return aligned and 0 < below - bottom < _STAMP_HEIGHT


def _numbered(line: Line) -> bool:
    said = numbering(line.text)
    return said is not None and said.notation is not None


def _dated(line: Line) -> bool:
    return place_date(line.text) is not None


def _organ_lines(head: Sequence[Row], entry: Registration) -> list[Line]:
    """The lines above the number on its side, or above the type heading where there is no number."""
    title = title_at(head)
    end = entry.row if entry.row >= 0 else (title if title is not None else 0) + 4
    side = entry.number_line.side if entry.number_line and entry.number_line.box else Side.LEFT
    lines = [line for row in head[:end] if (line := row.beside(side)) is not None]
    lines = list(takewhile(lambda line: line.side is side or heading_type(line.text) is None, lines))
    return [line for line in lines if not _other(line)]


def _other(line: Line) -> bool:
    return (
        titles.is_title(line.text)
        or titles.is_motto(line.text)
        or organs.aside(line.text)
        or marks.is_mark(line.text)
        or marks.copy_form(line.text) is not None
        or place_date(line.text) is not None
    )


def _assemble(sheet: Sheet, head: Sequence[Row], body: int, entry: Registration) -> Reading:
    sources = dict(entry.sources)
    organ_lines = _organ_lines(head, entry)
    issuers, confidence = organs.issuers(organ_lines)
    if issuers:
        issuers = _kept(issuers, confidence, around(organ_lines), sheet.witness, sources)
    topic = subject.read(sheet.rows, body, entry, issuers[0].organ if issuers else None)
    document_type = topic.document_type
    if document_type is not None:
        sources["document_type"] = _source(sheet, 980, topic.type_line)
    elif (named := notation_type(entry.notation, entry.year)) is not None:
        document_type = named
        sources["document_type"] = _source(sheet, 850, entry.number_line)
    elif topic.letter:
        document_type = CONG_VAN
        sources["document_type"] = _source(sheet, 900, entry.number_line)
    if topic.subject:
        sources["subject"] = _source(sheet, 950, topic.subject_line)
    signed = signing.read(sheet.closing)
    if signed.signers and signed.line:
        sources["signer"] = _source(sheet, 950, signed.line)
    letters = signing.addressees(sheet.rows, topic.addressed_at) if topic.addressed_at is not None else ()
    listed = tuple(r for r in signed.recipients if not (letters and fold(r).startswith("như trên")))
    texts = [line.text for row in head for line in row.lines]
    drafted = entry.blank or any(marks.draft(text) for text in texts)
    copies = (marks.copy_form(text) for text in (*texts, *(o.text for o in sheet.overlays)))
    header = Header(
        issuers=issuers,
        number=entry.number,
        notation=entry.notation,
        year_in_number=entry.year,
        document_type=document_type,
        promulgated_on=entry.day,
        place=entry.place,
        subject=topic.subject,
        signers=signed.signers,
        recipients=(*letters, *listed),
        priority=next((p for text in texts if (p := marks.priority(text))), None),
        standing=Standing.DRAFT if drafted else Standing.ISSUED,
        copy_form=next((form for form in copies if form), None) or marks.copy_notation(entry.notation),
        references=references.read(sheet, entry.number, entry.notation),
    )
    if sheet.witness is SourceKind.OCR and not sheet.compared:
        return _unchecked(_proposed(header, sources))
    form = Form(header, sheet.witness, head, _title_line(head), entry, topic, sheet.closing, signed)
    return Reading(replace(header, form_check=form_check.check(form)), sources)


def _unchecked(reading: Reading) -> Reading:
    """What was read where no text can be trusted, so that its form is not checked."""
    header = replace(reading.header, form_check=form_check.UNREAD) if reading.header else None
    return replace(reading, header=header)


def _title_line(head: Sequence[Row]) -> Line | None:
    at = title_at(head)
    if at is None:
        return None
    return next(line for line in head[at].lines if titles.is_title(line.text) or titles.is_union_title(line.text))


def _proposed(header: Header, sources: dict[str, Source]) -> Reading:
    """What one recognition engine read alone: its type, which is one of a list, and candidates for a person."""
    values = {
        "number": header.number,
        "notation": header.notation,
        "promulgated_on": header.promulgated_on,
        "place": header.place,
        "organ": header.organ,
        "subject": header.subject,
        "signer": header.signers[0].name if header.signers else None,
    }
    kept = dict(sources)
    for name, source in sources.items():
        value = values.get(name)
        if value is not None:
            candidate = Candidate(value, SourceKind.OCR, OCR_CONFIDENCE)
            kept[name] = replace(source, confidence=OCR_CONFIDENCE, candidates=(*source.candidates, candidate))
    problem = Problem(Stage.PARSE, "text-layer-not-trusted")
    return Reading(Header(document_type=header.document_type, copy_form=header.copy_form), kept, (problem,))


def _source(sheet: Sheet, confidence: int, line: Line | None) -> Source:
    return Source(sheet.witness, confidence, line.page if line else None, line.box if line else None)


def _kept(
    issuers: tuple[Issuer, ...], confidence: int, line: Line, witness: SourceKind, sources: dict[str, Source]
) -> tuple[Issuer, ...]:
    """The issuers if they are sure enough, else none, with their names as candidates."""
    if confidence >= THRESHOLD:
        sources["organ"] = Source(witness, confidence, line.page, line.box)
        return issuers
    candidates = tuple(Candidate(i.organ or "", witness, confidence) for i in issuers)
    sources["organ"] = Source(witness, confidence, line.page, line.box, candidates)
    return ()
