"""What a message says of a sending, and what lies inside a file, in the words of an explanation."""

from __future__ import annotations

from collections.abc import Iterator

from docflow.locale import Words
from docflow.model import FileFacts, Message
from docflow.render.dates import day_words

MEMBERS_SHOWN = 50


def message_lines(facts: FileFacts, words: Words) -> Iterator[str]:
    """Lines about a file's message and about the files inside it, none where it has neither."""
    if facts.message is not None:
        yield from _message(facts.message, words)
    if facts.members:
        yield words("show.members", count=words.integer(len(facts.members)))
        for member in facts.members[:MEMBERS_SHOWN]:
            yield "  " + words("show.member", name=member.name, sha256=member.sha256[:12])
        if len(facts.members) > MEMBERS_SHOWN:
            yield "  …"


def _message(message: Message, words: Words) -> Iterator[str]:
    sender = message.sender or "–"
    if message.kind == "status":
        yield words("show.message-status", sender=sender)
        name = f"show.status-{message.status}"
        told = words(name) if words.has(name) else words("show.status-unknown")
        yield words("show.message-status-code", code=message.status or "–", words=told)
    else:
        yield words("show.message-edoc", sender=sender, receivers=", ".join(message.receivers) or "–")
        if message.business:
            yield words("show.message-business", business=words(f"show.business-{message.business}"))
    if message.paper:
        yield words("show.message-paper")
    for one in message.about:
        day = day_words(words, one.promulgated_on) if one.promulgated_on else "–"
        yield words("show.message-about", code=one.code or one.document_id or "–", day=day, organ=one.organ_id or "–")
    if message.signature not in {None, "absent"}:
        yield words("show.message-signature", state=words(f"show.signature-{message.signature}"))
