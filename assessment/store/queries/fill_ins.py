"""Links with which somebody without an account enters the figures of one month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update

from assessment.errors import NotFound
from assessment.store.base import new_id
from assessment.store.database import Unit
from assessment.store.queries.scope import visible
from assessment.store.tables import client, fill_in

f = fill_in.c
COLUMNS = (
    f.id, f.client_id, f.framework_id, f.name, f.period, f.metrics, f.made_at, f.made_by, f.ends_at,
    f.ended_at, f.filled_at,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FillIn:
    """Who is asked for which metrics of which month, until when, and when the first figures came."""

    id: str
    client_id: str
    framework_id: str
    name: str
    period: str
    metrics: tuple[str, ...]
    made_at: datetime
    made_by: str
    ends_at: datetime
    ended_at: datetime | None
    filled_at: datetime | None


def _to_fill_in(row: Sequence[Any]) -> FillIn:
    values = list(row)
    values[5] = tuple(values[5])
    return FillIn(*values)


def add_fill_in(
    unit: Unit, client_id: str, framework_id: str, name: str, period: str, metrics: Sequence[str],
    ends_at: datetime,
) -> str:  # fmt: skip
    """Store a link and return its id."""
    made = new_id()
    values: dict[str, Any] = {
        "workspace_id": unit.workspace_id, "id": made, "client_id": client_id, "framework_id": framework_id,
        "name": name, "period": period, "metrics": list(metrics), "made_at": unit.now, "made_by": unit.actor,
        "ends_at": ends_at,
    }  # fmt: skip
    unit.connection.execute(insert(fill_in), values)
    return made


def get_fill_in(unit: Unit, fill_in_id: str) -> tuple[FillIn, str]:
    """Return a link with the slug of its client; NotFound when there is none, or the client is not there."""
    statement = (
        select(*COLUMNS, client.c.slug)
        .join(client, (client.c.workspace_id == f.workspace_id) & (client.c.id == f.client_id))
        .where(f.workspace_id == unit.workspace_id, f.id == fill_in_id, *visible(unit))
    )
    row = unit.connection.execute(statement).first()
    if row is None:
        raise NotFound("This link does not work.")
    return _to_fill_in(row[:-1]), row[-1]


def list_fill_ins(unit: Unit, client_id: str) -> list[FillIn]:
    """Return the links of a client that work, newest first."""
    statement = (
        select(*COLUMNS)
        .where(
            f.workspace_id == unit.workspace_id,
            f.client_id == client_id,
            f.ended_at.is_(None),
            f.ends_at > unit.now,
        )
        .order_by(f.id.desc())
    )
    return [_to_fill_in(row) for row in unit.connection.execute(statement)]


def change_fill_in(unit: Unit, fill_in_id: str, **values: Any) -> None:
    """Store when a link ended or was first filled."""
    unit.connection.execute(
        update(fill_in).where(f.workspace_id == unit.workspace_id, f.id == fill_in_id).values(**values)
    )
