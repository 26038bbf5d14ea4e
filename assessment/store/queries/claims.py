"""Why a disagreement between a claim and the figures of a client is none."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select

from assessment.store.database import Unit
from assessment.store.tables import claim_note

n = claim_note.c


@dataclass(frozen=True, slots=True)
class ClaimNote:
    """An explanation; `said` is the sentence that it was about."""

    key: str
    reason: str
    said: str
    noted_at: datetime
    noted_by: str


def list_claim_notes(unit: Unit, client_id: str, framework_id: str) -> dict[str, ClaimNote]:
    """Return the explanations of a client by the key of what they are about."""
    statement = select(n.key, n.reason, n.said, n.noted_at, n.noted_by).where(
        n.workspace_id == unit.workspace_id, n.client_id == client_id, n.framework_id == framework_id
    )
    return {row[0]: ClaimNote(*row) for row in unit.connection.execute(statement)}


def save_claim_note(unit: Unit, client_id: str, framework_id: str, key: str, reason: str, said: str) -> None:
    """Store an explanation in the place of an earlier one."""
    delete_claim_note(unit, client_id, framework_id, key)
    unit.connection.execute(
        insert(claim_note),
        {
            "workspace_id": unit.workspace_id, "client_id": client_id, "framework_id": framework_id,
            "key": key, "reason": reason, "said": said, "noted_at": unit.now, "noted_by": unit.actor,
        },
    )  # fmt: skip


def delete_claim_note(unit: Unit, client_id: str, framework_id: str, key: str) -> bool:
    """Delete an explanation; False when there was none."""
    statement = delete(claim_note).where(
        n.workspace_id == unit.workspace_id,
        n.client_id == client_id,
        n.framework_id == framework_id,
        n.key == key,
    )
    return unit.connection.execute(statement).rowcount == 1
