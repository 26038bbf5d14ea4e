"""The working days of a client, and its reviews as a calendar for other programs."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from assessment.domain.calendars import Calendar
from assessment.domain.clients import Client
from assessment.domain.ics import Happening, calendar_text
from assessment.domain.review_plans import EVERY, Cadence, working_day
from assessment.domain.reviews import CANCELLED, KINDS, Review
from assessment.services.ticket_settings import calendar_of
from assessment.store.database import Unit
from assessment.store.queries import reviews as queries
from assessment.store.queries import reviews_plans as plan_queries
from assessment.store.queries.ticket_rules import get_rules, list_calendars

LOOK_BACK = timedelta(days=400)


def working_calendar(unit: Unit, client_id: str) -> Calendar | None:
    """Return the calendar that a client's tickets are counted by; None where it has none."""
    wanted = get_rules(unit, client_id).calendar_id
    if not wanted:
        return None
    found = next((one for one in list_calendars(unit, client_id) if one.id == wanted), None)
    return calendar_of(found) if found else None


def calendar_file(unit: Unit, client: Client) -> str:
    """Return the reviews of a client as an iCalendar file; those long past are left out."""
    working = working_calendar(unit, client.id)
    zone = ZoneInfo(working.zone) if working and working.zone else None
    reviews = queries.list_reviews(unit, client.id)
    recent = [one for one in reviews if one.planned_on >= unit.today - LOOK_BACK]
    happenings = [_of_review(client, one, zone) for one in reversed(recent)]
    for plan in plan_queries.list_plans(unit, client.id):
        if not plan.retired and plan.next_on:
            happenings.append(_of_plan(client, plan, working, zone))
    return calendar_text(f"Service reviews of {client.name}", happenings)


def _of_review(client: Client, one: Review, zone: ZoneInfo | None) -> Happening:
    return Happening(
        f"review-{one.id}@gradino",
        f"{one.title} ({client.name})",
        one.held_on or one.planned_on,
        one.updated_at,
        one.version,
        _begin(one.held_on or one.planned_on, one.starts_at, zone),
        one.minutes_long,
        f"{one.reference}, {KINDS.get(one.kind, one.kind)}{'' if one.is_meeting else ', at the desk'}",
        one.state == CANCELLED,
    )


def _of_plan(client: Client, plan: Cadence, working: Calendar | None, zone: ZoneInfo | None) -> Happening:
    day = working_day(plan.next_on, working) if plan.next_on else plan.updated_at.date()
    # The day is part of the name: the one after it is another happening.
    return Happening(
        f"cadence-{plan.id}-{plan.next_on:%Y%m%d}@gradino",
        f"{plan.title} ({client.name})",
        day,
        plan.updated_at,
        plan.version,
        _begin(day, plan.starts_at, zone),
        plan.minutes_long,
        f"{EVERY.get(plan.every, plan.every)}, not planned yet.",
    )


def _begin(day: object, starts_at: str, zone: ZoneInfo | None) -> datetime | None:
    if not starts_at:
        return None
    begin = datetime.fromisoformat(f"{day}T{starts_at}:00")
    return begin.replace(tzinfo=zone) if zone else begin
