"""The public JSON of what an edXML envelope says of its own sending, made from frozen values."""

from __future__ import annotations

from typing_extensions import TypedDict

from docflow import model


class AnsweredRecord(TypedDict):
    """A document that a message is about, as printed."""

    organ_id: str | None
    code: str | None
    promulgated_on: str | None
    document_id: str | None


MessageRecord = TypedDict(
    "MessageRecord",
    {
        "kind": str,
        "business": str | None,
        "business_code": str | None,
        "status": str | None,
        "from": str | None,
        "to": list[str],
        "paper": bool | None,
        "document_id": str | None,
        "response_for": list[AnsweredRecord],
        "targets": list[AnsweredRecord],
        "signature": str | None,
    },
)


def message_record(message: model.Message) -> MessageRecord:
    """The public form of a message."""
    return {
        "kind": message.kind,
        "business": message.business,
        "business_code": message.business_code,
        "status": message.status,
        "from": message.sender,
        "to": list(message.receivers),
        "paper": message.paper,
        "document_id": message.document_id,
        "response_for": [_answered(one) for one in message.response_for],
        "targets": [_answered(one) for one in message.targets],
        "signature": message.signature,
    }


def _answered(one: model.AnsweredDocument) -> AnsweredRecord:
    return {
        "organ_id": one.organ_id,
        "code": one.code,
        "promulgated_on": one.promulgated_on,
        "document_id": one.document_id,
    }
