"""What the results pages read besides the answers: the assessments to choose from, the readings in brief."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, select

from assessment.domain.answers import Reading
from assessment.store.database import Unit
from assessment.store.tables import assessment, reading

a = assessment.c
m = reading.c

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


READINGS = (
    select(m.metric_id, m.period, m.value, m.numerator, m.denominator, m.source, m.note, m.scope, m.asked)
    .where(
        m.workspace_id == bindparam("workspace_id"),
        m.client_id == bindparam("client_id"),
        m.framework_id == bindparam("framework_id"),
        m.replaced_by.is_(None),
    )
    .order_by(m.metric_id, m.period, m.id)
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


def readings_by_metric(unit: Unit, client_id: str, framework_id: str) -> dict[str, list[Reading]]:
    """Return the readings in force of a client by metric, oldest first."""
    values = {"workspace_id": unit.workspace_id, "client_id": client_id, "framework_id": framework_id}
    found: dict[str, list[Reading]] = {}
    for row in unit.connection.execute(READINGS, values):
        found.setdefault(row[0], []).append(Reading(*row))
    return found
