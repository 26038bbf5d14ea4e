"""The services of a client, its parties and contracts."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Table, select

from assessment.domain.catalogue import Contract, Party, Service
from assessment.errors import NotFound
from assessment.store.database import Unit
from assessment.store.numbers import LARGEST_NUMBER
from assessment.store.tables import contract, party, service

p, s, c = party.c, service.c, contract.c
TABLES = {"party": party, "service": service, "contract": contract}

PARTY = (
    p.id, p.number, p.name, p.role, p.kind, p.manager, p.contact, p.mode, p.note, p.retired_at, p.version,
)  # fmt: skip
SERVICE = (
    s.id, s.number, s.name, s.description, s.provider_id, s.supplier_id, s.calendar_id, s.owner,
    s.retired_at, s.version,
)  # fmt: skip
CONTRACT = (
    c.id, c.number, c.party_id, c.title, c.starts_on, c.ends_on, c.renewal, c.notice_days, c.value,
    c.currency, c.value_per, c.services, c.note, c.retired_at, c.version,
)  # fmt: skip


def _party(row: Any) -> Party:
    *rest, retired_at, version = row
    values: list[Any] = [*rest, retired_at is not None, version]
    return Party(*values)


def _service(row: Any) -> Service:
    *rest, retired_at, version = row
    values: list[Any] = [*rest, retired_at is not None, version]
    return Service(*values)


def _contract(row: Any) -> Contract:
    *rest, services, note, retired_at, version = row
    values: list[Any] = [*rest, tuple(services), note, retired_at is not None, version]
    return Contract(*values)


def _rows(unit: Unit, table: Table, columns: Sequence[Any], client_id: str, **same: Any) -> Any:
    conditions = [table.c[name] == value for name, value in same.items()]
    return unit.connection.execute(
        select(*columns)
        .where(table.c.workspace_id == unit.workspace_id, table.c.client_id == client_id, *conditions)
        .order_by(table.c.number)
    )


def list_parties(unit: Unit, client_id: str) -> tuple[Party, ...]:
    """Return every party of a client by number, those that are no longer used too."""
    return tuple(_party(row) for row in _rows(unit, party, PARTY, client_id))


def list_services(unit: Unit, client_id: str) -> tuple[Service, ...]:
    """Return every service of a client by number, those that are no longer given too."""
    return tuple(_service(row) for row in _rows(unit, service, SERVICE, client_id))


def list_contracts(unit: Unit, client_id: str) -> tuple[Contract, ...]:
    """Return every contract of a client by number."""
    return tuple(_contract(row) for row in _rows(unit, contract, CONTRACT, client_id))


def get_service(unit: Unit, client_id: str, number: int) -> Service:
    """Return a service of a client; NotFound where it has none of that number."""
    return _service(_one(unit, service, SERVICE, client_id, number))


def _one(unit: Unit, table: Table, columns: Sequence[Any], client_id: str, number: int) -> Any:
    row = None
    if number <= LARGEST_NUMBER:
        row = _rows(unit, table, columns, client_id, number=number).one_or_none()
    if row is None:
        raise NotFound(f"This client has no {table.name} of this number.")
    return row
