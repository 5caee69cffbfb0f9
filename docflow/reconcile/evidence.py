"""Do declared figures agree with what the ledger shows, and do registers agree with their documents."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from docflow.indicators import INDICATORS
from docflow.indicators.certificates import certificates
from docflow.indicators.definitions import indicator_named
from docflow.indicators.exchange import exchange
from docflow.indicators.figures import Evidence, Figures, Row
from docflow.indicators.handling import handling
from docflow.indicators.issuance import issuance
from docflow.indicators.question import Question
from docflow.model import Declared, Direction, Target
from docflow.periods import parse_period
from docflow.reconcile.arithmetic import percent
from docflow.reconcile.difference import Difference, Scope, counted, sources
from docflow.registers.figure_names import CERTIFICATES, EXCHANGE, HANDLING, ISSUANCE, RECEIVED

# Findings on documents that say: the register, the files and the messages do not tell the same.
OF_DOCUMENTS = (
    "form-contradiction",
    "date-differs",
    "register-repeat",
    "file-without-line",
    "subject-differs",
    "signer-differs",
    "type-differs",
    "same-key-differs",
    "unit-abolished",
    "foreign-issuer",
    "signature-broken",
    "third-party-signature",
    "edxml-number-differs",
    "edxml-date-differs",
    "edxml-organ-differs",
    "edxml-subject-differs",
    "edxml-signer-differs",
    "edxml-type-differs",
)
_SEVERAL_FORMS = {
    "electronic": ("electronic",),
    "electronic_or_both": ("electronic", "both"),
    "both": ("both",),
    "both_or_paper": ("both", "paper"),
    "paper": ("paper",),
    "unknown": ("unknown",),
}


@dataclass(frozen=True, slots=True)
class Family:
    """Figures of one whole, the first of the names: the whole is the denominator of a row, or its number where it is that row.

    ``asked_for`` says that the family is measured only where one of its figures was declared or aimed at.
    """

    names: tuple[str, ...]
    ask: Callable[[Evidence, Question], Figures]
    row: str
    asked_for: bool = True

    def whole(self, found: Mapping[str, Row]) -> Row | None:
        """The whole as a figure of its own."""
        row = found.get(self.row)
        if row is None:
            return None
        number = (row.numerator or 0) if self.row == self.names[0] else row.denominator
        return Row(row.group, self.names[0], number, number, (number, number), (number, number), basis=row.basis)


FAMILIES = (
    Family(ISSUANCE, issuance, "electronic", asked_for=False),
    Family(CERTIFICATES, certificates, "granted", asked_for=False),
    Family(EXCHANGE, exchange, "exchanged"),
    Family(RECEIVED, exchange, "received_electronically"),
    Family(HANDLING, handling, "with_deadline"),
)


def figures_of(evidence: Evidence, scope: Scope, asked_for: Iterable[str] = (), tree: str = "then") -> Mapping[str, Row]:
    """The ledger's figures of a scope by name, with the wholes of their families."""
    period = parse_period(scope.period)
    question = Question(scope.unit, period, at=period.last, by=("level",) if scope.level else (), tree=tree)
    asked = set(asked_for)
    found: dict[str, Row] = {}
    families = [family for family in FAMILIES if not family.asked_for or asked & set(family.names)]
    for ask in dict.fromkeys(family.ask for family in families):
        rows = ask(evidence, question).rows
        found.update((row.figure, row) for row in rows if scope.level is None or row.group.level == scope.level)
    wholes = [whole for family in families if (whole := family.whole(found)) is not None]
    return found | {whole.figure: whole for whole in wholes}


def against_ledger(evidence: Evidence, by_scope: Mapping[Scope, Sequence[Declared]]) -> Iterator[Difference]:
    """Each declared number of a stated period against the ledger's; a number within the ledger's band is no difference.

    A unit that took others over may declare what these issued with its own, or without: either is right where it agrees.
    """
    for scope, lines in by_scope.items():
        told = counted(lines)
        if scope.period is None or not told:
            continue
        found = list(_against(scope, told, figures_of(evidence, scope, told)))
        if (
            found
            and _took_over(evidence, scope)
            and not list(_against(scope, told, figures_of(evidence, scope, told, "successors")))
        ):
            continue
        yield from found


def _took_over(evidence: Evidence, scope: Scope) -> bool:
    directory = evidence.directory
    return any(directory.heir(unit) == scope.unit for unit in directory.by_id if unit != scope.unit)


def _against(scope: Scope, told: Mapping[str, Declared], found: Mapping[str, Row]) -> Iterator[Difference]:
    for family in (one.names for one in FAMILIES):
        here = {name: line for name, line in told.items() if name in family}
        whole = found.get(family[0])
        if here and (whole is None or not whole.denominator):
            yield Difference("nothing-in-ledger", scope, family[0], _largest(here), "0", None, sources(*here.values()))
        elif whole is not None:
            yield from _differing(scope, here, found, whole)


