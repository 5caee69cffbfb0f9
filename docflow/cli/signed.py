"""What verify and inspect tell of signatures beside evidence and verdict: roles by the printed header, steps if asked for."""

from __future__ import annotations

from docflow.classify.identity import Registry
from docflow.classify.signing import matches, roles
from docflow.records import SignatureRecord, VerifiedMemberRecord, VerifyRecord, step_record
from docflow.work import Answer

_NO_UNITS = Registry(())


def explained(record: VerifyRecord, answer: Answer) -> VerifyRecord:
    """The record of a file, and of all inside it, with roles, matches and steps; it is filled in and given back."""
    _explain(record["signatures"], record["members"], answer)
    return record


def _explain(signatures: list[SignatureRecord], members: list[VerifiedMemberRecord], answer: Answer) -> None:
    if answer.facts is None:
        return
    found = zip(signatures, roles(answer.facts, None, _NO_UNITS), matches(answer.facts, None, _NO_UNITS), strict=True)
    for signature, role, same in found:
        signature["role"] = role.value if role is not None else None
        signature["matches_printed"] = same
    for signature, steps in zip(signatures, answer.steps, strict=bool(answer.steps)):
        signature["steps"] = [step_record(step) for step in steps]
    inner = [one for one in answer.members if one.facts is not None]
    for member, one in zip(members, inner, strict=False):
        _explain(member["signatures"], member["members"], one)
