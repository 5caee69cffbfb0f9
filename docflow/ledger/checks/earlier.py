"""Does the ledger go on from what it was: the log and the state against a checkpoint that was kept elsewhere.

Alone, a ledger that was written anew from its beginning, or cut at its end, agrees with itself; against a checkpoint it does not.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, select

from docflow.ledger import log
from docflow.ledger.checkpoint import Checkpoint
from docflow.ledger.checks.damage import Damage, Kind
from docflow.ledger.tables import LEAF, RUN_CLOSE


def against(connection: Connection, kept: Checkpoint) -> Iterator[Damage]:
    """The log's beginning has the kept root, and the run of that time the kept state."""
    statement = select(LEAF.c.hash).where(LEAF.c.position < kept.size).order_by(LEAF.c.position)
    leaves = list(connection.execute(statement).scalars())
    if len(leaves) < kept.size:
        yield Damage(Kind.TAIL_CUT, str(kept.run), f"{len(leaves)} < {kept.size}")
    elif log.root(leaves) != kept.root:
        yield Damage(Kind.REWRITTEN, str(kept.run))
    run = connection.execute(select(RUN_CLOSE).where(RUN_CLOSE.c.number == kept.run)).first()
    if run is None:
        yield Damage(Kind.RUN_MISSING, str(kept.run))
    elif (run.state_root, run.leaves) != (kept.state, kept.size):
        yield Damage(Kind.REWRITTEN, str(kept.run), "state")
