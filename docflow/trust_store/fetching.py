"""Fetching revocation lists and missing authorities from where certificates say that they are; only when asked to."""

from __future__ import annotations

import datetime as dt
import json
import os
import tempfile
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from docflow.errors import PathError, TrustError
from docflow.trust_store.adding import Added, add
from docflow.trust_store.download import DownloadError, get
from docflow.trust_store.items import Role, TrustItem, items_of
from docflow.trust_store.support import Support

MOST = 100
MEMORY = "fetched.json"
"""What was fetched from where: the list's next update by URL, so that a list that is still current is not fetched again."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """An address to fetch: a revocation list, or a certificate of an authority; ``signatures`` ask for it."""

    url: str
    is_list: bool
    signatures: int


@dataclass(frozen=True, slots=True)
class Fetched:
    """What became of an address.

    ``outcome`` is ``added``, ``known`` (nothing new there), ``current`` (the list at hand is not yet due to be replaced),
    ``refused`` (it may not enter the folder) or ``failed``; ``reason`` and ``detail`` say why.
    """

    wanted: Wanted
    outcome: str
    reason: str = ""
    detail: str = ""
    added: tuple[Added, ...] = ()


def wanted(items: Iterable[TrustItem], support: Support) -> list[Wanted]:
    """The addresses worth fetching, most wanted first: authorities below which ways end, lists of every certificate involved.

    No more than ``MOST``: hostile files may hold certificates with any number of addresses.
    """
    lists: Counter[str] = Counter(support.list_urls)
    for item in items:
        if item.certificate is not None:
            lists.update(dict.fromkeys(item.certificate.list_urls, 0))
    authorities: Counter[str] = Counter()
    for missing in support.missing:
        authorities.update(dict.fromkeys(missing.urls, missing.signatures))
    found = [Wanted(url, is_list, n) for is_list, urls in ((False, authorities), (True, lists)) for url, n in urls.items()]
    most = sorted(found, key=lambda w: (-w.signatures, w.url))[:MOST]
    return sorted(most, key=lambda w: (w.is_list, -w.signatures, w.url))


def fetch(folder: Path, all_wanted: Iterable[Wanted], now: dt.datetime, hosts: Collection[str], *, again: bool) -> list[Fetched]:
    """Fetch each address and put what it gives into the trust folder by the rules of ``add``; never an unknown root.

    ``again`` fetches also lists that are not yet due. Raises ``PathError`` ``cannot-write``.
    """
    memory = _remembered(folder)
    done = []
    for one in all_wanted:
        due = memory.get(one.url)
        if one.is_list and not again and due is not None and due > _text(now):
            done.append(Fetched(one, "current", detail=due[:10]))
            continue
        try:
            items = _items(get(one.url, hosts), one)
        except DownloadError as fault:
            done.append(Fetched(one, "failed", fault.code, fault.detail))
        except TrustError:
            done.append(Fetched(one, "failed", "not-certificates"))
        else:
            done.append(_entered(one, add(folder, items, anchor=False)))
            ends = [item.revocation.next_update for item in items if item.revocation and item.revocation.next_update]
            if ends:
                memory[one.url] = min(ends)
    _remember(folder, memory)
    return done


def _items(data: bytes, one: Wanted) -> list[TrustItem]:
    """What was fetched, if it is of the kind that was wanted; else ``TrustError``."""
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "fetched.der"
        path.write_bytes(data)
        items = [item for item in items_of(path) if (item.role is Role.LIST) == one.is_list]
    if not items:
        raise TrustError("trust-unreadable", path=one.url, detail="")
    return items


def _entered(one: Wanted, added: list[Added]) -> Fetched:
    outcomes = {entry.outcome for entry in added}
    outcome = next(name for name in ("added", "known", "refused") if name in outcomes)
    reason = next((entry.reason for entry in added if entry.outcome == outcome), "")
    return Fetched(one, outcome, reason, added=tuple(added))


def _remembered(folder: Path) -> dict[str, str]:
    try:
        told = json.loads((folder / MEMORY).read_text("utf-8"))
    except (OSError, ValueError):
        return {}  # a cache: without it lists are fetched once more
    return {k: v for k, v in told.items() if isinstance(v, str)} if isinstance(told, dict) else {}


def _remember(folder: Path, memory: Mapping[str, str]) -> None:
    part = folder / f".{MEMORY}.part-{os.getpid()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        part.write_text(json.dumps(memory, indent=1, sort_keys=True) + "\n", "utf-8")
        part.replace(folder / MEMORY)
    except OSError as fault:
        raise PathError("cannot-write", path=folder, detail=fault.strerror or fault) from fault


def _text(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")
