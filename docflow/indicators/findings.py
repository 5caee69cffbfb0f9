"""What was found wrong: how many documents bear each finding, over those that were examined for it.

Each kind of finding has a denominator of its own, which ``basis`` names: findings on documents are shares of those issued
(``issued``) and of those received (``received``); points of form of Decree 30/2020/NĐ-CP, annex I, of those whose form was
checked (``checked``), and why others were not, of those with files (``with-file``); files not taken in, of all met (``met``).

A figure's name is the kind and the code of the finding, as the catalogue has its words: ``finding.form-contradiction``. Every
figure is counted from what its list shows. Drafts, copies and secret documents stand beside, as in every report; files without a
line, and those without a day or a key, are examined like all others, for there the most is found.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from docflow.indicators.figures import Evidence, Figures, Group, MetFile, Row
from docflow.indicators.landing import EXCLUDED, Landing, land, scope_of
from docflow.indicators.question import Question, in_order
from docflow.model import Count, Direction, Document, FormCheck, FormFinding

FINDING, RECEIVED, FORM, UNCHECKED, FILE = "finding.", "received.", "form.", "form.not-", "file."
# The figures that sum up a kind, and the name of what each kind is a share of.
TOTALS: Mapping[str, str] = {
    "with_findings": "issued",
    "form_checked": "with-file",
    "form_faulty": "checked",
    "received_with_findings": "received",
    "files_refused": "met",
}
KINDS = (f"{FINDING}…", f"{RECEIVED}…", f"{FORM}…", f"{UNCHECKED}…", f"{FILE}…")
_TOTAL_OF = {FINDING: "with_findings", RECEIVED: "received_with_findings", FILE: "files_refused"}
# Why a check could not begin says less than why the decree does not bind.
_UNREAD = ("scan", "unread")
PORTION = 500


@dataclass(frozen=True, slots=True)
class Held:
    """A document as one unit holds it, and what is known of the form of its files, by SHA-256 and in their order."""

    document: Document
    count: Count
    where: Landing
    checks: Mapping[str, FormCheck | None]


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that a figure counts, or is a share of: a document, or a file that was met.

    ``held`` and ``file`` say which; ``place`` is where the finding on form stands, with the SHA-256 of the file that shows it.
    """

    figure: str
    unit: str
    day: str | None
    subject: str
    document_type: str | None = None
    held: Held | None = None
    file: MetFile | None = None
    place: tuple[str, FormFinding] | None = None


def whole_of(figure: str) -> str:
    """The name of what a figure is a share of, which stands in ``basis``; ``KeyError`` for what is no figure of this report."""
    if figure in TOTALS:
        return TOTALS[figure]
    if figure.startswith(UNCHECKED):
        return TOTALS["form_checked"]
    if figure.startswith(FORM):
        return TOTALS["form_faulty"]
    return TOTALS[_TOTAL_OF[figure[: figure.find(".") + 1]]]


def is_finding(figure: str) -> bool:
    """Whether a name is that of a figure of this report."""
    return figure in TOTALS or any(figure.startswith(kind) and figure != kind for kind in (*_TOTAL_OF, FORM, UNCHECKED))


def entries(evidence: Evidence, question: Question) -> Iterator[Entry]:
    """All that the figures of a question count, each once for an owner of the question."""
    for held in _held(evidence, question, Direction.OUTGOING):
        for figure, place in _of_issued(held):
            yield _entry(figure, held, place)
    for held in _held(evidence, question, Direction.INCOMING):
        if held.where is Landing.EXCLUDED:
            continue
        for figure in _of_findings(held.document, "received", "received_with_findings", RECEIVED):
            yield _entry(figure, held, None)
    yield from _files(evidence, question)


def _entry(figure: str, held: Held, place: tuple[str, FormFinding] | None) -> Entry:
    count = held.count
    return Entry(figure, count.unit, count.day, held.document.key, count.document_type, held, place=place)


def _held(evidence: Evidence, question: Question, direction: Direction) -> Iterator[Held]:
    """The documents that are examined: each once for an owner, as the unit holds it whose book it stands in."""
    found = _examined(evidence, question, direction)
    while portion := list(itertools.islice(found, PORTION)):
        issued = portion if direction is Direction.OUTGOING else ()
        checks = evidence.form_checks(sha for document, _, _ in issued for sha in document.files)
        for document, count, where in portion:
            yield Held(document, count, where, {sha: checks.get(sha) for sha in document.files})


def _examined(evidence: Evidence, question: Question, direction: Direction) -> Iterator[tuple[Document, Count, Landing]]:
    directory = evidence.directory
    asked = question.units(directory)
    scope = scope_of(question.period, evidence.coverages(), direction)
    for _, members in itertools.groupby(evidence.documents(direction), key=lambda held: held[0].key):
        owners = set()
        for document, count in sorted(members, key=lambda held: not held[1].placed):
            where = land(count, scope)
            owner = question.owner(count.unit, directory)
            if (asked is None or count.unit in asked) and where is not Landing.OUTSIDE and owner not in owners:
                owners.add(owner)
                yield document, count, where


