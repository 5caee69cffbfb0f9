"""Judging again from what the ledger keeps says what judging the file says, and touches only what is due."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from verify.papers import rewritten, signed
from worlds.ledgers import run, settled
from worlds.recorded import NOBODY, NOW, TRUSTED, Recorded

from docflow.canonical import plain
from docflow.judging import Terms, judge_record
from docflow.ledger.check import check
from docflow.ledger.read import Reader
from docflow.model import Fact, Indication
from docflow.pipeline import process
from docflow.verify.judge import judge
from docflow.verify.policy import load_policy
from fixtures.case import load_all

DAY = dt.timedelta(days=1)
MODERN, TRANSITIONAL, INTEGRITY = (load_policy(n) for n in ("modern", "vn-transitional", "integrity-only"))
PASSED, UNSURE = Indication.TOTAL_PASSED, Indication.INDETERMINATE


def test_from_stored_evidence_every_fixture_is_judged_as_from_its_bytes(tmp_path: Path) -> None:
    cases = dict.fromkeys(case.file.read_bytes() for case in load_all() if case.verify is not None and case.verify.signatures)
    recorded = Recorded(tmp_path, *cases, trust=NOBODY)

    for policy in (MODERN, TRANSITIONAL, INTEGRITY):
        judgement = recorded.judge(policy, everything=True)
        expected, found = [], []
        for data in cases:
            processed = process(data)
            blobs = {b.sha256: b.data for b in processed.blobs}
            evidence = sorted(processed.facts.signatures, key=lambda s: s.field)
            expected += [(s.field, judge(s, blobs, policy, TRUSTED, NOW)) for s in evidence]
            found += [(stored.field, stored.verdict) for stored in recorded.verdicts(data, policy)]
        assert found == expected
        assert judgement.judged == len(expected)
    assert len(cases) > 10


def test_a_second_judging_on_the_same_terms_has_nothing_to_do(tmp_path: Path) -> None:
    recorded = Recorded(tmp_path, signed("district"), signed("chair", "district"))

    first, second = recorded.judge(MODERN), recorded.judge(MODERN)

    assert (first.run, first.judged, first.held) == (3, 3, 0)
    assert (second.run, second.judged, second.held) == (None, 0, 3)
    assert recorded.judge(MODERN, everything=True).run is None
    assert [row.number for row in Reader(recorded.engine).runs()] == [1, 2, 3]


def test_what_was_judged_on_first_sight_is_not_judged_again(tmp_path: Path) -> None:
    recorded = Recorded(tmp_path, signed("district"))

    assert recorded.judge(at=NOW + DAY).held == 1


def test_a_verdict_is_made_anew_when_its_time_is_over(tmp_path: Path) -> None:
    data = signed("district", timestamped=False, pades=False)
    recorded = Recorded(tmp_path, data, policy=MODERN)
    (stored,) = recorded.verdicts(data, MODERN)
    assert stored.verdict.holds_until == "2031-01-01T00:00:00Z"
    end = dt.datetime.fromisoformat(stored.verdict.holds_until)

    assert recorded.judge(MODERN, at=end - dt.timedelta(seconds=1)).judged == 0
    assert recorded.judge(MODERN, at=end).judged == 1


def test_a_verdict_says_nothing_of_times_before_it(tmp_path: Path) -> None:
    recorded = Recorded(tmp_path, signed("district"))
    earlier = recorded.judge(at=NOW - 300 * DAY)

    assert (earlier.judged, earlier.verdicts) == (1, {UNSURE: 1})


def test_another_trust_store_changes_what_it_can_chain(tmp_path: Path) -> None:
    recorded = Recorded(tmp_path, signed("district"), rewritten(signed("chair"), "SO 99"), trust=NOBODY)

    judgement = recorded.judge(trust=TRUSTED)

    assert (judgement.judged, judgement.verdicts) == (2, {PASSED: 1, UNSURE: 1})
    assert [(c.before and c.before.sub_indication, c.after.indication, c.differs, c.worsens) for c in judgement.changes] == [
        ("NO_CERTIFICATE_CHAIN_FOUND", PASSED, True, False),
    ]
    assert recorded.judge(trust=NOBODY).changes[0].worsens


def test_evidence_read_anew_after_a_verdict_is_judged_anew(tmp_path: Path) -> None:
    data = signed("district")
    recorded = Recorded(tmp_path, data)
    recorded.judge(MODERN)
    facts = process(data).facts
    newer = Fact("file", facts.sha256, {**plain(facts), "tools": "newer"})
    run(recorded.engine, settled("again", newer))

    assert recorded.judge(MODERN).judged == 1


def test_judging_moves_no_fact_and_what_was_known_stays(tmp_path: Path) -> None:
    data = signed("district")
    recorded = Recorded(tmp_path, data)
    recorded.judge(MODERN)
    reader = Reader(recorded.engine)
    before, after = reader.runs()

    assert (after.kind, after.state_root, after.leaves) == ("judge", before.state_root, before.leaves)
    assert after.balance == {"held": 0, "judged": 1, "changed": 0}
    sha256 = process(data).facts.sha256
    assert [len(reader.verdicts(sha256, number, "modern")) for number in (1, 2)] == [0, 1]
    assert check(recorded.engine, store=None, files=False) == []


def test_a_rehearsal_tells_the_same_and_writes_nothing(tmp_path: Path) -> None:
    recorded = Recorded(tmp_path, signed("district"), trust=NOBODY)

    dry = recorded.judge(dry=True)

    assert (dry.run, dry.judged, len(dry.changes)) == (None, 1, 1)
    assert [row.number for row in Reader(recorded.engine).runs()] == [1]
    assert dry.changes == recorded.judge().changes


def test_every_signature_is_counted_while_it_is_looked_at(tmp_path: Path) -> None:
    recorded = Recorded(tmp_path, signed("chair", "district"))
    ticks: list[int] = []
    recorded.judge(MODERN, tick=lambda: ticks.append(1))

    assert len(ticks) == 2


def test_the_record_tells_each_change_with_both_conclusions(tmp_path: Path) -> None:
    recorded = Recorded(tmp_path, signed("district"), trust=NOBODY)
    record = judge_record(recorded.judge(), Terms(TRANSITIONAL, TRUSTED, NOW))

    assert (record["run"], record["verdicts"]) == (2, {"TOTAL_PASSED": 1, "INDETERMINATE": 0, "TOTAL_FAILED": 0})
    assert [(c["before"]["sub_indication"], c["after"]["indication"]) for c in record["changes"]] == [
        ("NO_CERTIFICATE_CHAIN_FOUND", "TOTAL_PASSED")
    ]
