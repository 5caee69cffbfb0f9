"""What every figure of every report means: what is counted, over what, by which rule, for which time, and what unknowns do.

One row a figure. The words stand in the catalogue: ``definition.<figure>`` says what is counted, ``definition.whole-<whole>`` of
what it is a share, ``unit-…``, ``rule-…``, ``time-…`` and ``unknown-…`` the rest. A row whose figure ends in ``.`` or ``-`` is
that of all that begin so. A test holds that reports print what is defined and nothing else; docs/indicators.md is made of it.
"""

from __future__ import annotations

from dataclasses import dataclass

from docflow.errors import UsageError
from docflow.indicators.question import LEVELS

PERIOD, DAY, BOTH = "period", "day", "period-as-of-day"
BAND, APART, NONE = "band", "apart", "none"


@dataclass(frozen=True, slots=True)
class Definition:
    """One figure: its report, its name there, what it is a share of, and the codes of what else is told of it.

    ``counts`` is the thing counted, ``rules`` where it is laid down. ``unknown`` says what becomes of what could not be told:
    ``band`` (it widens a band), ``apart`` (a figure of its own), ``none`` (there is none).
    """

    report: str
    figure: str
    whole: str
    counts: str
    rules: tuple[str, ...]
    unknown: str = NONE
    time: str = PERIOD
    levels: tuple[str, ...] = LEVELS

    @property
    def id(self) -> str:
        """The name of the figure among those of all reports: ``issuance.electronic``."""
        return f"{self.report}.{self.figure}"

    @property
    def is_family(self) -> bool:
        """Whether the row stands for all figures that begin so."""
        return self.figure.endswith((".", "-"))


_ISSUED = ("nd30-15-18", "qd28")
_SIGNED = ("nd30-5-17",)
_BOOKS = ("nd30-15-16",)
_ARRIVED = ("nd30-21-22",)
_SENT = ("nd30-18", "qd28")
_HANDLED = ("nd30-23-24",)
_APPRAISED = ("law80", "law64")
_APPRAISING = LEVELS[:-1]
_OWN = ("own",)
_FORM = ("nd30-annex-1",)

