"""What hangs on the services and parties of a client: improvements, actions, agreements, reviews, outages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, false, func, or_, select

from assessment.domain.csip import OPEN_STATES
from assessment.store.database import Unit
from assessment.store.tables import action_item, csip_item, outage, review, sla

k, a, g, r, o = csip_item.c, action_item.c, sla.c, review.c, outage.c

CLOSED_ACTIONS = ("closed", "cancelled")
MOST = 50


@dataclass(frozen=True, slots=True)
class Use:
    """Something that belongs to a service or a party; `day` is when it is due, was held or began."""

    number: int
    title: str
    state: str
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Agreement:
    """A service level agreement in short."""

    number: int
    title: str
    stage: str
    service_id: str
    provider_id: str | None
    customer_id: str | None
    ended: bool


@dataclass(frozen=True, slots=True)
class Outage:
    """A time in which a service was not there."""

    service_id: str
    starts_at: datetime
    ends_at: datetime | None
    planned: bool
    reason: str


def _open_csip(unit: Unit, client_id: str) -> list[Any]:
    open_states = k.state.in_(sorted(OPEN_STATES))
    return [k.workspace_id == unit.workspace_id, k.client_id == client_id, open_states]


def _open_actions(unit: Unit, client_id: str) -> list[Any]:
    open_states = a.state.not_in(CLOSED_ACTIONS)
    return [a.workspace_id == unit.workspace_id, a.client_id == client_id, open_states]


def csip_by_service(unit: Unit, client_id: str) -> dict[str, int]:
    """Return how many open improvements each service has, by its id."""
    statement = select(k.service_id, func.count()).where(*_open_csip(unit, client_id))
    rows = unit.connection.execute(statement.group_by(k.service_id))
    return {key: count for key, count in rows if key}


def actions_by_service(unit: Unit, client_id: str) -> dict[str, int]:
    """Return how many open actions each service has, by its id."""
    statement = select(a.service_id, func.count()).where(*_open_actions(unit, client_id))
    rows = unit.connection.execute(statement.group_by(a.service_id))
    return {key: count for key, count in rows if key}


def list_agreements(unit: Unit, client_id: str) -> list[Agreement]:
    """Return the service level agreements of a client by number, with no more than lists need."""
    statement = (
        select(
            g.number, g.title, g.stage, g.service_id, g.provider_id, g.customer_id, g.ended_on.is_not(None)
        )
        .where(g.workspace_id == unit.workspace_id, g.client_id == client_id)
        .order_by(g.number)
    )
    rows: Any = unit.connection.execute(statement)
    return [Agreement(*row) for row in rows]


def open_csip_of(unit: Unit, client_id: str, what: str, entry_id: str) -> list[Use]:
    """Return open improvements of a service or a party (`what`), what is due first at the top."""
    statement = (
        select(k.number, k.title, k.state, k.due_on)
        .where(*_open_csip(unit, client_id), k[f"{what}_id"] == entry_id)
        .order_by(k.due_on.is_(None), k.due_on, k.number)
        .limit(MOST)
    )
    return [Use(*row) for row in unit.connection.execute(statement)]


def open_actions_of(unit: Unit, client_id: str, what: str, entry_id: str) -> list[Use]:
    """Return open actions of a service or a party, what is due first at the top."""
    statement = (
        select(a.number, a.title, a.state, a.due_on)
        .where(*_open_actions(unit, client_id), a[f"{what}_id"] == entry_id)
        .order_by(a.due_on.is_(None), a.due_on, a.number)
        .limit(MOST)
    )
    return [Use(*row) for row in unit.connection.execute(statement)]


def reviews_of(unit: Unit, client_id: str, party_id: str) -> list[Use]:
    """Return the reviews with a party, the latest first."""
    day = func.coalesce(r.held_on, r.planned_on)
    statement = (
        select(r.number, r.title, r.state, day)
        .where(r.workspace_id == unit.workspace_id, r.client_id == client_id, r.party_id == party_id)
        .order_by(day.desc(), r.number.desc())
        .limit(MOST)
    )
    return [Use(*row) for row in unit.connection.execute(statement)]


def outages_of(unit: Unit, client_id: str, service_ids: Sequence[str]) -> list[Outage]:
    """Return the outages of some services, the latest first."""
    of_them: ColumnElement[bool] = or_(false(), o.service_id.in_(service_ids))
    statement = (
        select(o.service_id, o.starts_at, o.ends_at, o.planned, o.reason)
        .where(o.workspace_id == unit.workspace_id, o.client_id == client_id, of_them)
        .order_by(o.starts_at.desc())
        .limit(MOST)
    )
    return [Outage(*row) for row in unit.connection.execute(statement)]
