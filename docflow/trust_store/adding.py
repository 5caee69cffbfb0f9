"""What may enter a trust folder, and where it is put; nothing that is there is ever replaced."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from docflow.errors import PathError
from docflow.text import slug
from docflow.trust_store.items import Role, TrustItem, items_in
from docflow.verify.known_authorities import known_authorities

FOLDERS = {Role.ANCHOR: "anchors", Role.INTERMEDIATE: "intermediates", Role.TIME: "intermediates", Role.LIST: "crls"}

LONGEST_NAME = 24


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one item.

    ``outcome`` is ``added``, ``known`` (the same bytes are there already) or ``refused``; ``reason`` says why it was refused:
    ``unknown-root``, ``not-authority`` or ``signer-certificate``. ``path`` is where it stands now.
    """

    item: TrustItem
    outcome: str
    reason: str = ""
    path: Path | None = None


def add(folder: Path, items: Iterable[TrustItem], *, anchor: bool) -> list[Added]:
    """Put items into a trust folder, each as a DER file named after it.

    A self-signed certificate is trusted for everything below it: it enters if docflow recognises it by its hash, or where
    ``anchor`` says that a person vouches for it. Raises ``PathError`` ``cannot-write``.
    """
    there = {item.sha256: item.path for item in items_in(folder)} if folder.is_dir() else {}
    done = []
    for item in items:
        reason = refusal(item, anchor=anchor)
        if item.sha256 in there:
            done.append(Added(item, "known", path=there[item.sha256]))
        elif reason is not None:
            done.append(Added(item, "refused", reason))
        else:
            there[item.sha256] = _write(folder / FOLDERS[item.role], item)
            done.append(Added(item, "added", path=there[item.sha256]))
    return done


def refusal(item: TrustItem, *, anchor: bool) -> str | None:
    """Why an item may not enter; None if it may."""
    if item.role is Role.SIGNER:
        return "signer-certificate"
    if item.role is not Role.ANCHOR or item.certificate is None:
        return None
    known = known_authorities().get(item.sha256)
    if known is not None and known.root:
        return None
    if not item.certificate.authority:
        return "not-authority"
    return None if anchor else "unknown-root"


def _write(folder: Path, item: TrustItem) -> Path:
    ending = "crl" if item.role is Role.LIST else "crt"
    target = folder / f"{slug(item.name)[:LONGEST_NAME] or 'ca'}-{item.sha256[:8]}.{ending}"
    part = target.with_name(f".{target.name}.part-{os.getpid()}")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        part.write_bytes(item.der)
        part.replace(target)
    except OSError as fault:
        raise PathError("cannot-write", path=folder, detail=fault.strerror or fault) from fault
    return target
