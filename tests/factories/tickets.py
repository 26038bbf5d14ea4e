"""A small ticket export, brought in for a test of what comes after."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from fractions import Fraction

from assessment.domain.tickets import Ticket
from assessment.services import ticket_imports, ticket_pages
from assessment.services.ticket_imports import MappingEntry
from assessment.services.ticket_rules import CalendarEntry, RulesEntry, save_calendar, set_rules
from assessment.services.ticket_work import work
from assessment.store.database import Database, Unit
from assessment.store.queries import clients
from assessment.store.queries.readings import list_readings
from assessment.store.queries.ticket_imports import TicketImport
from assessment.store.queries.tickets import tickets_of_client

HEAD = (
    "number,sys_created_by,opened_at,resolved_at,closed_at,incident_state,priority,assignment_group,"
    "made_sla\n"
)
SEPTEMBER = (
    "INC1,Ann Example,2026-09-01 08:00,2026-09-01 10:00,2026-09-03 08:00,Closed,1 - High,Desk,true\n"
    "INC2,Bob Example,2026-09-15 08:00,2026-09-15 12:00,2026-09-16 08:00,Closed,2 - Low,Network,false\n"
)
END = "INC3,Ann Example,2026-09-29 08:00,2026-09-30 08:00,2026-09-30 09:00,Closed,2 - Low,Desk,true\n"
ENTRY = MappingEntry("servicenow", zone="UTC")

Writing = Callable[[], AbstractContextManager[Unit]]


class Clock:
    """A clock that goes on by a second whenever somebody looks."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


def take(write: Writing, text: str, name: str = "september.csv", *, keeps_file: bool = False) -> str:
    """Send a file and return the id of its import."""
    with write() as unit:
        return ticket_imports.take_file(unit, "corvo", name, text.encode(), keeps_file)


def bring_in(database: Database, clock: Clock, write: Writing, text: str, name: str = "september.csv") -> str:
    """Let a file be looked into, read and counted."""
    import_id = take(write, text, name)
    work(database, clock)
    with write() as unit:
        ticket_imports.start_import(unit, "corvo", import_id, ENTRY)
    work(database, clock)
    return import_id


def found(write: Writing, import_id: str) -> TicketImport:
    """An import as it stands."""
    with write() as unit:
        return ticket_imports.get_import(unit, "corvo", import_id)


def stored(write: Writing) -> list[Ticket]:
    """Every ticket that is kept of the client, as its exports showed it."""
    with write() as unit:
        return [one for _, one in tickets_of_client(unit, clients.get_client(unit, "corvo").id)]


def readings(write: Writing, metric: str) -> dict[str, Fraction | None]:
    """The values in force of a metric, by month."""
    with write() as unit:
        client = clients.get_client(unit, "corvo")
        kept = list_readings(unit, client.id, "pom", [metric])
        return {one.reading.period: one.reading.value for one in kept}


def figure(write: Writing, metric: str) -> float | None:
    """The value of a metric out of all tickets; None where there is none."""
    with write() as unit:
        count = ticket_pages.tickets_page(unit, "corvo").count
    assert count is not None
    assert count.is_current
    return next(one["value"] for one in count.report["figures"] if one["id"] == metric)


def with_tickets(database: Database, workspace: str, slug: str, now: datetime, text: str) -> None:
    """Give a client working hours, what counts, and an export that is in with its file."""

    def writing() -> AbstractContextManager[Unit]:
        return database.write(workspace, "tests", now)

    with writing() as unit:
        hours = {"mon": "08:00-12:00, 13:00-17:00"}
        kept = save_calendar(unit, slug, "", CalendarEntry("Desk hours", "Europe/Rome", hours))
        set_rules(unit, slug, RulesEntry(kept, desk_groups=["Desk"], targets=[("1 - High", "4")]))
        import_id = ticket_imports.take_file(unit, slug, "september.csv", text.encode(), keeps_file=True)
    work(database, lambda: now)
    with writing() as unit:
        ticket_imports.start_import(unit, slug, import_id, ENTRY)
    work(database, lambda: now)
