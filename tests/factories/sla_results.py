"""A client with services and agreements, for the tests of what is measured of them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy import insert, select

from assessment.domain.catalogue import Service
from assessment.domain.sla_content import Credit, SlaContent, Target, content_data, hash_of
from assessment.services.outages import OutageEntry, save_outage
from assessment.services.sla_computing import compute_results
from assessment.services.sla_figures import FigureEntry, enter_figure
from assessment.services.sla_reports import issue_report
from assessment.store.base import new_id
from assessment.store.database import Unit
from assessment.store.numbers import add_numbered
from assessment.store.queries.catalogue import get_service
from assessment.store.queries.clients import get_client
from assessment.store.tables import service, sla, sla_version

RESOLVED = Target(
    "p1", "resolution", "P1 resolved in four hours", classes=("1 - High",), value=Fraction(95),
    unit="percent", limit_minutes=Fraction(240), unacceptable=Fraction(80),
    baseline=Fraction(92),
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
    _, number = add_numbered(unit, service, client_id, values)
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
        "round": 1, "cadence": "monthly", "end_reason": "", "updated_at": unit.now, "updated_by": unit.actor,
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


def with_results(unit: Unit, client: str, number: int = 1) -> str:
    """An agreement with everything that can be measured and reported; returns the id of its outage."""
    desk = add_service(unit, client, f"Service desk {number}")
    add_sla(unit, desk, client=client, number=number)
    shares = (("2026-07", "196"), ("2026-08", "198"), ("2026-09", "189"), ("2026-10", "178"))
    for month, met in shares:
        enter_figure(unit, client, number, "p1", month, FigureEntry(met, "200", at_risk="3", source="Desk"))
    for month, value in (("2026-07", "81"), ("2026-08", "84"), ("2026-09", "86"), ("2026-10", "88")):
        entry = FigureEntry(value=value, source="Survey")
        enter_figure(unit, client, number, "m10", month, entry)
    enter_figure(unit, client, number, "low", "2026-10", FigureEntry("18", "20", source="Desk"))
    kept = save_outage(
        unit,
        client,
        "",
        OutageEntry(desk.id, "2026-09-05 14:00", "2026-09-05 18:30", reason="A cable was cut"),
    )
    night = OutageEntry(desk.id, "2026-10-05 00:00", "2026-10-05 04:00", planned=True, source="Calendar")
    save_outage(unit, client, "", night)
    compute_results(unit, client)
    issue_report(unit, client, number, "2026-10", ["Service owner", "IT manager"], "")
    return kept.id


def with_targets(targets: Iterable[Target], **values: Any) -> SlaContent:
    """The usual content with other targets."""
    return replace(CONTENT, targets=tuple(targets), **values)


def sla_ids(unit: Unit) -> list[str]:
    """The ids of all agreements."""
    return list(unit.connection.execute(select(sla.c.id).order_by(sla.c.number)).scalars())
