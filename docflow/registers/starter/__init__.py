"""Tables of units that come with docflow: facts of law, to begin with instead of an empty list.

``provinces``: the 63 provincial committees until 2025-06-30 with their codes (Decision 20/2020/QĐ-TTg), and the 34 since
(Resolution 202/2025/QH15; Huế a city since 2025-01-01 by Resolution 175/2024/QH15). That a committee which kept its name kept its
code is what is seen in use, and not stated by either.
"""

from __future__ import annotations

from importlib import resources


def starters() -> tuple[str, ...]:
    """The names of the tables."""
    return tuple(
        sorted(one.name.removesuffix(".csv") for one in resources.files(__name__).iterdir() if one.name.endswith(".csv"))
    )


def starter_table(name: str) -> bytes:
    """The bytes of a table, as ``docflow import units`` takes it."""
    return (resources.files(__name__) / f"{name}.csv").read_bytes()
