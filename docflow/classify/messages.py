"""What edXML messages say of a document: that it was sent, on paper too, taken back, updated or replaced.

QCVN 102:2016/BTTTT, business types and status codes; Decree 30/2020, article 18: on a revocation the document is cancelled, never
deleted. A message is about a document only where number, notation, day and issuing organ all say so, or the document's id on
the axis does; a revocation counts if it comes from the issuer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from docflow.classify.identity import Registry
from docflow.model import AnsweredDocument, Discrepancy, FileFacts, Header, Message
from docflow.text import notation_key, number_key

_REFUSED, _ASKED_BACK, _AGREED, _DECLINED = "02", "13", "15", "16"
# What was not unpacked may hold documents: the file that it lies in stands for them.
_LEFT_UNREAD = frozenset({"attachment-damaged", "damaged-archive", "encrypted-archive", "zip-limits"})


@dataclass(frozen=True, slots=True)
class Addressed:
    """A document as messages name it: its key's parts, the ids that its own messages bear, and who sent them."""

    issuer: str | None
    number: str | None
    notation: str | None
    day: str | None
    ids: frozenset[str] = frozenset()
    senders: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Heard:
    """What messages say of a document; ``electronic`` and ``paper`` are witnesses of its sending."""

    electronic: tuple[str, ...] = ()
    paper: tuple[str, ...] = ()
    withdrawn: bool = False
    findings: tuple[Discrepancy, ...] = ()
    messages: tuple[str, ...] = ()


def is_document(facts: FileFacts) -> bool:
    """Whether a file is (or may be) a document itself: no status, no bare revocation or update, no folder of other files."""
    message = facts.message
    if message is None:
        return not facts.members or any(problem.code in _LEFT_UNREAD for problem in facts.problems)
    if message.kind == "status":
        return False
    return message.business not in {"revoke", "update"} or not _of_itself(message, facts)


def _of_itself(message: Message, facts: FileFacts) -> bool:
    """Whether a message revokes or updates the very document whose header it bears, and so brings no document of its own."""
    header = facts.documents[0] if facts.documents else Header()
    if not header.number or not header.notation:
        return True
    own = _same_number(header.number, header.notation)
    codes = [_parts(one.code) for one in message.targets]
    return any(code == own for code in codes) or not any(all(code) for code in codes)


def _parts(code: str | None) -> tuple[str, str]:
    """Number and notation of a joined code in the forms in which they are compared; a year between them is left out."""
    number, _, rest = (code or "").partition("/")
    head, slash, tail = rest.partition("/")
    notation = tail if slash and head.strip().isdigit() and len(head.strip()) == 4 else rest
    return _same_number(number, notation)


def _same_number(number: str, notation: str) -> tuple[str, str]:
    return number_key(number), notation_key(notation)


def names(message: Message) -> set[str]:
    """The names under which a message and the documents that it is about look for each other."""
    found = set()
    for one in message.about:
        number, _, notation = (one.code or "").partition("/")
        if number and notation:
            found.add("/".join(_parts(one.code)))
        if one.document_id:
            found.add(id_name(one.document_id))
    return found


def id_name(document_id: str) -> str:
    """The name of a document by its id on the axis."""
    return f"id:{document_id.upper()}"


def concerns(target: AnsweredDocument, document: Addressed, registry: Registry) -> bool:
    """Whether a message's target is the document: by its id, or by number, notation, day and organ together."""
    if target.document_id and target.document_id.upper() in document.ids:
        return True
    if not (document.number and document.notation and document.day and target.promulgated_on == document.day):
        return False
    if _parts(target.code) != _same_number(document.number, document.notation):
        return False
    return is_organ(target.organ_id, document, registry)


def is_organ(code: str | None, document: Addressed, registry: Registry) -> bool:
    """Whether an organ's code is that of the document's issuer, by the unit registry or by who sent it."""
    if not code:
        return False
    unit = registry.of_code(code, document.day)
    return unit.id == document.issuer if unit else code.upper() in {*document.senders, (document.issuer or "").upper()}


