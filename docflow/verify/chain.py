"""Certificate chains and revocation at a time, from the trust folder and the file; no network, no system trust list."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Coroutine, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from asn1crypto import crl, ocsp
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator import ValidationContext, find_valid_path
from pyhanko_certvalidator.errors import (
    CRLValidationError,
    CRLValidationIndeterminateError,
    ExpiredError,
    InvalidCertificateError,
    NotYetValidError,
    OCSPValidationError,
    OCSPValidationIndeterminateError,
    PathBuildingError,
    PathValidationError,
    RevokedError,
)
from pyhanko_certvalidator.policy_decl import NO_REVOCATION, AcceptAllAlgorithms, CertRevTrustPolicy
from pyhanko_certvalidator.revinfo.validate_crl import verify_crl
from pyhanko_certvalidator.revinfo.validate_ocsp import verify_ocsp_response

from docflow.model import Finding
from docflow.verify.certificates import certificate
from docflow.verify.keys import TolerantKeys
from docflow.verify.outcomes import failed, unsure
from docflow.verify.trust import TrustStore

# Revocation data may be newer than the signature: what it says of an earlier time still holds (ETSI EN 319 102-1, 5.2.5).
_RETROACTIVE = CertRevTrustPolicy(NO_REVOCATION, retroactive_revinfo=True)
_TIMESTAMPING = KeyUsageConstraints(extd_key_usage={"time_stamping"}, explicit_extd_key_usage_required=True)


@dataclass(frozen=True, slots=True)
class Chain:
    """A path from the signer's certificate to an anchor, or the finding that says why there is none."""

    certificates: tuple[Any, ...] = ()
    finding: Finding | None = None
    path: Any = None


@dataclass(frozen=True, slots=True)
class Revocation:
    """What revocation data say of one certificate: ``good``, ``revoked`` since a time, ``stale`` or ``unknown``."""

    state: str
    since: dt.datetime | None = None


Standing = tuple[int, ...]
_TOLERANCE = dt.timedelta(seconds=1)  # the library's own


@lru_cache(maxsize=128)
def chains_for(trust: TrustStore, certificates: tuple[bytes, ...], revocation: tuple[bytes, ...]) -> Chains:
    """The chains of a signer whose signatures come by the thousand: what was found for one is remembered for the next."""
    return Chains(trust, certificates, revocation)


class Chains:
    """Builds chains with a trust store and the certificates and revocation data of one signature."""

    def __init__(self, trust: TrustStore, certificates: Iterable[bytes], revocation: Iterable[bytes]) -> None:
        self._anchors = [certificate(der) for der in trust.anchors]
        self._others = [*(certificate(der) for der in trust.intermediates), *(certificate(der) for der in certificates)]
        self._turns = _turns(i for c in (*self._anchors, *self._others) for i in _validity(c.dump()))
        embedded = tuple(revocation)
        self._answers = [der for der in embedded if _is_answer(der)]
        self._lists = [*trust.crls, *(der for der in embedded if not _is_answer(der))]
        self._chains: dict[tuple[bytes, Standing], Chain] = {}
        self._states: dict[tuple[tuple[bytes, ...], int, Standing], Revocation] = {}

    def chain(self, leaf: Any, at: dt.datetime) -> Chain:
        """Find a valid chain for a certificate at a time (RFC 5280, 6.1), whatever its algorithms and revocation."""
        key = (leaf.dump(), self._standing(leaf, at))
        if key not in self._chains:
            self._chains[key] = self._chain(leaf, at)
        return self._chains[key]

    def _standing(self, leaf: Any, at: dt.datetime, lists: Iterable[bytes] = ()) -> Standing:
        """Where a time stands to every instant at which an answer may change: times that stand alike have the same answer."""
        groups = (self._turns, _turns(_validity(leaf.dump())), *(_instants(der) for der in lists))
        return tuple(place for turns in groups for place in (bisect_left(turns, at), bisect_right(turns, at)))

    def _chain(self, leaf: Any, at: dt.datetime) -> Chain:
        if not self._anchors:
            return Chain(finding=unsure("NO_CERTIFICATE_CHAIN_FOUND"))
        context = self._context(at)
        try:
            path = _run(find_valid_path(leaf, context.path_builder.async_build_paths_lazy(leaf), context))
        except (PathBuildingError, InvalidCertificateError):
            return Chain(finding=unsure("NO_CERTIFICATE_CHAIN_FOUND"))
        except ExpiredError as fault:
            reason = "OUT_OF_BOUNDS_NO_POE" if fault.is_ee_cert else "CERTIFICATE_CHAIN_GENERAL_FAILURE"
            return Chain(finding=unsure(reason))
        except NotYetValidError as fault:
            own = failed("NOT_YET_VALID")
            return Chain(finding=own if fault.is_ee_cert else unsure("CERTIFICATE_CHAIN_GENERAL_FAILURE"))
        except (PathValidationError, ValueError):
            return Chain(finding=unsure("CERTIFICATE_CHAIN_GENERAL_FAILURE"))
        return Chain(tuple(reversed(list(path.iter_certs(include_root=True)))), None, path)

    def revocation(self, chain: Chain, position: int, at: dt.datetime) -> Revocation:
        """What the data say of the certificate at a position of the chain (0: the signer's) at a time."""
        if self._answers:  # an OCSP response is for one certificate of one document
            return self._revocation(chain, position, at)
        standing = self._standing(chain.certificates[0], at, self._lists)
        key = (tuple(c.dump() for c in chain.certificates), position, standing)
        if key not in self._states:
            self._states[key] = self._revocation(chain, position, at)
        return self._states[key]

    def _revocation(self, chain: Chain, position: int, at: dt.datetime) -> Revocation:
        subject = chain.certificates[position]
        lists = [der for der in self._lists if _issuer(der) == subject.issuer.dump()]
        if not lists and not self._answers:
            return Revocation("unknown")
        context = self._context(at, lists=lists, answers=self._answers)
        stale = False
        for look_up, nothing in ((verify_ocsp_response, OCSPValidationError), (verify_crl, CRLValidationError)):
            try:
                _run(look_up(subject, chain.path, context))
            except RevokedError as fault:
                return Revocation("revoked", fault.revocation_dt)
            except (OCSPValidationIndeterminateError, CRLValidationIndeterminateError) as fault:
                stale = stale or fault.suspect_stale is not None
            except (nothing, PathValidationError, PathBuildingError, ValueError, TypeError, KeyError):
                continue
            else:
                return Revocation("good")
        return Revocation("stale" if stale else "unknown")

    def next_updates(self) -> tuple[dt.datetime, ...]:
        """When the revocation lists at hand are due to be replaced."""
        found = (_next_update(der) for der in self._lists)
        return tuple(sorted(moment for moment in found if moment is not None))

    def _context(self, at: dt.datetime, lists: Iterable[bytes] = (), answers: Iterable[bytes] = ()) -> Any:
        return ValidationContext(
            trust_roots=self._anchors,
            other_certs=self._others,
            moment=at,
            best_signature_time=at,
            allow_fetching=False,
            crls=[_list(der) for der in lists],
            ocsps=[ocsp.OCSPResponse.load(der) for der in answers],
            revinfo_policy=_RETROACTIVE,
            algorithm_usage_policy=AcceptAllAlgorithms(),
            signature_validator=TolerantKeys(),
        )


