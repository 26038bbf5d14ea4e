"""What the pack of a review reads: one query for each register, whatever its size."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, or_, select

from assessment.domain.answers import Reading
from assessment.domain.catalogue import Contract
from assessment.domain.csip import OPEN_STATES
from assessment.domain.csip_items import CsipItem
from assessment.domain.review_material import (
    ENDED_ACTIONS,
    ActionNow,
    Agreement,
    Before,
    Judgement,
    Movement,
)
from assessment.domain.review_pack import measures_of
from assessment.domain.reviews import CLOSED, HELD, Review
from assessment.store.database import Unit
from assessment.store.queries.catalogue import CONTRACT
from assessment.store.queries.csip import COLUMNS as ITEM
from assessment.store.queries.csip import to_item
from assessment.store.tables import (
    action_item,
    contract,
    csip_decision,
    csip_item,
    party,
    reading,
    review,
    service,
    sla,
)

r, k, a, d, m = review.c, csip_item.c, action_item.c, csip_decision.c, reading.c
MOST_JUDGEMENTS = 8
MOST_MOVEMENTS = 200


def list_before(unit: Unit, client_id: str, of: Review) -> tuple[Before | None, tuple[Judgement, ...]]:
    """Return the review of the same kind and party that was held before, and how earlier ones judged."""
    statement = (
        select(r.id, r.number, r.held_on, r.relationship, r.relationship_note, r.pack)
        .where(
            r.workspace_id == unit.workspace_id,
            r.client_id == client_id,
            r.kind == of.kind,
            r.party_id.is_(None) if of.party_id is None else r.party_id == of.party_id,
            r.state.in_((HELD, CLOSED)),
            r.id != of.id,
            r.planned_on <= of.planned_on,
        )
        .order_by(r.held_on.desc(), r.number.desc())
        .limit(MOST_JUDGEMENTS)
    )
    rows = unit.connection.execute(statement).all()
    judgements = tuple(Judgement(row[1], row[2], row[3], row[4]) for row in rows if row[3])
    if not rows:
        return None, judgements
    newest = rows[0]
    return Before(newest[0], newest[1], newest[2], measures_of(newest[5])), judgements


def list_values(
    unit: Unit, client_id: str, framework_id: str, months: Sequence[str]
) -> dict[tuple[str, str], Reading]:
    """Return the readings in force of some months by metric and month."""
    statement = select(m.metric_id, m.period, m.value, m.numerator, m.denominator).where(
        m.workspace_id == unit.workspace_id,
        m.client_id == client_id,
        m.framework_id == framework_id,
        m.replaced_by.is_(None),
        m.period.in_(list(months)),
    )
    return {(row[0], row[1]): Reading(*row) for row in unit.connection.execute(statement)}


def list_agreements(unit: Unit, client_id: str, party_id: str | None) -> dict[str, Agreement]:
    """Return the agreements of a client that have not ended, by id; with a party those about its services."""
    joined = sla.outerjoin(
        service, and_(service.c.workspace_id == sla.c.workspace_id, service.c.id == sla.c.service_id)
    )
    statement = (
        select(sla.c.id, sla.c.number, sla.c.title, sla.c.stage, func.coalesce(service.c.name, ""))
        .select_from(joined)
        .where(
            sla.c.workspace_id == unit.workspace_id, sla.c.client_id == client_id, sla.c.ended_on.is_(None)
        )
    )
    if party_id is not None:
        parties = (sla.c.provider_id, service.c.provider_id, service.c.supplier_id)
        statement = statement.where(or_(*(column == party_id for column in parties)))
    return {row[0]: Agreement(*row) for row in unit.connection.execute(statement)}


def list_actions(unit: Unit, client_id: str, last_review: str, party_id: str | None) -> list[ActionNow]:
    """Return the open actions of a client and those that the last review made."""
    statement = select(
        a.number, a.title, a.owner, a.due_on, a.state, a.severity, a.review_id, a.updated_at
    ).where(
        a.workspace_id == unit.workspace_id,
        a.client_id == client_id,
        or_(a.state.not_in(sorted(ENDED_ACTIONS)), a.review_id == last_review),
    )
    if party_id is not None:
        statement = statement.where(a.party_id == party_id)
    return [ActionNow(*row) for row in unit.connection.execute(statement.order_by(a.number))]


def list_csip(unit: Unit, client_id: str, party_id: str | None) -> list[CsipItem]:
    """Return the items of a register that are open, planned for a wave or have a cost."""
    wanted = or_(k.state.in_(sorted(OPEN_STATES)), k.wave.is_not(None), k.cost_amount.is_not(None))
    statement = select(*ITEM).where(k.workspace_id == unit.workspace_id, k.client_id == client_id, wanted)
    if party_id is not None:
        statement = statement.where(k.party_id == party_id)
    return [to_item(row) for row in unit.connection.execute(statement.order_by(k.number))]


def list_movements(unit: Unit, client_id: str, since: datetime, party_id: str | None) -> list[Movement]:
    """Return the decisions about improvements since a moment that still stand, newest first."""
    joined = csip_decision.join(csip_item, and_(k.workspace_id == d.workspace_id, k.id == d.item_id))
    statement = (
        select(k.number, k.title, d.decision, d.after, d.reason, d.decided_on)
        .select_from(joined)
        .where(
            d.workspace_id == unit.workspace_id,
            d.client_id == client_id,
            d.made_at >= since,
            d.undone_at.is_(None),
        )
        .order_by(d.id.desc())
        .limit(MOST_MOVEMENTS)
    )
    if party_id is not None:
        statement = statement.where(k.party_id == party_id)
    return [Movement(*row) for row in unit.connection.execute(statement)]


def list_contracts(unit: Unit, client_id: str, party_id: str | None) -> list[tuple[Contract, str]]:
    """Return the contracts of a client, each with the name of its party."""
    c = contract.c
    joined = contract.join(party, and_(party.c.workspace_id == c.workspace_id, party.c.id == c.party_id))
    statement = (
        select(*CONTRACT, party.c.name)
        .select_from(joined)
        .where(c.workspace_id == unit.workspace_id, c.client_id == client_id)
    )
    if party_id is not None:
        statement = statement.where(c.party_id == party_id)
    rows = unit.connection.execute(statement.order_by(c.number))
    return [(_contract(row), row[-1]) for row in rows]


def _contract(row: Sequence[Any]) -> Contract:
    *head, services, note, retired_at, version, _ = row
    values: list[Any] = [*head, tuple(services), note, retired_at is not None, version]
    return Contract(*values)


def list_items(unit: Unit, client_id: str, numbers: Sequence[int]) -> list[CsipItem]:
    """Return improvements by their numbers, as they are now."""
    statement = (
        select(*ITEM)
        .where(k.workspace_id == unit.workspace_id, k.client_id == client_id, k.number.in_(numbers))
        .order_by(k.number)
    )
    return [to_item(row) for row in unit.connection.execute(statement)] if numbers else []
