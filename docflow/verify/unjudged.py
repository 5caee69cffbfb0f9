"""Signatures that docflow does not judge: a file that bears one is not to be called unsigned.

Word's binary files keep them in a stream or storage of the compound file ([MS-OFFCRYPTO], 2.5.1 and 2.5.2), OpenDocument in a
member of the package (part 2, clause 5).
"""

from __future__ import annotations

from docflow import container
from docflow.model import Examination, Problem, SignatureState, Stage

_SIGNS = {
    container.DOC: ("_signatures".encode("utf-16-le"), "_xmlsignatures".encode("utf-16-le")),
    container.ODT: (b"META-INF/documentsignatures.xml",),
    container.ODT_TEMPLATE: (b"META-INF/documentsignatures.xml",),
}


def examine_unjudged(data: bytes, media_type: str, *, read: bool) -> Examination:
    """What can be said of the signatures of a file of a kind whose signatures are not judged; ``read``: it could be opened."""
    if any(sign in data for sign in _SIGNS.get(media_type, ())):
        return Examination(SignatureState.UNREADABLE, problems=(Problem(Stage.VERIFY, "signature-not-judged", media_type),))
    return Examination(SignatureState.NO_SIGNATURE if read else SignatureState.UNREADABLE)
