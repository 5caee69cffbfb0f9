"""RSA keys whose modulus some authorities encoded as a negative or padded integer.

The bytes of such a modulus name one number without doubt, yet strict parsers refuse the certificate's key. Here it is encoded
anew and tried again; nothing else about the check changes.
"""

from __future__ import annotations

from typing import Any

from asn1crypto.keys import PublicKeyInfo, RSAPublicKey
from pyhanko_certvalidator.sig_validate import DEFAULT_VALIDATION_CONTEXT, DefaultSignatureValidator


def tolerant(public_key: Any) -> Any:
    """The same RSA key in proper DER; any other key as it is."""
    if public_key.algorithm != "rsa":
        return public_key
    parts = public_key["public_key"].parsed
    modulus = int.from_bytes(parts["modulus"].contents, "big")
    exponent = int.from_bytes(parts["public_exponent"].contents, "big")
    return PublicKeyInfo.wrap(RSAPublicKey({"modulus": modulus, "public_exponent": exponent}), "rsa")


class TolerantKeys(DefaultSignatureValidator):  # type: ignore[misc]  # the library is untyped
    """The default check of a signature value, with RSA keys encoded anew where they cannot be read."""

    def validate_signature(
        self,
        signature: bytes,
        signed_data: bytes,
        public_key_info: Any,
        signature_algorithm: Any,
        context: Any = DEFAULT_VALIDATION_CONTEXT,
    ) -> None:
        """Raise ``InvalidSignature`` unless the signature value is right."""
        try:
            super().validate_signature(signature, signed_data, public_key_info, signature_algorithm, context)
        except ValueError:
            known = tolerant(public_key_info)
            super().validate_signature(signature, signed_data, known, signature_algorithm, context)
