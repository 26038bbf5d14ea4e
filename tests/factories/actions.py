"""Results of targets, agreements and actions for tests."""

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import insert

from assessment.domain.action_items import ActionItem
from assessment.domain.sla_content import SlaContent, Target, content_data, hash_of
from assessment.domain.sla_results import BREACHED, TargetResult
from assessment.store.base import new_id
from assessment.store.database import Unit
from assessment.store.numbers import add_numbered
from assessment.store.tables import party, service, sla, sla_version

RESULT = TargetResult(
    "S1", "T1", "2026-10", 1, BREACHED, "Response to priority 1", Fraction(95), None, Fraction(90),
    Fraction(-5), 200, 180,
)  # fmt: skip
ACTION = ActionItem(
    "A1", 1, "Answer in time", "", "sla", "S1", "T1", "2026-09", Fraction(-5), (), None, None, None, "", "",
    "Service desk lead", "provider", date(2026, 11, 30), "medium", "open", "", None, "", date(2026, 10, 5),
    "tester", None, None, None, datetime(2026, 10, 5, tzinfo=UTC), "tester", 1,
)  # fmt: skip


def result(period: str = "2026-10", state: str = BREACHED, **changes: Any) -> TargetResult:
    """What came of the target of the tests in a month."""
    return replace(RESULT, period=period, state=state, **changes)


def act(state: str = "open", period: str = "2026-09", **changes: Any) -> ActionItem:
    """An action about the target of the tests."""
    return replace(ACTION, state=state, period=period, **changes)


def add_sla(
    unit: Unit, client_id: str, title: str = "Desk", *, manager: str = "Delivery manager", **values: Any
) -> str:
    """Store an agreement with one version; 85 is unacceptable for its first target, T1. Return its id."""
    provider, _ = add_numbered(
        unit, party, client_id,
        {"name": "Provider", "role": "provider", "kind": "", "manager": manager, "contact": "",
         "mode": "meeting", "note": ""},
    )  # fmt: skip
    made, _ = add_numbered(
        unit, service, client_id,
        {"name": f"{title} service", "description": "", "provider_id": provider, "owner": ""},
    )  # fmt: skip
    content = values.pop("content", None) or SlaContent(
        targets=(
            Target("T1", "response", "Response", value=Fraction(95), unacceptable=Fraction(85)),
            Target("T2", "resolution", "Resolution", value=Fraction(90)),
        )
    )
    row = {
        "title": title, "service_id": made, "provider_id": provider, "stage": "monitoring",
        "cadence": "monthly", "end_reason": "", **values,
    }  # fmt: skip
    sla_id, _ = add_numbered(unit, sla, client_id, row)
    unit.connection.execute(
        insert(sla_version).values(
            workspace_id=unit.workspace_id, sla_id=sla_id, number=1, client_id=client_id,
            content=content_data(content), hash=hash_of(content), valid_from=date(2026, 1, 1),
            valid_to=content.valid_to, frozen_at=unit.now, frozen_by="tester",
        )
    )  # fmt: skip
    return sla_id


def fresh_id() -> str:
    """An id that nothing has."""
    return new_id()
