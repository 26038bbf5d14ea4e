"""What happened to several subjects at once, so that a page of many rows asks the database once."""

from collections.abc import Iterable

from sqlalchemy import bindparam, select

from assessment.store.database import Unit
from assessment.store.queries.clients import Event
from assessment.store.tables import event

e = event.c

OF_SUBJECTS = (
    select(e.id, e.subject, e.kind, e.at, e.actor, e.data)
    .where(
        e.workspace_id == bindparam("workspace_id"),
        e.client_id == bindparam("client_id"),
        e.subject.in_(bindparam("subjects", expanding=True)),
    )
    .order_by(e.id.desc())
    .limit(bindparam("most"))
)


def list_events_of(unit: Unit, client_id: str, subjects: Iterable[str], *, limit: int = 200) -> list[Event]:
    """Return what happened to some subjects of a client, newest first."""
    values = {
        "workspace_id": unit.workspace_id,
        "client_id": client_id,
        "subjects": list(subjects),
        "most": limit,
    }
    return [Event(*row) for row in unit.connection.execute(OF_SUBJECTS, values)]
