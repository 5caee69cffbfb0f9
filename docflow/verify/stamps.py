"""Times: what the signer claims, what a time-stamping authority attests (RFC 3161), always as UTC."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from pyhanko.pdf_utils.generic import parse_pdf_date
from pyhanko.sign.general import extract_signer_info
from pyhanko.sign.validation.generic_cms import extract_self_reported_ts, extract_tst_data_iter

from docflow.verify.integrity import Proof, check_timestamp, digest_of

_MAX_TOKENS = 8
_VIETNAM = dt.timedelta(hours=7)
_ABOUT = dt.timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Stamp:
    """A time-stamp token of a signature: its time, its proof, its CMS (library object)."""

    time: str | None
    proof: Proof
    token: Any

    @property
    def intact(self) -> bool | None:
        """True or False; None where the authority's certificate is not in the token, so that nobody could tell."""
        return None if self.proof.finding.sub_indication == "NO_SIGNING_CERTIFICATE_FOUND" else self.proof.intact


def utc(moment: object) -> str | None:
    """ISO 8601 in UTC to the second; None for what is no time or has no zone."""
    if not isinstance(moment, dt.datetime) or moment.tzinfo is None:
        return None
    try:
        return moment.astimezone(dt.UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")
    except (ValueError, OverflowError):
        return None


def claimed_time(signer_info: Any, value: Any) -> str | None:
    """What the signer claims: the signing-time attribute (RFC 5652, 11.3), else /M of the signature dictionary."""
    try:
        attribute = extract_self_reported_ts(signer_info) if signer_info is not None else None
        if attribute is not None:
            return utc(attribute)
        return utc(parse_pdf_date(str(value["/M"]), strict=False))
    except Exception:  # noqa: BLE001 - a time that cannot be read is not known
        return None


def signature_stamp(signer_info: Any) -> Stamp | None:
    """The first intact time-stamp token over the signature value, else the first of any; None if there is none."""
    first = None
    try:
        for number, token in enumerate(extract_tst_data_iter(signer_info, signed=False)):
            stamp = read_stamp(token, lambda algorithm: digest_of(algorithm, signer_info["signature"].native))
            if stamp.proof.intact:
                return stamp
            first = first or stamp
            if number >= _MAX_TOKENS:
                break
    except Exception:  # noqa: BLE001 - tokens that cannot be read are not there
        return first
    return first


def read_stamp(token: Any, imprint: Any) -> Stamp:
    """Check one token; ``imprint(algorithm)`` digests what it should stamp."""
    try:
        time = utc(token["encap_content_info"]["content"].parsed["gen_time"].native)
        signer_info = extract_signer_info(token)
    except Exception:  # noqa: BLE001 - the check below tells why
        time, signer_info = None, None
    return Stamp(time, check_timestamp(token, signer_info, imprint), token)


def clock_reasons(claimed: str | None, stamped: str | None) -> tuple[str, ...]:
    """How the claimed time differs from the attested one: local time marked as UTC, or more than an hour off."""
    if claimed is None or stamped is None:
        return ()
    difference = dt.datetime.fromisoformat(claimed) - dt.datetime.fromisoformat(stamped)
    if abs(difference) <= _ABOUT:
        return ()
    return ("claimed-time-is-local",) if abs(difference - _VIETNAM) <= _ABOUT else ("claimed-time-differs",)


def time_reasons(stamp: Stamp | None, claimed: str | None) -> tuple[str, ...]:
    """What there is to say of a signature's times."""
    if stamp is None:
        return ("no-timestamp",)
    state = {True: (), False: ("timestamp-broken",), None: ("timestamp-without-certificate",)}[stamp.intact]
    return (*state, *clock_reasons(claimed, stamp.time))
