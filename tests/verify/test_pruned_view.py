from __future__ import annotations

import pytest
from pyhanko.pdf_utils.reader import HistoricalResolver

from docflow.verify.fast_reader import FastReader
from docflow.verify.pruned_view import PrunedView
from verify.papers import rewritten, signed


@pytest.mark.parametrize(
    "data",
    [signed("chair", "district", "portal"), rewritten(signed("chair", "district"), "SO 99")],
    ids=["signed", "rewritten"],
)
def test_who_uses_a_later_written_object_comes_out_as_in_the_whole_walk(data: bytes) -> None:
    reader = FastReader(data)
    for revision in range(reader.xrefs.total_revisions - 1):
        pruned, whole = PrunedView(reader, revision), HistoricalResolver(reader, revision)
        pruned._load_reverse_xref_cache()
        whole._load_reverse_xref_cache()
        for later in range(revision + 1, reader.xrefs.total_revisions):
            for reference in reader.xrefs.explicit_refs_in_revision(later):
                assert pruned._get_usages_of_ref(reference) == whole._get_usages_of_ref(reference)


def test_objects_are_themselves_again_after_the_walk() -> None:
    reader = FastReader(signed("chair", "district"))
    pruned, whole = PrunedView(reader, 0), HistoricalResolver(reader, 0)
    pruned._load_reverse_xref_cache()

    for reference in reader.xrefs.explicit_refs_in_revision(0):
        assert repr(pruned(reference)) == repr(whole(reference))
