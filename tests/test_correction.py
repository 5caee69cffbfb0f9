"""What a person decides moves what is derived, and only that: nothing that was read is overwritten."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds.recorded_facts import CLOCK, UNITS, a_file, a_line, recorded, seen, sha

from docflow.correction_run import Decision, record
from docflow.difference import between
from docflow.ledger.between import fact_changes, keys_changed
from docflow.ledger.check import check
from docflow.ledger.engine import open_ledger
from docflow.ledger.read import Reader
from docflow.model import Direction, Document, Form, Standing

KEY = "H/2022//7/QĐ-UBND"


@pytest.fixture
def ledger(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path / 'ledger.db'}"
    open_ledger(url, create=True).dispose()
    recorded(url, *UNITS)
    return url


def decide(ledger: str, subject: str, field: str, value: str | None, reason: str = "xem bản giấy") -> int | None:
    planned, run = record(ledger, [Decision(subject, field, value, "Văn thư", reason)], CLOCK)
    assert [bad.fault.code for bad in planned.bad] == []
    return run


def fault(ledger: str, subject: str, field: str, value: str | None) -> tuple[str, str]:
    planned, run = record(ledger, [Decision(subject, field, value, "Văn thư", "xem")], CLOCK)
    assert run is None
    (bad,) = planned.bad
    return bad.fault.column, bad.fault.code


def documents(ledger: str, as_of: int | None = None) -> dict[str, Document]:
    reader = Reader(open_ledger(ledger))
    return {d.key: d for d in reader.documents(as_of or reader.run(None).number)}


def voids(ledger: str) -> dict[str, tuple[str, ...]]:
    reader = Reader(open_ledger(ledger))
    keys = {key for number in range(1, reader.run(None).number + 1) for key in documents(ledger, number)}
    return {key: last.merged_into for key in sorted(keys) if (last := reader.document_versions(key)[-1][1]).void}


def test_a_number_put_right_moves_a_file_to_its_register_line(ledger: str) -> None:
    before = recorded(ledger, a_file("f", number="1"), seen("f"), a_line("7"))
    decide(ledger, sha("f"), "number", "07")

    assert {key: (d.files, len(d.lines)) for key, d in documents(ledger).items()} == {KEY: ((sha("f"),), 1)}
    assert voids(ledger) == {"H/2022//1/QĐ-UBND": (KEY,)}
    assert sorted(documents(ledger, before)) == ["H/2022//1/QĐ-UBND", KEY]
    reader = Reader(open_ledger(ledger))
    assert reader.facts("file", reader.run(None).number)[sha("f")]["documents"][0]["number"] == "1"


def test_a_decision_taken_back_leaves_everything_as_it_was_read(ledger: str) -> None:
    recorded(ledger, a_file("f", number="1"), seen("f"), a_line("7"))
    as_read = documents(ledger)
    decide(ledger, sha("f"), "number", "7")
    decide(ledger, sha("f"), "number", None)

    assert documents(ledger) == as_read
    assert check(open_ledger(ledger), store=None, files=False) == []


def test_the_last_decision_holds_and_the_same_again_is_no_run(ledger: str) -> None:
    recorded(ledger, a_file("f", number="1"), seen("f"))
    decide(ledger, sha("f"), "number", "2")
    decide(ledger, sha("f"), "number", "3")

    assert decide(ledger, sha("f"), "number", "3") is None
    assert list(documents(ledger)) == ["H/2022//3/QĐ-UBND"]


def test_a_day_and_a_unit_place_what_could_not_be_read(ledger: str) -> None:
    recorded(ledger, a_file("f", number=None, day=None, notation=None, organ="UBND"), seen("f", "X", Direction.INCOMING))
    assert [d.placed for d in documents(ledger).values()] == [False]

    values = {
        "number": "12a",
        "notation": "QĐ-UBND",
        "promulgated_on": "01/03/2022",
        "issuer": "H",
        "document_type": "Quyết định",
    }
    for field, value in values.items():
        decide(ledger, sha("f"), field, value)

    ((key, document),) = documents(ledger).items()
    assert (key, document.placed, document.issuer) == ("H/2022//12a/QĐ-UBND", True, "H")
    assert (document.promulgated_on, document.day_source, document.document_type) == ("2022-03-01", "correction", "quyet_dinh")


def test_what_is_decided_of_a_key_is_laid_on_all_that_it_rests_on(ledger: str) -> None:
    recorded(ledger, a_file("f"), seen("f"), a_line("7"))
    decide(ledger, "7/QĐ-UBND", "promulgated_on", "2022-04-02")

    document = documents(ledger)[KEY]
    assert (document.promulgated_on, len(document.files), len(document.lines)) == ("2022-04-02", 1, 1)
    assert [(h.unit, h.day) for h in document.holdings] == [("H", "2022-04-02")]


def test_a_line_put_right_draws_a_file_without_a_year(ledger: str) -> None:
    recorded(ledger, a_file("f", day=None), seen("f"), a_line("8"))
    assert sorted(documents(ledger)) == ["H/2022//8/QĐ-UBND", f"file:{sha('f')}"]
    decide(ledger, "H|outgoing|2022|8/QĐ-UBND|1", "number", "7")

    assert {key: len(d.files) for key, d in documents(ledger).items()} == {KEY: 1}


def test_a_form_that_a_person_witnesses_settles_a_contradiction(ledger: str) -> None:
    recorded(ledger, a_file("f"), seen("f"), a_line("7", form=Form.ELECTRONIC))
    assert "form-contradiction" in {f.code for f in documents(ledger)[KEY].findings}
    decide(ledger, KEY, "form", "điện tử và giấy")

    document = documents(ledger)[KEY]
    assert (document.form.value, document.form.rule, document.form.basis.value) == ("both", "corrected", "witnessed")
    assert document.form.evidence == (f"correction:{KEY}|form",)
    assert "form-contradiction" not in {f.code for f in document.findings}
    assert [(c.form, c.count) for c in Reader(open_ledger(ledger)).counts(3)] == [(Form.BOTH, 1)]


def test_what_is_decided_of_a_document_follows_it_to_another_key_and_back(ledger: str) -> None:
    recorded(ledger, a_file("f"), seen("f"))
    decide(ledger, KEY, "standing", "đã thu hồi")
    decide(ledger, KEY, "number", "9")
    moved = {key: d.standing for key, d in documents(ledger).items()}
    decide(ledger, KEY, "form", "giấy")
    told_of_old_key = {key: d.form.value for key, d in documents(ledger).items()}
    decide(ledger, "H/2022//9/QĐ-UBND", "number", None)
    back = {key: d.standing for key, d in documents(ledger).items()}

    assert moved == {"H/2022//9/QĐ-UBND": Standing.WITHDRAWN}
    assert told_of_old_key == {"H/2022//9/QĐ-UBND": "paper"}
    assert back == {KEY: Standing.WITHDRAWN}


def test_a_key_with_facts_of_its_own_again_takes_its_decisions_back_to_itself(ledger: str) -> None:
    recorded(ledger, a_file("f"), seen("f"))
    decide(ledger, KEY, "standing", "withdrawn")
    decide(ledger, sha("f"), "number", "9")
    recorded(ledger, a_file("g"), seen("g"))

    assert {key: d.standing.value for key, d in documents(ledger).items()} == {KEY: "withdrawn", "H/2022//9/QĐ-UBND": "issued"}


def test_a_file_that_is_no_document_counts_nowhere_until_it_is_taken_back(ledger: str) -> None:
    recorded(ledger, a_file("f"), seen("f"))
    decide(ledger, sha("f"), "not_a_document", "có")
    gone = documents(ledger)
    decide(ledger, sha("f"), "not_a_document", None)

    assert (gone, list(documents(ledger))) == ({}, [KEY])


def test_a_file_of_another_body_in_the_wrong_folder_is_moved_to_the_right_book(ledger: str) -> None:
    recorded(ledger, a_file("f"), seen("f", "X"))
    assert [d.placed for d in documents(ledger).values()] == [False]
    decide(ledger, sha("f"), "direction", "đến")

    (document,) = documents(ledger).values()
    assert (document.placed, [(h.unit, h.direction.value) for h in document.holdings]) == (True, [("X", "incoming")])


def test_the_difference_between_two_runs_names_the_decision(ledger: str) -> None:
    before = recorded(ledger, a_file("f"), seen("f"))
    after = decide(ledger, KEY, "form", "paper")
    engine = open_ledger(ledger)
    told = between(
        Reader(engine),
        before,
        after or 0,
        keys_changed(engine, before, after or 0),
        fact_changes(engine, before, after or 0),
        None,
    )

    assert [(one.key, [(why.kind, why.subject) for why in one.why]) for one in told.moved] == [
        (KEY, [("correction", f"{KEY}|form")])
    ]


def test_what_cannot_be_is_refused(ledger: str) -> None:
    recorded(ledger, a_file("f"), seen("f"), a_line("8"))
    refused = {
        (sha("f"), "number", "7/QĐ-UBND"): ("value", "bad-document-number"),
        (sha("f"), "notation", "2022/QĐ-UBND"): ("value", "bad-notation"),
        (sha("f"), "notation", "45"): ("value", "bad-notation"),
        (sha("f"), "promulgated_on", "31/02/2022"): ("value", "bad-date"),
        (sha("f"), "promulgated_on", "2023-06-01"): ("value", "implausible-date"),
        (sha("f"), "promulgated_on", "1800-01-01"): ("value", "implausible-date"),
        (sha("f"), "document_type", "thư tình"): ("value", "bad-type"),
        (sha("f"), "issuer", "Z9"): ("value", "unknown-unit"),
        (sha("f"), "form", "fax"): ("value", "unknown-word"),
        (sha("f"), "standing", "secret"): ("value", "unknown-word"),
        (sha("f"), "not_a_document", "no"): ("value", "unknown-word"),
        (sha("f"), "number", " "): ("value", "blank"),
        (sha("f"), "number", None): ("subject", "nothing-decided"),
        (sha("f"), "colour", "red"): ("field", "unknown-word"),
        (sha("nobody"), "number", "7"): ("subject", "subject-unknown"),
        ("99/QĐ-UBND", "form", "paper"): ("subject", "subject-unknown"),
        ("H|outgoing|2022|8/QĐ-UBND|1", "issuer", "X"): ("field", "not-correctable"),
        ("H|outgoing|2022|8/QĐ-UBND|1", "not_a_document", "yes"): ("field", "not-correctable"),
    }

    assert {asked: fault(ledger, *asked) for asked in refused} == refused
    assert fault(ledger, sha("f"), "number", "7/QĐ-UBND") == ("value", "bad-document-number")


def test_of_several_decisions_none_is_taken_where_one_is_bad_or_two_disagree(ledger: str) -> None:
    recorded(ledger, a_file("f"), seen("f"))
    as_read = documents(ledger)
    good = Decision(sha("f"), "number", "8", "A", "R")
    planned, run = record(
        ledger, [good, Decision(sha("f"), "number", "9", "A", "R"), Decision("x", "form", "paper", "", "R")], CLOCK
    )

    assert (run, [(bad.place, bad.fault.code) for bad in planned.bad]) == (None, [(1, "decided-twice"), (2, "blank")])
    assert documents(ledger) == as_read


def test_the_state_does_not_know_in_how_many_runs_it_was_decided(tmp_path: Path) -> None:
    roots: list[object] = []
    for portions in ((2,), (1, 1)):
        url = f"sqlite:///{tmp_path / str(len(roots))}.db"
        open_ledger(url, create=True).dispose()
        recorded(url, *UNITS, a_file("f"), seen("f"), a_line("7"))
        waiting = [Decision(sha("f"), "number", "8", "A", "R"), Decision(sha("f"), "form", "paper", "A", "R")]
        for size in portions:
            record(url, waiting[:size], CLOCK)
            waiting = waiting[size:]
        reader = Reader(open_ledger(url))
        roots.append((reader.run(None).state_root, documents(url)))

    assert roots[0] == roots[1]


TARGETS = [*(sha(name) for name in "abc"), *(f"H|outgoing|2022|{n}/QĐ-UBND|1" for n in (1, 2))]
DECISIONS = st.lists(
    st.tuples(
        st.sampled_from(TARGETS),
        st.sampled_from(
            [
                *(("number", n) for n in ("1", "2", "3")),
                ("promulgated_on", "2021-05-05"),
                ("promulgated_on", "2022-05-05"),
                ("notation", "TB-UBND"),
                ("form", "paper"),
                ("form", "electronic"),
                ("standing", "withdrawn"),
            ]
        ),
    ),
    max_size=7,
)


@settings(max_examples=6, deadline=None, derandomize=True)
@given(st.lists(st.tuples(st.sampled_from("123"), st.sampled_from([None, "2022-03-01"])), min_size=3, max_size=3), DECISIONS)
def test_decisions_one_by_one_come_to_the_same_as_all_at_once(
    papers: list[tuple[str, str | None]], decisions: list[tuple[str, tuple[str, str]]]
) -> None:
    facts = [fact for name, (number, day) in zip("abc", papers, strict=True) for fact in (a_file(name, number, day), seen(name))]
    asked = [Decision(target, field, value, "A", "R") for target, (field, value) in decisions]
    last = list({(one.subject, one.field): one for one in asked}.values())
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for name, runs in (("one-by-one", [[one] for one in asked]), ("at-once", [last])):
            url = f"sqlite:///{folder}/{name}.db"
            open_ledger(url, create=True).dispose()
            recorded(url, *UNITS, *facts, a_line("1"), a_line("2"))
            for decided in runs:
                record(url, decided, CLOCK)
            engine = open_ledger(url)
            reader = Reader(engine)
            run = reader.run(None)
            found.append((documents(url), reader.counts(run.number), run.state_root))
            assert check(engine, store=None, files=False) == []
            engine.dispose()

    assert found[0] == found[1]
