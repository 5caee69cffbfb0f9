"""The outcomes of a run as they stand: amended where closing decided otherwise, once for each path."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, func, select

from docflow.ledger.bulk import AnySelect, selected
from docflow.ledger.rows import OutcomeRow
from docflow.ledger.tables import AMENDMENT, OUTCOME, RUN_PART
from docflow.model import Outcome

_FINAL = func.coalesce(AMENDMENT.c.outcome, OUTCOME.c.outcome)
_AMENDED = OUTCOME.outerjoin(AMENDMENT, (AMENDMENT.c.run_id == OUTCOME.c.run_id) & (AMENDMENT.c.path_hash == OUTCOME.c.path_hash))


def numbered_outcomes(connection: Connection, parts: Sequence[int]) -> dict[str, tuple[int, OutcomeRow]]:
    """By path hash, in sorted order, the run and the outcome of the last of some runs that settled the path."""
    statement = _rows().where(OUTCOME.c.run_id.in_(parts)).order_by(OUTCOME.c.path_hash, OUTCOME.c.run_id)
    return {
        row.path_hash: (row.run_id, OutcomeRow(row.path_hash, Outcome(row.final), row.sha256, row.path, row.reason))
        for row in connection.execute(statement)
    }


def final_outcomes(connection: Connection, parts: Sequence[int], amended: Mapping[str, Outcome]) -> list[OutcomeRow]:
    """The outcomes by path hash, with amendments that are not written yet."""
    return [
        OutcomeRow(row.path_hash, amended.get(row.path_hash, row.outcome), row.sha256, row.path, row.reason)
        for _, row in numbered_outcomes(connection, parts).values()
    ]


def accepted_before(connection: Connection, sha256s: Iterable[str]) -> set[str]:
    """Those files that a closed run accepted."""
    statement = (
        select(OUTCOME.c.sha256)
        .select_from(_AMENDED.join(RUN_PART, RUN_PART.c.run_id == OUTCOME.c.run_id))
        .where(_FINAL.in_([Outcome.ACCEPTED.value]))
    )
    return {row.sha256 for row in selected(connection, statement, OUTCOME.c.sha256, sha256s)}


def _rows() -> AnySelect:
    return select(
        OUTCOME.c.run_id, OUTCOME.c.path_hash, _FINAL.label("final"), OUTCOME.c.sha256, OUTCOME.c.path, OUTCOME.c.reason
    ).select_from(_AMENDED)
