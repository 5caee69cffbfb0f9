"""Legal normative documents that were appraised before they were issued (thẩm định): those that cite the appraisal report.

Drafts of resolutions and decisions of provinces and districts are appraised by the justice body before they are passed (Law
80/2015/QH13, articles 121, 130, 134, 139; Law 64/2025/QH15), and cite its report among their grounds. A legal normative document
is known by its number, in which the year stands. An appraisal report is a report of a justice body: by the organ cited, or by its
notation (``12/BC-STP``); one of the day of issue may have come after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from docflow.indicators.dealings import Dealing
from docflow.indicators.figures import Evidence, Figures
from docflow.indicators.landing import land, scope_of
from docflow.indicators.question import Question
from docflow.indicators.weighing import Answer, Beside, Weighed, figures_of, landing_in, weigh
from docflow.model import Direction, Reference
from docflow.numbers import NORMATIVE, series_of_key, series_part
from docflow.text import notation_key, organ_key

FIGURES = {"appraised": True, "not_appraised": True, "appraisal_unknown": False}
"""Each figure, and whether what is unknown widens it to a band."""

# The types that legal normative documents have (Law 80/2015/QH13, article 4); a document of any other type is none.
_TYPES = frozenset(
    {"luat", "phap_lenh", "lenh", "nghi_quyet", "nghi_dinh", "quyet_dinh", "thong_tu", "chi_thi", "thong_tu_lien_tich"}
)
_ANY_YEAR = 0
_JUSTICE = re.compile(r"(?:^| )(?:so|phong|bo|ban) tu phap(?: |$)")
_NOTATION = re.compile(r"(?:BC|BCTĐ|BCTD)[-/.]?[SPB]?TP(?:[-/.].*)?")


def appraisal(evidence: Evidence, question: Question) -> Figures:
    """The figures of appraisal that a question asks for, over the legal normative documents that each unit issued."""
    asked = question.units(evidence.directory)
    counts = [count for count in evidence.counts(Direction.OUTGOING) if asked is None or count.unit in asked]
    scope = scope_of(question.period, evidence.coverages())
    days = {count.day for count in counts if count.day and land(count, scope).counted}
    return figures_of(weigh(things(evidence, question), question, evidence.directory, days, FIGURES), Beside.of(counts, scope))


def things(evidence: Evidence, question: Question) -> Iterator[Weighed]:
    """Every holding that is of a legal normative document, or may be, with whether it cites an appraisal report."""
    landed = landing_in(scope_of(question.period, evidence.coverages()), question.units(evidence.directory))
    for dealing in evidence.dealings(held for held in evidence.documents(Direction.OUTGOING) if landed(held[1])):
        where = landed(dealing.count)
        normative = is_normative(dealing)
        if where is None or normative is False:
            continue
        report, appraised = _appraised(dealing)
        against = None if appraised is None else not appraised
        answers: dict[str, Answer] = {
            "appraised": (normative, appraised),
            "not_appraised": (normative, against),
            "appraisal_unknown": (normative, appraised is None),
        }
        told = {"appraisal": _written(report) if report else None, "appraised_on": report.promulgated_on if report else None}
        yield Weighed(dealing.document, dealing.count, where, answers, told)


def is_normative(dealing: Dealing) -> bool | None:
    """Whether a document is a legal normative one; None where no file shows its number and its type may be that of one.

    A register often leaves out the year that the paper prints: it alone is believed only where there is no paper.
    """
    document = dealing.document
    may_be = document.document_type is None or document.document_type in _TYPES
    if not document.placed or document.key.startswith(("file:", "line:")):
        return None if may_be else False
    if series_of_key(document.key) == NORMATIVE:
        return True
    numbered = any(dealing.papers[sha].numbered for sha in document.files if sha in dealing.papers)
    silent = bool(document.files) and not numbered
    return None if silent and may_be and series_part(document.notation or "", _ANY_YEAR) == NORMATIVE else False


def is_appraisal(reference: Reference) -> bool:
    """Whether a reference is to a report of a justice body."""
    notation = notation_key(reference.notation or "")
    if _NOTATION.fullmatch(notation):
        return True
    of_report = reference.document_type == "bao_cao" or notation.startswith("BC")
    return of_report and _JUSTICE.search(organ_key(reference.organ or "")) is not None


def _appraised(dealing: Dealing) -> tuple[Reference | None, bool | None]:
    """The appraisal report cited, and whether it came before the issue; None where no file was read for what it cites."""
    issued = dealing.document.promulgated_on
    cited = [one for sha in dealing.document.files if sha in dealing.papers for one in dealing.papers[sha].references]
    reports = sorted((one for one in cited if is_appraisal(one)), key=lambda one: one.promulgated_on or "9999")
    if not reports:
        read = any(dealing.papers[sha].read for sha in dealing.document.files if sha in dealing.papers)
        return None, False if read else None
    first = reports[0]
    if first.promulgated_on is None or issued is None or first.promulgated_on == issued:
        return first, None
    return first, first.promulgated_on < issued


def _written(reference: Reference) -> str:
    return "/".join(part for part in (reference.number, reference.notation) if part)
