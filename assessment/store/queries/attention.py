"""What waits for somebody, across all clients that a person sees: improvements by their days, live rooms."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import and_, or_, select

from assessment.domain.csip import ON_HOLD
from assessment.store.database import Unit
from assessment.store.queries.csip import LATE_STATES
from assessment.store.queries.scope import visible
from assessment.store.tables import client, csip_item

c = client.c
k = csip_item.c

MOST_DUE = 500


@dataclass(frozen=True, slots=True)
class DueItem:
    """An improvement whose day has come, or comes soon: its due day, or the day to look at it again."""

    client: str
    client_slug: str
    number: int
    title: str
    state: str
    day: date


def list_due(unit: Unit, days: int) -> list[DueItem]:
    """Return the improvements that are due, or on hold until, at most so many days from today."""
    last = unit.today + timedelta(days=days)
    due = and_(k.state.in_(LATE_STATES), k.due_on <= last)
    again = and_(k.state == ON_HOLD, k.look_again_on <= last)
    of_client = (k.workspace_id == c.workspace_id) & (k.client_id == c.id)
    statement = (
        select(c.name, c.slug, k.number, k.title, k.state, k.due_on, k.look_again_on)
        .select_from(csip_item.join(client, of_client))
        .where(k.workspace_id == unit.workspace_id, c.archived_at.is_(None), or_(due, again), *visible(unit))
        .limit(MOST_DUE)
    )
    found = []
    for name, slug, number, title, state, due_on, again_on in unit.connection.execute(statement):
        day = again_on if state == ON_HOLD else due_on
        if day is not None:
            found.append(DueItem(name, slug, number, title, state, day))
    return sorted(found, key=lambda one: (one.day, one.client, one.number))
