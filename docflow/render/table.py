"""A report for people: one group in full, many groups a line each, then what was not counted and what to do next."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping

from rich import box
from rich.table import Table
from rich.text import Text

from docflow.indicators.exchange import RECEIVED
from docflow.indicators.figures import Group, Row
from docflow.locale import Words
from docflow.render import beside
from docflow.render.criteria import criteria_body, criteria_notes
from docflow.render.dates import day_words
from docflow.render.findings import findings_body
from docflow.render.percent import NOTHING, band, percent
from docflow.render.screen import Screen, clean, plain
from docflow.report import Report
from docflow.text import slug

# The figures that have a column where there are many groups; the others stand in the full table of one group.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "issuance": ("electronic", "electronic_or_both", "both_or_paper", "unknown"),
    "signatures": ("signed_by_person", "signed_by_organ", "signed_by_both", "passing"),
    "certificates": ("granted", "valid", "in_use"),
    "completeness": ("lines_without_file", "files_without_line", "gaps", "repeats"),
    "arrivals": ("arrival_gaps", "arrival_repeats", "registered_late"),
    "exchange": ("exchanged", "not_exchanged", "received_electronically", "processed_electronically"),
    "handling": ("in_time", "late", "overdue", "open"),
    "appraisal": ("appraised", "not_appraised", "appraisal_unknown"),
}
# On screens of so many columns a number stands beside its share, and a heading on one line.
WIDE = 110
ROOMY = 100
NARROWEST_NAME = 9

Grouped = dict[Group, dict[str, Row]]


def report_table(report: Report, words: Words, screen: Screen) -> str:
    """The report as a titled table with its notes."""
    grouped: Grouped = {}
    for row in report.figures.rows:
        grouped.setdefault(row.group, {})[row.figure] = row
    if report.name == "findings":
        body = findings_body(
            grouped,
            report.question.by,
            lambda group, name: _label(report, words, group, name),
            words,
            beside.headings(report, words),
            lambda row: beside.cells(report, row, words),
        )
    elif report.name == "criteria":
        body = criteria_body(report, grouped, words)
    elif len(grouped) == 1 and not report.question.by:
        body = _full(report, grouped, words, screen)
    else:
        body = _many(report, grouped, words, screen)
    title = Text.assemble(plain(_title(report, words), "bold"))
    notes = [plain(note, style) for note, style in _notes(report, grouped, words)]
    return screen.draw(title, body, *notes) + "\n"


def _title(report: Report, words: Words) -> str:
    question = report.question
    whose = f"{report.names[question.unit]} ({question.unit})" if question.unit else words("report.all-units")
    period = words("report.period", period=question.period.name) if question.period.name else words("report.all-time")
    when = words("report.at", day=day_words(words, question.at)) if question.at else period
    if question.at and report.name in {"handling", "criteria"}:
        when = f"{period} · {when}"
    tree = f" · {words('report.tree-successors')}" if question.tree == "successors" else ""
    return f"{words(f'report.title-{report.shown}')} · {whose} · {when}{tree}"


def _table(screen: Screen, *columns: tuple[str, bool]) -> Table:
    """A table of columns given as heading and whether they hold numbers, which are never broken over lines; headings may be."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=True, header_style="bold")
    for heading, is_number in columns:
        if is_number:
            shown = heading if screen.width >= ROOMY else textwrap.fill(heading, NARROWEST_NAME, break_long_words=False)
            table.add_column(shown, justify="right", no_wrap=True)
        else:
            # Names are long and wrap between words; the width of a period or a level is kept whole.
            table.add_column(heading, min_width=NARROWEST_NAME, overflow="fold")
    return table


# ---------------------------------------------------------------- one group