# ---------------------------------------------------------------- what is found


def _of_issued(held: Held) -> Iterator[tuple[str, tuple[str, FormFinding] | None]]:
    if held.where is Landing.EXCLUDED:
        yield held.count.standing, None
        return
    yield from ((figure, None) for figure in _of_findings(held.document, "issued", "with_findings", FINDING))
    if held.checks:
        yield "with-file", None
        yield from _of_form(held.checks)


def _of_findings(document: Document, whole: str, total: str, kind: str) -> Iterator[str]:
    yield whole
    codes = sorted({finding.code for finding in document.findings})
    if codes:
        yield total
    yield from (f"{kind}{code}" for code in codes)


def _of_form(checks: Mapping[str, FormCheck | None]) -> Iterator[tuple[str, tuple[str, FormFinding] | None]]:
    """A document is checked where one of its files is, and bears what any of them shows."""
    checked = {sha: check for sha, check in checks.items() if check is not None and check.checked}
    if not checked:
        reasons = {(check.why_not if check else None) or "unread" for check in checks.values()}
        yield UNCHECKED + min(reasons, key=lambda reason: (reason in _UNREAD, reason)), None
        return
    yield "checked", None
    yield "form_checked", None
    found: dict[str, tuple[str, FormFinding]] = {}
    for sha, check in checked.items():
        for finding in check.findings:
            found.setdefault(finding.code, (sha, finding))
    if found:
        yield "form_faulty", None
    yield from ((FORM + code, found[code]) for code in sorted(found))


def _files(evidence: Evidence, question: Question) -> Iterator[Entry]:
    """The files met in the folders of the units asked about, or anywhere; without day and type they belong to every period."""
    if {"month", "quarter", "type"} & set(question.by):
        return
    directory = evidence.directory
    asked = question.units(directory)
    for file in evidence.met_files():
        owners = {question.owner(unit, directory): unit for unit in sorted(file.units) if asked is None or unit in asked}
        if not file.units and asked is None:
            owners = {(None, None): ""}
        for unit in sorted(owners.values()):
            for figure in ("met", *(("files_refused", f"{FILE}{file.refused}") if file.refused else ())):
                yield Entry(figure, unit, None, file.sha256, file=file)


# ---------------------------------------------------------------- figures


def findings(evidence: Evidence, question: Question) -> Figures:
    """The findings that a question asks for; what has no day stands beside where months or quarters are told apart."""
    directory = evidence.directory
    buckets = question.buckets(_days(evidence, question))
    parted = bool({"month", "quarter"} & set(question.by))
    seen: dict[Group, Counter[str]] = {
        Group(*owner, bucket.name): Counter() for owner in question.always_shown(directory) for bucket in buckets
    }
    excluded: Counter[str] = Counter({"secret": evidence.secret_files() if question.unit is None else 0})
    undated = 0
    for one in entries(evidence, question):
        if one.figure in EXCLUDED:
            excluded[one.figure] += 1
            continue
        if parted and one.day is None:
            undated += one.figure == "issued"
            continue
        bucket = next(bucket for bucket in buckets if one.day is None or bucket.holds(one.day))
        owner = question.owner(one.unit, directory) if one.unit else _nobody(question, evidence)
        group = Group(*owner, bucket.name, one.document_type if "type" in question.by else None)
        seen.setdefault(group, Counter())[one.figure] += 1
    return Figures(
        rows=tuple(row for group in in_order(seen, question, directory) for row in _rows(group, seen[group])),
        excluded={name: excluded[name] for name in EXCLUDED},
        undated=undated,
    )


def _days(evidence: Evidence, question: Question) -> Iterator[str]:
    """The days of what is examined."""
    asked = question.units(evidence.directory)
    for direction in Direction:
        for count in evidence.counts(direction):
            if count.day and count.standing not in EXCLUDED and (asked is None or count.unit in asked):
                yield count.day


def _nobody(question: Question, evidence: Evidence) -> tuple[str | None, str | None]:
    """Under whom stands what no unit holds."""
    return (None, None) if {"unit", "level"} & set(question.by) else question.owner("", evidence.directory)


def _rows(group: Group, seen: Mapping[str, int]) -> Iterator[Row]:
    """Each kind's sum, then its codes by name; a sum is told where there is anything to look at, that of documents always."""
    for total, codes in _kinds(seen):
        if total != "with_findings" and not seen.get(TOTALS[total], 0):
            continue
        for figure in (total, *codes):
            number, whole = seen.get(figure, 0), whole_of(figure)
            share = (number, seen.get(whole, 0))
            yield Row(group, figure, number, share[1], low=share, high=share, basis=whole)


def _kinds(seen: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    codes = sorted(figure for figure in seen if is_finding(figure) and figure not in TOTALS)
    for total, whole in TOTALS.items():
        yield total, [figure for figure in codes if whole_of(figure) == whole]
