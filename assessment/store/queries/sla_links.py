"""Links with which somebody without an account reads an agreement and signs it for one side."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update

from assessment.errors import NotFound
from assessment.store.base import new_id
from assessment.store.database import Unit
from assessment.store.queries.scope import visible
from assessment.store.tables import client, share_link

k = share_link.c
KIND = "sla"
COLUMNS = (k.id, k.client_id, k.subject, k.name, k.made_at, k.made_by, k.ends_at, k.ended_at, k.seen_at)


@dataclass(frozen=True, slots=True)
class SlaLink:
    """Who may read and sign which agreement, and until when; `subject` is its id and the side."""

    id: str
    client_id: str
    subject: str
    name: str
    made_at: datetime
    made_by: str
    ends_at: datetime | None
    ended_at: datetime | None
    seen_at: datetime | None

    @property
    def sla_id(self) -> str:
        """Return the id of the agreement."""
        return self.subject.partition(":")[0]

    @property
    def side(self) -> str:
        """Return the side for which the holder signs."""
        return self.subject.partition(":")[2]

    def works(self, now: datetime) -> bool:
        """Return whether it still opens something."""
        return self.ended_at is None and self.ends_at is not None and self.ends_at > now


def add_link(unit: Unit, client_id: str, sla_id: str, side: str, name: str, ends_at: datetime) -> str:
    """Store a link and return its id."""
    made = new_id()
    unit.connection.execute(
        insert(share_link).values(
            workspace_id=unit.workspace_id, id=made, client_id=client_id, kind=KIND,
            subject=f"{sla_id}:{side}", name=name, made_at=unit.now, made_by=unit.actor, ends_at=ends_at,
        )
    )  # fmt: skip
    return made


def get_link(unit: Unit, link_id: str) -> tuple[SlaLink, str]:
    """Return a link with the slug of its client; NotFound where there is none, or the client is not there."""
    statement = (
        select(*COLUMNS, client.c.slug)
        .join(client, (client.c.workspace_id == k.workspace_id) & (client.c.id == k.client_id))
        .where(k.workspace_id == unit.workspace_id, k.id == link_id, k.kind == KIND, *visible(unit))
    )
    row = unit.connection.execute(statement).first()
    if row is None:
        raise NotFound("This link does not work.")
    *values, slug = row
    found: list[Any] = values
    return SlaLink(*found), slug


def list_links(unit: Unit, client_id: str, sla_id: str) -> tuple[SlaLink, ...]:
    """Return the links of an agreement that work, newest first."""
    statement = (
        select(*COLUMNS)
        .where(
            k.workspace_id == unit.workspace_id,
            k.client_id == client_id,
            k.kind == KIND,
            k.subject.startswith(f"{sla_id}:", autoescape=True),
            k.ended_at.is_(None),
            k.ends_at > unit.now,
        )
        .order_by(k.id.desc())
    )
    return tuple(SlaLink(*row) for row in unit.connection.execute(statement))


def change_link(unit: Unit, link_id: str, **values: datetime) -> None:
    """Store when a link ended or was first seen."""
    unit.connection.execute(
        update(share_link)
        .where(k.workspace_id == unit.workspace_id, k.id == link_id, k.kind == KIND)
        .values(**values)
    )
