"""How much there is to take home of a client, counted without reading it."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, bindparam, func, select

from assessment.store.database import Unit
from assessment.store.tables import csip_item, reading, round_, workshop

k = csip_item.c
m = reading.c
q = round_.c


@dataclass(frozen=True, slots=True)
class Kept:
    """The readings in force, the CSIP items, how many of these name a cost or an owner, and the
    questions in the minutes of workshops that have ended."""

    readings: int
    items: int
    with_cost: int
    with_owner: int
    minutes: int


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
    select(func.count())
    .select_from(
        select(q.workshop_id, q.area_id, q.practice_id)
        .join(workshop, (workshop.c.workspace_id == q.workspace_id) & (workshop.c.id == q.workshop_id))
        .where(
            q.workspace_id == bindparam("workspace_id"),
            workshop.c.assessment_id == bindparam("assessment_id"),
            workshop.c.ended_at.is_not(None),
        )
        .distinct()
        .subquery()
    )
    .scalar_subquery(),
)


def count_kept(unit: Unit, client_id: str, framework_id: str, assessment_id: str) -> Kept:
    """Return how much a client has beside the assessment; one query."""
    scope = {
        "workspace_id": unit.workspace_id, "client_id": client_id, "framework_id": framework_id,
        "assessment_id": assessment_id,
    }  # fmt: skip
    return Kept(*unit.connection.execute(COUNTS, scope).one())