def _largest(lines: Mapping[str, Declared]) -> str:
    return str(max(max(line.denominator or 0, line.numerator or 0) for line in lines.values()))


def _differing(scope: Scope, told: Mapping[str, Declared], found: Mapping[str, Row], whole: Row) -> Iterator[Difference]:
    wholes = {line.denominator: (figure, line) for figure, line in told.items() if line.denominator is not None}
    for declared, (figure, line) in wholes.items():
        # Of what has a deadline only a part is settled or overdue: either may stand below the line.
        of_figure = found[figure].denominator if figure in found else whole.denominator
        if declared not in {whole.denominator, of_figure} and whole.figure not in told:
            yield _difference(scope, whole.figure, declared, whole, line)
    for figure, line in told.items():
        row = found.get(figure)
        if row is None or row.numerator is None or line.numerator is None:
            continue
        if not row.low[0] <= line.numerator <= max(row.high[0], row.numerator):
            yield _difference(scope, figure, line.numerator, row, line)


def _difference(scope: Scope, figure: str, declared: int, row: Row, line: Declared) -> Difference:
    low, high = row.low[0], max(row.high[0], row.numerator or 0)
    shown = str(row.numerator) if low == high else f"{low}–{high}"
    between = declared - high if declared > high else low - declared
    return Difference(
        f"{figure}-differs", scope, figure, str(declared), shown, between, sources(line), command=_listing(scope, figure)
    )


def _listing(scope: Scope, figure: str) -> str | None:
    """The command that lists the documents behind a figure; of several forms the first stands for all."""
    if figure in CERTIFICATES:
        return None
    of_documents = figure in ISSUANCE or figure.startswith("signed_")
    parts = ["docflow documents" if of_documents else f"docflow lines {figure}"]
    parts += [f"--unit {scope.unit}"] if scope.unit else []
    parts += ["--below", f'--level "{scope.level}"'] if scope.level else []
    parts += [f"--period {scope.period}"] if scope.period else []
    forms = _SEVERAL_FORMS.get(figure, ())
    parts += [f"--form {forms[0]}"] if len(forms) == 1 else []
    return " ".join(parts)


def of_documents(evidence: Evidence, unit: str | None, period: str | None) -> Iterator[Difference]:
    """What speaks against itself in the evidence of the units asked about, each kind once with the keys behind it."""
    asked = frozenset(evidence.directory.with_descendants(unit)) if unit else None
    within = parse_period(period)
    keys: dict[str, list[str]] = {}
    for document, count in evidence.documents(Direction.OUTGOING):
        in_time = within.holds(count.day) if count.day else count.year is None or within.touches(count.year)
        if (asked is None or count.unit in asked) and in_time:
            for code in {finding.code for finding in document.findings} & set(OF_DOCUMENTS):
                keys.setdefault(code, []).append(document.key)
    scope = Scope(unit, None, within.name)
    for code in OF_DOCUMENTS:
        if code in keys:
            behind = tuple(dict.fromkeys(keys[code]))
            yield Difference(code, scope, None, "", "", len(behind), documents=behind)


def against_targets(
    evidence: Evidence, targets: Sequence[Target], by_scope: Mapping[Scope, Sequence[Declared]], asked: Sequence[Scope]
) -> Iterator[Difference]:
    """Each target that applies to a scope: missed by the evidence, met only in the declaration, or with nothing to measure."""
    for scope in asked:
        level = scope.level or (evidence.directory.level(scope.unit) if scope.unit else None)
        due = [target for target in targets if target.holds(level, parse_period(scope.period).last)]
        found = figures_of(evidence, scope, (target.figure for target in due)) if due else {}
        told = counted(by_scope.get(scope, ()))
        for target in due:
            row = found.get(target.figure) or _of_report(evidence, scope, target.figure)
            if row is None or not row.denominator or row.numerator is None:
                yield Difference("target-not-measured", scope, target.figure, f"{target.percent} %", "")
                continue
            share = f"{percent(row.numerator, row.denominator, 2)} %"
            if target.reached_by(row.numerator, row.denominator):
                continue
            possible = target.reached_by(*row.high)
            yield Difference(
                "below-target-perhaps" if possible else "below-target", scope, target.figure, f"{target.percent} %", share
            )
            line = told.get(target.figure)
            if line is None or not line.denominator or possible:
                continue
            if target.reached_by(line.numerator or 0, line.denominator):
                declared = f"{percent(line.numerator or 0, line.denominator, 2)} %"
                yield Difference("target-met-on-paper-only", scope, target.figure, declared, share, None, sources(line))


def _of_report(evidence: Evidence, scope: Scope, figure: str) -> Row | None:
    """A scope's figure that people do not declare, as its report counts it."""
    defined = indicator_named(figure)
    if defined is None:
        return None
    period = parse_period(scope.period)
    question = Question(scope.unit, period, at=period.last, by=("level",) if scope.level else ())
    rows = INDICATORS[defined.report].function(evidence, question).rows
    return next((row for row in rows if row.figure == figure and scope.level in {None, row.group.level}), None)
