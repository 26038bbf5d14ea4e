"""How often the reviews of a client are held."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from assessment.domain.review_plans import Cadence
from assessment.errors import NotFound
from assessment.store.database import Unit
from assessment.store.numbers import LARGEST_NUMBER, add_numbered
from assessment.store.tables import review_plan
from assessment.store.versioned import change_over

p = review_plan.c
COLUMNS = (
    p.kind, p.title, p.every, p.id, p.number, p.party_id, p.mode, p.participants, p.inputs, p.agenda,
    p.outputs, p.minutes_long, p.starts_at, p.charter, p.next_on, p.month_day, p.retired_at, p.updated_at,
    p.version,
)  # fmt: skip
PARTICIPANTS, INPUTS, AGENDA, OUTPUTS, RETIRED = 7, 8, 9, 10, 16


def _of_client(unit: Unit, client_id: str) -> list[Any]:
    return [p.workspace_id == unit.workspace_id, p.client_id == client_id]


def _to_cadence(row: Sequence[Any]) -> Cadence:
    values = list(row)
    for place in (PARTICIPANTS, AGENDA):
        values[place] = tuple((one[0], one[1]) for one in values[place])
    for place in (INPUTS, OUTPUTS):
        values[place] = tuple(values[place])
    values[RETIRED] = values[RETIRED] is not None
    return Cadence(*values)


def list_plans(unit: Unit, client_id: str) -> tuple[Cadence, ...]:
    """Return the cadences of a client by number, those that are no longer held too."""
    statement = select(*COLUMNS).where(*_of_client(unit, client_id)).order_by(p.number)
    return tuple(_to_cadence(row) for row in unit.connection.execute(statement))


def get_plan(unit: Unit, client_id: str, number: int) -> Cadence:
    """Return a cadence of a client; NotFound where it has none of that number."""
    row = None
    if 0 < number <= LARGEST_NUMBER:
        row = unit.connection.execute(
            select(*COLUMNS).where(*_of_client(unit, client_id), p.number == number)
        ).one_or_none()
    if row is None:
        raise NotFound("This client has no cadence of this number.")
    return _to_cadence(row)


def add_plan(unit: Unit, client_id: str, values: Mapping[str, Any]) -> int:
    """Store a cadence under the client's next number and return that number."""
    return add_numbered(unit, review_plan, client_id, {**values, "retired_at": None})[1]


def change_plan(unit: Unit, client_id: str, number: int, seen: int, values: Mapping[str, Any]) -> bool:
    """Change a cadence; False when it changed since `seen`."""
    return change_over(unit, review_plan, client_id, values, seen, number=number)
