"""Exchange by electronic means: of what was sent to organs of the state, of what came, and of what was dealt with.

A document is exchanged electronically if all its recipients of the state were served so; one to citizens alone does not lower the
figure, and types that a local rule sends on paper are left out and counted apart. Serving needs a witness: the register's form
column, a message, a receiver's answer. What is only presumed from signatures may or may not have been served.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from docflow.classify.recipients import Addressees, Recipients
from docflow.indicators.dealings import Dealing
from docflow.indicators.figures import Evidence, Figures
from docflow.indicators.landing import Landing, Scope, land, scope_of
from docflow.indicators.question import Question
from docflow.indicators.weighing import Answer, Beside, Weighed, figures_of, landing_in, weigh
from docflow.model import Basis, Count, Direction, Form, PaperRule, Standing

# Each figure, and whether what is unknown widens it to a band.
SENT = {
    "exchanged": True,
    "not_exchanged": True,
    "exchange_unknown": False,
    "to_state": True,
    "without_state": True,
    "recipients_unknown": False,
    "paper_by_rule": False,
}
RECEIVED = {"received_electronically": True, "processed_electronically": True}
FIGURES = {**SENT, **RECEIVED}
WHOLES = ("received",)

_WORDS = {True: "yes", False: "no", None: "unknown"}
_ELECTRONIC = frozenset({Form.ELECTRONIC.value, Form.BOTH.value})
# Status codes of QCVN 102:2016: the document is there; it was accepted, assigned, is being processed, is finished.
_ARRIVED = frozenset({"01", "03", "04", "05", "06"})
_PROCESSED = frozenset({"03", "04", "05", "06"})


def exchange(evidence: Evidence, question: Question) -> Figures:
    """The figures of exchange that a question asks for; every unit counts what it issued, and what it received."""
    directory = evidence.directory
    asked = question.units(directory)
    sent, received = (_counts(evidence, asked, direction) for direction in (Direction.OUTGOING, Direction.INCOMING))
    outgoing, incoming = (_scope(evidence, question, direction) for direction in (Direction.OUTGOING, Direction.INCOMING))
    days = {c.day for c in sent if c.day and land(c, outgoing).counted} | {
        c.day for c in received if c.day and land(c, incoming).counted
    }
    rows = weigh(things(evidence, question), question, directory, days, FIGURES)
    return figures_of(rows, Beside.of(sent, outgoing))


def things(evidence: Evidence, question: Question, figures: Iterable[str] = FIGURES) -> Iterator[Weighed]:
    """Every holding that some figures count, or may; of outgoing and of incoming ones only those that they concern."""
    wanted = set(figures)
    if wanted & set(SENT):
        yield from _sent(evidence, question)
    if wanted & {*RECEIVED, *WHOLES}:
        yield from _received(evidence, question)


def _counts(evidence: Evidence, asked: frozenset[str] | None, direction: Direction) -> list[Count]:
    counts = [count for count in evidence.counts(direction) if asked is None or count.unit in asked]
    return [entered(count) for count in counts] if direction is Direction.INCOMING else counts


def entered(count: Count) -> Count:
    """A holding of a book of incoming documents counts whatever came: a draft to comment on, a copy."""
    return count if count.standing == Standing.SECRET.value else replace(count, standing=Standing.ISSUED.value)


def _scope(evidence: Evidence, question: Question, direction: Direction) -> Scope:
    return scope_of(question.period, evidence.coverages(), direction)


def of_incoming(evidence: Evidence, question: Question) -> Iterator[tuple[Dealing, Landing]]:
    """What came to the units asked about in the period, or may have, with where it falls."""
    landed = landing_in(_scope(evidence, question, Direction.INCOMING), question.units(evidence.directory))
    for dealing in evidence.dealings(held for held in evidence.documents(Direction.INCOMING) if landed(entered(held[1]))):
        where = landed(entered(dealing.count))
        if where is not None:
            yield dealing, where


# ---------------------------------------------------------------- sent


def _sent(evidence: Evidence, question: Question) -> Iterator[Weighed]:
    rules, addressees = evidence.paper_rules(), Addressees(evidence.registry)
    landed = landing_in(_scope(evidence, question, Direction.OUTGOING), question.units(evidence.directory))
    for dealing in evidence.dealings(held for held in evidence.documents(Direction.OUTGOING) if landed(held[1])):
        where = landed(dealing.count)
        if where is not None:
            recipients = recipients_of(dealing, addressees)
            served = is_served(dealing, recipients, evidence)
            ruled = _is_ruled(dealing, rules)
            answers = _answers(recipients.has_state, served, ruled=ruled)
            told = {"recipients": sorted(one.value for one in recipients.classes), "served": _WORDS[served]}
            yield Weighed(dealing.document, dealing.count, where, answers, told)


def _answers(to_state: bool | None, served: bool | None, *, ruled: bool) -> dict[str, Answer]:
    if ruled:
        return {
            name: (True, name == "paper_by_rule") for name in ("to_state", "without_state", "recipients_unknown", "paper_by_rule")
        }
    not_served = None if served is None else not served
    not_to_state = None if to_state is None else not to_state
    return {
        "exchanged": (to_state, served),
        "not_exchanged": (to_state, not_served),
        "exchange_unknown": (to_state, served is None),
        "to_state": (True, to_state),
        "without_state": (True, not_to_state),
        "recipients_unknown": (True, to_state is None),
        "paper_by_rule": (True, False),
    }


def recipients_of(dealing: Dealing, addressees: Addressees) -> Recipients:
    """Whom a document went to, by the books of its issuer, the lists in its files, and the messages that brought it."""
    document = dealing.document
    columns = [line.recipients for line in dealing.issued() if line.recipients]
    listed = [entry for sha in document.files if sha in dealing.papers for entry in dealing.papers[sha].recipients]
    receivers = [code for letter in dealing.letters() for code in letter.receivers]
    issuer, day = document.issuer, document.promulgated_on
    return addressees.named([*columns, *listed], issuer, day).and_(addressees.coded(receivers, issuer, day))


def is_served(dealing: Dealing, recipients: Recipients, evidence: Evidence) -> bool | None:
    """Whether all recipients of the state were served electronically; None where nothing witnesses it or the contrary.

    What a column or a person states is said of all recipients; messages speak of those whom they went to.
    """
    form = dealing.document.form
    if form.value == Form.PAPER.value:
        return False
    if form.value == Form.UNKNOWN.value:
        return None if _ELECTRONIC & set(form.possible) else False
    if form.basis is not Basis.WITNESSED:
        return None
    stated = form.rule == "corrected" or any(line.form for line in dealing.issued())
    if stated:
        return True
    return True if not recipients.others and recipients.units <= _reached(dealing, evidence) else None


def _reached(dealing: Dealing, evidence: Evidence) -> set[str]:
    """The ids of the units that a message went to, or that answered one."""
    codes = [code for letter in dealing.letters() for code in letter.receivers]
    codes += [status.sender for status in dealing.statuses() if status.sender and status.status in _ARRIVED]
    return {evidence.registry.folder(code, dealing.document.promulgated_on) for code in codes}


def _is_ruled(dealing: Dealing, rules: list[PaperRule]) -> bool:
    count = dealing.count
    return any(rule.holds(count.unit, dealing.document.document_type, count.day) for rule in rules)


# ---------------------------------------------------------------- received


def _received(evidence: Evidence, question: Question) -> Iterator[Weighed]:
    for dealing, where in of_incoming(evidence, question):
        answers: dict[str, Answer] = {
            "received": (True, True),
            "received_electronically": (True, came_electronically(dealing, evidence)),
            "processed_electronically": (True, is_processed(dealing, evidence)),
        }
        yield Weighed(dealing.document, dealing.count, where, answers, dealing.entry())


def came_electronically(dealing: Dealing, evidence: Evidence) -> bool | None:
    """Whether a holding came electronically: by its own book, by a message to its unit or its answer, by how all were sent."""
    entered_as = {line.arrived_as for line in dealing.book() if line.arrived_as}
    if entered_as:
        return bool(entered_as & {Form.ELECTRONIC, Form.BOTH})
    day, unit = dealing.document.promulgated_on, dealing.count.unit
    receivers = [code for letter in dealing.letters() for code in letter.receivers]
    answered = [status.sender for status in dealing.statuses() if status.sender and status.status]
    if any(evidence.registry.folder(code, day) == unit for code in (*receivers, *answered)):
        return True
    form = dealing.document.form
    if form.basis is Basis.WITNESSED and (form.rule == "corrected" or any(line.form for line in dealing.issued())):
        return {Form.ELECTRONIC.value: True, Form.PAPER.value: False}.get(form.value)
    return None


def is_processed(dealing: Dealing, evidence: Evidence) -> bool:
    """Whether its unit told the sender that it took it on (status 03 or later), or its book names the dossier it was filed in."""
    day, unit = dealing.document.promulgated_on, dealing.count.unit
    told = (status for status in dealing.statuses() if status.sender and status.status in _PROCESSED)
    filed = any(line.dossier for line in dealing.book())
    return filed or any(evidence.registry.folder(status.sender or "", day) == unit for status in told)