def _full(report: Report, grouped: Grouped, words: Words, screen: Screen) -> Table:
    ((_, figures),) = grouped.items()
    # What is asked for beside the figures takes the place of what they rest on.
    rested = not beside.headings(report, words) and any(row.witnessed is not None for row in figures.values())
    banded = any(row.low != row.high for row in figures.values())
    columns = [(words("report.figure"), False), (words("report.number"), True), (words("report.share"), True)]
    columns += [(words("report.band"), True)] if banded else []
    columns += [(words("report.witnessed"), True), (words("report.presumed"), True)] if rested else []
    columns += [(heading, True) for heading in beside.headings(report, words)]
    table = _table(screen, *columns)
    for figure, row in figures.items():
        cells = [
            words(f"report.figure-{figure}"),
            _number(words, row.numerator),
            percent(words, row.numerator, row.denominator),
        ]
        cells += [band(words, row.low, row.high)] if banded else []
        cells += [_number(words, row.witnessed, ""), _number(words, row.presumed, "")] if rested else []
        cells += beside.cells(report, row, words)
        table.add_row(*cells, style="bold" if figure == COLUMNS[report.shown][0] else "")
    table.add_section()
    for suffix, total in _totals(report.name, figures).items():
        label = words(f"report.total-{report.shown}{suffix}")
        table.add_row(label, words.integer(total), *[""] * (len(columns) - 2), style="bold")
    return table


def _totals(name: str, figures: Mapping[str, Row]) -> dict[str, int]:
    if name == "exchange":
        return {"": figures["exchanged"].denominator, "_received": figures["received_electronically"].denominator}
    if name != "certificates":
        return {"": next(iter(figures.values())).denominator}
    return {suffix: figures[f"granted{suffix}"].denominator for suffix in ("", "_personal", "_organ")}


def _number(words: Words, value: int | None, otherwise: str = NOTHING) -> str:
    return words.integer(value) if value is not None else otherwise


# ---------------------------------------------------------------- many groups


def _many(report: Report, grouped: Grouped, words: Words, screen: Screen) -> Table:
    by = report.question.by
    told = {row.figure for row in report.figures.rows}
    shown = tuple(figure for figure in COLUMNS[report.shown] if figure in told or not told)
    if screen.width < WIDE and len(shown) > 3:
        shown = (shown[0], *shown[-2:])
    shown = shown[:1] if beside.headings(report, words) else shown
    first = [words(f"report.by-{name}") for name in by] or [words("report.by-unit")]
    banded = any(figures[shown[0]].low != figures[shown[0]].high for figures in grouped.values())
    columns = [(heading, False) for heading in first] + [(words(f"report.short-total-{report.shown}"), True)]
    for i, figure in enumerate(shown):
        columns.append((words(f"report.short-{figure}"), True))
        if i == 0 and banded:
            columns.append((words("report.band"), True))
        columns += [(heading, True) for heading in beside.headings(report, words)] if i == 0 else []
    table = _table(screen, *columns)
    between = " " if screen.width >= WIDE else "\n"
    above = ""
    for group, figures in grouped.items():
        lead = figures[shown[0]]
        cells = [_label(report, words, group, name) for name in by] or [""]
        if len(by) > 1:
            # A name stands once over its lines.
            above, cells[0] = cells[0], "" if cells[0] == above else cells[0]
            if cells[0]:
                table.add_section()
        cells.append(words.integer(lead.denominator) + ("*" if lead.basis in {"files", "mixed"} and lead.denominator else ""))
        for i, figure in enumerate(shown):
            cells.append(_share(words, figures[figure], between))
            if i == 0 and banded:
                cells.append(band(words, lead.low, lead.high).replace(" – ", " – " if between == " " else " –\n"))
            cells += beside.cells(report, figures[figure], words) if i == 0 else []
        table.add_row(*cells)
    return table


def _share(words: Words, row: Row, between: str) -> str:
    if row.numerator is None or row.denominator == 0:
        return NOTHING
    return f"{words.integer(row.numerator)}{between}{percent(words, row.numerator, row.denominator)}"


