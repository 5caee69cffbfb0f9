"""Whatever a figure counts, one by one: as many lines as the figure says, found by the rule that counted them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from docflow.finding_lines import finding_lines
from docflow.indicators.appraisal import FIGURES as APPRAISED
from docflow.indicators.appraisal import things as appraised
from docflow.indicators.arrivals import FIGURES as ARRIVALS
from docflow.indicators.arrivals import arrival_entries
from docflow.indicators.certificates import FIGURES as ROSTERED
from docflow.indicators.certificates import KINDS, RULES, USED, posts, required, span_of
from docflow.indicators.completeness import FIGURES as COMPLETENESS
from docflow.indicators.completeness import entries
from docflow.indicators.exchange import FIGURES as EXCHANGED
from docflow.indicators.exchange import WHOLES
from docflow.indicators.exchange import things as exchanged
from docflow.indicators.figures import Evidence
from docflow.indicators.findings import is_finding
from docflow.indicators.handling import FIGURES as HANDLED
from docflow.indicators.handling import things as handled
from docflow.indicators.hosted import is_hosted, of_councils
from docflow.indicators.issuance import FIGURES as FORMS_OF
from docflow.indicators.landing import EXCLUDED, Landing, land, scope_of
from docflow.indicators.question import Question
from docflow.listing import Filter, listed_record, passes
from docflow.model import Count, Direction, Document, Entitlement, Form, Standing

ISSUANCE = ("issued", *FORMS_OF, "unknown", "withdrawn", "hosted")
SIGNATURES = ("with_files", "signed_by_person", "signed_by_organ", "signed_by_both", "passing")
BESIDE = ("undated", "unplaced", "without_line", *(name for name in EXCLUDED if name not in {"secret", "internal"}))
CERTIFICATES = (*ROSTERED, *USED)
EXCHANGE = (*EXCHANGED, *WHOLES)
HANDLING = tuple(HANDLED)
APPRAISAL = tuple(APPRAISED)
FIGURES = (*ISSUANCE, *SIGNATURES, *BESIDE, *CERTIFICATES, *COMPLETENESS, *ARRIVALS, *EXCHANGE, *HANDLING, *APPRAISAL)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that a figure counts: its subject and unit, the stratum that a sample is drawn by, and its public form."""

    subject: str
    unit: str
    stratum: str
    record: Mapping[str, Any]


def lines(evidence: Evidence, question: Question, figure: str, chosen: Filter) -> Iterator[Line]:
    """Everything that a figure of ``FIGURES``, or of findings, counts, in the order of subjects."""
    if figure in {*COMPLETENESS, *ARRIVALS}:
        return _completeness(evidence, question, figure, chosen)
    if is_finding(figure):
        return (Line(*found) for found in finding_lines(evidence, question, figure, chosen))
    if figure in {*EXCHANGE, *HANDLING, *APPRAISAL}:
        return _weighed(evidence, question, figure, chosen)
    return (
        _certificates(evidence, question, figure, chosen)
        if figure in CERTIFICATES
        else _documents(evidence, question, figure, chosen)
    )


def _documents(evidence: Evidence, question: Question, figure: str, chosen: Filter) -> Iterator[Line]:
    directory = evidence.directory
    asked = question.units(directory)
    scope = scope_of(question.period, evidence.coverages())
    for document, count in evidence.documents(Direction.OUTGOING):
        if asked is not None and count.unit not in asked:
            continue
        if chosen.level is not None and question.level(count.unit, directory) != chosen.level:
            continue
        where = land(count, scope)
        if _is_counted(evidence, question, figure, document, count, where) and passes(document, count, chosen):
            stratum = f"{count.form.value}/{count.basis.value}"
            yield Line(document.key, count.unit, stratum, dict(listed_record(document, count, where)))


def _is_counted(evidence: Evidence, question: Question, figure: str, document: Document, count: Count, where: Landing) -> bool:
    if figure in BESIDE:
        return where.value == figure.replace("_", "-") or (where is Landing.EXCLUDED and count.standing == figure)
    if not where.counted:
        return False
    if figure in SIGNATURES:
        return bool(document.files) and count.day is not None and _is_signed(evidence, question, figure, document)
    if figure == "hosted":
        councils = of_councils(evidence.series(), question.units(evidence.directory))
        return count.day is not None and is_hosted(document, count, councils)
    of_form = count.form in FORMS_OF.get(figure, ())
    others = {"issued": True, "withdrawn": count.standing == Standing.WITHDRAWN.value, "unknown": count.form is Form.UNKNOWN}
    return others.get(figure, of_form)


def _is_signed(evidence: Evidence, question: Question, figure: str, document: Document) -> bool:
    person, organ = document.signed_by_person, document.signed_by_organ
    if figure == "passing":
        return bool((person or organ) and question.policy and evidence.passing(document, question.policy))
    return {"with_files": True, "signed_by_person": person, "signed_by_organ": organ, "signed_by_both": person and organ}[figure]


def _completeness(evidence: Evidence, question: Question, figure: str, chosen: Filter) -> Iterator[Line]:
    directory = evidence.directory
    for entry in arrival_entries(evidence, question) if figure in ARRIVALS else entries(evidence, question):
        if entry.figure != figure or chosen.level not in {None, question.level(entry.unit, directory)}:
            continue
        if entry.held is None:
            yield Line(entry.subject, entry.unit, entry.basis, entry.record or {})
        elif passes(entry.held[0], entry.held[1], chosen):
            yield Line(entry.subject, entry.unit, entry.basis, dict(listed_record(*entry.held)))


def _weighed(evidence: Evidence, question: Question, figure: str, chosen: Filter) -> Iterator[Line]:
    directory = evidence.directory
    if figure in APPRAISAL:
        things = appraised(evidence, question)
    else:
        things = handled(evidence, question) if figure in HANDLING else exchanged(evidence, question, [figure])
    for one in things:
        document, count = one.document, one.count
        here = chosen.level in {None, question.level(count.unit, directory)} and passes(document, count, chosen)
        if here and one.is_counted(figure):
            stratum = f"{count.form.value}/{count.basis.value}"
            yield Line(document.key, count.unit, stratum, {**listed_record(document, count, one.where), **one.told})


def _certificates(evidence: Evidence, question: Question, figure: str, chosen: Filter) -> Iterator[Line]:
    directory = evidence.directory
    span = span_of(question)
    suffix = next(suffix for suffix in ("_personal", "_organ", "") if figure.endswith(suffix))
    rule, kind = RULES[figure.removesuffix(suffix)], KINDS[suffix]
    for post in posts(evidence, question):
        line = post.line
        here = chosen.level in {None, question.level(line.unit, directory)} and kind in {None, line.kind}
        if here and required(post, span) and rule(post, span):
            yield Line(f"{line.unit}|{line.row}", line.unit, line.kind.value, _entitlement(line))


def _entitlement(line: Entitlement) -> dict[str, Any]:
    """A line of the roster without its holder, whose name the roster itself tells."""
    return {
        "unit": line.unit,
        "row": line.row,
        "position": line.position,
        "kind": line.kind.value,
        "group": line.group,
        "granted_on": line.granted_on,
        "expires_on": line.expires_on,
        "revoked_on": line.revoked_on,
        "serial": line.serial,
    }
