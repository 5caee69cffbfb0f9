"""What later revisions of a file changed after a signature, and whether that may stand without a person looking.

Later signatures, time-stamps and validation data may. Anything else is for review, and says which object it was.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel, SuspiciousModification
from pyhanko.sign.fields import MDPPerm

from docflow.model import Finding, Modification
from docflow.verify.bounds import MAX_LATER_REVISIONS
from docflow.verify.diff_rules import Analysis, adds_validation_data, ever_used
from docflow.verify.drawn import drawn_since
from docflow.verify.fast_reader import FastReader
from docflow.verify.outcomes import PASSED, unsure

_SIGNING = Analysis(fields=False)
_FILLING = Analysis(fields=True)
_REVIEW = unsure("MODIFIED_AFTER_SIGNING")
_NAMED = 12
_LEVELS = {
    ModificationLevel.NONE: Modification.NONE,
    ModificationLevel.LTA_UPDATES: Modification.LTA_UPDATES,
    ModificationLevel.FORM_FILLING: Modification.FORM_FILLING,
    ModificationLevel.ANNOTATIONS: Modification.ANNOTATIONS,
    ModificationLevel.OTHER: Modification.OTHER,
}


@dataclass(frozen=True, slots=True)
class Changes:
    """The gravest kind of change after a signature, the finding it leads to, and what was changed."""

    modification: Modification
    finding: Finding = PASSED
    changed: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()


UNCHANGED = Changes(Modification.NONE)


def changes_after(reader: FastReader, embedded: Any, signed_revisions: Collection[int]) -> Changes:
    """Compare the signed revision with each later one.

    Args:
        reader: The whole file.
        embedded: pyHanko's signature, its coverage computed.
        signed_revisions: Revisions that an intact signature or time-stamp covers whole.

    Returns:
        PASSED where each later revision holds nothing but validation data, or nothing but a signature's own widget and
        what an intact later signature covers; MODIFIED_AFTER_SIGNING for everything else, since the library's level of
        form filling covers later signatures and edits alike. Exceptions of the library are the caller's to map.
    """
    base, total = embedded.signed_revision, reader.xrefs.total_revisions
    if total - base > MAX_LATER_REVISIONS:
        return Changes(Modification.OTHER, _REVIEW, (), ("too-many-revisions",))
    permitted, locks = embedded.docmdp_level, embedded.fieldmdp
    gravest, last_signed = ModificationLevel.NONE, max(signed_revisions, default=-1)
    old = reader.get_historical_resolver(base)
    for revision in range(base + 1, total):
        new = reader.get_historical_resolver(revision)
        level = _level(_SIGNING, old, new, locks, permitted)
        if level is None:
            return _unexplained(reader, embedded, revision, gravest)
        gravest = max(gravest, level)
        if revision <= last_signed:
            continue
        if level > ModificationLevel.LTA_UPDATES or not adds_validation_data(new, revision):
            return Changes(_LEVELS[gravest], _REVIEW, _named(reader, base, revision), ("changed-without-signature",))
    if permitted is not None and gravest.value > permitted.value:
        return Changes(_LEVELS[gravest], _REVIEW, (), ("change-not-permitted",))
    drawn = drawn_since(reader, base) if total - base > 1 else None
    if drawn is not None:
        return Changes(Modification.OTHER, _REVIEW, _named(reader, base, total - 1), (drawn,))
    return Changes(_LEVELS[gravest])


def _unexplained(reader: FastReader, embedded: Any, revision: int, gravest: Any) -> Changes:
    """Say what kind of change it was: a signature that a certification does not allow, a form filled in, or anything else."""
    base = embedded.signed_revision
    named = _named(reader, base, revision)
    old, new = reader.get_historical_resolver(base), reader.get_historical_resolver(revision)
    if embedded.docmdp_level is not None and (level := _level(_SIGNING, old, new, embedded.fieldmdp, None)) is not None:
        return Changes(_LEVELS[max(gravest, level)], _REVIEW, named, ("signed-after-certification",))
    level = _level(_FILLING, old, new, embedded.fieldmdp, embedded.docmdp_level)
    if level is not None:
        return Changes(_LEVELS[max(gravest, level)], _REVIEW, named, ("form-filled",))
    return Changes(Modification.OTHER, _REVIEW, named, ("changed-after-signing",))


def _level(analysis: Analysis, old: Any, new: Any, locks: Any, permitted: MDPPerm | None) -> Any:
    try:
        result: DiffResult = analysis.apply(old, new, locks, permitted)
    except SuspiciousModification:
        return None
    return result.modification_level


def _named(reader: FastReader, base: int, revision: int) -> tuple[str, ...]:
    """The objects of the signed revision that a later one wrote anew or freed, with their types, some of them."""
    data = reader.xrefs.get_xref_data(revision)
    written = {*data.standard_xrefs, *data.xrefs_in_objstm}
    view = reader.get_historical_resolver(revision)
    names = [
        f"{ref.idnum} {ref.generation} {_type(view, ref)}".strip()
        for ref in sorted(reader.xrefs.explicit_refs_in_revision(revision), key=lambda r: (r.idnum, r.generation))
        if ref.idnum in written and ever_used(reader.xrefs, ref.idnum, base)
    ]
    freed = [f"{n} freed" for n in sorted(data.freed) if n and n not in written and ever_used(reader.xrefs, n, base)]
    return tuple((names + freed)[:_NAMED]) or (f"revision {revision + 1}",)


def _type(view: Any, reference: Any) -> str:
    try:
        found = view(reference)
        parts = [str(found[key]) for key in ("/Type", "/Subtype", "/FT") if isinstance(found, dict) and key in found]
    except Exception:  # noqa: BLE001 - the name is a convenience
        return ""
    return "".join(parts)[:80]