def _label(report: Report, words: Words, group: Group, dimension: str) -> str:
    if dimension == "unit":
        return clean(f"{report.names.get(group.unit or '', '')} ({group.unit})") if group.unit else NOTHING
    if dimension == "level":
        return level_words(words, group.level)
    if dimension == "type":
        return type_words(words, group.document_type)
    if dimension == "group":
        return clean(group.roster_group or "") or words("report.group-none")
    return group.period or NOTHING


def level_words(words: Words, level: str | None) -> str:
    """A level of units in words; one that the tables do not know stands for itself."""
    name = f"report.level-{slug(level or 'none')}"
    return words(name) if words.has(name) else clean(level or "")


def type_words(words: Words, document_type: str | None) -> str:
    """A type of document in words; a type that the catalogue does not know is shown by its name with blanks."""
    name = f"report.type-{document_type or 'none'}"
    return words(name) if words.has(name) else clean((document_type or "").replace("_", " "))


# ---------------------------------------------------------------- notes


def _notes(report: Report, grouped: Grouped, words: Words) -> list[tuple[str, str]]:
    rows = [row for own in grouped.values() for row in own.values()]
    counts_any = any(row.denominator or (row.scored and row.scored.most) for row in rows)
    notes = [(note, "") for note in _basis_notes(report, rows, words)] + _beside(report, words)
    notes += [(note, "") for note in beside.notes(report, words)]
    passing = [row for row in rows if row.figure == "passing"]
    if any(row.numerator is None or row.low != row.high for row in passing):
        judged = "not-judged" if all(row.numerator is None for row in passing) else "not-all-judged"
        notes.append((words(f"report.{judged}", policy=report.question.policy), "yellow"))
    if not counts_any:
        notes.append((words(f"report.nothing-{report.shown}"), "yellow"))
    notes.append((words("report.checkpoint", run=words.integer(report.run), root=report.state_root[:12]), "dim"))
    if report.name == "issuance" and counts_any:
        notes.append((words("report.next", command=_next(report)), "dim"))
    return notes


def _basis_notes(report: Report, rows: list[Row], words: Words) -> Iterator[str]:
    if report.name == "criteria":
        yield from criteria_notes(report, words)
        return
    bases = {row.basis for row in rows if row.denominator and row.figure not in RECEIVED}
    if report.name == "handling":
        yield words("report.by-incoming-files" if bases & {"files", "mixed"} else "report.by-incoming-register")
        return
    if bases & {"files", "mixed"}:
        yield words("report.by-mixed" if bases & {"register", "mixed"} else "report.by-files")
    elif "register" in bases:
        yield words("report.by-register")
    elif "seen" in bases:
        yield words("report.certificates-seen")
    elif "roster" in bases:
        yield words("report.as-far-as-known")
    if report.name == "completeness" and bases & {"probable", "mixed"}:
        yield words("report.arrivals-probable" if report.shown == "arrivals" else "report.series-probable")
    if report.question.policy:
        yield words("report.policy", policy=report.question.policy)


def _beside(report: Report, words: Words) -> list[tuple[str, str]]:
    """What was not counted, and why: under every table, whenever there is any."""
    figures = report.figures
    excluded = [f"{words(f'report.excluded-{name}')} {words.integer(n)}" for name, n in figures.excluded.items() if n]
    notes = [(words("report.excluded", list=" · ".join(excluded)), "")] if excluded else []
    beside = {
        "undated": figures.undated,
        "unplaced": figures.unplaced,
        "without_unit": figures.without_unit,
        "without_line": figures.without_line,
    }
    return notes + [(words(f"report.{name}", count=words.integer(n)), "yellow") for name, n in beside.items() if n]


def _next(report: Report) -> str:
    question = report.question
    given = {"--unit": question.unit, "--period": question.period.name, "--as-of": report.as_of}
    given |= {"--tree": question.tree} if question.tree == "successors" else {}
    options = [f"{name} {value}" for name, value in given.items() if value]
    return " ".join(["docflow documents", *options, "--form unknown"])
