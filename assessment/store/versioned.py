"""Rows that several people may change: each change is made over the version that its author saw."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Table, insert, update

from assessment.store.database import Unit


def save_over(
    unit: Unit, table: Table, key: Mapping[str, str], values: Mapping[str, Any], seen: int, **first: Any
) -> int:
    """Store a row over the version seen (0: none yet) and return its new version.

    `first` holds what is written only once. Returns 0, and changes nothing, when the row has changed since.
    """
    whole = {"workspace_id": unit.workspace_id, **key}
    changed = {**values, "updated_at": unit.now, "updated_by": unit.actor, "version": seen + 1}
    if seen == 0:
        unit.connection.execute(insert(table), {**whole, **first, **changed})
        return 1
    same = [table.c[name] == value for name, value in whole.items()]
    statement = update(table).where(*same, table.c.version == seen).values(**changed)
    return seen + 1 if unit.connection.execute(statement).rowcount == 1 else 0


def change_over(
    unit: Unit, table: Table, client_id: str, values: Mapping[str, Any], seen: int, **key: Any
) -> bool:
    """Change the row of a client that the key names; False, with nothing changed, when it is not as seen."""
    same = [table.c[name] == value for name, value in key.items()]
    statement = update(table).where(
        table.c.workspace_id == unit.workspace_id,
        table.c.client_id == client_id,
        table.c.version == seen,
        *same,
    )
    changed = {**values, "updated_at": unit.now, "updated_by": unit.actor, "version": seen + 1}
    return unit.connection.execute(statement.values(**changed)).rowcount == 1
