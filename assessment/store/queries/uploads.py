"""Files that were uploaded and wait to be imported."""

from datetime import timedelta

from sqlalchemy import delete, insert, select

from assessment.errors import NotFound
from assessment.store.base import new_id
from assessment.store.database import Unit
from assessment.store.tables import upload

u = upload.c

KEPT_FOR = timedelta(days=1)


def add_upload(unit: Unit, content: bytes) -> str:
    """Keep a file and return its id."""
    upload_id = new_id()
    unit.connection.execute(
        insert(upload).values(
            workspace_id=unit.workspace_id, id=upload_id, content=content,
            made_at=unit.now, made_by=unit.actor,
        )
    )  # fmt: skip
    return upload_id


def get_upload(unit: Unit, upload_id: str) -> bytes:
    """Return a kept file. Raises NotFound when it is not there, or not any longer."""
    statement = select(u.content).where(u.workspace_id == unit.workspace_id, u.id == upload_id)
    found = unit.connection.execute(statement).scalar_one_or_none()
    if found is None:
        raise NotFound("This file is no longer here. Choose it again.")
    return found


def delete_upload(unit: Unit, upload_id: str) -> None:
    """Forget a file."""
    unit.connection.execute(delete(upload).where(u.workspace_id == unit.workspace_id, u.id == upload_id))


def delete_old(unit: Unit) -> None:
    """Forget what was kept for more than a day."""
    unit.connection.execute(
        delete(upload).where(u.workspace_id == unit.workspace_id, u.made_at < unit.now - KEPT_FOR)
    )
