"""One file's bytes to its facts: parse and examine, pure; where readers and the verifier meet.

A file inside a file is processed as one that lies in a folder: its facts are a function of its own bytes. What bounds all
that is inside a file together is therefore no fault of any one of them, but of the outermost file as a whole.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace

from docflow import container
from docflow.fingerprint import tools_of
from docflow.model import (
    AS_IT_STANDS,
    Blob,
    Examination,
    FileFacts,
    Member,
    ParseResult,
    Reading,
    SignatureState,
    Stage,
    Standing,
)
from docflow.parse import reader, transit
from docflow.verify import cms
from docflow.verify import examine as verifier
from docflow.verify.ooxml import examine_package
from docflow.verify.unjudged import examine_unjudged

_PACKAGES = frozenset({container.DOCX, container.XLSX, container.PPTX})
# Why a file could not be opened, besides its being damaged.
_CLOSED = frozenset({"encrypted", "old-word"})


@dataclass(frozen=True, slots=True)
class Processed:
    """A file's facts, the evidence bytes that belong to them, and the same of each of its members in their order.

    ``over`` says of the outermost file which bound all that is inside it passes: then ``members`` are those met until then.
    """

    facts: FileFacts
    blobs: tuple[Blob, ...]
    members: tuple[Processed, ...] = ()
    over: str | None = None

    @property
    def secret(self) -> bool:
        """Whether the file, or one inside it, bears a secrecy mark: then nothing but its hash may leave the worker."""
        return any(h.standing is Standing.SECRET for one in self.all() for h in one.facts.documents)

    def all(self) -> Iterator[Processed]:
        """The file and all that is inside it, once for each place where it lies."""
        yield self
        for member in self.members:
            yield from member.all()


class _Over(Exception):
    """All that is inside a file passes a bound; the message says which."""


class _Inside:
    """What is inside one outermost file: equal bytes are processed once, and everything counts against one bound."""

    def __init__(self, how: Reading) -> None:
        self._how = how
        self._files, self._bytes = how.max_members, how.max_unpacked
        self._open: set[str] = set()
        self.done: dict[str, Processed] = {}

    def process(self, data: bytes, depth: int = 0) -> Processed:
        digest = hashlib.sha256(data).hexdigest()
        if digest in self._open:
            # A file can be made that holds itself.
            raise _Over("nested-too-deep")
        done = self.done.get(digest)
        if done is not None:
            # Equal bytes cost no work, but what is inside them is walked wherever they lie.
            self._count(sum(1 for _ in done.all()) - 1, 0)
            return done
        facts, blobs, contents = _alone(data, digest, self._how)
        self.done[digest] = Processed(facts, blobs)
        if contents:
            if depth >= self._how.max_depth:
                raise _Over("nested-too-deep")
            self._count(len(contents), sum(map(len, contents)))
            self._open.add(digest)
            self.done[digest] = Processed(facts, blobs, tuple(self.process(content, depth + 1) for content in contents))
            self._open.remove(digest)
        return self.done[digest]

    def _count(self, files: int, size: int) -> None:
        self._files -= files
        self._bytes -= size
        if self._files < 0 or self._bytes < 0:
            raise _Over("members-limits")


def process(data: bytes, how: Reading = AS_IT_STANDS) -> Processed:
    """Read the headers and examine the signatures of one file and all inside it; never raises for what a file holds."""
    inside = _Inside(how)
    try:
        return inside.process(data)
    except _Over as fault:
        first, *others = inside.done.values()
        return Processed(first.facts, first.blobs, tuple(others), over=str(fault))


def signed_beside(processed: Processed, data: bytes, signature: bytes) -> Processed:
    """A file with the signatures of a detached CMS that lies beside it, in place of those inside it."""
    examination = cms.examine_detached(data, signature)
    facts = replace(
        processed.facts,
        state=examination.state,
        signatures=examination.signatures,
        problems=(*(p for p in processed.facts.problems if p.stage is not Stage.VERIFY), *examination.problems),
    )
    return Processed(facts, examination.blobs, processed.members)


def _alone(data: bytes, digest: str, how: Reading) -> tuple[FileFacts, tuple[Blob, ...], tuple[bytes, ...]]:
    """The facts of one file, its evidence bytes, and the bytes of its members."""
    sniffed = container.sniff(data)
    parsed = reader.read(data, how)
    if sniffed.media_type == container.CMS:
        parsed, examination = _opened(data, parsed)
    else:
        examination = _examine(data[sniffed.offset :] if sniffed.offset else data, sniffed.media_type, parsed)
    facts = FileFacts(
        sha256=digest,
        size=len(data),
        media_type=parsed.media_type,
        kind=parsed.kind,
        pages=parsed.pages,
        documents=parsed.documents,
        sources=parsed.sources,
        state=examination.state,
        signatures=examination.signatures,
        problems=(*parsed.problems, *examination.problems),
        tools=tools_of(parsed, how),
        message=parsed.message,
        members=parsed.members,
    )
    return facts, examination.blobs, parsed.contents


def _opened(data: bytes, parsed: ParseResult) -> tuple[ParseResult, Examination]:
    """A signed message: its signatures, and what it encloses as a file inside it."""
    opened = cms.open_message(data)
    if opened.content is None:
        return parsed, opened.examination
    content = opened.content
    media_type = container.sniff(content).media_type
    member = Member("content", hashlib.sha256(content).hexdigest(), len(content), media_type)
    return replace(parsed, members=(member,), contents=(content,)), opened.examination


def _examine(data: bytes, media_type: str, parsed: ParseResult) -> Examination:
    if any(problem.code == transit.CODE for problem in parsed.problems):
        return Examination(SignatureState.UNREADABLE)
    if media_type == container.PDF:
        return verifier.examine(data)
    if media_type in _PACKAGES or (data[:2] == b"PK" and not parsed.members and b"_xmlsignatures/" in data):
        return examine_package(data)
    closed = any(problem.code in _CLOSED or problem.code.startswith("damaged-") for problem in parsed.problems)
    return examine_unjudged(data, media_type, read=reader.accepts(parsed.media_type) and not closed)
