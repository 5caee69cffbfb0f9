"""pyHanko's difference analysis with two rules of our own.

* Freeing an object number that no revision up to the signed one ever had in use changes nothing: signing tools reserve
  numbers (generation 65534) that they never write. Freeing anything else is a change.
* Whatever a form field other than a signature's shows is content, so filling it in is told apart from signing.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import Any

from pyhanko.pdf_utils.generic import DictionaryObject, Reference, StreamObject
from pyhanko.pdf_utils.misc import map_with_return
from pyhanko.pdf_utils.reader import RawPdfPath
from pyhanko.sign.diff_analysis import (
    CatalogModificationRule,
    DiffResult,
    DocInfoRule,
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
    WhitelistRule,
    XrefStreamRule,
)
from pyhanko.sign.diff_analysis.commons import compare_key_refs
from pyhanko.sign.diff_analysis.rules_api import Context

_MAX_DEPTH = 64


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


def adds_validation_data(new: Any, revision: int) -> bool:
    """Whether a revision writes anything of the document security store, or the catalogue that names it for the first time."""
    store = new.root.get("/DSS")
    if store is None:
        return False
    written = new.explicit_refs_in_revision()
    before = new.reader.get_historical_resolver(revision - 1)
    return "/DSS" not in before.root or not written.isdisjoint(new.collect_dependencies(new.root.raw_get("/DSS")))


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


class StoreRule(WhitelistRule):  # type: ignore[misc]  # the library is untyped
    """Accept a document security store that grows, shrinks or is written anew: it is validation data, never content.

    The store as a whole may not vanish, no stream may be overwritten, and an object that anything but the store uses is
    not cleared, since each reference is cleared for its path in the store alone.
    """

    _LISTS = ("/Certs", "/CRLs", "/OCSPs", "/Cert", "/CRL", "/OCSP", "/TS", "/TU", "/Type")

    def apply(self, old: Any, new: Any) -> Iterator[Any]:
        """Clear the references of the store and below it."""
        path = RawPdfPath("/Root", "/DSS")
        old_store, store = yield from self._cleared(old, "/DSS", old.root, new.root, path)
        if store is None:
            return
        if not isinstance(store, DictionaryObject) or not set(store) <= {*self._LISTS, "/VRI"}:
            raise SuspiciousModification("the security store is malformed")
        yield from self._below(old, new, old_store, store, path)
        path += "/VRI"
        old_entries, entries = yield from self._cleared(old, "/VRI", old_store, store, path)
        for key in entries if isinstance(entries, DictionaryObject) else ():
            if key == "/Type":
                continue
            old_entry, entry = yield from self._cleared(old, key, old_entries, entries, path + key)
            if isinstance(entry, DictionaryObject) and set(entry) <= set(self._LISTS):
                yield from self._below(old, new, old_entry, entry, path + key)

    def _cleared(self, old: Any, key: str, old_parent: Any, parent: Any, path: Any) -> Generator[Any, None, tuple[Any, Any]]:
        before = old_parent if isinstance(old_parent, DictionaryObject) else DictionaryObject()
        context = Context.from_absolute(old, path)
        update = ReferenceUpdate.curry_ref(context_checked=context)
        versions: tuple[Any, Any] = yield from map_with_return(compare_key_refs(key, old, before, parent), update)
        return versions

    def _below(self, old: Any, new: Any, old_parent: Any, parent: Any, path: Any) -> Iterator[Any]:
        for key in self._LISTS:
            if key in parent:
                if not isinstance(parent[key], StreamObject):
                    yield from self._cleared(old, key, old_parent, parent, path + key)
                context = Context.from_absolute(old, path + key)
                for reference in new.collect_dependencies(parent.raw_get(key), since_revision=old.revision + 1):
                    yield ReferenceUpdate(reference, context_checked=context)


class Analysis(StandardDiffPolicy):  # type: ignore[misc]  # the library is untyped
    """The standard analysis with our rule for freed objects; ``fields`` also lets form fields be filled in."""

    def __init__(self, *, fields: bool) -> None:
        rules = [SigFieldCreationRule(allow_new_visible_after_certify=False), SigFieldModificationRule()]
        self._fields = fields
        super().__init__(
            global_rules=[
                CatalogModificationRule(),
                DocInfoRule().as_qualified(ModificationLevel.LTA_UPDATES),
                XrefStreamRule().as_qualified(ModificationLevel.LTA_UPDATES),
                ObjectStreamRule().as_qualified(ModificationLevel.LTA_UPDATES),
                StoreRule().as_qualified(ModificationLevel.LTA_UPDATES),
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
        if "/AdditionalStreams" in new.trailer_view and "/AdditionalStreams" not in old.trailer_view:
            raise SuspiciousModification("an embedded source was added")
        result = super().apply(old, new, field_mdp_spec=field_mdp_spec, doc_mdp=doc_mdp)
        if field_mdp_spec is not None and (old.renamed or new.renamed):
            raise SuspiciousModification("fields are locked by names that hold periods")
        for reference in new.explicit_refs_in_revision():
            if not ever_used(xrefs, reference.idnum, old.revision):
                if old._get_usages_of_ref(reference):  # noqa: SLF001 - the library's rules ask it too
                    raise SuspiciousModification(f"object {reference.idnum} fills a reference that was signed open")
            elif not self._fields and _is_content_field(old(reference)):
                raise SuspiciousModification(f"form field {reference.idnum} was written anew")
        return result


def _is_content_field(found: Any) -> bool:
    """Whether an object is a form field or widget of a field that is no signature's."""
    if not isinstance(found, DictionaryObject) or found.get("/Subtype") not in (None, "/Widget"):
        return False
    kind, depth = found.get("/FT"), 0
    parent = found
    while kind is None and "/Parent" in parent and depth < _MAX_DEPTH:
        parent, depth = parent["/Parent"], depth + 1
        kind = parent.get("/FT") if isinstance(parent, DictionaryObject) else "/Sig"
    return kind is not None and kind != "/Sig"
