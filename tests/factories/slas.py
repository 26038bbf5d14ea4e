"""Agreements for tests: parties, a service, a calendar, and a draft that lacks only its signatures."""

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from assessment.domain.catalogue import CUSTOMER, PROVIDER
from assessment.domain.sla_content import ALWAYS, AT_LEAST, SlaContent, Target
from assessment.domain.sla_templates import service_desk
from assessment.domain.slas import Sla
from assessment.services import slas
from assessment.services.clients import add_client
from assessment.services.slas import SlaEntry
from assessment.services.slas_links import make_link
from assessment.services.slas_loaded import load
from assessment.services.slas_needs import NeedEntry, add_need
from assessment.services.slas_steps import advance, sign, take_step
from assessment.services.ticket_rules import CalendarEntry, save_calendar
from assessment.store.database import Unit
from assessment.store.numbers import add_numbered
from assessment.store.queries import slas as queries
from assessment.store.queries.clients import get_client
from assessment.store.tables import party, service

WEEK = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "08:00-17:00")
PARTY: dict[str, Any] = {"kind": "", "manager": "", "contact": "", "mode": "meeting", "note": ""}


@dataclass(frozen=True, slots=True)
class Place:
    """A client with what an agreement needs: ids of its service, parties and calendar."""

    slug: str
    client_id: str
    service_id: str
    provider_id: str
    customer_id: str
    calendar_id: str

    def entry(self, **changed: Any) -> SlaEntry:
        """What is said about a new agreement."""
        first = SlaEntry("Service desk", self.service_id, self.provider_id, self.customer_id)
        return replace(first, **changed)


def make_place(unit: Unit, name: str = "Corvo") -> Place:
    """Add a client with a service, both parties and working hours."""
    return place_in(unit, add_client(unit, name=name).slug)


def place_in(unit: Unit, slug: str) -> Place:
    """Give a client a service, both parties and working hours."""
    client_id = get_client(unit, slug).id
    provider, _ = add_numbered(unit, party, client_id, {**PARTY, "name": "Provider", "role": PROVIDER})
    customer, _ = add_numbered(unit, party, client_id, {**PARTY, "name": "Customer", "role": CUSTOMER})
    values = {"name": "Service desk", "description": "", "provider_id": provider, "owner": ""}
    made, _ = add_numbered(unit, service, client_id, values)
    calendar = save_calendar(unit, slug, "", CalendarEntry("Office", "Europe/Rome", WEEK))
    return Place(slug, client_id, made, provider, customer, calendar)


def ready_content(calendar_id: str, begin: date = date(2026, 12, 1)) -> SlaContent:
    """A content that passes every check but the signatures."""
    end = begin.replace(year=begin.year + 1)
    return replace(
        service_desk(),
        hours_calendar_id=calendar_id,
        desk_calendar_id=ALWAYS,
        valid_from=begin,
        valid_to=end,
        stands_alone="The provider does it all itself.",
        targets=tuple(ready_target(one, end) for one in service_desk().targets),
        prose={"charges": "Paid with the contract."},
    )


def ready_target(target: Target, review_on: date) -> Target:
    """The target with a baseline, a source and a review date."""
    value = target.value or Fraction(0)
    better = (value + 100) / 2 if target.operator == AT_LEAST else Fraction(0)
    return replace(
        target, source="Ticket export", baseline=better, baseline_from="2026-08",
        baseline_to="2026-10", review_on=review_on,
    )  # fmt: skip


def draft_of(unit: Unit, place: Place, content: SlaContent | None = None, **changed: Any) -> Sla:
    """Add an agreement whose draft has this content, or one that is ready to be finalized."""
    sla = slas.add_sla(unit, place.slug, place.entry(**changed))
    put_draft(unit, place, sla.number, content or ready_content(place.calendar_id))
    return queries.get_sla(unit, place.client_id, sla.number)


def put_draft(unit: Unit, place: Place, number: int, content: SlaContent) -> None:
    """Put a content into a draft as it is."""
    queries.change_sla(
        unit, place.client_id, queries.get_sla(unit, place.client_id, number), {"draft": content}
    )


def story(unit: Unit, slug: str) -> Place:
    """Three agreements of a client: one is negotiated, one waits for a signature, one changes anew."""
    place = place_in(unit, slug)
    first = slas.add_sla(unit, slug, place.entry(template="application", title="Order entry")).number
    asked = NeedEntry("Orders can be entered from six in the morning")
    add_need(unit, slug, first, replace(asked, verdict="can meet", reason="The desk opens then"))
    add_need(
        unit, slug, first, NeedEntry("Nothing is ever lost", "cannot meet", "An hour of work may be lost")
    )
    second = draft_of(unit, place)
    take_step(unit, slug, second.number, "finalize", seen=second.version)
    sign(
        unit,
        slug,
        second.number,
        "provider",
        "Head of services",
        "Head",
        load(unit, slug, second.number).hash,
    )
    make_link(unit, slug, second.number, "customer", "Service owner")
    third = draft_of(unit, place, ready_content(place.calendar_id, date(2026, 10, 1)), title="Network")
    take_step(unit, slug, third.number, "finalize", seen=third.version)
    for side in ("provider", "customer"):
        sign(
            unit, slug, third.number, side, f"Head at the {side}", "Head", load(unit, slug, third.number).hash
        )
    for step in ("period closed", "report issued", "change"):
        advance(unit, get_client(unit, slug), third.id, step, reason="The number of users has doubled")
    changed = replace(ready_content(place.calendar_id, date(2027, 1, 1)), scale="Example: 800 users")
    put_draft(unit, place, third.number, changed)
    return place
