"""What happened: append-only, so nothing here changes or deletes a row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import CompoundSelect, bindparam, insert, select, union_all

from assessment.domain.events import checked_event
from assessment.store.base import new_id
from assessment.store.database import Unit
from assessment.store.hot import Hot
from assessment.store.tables import event

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
