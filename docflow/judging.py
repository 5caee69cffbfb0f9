"""The ledger's signatures judged again under a policy, a trust store and a time, from stored evidence; no file is read.

A verdict is a function of (evidence, judge version, policy, trust store, time) and holds until the next instant that could
change it: judging again touches only what is past that, or was never judged on these terms. Facts are not touched, so the
state root stays as it is; what was concluded before stays in the ledger for ``--as-of``.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from typing_extensions import TypedDict

from docflow.ledger.engine import open_ledger
from docflow.ledger.read import Reader
from docflow.ledger.rows import JudgedBefore, SignedFile
from docflow.ledger.signatures import SignatureReader
from docflow.ledger.write import Closing, StoredVerdict, Writer
from docflow.model import Clock, Indication, SignatureEvidence, Verdict
from docflow.verify.judge import judge
from docflow.verify.policy import Policy
from docflow.verify.trust import TrustStore
from docflow.verify.version import JUDGE_VERSION


@dataclass(frozen=True, slots=True)
class Terms:
    """On which terms to judge; ``everything`` asks for a verdict at exactly this time even where an earlier one still holds."""

    policy: Policy
    trust: TrustStore
    at: dt.datetime
    everything: bool = False


@dataclass(frozen=True, slots=True)
class Judged:
    """One signature judged anew; ``before`` is None where the policy had never been asked."""

    sha256: str
    field: str
    before: Verdict | None
    after: Verdict

    @property
    def differs(self) -> bool:
        """Whether an earlier conclusion under the policy no longer stands."""
        return self.before is not None and _conclusion(self.before) != _conclusion(self.after)

    @property
    def worsens(self) -> bool:
        """Whether a signature that passed no longer does."""
        passed = Indication.TOTAL_PASSED
        return self.before is not None and self.before.indication is passed and self.after.indication is not passed


@dataclass(frozen=True, slots=True)
class Judgement:
    """What judging came to: over all signatures how many end in each indication, how many verdicts still held, what changed.

    ``run`` is None where there was nothing to write. ``documents`` gives the keys of each changed signature's file.
    """

    run: int | None
    held: int
    judged: int
    verdicts: Mapping[Indication, int]
    changes: tuple[Judged, ...] = ()
    documents: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


class ConclusionRecord(TypedDict):
    """What a policy said: indication, sub-indication, reasons."""

    indication: str
    sub_indication: str | None
    reasons: list[str]


class ChangeRecord(TypedDict):
    """A signature whose verdict under the policy is now another."""

    sha256: str
    field: str
    documents: list[str]
    before: ConclusionRecord
    after: ConclusionRecord


class JudgeRecord(TypedDict):
    """The answer of ``docflow judge --format json``; ``verdicts`` counts all signatures by what now holds of them."""

    schema: Literal["docflow/judge/1"]
    run: int | None
    policy: str
    policy_sha256: str
    trust_sha256: str
    at: str
    held: int
    judged: int
    verdicts: dict[str, int]
    changes: list[ChangeRecord]


def judge_again(
    ledger: str, terms: Terms, clock: Clock, tools: str, *, tick: Callable[[], None] = lambda: None, dry: bool = False
) -> Judgement:
    """Judge what is due in the ledger at a URL and write it in a run of kind ``judge``; with ``dry`` only tell what it comes to.

    ``tick`` is called for each signature looked at. ``LedgerError`` ``no-run-yet`` where nothing was ever taken in, ``Locked``
    where another run holds the ledger.
    """
    engine = open_ledger(ledger)
    reader, last = SignatureReader(engine), Reader(engine)
    if dry:
        return _Count(last).of(_pages(reader, last.run(None).number, terms, tick))
    settings = {"policy": terms.policy.sha256, "trust": terms.trust.sha256}
    with Writer(engine, kind="judge", clock=clock, tools=tools, settings=settings) as writer:
        count = _Count(last)
        for held, judged in _pages(reader, last.run(None).number, terms, tick):
            if judged:
                writer.judge([_stored(one, terms) for one in judged])
            count.add(held, judged)
        if not count.judged:
            return count.told(None)
        summary = writer.close(_nothing_follows, lambda _closing: count.balance())
        return count.told(summary.number)


def judge_record(judgement: Judgement, terms: Terms) -> JudgeRecord:
    """The public form of what judging came to."""
    return {
        "schema": "docflow/judge/1",
        "run": judgement.run,
        "policy": terms.policy.name,
        "policy_sha256": terms.policy.sha256,
        "trust_sha256": terms.trust.sha256,
        "at": terms.at.isoformat().replace("+00:00", "Z"),
        "held": judgement.held,
        "judged": judgement.judged,
        "verdicts": {indication.value: judgement.verdicts.get(indication, 0) for indication in Indication},
        "changes": [
            {
                "sha256": one.sha256,
                "field": one.field,
                "documents": list(judgement.documents.get(one.sha256, ())),
                "before": _conclusion_record(one.before),
                "after": _conclusion_record(one.after),
            }
            for one in judgement.changes
            if one.before is not None
        ],
    }


def holds(before: JudgedBefore | None, file: SignedFile, terms: Terms) -> bool:
    """Whether an earlier verdict is still what judging on these terms would say."""
    if before is None or before.run < file.run or before.verdict.judge != JUDGE_VERSION:
        return False
    if (before.policy_sha256, before.trust_sha256) != (terms.policy.sha256, terms.trust.sha256):
        return False
    made = dt.datetime.fromisoformat(before.at)
    if terms.everything:
        return made == terms.at
    until = before.verdict.holds_until
    return made <= terms.at and (until is None or terms.at < dt.datetime.fromisoformat(until))


Page = tuple[list[Verdict], list[Judged]]


def _pages(reader: SignatureReader, as_of: int, terms: Terms, tick: Callable[[], None]) -> Iterator[Page]:
    """For each page of files the verdicts that still hold, and those made anew."""
    for files in reader.pages(as_of):
        before = reader.verdicts((f.sha256 for f in files), as_of, terms.policy.name)
        held: list[Verdict] = []
        due: list[tuple[SignedFile, SignatureEvidence, JudgedBefore | None]] = []
        for file in files:
            for evidence in file.signatures:
                earlier = before.get((file.sha256, evidence.field))
                if earlier is not None and holds(earlier, file, terms):
                    held.append(earlier.verdict)
                else:
                    due.append((file, evidence, earlier))
                tick()
        blobs = reader.blobs(name for _, evidence, _ in due for name in _needed(evidence))
        yield held, [_judged(file, evidence, earlier, blobs, terms) for file, evidence, earlier in due]


def _needed(evidence: SignatureEvidence) -> Iterator[str]:
    yield from evidence.certificates
    yield from evidence.revocation
    yield from (name for name in (evidence.certificate, evidence.cms) if name is not None)


def _judged(
    file: SignedFile, evidence: SignatureEvidence, earlier: JudgedBefore | None, blobs: Mapping[str, bytes], terms: Terms
) -> Judged:
    after = judge(evidence, blobs, terms.policy, terms.trust, terms.at)
    return Judged(file.sha256, evidence.field, earlier.verdict if earlier else None, after)


def _stored(one: Judged, terms: Terms) -> StoredVerdict:
    policy, at = terms.policy, terms.at.isoformat()
    return StoredVerdict(one.sha256, one.field, policy.name, policy.sha256, terms.trust.sha256, at, one.after)


def _nothing_follows(_closing: Closing) -> None:
    """No document depends on a verdict: a signature counts if it is intact, and policies never move a form."""


class _Count:
    """Adds up pages."""

    def __init__(self, last: Reader) -> None:
        self._last = last
        self._head = last.run(None).number
        self._verdicts: Counter[Indication] = Counter()
        self._changes: list[Judged] = []
        self.held = self.judged = 0

    def add(self, held: list[Verdict], judged: list[Judged]) -> None:
        self._verdicts.update(v.indication for v in (*held, *(one.after for one in judged)))
        self._changes += [one for one in judged if one.differs]
        self.held += len(held)
        self.judged += len(judged)

    def of(self, pages: Iterable[Page]) -> Judgement:
        for held, judged in pages:
            self.add(held, judged)
        return self.told(None)

    def balance(self) -> dict[str, int]:
        return {"held": self.held, "judged": self.judged, "changed": len(self._changes)}

    def told(self, run: int | None) -> Judgement:
        files = sorted({one.sha256 for one in self._changes})
        documents = {sha256: tuple(self._last.keys_of_file(sha256, self._head)) for sha256 in files}
        return Judgement(run, self.held, self.judged, dict(self._verdicts), tuple(self._changes), documents)


def _conclusion(verdict: Verdict) -> tuple[Indication, str | None]:
    return verdict.indication, verdict.sub_indication


def _conclusion_record(verdict: Verdict) -> ConclusionRecord:
    return {
        "indication": verdict.indication.value,
        "sub_indication": verdict.sub_indication,
        "reasons": list(verdict.reasons),
    }
