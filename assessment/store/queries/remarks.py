"""Comments on items of any register, and the files kept with them."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Table, and_, func, insert, select, update

from assessment.domain.remarks import ACTION, CSIP, REVIEW, SLA, Attachment, Remark
from assessment.errors import NotFound
from assessment.store.base import new_id
from assessment.store.database import Unit
from assessment.store.tables import (
    action_item,
    attachment,
    csip_item,
    evidence_file,
    remark,
    review,
    sla,
)

r, t, f = remark.c, attachment.c, evidence_file.c

TABLES: Mapping[str, Table] = {CSIP: csip_item, ACTION: action_item, SLA: sla, REVIEW: review}
REMARK = (
    r.id, r.subject, r.text, r.side, r.made_at, r.made_by, r.person_id, r.edited_at, r.deleted_at, r.version,
)  # fmt: skip
ATTACHMENT = (t.id, t.subject, t.hash, t.name, t.made_at, t.made_by, t.deleted_at)


def is_item(unit: Unit, client_id: str, kind: str, item_id: str) -> bool:
    """Return whether the client has an item of that kind with that id."""
    table = TABLES[kind]
    statement = select(table.c.id).where(
        table.c.workspace_id == unit.workspace_id, table.c.client_id == client_id, table.c.id == item_id
    )
    return unit.connection.execute(statement).first() is not None


def list_remarks(unit: Unit, client_id: str, subject: str) -> list[Remark]:
    """Return the comments on an item that are not deleted, the oldest first."""
    statement = select(*REMARK).where(
        r.workspace_id == unit.workspace_id,
        r.client_id == client_id,
        r.subject == subject,
        r.deleted_at.is_(None),
    )
    rows: Any = unit.connection.execute(statement.order_by(r.id))
    return [Remark(*row) for row in rows]


def get_remark(unit: Unit, client_id: str, remark_id: str) -> Remark:
    """Return a comment of a client, a deleted one too; NotFound when there is none."""
    statement = select(*REMARK).where(
        r.workspace_id == unit.workspace_id, r.client_id == client_id, r.id == remark_id
    )
    row: Any = unit.connection.execute(statement).one_or_none()
    if row is None:
        raise NotFound("There is no such comment.")
    return Remark(*row)


def add_remark(unit: Unit, client_id: str, subject: str, text: str, side: str) -> str:
    """Store a comment and return its id."""
    made = new_id()
    unit.connection.execute(
        insert(remark).values(
            workspace_id=unit.workspace_id, client_id=client_id, id=made, subject=subject, text=text,
            side=side, made_at=unit.now, made_by=unit.actor, person_id=unit.scope.person_id, version=1,
        )
    )  # fmt: skip
    return made


def update_remark(unit: Unit, client_id: str, one: Remark, values: Mapping[str, Any]) -> bool:
    """Change a comment; False when it changed since it was read."""
    statement = (
        update(remark)
        .where(
            r.workspace_id == unit.workspace_id,
            r.client_id == client_id,
            r.id == one.id,
            r.version == one.version,
        )
        .values(**values, version=one.version + 1)
    )
    return unit.connection.execute(statement).rowcount == 1


def _attachments(unit: Unit, client_id: str, *conditions: Any) -> list[Attachment]:
    same = and_(f.workspace_id == t.workspace_id, f.client_id == t.client_id, f.hash == t.hash)
    statement = (
        select(*ATTACHMENT, func.coalesce(f.size, 0))
        .select_from(attachment.outerjoin(evidence_file, same))
        .where(t.workspace_id == unit.workspace_id, t.client_id == client_id, *conditions)
        .order_by(t.id)
    )
    return [Attachment(*row) for row in unit.connection.execute(statement)]


def list_attachments(unit: Unit, client_id: str, subject: str) -> list[Attachment]:
    """Return the files kept with an item, the oldest first."""
    return _attachments(unit, client_id, t.subject == subject, t.deleted_at.is_(None))


def get_attachment(unit: Unit, client_id: str, attachment_id: str) -> Attachment:
    """Return a file of an item, one that was taken off too; NotFound when there is none."""
    found = _attachments(unit, client_id, t.id == attachment_id)
    if not found:
        raise NotFound("There is no such file.")
    return found[0]


def add_attachment(unit: Unit, client_id: str, subject: str, hash: str, name: str) -> str:
    """Store that a file is kept with an item and return the id of that."""
    made = new_id()
    unit.connection.execute(
        insert(attachment).values(
            workspace_id=unit.workspace_id, client_id=client_id, id=made, subject=subject, hash=hash,
            name=name, made_at=unit.now, made_by=unit.actor,
        )
    )  # fmt: skip
    return made


def mark_attachment(unit: Unit, client_id: str, attachment_id: str, *, deleted: bool) -> None:
    """Note that a file was taken off an item, or brought back."""
    unit.connection.execute(
        update(attachment)
        .where(t.workspace_id == unit.workspace_id, t.client_id == client_id, t.id == attachment_id)
        .values(deleted_at=unit.now if deleted else None)
    )
