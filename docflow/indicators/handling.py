"""Incoming documents with a deadline: settled in time, late, overdue, not yet due, or undecided because no day is known.

A head of a body sets the deadline of what comes in, and the clerks follow it up (Decree 30/2020, articles 23 and 24; its
follow-up register is in annex IV). All is told as of a day: what was settled after it was open on it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from docflow.indicators.answers import Answers
from docflow.indicators.dealings import Dealing
from docflow.indicators.exchange import entered, of_incoming
from docflow.indicators.figures import Evidence, Figures
from docflow.indicators.landing import land, scope_of
from docflow.indicators.question import Question
from docflow.indicators.weighing import Answer, Beside, Weighed, figures_of, weigh
from docflow.model import Direction

# Each figure, and whether what is undecided widens it to a band.
FIGURES = {"in_time": True, "late": True, "overdue": False, "handling_undecided": False, "open": False, "with_deadline": False}
_FINISHED = "06"


@dataclass(frozen=True, slots=True)
class Handled:
    """How a holding with a deadline stands on a day.

    ``due_from`` says where the deadline stands (``register``, ``edxml``), ``basis`` what tells of the end of it: ``handled-on``,
    ``answer-named``, ``answer-entered``, ``answer-citing``, ``answer-unknown``, ``status``, or None. ``state`` is a name of
    ``FIGURES``; ``answer`` the key of the document that answered it.
    """

    due_on: str
    due_from: str
    state: str
    finished_on: str | None = None
    basis: str | None = None
    answer: str | None = None


def handling(evidence: Evidence, question: Question) -> Figures:
    """The figures of handling that a question asks for, on its day ``at``; every unit counts what came to it in the period."""
    directory = evidence.directory
    asked = question.units(directory)
    counts = [entered(c) for c in evidence.counts(Direction.INCOMING) if asked is None or c.unit in asked]
    scope = scope_of(question.period, evidence.coverages(), Direction.INCOMING)
    days = {count.day for count in counts if count.day and land(count, scope).counted}
    return figures_of(weigh(things(evidence, question), question, directory, days, FIGURES), Beside.of(counts, scope))


def things(evidence: Evidence, question: Question) -> Iterator[Weighed]:
    """Every holding of what came in, with how it stands where it has a deadline."""
    answers = Answers(evidence, question.units(evidence.directory))
    day = question.at or question.period.last
    for dealing, where in of_incoming(evidence, question):
        deadline = _deadline(dealing)
        if deadline is None:
            yield Weighed(dealing.document, dealing.count, where, {"with_deadline": (True, False)})
            continue
        found = _handled(dealing, *deadline, day, answers, evidence)
        told = {
            **dealing.entry(),
            "due_on": found.due_on,
            "due_from": found.due_from,
            "state": found.state,
            "finished_on": found.finished_on,
            "settled_by": found.basis,
            "answer": found.answer,
        }
        yield Weighed(dealing.document, dealing.count, where, _answers_of(found.state), told)


def _answers_of(state: str) -> dict[str, Answer]:
    """What is settled or due belongs to the whole; what is open and not yet due only to all that have a deadline."""
    if state == "open":
        return {"with_deadline": (True, True), "open": (True, True)}
    told: dict[str, Answer] = {name: (True, state == name) for name in ("in_time", "late", "overdue", "handling_undecided")}
    if state == "handling_undecided":
        told |= {"in_time": (True, None), "late": (True, None)}
    return {**told, "open": (True, False), "with_deadline": (True, True)}


def _deadline(dealing: Dealing) -> tuple[str, str] | None:
    """The day by which it must be settled, by the unit's own book, else by the message that brought it; the first of several."""
    entries = sorted(line.due_on for line in dealing.book() if line.due_on)
    if entries:
        return entries[0], "register"
    letters = sorted(letter.due_on for letter in dealing.letters() if letter.due_on)
    return (letters[0], "edxml") if letters else None


def _handled(dealing: Dealing, due: str, due_from: str, day: str, answers: Answers, evidence: Evidence) -> Handled:
    finished, basis, answer = _end(dealing, answers, evidence)
    if finished is not None and finished <= day:
        return Handled(due, due_from, "in_time" if finished <= due else "late", finished, basis, answer)
    if finished is None and basis is not None:
        return Handled(due, due_from, "handling_undecided", None, basis, answer)
    return Handled(due, due_from, "overdue" if due < day else "open")


def _end(dealing: Dealing, answers: Answers, evidence: Evidence) -> tuple[str | None, str | None, str | None]:
    """The day on which it was settled, what tells so, and the answer's key; a basis without a day where none is known."""
    book = dealing.book()
    ends = sorted(line.handled_on for line in book if line.handled_on)
    if ends:
        return ends[0], "handled-on", None
    named = [line.answered_by for line in book if line.answered_by]
    for text in named:
        if (found := answers.named(text, dealing)) is not None:
            return found
    if (citing := answers.citing(dealing)) is not None:
        return citing
    if named:
        return None, "answer-unknown", None
    unit, since = dealing.count.unit, dealing.document.promulgated_on
    told = (status for status in dealing.statuses() if status.status == _FINISHED and status.sender)
    if any(evidence.registry.folder(status.sender or "", since) == unit for status in told):
        return None, "status", None
    return None, None, None
