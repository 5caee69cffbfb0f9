"""Documents of councils that use another body's seal: they count with that body, and are shown apart.

Decree 30/2020, article 15: such councils have a series of their own in the books of the body whose seal they use.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from docflow.model import Count, Document, Series
from docflow.text import notation_key

NUMBERED_BY_HOST = "numbered-by-host"


def of_councils(series: Iterable[Series], hosts: frozenset[str] | None) -> list[Series]:
    """The series of councils whose hosts are asked about, None for all."""
    return [one for one in series if one.host is not None and (hosts is None or one.host in hosts)]


def is_hosted(document: Document, count: Count, councils: Sequence[Series]) -> bool:
    """Whether a document that counts with a body is a council's: a file of it says so, or the notation on its line."""
    if any(finding.code == NUMBERED_BY_HOST for finding in document.findings):
        return True
    notation = notation_key(document.notation or "")
    return any(
        one.host == count.unit
        and bool(one.notations)
        and one.numbers(document.document_type, notation)
        and (count.day is None or one.holds_on(count.day))
        for one in councils
    )
