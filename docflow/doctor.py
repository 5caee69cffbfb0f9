"""What is installed, what is missing and how to mend it: every check an answer, whatever it meets; nothing leaves the machine."""

from __future__ import annotations

import datetime as dt
import hashlib
import importlib
import re
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from importlib import metadata
from pathlib import Path

from typing_extensions import TypedDict

from docflow import __version__
from docflow.errors import DocflowError, LedgerError, PathError, TrustError
from docflow.ledger.engine import HEAD, open_ledger
from docflow.parse import ocr_assets, ocr_tesseract
from docflow.parse.reader import READERS
from docflow.settings import CONFIG_NAME, Settings
from docflow.trust_store.checking import check_store
from docflow.trust_store.items import Role, items_in
from docflow.trust_store.support import Support
from docflow.verify.policy import load_policy

OLDEST, BEYOND = (3, 11), (3, 14)
"""The versions of Python that docflow runs on: from, and below."""

OCR, POSTGRES = "ocr", "postgres"
LEAST_MIB = 500
"""Below this much free space a night's run may end in the middle."""

EXPIRING_DAYS = 90
_MODULES = ("docflow.verify.examine", "docflow.verify.judge", "docflow.verify.ooxml", "docflow.ledger.write")
_REQUIREMENT = re.compile(r"(?P<name>[A-Za-z0-9._-]+)[^;]*(?:;.*extra == ['\"](?P<extra>[^'\"]+)['\"])?")


class State(StrEnum):
    """How it stands: in order, worth knowing and not needed, or wrong so that something will not work."""

    FINE = "fine"
    NOTICE = "notice"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Check:
    """One answer: ``told`` names its words (``doctor.told-…``), filled by ``values``; ``mend`` names what to do, if anything.

    ``fault`` is the error that was met instead, whose words say both. ``details`` are names and versions.
    """

    name: str
    state: State
    told: str = ""
    values: Mapping[str, str | int] = field(default_factory=dict)
    mend: str | None = None
    fault: DocflowError | None = None
    details: tuple[str, ...] = ()


class CheckRecord(TypedDict):
    """A check in JSON: ``told`` and ``mend`` are sentences in the session's language."""

    name: str
    state: State
    told: str
    mend: str | None
    details: list[str]


class DoctorRecord(TypedDict):
    """All checks in JSON; ``fine`` where nothing that is needed is missing."""

    schema: str
    version: str
    fine: bool
    checks: list[CheckRecord]


def machine(encoding: str) -> Iterator[Check]:
    """What does not depend on an instance; ``encoding`` is that of the output."""
    version = sys.version_info[:3]
    right = OLDEST <= version[:2] < BEYOND
    number = ".".join(map(str, version))
    yield Check("python", State.FINE if right else State.FAULT, "python", {"version": number}, None if right else "python")
    required = requirements()
    yield libraries(required.get(None, ()))
    yield programs()
    yield recognition(required.get(OCR, ()))
    yield optional("server", required.get(POSTGRES, ()))
    plain = encoding.lower().replace("-", "") == "utf8"
    state = State.FINE if plain else State.NOTICE
    yield Check("letters", state, "letters", {"encoding": encoding}, None if plain else "letters")


def requirements() -> dict[str | None, tuple[str, ...]]:
    """The names of the libraries that the installed docflow asks for, by extra; None for those that it always needs."""
    found: dict[str | None, list[str]] = {}
    try:
        asked = metadata.requires("docflow") or []
    except metadata.PackageNotFoundError:
        asked = []
    for text in asked:
        match = _REQUIREMENT.match(text)
        if match is not None:
            found.setdefault(match["extra"], []).append(match["name"])
    return {extra: tuple(names) for extra, names in found.items()}


