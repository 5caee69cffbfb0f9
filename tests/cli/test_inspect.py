"""One file looked at as a whole: what it is, how it may have been sent, and which set of signatures it bears."""

from __future__ import annotations

from pathlib import Path

from worlds.commands import docflow

OUTGOING = Path(__file__).resolve().parents[2] / "fixtures" / "district" / "inbox" / "H99.01.02" / "outgoing"


def test_the_profiles_of_signatures_that_a_file_meets_are_named() -> None:
    files = sorted(OUTGOING.glob("*.pdf"))

    told = docflow("inspect", *files, "--format", "json").json

    assert {Path(one["path"]).name: (one["origin"], one["profiles"]) for one in told} == {
        "174-UBND-VX.pdf": ("e_original", ["person-and-organ", "person", "organ"]),
        # A scan that is not read names no organ whose seal it could bear.
        "281-UBND-VX.pdf": ("unknown", []),
        "83-UBND-VX.pdf": ("e_original", ["person-and-organ", "person", "organ"]),
    }
