"""Are books and files complete: lines without files, files without lines, and gaps and repeats in the numbers.

Every figure is counted from the findings that its list shows, so that list and figure are always of one length.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from docflow.indicators.arrivals import arrivals
from docflow.indicators.entries import BORNE, EXPECTED, Entry, in_run, rows
from docflow.indicators.figures import Evidence, Figures
from docflow.indicators.landing import EXCLUDED, Landing, Scope, land, scope_of
from docflow.indicators.numbering import Numbered, Run, runs
from docflow.indicators.question import Question
from docflow.model import Count, Direction, Document
from docflow.periods import ALL_TIME

# What each figure is a share of.
_LINE, _FILE = "line", "file"
_WHOLE: Mapping[str, str] = {
    "lines_with_file": _LINE,
    "lines_without_file": _LINE,
    "files_without_line": _FILE,
    "gaps": EXPECTED,
    "repeats": BORNE,
    "leaps": BORNE,
    "out_of_order": BORNE,
}
FIGURES = tuple(_WHOLE)
NUMBERS = ("gaps", "repeats", "leaps", "out_of_order")


def entries(evidence: Evidence, question: Question) -> Iterator[Entry]:
    """Everything that the figures of a question count, and what they are shares of."""
    asked = question.units(evidence.directory)
    numbered: list[Numbered] = []
    everywhere = scope_of(ALL_TIME, evidence.coverages())
    for document, count, where in _landed(evidence, question, everywhere):
        if document.number and count.day:
            numbered.append(_numbered(document, count))
        if count.day and question.period.holds(count.day) and (asked is None or count.unit in asked):
            yield from _in_books(document, count, where)
    for run in runs(numbered, evidence.series(), evidence.directory.continued):
        if asked is None or run.unit in asked:
            yield from (entry for entry in _in_run(run) if question.period.holds(entry.day))


def _landed(evidence: Evidence, question: Question, everywhere: Scope) -> Iterator[tuple[Document, Count, Landing]]:
    """The holdings that bear a number which was given: counted ones, and files without a line.

    Those of units whose numbers a unit asked for may go on with are among them.
    """
    asked = question.units(evidence.directory)
    if asked is not None:
        asked |= {before for unit in asked if (before := evidence.directory.continued(unit))}
    term = {one.unit for one in evidence.series() if one.reset == "term"}
    for document, count in evidence.documents(Direction.OUTGOING):
        if count.day is None or (asked is not None and count.unit not in asked):
            continue
        if not question.period.touches(int(count.day[:4])) and count.unit not in term:
            continue
        where = land(count, everywhere)
        if where.counted or where is Landing.WITHOUT_LINE:
            yield document, count, where


def _numbered(document: Document, count: Count) -> Numbered:
    # A council that uses the unit's seal may keep a book of its own: all outgoing lines of a document are the issuer's.
    lines = sum(subject.partition("|")[2].startswith(f"{Direction.OUTGOING.value}|") for subject in document.lines)
    return Numbered(
        document.key,
        count.unit,
        document.number or "",
        document.notation or "",
        document.document_type,
        count.day or "",
        max(lines, 1),
    )


def _in_books(document: Document, count: Count, where: Landing) -> Iterator[Entry]:
    names = []
    if where is Landing.REGISTER:
        names += [_LINE, "lines_with_file" if count.has_file else "lines_without_file"]
        names += [_FILE] if count.has_file else []
    elif where is Landing.WITHOUT_LINE:
        names += [_FILE, "files_without_line"]
    for name in names:
        yield Entry(name, count.unit, count.day or "", document.key, "register", held=(document, count, where))


def _in_run(run: Run) -> Iterator[Entry]:
    return in_run(run, {"repeats": run.repeats, "leaps": run.leaps, "out_of_order": run.out_of_order}, "gaps")


# ---------------------------------------------------------------- figures


def completeness(evidence: Evidence, question: Question) -> Figures:
    """The figures of completeness that a question asks for; documents without a day or a key stand beside them.

    Of incoming documents they are those of the arrival numbers.
    """
    if question.direction is Direction.INCOMING:
        return arrivals(evidence, question)
    question.only("unit", "level", "month", "quarter")
    beside, excluded, days = _beside(evidence, question)
    return Figures(
        rows=rows(entries(evidence, question), _WHOLE, question, evidence.directory, days),
        excluded=excluded,
        undated=beside[Landing.UNDATED],
        unplaced=beside[Landing.UNPLACED],
    )


def _beside(evidence: Evidence, question: Question) -> tuple[Counter[Landing], dict[str, int], set[str]]:
    """What is not looked at, and why; and the days of what is."""
    asked = question.units(evidence.directory)
    scope = scope_of(question.period, evidence.coverages())
    beside: Counter[Landing] = Counter()
    excluded: Counter[str] = Counter()
    days: set[str] = set()
    for count in evidence.counts(Direction.OUTGOING):
        if asked is None or count.unit in asked:
            where = land(count, scope)
            beside[where] += count.count
            excluded[count.standing] += count.count if where is Landing.EXCLUDED else 0
            if count.day and (where.counted or where is Landing.WITHOUT_LINE):
                days.add(count.day)
    return beside, {name: excluded[name] for name in EXCLUDED}, days
