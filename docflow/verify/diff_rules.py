"""pyHanko's difference analysis with two rules of our own.

* Freeing an object number that no revision up to the signed one ever had in use changes nothing: signing tools reserve
  numbers (generation 65534) that they never write. Freeing anything else is a change.
* Whatever a form field other than a signature's shows is content, so filling it in is told apart from signing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pyhanko.pdf_utils.generic import Reference
from pyhanko.sign.diff_analysis import (
    CatalogModificationRule,
    DiffResult,
    DocInfoRule,
    DSSCompareRule,
    FormUpdatingRule,
    GenericFieldModificationRule,
    MetadataUpdateRule,
    ModificationLevel,
    ObjectStreamRule,
    QualifiedWhitelistRule,
    ReferenceUpdate,
    SigFieldCreationRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
    SuspiciousModification,
    XrefStreamRule,
)


def ever_used(xrefs: Any, number: int, revision: int) -> bool:
    """Whether any revision up to this one had an object of this number in use, whatever its generation."""
    for section in (xrefs.get_xref_data(r) for r in range(revision + 1)):
        hybrid = section.hybrid.xref_data if section.hybrid is not None else None
        for data in (section, hybrid):
            if data is not None and (number in data.standard_xrefs or number in data.xrefs_in_objstm):
                return True
    return False


def freed_numbers(xrefs: Any, revision: int) -> dict[int, int]:
    """Object numbers that a revision frees, with the generation that the cross-reference entry holds."""
    return dict(xrefs.get_xref_data(revision).freed)


class UnusedFreed(QualifiedWhitelistRule):  # type: ignore[misc]  # the library is untyped
    """Accept the freeing of numbers that the signed revision never had in use, and only that."""

    def apply_qualified(self, old: Any, new: Any) -> Iterator[tuple[Any, Any]]:
        """Clear the references of such entries."""
        xrefs = new.reader.xrefs
        used_now = xrefs.get_xref_data(new.revision)
        for number, generation in freed_numbers(xrefs, new.revision).items():
            written = number in used_now.standard_xrefs or number in used_now.xrefs_in_objstm
            if not written and not ever_used(xrefs, number, old.revision):
                yield ModificationLevel.LTA_UPDATES, ReferenceUpdate(Reference(number, generation - 1, pdf=new.reader))


class Analysis(StandardDiffPolicy):  # type: ignore[misc]  # the library is untyped
    """The standard analysis with our rule for freed objects; ``fields`` also lets form fields be filled in."""

    def __init__(self, *, fields: bool) -> None:
        rules = [SigFieldCreationRule(allow_new_visible_after_certify=False), SigFieldModificationRule()]
        super().__init__(
            global_rules=[
                CatalogModificationRule(),
                DocInfoRule().as_qualified(ModificationLevel.LTA_UPDATES),
                XrefStreamRule().as_qualified(ModificationLevel.LTA_UPDATES),
                ObjectStreamRule().as_qualified(ModificationLevel.LTA_UPDATES),
                DSSCompareRule().as_qualified(ModificationLevel.LTA_UPDATES),
                MetadataUpdateRule().as_qualified(ModificationLevel.LTA_UPDATES),
                UnusedFreed(),
            ],
            form_rule=FormUpdatingRule(field_rules=[*rules, GenericFieldModificationRule()] if fields else rules),
            reject_object_freeing=False,
        )

    def apply(self, old: Any, new: Any, field_mdp_spec: Any = None, doc_mdp: Any = None) -> DiffResult:
        """Compare two revisions; ``SuspiciousModification`` where a change has no explanation."""
        xrefs = new.reader.xrefs
        for number in freed_numbers(xrefs, new.revision):
            if number and ever_used(xrefs, number, old.revision):
                raise SuspiciousModification(f"object {number} was freed")
        return super().apply(old, new, field_mdp_spec=field_mdp_spec, doc_mdp=doc_mdp)
