"""Whether a CMS signature is what its bytes say: digest and signature value, by the key in it. No trust, no policy, no clock."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from asn1crypto import algos, cms
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import Hash
from cryptography.hazmat.primitives.serialization import load_der_public_key
from pyhanko.sign.validation.generic_cms import extract_certs_for_validation, validate_sig_integrity
from pyhanko.sign.validation.utils import DEFAULT_ALGORITHM_USAGE_POLICY
from pyhanko_certvalidator.util import get_pyca_cryptography_hash

from docflow.model import Finding
from docflow.verify.certificates import certificate
from docflow.verify.keys import TolerantKeys
from docflow.verify.outcomes import PASSED, failed, outcome, unsure


@dataclass(frozen=True, slots=True)
class Proof:
    """What came of checking a CMS: the finding, reasons for the catalogue, class of an exception if there was one."""

    finding: Finding
    reasons: tuple[str, ...] = ()
    fault: str = ""

    @property
    def intact(self) -> bool:
        """Whether nothing speaks against it."""
        return self.finding == PASSED


def check_detached(signed_data: Any, signer_info: Any, digest: bytes, covered: Callable[[], bytes]) -> Proof:
    """Check a signature over a ByteRange (ISO 32000-2, 12.8.3.3: detached, nothing encapsulated).

    Content that is encapsulated all the same passes, and is told, only where it is byte for byte what the ByteRange covers:
    then whoever digests the content (RFC 5652, 5.4) and whoever digests the file come to the same.
    """
    try:
        content = signed_data["encap_content_info"]["content"].native
    except (ValueError, TypeError, KeyError) as fault:
        return _faulty(fault)
    if content is not None and content != covered():
        return Proof(unsure("FORMAT_FAILURE"), ("encapsulated-content",))
    proof = _check(signed_data, signer_info, "data", digest)
    return Proof(proof.finding, (*proof.reasons, "content-repeated"), proof.fault) if content is not None else proof


def check_content(signed_data: Any, signer_info: Any, content: bytes) -> Proof:
    """Check a signature over a content that a CMS encapsulates or that lies beside it (RFC 5652, 5.4)."""
    try:
        digest = digest_of(signer_info["digest_algorithm"]["algorithm"].native, content)
    except Exception as fault:  # noqa: BLE001 - whatever a malformed CMS raises is an outcome
        return _faulty(fault)
    return _check(signed_data, signer_info, "data", digest)


def check_sha1(signed_data: Any, signer_info: Any, covered: bytes) -> Proof:
    """Check an ``adbe.pkcs7.sha1`` signature: its CMS encapsulates the SHA-1 of the ByteRange (ISO 32000-1, 12.8.3.3.1)."""
    try:
        content = signed_data["encap_content_info"]["content"].native
        if not hmac.compare_digest(content, digest_of("sha1", covered)):
            return Proof(failed("HASH_FAILURE"), ("digest-differs",))
        digest = digest_of(signer_info["digest_algorithm"]["algorithm"].native, content)
    except Exception as fault:  # noqa: BLE001 - whatever a malformed CMS raises is an outcome
        return _faulty(fault)
    return _check(signed_data, signer_info, "data", digest)


def check_timestamp(signed_data: Any, signer_info: Any, imprint: Any) -> Proof:
    """Check a time-stamp token (RFC 3161, 2.4.2): its own signature, and that it stamps what ``imprint(algorithm)`` digests."""
    try:
        content = signed_data["encap_content_info"]["content"]
        stamped = content.parsed["message_imprint"]
        expected = imprint(stamped["hash_algorithm"]["algorithm"].native)
        same = hmac.compare_digest(expected, stamped["hashed_message"].native)
        digest = digest_of(signer_info["digest_algorithm"]["algorithm"].native, bytes(content))
    except Exception as fault:  # noqa: BLE001 - whatever a malformed token raises is an outcome
        return _faulty(fault)
    return _check(signed_data, signer_info, "tst_info", digest) if same else Proof(failed("HASH_FAILURE"), ("digest-differs",))


def has_several_signers(contents: bytes) -> bool:
    """Whether a CMS holds more than one SignerInfo.

    A PDF signature may hold one only (ETSI EN 319 142-1, 4.1): programs show one of them, each its own, and anybody may add
    one to the gap without breaking the others.
    """
    try:
        return len(cms.ContentInfo.load(contents)["content"]["signer_infos"]) > 1
    except (ValueError, TypeError, KeyError):
        return False


def digest_of(algorithm: str, *data: bytes | memoryview) -> bytes:
    """The digest of data, one after the other, under the name that asn1crypto gives an algorithm."""
    state = Hash(get_pyca_cryptography_hash(algorithm))
    for part in data:
        state.update(part)
    return bytes(state.finalize())


def _check(signed_data: Any, signer_info: Any, content_type: str, digest: bytes) -> Proof:
    try:
        signer = certificate(extract_certs_for_validation(signed_data).signer_cert.dump())
        intact, valid = validate_sig_integrity(signer_info, signer, content_type, digest, TolerantKeys())
    except Exception as fault:  # noqa: BLE001 - whatever a malformed CMS raises is an outcome
        return _faulty(fault)
    if not intact and isinstance(signer_info["signed_attrs"], cms.CMSAttributes):
        return Proof(failed("HASH_FAILURE"), ("digest-differs",))
    if not valid:
        return _why_invalid(signer_info, signer)
    try:
        fits = DEFAULT_ALGORITHM_USAGE_POLICY.digest_combination_allowed(
            signature_algo=signer_info["signature_algorithm"],
            message_digest_algo=algos.DigestAlgorithm({"algorithm": signer_info["digest_algorithm"]["algorithm"].native}),
            moment=None,
        )
    except Exception as fault:  # noqa: BLE001 - an algorithm without a name is an outcome
        return _faulty(fault)
    if not fits:
        return Proof(unsure("FORMAT_FAILURE"), ("algorithms-differ",))
    return Proof(PASSED) if _is_distinguished(signer_info) else Proof(unsure("FORMAT_FAILURE"), ("attributes-not-der",))


def _is_distinguished(signer_info: Any) -> bool:
    """Whether the signed attributes stand in the order of DER, as RFC 5652, 5.4 demands: stricter verifiers refuse others."""
    try:
        attributes = signer_info["signed_attrs"]
        encoded = [attribute.dump() for attribute in attributes] if isinstance(attributes, cms.CMSAttributes) else []
    except (ValueError, TypeError):  # one that cannot be read was signed all the same
        return True
    return encoded == sorted(encoded)


def _why_invalid(signer_info: Any, signer: Any) -> Proof:
    """Tell a signature by another key from one whose DigestInfo lacks the NULL."""
    try:
        key = load_der_public_key(signer.public_key.dump())
        algorithm = signer_info["digest_algorithm"]["algorithm"].native
        if signer_info["signature_algorithm"].signature_algo == "rsassa_pkcs1v15":
            signed = signer_info["signed_attrs"].untag().dump()
            if lacks_null(key, algorithm, signed, signer_info["signature"].native):
                return Proof(unsure("FORMAT_FAILURE"), ("digest-info-without-null",))
    except Exception:  # noqa: BLE001 - then it is simply not valid
        return Proof(failed("SIG_CRYPTO_FAILURE"), ("signature-value-wrong",))
    return Proof(failed("SIG_CRYPTO_FAILURE"), ("signature-value-wrong",))


def lacks_null(key: Any, algorithm: str, signed: bytes, value: bytes) -> bool:
    """Whether an RSA signature value is right but for the NULL that its DigestInfo lacks (RFC 8017, A.2.4)."""
    if not isinstance(key, RSAPublicKey):
        return False
    try:
        found = key.recover_data_from_signature(value, PKCS1v15(), None)
    except (InvalidSignature, ValueError):
        return False
    return found in _without_null(algorithm, digest_of(algorithm, signed))


def _without_null(algorithm: str, digest: bytes) -> tuple[bytes, ...]:
    oid = algos.DigestAlgorithmId(algorithm).dump()
    identifier = b"\x30" + bytes([len(oid)]) + oid
    value = b"\x04" + bytes([len(digest)]) + digest
    return (b"\x30" + bytes([len(identifier) + len(value)]) + identifier + value,)


def _faulty(fault: BaseException) -> Proof:
    result = outcome(fault)
    return Proof(result.finding, (result.reason,), result.fault)