def _versions(names: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The installed ones with their versions, and the names of the others."""
    there, absent = [], []
    for name in names:
        try:
            there.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            absent.append(name)
    return tuple(there), tuple(absent)


def libraries(names: Iterable[str]) -> Check:
    """Whether all libraries that docflow always needs are installed; asking for none says that docflow itself is not."""
    there, absent = _versions(names)
    if absent or not there:
        values = {"names": ", ".join(absent) or "docflow"}
        return Check("libraries", State.FAULT, "missing", values, "libraries", details=there)
    return Check("libraries", State.FINE, "libraries", {"count": len(there)}, details=(f"docflow {__version__}", *there))


def programs() -> Check:
    """Whether every reader, the verifier and the ledger can be loaded: a library may be installed and yet be broken."""
    broken = []
    for name in (*(f"docflow.parse.{module}" for module in sorted(set(READERS.values()))), *_MODULES):
        try:
            importlib.import_module(name)
        except Exception as fault:  # noqa: BLE001 - whatever a broken library raises is the answer
            broken.append(f"{name}: {type(fault).__name__}: {fault}")
    if broken:
        return Check("programs", State.FAULT, "broken", {"count": len(broken)}, "libraries", details=tuple(broken))
    return Check("programs", State.FINE, "programs", {"count": len(READERS)})


def recognition(names: Iterable[str]) -> Check:
    """Whether pages without text can be read: the libraries of the extra and their models; details are models and hashes."""
    there, absent = _versions(names)
    if absent:
        return _unaided(absent, there)
    try:
        absent = ocr_assets.missing()
        importlib.import_module("docflow.parse.ocr_engines")
        models = tuple(_hashed(asset) for asset in (ocr_assets.FINDER, ocr_assets.FIRST, ocr_assets.SECOND) if not absent)
    except Exception as fault:  # noqa: BLE001 - as in programs()
        broken = (f"{type(fault).__name__}: {fault}",)
        return Check("recognition", State.NOTICE, "broken", {"count": 1}, "recognition", details=broken)
    if absent:
        return _unaided(absent, there)
    return Check("recognition", State.FINE, "recognition", {"count": len(models)}, details=(*there, *models))


def _unaided(absent: tuple[str, ...], there: tuple[str, ...]) -> Check:
    """What reads scans without the extra: tesseract where it is installed with its Vietnamese data, else nothing."""
    names = ", ".join(absent)
    tesseract = ocr_tesseract.installed()
    if tesseract is None:
        return Check("recognition", State.NOTICE, "missing", {"names": names}, "recognition", details=there)
    values = {"names": names, "program": tesseract.version}
    details = (*there, f"{tesseract.data}/{ocr_tesseract.LANGUAGE}.traineddata {tesseract.data_sha256}")
    return Check("recognition", State.NOTICE, "tesseract", values, "recognition", details=details)


def _hashed(asset: tuple[str, str]) -> str:
    """A model's name and the SHA-256 of its file."""
    path = ocr_assets.path_of(asset)
    assert path is not None
    with path.open("rb") as file:
        return f"{path.stem} {hashlib.file_digest(file, 'sha256').hexdigest()}"


def optional(name: str, names: Iterable[str]) -> Check:
    """Whether the libraries of an extra are installed."""
    there, absent = _versions(names)
    if absent or not there:
        return Check(name, State.NOTICE, "missing", {"names": ", ".join(absent) or name}, name, details=there)
    return Check(name, State.FINE, "libraries", {"count": len(there)}, details=there)


def instance(settings: Settings, now: dt.datetime) -> Iterator[Check]:
    """What an instance has: folders that can be written, room, a ledger that opens, a policy, certificates."""
    root = settings.instance
    if not (root / CONFIG_NAME).is_file():
        fault = PathError("no-instance", path=root)
        yield Check("instance", State.FAULT, fault=fault)
        return
    yield _writable(settings)
    yield _room(root)
    yield _ledger(settings.ledger)
    try:
        policy = load_policy(settings.policy, root / "policies")
        yield Check("policy", State.FINE, "policy", {"name": policy.name})
    except DocflowError as fault:
        yield Check("policy", State.FAULT, fault=fault)
    yield _trust(settings.trust, now)


def _writable(settings: Settings) -> Check:
    folders = [settings.instance, *([settings.store] if settings.keep == "copy" else [])]
    for folder in folders:
        try:
            with tempfile.TemporaryFile(dir=folder) as file:
                file.write(b"docflow")
        except OSError as fault:
            return Check("instance", State.FAULT, fault=PathError("cannot-write", path=folder, detail=fault.strerror or fault))
    return Check("instance", State.FINE, "instance", {"path": str(settings.instance)})


def _room(folder: Path) -> Check:
    try:
        free = shutil.disk_usage(folder).free // 2**20
    except OSError as fault:
        return Check("room", State.FAULT, fault=PathError("path-unreadable", path=folder, detail=fault.strerror or fault))
    enough = free >= LEAST_MIB
    return Check("room", State.FINE if enough else State.FAULT, "room", {"mib": free}, None if enough else "room")


def _ledger(url: str) -> Check:
    try:
        engine = open_ledger(url)
    except LedgerError as fault:
        return Check("ledger", State.FAULT, fault=fault)
    kind = "PostgreSQL" if engine.dialect.name == "postgresql" else "SQLite"
    engine.dispose()
    return Check("ledger", State.FINE, "ledger", {"kind": kind, "revision": HEAD})


def _trust(folder: Path, now: dt.datetime) -> Check:
    try:
        items = items_in(folder)
    except (TrustError, OSError) as fault:
        met = fault if isinstance(fault, TrustError) else TrustError("trust-missing", path=folder)
        return Check("trust", State.FAULT, fault=met)
    anchors = sum(item.role is Role.ANCHOR for item in items)
    lists = sum(item.role is Role.LIST for item in items)
    values = {"anchors": anchors, "others": len(items) - anchors - lists, "lists": lists}
    if not anchors:
        return Check("trust", State.NOTICE, "trust-empty", values, "trust-empty")
    remarks = [r for r in check_store(items, Support(), now, EXPIRING_DAYS) if r.is_fault or r.code in {"expired", "expiring"}]
    details = tuple(" ".join(part for part in (r.code, r.about, r.detail) if part) for r in remarks)
    if remarks:
        return Check("trust", State.NOTICE, "trust-remarks", {**values, "count": len(remarks)}, "trust", details=details)
    return Check("trust", State.FINE, "trust", values)
