"""What a signing certificate says: whom it names, whether that is a person or an organ, which key it holds.

A citizen's number (UID=CMND:…, CCCD:…) decides the kind and goes no further: it is personal data.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from docflow.model import SignerKind
from docflow.text import fold, printed, unaccented

_NUMBER_IN_NAME = re.compile(r"(?i)\b(?:cmnd|cccd|hc|mst|mns)\s*:\s*\w+")


@dataclass(frozen=True, slots=True)
class Holder:
    """Whom a certificate names."""

    common_name: str | None
    organization: str | None
    kind: SignerKind


@cache
def _words() -> dict[str, tuple[str, ...]]:
    table = tomllib.loads((resources.files(__package__) / "organ_words.toml").read_text("utf-8"))
    return {name: tuple(words) for name, words in table.items()}


def holder(certificate: Any) -> Holder:
    """Whom an X.509 certificate (asn1crypto) names; all unknown where its name cannot be read."""
    parts: dict[str, list[str]] = {}
    try:
        for names in certificate.subject.chosen:
            for name in names:
                parts.setdefault(name["type"].native, []).append(str(name["value"].native))
    except (ValueError, TypeError, KeyError, AttributeError):
        return Holder(None, None, SignerKind.UNKNOWN)
    common = next(iter(parts.get("common_name", ())), None)
    organization = next(iter(parts.get("organization_name", ())), None)
    mail = bool(parts.get("email_address"))
    kind = kind_of(common, tuple(parts.get("user_id", ())), personal_mail=mail)
    clean = printed(_NUMBER_IN_NAME.sub("", common)) if common else None
    return Holder(clean or None, printed(organization) if organization else None, kind)


def kind_of(common_name: str | None, user_ids: tuple[str, ...] = (), *, personal_mail: bool = False) -> SignerKind:
    """Personal, organ, or unknown, by the number's kind, else by the words of the name.

    Args:
        common_name: The subject's CN.
        user_ids: The subject's UIDs, such as ``MST:0100109106``.
        personal_mail: Whether the subject holds a mail address, which supports a person.
    """
    words = _words()
    for user_id in user_ids:
        prefix = user_id.partition(":")[0].strip().upper()
        if prefix in words["personal_ids"]:
            return SignerKind.PERSONAL
        if prefix in words["organ_ids"]:
            return SignerKind.ORGAN
    if not common_name:
        return SignerKind.UNKNOWN
    folded = fold(common_name)
    has_accents = folded != unaccented(common_name)
    if any(re.match(rf"{re.escape(word)}\b", folded) for word in words["organ_words" if has_accents else "organ_words_plain"]):
        return SignerKind.ORGAN
    names = [w for w in re.split(r"[\s.]+", printed(common_name)) if w]
    looks_like_a_name = all(w[0].isupper() and w.isalpha() for w in names)
    if looks_like_a_name and (2 <= len(names) <= 5 or (len(names) == 6 and personal_mail)):
        return SignerKind.PERSONAL
    return SignerKind.UNKNOWN


def key_name(certificate: Any) -> str | None:
    """Algorithm and size of the public key, such as ``rsa2048`` or ``ec256``; None if it cannot be read."""
    try:
        public = certificate.public_key
        algorithm = public.algorithm
        if algorithm in ("rsa", "rsassa_pss"):
            return f"rsa{public.bit_size}"
        if algorithm in ("ec", "dsa"):
            return f"{algorithm}{public.bit_size}"
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
    return str(algorithm)
