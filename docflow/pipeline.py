"""One file's bytes to its facts: parse and examine, pure; where readers and the verifier meet."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from docflow import container
from docflow.fingerprint import tools
from docflow.model import AS_IT_STANDS, Blob, Examination, FileFacts, Reading, SignatureState, Standing
from docflow.parse import reader
from docflow.verify import examine as verifier
from docflow.verify.ooxml import examine_package

_PACKAGES = frozenset({container.DOCX, container.XLSX, container.PPTX})


@dataclass(frozen=True, slots=True)
class Processed:
    """A file's facts and the evidence bytes that belong to them."""

    facts: FileFacts
    blobs: tuple[Blob, ...]

    @property
    def secret(self) -> bool:
        """Whether the file bears a secrecy mark: then nothing but its hash may leave the worker."""
        return any(h.standing is Standing.SECRET for h in self.facts.documents)


def _examine(data: bytes, media_type: str) -> Examination:
    if media_type == "application/pdf":
        return verifier.examine(data)
    if media_type in _PACKAGES or (data[:2] == b"PK" and b"_xmlsignatures/" in data):
        return examine_package(data)
    state = SignatureState.NO_SIGNATURE if reader.accepts(media_type) else SignatureState.UNREADABLE
    return Examination(state)


def process(data: bytes, how: Reading = AS_IT_STANDS) -> Processed:
    """Read the header and examine the signatures of one file; never raises for what a file holds."""
    sniffed = container.sniff(data)
    parsed = reader.read(data, how)
    examination = _examine(data[sniffed.offset :], sniffed.media_type)
    facts = FileFacts(
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        media_type=parsed.media_type,
        kind=parsed.kind,
        pages=parsed.pages,
        documents=parsed.documents,
        sources=parsed.sources,
        state=examination.state,
        signatures=examination.signatures,
        problems=(*parsed.problems, *examination.problems),
        tools=tools(),
        message=parsed.message,
        members=parsed.members,
    )
    return Processed(facts, examination.blobs)
