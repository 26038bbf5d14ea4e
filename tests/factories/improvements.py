"""Improvements of a client called Corvo, begun and implemented, and what the pages beside them write."""

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction

from sqlalchemy import insert

from assessment.domain.csip import Decision
from assessment.domain.csip_items import CsipItem
from assessment.domain.sla_content import SlaContent, Target, content_data
from assessment.services import csip
from assessment.services.csip import ItemDraft
from assessment.store.base import new_id
from assessment.store.database import Unit
from assessment.store.tables import review, sla

GO_ON = Decision("progress")
DRAFT = ItemDraft("Shorten the time to the first answer", owner="Service desk lead")
MEASURED = replace(
    DRAFT, value_kind="duration", baseline=Fraction(720), baseline_on=date(2026, 4, 30), target=Fraction(480)
)


def on(unit: Unit, day: date) -> Unit:
    """The unit as it was on another day."""
    return replace(unit, now=datetime(day.year, day.month, day.day, 9, tzinfo=UTC))


def implemented(unit: Unit, draft: ItemDraft = MEASURED) -> CsipItem:
    """An item that was begun on 4 June and implemented on 6 August."""
    item = csip.add_item(on(unit, date(2026, 5, 4)), "corvo", draft)
    for day in (date(2026, 5, 7), date(2026, 6, 4), date(2026, 8, 6)):
        item = csip.decide_item(on(unit, day), "corvo", item.number, GO_ON, item.version)
    return item


def add_review(unit: Unit, client_id: str, held_on: date, **changes: object) -> str:
    """A closed review as the review pages will write it."""
    made = new_id()
    row: dict[str, object] = {
        "workspace_id": unit.workspace_id, "id": made, "client_id": client_id, "number": 1, "plan_id": None,
        "kind": "monthly", "title": "Review", "party_id": None, "mode": "meeting", "period_from": held_on,
        "period_to": held_on, "planned_on": held_on, "starts_at": "", "held_on": held_on, "state": "closed",
        "agenda": [], "attendance": [], "minutes": "", "relationship": "", "relationship_note": "",
        "closed_by": "", "minutes_long": 60, "cancel_reason": "",
        "updated_at": unit.now, "updated_by": "", "version": 1,
    }  # fmt: skip
    unit.connection.execute(insert(review).values(**row | changes))
    return made


def add_sla(unit: Unit, client_id: str) -> str:
    """An agreement in draft with one target."""
    made, content = new_id(), SlaContent(targets=(Target("t1", "response", "First answer"),))
    unit.connection.execute(
        insert(sla).values(
            workspace_id=unit.workspace_id, id=made, client_id=client_id, number=1, title="Desk",
            service_id="none", stage="negotiation", draft=content_data(content), round=1,
            cadence="month", end_reason="", updated_at=unit.now, updated_by="", version=1,
        )
    )  # fmt: skip
    return made
