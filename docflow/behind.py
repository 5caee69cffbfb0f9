"""What stands behind the numbers of a report, to be kept with it: the signed checkpoint, and each document with its hashes.

Whoever holds it can ask years later whether the same documents still make up the same number, and whether the files are the same
to the byte.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Literal

from typing_extensions import TypedDict

from docflow.indicators.figures import Evidence
from docflow.indicators.findings import is_finding
from docflow.lines import CERTIFICATES, FIGURES, lines
from docflow.listing import Filter
from docflow.model import Document
from docflow.report import Report, ReportRecord, report_record

Documents = Callable[[Iterable[str]], Iterable[Document]]
"""The documents of some keys, as known after the report's run."""


class CountedRecord(TypedDict):
    """One thing that a figure counts: a document by its key with the SHA-256 of its files and its register lines.

    A post of a roster, a gap in numbers or a refused file is told by its subject alone.
    """

    subject: str
    files: list[str]
    lines: list[str]


class FigureRecord(TypedDict):
    """A figure with all that its numerator counts; None where it is not made up of things that can be listed."""

    figure: str
    numerator: int | None
    denominator: int
    counted: list[CountedRecord] | None


class BehindRecord(TypedDict):
    """The answer of ``docflow report NAME --behind FILE``; ``checkpoint`` is the signed note, ``key`` checks it."""

    schema: Literal["docflow/behind/1"]
    checkpoint: str
    key: str
    report: ReportRecord
    figures: list[FigureRecord]


def behind_record(report: Report, evidence: Evidence, documents: Documents, checkpoint: str, key: str) -> BehindRecord:
    """What stands behind a report that is not split: as many things for each figure as its numerator says."""
    counted = {row.figure: _counted(report, evidence, row.figure) for row in report.figures.rows}
    keys = {one for name, told in counted.items() if name not in CERTIFICATES for one in told or ()}
    known = {document.key: document for document in documents(keys)}
    return {
        "schema": "docflow/behind/1",
        "checkpoint": checkpoint,
        "key": key,
        "report": report_record(report),
        "figures": [
            {
                "figure": row.figure,
                "numerator": row.numerator,
                "denominator": row.denominator,
                "counted": _told(counted[row.figure], known),
            }
            for row in report.figures.rows
        ],
    }


def _counted(report: Report, evidence: Evidence, figure: str) -> list[str] | None:
    if figure not in FIGURES and not is_finding(figure):
        return None
    return [line.subject for line in lines(evidence, report.question, figure, Filter())]


def _told(subjects: list[str] | None, known: Mapping[str, Document]) -> list[CountedRecord] | None:
    if subjects is None:
        return None
    return [
        {
            "subject": subject,
            "files": list(known[subject].files) if subject in known else [],
            "lines": list(known[subject].lines) if subject in known else [],
        }
        for subject in subjects
    ]
