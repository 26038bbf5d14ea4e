"""Links for people without an account: the minutes of one review, or the calendar of a client."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update

from assessment.errors import NotFound
from assessment.store.base import new_id
from assessment.store.database import Unit
from assessment.store.queries.scope import visible
from assessment.store.tables import client, share_link

s = share_link.c
REVIEW, CALENDAR = "review", "calendar"
COLUMNS = (
    s.id,
    s.client_id,
    s.kind,
    s.subject,
    s.name,
    s.made_at,
    s.made_by,
    s.ends_at,
    s.ended_at,
    s.seen_at,
)


@dataclass(frozen=True, slots=True)
class ReviewLink:
    """A link: for whom, to which review (its id, "" for a calendar), until when."""

    id: str
    client_id: str
    kind: str
    subject: str
    name: str
    made_at: datetime
    made_by: str
    ends_at: datetime | None
    ended_at: datetime | None
    seen_at: datetime | None

    def works(self, now: datetime) -> bool:
        """Return whether it still opens."""
        return self.ended_at is None and (self.ends_at is None or self.ends_at > now)


def add_link(unit: Unit, client_id: str, kind: str, subject: str, name: str, ends_at: datetime | None) -> str:
    """Store a link and return its id."""
    made = new_id()
    values: dict[str, Any] = {
        "workspace_id": unit.workspace_id, "id": made, "client_id": client_id, "kind": kind,
        "subject": subject, "name": name, "made_at": unit.now, "made_by": unit.actor, "ends_at": ends_at,
    }  # fmt: skip
    unit.connection.execute(insert(share_link), values)
    return made


def get_link(unit: Unit, link_id: str) -> tuple[ReviewLink, str]:
    """Return a link to a review or calendar with the slug of its client. Raises NotFound."""
    statement = (
        select(*COLUMNS, client.c.slug)
        .join(client, (client.c.workspace_id == s.workspace_id) & (client.c.id == s.client_id))
        .where(
            s.workspace_id == unit.workspace_id,
            s.id == link_id,
            s.kind.in_((REVIEW, CALENDAR)),
            *visible(unit),
        )
    )
    row: Sequence[Any] | None = unit.connection.execute(statement).first()
    if row is None:
        raise NotFound("This link does not work.")
    return ReviewLink(*row[:-1]), row[-1]


def list_links(unit: Unit, client_id: str, kind: str, subject: str = "") -> tuple[ReviewLink, ...]:
    """Return the links to a review, or to the calendar of a client, that work, newest first."""
    statement = (
        select(*COLUMNS)
        .where(
            s.workspace_id == unit.workspace_id,
            s.client_id == client_id,
            s.kind == kind,
            s.subject == subject,
            s.ended_at.is_(None),
        )
        .order_by(s.id.desc())
    )
    rows: Any = unit.connection.execute(statement)
    return tuple(one for one in (ReviewLink(*row) for row in rows) if one.works(unit.now))


def mark_seen(unit: Unit, link_id: str) -> None:
    """Store when a link was opened first; later openings change nothing."""
    statement = update(share_link).where(
        s.workspace_id == unit.workspace_id, s.id == link_id, s.seen_at.is_(None)
    )
    unit.connection.execute(statement.values(seen_at=unit.now))


def end_link(unit: Unit, client_id: str, link_id: str) -> bool:
    """Let a link work no longer; False where it did not work before."""
    statement = (
        update(share_link)
        .where(
            s.workspace_id == unit.workspace_id,
            s.client_id == client_id,
            s.id == link_id,
            s.ended_at.is_(None),
        )
        .values(ended_at=unit.now)
    )
    return unit.connection.execute(statement).rowcount == 1
