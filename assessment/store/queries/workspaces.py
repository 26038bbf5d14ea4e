"""Workspaces."""

from sqlalchemy import insert, select

from assessment.store.database import Unit
from assessment.store.tables import workspace


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
