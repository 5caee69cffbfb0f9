"""What the rules for origin and form look at: one frozen value for each file of a document, and one for its register lines."""

from __future__ import annotations

from dataclasses import dataclass

from docflow.classify.identity import Registry
from docflow.classify.signing import Seal, is_printed_signer, seal_of
from docflow.model import (
    CopyForm,
    FileFacts,
    FileKind,
    Form,
    Header,
    Indication,
    RegisterLine,
    SignatureEvidence,
    SignatureKind,
    SignatureState,
    SignerKind,
    Standing,
)
from docflow.text import unaccented

BORN_DIGITAL = frozenset({FileKind.TEXT, FileKind.MIXED, FileKind.WORD})


@dataclass(frozen=True, slots=True)
class FileEvidence:
    """What one file says of its document's origin: what it is made of and whose intact signatures it carries.

    ``by_person`` and ``by_issuer`` tell of intact signatures of a person and of the issuing organ; ``by_other`` of an organ
    that is not the issuer (a publisher, a copying body); ``broken`` and ``in_review`` of signatures that do not count.
    ``by_signer`` tells of a person whom the document prints as its signer, ``by_office`` of the issuer's own office beside that
    signer, ``by_host`` of the organ whose seal a body without one uses. ``rewritten`` says what speaks for the file having been
    written anew after signing: a probable cause of broken signatures, and an attacker's excuse too.
    """

    sha256: str
    kind: FileKind
    header: Header | None
    unsigned: bool
    by_person: bool = False
    by_issuer: bool = False
    by_other: bool = False
    broken: bool = False
    in_review: bool = False
    fields: tuple[str, ...] = ()
    last_tsa_day: str | None = None
    in_issuers_folder: bool = False
    by_signer: bool = False
    by_office: bool = False
    by_host: bool = False
    rewritten: str | None = None

    @property
    def sealed(self) -> bool:
        """Whether an intact signature stands for the issuing organ: its own, its office's, or its host's."""
        return self.by_issuer or self.by_office or self.by_host

    @property
    def born_digital(self) -> bool:
        """Made of text, not of images."""
        return self.kind in BORN_DIGITAL

    @property
    def image_only(self) -> bool:
        """Made of page images."""
        return self.kind is FileKind.SCAN

    @property
    def copy_form(self) -> CopyForm | None:
        """The form of the copy, if it says that it is one."""
        return self.header.copy_form if self.header else None

    @property
    def draft(self) -> bool:
        """Born digital, unsigned, and blank where the number or the day should be, or marked as a draft."""
        return (
            self.unsigned
            and self.born_digital
            and self.header is not None
            and (self.header.standing is Standing.DRAFT or not self.header.number or not self.header.promulgated_on)
        )


def _counts(signature: SignatureEvidence) -> bool:
    return signature.kind is SignatureKind.SIGNATURE and signature.integrity.indication is Indication.TOTAL_PASSED


def file_evidence(facts: FileFacts, issuer: str | None, registry: Registry, *, in_issuers_folder: bool) -> FileEvidence:
    """Gather a file's evidence for a document of ``issuer``; a signature counts if it is intact, whatever a policy says."""
    header = facts.documents[0] if facts.documents else None
    person = signer = broken = review = False
    seals: set[Seal] = set()
    fields: list[str] = []
    days: list[str] = []
    for signature in facts.signatures:
        if signature.kind is SignatureKind.TIMESTAMP:
            continue
        if not _counts(signature):
            failed = signature.integrity.indication is Indication.TOTAL_FAILED
            broken, review = broken or failed, review or not failed
            continue
        fields.append(signature.field)
        seal = seal_of(signature, header, issuer, registry) if signature.signer_kind is SignerKind.ORGAN else None
        if seal is not None:
            seals.add(seal)
        elif signature.signer_kind is SignerKind.PERSONAL:
            person, signer = True, signer or is_printed_signer(signature.signer_common_name, header) is True
        if signature.timestamp and (seal not in {None, Seal.NONE} or signature.signer_kind is SignerKind.PERSONAL):
            days.append(signature.timestamp)
    return FileEvidence(
        sha256=facts.sha256,
        kind=facts.kind,
        header=header,
        unsigned=facts.state is SignatureState.NO_SIGNATURE,
        by_person=person,
        by_issuer=Seal.OWN in seals,
        by_other=Seal.NONE in seals or (Seal.OFFICE in seals and not signer),
        broken=broken or facts.state is SignatureState.NOT_REACHABLE,
        in_review=review,
        fields=tuple(sorted(fields)),
        last_tsa_day=max(days) if days else None,
        in_issuers_folder=in_issuers_folder,
        by_signer=signer,
        by_office=Seal.OFFICE in seals and signer,
        by_host=Seal.HOST in seals,
        rewritten=next((p.detail for p in facts.problems if p.code == "rewritten-after-signing"), None),
    )


@dataclass(frozen=True, slots=True)
class SendingEvidence:
    """What the books say of how a document was sent.

    ``column`` is the register's form column; ``paper`` and ``electronic`` are the names of the witnesses of a paper and of an
    electronic sending apart from it. The count of copies and the copy for the file are no witnesses.
    """

    column: Form | None = None
    paper: tuple[str, ...] = ()
    electronic: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    columns_differ: bool = False


_PAPER_NOTES = ("gui ban giay", "gui kem ban giay", "kem ban giay")


def sending_evidence(
    lines: dict[str, RegisterLine], electronic: tuple[str, ...] = (), on_paper: tuple[str, ...] = ()
) -> SendingEvidence:
    """Gather what outgoing register lines of one document witness; two differing form columns leave it undecided.

    ``electronic`` and ``on_paper`` are witnesses from elsewhere: messages.
    """
    columns = {line.form for line in lines.values() if line.form is not None}
    paper = list(on_paper)
    for subject, line in sorted(lines.items()):
        if line.signed_for:
            paper.append(f"receipt:{subject}")
        if any(words in unaccented(line.note or "") for words in _PAPER_NOTES):
            paper.append(f"note:{subject}")
    return SendingEvidence(
        column=next(iter(columns)) if len(columns) == 1 else None,
        paper=tuple(paper),
        electronic=electronic,
        lines=tuple(sorted(lines)),
        columns_differ=len(columns) > 1,
    )
