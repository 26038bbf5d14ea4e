"""What belongs to single items of the register: decisions, values after implementation, past reviews."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import func, insert, select, update

from assessment.domain.csip_actuals import Actual
from assessment.errors import NotFound
from assessment.store.base import new_id
from assessment.store.database import Unit
from assessment.store.tables import csip_actual, csip_decision, review

a, d, r = csip_actual.c, csip_decision.c, review.c

CLOSED_REVIEW = "closed"
NOT_A_REVIEW = "sync"
"""The informal talk is no review proper, so nothing is passed over by it."""

ACTUAL = (a.id, a.period_from, a.period_to, a.value, a.note, a.made_at, a.made_by, a.withdrawn_at)
DECISION = (
    d.id, d.item_id, d.review_id, d.decision, d.reason, d.decided_on, d.deciders, d.look_again_on, d.verdict,
    d.before, d.after, d.made_at, d.made_by, d.undone_at,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class KeptDecision:
    """A decision about an item as it was recorded; `undone_at` is when it was taken back."""

    id: str
    item_id: str
    review_id: str | None
    decision: str
    reason: str
    decided_on: date
    deciders: Sequence[str]
    look_again_on: date | None
    verdict: str | None
    before: str
    after: str
    made_at: datetime
    made_by: str
    undone_at: datetime | None


def add_decision(unit: Unit, client_id: str, item_id: str, values: Mapping[str, Any]) -> str:
    """Store a decision about an item and return its id."""
    made = new_id()
    row = {"review_id": None, "reason": "", "look_again_on": None, "verdict": None, **values}
    unit.connection.execute(
        insert(csip_decision).values(
            **row, workspace_id=unit.workspace_id, client_id=client_id, id=made, item_id=item_id,
            made_at=unit.now, made_by=unit.actor,
        )
    )  # fmt: skip
    return made


def mark_undone(unit: Unit, client_id: str, item_id: str) -> None:
    """Mark the latest decision about an item that still stands as taken back."""
    same = (d.workspace_id == unit.workspace_id, d.client_id == client_id, d.item_id == item_id)
    latest = select(func.max(d.id)).where(*same, d.undone_at.is_(None)).scalar_subquery()
    unit.connection.execute(update(csip_decision).where(*same, d.id == latest).values(undone_at=unit.now))


def list_decisions(
    unit: Unit, client_id: str, *, item_id: str | None = None, review_id: str | None = None
) -> list[KeptDecision]:
    """Return the decisions of a client, of one item or of one review, oldest first."""
    statement = select(*DECISION).where(d.workspace_id == unit.workspace_id, d.client_id == client_id)
    if item_id is not None:
        statement = statement.where(d.item_id == item_id)
    if review_id is not None:
        statement = statement.where(d.review_id == review_id)
    return [KeptDecision(*row) for row in unit.connection.execute(statement.order_by(d.id))]


def list_actuals(unit: Unit, client_id: str, item_id: str) -> list[Actual]:
    """Return the values of an item, also those that were taken out, by the time they are about."""
    statement = (
        select(*ACTUAL)
        .where(a.workspace_id == unit.workspace_id, a.client_id == client_id, a.item_id == item_id)
        .order_by(a.period_from, a.id)
    )
    return [Actual(*row) for row in unit.connection.execute(statement)]


def add_actual(
    unit: Unit,
    client_id: str,
    item_id: str,
    *,
    period_from: date,
    period_to: date,
    value: Fraction | None,
    note: str,
) -> str:
    """Store a value measured after implementation and return its id."""
    made = new_id()
    unit.connection.execute(
        insert(csip_actual).values(
            workspace_id=unit.workspace_id, client_id=client_id, id=made, item_id=item_id,
            period_from=period_from, period_to=period_to, value=value, note=note, made_at=unit.now,
            made_by=unit.actor,
        )
    )  # fmt: skip
    return made


def set_withdrawn(unit: Unit, client_id: str, item_id: str, actual_id: str, gone: bool) -> Actual:
    """Take a value out, or put it back, and return it; NotFound where the item has none of that id."""
    same = (
        a.workspace_id == unit.workspace_id,
        a.client_id == client_id,
        a.item_id == item_id,
        a.id == actual_id,
    )
    values = {"withdrawn_at": unit.now if gone else None}
    unit.connection.execute(update(csip_actual).where(*same).values(**values))
    row = unit.connection.execute(select(*ACTUAL).where(*same)).one_or_none()
    if row is None:
        raise NotFound("This item has no such value.")
    return Actual(*row)


def last_reviews(unit: Unit, client_id: str) -> dict[str | None, date]:
    """Return the day of the last closed review of everything (under None) and of each party that has one."""
    statement = (
        select(r.party_id, func.max(func.coalesce(r.held_on, r.planned_on)))
        .where(
            r.workspace_id == unit.workspace_id,
            r.client_id == client_id,
            r.state == CLOSED_REVIEW,
            r.kind != NOT_A_REVIEW,
        )
        .group_by(r.party_id)
    )
    rows = unit.connection.execute(statement)
    return {party_id: day for party_id, day in rows if day is not None}


def last_review_on(unit: Unit, client_id: str) -> date | None:
    """Return the day of the last closed review of a client across everything, None before the first."""
    return last_reviews(unit, client_id).get(None)


def is_review(unit: Unit, client_id: str, review_id: str) -> bool:
    """Return whether the client has that review."""
    same = (r.workspace_id == unit.workspace_id, r.client_id == client_id, r.id == review_id)
    return unit.connection.execute(select(r.id).where(*same)).first() is not None
