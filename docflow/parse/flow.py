"""Documents without pages, as word processors keep them: paragraphs and tables in, rows of a left and a right line out.

DOCX, DOC, RTF, OpenDocument, HTML and plain text all come down to this form; headers stand in their tables, between their tabs,
or one line below the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise

from docflow.model import FileKind, ParseResult, Problem, Stage, Standing
from docflow.parse import heading, legacy, subject
from docflow.parse.lines import Line, Row, Sheet, Side
from docflow.text import printed, unaccented

MAX_BLOCKS = 20_000
MAX_ROWS = 20_000
MAX_CELL_LINES = 400
MAX_CELLS = 60
MAX_TEXT = 4_000
MAX_DEPTH = 25
LONGEST_HEADING = 250
SHOWN = 40
MAX_DOCUMENTS = 20

_TABS = re.compile(r"\t+| {5,}")
_MOVED = re.compile(r"\s*?(?:\t\s*\t| {8,})")
_BEFORE_BLANK = re.compile(r"(?:^(?:Số|SỐ)\s*:?|\b(?:ngày|tháng|năm))$")
_AFTER_BLANK = re.compile(r"^(?:/|-\S|(?:tháng|năm)\b)")
_DATE = re.compile(r"^.{0,40}\bngay\b.*\bthang\b")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph's text as kept, with its tabs and line breaks.

    ``bold`` and ``centred`` are None where they could not be told; ``capitals`` says that its font draws small letters as
    capitals, which counts only where the text is in a legacy encoding.
    """

    text: str
    bold: bool | None = None
    centred: bool | None = None
    capitals: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, a cell being what stands in it from top to bottom."""

    rows: tuple[tuple[tuple[Block, ...], ...], ...]


Block = Paragraph | Table


def read(blocks: Sequence[Block], media_type: str, kind: FileKind = FileKind.WORD, *, titled: bool = False) -> ParseResult:
    """Read the header of a document from its blocks; ``titled`` asks for the national title or the Party's.

    A web page or a text has no form of its own, so that a number and a date alone do not make it a document.
    """
    blocks, encoding = _in_unicode(blocks)
    found = tuple(rows(blocks))
    if not found:
        return ParseResult(media_type, kind, problems=(Problem(Stage.PARSE, "no-text-layer"),))
    if heading.garbled(found):
        return ParseResult(media_type, kind, problems=(Problem(Stage.PARSE, "unreadable-text-layer"),))
    if titled and heading.title_at(found) is None and not heading.secret(found, ()):
        return ParseResult(media_type, kind, problems=(Problem(Stage.PARSE, "no-header"),))
    reading, *others = _documents(found)
    noted = (Problem(Stage.PARSE, "legacy-encoding", encoding),) if encoding is not None else ()
    return ParseResult(
        media_type,
        kind,
        documents=tuple(one.header for one in (reading, *others) if one.header),
        sources=reading.sources,
        problems=(*noted, *reading.problems),
        lines=_shown(found) if reading.header and reading.header.standing is not Standing.SECRET else (),
    )


def _documents(found: tuple[Row, ...]) -> list[heading.Reading]:
    """The headers of the documents that the rows hold one after the other, at least what there is of a first one.

    A later one begins at a title of its own below a signature block, and says who issued it and under which notation: an annex
    has a title at most. A file is as secret as any document in it.
    """
    begins = [0]
    for at in _titles(found):
        above = found[begins[-1] : at]
        if not (heading.is_anchored(above) or heading.has_signer(above[4:])):
            continue
        header = _document(found[at:]).header
        if header is not None and heading.stands_alone(header):
            begins.append(at)
    made = [_document(found[start:end]) for start, end in pairwise([*begins, len(found)])]
    secret = any(one.header is not None and one.header.standing is Standing.SECRET for one in made)
    return [heading.SECRET] if secret else made


def _document(found: tuple[Row, ...]) -> heading.Reading:
    return heading.read(Sheet(found, closing=found[4:]))


def _titles(found: Sequence[Row]) -> list[int]:
    """The rows below the first that hold a title in capitals, as a header does and running text does not."""
    titles = (at for at, row in enumerate(found) if row.text.isupper() and heading.title_at((row,)) is not None)
    return list(islice(titles, 1, MAX_DOCUMENTS))


def _columns(row: Row) -> str:
    """A row as its left and its right text, parted by a tab."""
    return ("\t" if row.lines[0].side is Side.RIGHT else "") + "\t".join(line.text for line in row.lines)


def _shown(found: Sequence[Row]) -> tuple[str | None, ...]:
    """The rows at the beginning and at the end, the two columns of a row parted by a tab."""
    texts: list[str | None] = [_columns(row) for row in (*found[:SHOWN], *found[SHOWN:][-SHOWN:])]
    return (*texts[:SHOWN], None, *texts[SHOWN:]) if len(found) > 2 * SHOWN else tuple(texts)


def titled(blocks: Iterable[Block]) -> bool:
    """Whether a title stands near the top, above the body, in which a form may bear one of its own."""
    head = list(islice(rows(blocks), heading.HEAD_ROWS))
    return heading.title_at(head[: subject.body_at(head)]) is not None


def _in_unicode(blocks: Sequence[Block]) -> tuple[Sequence[Block], str | None]:
    """The blocks with text in a legacy encoding turned into Unicode, and that encoding's name."""
    texts = [paragraph.text for paragraph in paragraphs(blocks)]
    recovered, encoding = legacy.recovered(texts)
    if encoding is None:
        return blocks, None
    return _with_texts(blocks, zip(texts, recovered, strict=True)), encoding