def may_sign(leaf: Any, usages: Iterable[str]) -> bool:
    """Whether the certificate's key usage holds one of these; any if none is asked for."""
    try:
        KeyUsageConstraints(key_usage=set(usages)).validate(leaf)
    except InvalidCertificateError:
        return False
    return True


def may_stamp(leaf: Any) -> bool:
    """Whether the certificate is one for time-stamping (RFC 3161, 2.3)."""
    try:
        _TIMESTAMPING.validate(leaf)
    except InvalidCertificateError:
        return False
    return True


@lru_cache(maxsize=32)
def _list(der: bytes) -> Any:
    return crl.CertificateList.load(der)


@lru_cache(maxsize=256)
def _validity(der: bytes) -> tuple[dt.datetime, ...]:
    validity = certificate(der)["tbs_certificate"]["validity"]
    return validity["not_before"].native, validity["not_after"].native


@lru_cache(maxsize=32)
def _instants(der: bytes) -> tuple[dt.datetime, ...]:
    """The instants around the begin and the end of a revocation list, and of what it says."""
    try:
        told = _list(der)["tbs_cert_list"]
        found = (
            told["this_update"].native,
            told["next_update"].native,
            *(e["revocation_date"].native for e in told["revoked_certificates"]),
        )
    except (ValueError, TypeError, KeyError):
        return ()
    return _turns(i for i in found if isinstance(i, dt.datetime))


def _turns(instants: Iterable[dt.datetime]) -> tuple[dt.datetime, ...]:
    """Instants with the library's tolerance on both sides, in order."""
    return tuple(sorted({i for one in instants for i in (one - _TOLERANCE, one, one + _TOLERANCE)}))


def _issuer(der: bytes) -> bytes | None:
    try:
        return bytes(_list(der)["tbs_cert_list"]["issuer"].dump())
    except (ValueError, TypeError, KeyError):
        return None


def _next_update(der: bytes) -> dt.datetime | None:
    try:
        found = _list(der)["tbs_cert_list"]["next_update"].native
    except (ValueError, TypeError, KeyError):
        return None
    return found if isinstance(found, dt.datetime) else None


def _is_answer(der: bytes) -> bool:
    """Whether revocation data are an OCSP response (it begins with an ENUMERATED, RFC 6960, 4.2.1), else a list."""
    try:
        ocsp.OCSPResponse.load(der)[0]
    except (ValueError, TypeError, KeyError):
        return False
    return True


def _run(work: Coroutine[Any, Any, Any]) -> Any:
    """Run a coroutine of the library that, without fetching, never waits."""
    try:
        work.send(None)
    except StopIteration as end:
        return end.value
    work.close()
    raise RuntimeError("a chain was about to be fetched")
