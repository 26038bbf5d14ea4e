"""The running numbers of what belongs to a client: CSIP-001, ACT-001, SLA-001 and the like."""

from typing import Any

from sqlalchemy import Table, func, select

from assessment.store.database import Unit
from assessment.store.tables import client

LARGEST_NUMBER = 2**31 - 1
"""The largest whole number that a column of either engine takes."""


def next_number(unit: Unit, table: Table, client_id: str, **within: Any) -> int:
    """Return the number after the last one of a client; `within` narrows it, to one review for instance."""
    # Two writers take turns at the client's row, so that both get a number of their own.
    unit.connection.execute(
        select(client.c.id)
        .where(client.c.workspace_id == unit.workspace_id, client.c.id == client_id)
        .with_for_update()
    )
    same = [table.c[name] == value for name, value in within.items()]
    statement = select(func.max(table.c.number)).where(
        table.c.workspace_id == unit.workspace_id, table.c.client_id == client_id, *same
    )
    last: int | None = unit.connection.execute(statement).scalar_one()
    return (last or 0) + 1
