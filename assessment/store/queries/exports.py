"""How much there is to take home of a client, counted without reading it."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, bindparam, func, select

from assessment.store.database import Unit
from assessment.store.tables import csip_item, reading

k = csip_item.c
m = reading.c


@dataclass(frozen=True, slots=True)
class Kept:
    """The readings in force, the CSIP items, and how many of these name a cost or an owner."""

    readings: int
    items: int
    with_cost: int
    with_owner: int


def _items(*conditions: ColumnElement[bool]) -> ColumnElement[int]:
    scope = (k.workspace_id == bindparam("workspace_id"), k.client_id == bindparam("client_id"))
    return select(func.count()).select_from(csip_item).where(*scope, *conditions).scalar_subquery()


COUNTS = select(
    select(func.count())
    .select_from(reading)
    .where(
        m.workspace_id == bindparam("workspace_id"),
        m.client_id == bindparam("client_id"),
        m.framework_id == bindparam("framework_id"),
        m.replaced_by.is_(None),
    )
    .scalar_subquery(),
    _items(),
    _items(k.cost_amount.is_not(None)),
    _items(k.owner != ""),
)


def count_kept(unit: Unit, client_id: str, framework_id: str) -> Kept:
    """Return how much a client has beside the assessment; one query."""
    scope = {"workspace_id": unit.workspace_id, "client_id": client_id, "framework_id": framework_id}
    return Kept(*unit.connection.execute(COUNTS, scope).one())
