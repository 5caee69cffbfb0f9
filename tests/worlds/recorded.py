"""A ledger that took in some signed files, judged on first sight under one policy."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from docflow.canonical import plain
from docflow.judging import Judgement, Terms, judge_again
from docflow.ledger.engine import open_ledger
from docflow.ledger.read import Reader
from docflow.ledger.rows import StoredVerdict
from docflow.model import Clock, Fact
from docflow.pipeline import process
from docflow.verify.judge import judge
from docflow.verify.policy import Policy, load_policy
from docflow.verify.trust import TrustStore, load_trust
from fixtures.pki import FOLDER
from worlds.ledgers import document, putting, run, settled

NOW = dt.datetime(2023, 1, 15, tzinfo=dt.UTC)
TRUSTED, NOBODY = load_trust(FOLDER / "trust"), load_trust(None)
TRANSITIONAL = load_policy("vn-transitional")


class Recorded:
    """A ledger that took in some files, judged on first sight under one policy."""

    def __init__(self, place: Path | str, *files: bytes, policy: Policy = TRANSITIONAL, trust: TrustStore = TRUSTED) -> None:
        self.url = place if isinstance(place, str) else f"sqlite:///{place / 'ledger.db'}"
        self.engine = open_ledger(self.url, create=True)
        for data in files:
            self.take_in(data, policy, trust)

    def take_in(self, data: bytes, policy: Policy, trust: TrustStore, name: str | None = None) -> None:
        processed = process(data)
        facts, blobs = processed.facts, {b.sha256: b.data for b in processed.blobs}
        verdicts = tuple(
            StoredVerdict(
                facts.sha256,
                s.field,
                policy.name,
                policy.sha256,
                trust.sha256,
                NOW.isoformat(),
                judge(s, blobs, policy, trust, NOW),
            )
            for s in facts.signatures
        )
        told = Fact("file", facts.sha256, plain(facts))
        row = settled(name or facts.sha256, told, blobs=processed.blobs, verdicts=verdicts)
        run(self.engine, row, derive=putting(document(facts.sha256[:4], files=(facts.sha256,))))

    def judge(
        self,
        policy: Policy = TRANSITIONAL,
        trust: TrustStore = TRUSTED,
        at: dt.datetime = NOW,
        *,
        everything: bool = False,
        dry: bool = False,
        tick: Callable[[], None] = lambda: None,
    ) -> Judgement:
        return judge_again(self.url, Terms(policy, trust, at, everything), Clock(at), "tools/1", tick=tick, dry=dry)

    def verdicts(self, data: bytes, policy: Policy) -> list[StoredVerdict]:
        reader = Reader(self.engine)
        return reader.verdicts(process(data).facts.sha256, reader.run(None).number, policy.name)
