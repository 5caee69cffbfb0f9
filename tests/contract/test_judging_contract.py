"""What every database must keep of judging again: the same answers, nothing lost, nothing seen before its run has closed."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from verify.papers import signed
from worlds.ledgers import nothing, run, settled, writer
from worlds.recorded import NOBODY, TRUSTED, Recorded

from docflow.ledger.check import check
from docflow.ledger.rows import StoredVerdict
from docflow.ledger.signatures import SignatureReader
from docflow.model import Fact, Indication
from docflow.pipeline import process
from docflow.verify.policy import load_policy

MODERN = load_policy("modern")
DATA = signed("chair", "district-revoked")


@pytest.fixture
def recorded(new_ledger: Callable[[], str]) -> Iterator[Recorded]:
    world = Recorded(new_ledger(), DATA, signed("district"), trust=NOBODY)
    yield world
    world.engine.dispose()


def indications(recorded: Recorded, as_of: int, policy: str = "vn-transitional") -> list[str]:
    reader = SignatureReader(recorded.engine)
    files = [file for page in reader.pages(as_of) for file in page]
    verdicts = reader.verdicts((f.sha256 for f in files), as_of, policy)
    return sorted(str(found.verdict.indication) for found in verdicts.values())


def test_each_run_answers_with_what_was_concluded_by_then(recorded: Recorded) -> None:
    judgement = recorded.judge(trust=TRUSTED)
    unsure, passed, failed = Indication.INDETERMINATE, Indication.TOTAL_PASSED, Indication.TOTAL_FAILED

    assert (judgement.run, judgement.judged, len(judgement.changes)) == (3, 3, 3)
    assert [indications(recorded, n) for n in (1, 2, 3)] == [[unsure] * 2, [unsure] * 3, [failed, passed, passed]]
    assert recorded.judge(trust=TRUSTED).run is None
    assert check(recorded.engine, store=None, files=False) == []


def test_a_judging_that_did_not_close_is_invisible_and_begun_anew(recorded: Recorded) -> None:
    facts = process(DATA).facts
    (verdict, *_) = recorded.verdicts(DATA, load_policy("vn-transitional"))
    with writer(recorded.engine, kind="judge") as killed:
        killed.judge([StoredVerdict(facts.sha256, "Signature1", "modern", MODERN.sha256, "0" * 64, verdict.at, verdict.verdict)])

    assert indications(recorded, 2, "modern") == []
    with writer(recorded.engine, kind="judge") as after:
        assert after.adopted == ()
    assert recorded.judge(MODERN).judged == 3


def test_a_folders_run_does_not_end_a_judging(recorded: Recorded) -> None:
    with writer(recorded.engine, kind="judge") as killed:
        killed.judge([])
    with writer(recorded.engine) as ingest:
        assert ingest.adopted == ()


def test_what_revocation_data_tell_is_known_from_the_run_that_judged(recorded: Recorded) -> None:
    recorded.judge(trust=TRUSTED)
    reader = SignatureReader(recorded.engine)

    assert [list(reader.revocations(n).values()) for n in (2, 3)] == [[], ["2020-01-15"]]


def test_a_file_that_has_vanished_is_not_judged(recorded: Recorded) -> None:
    run(recorded.engine, settled("gone", Fact("file", process(DATA).facts.sha256, None)), derive=nothing)

    assert recorded.judge(MODERN).judged == 1
