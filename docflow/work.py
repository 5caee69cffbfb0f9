"""What a worker does with one file: read its bytes, process them, judge its signatures. Runs in the child process."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from docflow.model import AS_IT_STANDS, Blob, FileFacts, Reading, Step, Verdict
from docflow.verify.policy import Policy
from docflow.verify.trust import TrustStore

if TYPE_CHECKING:
    from docflow.pipeline import Processed

# What the server of workers loads once, before it forks them; the parent never needs it.
PRELOAD = (
    "docflow.cli.main",
    "docflow.pipeline",
    "docflow.parse.pdf",
    "docflow.parse.docx",
    "docflow.parse.edxml",
    "docflow.parse.archive",
    "docflow.verify.judge",
    "docflow.work",
)


@dataclass(frozen=True, slots=True)
class Orders:
    """What is the same for every task of a run.

    ``detail`` asks for the steps of each judgement; ``signature`` is a detached one that is to be checked against the file.
    """

    policy: Policy
    trust: TrustStore
    at: dt.datetime
    max_bytes: int
    how: Reading = AS_IT_STANDS
    detail: bool = False
    signature: bytes | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """One file to work on; ``sha256`` is what the parent saw, None if it did not look."""

    path: str
    size: int
    sha256: str | None = None
    index: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """A file's facts and verdicts; of a secret file, of one that changed and of an unreadable one, only why there are none.

    ``members`` are the answers for the files inside it, in the order in which its facts list them.
    """

    sha256: str | None
    size: int = 0
    facts: FileFacts | None = None
    blobs: tuple[Blob, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    refusal: str | None = None
    detail: str = ""
    members: tuple[Answer, ...] = ()
    steps: tuple[tuple[Step, ...], ...] = ()


def work(orders: Orders, task: Task) -> Answer:
    """Answer for one file; ``refusal`` is secret, changed, too-large, unreadable, nested-too-deep or members-limits."""
    from docflow.pipeline import process, signed_beside  # noqa: PLC0415 - loaded in the workers, not in the parent

    if task.size > orders.max_bytes:
        return Answer(task.sha256, task.size, refusal="too-large", detail=f"{task.size} > {orders.max_bytes}")
    try:
        with open(task.path, "rb") as file:  # noqa: PTH123 - the path may hold bytes that are not text
            data = file.read(orders.max_bytes + 1)
    except OSError as fault:
        return Answer(None, refusal="unreadable", detail=fault.strerror or type(fault).__name__)
    digest = hashlib.sha256(data).hexdigest()
    if len(data) > orders.max_bytes or (task.sha256 is not None and digest != task.sha256):
        return Answer(digest, len(data), refusal="changed")
    processed = process(data, orders.how)
    if processed.secret:
        return Answer(digest, len(data), refusal="secret")
    if processed.over is not None:
        return Answer(digest, len(data), refusal=processed.over)
    return _answer(orders, processed if orders.signature is None else signed_beside(processed, data, orders.signature))


def _answer(orders: Orders, processed: Processed) -> Answer:
    """The answer for a file and for all inside it, each with its own verdicts."""
    from docflow.verify.judge import assess  # noqa: PLC0415 - loaded in the workers, not in the parent

    facts = processed.facts
    blobs = {blob.sha256: blob.data for blob in processed.blobs}
    judged = [assess(s, blobs, orders.policy, orders.trust, orders.at) for s in facts.signatures]
    verdicts = tuple(one.verdict for one in judged)
    steps = tuple(one.steps for one in judged) if orders.detail else ()
    members = tuple(_answer(orders, member) for member in processed.members)
    return Answer(facts.sha256, facts.size, facts, processed.blobs, verdicts, members=members, steps=steps)
