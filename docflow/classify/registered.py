"""A register's line against what the document's files print, and the files of one key against one another.

Clerks shorten subjects, leave out names and write positions beside them, and scans are misread: only what differs clearly is
told (Decree 30/2020, annex IV.I: columns 3 and 4 hold type, subject and signer as the document has them).
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable, Iterator

from docflow.classify.identity import Registry
from docflow.model import Discrepancy, FileFacts, Header, RegisterLine
from docflow.text import organ_key, unaccented

# Texts that have so much in common are the same one, shortened or misread.
SIMILAR = 0.8
_LONGEST = 400  # comparing takes the square of the length

_LEAD = re.compile(r"^(?:(?:v v|vv|ve viec|ve)\s+)+")
_POSITION = frozenset(
    re.findall(
        r"\w+",
        """kt tm tl tuq q ky thay mat ong ba dc dong chi chu tich pho giam doc cuc truong phong ban vien van hieu bi thu thuong
        truc quyen ubnd hdnd uy nhan dan chanh thanh tra bo so huyen xa tinh pct ct gd pgd ths ts cn ks""",
    )
)
_FULL_NAME = 3  # words: surname, middle name, name
_LONG_WORD = 5


def line_findings(lines: Collection[RegisterLine], header: Header | None) -> Iterator[Discrepancy]:
    """The findings of the outgoing lines of a key against the header of its file; nothing where either does not say."""
    if header is None or not lines:
        return
    subjects = [line.subject for line in lines if line.subject]
    if header.subject and subjects and not any(same_subject(header.subject, one, header.document_type) for one in subjects):
        yield Discrepancy("subject-differs")
    signers = [signer.name for signer in header.signers if signer.name]
    entered = [line.signer for line in lines if line.signer]
    if signers and entered and not any(may_be_signer(name, one) for name in signers for one in entered):
        yield Discrepancy("signer-differs")
    types = {line.document_type for line in lines if line.document_type}
    # A letter prints no type, so that a line's first word may be its matter: "Báo cáo ..." of a letter that reports.
    if header.document_type not in {None, "cong_van", *types} and types:
        yield Discrepancy("type-differs", ",".join(sorted(types)))


def deadline_findings(lines: Iterable[RegisterLine], letters: Iterable[FileFacts]) -> Iterator[Discrepancy]:
    """A book that enters another deadline than the message that brought the document (QCVN 102:2016, ``DueDate``)."""
    asked = sorted({letter.message.due_on for letter in letters if letter.message and letter.message.due_on})
    entered = sorted({line.due_on for line in lines if line.due_on})
    if asked and set(entered) - set(asked):
        yield Discrepancy("deadline-differs", f"{','.join(entered)} / {','.join(asked)}")


def twin_findings(headers: Iterable[Header | None]) -> Iterator[Discrepancy]:
    """Files of one key that print clearly different subjects: two documents under one number, or a text put in its place."""
    numbered = [one for one in headers if one is not None and one.number and one.subject]
    for i, one in enumerate(numbered):
        if not all(same_subject(one.subject or "", other.subject or "", one.document_type) for other in numbered[:i]):
            yield Discrepancy("same-key-differs")
            return


def abolished_findings(issuer: str | None, headers: Iterable[Header | None], registry: Registry) -> Iterator[Discrepancy]:
    """A file of a unit that bears a day after the unit's last: back-dated books end with the body (Resolution 202/2025/QH15)."""
    for header in headers:
        if header is None or header.promulgated_on is None:
            continue
        unit = registry.by_id.get(issuer or "") or registry.match(header.organ, header.superior_organ)
        if unit is not None and unit.valid_to and header.promulgated_on > unit.valid_to:
            yield Discrepancy("unit-abolished", unit.id)


def same_subject(one: str, other: str, document_type: str | None = None) -> bool:
    """Whether two subjects may be one: folded, without the type before them, one holds the other's words or is like it."""
    first, second = (_subject(text, document_type) for text in (one, other))
    if not first or not second:
        return True
    short, long = sorted((first.split(), second.split()), key=len)
    if f" {' '.join(short)} " in f" {' '.join(long)} ":
        return True
    match = difflib.SequenceMatcher(None, short, long, autojunk=False)
    kept = sum(block.size for block in match.get_matching_blocks())
    return kept >= SIMILAR * len(short) or _like(first, second)


def may_be_signer(name: str, entered: str) -> bool:
    """Whether a register's cell may mean a person: it names nobody, or has the name, whatever stands around it."""
    words = _words(name)
    others = [word for word in _words(entered) if word not in _POSITION or word in words]
    if len(words) < 2 or len([word for word in others if word not in _POSITION]) < 2:
        return True
    return _among(words[-1], others) and (_among(words[0], others) or len(others) < _FULL_NAME)


def _among(word: str, others: Collection[str]) -> bool:
    """Whether a word is there, as an initial or perhaps misread; of a short one a letter more makes another name."""
    return word in others or word[0] in others or (len(word) >= _LONG_WORD and any(_like(word, other) for other in others))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", unaccented(text[:_LONGEST]))


def _subject(text: str, document_type: str | None) -> str:
    folded = _LEAD.sub("", organ_key(text[:_LONGEST]))
    kind = (document_type or "").replace("_", " ")
    return _LEAD.sub("", folded.removeprefix(f"{kind} ")) if kind else folded


def _like(one: str, other: str) -> bool:
    return difflib.SequenceMatcher(None, one, other, autojunk=False).ratio() >= SIMILAR
