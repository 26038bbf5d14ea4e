"""What happened to several subjects at once, so that a page of many rows asks the database once."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import CompoundSelect, bindparam, select, union_all

from assessment.store.database import Unit
from assessment.store.queries.clients import Event
from assessment.store.tables import event

e = event.c

COLUMNS = (e.id, e.subject, e.kind, e.at, e.actor, e.data)
STATEMENTS_IN_MEMORY = 64


@lru_cache(maxsize=STATEMENTS_IN_MEMORY)
def _latest_of(count: int) -> CompoundSelect[Any]:
    """Return the statement for so many subjects: one walk down the index each, however long the history."""
    parts = []
    for number in range(count):
        latest = (
            select(*COLUMNS)
            .where(
                e.workspace_id == bindparam("workspace_id"),
                e.client_id == bindparam("client_id"),
                e.subject == bindparam(f"subject_{number}"),
            )
            .order_by(e.id.desc())
            .limit(bindparam("most"))
            .subquery()
        )
        parts.append(select(latest))
    return union_all(*parts)


def list_latest_events(unit: Unit, client_id: str, subjects: Sequence[str], *, most: int) -> list[Event]:
    """Return the latest `most` things that happened to each subject, by subject, newest first."""
    if not subjects:
        return []
    values = {f"subject_{number}": subject for number, subject in enumerate(subjects)}
    values |= {"workspace_id": unit.workspace_id, "client_id": client_id}
    rows = unit.connection.execute(_latest_of(len(subjects)), {**values, "most": most})
    return [Event(*row) for row in rows]
