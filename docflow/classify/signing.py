"""Whose signature it is: the certificate's holder against the printed signer and the printed organ.

A document bears the signatures of its drafters, of who signed it, of the organ and of its clerk, of who copied or published
it. Names are compared as printed, titles dropped; accents count where both sides have them. What cannot be compared is unknown.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cache
from importlib import resources

from docflow.classify.identity import Registry
from docflow.model import (
    FileFacts,
    Header,
    Role,
    SignatureEvidence,
    SignatureKind,
    SignerKind,
    Source,
    SourceKind,
)
from docflow.text import fold, organ_key, unaccented


class Seal(StrEnum):
    """In whose name an organ's certificate seals a document.

    ``OFFICE`` is the office of the issuing organ, certified under it; ``HOST`` the organ above a body that has no seal.
    """

    OWN = "own"
    OFFICE = "office"
    HOST = "host"
    NONE = "none"


@cache
def _words() -> dict[str, tuple[str, ...]]:
    table = tomllib.loads((resources.files(__package__) / "names.toml").read_text("utf-8"))
    return {name: tuple(sorted(words, key=len, reverse=True)) for name, words in table.items()}


def is_printed_signer(holder: str | None, header: Header | None) -> bool | None:
    """Whether a person's certificate names one of the printed signers; None where either side is blank."""
    printed = [signer.name for signer in header.signers if signer.name] if header else []
    if not holder or not printed:
        return None
    return any(_same_person(holder, name) for name in printed)


def _same_person(one: str, other: str) -> bool:
    accented = all(fold(name) != unaccented(name) for name in (one, other))
    return _person_key(one, accented=accented) == _person_key(other, accented=accented)


def _person_key(name: str, *, accented: bool) -> str:
    plain, kept = (" ".join(text.replace(".", " ").split()) for text in (unaccented(name), fold(name)))
    while title := next((t for t in _words()["titles"] if plain.startswith(f"{t} ")), None):
        count = len(title.split())
        if len(plain.split()) < count + 2:  # a family name that looks like a title, not a title before a bare given name
            break
        plain, kept = (" ".join(text.split()[count:]) for text in (plain, kept))
    return kept if accented else plain


def seal_of(signature: SignatureEvidence, header: Header | None, issuer: str | None, registry: Registry) -> Seal:
    """In whose name an organ's signature seals a document of ``issuer`` with this header."""
    organ = header.organ if header else None
    joint = header.issuers[1:] if header else ()
    if any(registry.is_same(signature.signer_common_name, name, issuer) for name in (organ, *(one.organ for one in joint))):
        return Seal.OWN
    if not organ or not signature.signer_common_name:
        return Seal.NONE
    printed, held = organ_key(organ), organ_key(signature.signer_common_name)
    if _is_office_of(held, printed) and organ_key(signature.signer_organization or "") == printed:
        return Seal.OFFICE
    above = header.superior_organ if header else None
    if _is_hosted(printed) and above and registry.is_same(signature.signer_common_name, above, None):
        return Seal.HOST
    return Seal.NONE


def _is_office_of(held: str, printed: str) -> bool:
    """Whether a name is that of an office which serves the body printed, its kind named: ``van phong uy ban nhan dan``."""
    prefix = next((word for word in _words()["offices"] if held.startswith(f"{word} ")), None)
    if prefix is None:
        return False
    served = held.removeprefix(prefix).strip().split(" va ")
    return any(body and f"{printed} ".startswith(f"{body} ") for body in served)


def _is_hosted(printed: str) -> bool:
    words = _words()
    return printed.startswith(words["hosted"]) and not printed.startswith(words["not_hosted"])


def is_publisher(holder: str | None) -> bool:
    """Whether a certificate is that of a body which publishes others' documents."""
    return bool(holder) and organ_key(holder or "").startswith(_words()["publishers"])


def matches(facts: FileFacts, issuer: str | None, registry: Registry) -> tuple[bool | None, ...]:
    """Whether each signature's holder is the printed signer or seals for the printed organ; None where nobody can tell."""
    header = facts.documents[0] if facts.documents else None
    return tuple(_matches(signature, header, issuer, registry) for signature in facts.signatures)


def _matches(signature: SignatureEvidence, header: Header | None, issuer: str | None, registry: Registry) -> bool | None:
    if signature.kind is not SignatureKind.SIGNATURE or header is None:
        return None
    if signature.signer_kind is SignerKind.PERSONAL:
        return is_printed_signer(signature.signer_common_name, header)
    if signature.signer_kind is not SignerKind.ORGAN or not header.organ:
        return None
    return seal_of(signature, header, issuer, registry) is not Seal.NONE


def roles(facts: FileFacts, issuer: str | None, registry: Registry) -> tuple[Role | None, ...]:
    """The role of each signature of a file in its order, intact or not; None for a time-stamp."""
    header = facts.documents[0] if facts.documents else None
    return tuple(
        _role(signature, header, facts.sources, issuer, registry) if signature.kind is SignatureKind.SIGNATURE else None
        for signature in facts.signatures
    )


def _role(
    signature: SignatureEvidence, header: Header | None, sources: Mapping[str, Source], issuer: str | None, registry: Registry
) -> Role:
    if signature.signer_kind is SignerKind.PERSONAL:
        return {True: Role.ISSUER_PERSON, False: Role.OTHER, None: Role.UNKNOWN}[
            is_printed_signer(signature.signer_common_name, header)
        ]
    if signature.signer_kind is not SignerKind.ORGAN:
        return Role.UNKNOWN
    if seal_of(signature, header, issuer, registry) is not Seal.NONE:
        return Role.CLERK if _shows_number(signature, sources.values()) else Role.ISSUER_ORGAN
    if is_publisher(signature.signer_common_name):
        return Role.PUBLISHER
    if header is not None and header.copy_form is not None:
        return Role.COPYIST
    return Role.OTHER if header is not None and header.organ else Role.UNKNOWN


def _shows_number(signature: SignatureEvidence, sources: Iterable[Source]) -> bool:
    """Whether the signature stands where a value was read from signatures' appearances."""
    box = signature.box
    if box is None or signature.page is None:
        return False
    read = [s.box for s in sources if s.source is SourceKind.SIGNATURE_WIDGET and s.page == signature.page and s.box]
    return any(box[0] < one[2] and one[0] < box[2] and box[1] < one[3] and one[1] < box[3] for one in read)
