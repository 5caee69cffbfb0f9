"""The documents and files behind each figure of findings, with what was found on them and where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docflow.indicators.figures import Evidence
from docflow.indicators.findings import FINDING, RECEIVED, Entry, entries
from docflow.indicators.question import Question
from docflow.listing import Filter, listed_record, passes
from docflow.parse.form_check import REQUIREMENTS

ARTICLE = "30/2020/NĐ-CP, PL I, {source}"
"""How a requirement's place is written: the decree, its annex (phụ lục) I, then section, item and point of the annex's part I."""
_SOURCES = {requirement.code: requirement.source for requirement in REQUIREMENTS}


def finding_lines(
    evidence: Evidence, question: Question, figure: str, chosen: Filter
) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    """Subject, unit, stratum and public form of everything that a figure of findings counts, in the order of subjects."""
    directory = evidence.directory
    for entry in entries(evidence, question):
        if entry.figure != figure or chosen.level not in {None, question.level(entry.unit, directory)}:
            continue
        if entry.file is not None:
            yield entry.subject, entry.unit, entry.file.kind or "", _file(entry)
        elif entry.held is not None and passes(entry.held.document, entry.held.count, chosen):
            count = entry.held.count
            yield entry.subject, entry.unit, f"{count.form.value}/{count.basis.value}", _document(entry)


def _document(entry: Entry) -> dict[str, Any]:
    if entry.held is None:
        return {}
    document = entry.held.document
    record: dict[str, Any] = dict(listed_record(document, entry.held.count, entry.held.where))
    kind, _, code = entry.figure.partition(".")
    if f"{kind}." in {FINDING, RECEIVED}:
        record["details"] = [finding.detail for finding in document.findings if finding.code == code and finding.detail]
    if entry.place is not None:
        sha256, finding = entry.place
        source = _SOURCES.get(finding.code)
        record |= {
            "article": ARTICLE.format(source=source) if source else None,
            "binding": finding.binding,
            "detail": finding.detail,
            "file": sha256,
            "page": finding.page,
            "box": list(finding.box) if finding.box else None,
        }
    return record


def _file(entry: Entry) -> dict[str, Any]:
    if entry.file is None:
        return {}
    file = entry.file
    return {"file": file.sha256, "units": sorted(file.units), "kind": file.kind, "code": file.refused, "paths": list(file.paths)}
