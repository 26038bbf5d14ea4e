"""The agreements of a client and what each of their versions says."""

from sqlalchemy import select, type_coerce

from assessment.domain.sla_versions import Agreement, SlaVersion
from assessment.errors import NotFound
from assessment.store.contents import KeptContent
from assessment.store.database import Unit
from assessment.store.numbers import LARGEST_NUMBER
from assessment.store.tables import sla, sla_version

s = sla.c
v = sla_version.c
AGREEMENT = (s.id, s.number, s.title, s.service_id, s.stage, s.ended_on)
VERSION = (v.sla_id, v.number, type_coerce(v.content, KeptContent), v.hash, v.valid_from, v.valid_to)


def list_agreements(unit: Unit, client_id: str) -> tuple[Agreement, ...]:
    """Return the agreements of a client by number."""
    statement = (
        select(*AGREEMENT)
        .where(s.workspace_id == unit.workspace_id, s.client_id == client_id)
        .order_by(s.number)
    )
    return tuple(Agreement(*row) for row in unit.connection.execute(statement))


def get_agreement(unit: Unit, client_id: str, number: int) -> Agreement:
    """Return an agreement of a client; NotFound where it has none of that number."""
    row = None
    if number <= LARGEST_NUMBER:
        statement = select(*AGREEMENT).where(
            s.workspace_id == unit.workspace_id, s.client_id == client_id, s.number == number
        )
        row = unit.connection.execute(statement).one_or_none()
    if row is None:
        raise NotFound("This client has no agreement of this number.")
    return Agreement(*row)


def list_versions(unit: Unit, client_id: str, sla_id: str | None = None) -> dict[str, tuple[SlaVersion, ...]]:
    """Return the versions of every agreement of a client, or of one, by its id and the oldest first."""
    statement = (
        select(*VERSION)
        .where(v.workspace_id == unit.workspace_id, v.client_id == client_id)
        .order_by(v.sla_id, v.number)
    )
    if sla_id is not None:
        statement = statement.where(v.sla_id == sla_id)
    found: dict[str, tuple[SlaVersion, ...]] = {}
    for row in unit.connection.execute(statement):
        made = SlaVersion(*row)
        found[made.sla_id] = (*found.get(made.sla_id, ()), made)
    return found
