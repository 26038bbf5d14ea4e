"""The one row that a review writes into the action register."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import insert

from assessment.store.base import new_id
from assessment.store.database import Unit
from assessment.store.numbers import next_number
from assessment.store.tables import action_item


def insert_action(unit: Unit, client_id: str, values: Mapping[str, Any]) -> tuple[str, int]:
    """Store an open action under the client's next number; return its id and number."""
    number, made = next_number(unit, action_item, client_id), new_id()
    defaults: dict[str, Any] = {
        "description": "", "source": "review", "sla_id": None, "target_key": None, "period": None,
        "variance": None, "service_id": None, "root_cause": "", "corrective": "", "severity": "normal",
        "state": "open", "evidence": "", "verified_period": None, "cancel_reason": "",
        "raised_on": unit.today, "raised_by": unit.actor, "started_on": None, "done_on": None,
        "closed_on": None,
    }  # fmt: skip
    unit.connection.execute(
        insert(action_item).values(
            **{**defaults, **values}, workspace_id=unit.workspace_id, client_id=client_id, id=made,
            number=number, updated_at=unit.now, updated_by=unit.actor, version=1,
        )
    )  # fmt: skip
    return made, number
