"""Canonical JSON (RFC 8785) of plain values without floats, and conversion of frozen values to and from plain ones."""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import json
from collections.abc import Mapping
from enum import Enum
from typing import Any, TypeVar

T = TypeVar("T")


def plain(value: Any) -> Any:
    """Turn frozen values into dicts, lists, strings, integers, booleans and None; a float is a ``TypeError``.

    Keys of dicts come out sorted, fields of dataclasses in their order; None fields are kept, so that the shape of a
    fact never depends on its content. Only the fields that a class names in ``LATER`` are left out while they are None or empty:
    they came after facts of the class were first recorded, and what they do not concern keeps its bytes.
    """
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        told = ((name, getattr(value, name), later) for name, later in _shape(type(value)))
        return {name: plain(one) for name, one, later in told if one or not later}
    if isinstance(value, Mapping):
        return {str(k): plain(value[k]) for k in sorted(value)}
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    raise TypeError(f"{type(value).__name__} cannot stand in a fact")


@functools.cache
def _shape(cls: Any) -> tuple[tuple[str, bool], ...]:
    """The fields of a dataclass in their order, each with whether it came later."""
    later: frozenset[str] = getattr(cls, "LATER", frozenset())
    return tuple((field.name, field.name in later) for field in dataclasses.fields(cls))


def canonical(value: Any) -> str:
    """Return the RFC 8785 form of a frozen or plain value (keys are ASCII, so code point order is UTF-16 order)."""
    return json.dumps(plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(value: Any) -> str:
    """SHA-256, in hex, of the canonical form."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


@functools.cache
def _adapter(cls: Any) -> Any:
    from pydantic import TypeAdapter  # noqa: PLC0415 - 0.1 s that `docflow --help` does not need

    return TypeAdapter(cls)


def restore(cls: type[T], value: Any) -> T:
    """Make a frozen value of ``cls`` from its plain form; pydantic's ``ValidationError`` if it is not one."""
    key: Any = cls
    result: T = _adapter(key).validate_python(value)
    return result
