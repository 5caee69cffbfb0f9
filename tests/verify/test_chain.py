"""What is remembered of a chain is what would be found anew, at every time."""

from __future__ import annotations

import datetime as dt

from hypothesis import example, given, settings
from hypothesis import strategies as st

from docflow.model import SignatureEvidence
from docflow.verify.certificates import certificate
from docflow.verify.chain import Chain, Chains, Revocation
from docflow.verify.examine import examine
from docflow.verify.trust import TrustStore
from verify.papers import blobs_of, signed, trusted

TRUST: TrustStore = trusted()
SIGNED = {name: examine(signed(name)) for name in ("district", "district-revoked", "district-expired", "district-stranger")}


def chains(name: str) -> tuple[Chains, bytes]:
    blobs = blobs_of(SIGNED[name])
    evidence: SignatureEvidence = SIGNED[name].signatures[0]
    assert evidence.certificate is not None
    known = [blobs[key] for key in evidence.certificates if key in blobs]
    return Chains(TRUST, known, [blobs[key] for key in evidence.revocation if key in blobs]), blobs[evidence.certificate]


REMEMBERED = {name: chains(name) for name in SIGNED}


def told(found: tuple[Chain, Revocation | None]) -> object:
    chain, revocation = found
    return [c.dump() for c in chain.certificates], chain.finding, revocation


def asked(these: Chains, leaf: bytes, at: dt.datetime) -> tuple[Chain, Revocation | None]:
    chain = these.chain(certificate(leaf), at)
    return chain, these.revocation(chain, 0, at) if len(chain.certificates) > 1 else None


# The instants at which the test certificates and lists begin and end, and the seconds around them.
EDGES = st.builds(
    lambda year, seconds: dt.datetime(year, 1, 1, tzinfo=dt.UTC) + dt.timedelta(seconds=seconds),
    st.integers(2019, 2042),
    st.integers(-2, 2),
)
TIMES = EDGES | st.datetimes(dt.datetime(2018, 1, 1), dt.datetime(2043, 1, 1)).map(lambda t: t.replace(tzinfo=dt.UTC))  # noqa: DTZ001 - made aware beside


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(SIGNED)), TIMES)
@example("district", dt.datetime(2022, 3, 5, tzinfo=dt.UTC))
def test_a_remembered_answer_is_the_one_found_anew(name: str, at: dt.datetime) -> None:
    remembered, leaf = REMEMBERED[name]
    anew, _ = chains(name)

    assert told(asked(remembered, leaf, at)) == told(asked(anew, leaf, at))
