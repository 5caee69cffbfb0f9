"""DER of certificates and revocation lists to plain values; what cannot be read is a ``ValueError``."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from typing import Any

from asn1crypto import crl, x509

from docflow.model import CertificateFacts, ListFacts
from docflow.text import printed
from docflow.verify.certificates import certificate
from docflow.verify.limits import link_digest
from docflow.verify.signer import holder, key_name

# Certificates come with files of strangers: what is kept of an address can be printed and is worth trying.
_URL = re.compile(r"(?i)https?://[!-~]{1,1000}")
_MOST_URLS = 8
_PERSONAL = ("user_id", "serial_number")


def certificate_facts(der: bytes) -> CertificateFacts:
    """What a certificate says of itself; ``ValueError`` if it is none or cannot be read."""
    try:
        return _facts(der)
    except (TypeError, KeyError, AttributeError, OverflowError) as fault:
        raise ValueError(str(fault)) from fault


def list_facts(der: bytes) -> ListFacts:
    """What a revocation list says of itself; ``ValueError`` if it is none or cannot be read."""
    try:
        found = crl.CertificateList.load(der, strict=True)
        told = found["tbs_cert_list"]
        return ListFacts(
            sha256=hashlib.sha256(der).hexdigest(),
            issuer_name=_common_name(told["issuer"]),
            issuer_id=_name_id(told["issuer"]),
            issuer_key_id=_hex(
                found.authority_key_identifier_value and found.authority_key_identifier_value["key_identifier"].native
            ),
            this_update=_time(told["this_update"].native),
            next_update=_time(told["next_update"].native) if told["next_update"].native else None,
            revoked=len(told["revoked_certificates"]),
        )
    except (TypeError, KeyError, AttributeError, OverflowError) as fault:
        raise ValueError(str(fault)) from fault


def personal_numbers(der: bytes) -> tuple[str, ...]:
    """The numbers by which a certificate names a person (UID, serialNumber), sorted: personal data, to be hashed at once."""
    try:
        found = [
            printed(str(part["value"].native))
            for names in certificate(der).subject.chosen
            for part in names
            if part["type"].native in _PERSONAL
        ]
    except (ValueError, TypeError, KeyError, AttributeError):
        return ()
    return tuple(sorted({number for number in found if number}))


def _facts(der: bytes) -> CertificateFacts:
    # Not the cached parse: a store may hold more certificates than the cache, and each is asked once.
    found = x509.Certificate.load(der, strict=True)
    validity = found["tbs_certificate"]["validity"]
    named = holder(found)
    constraints = found.basic_constraints_value
    usages = found.extended_key_usage_value
    key_id = found.authority_key_identifier_value
    return CertificateFacts(
        sha256=hashlib.sha256(der).hexdigest(),
        common_name=named.common_name,
        organization=named.organization,
        units=_values(found.subject, "organizational_unit_name"),
        kind=named.kind,
        issuer_name=_common_name(found.issuer),
        serial=f"{found.serial_number:x}",
        key=key_name(found),
        digest=link_digest(found),
        valid_from=_time(validity["not_before"].native),
        valid_to=_time(validity["not_after"].native),
        subject_id=_name_id(found.subject),
        issuer_id=_name_id(found.issuer),
        key_id=_hex(found.key_identifier),
        issuer_key_id=_hex(key_id["key_identifier"].native if key_id else None),
        self_signed=found.issuer == found.subject and found.self_signed in {"yes", "maybe"},
        authority=bool(constraints and constraints["ca"].native),
        stamps_time=bool(usages and "time_stamping" in usages.native),
        issuer_urls=_issuer_urls(found),
        list_urls=_list_urls(found),
    )


def _issuer_urls(found: Any) -> tuple[str, ...]:
    """Where the issuer's certificate may be had (RFC 5280, 4.2.2.1)."""
    told = found.authority_information_access_value or ()
    return _urls(d["access_location"] for d in told if d["access_method"].native == "ca_issuers")


def _list_urls(found: Any) -> tuple[str, ...]:
    """Where the issuer's revocation list may be had (RFC 5280, 4.2.1.13)."""
    points = found.crl_distribution_points_value or ()
    names = [p["distribution_point"] for p in points if p["distribution_point"].name == "full_name"]
    return _urls(name for point in names for name in point.chosen)


def _urls(names: Any) -> tuple[str, ...]:
    found = {str(name.native) for name in names if name.name == "uniform_resource_identifier"}
    return tuple(sorted(url for url in found if _URL.fullmatch(url)))[:_MOST_URLS]


def _values(name: Any, kind: str) -> tuple[str, ...]:
    return tuple(printed(str(part["value"].native)) for names in name.chosen for part in names if part["type"].native == kind)


def _common_name(name: Any) -> str | None:
    return next((value for kind in ("common_name", "organization_name") for value in _values(name, kind)), None)


def _name_id(name: Any) -> str:
    """Names are compared after preparation (RFC 5280, 7.1), so that another encoding of a letter is the same name."""
    return hashlib.sha256(name.hashable.encode()).hexdigest()


def _hex(value: Any) -> str | None:
    return value.hex() if isinstance(value, bytes) else None


def _time(value: dt.datetime) -> str:
    return value.astimezone(dt.UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")
