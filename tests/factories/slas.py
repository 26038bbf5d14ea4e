"""A client with services and agreements, for the tests of what is measured of them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy import insert, select

from assessment.domain.catalogue import Service
from assessment.domain.sla_content import Credit, SlaContent, Target, content_data, hash_of
from assessment.store.base import new_id
from assessment.store.database import Unit
from assessment.store.queries.catalogue import add_row, get_service
from assessment.store.queries.clients import get_client
from assessment.store.tables import service, sla, sla_version

RESOLVED = Target(
    "p1", "resolution", "P1 resolved in four hours", classes=("1 - High",), value=Fraction(95),
    unit="percent", limit_minutes=Fraction(240), unacceptable=Fraction(80),
)  # fmt: skip
AVAILABLE = Target("up", "availability", "Available", value=Fraction("99.5"), unit="percent")
ERRORS = Target(
    "err", "functionality", "Wrong invoices", value=Fraction(2), unit="count", category="Invoices",
    period="quarter",
)  # fmt: skip
SATISFIED = Target(
    "m10", "metric", "Satisfied customers", metric_id="M10", value=Fraction(80), unit="percent"
)
BY_CASE = Target("low", "resolution", "Low resolved as agreed", limit_text="as agreed", value=Fraction(80))
EVERY_TARGET = (RESOLVED, AVAILABLE, ERRORS, SATISFIED, BY_CASE)

CONTENT = SlaContent(
    targets=EVERY_TARGET,
    price=Fraction(1000),
    currency="EUR",
    credits=(Credit("p1", "miss", percent=Fraction(5)), Credit("up", "point", amount=Fraction(40))),
    valid_from=date(2026, 7, 1),
)


def add_service(unit: Unit, client: str = "corvo", name: str = "Service desk") -> Service:
    """A new service of a client."""
    values: dict[str, Any] = {"name": name, "description": "", "owner": ""}
    client_id = get_client(unit, client).id
    _, number = add_row(unit, service, client_id, values)
    return get_service(unit, client_id, number)


def add_sla(
    unit: Unit,
    of: Service,
    content: SlaContent = CONTENT,
    client: str = "corvo",
    number: int = 1,
    **values: Any,
) -> str:
    """A new agreement about a service with its first version; returns its id."""
    made, client_id = new_id(), get_client(unit, client).id
    row = {
        "workspace_id": unit.workspace_id, "id": made, "client_id": client_id, "number": number,
        "title": f"Agreement about {of.name}", "service_id": of.id, "stage": "monitoring", "draft": None,
        "cadence": "monthly", "end_reason": "", "updated_at": unit.now, "updated_by": unit.actor,
        "version": 1, **values,
    }  # fmt: skip
    unit.connection.execute(insert(sla).values(**row))
    add_version(unit, made, content, client)
    return made


def add_version(unit: Unit, sla_id: str, content: SlaContent, client: str = "corvo", number: int = 1) -> None:
    """Another version of an agreement, from the day that its content names."""
    begins = content.valid_from or date(2026, 1, 1)
    unit.connection.execute(
        insert(sla_version).values(
            workspace_id=unit.workspace_id, sla_id=sla_id, number=number,
            client_id=get_client(unit, client).id, content=content_data(content), hash=hash_of(content),
            valid_from=begins, valid_to=content.valid_to, frozen_at=unit.now, frozen_by=unit.actor,
        )
    )  # fmt: skip


def with_targets(targets: Iterable[Target], **values: Any) -> SlaContent:
    """The usual content with other targets."""
    return replace(CONTENT, targets=tuple(targets), **values)


def sla_ids(unit: Unit) -> list[str]:
    """The ids of all agreements."""
    return list(unit.connection.execute(select(sla.c.id).order_by(sla.c.number)).scalars())
