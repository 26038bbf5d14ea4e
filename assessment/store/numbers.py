"""The running numbers of what belongs to a client: CSIP-001, ACT-001, SLA-001 and the like."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Table, func, insert, select

from assessment.store.base import new_id
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


def add_numbered(
    unit: Unit, table: Table, client_id: str, values: Mapping[str, Any], **within: Any
) -> tuple[str, int]:
    """Store a row under the client's next number in its first version; return its id and number.

    `within` narrows the numbers, to one agreement for instance, and is stored with the row.
    """
    made, number = new_id(), next_number(unit, table, client_id, **within)
    unit.connection.execute(
        insert(table).values(
            **values, **within, workspace_id=unit.workspace_id, client_id=client_id, id=made, number=number,
            updated_at=unit.now, updated_by=unit.actor, version=1,
        )
    )  # fmt: skip
    return made, number
