"""What happened: append-only, so nothing here changes a row, and only invented history is ever deleted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import CompoundSelect, bindparam, case, delete, insert, select, union_all

from assessment.domain.events import checked_event
from assessment.store.base import new_id
from assessment.store.database import Unit
from assessment.store.hot import Hot
from assessment.store.queries.scope import visible
from assessment.store.tables import client, event

e = event.c

COLUMNS = (e.id, e.subject, e.kind, e.at, e.actor, e.data, e.via)
STATEMENTS_IN_MEMORY = 64

ADD_EVENT = Hot(insert(event), [column.name for column in event.columns])


def add_event(
    unit: Unit,
    client_id: str,
    subject: str,
    kind: str,
    data: Mapping[str, Any] | None = None,
    assessment_id: str | None = None,
) -> str:
    """Append what happened and return the event's id; `client_id` is empty for the workspace itself.

    Raises UnknownEvent for a kind that the catalogue lacks, or other keys than it names.
    """
    checked_event(kind, data)
    event_id = new_id()
    ADD_EVENT.run(
        unit.connection,
        {
            "workspace_id": unit.workspace_id,
            "id": event_id,
            "client_id": client_id,
            "assessment_id": assessment_id,
            "subject": subject,
            "kind": kind,
            "at": unit.now,
            "actor": unit.actor,
            "person_id": unit.scope.person_id,
            "via": unit.scope.via,
            "data": data,
        },
    )
    return event_id


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, as the history shows it."""

    id: str
    subject: str
    kind: str
    at: datetime
    actor: str
    data: Mapping[str, Any] | None
    via: str = ""


def list_events(unit: Unit, client_id: str, subject: str, *, limit: int = 100) -> list[Event]:
    """Return what happened to one subject, newest first. A subject ending in ':' matches all it begins."""
    matches = (
        e.subject.startswith(subject, autoescape=True) if subject.endswith(":") else e.subject == subject
    )
    statement = (
        select(*COLUMNS)
        .where(e.workspace_id == unit.workspace_id, e.client_id == client_id, matches)
        .order_by(e.id.desc())
        .limit(limit)
    )
    return [Event(*row) for row in unit.connection.execute(statement)]


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


def delete_events_of_sample(unit: Unit, client_id: str) -> None:
    """Delete the invented history of a sample client; of any other client nothing is deleted."""
    is_sample = select(client.c.id).where(
        client.c.workspace_id == unit.workspace_id, client.c.id == client_id, client.c.is_sample.is_(True)
    )
    unit.connection.execute(
        delete(event).where(e.workspace_id == unit.workspace_id, e.client_id.in_(is_sample))
    )


def delete_events_of_sample_person(unit: Unit, subject: str) -> None:
    """Delete what is noted about a sample person."""
    unit.connection.execute(delete(event).where(e.workspace_id == unit.workspace_id, e.subject == subject))


@dataclass(frozen=True, slots=True)
class TrailFilter:
    """What the audit trail is narrowed to; `before` is the id of the event after the page wanted."""

    client_id: str | None = None
    kind: str = ""
    before: str = ""


@dataclass(frozen=True, slots=True)
class TrailEvent:
    """Something that happened, with its client's id.

    `client_name` is empty for a client that is gone, `client_slug` for one in the bin too.
    """

    event: Event
    client_id: str
    client_name: str
    client_slug: str


def list_trail(unit: Unit, wanted: TrailFilter, *, limit: int) -> list[TrailEvent]:
    """Return what happened in the workspace or to one client, newest first.

    Whoever sees only assigned clients gets the events of those, and none of the workspace itself.
    """
    c = client.c
    joined = event.outerjoin(client, (c.workspace_id == e.workspace_id) & (c.id == e.client_id))
    conditions: list[Any] = [e.workspace_id == unit.workspace_id]
    if wanted.client_id is not None:
        conditions.append(e.client_id == wanted.client_id)
    if unit.scope.assigned_only:
        conditions += visible(unit)
    if wanted.kind:
        conditions.append(e.kind == wanted.kind)
    if wanted.before:
        conditions.append(e.id < wanted.before)
    statement = (
        select(*COLUMNS, e.client_id, c.name, case((c.deleted_at.is_(None), c.slug), else_=""))
        .select_from(joined)
        .where(*conditions)
        .order_by(e.id.desc())
        .limit(limit)
    )
    rows = unit.connection.execute(statement)
    return [TrailEvent(Event(*row[:-3]), row[-3], row[-2] or "", row[-1] or "") for row in rows]
