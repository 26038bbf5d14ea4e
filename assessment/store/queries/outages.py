"""The times in which services of a client were not there."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, insert, select

from assessment.domain.outages import Outage
from assessment.errors import NotFound
from assessment.store.base import new_id
from assessment.store.database import Unit
from assessment.store.tables import outage
from assessment.store.versioned import save_over

o = outage.c
COLUMNS = (o.id, o.service_id, o.starts_at, o.ends_at, o.planned, o.reason, o.source, o.version)


def list_outages(unit: Unit, client_id: str) -> tuple[Outage, ...]:
    """Return the outages of a client, the newest first."""
    statement = (
        select(*COLUMNS)
        .where(o.workspace_id == unit.workspace_id, o.client_id == client_id)
        .order_by(o.starts_at.desc(), o.id.desc())
    )
    return tuple(Outage(*row) for row in unit.connection.execute(statement))


def get_outage(unit: Unit, client_id: str, outage_id: str) -> Outage:
    """Return an outage of a client. Raises NotFound."""
    statement = select(*COLUMNS).where(
        o.workspace_id == unit.workspace_id, o.client_id == client_id, o.id == outage_id
    )
    row = unit.connection.execute(statement).one_or_none()
    if row is None:
        raise NotFound("This client has no such outage.")
    return Outage(*row)


def save_outage(unit: Unit, client_id: str, new: Outage, values: Mapping[str, Any]) -> str:
    """Store an outage over its version and return its id; "" when somebody else changed it."""
    outage_id = new.id or new_id()
    first = {} if new.version else {"client_id": client_id}
    saved = save_over(unit, outage, {"id": outage_id}, values, new.version, **first)
    return outage_id if saved else ""


def add_outages(unit: Unit, client_id: str, rows: list[dict[str, Any]]) -> None:
    """Store many outages at once."""
    here = {
        "workspace_id": unit.workspace_id, "client_id": client_id, "updated_at": unit.now,
        "updated_by": unit.actor, "version": 1,
    }  # fmt: skip
    if rows:
        unit.connection.execute(insert(outage), [{**row, **here, "id": new_id()} for row in rows])


def delete_outage(unit: Unit, client_id: str, outage_id: str, seen: int) -> bool:
    """Forget an outage; False when it changed since `seen`."""
    statement = delete(outage).where(
        o.workspace_id == unit.workspace_id, o.client_id == client_id, o.id == outage_id, o.version == seen
    )
    return unit.connection.execute(statement).rowcount == 1
