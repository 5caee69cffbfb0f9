"""Profiles: which set of signatures makes a wholly signed original, a copy, a publication. Files are asked, not signatures."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources

from docflow.classify.identity import Registry
from docflow.classify.signing import roles
from docflow.model import FileFacts, Indication, Role


@dataclass(frozen=True, slots=True)
class Profile:
    """A name, and sets of roles of which each must be met by one intact signature."""

    name: str
    needs: tuple[frozenset[Role], ...]

    def met_by(self, found: Iterable[Role]) -> bool:
        """Whether these roles meet every need."""
        there = frozenset(found)
        return all(need & there for need in self.needs)


@cache
def profiles() -> tuple[Profile, ...]:
    """The profiles that come with docflow, in the order of their file."""
    table = tomllib.loads((resources.files(__package__) / "profiles.toml").read_text("utf-8"))
    return tuple(
        Profile(name, tuple(frozenset(Role(role) for role in need) for need in entry["needs"])) for name, entry in table.items()
    )


def profiles_met(facts: FileFacts, issuer: str | None, registry: Registry) -> tuple[str, ...]:
    """The names of the profiles that a file's intact signatures meet; several signatures in one role count once."""
    judged = zip(facts.signatures, roles(facts, issuer, registry), strict=True)
    found = {role for signature, role in judged if role is not None and signature.integrity.indication is Indication.TOTAL_PASSED}
    return tuple(profile.name for profile in profiles() if profile.met_by(found))
