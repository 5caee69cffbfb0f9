"""The state root is a hash of a set: order does not matter, and what was added can be taken away."""

from __future__ import annotations

import hashlib
import json
import struct

from hypothesis import given, settings
from hypothesis import strategies as st

from docflow.ledger.state import LANES, SIZE, State, element, entry

ELEMENTS = st.lists(st.text(max_size=5).map(lambda subject: element("kind", subject, "1")), max_size=8)


def naive(elements: list[bytes]) -> bytes:
    lanes = [0] * LANES
    for added in elements:
        lanes = [(lane + more) % 2**16 for lane, more in zip(lanes, struct.unpack(f"<{LANES}H", added), strict=True)]
    return struct.pack(f"<{LANES}H", *lanes)


def summed(elements: list[bytes]) -> State:
    state = State()
    for added in elements:
        state = state.add(added)
    return state


@settings(max_examples=25)
@given(ELEMENTS)
def test_the_sum_is_that_of_the_lanes_one_by_one(elements: list[bytes]) -> None:
    assert naive(elements) == summed(elements).to_bytes()


@given(ELEMENTS, st.randoms(use_true_random=False))
def test_the_order_does_not_matter(elements: list[bytes], random: object) -> None:
    shuffled = list(elements)
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    assert summed(elements) == summed(shuffled)


@given(ELEMENTS, st.binary(min_size=SIZE, max_size=SIZE))
def test_removing_undoes_adding(elements: list[bytes], one: bytes) -> None:
    state = summed(elements)

    assert state == state.add(one).remove(one) == state.remove(one).add(one)


@given(ELEMENTS)
def test_a_state_survives_being_stored(elements: list[bytes]) -> None:
    state = summed(elements)

    assert state == State.from_bytes(state.to_bytes())


def test_another_length_is_no_state() -> None:
    try:
        State.from_bytes(b"\0" * (SIZE - 1))
    except ValueError as fault:
        assert str(fault) == "2047 bytes are not a state"  # noqa: PT017 - the message is what is tested


def test_an_element_is_made_as_specified() -> None:
    content = b'docflow/state/1\0["file","ab\xc4\x90",{"a":1}]'

    assert hashlib.shake_256(content).digest(2048) == element("file", "abĐ", '{"a":1}')


@given(st.text(max_size=9), st.text(max_size=9))
def test_an_entry_is_the_canonical_form_of_its_three_parts(kind: str, subject: str) -> None:
    assert [kind, subject, {"a": [1, None]}] == json.loads(entry(kind, subject, '{"a":[1,null]}'))


def test_the_empty_state_is_the_hash_of_zeros() -> None:
    assert hashlib.sha256(b"\0" * SIZE).hexdigest() == State().root()
