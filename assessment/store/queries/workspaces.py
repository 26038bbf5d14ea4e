"""Workspaces."""

from sqlalchemy import delete, insert, or_, select

from assessment.store.base import metadata
from assessment.store.database import Unit
from assessment.store.tables import client, person, workspace


def ensure_workspace(unit: Unit, name: str, slug: str = "") -> None:
    """Store the unit's workspace unless it is there; its slug is its id unless one is given."""
    known = unit.connection.execute(
        select(workspace.c.id).where(workspace.c.id == unit.workspace_id)
    ).one_or_none()
    if known is None:
        unit.connection.execute(
            insert(workspace).values(
                id=unit.workspace_id, slug=slug or unit.workspace_id, name=name, created_at=unit.now
            )
        )


def is_in_use(unit: Unit) -> bool:
    """Return whether the unit's workspace has a client or a person, those in the bin or switched off too."""
    rows = (select(table.c.id).where(table.c.workspace_id == unit.workspace_id) for table in (client, person))
    found = select(or_(*(one.exists() for one in rows)))
    return bool(unit.connection.execute(found).scalar_one())


def delete_workspace(unit: Unit) -> None:
    """Delete the unit's workspace with everything that is left in it."""
    for table in reversed(metadata.sorted_tables):
        if "workspace_id" in table.c:
            unit.connection.execute(delete(table).where(table.c.workspace_id == unit.workspace_id))
    unit.connection.execute(delete(workspace).where(workspace.c.id == unit.workspace_id))