def paragraphs(blocks: Iterable[Block]) -> Iterator[Paragraph]:
    """All paragraphs in order, those of tables too."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        else:
            for row in block.rows:
                for cell in row:
                    yield from paragraphs(cell)


def _with_texts(blocks: Iterable[Block], texts: Iterator[tuple[str, str]]) -> tuple[Block, ...]:
    made: list[Block] = []
    for block in blocks:
        if isinstance(block, Table):
            made.append(Table(tuple(tuple(_with_texts(cell, texts) for cell in row) for row in block.rows)))
            continue
        raw, text = next(texts)
        made.append(replace(block, text=text.upper() if block.capitals and text != raw else text))
    return tuple(made)


def rows(blocks: Iterable[Block]) -> Iterator[Row]:
    """The rows of the blocks in order, no more than ``MAX_ROWS``; an empty paragraph sets the next row apart."""
    count = gap = 0
    for block in blocks:
        before = count
        for lines in _block(block):
            yield Row(tuple(lines), gap)
            gap = 0
            count += 1
            if count >= MAX_ROWS:
                return
        gap = gap if count > before else min(gap + 1_000, 5_000)


def _block(block: Block) -> Iterator[list[Line]]:
    return _table(block) if isinstance(block, Table) else _paragraph(block)


def _paragraph(paragraph: Paragraph) -> Iterator[list[Line]]:
    """The lines of a paragraph; tabs and runs of blanks part left from right."""
    if not paragraph.text or paragraph.text.isspace():
        return
    for part in paragraph.text.split("\n"):
        lines = _sides(part, paragraph.bold, paragraph.centred)
        if lines:
            yield lines


def _table(table: Table) -> Iterator[list[Line]]:
    """Rows of lines from a table: the first cell that says something is the left column, the others the right one."""
    for row in table.rows:
        if len(row) == 1:  # a frame around what may have columns of its own
            yield from islice((lines for block in row[0] for lines in _block(block)), MAX_CELL_LINES)
            continue
        cells = [_cell(cell) for cell in row]
        for index in range(max((len(cell) for cell in cells), default=0)):
            at = [(place, cell[index]) for place, cell in enumerate(cells) if index < len(cell)]
            yield [replace(line, side=Side.LEFT if 2 * place < len(cells) - 1 else Side.RIGHT) for place, line in at]


def _cell(blocks: Iterable[Block]) -> list[Line]:
    """The lines of a cell; a table inside it is read as lines too."""
    found: list[Line] = []
    for block in blocks:
        for lines in _block(block):
            whole = lines[0] if len(lines) == 1 else Line(" ".join(part.text for part in lines), bold=lines[0].bold)
            found.append(whole)
            if len(found) >= MAX_CELL_LINES:
                return found
    return found


def _sides(text: str, bold: bool | None, centred: bool | None) -> list[Line]:
    """A line of a paragraph, parted where tabs or blanks part two columns; what they move across stands on the right."""
    shown = text.strip()
    parts = _whole_lines([part for raw in _TABS.split(shown) if (part := printed(raw))]) if _TABS.search(shown) else []
    moved = _MOVED.match(text) is not None
    if 2 <= len(parts) <= 4 and all(len(part) < 70 for part in parts):
        left, right, met = _meeting(parts)
        if met or text[0] not in "\t ":
            return [Line(left, Side.LEFT, bold=bold), Line(right, Side.RIGHT, bold=bold)]
    whole = printed(shown)
    side = Side.RIGHT if moved and len(whole) < 70 else Side.WHOLE
    return [Line(whole, side, bold=bold, centred=centred)] if whole else []


def _whole_lines(parts: list[str]) -> list[str]:
    """The parts of a line without the cuts that fell into the blank of a number, a day, a month or a year."""
    made = parts[:1]
    for part in parts[1:]:
        if _BEFORE_BLANK.search(made[-1]) or _AFTER_BLANK.match(part):
            made[-1] = f"{made[-1]} {part}"
        else:
            made.append(part)
    return made


def _meeting(parts: list[str]) -> tuple[str, str, bool]:
    """Where tabbed parts fall into two columns: before the title, the motto or the date, else after the first part."""
    for at in range(1, len(parts)):
        rest = unaccented(" ".join(parts[at:]))
        if rest.startswith(("cong hoa xa hoi", "dang cong san", "doc lap")) or _DATE.match(rest):
            return " ".join(parts[:at]), " ".join(parts[at:]), True
    return parts[0], " ".join(parts[1:]), False