def is_author(code: str | None, document: Addressed, registry: Registry) -> bool:
    """Whether an organ's code is surely the issuer's: of a unit of the registry only the codes that stand there."""
    unit = registry.of_code(code, document.day) if code else None
    if document.issuer in registry.by_id:
        return unit is not None and unit.id == document.issuer
    return is_organ(code, document, registry)


def hear(own: Mapping[str, Message], about: Mapping[str, FileFacts], document: Addressed, registry: Registry) -> Heard:
    """Gather what is said by the messages that brought the document, and by those about it; both by SHA-256."""
    concerning = {
        sha256: facts
        for sha256, facts in sorted(about.items())
        if facts.message and any(concerns(one, document, registry) for one in facts.message.about)
    }
    told = {sha256: facts.message for sha256, facts in concerning.items() if facts.message}
    authored = {sha256 for sha256, message in told.items() if is_author(message.sender, document, registry)}
    by_status: dict[str, list[str]] = {}
    for sha256, message in told.items():
        if message.kind == "status" and message.status and (message.status != _ASKED_BACK or sha256 in authored):
            by_status.setdefault(message.status, []).append(message.sender or "")
    revoked = {sha256 for sha256, message in told.items() if message.business == "revoke"}
    sent = sorted({*own, *(sha256 for sha256, message in told.items() if message.business != "replace")})
    return Heard(
        electronic=tuple(f"message:{sha256}" for sha256 in sent),
        paper=tuple(f"message:{sha256}" for sha256 in sent if (own.get(sha256) or told[sha256]).paper),
        withdrawn=bool(revoked & authored) or (_ASKED_BACK in by_status and _AGREED in by_status),
        findings=tuple(_findings(concerning, authored, by_status)),
        messages=tuple(concerning),
    )


def _findings(
    concerning: Mapping[str, FileFacts], authored: set[str], by_status: Mapping[str, list[str]]
) -> Iterator[Discrepancy]:
    for sha256, facts in concerning.items():
        message = facts.message
        if message is None:
            continue
        if message.business == "revoke" and sha256 not in authored:
            yield Discrepancy("revocation-not-by-issuer", message.sender or sha256)
        elif message.business == "update":
            yield Discrepancy("update-pending", sha256)
        elif message.business == "replace":
            header = facts.documents[0] if facts.documents else Header()
            yield Discrepancy("replaced-by", "/".join(part for part in (header.number, header.notation) if part) or sha256)
    for sender in by_status.get(_REFUSED, ()):
        yield Discrepancy("refused-by-receiver", sender)
    for sender in by_status.get(_DECLINED, ()):
        yield Discrepancy("take-back-refused", sender)
    if _ASKED_BACK in by_status and _AGREED not in by_status and _DECLINED not in by_status:
        yield Discrepancy("take-back-asked")


# ---------------------------------------------------------------- a message beside what it brings


def is_another(paper: Header | None, letter: Header) -> bool:
    """Whether an attachment prints another number or notation than its message: then it is a document of its own."""
    if paper is None or not paper.number:
        return False
    if number_key(paper.number) != number_key(letter.number or ""):
        return True
    return bool(paper.notation and letter.notation) and notation_key(paper.notation or "") != notation_key(letter.notation or "")


def letter_header(letters: Mapping[str, FileFacts]) -> Header | None:
    """The header of the first of the messages that brought a document."""
    return next((letter.documents[0] for letter in letters.values() if letter.documents), None)


def completed(printed: Header | None, letter: Header | None) -> Header | None:
    """The printed header with what it does not say filled in from the message's."""
    if printed is None or letter is None:
        return printed or letter
    return replace(
        printed,
        number=printed.number or letter.number,
        notation=printed.notation or (None if is_another(printed, letter) else letter.notation),
        document_type=printed.document_type or letter.document_type,
        promulgated_on=printed.promulgated_on or letter.promulgated_on,
    )
