"""The assessments of a client that have results, as a list to choose from."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, select

from assessment.store.database import Unit
from assessment.store.tables import assessment

a = assessment.c

MOST_CHOICES = 50

CHOICES = (
    select(a.id, a.slug, a.title, a.held_on, a.framework_id)
    .where(
        a.workspace_id == bindparam("workspace_id"),
        a.client_id == bindparam("client_id"),
        a.overall.is_not(None),
    )
    .order_by(a.held_on.desc(), a.id.desc())
    .limit(MOST_CHOICES)
)


@dataclass(frozen=True, slots=True)
class Choice:
    """One assessment that has results."""

    id: str
    slug: str
    title: str
    held_on: date
    framework_id: str


def list_choices(unit: Unit, client_id: str) -> list[Choice]:
    """Return the assessments of a client that have any answer, newest first, without their scores."""
    rows = unit.connection.execute(CHOICES, {"workspace_id": unit.workspace_id, "client_id": client_id})
    return [Choice(*row) for row in rows]
