"""Settings of an instance: flags over environment over ``docflow.toml``; the only place that reads the environment."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from docflow.errors import PathError, UsageError
from docflow.model import Ocr

CONFIG_NAME = "docflow.toml"
LEDGER_NAME = "ledger.db"
# Address space that libraries, models and the largest picture take (measured: 1,280 MiB), and time for four pages.
RECOGNITION_MIB, RECOGNITION_SECONDS = 1536, 60


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost: memory in MiB above the worker's baseline, wall clock in seconds, pages, bytes.

    The files inside one file may be ``max_members`` in all, ``max_unpacked_mib`` together, and ``max_depth`` files deep.
    """

    memory_mib: int = 1024
    base_seconds: int = 30
    seconds_per_mib: int = 3
    max_seconds: int = 180
    max_file_mib: int = 200
    max_members: int = 1000
    max_unpacked_mib: int = 256
    max_depth: int = 3

    def seconds(self, size: int) -> float:
        """The wall-clock budget for a file of ``size`` bytes."""
        return min(self.base_seconds + self.seconds_per_mib * size / 2**20, self.max_seconds)

    def with_recognition(self) -> Limits:
        """The limits of workers that recognise scans: their models and pictures come on top of what a file may cost."""
        return replace(
            self,
            memory_mib=self.memory_mib + RECOGNITION_MIB,
            base_seconds=self.base_seconds + RECOGNITION_SECONDS,
            max_seconds=self.max_seconds + RECOGNITION_SECONDS,
        )


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything a command may ask about its surroundings, decided once."""

    instance: Path
    ledger: str
    policy: str = "vn-transitional"
    keep: str = "copy"
    ocr: Ocr = Ocr.AUTO
    workers: int = 1
    home_units: tuple[str, ...] = ()
    timezone: str = "Asia/Ho_Chi_Minh"
    limits: Limits = field(default_factory=Limits)

    @property
    def trust(self) -> Path:
        """The folder of anchors, intermediates and CRLs."""
        return self.instance / "trust"

    @property
    def store(self) -> Path:
        """The folder of originals by SHA-256."""
        return self.instance / "store"

    @property
    def inbox(self) -> Path:
        """The folder in which units and directions are folders."""
        return self.instance / "inbox"


_SCHEMA: dict[str, type] = {
    "ledger": str,
    "policy": str,
    "keep": str,
    "ocr": str,
    "workers": int,
    "home_units": list,
    "timezone": str,
}


def environment() -> Mapping[str, str]:
    """The variables ``DOCFLOW_*`` without their prefix, in lower case."""
    return {k.removeprefix("DOCFLOW_").lower(): v for k, v in os.environ.items() if k.startswith("DOCFLOW_") and v}


def language(argument: str | None) -> str:
    """The language of the words: flag, ``DOCFLOW_LANG``, an English locale, else Vietnamese."""
    asked = argument or environment().get("lang")
    if not asked:
        # The variables themselves: Python takes the plain C.UTF-8 locale for an English one.
        asked = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "vi")
    return "en" if asked.lower().startswith("en") else "vi"


def _file(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise UsageError("settings-unreadable", path=path, detail=fault) from fault
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        told = re.search(r"line (\d+)", str(fault))
        line = told[1] if told else len(text.splitlines())
        raise UsageError("settings-malformed", path=path, line=line) from fault
    for name, value in data.items():
        if name == "limits":
            continue
        if name not in _SCHEMA or type(value) is not _SCHEMA[name]:
            raise UsageError("settings-unknown", path=path, name=name)
    return data


def _from_environment(name: str, kind: type, text: str) -> object:
    try:
        return [part.strip() for part in text.split(",")] if kind is list else kind(text)
    except ValueError as fault:
        raise UsageError("environment-value", name=f"DOCFLOW_{name.upper()}", value=text) from fault


def _limits(path: Path, table: object) -> Limits:
    if not isinstance(table, dict):
        raise UsageError("settings-unknown", path=path, name="limits")
    known = {f.name for f in fields(Limits)}
    for name, value in table.items():
        if name not in known or type(value) is not int or value < 1:
            raise UsageError("settings-unknown", path=path, name=f"limits.{name}")
    return Limits(**table)


def load(instance: Path | None, *, ledger: str | None = None, need_instance: bool = False) -> Settings:
    """Decide the settings; ``PathError`` if an instance is needed and there is none at the place asked for."""
    env = environment()
    root = (instance or Path(env.get("instance", "."))).expanduser()
    if need_instance and not (root / CONFIG_NAME).is_file():
        raise PathError("no-instance", path=root.resolve())
    data = _file(root / CONFIG_NAME)
    for name, kind in _SCHEMA.items():
        if name in env:
            data[name] = _from_environment(name, kind, env[name])
    if data.get("keep", "copy") not in {"copy", "reference"}:
        raise UsageError("settings-unknown", path=root / CONFIG_NAME, name="keep")
    if data.get("ocr", Ocr.AUTO) not in set(Ocr):
        raise UsageError("settings-unknown", path=root / CONFIG_NAME, name="ocr")
    limits = _limits(root / CONFIG_NAME, data.get("limits", {}))
    # What the operator says is relative to where he is, what the file says to the file.
    base, url = (Path(), ledger or env["ledger"]) if ledger or "ledger" in env else (root, data.get("ledger") or LEDGER_NAME)
    if "://" not in url:
        url = f"sqlite:///{(base / url).resolve()}"
    return Settings(
        instance=root.resolve(),
        ledger=url,
        policy=data.get("policy", "vn-transitional"),
        keep=data.get("keep", "copy"),
        ocr=Ocr(data.get("ocr", Ocr.AUTO)),
        workers=max(1, data.get("workers") or min(os.cpu_count() or 1, 8)),
        home_units=tuple(data.get("home_units", ())),
        timezone=data.get("timezone", "Asia/Ho_Chi_Minh"),
        limits=limits,
    )
