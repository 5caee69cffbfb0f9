"""Whatever the order of what comes, the same documents stand at the end, and as of each run they stay as they were."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from worlds.commands import docflow
from worlds.numbered_papers import DISTRICT_ORGAN, arrival, entry, known, paper, state_root
from worlds.recorded_facts import UNITS, recorded, seen, sha

from docflow.canonical import plain
from docflow.model import CopyForm, Fact, FileKind, Member, Message, Series, Unit

OTHERS = (
    Unit("M", "M", "Ủy ban Mặt trận Tổ quốc Việt Nam huyện Sông Mây", "huyện", "đoàn thể"),
    Unit("C", "C", "Hội đồng thẩm định giá huyện Sông Mây", "huyện", "hội đồng", parent="H"),
)
JOINT = ("ỦY BAN MẶT TRẬN TỔ QUỐC VIỆT NAM HUYỆN SÔNG MÂY", DISTRICT_ORGAN)
LETTER = Message("edoc", business="new", sender="H")
WORLD = (
    *UNITS,
    *(Fact("unit", one.id, plain(one)) for one in OTHERS),
    Fact("series", "C|s", plain(Series("C", "Hội đồng", notations=("-HĐTĐ",), host="H"))),
    Fact("series", "H|s", plain(Series("H", "Liên tịch", notations=("KHLT",)))),
    paper("legal", year=2022),
    paper("plain", day="2022-01-12"),
    paper("joint", organs=JOINT, notation="KHLT", document_type="ke_hoach"),
    paper("council", "1", notation="BC-HĐTĐ", organs=("HỘI ĐỒNG THẨM ĐỊNH GIÁ HUYỆN SÔNG MÂY",), document_type="bao_cao"),
    paper("copy", header={"copy_form": CopyForm.SAO_Y}, year=2022),
    paper("inside", "8", year=2022),
    paper("letter", "8", kind=FileKind.EDXML, message=LETTER, members=(Member("a.pdf", sha("inside"), 1, "application/pdf"),)),
    *(seen(name) for name in ("legal", "plain", "joint", "letter")),
    seen("joint", "M"),
    seen("council", "C"),
    seen("copy", "X"),
    entry(),
    entry(occurrence=2, day="2022-01-12"),
    entry("1", unit="C", notation="BC-HĐTĐ"),
    entry("8"),
    arrival("9", "2022-03-05", "X", number="05", notation="QĐ-UBND", promulgated_on="2022-03-03", author="UBND huyện Sông Mây"),
)
KEYS = {
    "H/2022/QPPL/5/QĐ-UBND": (["copy", "legal"], 2),
    "H/2022//5/QĐ-UBND": (["plain"], 1),
    "H/2022//5/KHLT": (["joint"], 0),
    "H/2022//1/BC-HĐTĐ": (["council"], 1),
    "H/2022/QPPL/8/QĐ-UBND": (["inside", "letter"], 1),
}
NAMES = {sha(name): name for name in ("legal", "plain", "joint", "council", "copy", "inside", "letter")}


def told(instance: Path) -> dict[str, tuple[list[str], int]]:
    return {key: (sorted(NAMES[sha256] for sha256 in one.files), len(one.lines)) for key, one in known(instance).items()}


def planted(folder: Path, seed: int) -> str:
    """An instance that was told the world in an order and in runs of its own; gives its documents as they are listed."""
    chance = random.Random(seed)  # noqa: S311 - an order, no secret
    facts = list(WORLD)
    chance.shuffle(facts)
    docflow("init", folder, "-q")
    listed: list[str] = []
    while facts:
        some, facts = facts[: (many := chance.randint(1, 9))], facts[many:]
        recorded(f"sqlite:///{folder / 'ledger.db'}", *some)
        listed.append(documents(folder, len(listed) + 1))
    assert [documents(folder, run) for run in range(1, len(listed) + 1)] == listed
    return str(sorted((key, repr(one)) for key, one in known(folder).items()))


def documents(instance: Path, run: int) -> str:
    return docflow("documents", "--as-of", str(run), "--format", "json", "--instance", instance).out


@pytest.fixture(scope="module")
def at_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("once") / "instance"
    docflow("init", folder, "-q")
    recorded(f"sqlite:///{folder / 'ledger.db'}", *WORLD)
    return folder


def test_every_paper_and_line_comes_to_the_document_that_it_is_of(at_once: Path) -> None:
    assert told(at_once) == KEYS
    assert docflow("ledger", "check", "--instance", at_once).code == 0


@pytest.mark.parametrize("seed", [2, 3, 5])
def test_any_order_and_any_runs_end_alike(at_once: Path, tmp_path: Path, seed: int) -> None:
    found = planted(tmp_path / "instance", seed)

    assert found == str(sorted((key, repr(one)) for key, one in known(at_once).items()))
    assert state_root(tmp_path / "instance") == state_root(at_once)