DEFINITIONS: tuple[Definition, ...] = (
    *(
        Definition("issuance", figure, "issued", "document", _ISSUED, BAND)
        for figure in ("electronic", "electronic_or_both", "both", "both_or_paper", "paper")
    ),
    Definition("issuance", "unknown", "issued", "document", _ISSUED, APART),
    Definition("issuance", "withdrawn", "issued", "document", ("nd30-18",)),
    Definition("issuance", "hosted", "issued", "document", ("nd30-15-18",)),
    *(
        Definition("signatures", figure, "with-files", "document", _SIGNED)
        for figure in ("signed_by_person", "signed_by_organ", "signed_by_both")
    ),
    Definition("signatures", "passing", "with-files", "document", ("policy",), BAND),
    *(
        Definition("certificates", figure, whole, "certificate", ("nd68",), NONE, DAY)
        for whole, figures in (
            ("required", ("granted", "valid", "in_use")),
            ("required_personal", ("granted_personal", "valid_personal", "in_use_personal")),
            ("required_organ", ("granted_organ", "valid_organ", "in_use_organ")),
        )
        for figure in figures
    ),
    Definition("completeness", "lines_with_file", "lines", "document", _BOOKS),
    Definition("completeness", "lines_without_file", "lines", "document", _BOOKS),
    Definition("completeness", "files_without_line", "files", "document", _BOOKS),
    Definition("completeness", "gaps", "expected", "number", _BOOKS),
    *(Definition("completeness", figure, "borne", "number", _BOOKS) for figure in ("repeats", "leaps", "out_of_order")),
    Definition("completeness", "arrival_gaps", "expected", "number", _ARRIVED),
    *(
        Definition("completeness", figure, "borne", "number", _ARRIVED)
        for figure in ("arrival_repeats", "arrival_leaps", "registered_late", "arrived_ahead", "arrived_before_issue")
    ),
    Definition("exchange", "exchanged", "to-state", "document", _SENT, BAND),
    Definition("exchange", "not_exchanged", "to-state", "document", _SENT, BAND),
    Definition("exchange", "exchange_unknown", "to-state", "document", _SENT, APART),
    Definition("exchange", "to_state", "issued", "document", _SENT, BAND),
    Definition("exchange", "without_state", "issued", "document", _SENT, BAND),
    Definition("exchange", "recipients_unknown", "issued", "document", _SENT, APART),
    Definition("exchange", "paper_by_rule", "issued", "document", ("local",)),
    Definition("exchange", "received_electronically", "received", "document", ("nd30-21-22", "qd28"), BAND),
    Definition("exchange", "processed_electronically", "received", "document", ("nd30-23-24", "qcvn102"), BAND),
    Definition("handling", "in_time", "due", "document", _HANDLED, BAND, BOTH),
    Definition("handling", "late", "due", "document", _HANDLED, BAND, BOTH),
    Definition("handling", "overdue", "due", "document", _HANDLED, NONE, BOTH),
    Definition("handling", "handling_undecided", "due", "document", _HANDLED, APART, BOTH),
    Definition("handling", "open", "with-deadline", "document", _HANDLED, NONE, BOTH),
    Definition("handling", "with_deadline", "received", "document", _HANDLED, NONE, BOTH),
    Definition("appraisal", "appraised", "normative", "document", _APPRAISED, BAND, levels=_APPRAISING),
    Definition("appraisal", "not_appraised", "normative", "document", _APPRAISED, BAND, levels=_APPRAISING),
    Definition("appraisal", "appraisal_unknown", "normative", "document", _APPRAISED, APART, levels=_APPRAISING),
    Definition("findings", "with_findings", "issued", "document", _OWN),
    Definition("findings", "finding.", "issued", "document", _OWN),
    Definition("findings", "form_checked", "with-files", "document", _FORM),
    Definition("findings", "form.not-", "with-files", "document", _FORM),
    Definition("findings", "form_faulty", "checked", "document", _FORM),
    Definition("findings", "form.", "checked", "document", _FORM),
    Definition("findings", "received_with_findings", "received", "document", _OWN),
    Definition("findings", "received.", "received", "document", _OWN),
    Definition("findings", "files_refused", "met", "file", _OWN),
    Definition("findings", "file.", "met", "file", _OWN),
    Definition("criteria", "criterion.", "of-criterion", "point", ("criteria",), BAND, BOTH),
    Definition("criteria", "total", "of-criteria", "point", ("criteria",), APART, BOTH),
)


def defined(report: str) -> tuple[Definition, ...]:
    """The figures of a report, in the order of the table."""
    return tuple(one for one in DEFINITIONS if one.report == report)


def definition_of(report: str, figure: str) -> Definition | None:
    """The row that defines a figure: its own, else that of the longest family which it is of; None if there is none."""
    rows = defined(report)
    own = next((one for one in rows if one.figure == figure), None)
    families = [one for one in rows if one.is_family and figure.startswith(one.figure) and figure != one.figure]
    return own or max(families, key=lambda one: len(one.figure), default=None)


def indicator_named(text: str) -> Definition | None:
    """The figure of an id like ``issuance.electronic``, or of a figure's own name where one report has it; None for any other."""
    found = [one for one in DEFINITIONS if text in {one.id, one.figure} and not one.is_family]
    return found[0] if len(found) == 1 else None


def required_definition(indicator: str) -> Definition:
    """The figure of an id; ``UsageError`` (no-such-figure) where this version has none."""
    found = indicator_named(indicator)
    if found is None:
        raise UsageError("no-such-figure", value=indicator, names=", ".join(one.id for one in DEFINITIONS if not one.is_family))
    return found
