"""What a client agreed about its tickets: calendars, rules, mappings; and what they gave when counted."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update

from assessment.errors import NotFound
from assessment.store.base import new_id
from assessment.store.database import Unit
from assessment.store.tables import calendar, ticket_count, ticket_mapping, ticket_rules
from assessment.store.versioned import save_over

c = calendar.c
r = ticket_rules.c
m = ticket_mapping.c
n = ticket_count.c


@dataclass(frozen=True, slots=True)
class KeptCalendar:
    """Working hours of a client: `week` gives spans such as 08:00-17:00 by weekday."""

    id: str
    name: str
    zone: str
    week: Mapping[str, list[str]]
    holidays: tuple[str, ...]
    version: int


@dataclass(frozen=True, slots=True)
class KeptRules:
    """What was agreed; `targets` are hours by priority, `version` 0 while nothing was."""

    calendar_id: str = ""
    zone: str = ""
    desk_groups: tuple[str, ...] = ()
    routes: tuple[str, ...] = ()
    targets: Mapping[str, str] = field(default_factory=dict)
    version: int = 0


@dataclass(frozen=True, slots=True)
class KeptCount:
    """The figures that tickets gave when they were counted last; `counted_at` is None before the first."""

    wanted: int
    wanted_by: str
    counted: int
    counted_at: datetime | None
    report: Any

    @property
    def is_current(self) -> bool:
        """Return whether nothing has changed since they were counted."""
        return self.counted == self.wanted


CALENDAR = (c.id, c.name, c.zone, c.week, c.holidays, c.version)


def list_calendars(unit: Unit, client_id: str) -> list[KeptCalendar]:
    """Return the calendars of a client by name."""
    statement = (
        select(*CALENDAR)
        .where(c.workspace_id == unit.workspace_id, c.client_id == client_id)
        .order_by(c.name, c.id)
    )
    return [
        KeptCalendar(row.id, row.name, row.zone, row.week, tuple(row.holidays), row.version)
        for row in unit.connection.execute(statement)
    ]


def get_calendar(unit: Unit, client_id: str, calendar_id: str) -> KeptCalendar:
    """Return a calendar of a client. Raises NotFound."""
    found = next((one for one in list_calendars(unit, client_id) if one.id == calendar_id), None)
    if found is None:
        raise NotFound("There is no such calendar.")
    return found


def save_calendar(unit: Unit, client_id: str, new: KeptCalendar) -> str:
    """Store a calendar over its version and return its id; "" when somebody else changed it."""
    calendar_id = new.id or new_id()
    values = {"name": new.name, "zone": new.zone, "week": dict(new.week), "holidays": list(new.holidays)}
    saved = save_over(
        unit, calendar, {"id": calendar_id}, values, new.version if new.id else 0, client_id=client_id
    )
    return calendar_id if saved else ""


def delete_calendar(unit: Unit, client_id: str, calendar_id: str) -> None:
    """Forget a calendar."""
    unit.connection.execute(
        delete(calendar).where(
            c.workspace_id == unit.workspace_id, c.client_id == client_id, c.id == calendar_id
        )
    )


def get_rules(unit: Unit, client_id: str) -> KeptRules:
    """Return what a client agreed about its tickets, empty while nothing was."""
    statement = select(r.calendar_id, r.zone, r.desk_groups, r.routes, r.targets, r.version).where(
        r.workspace_id == unit.workspace_id, r.client_id == client_id
    )
    row = unit.connection.execute(statement).one_or_none()
    return KeptRules() if row is None else KeptRules(row[0], row[1], tuple(row[2]), tuple(row[3]), *row[4:])


def save_rules(unit: Unit, client_id: str, new: KeptRules) -> int:
    """Store the rules over their version; return the new one, 0 when somebody else changed them."""
    values = {
        "calendar_id": new.calendar_id, "zone": new.zone, "desk_groups": list(new.desk_groups),
        "routes": list(new.routes), "targets": dict(new.targets),
    }  # fmt: skip
    return save_over(unit, ticket_rules, {"client_id": client_id}, values, new.version)


def get_mapping(unit: Unit, client_id: str, layout: str) -> tuple[Any, int]:
    """Return how exports of a tool were read the last time, with its version; ({}, 0) before the first."""
    statement = select(m.settings, m.version).where(
        m.workspace_id == unit.workspace_id, m.client_id == client_id, m.layout == layout
    )
    row = unit.connection.execute(statement).one_or_none()
    return ({}, 0) if row is None else (row[0], row[1])


def save_mapping(unit: Unit, client_id: str, layout: str, settings: Any) -> None:
    """Keep how exports of a tool are read."""
    _, version = get_mapping(unit, client_id, layout)
    save_over(
        unit, ticket_mapping, {"client_id": client_id, "layout": layout}, {"settings": settings}, version
    )


COUNT = (n.wanted, n.wanted_by, n.counted, n.counted_at, n.report)


def get_count(unit: Unit, client_id: str) -> KeptCount | None:
    """Return the figures of the tickets of a client; None before anything was counted."""
    statement = select(*COUNT).where(n.workspace_id == unit.workspace_id, n.client_id == client_id)
    row = unit.connection.execute(statement).one_or_none()
    return None if row is None else KeptCount(*row)


def want_count(unit: Unit, client_id: str) -> None:
    """Note that the tickets of a client have to be counted again."""
    here = (n.workspace_id == unit.workspace_id) & (n.client_id == client_id)
    again = update(ticket_count).where(here).values(wanted=n.wanted + 1, wanted_by=unit.actor)
    if unit.connection.execute(again).rowcount:
        return
    first = {
        "workspace_id": unit.workspace_id, "client_id": client_id, "wanted": 1, "wanted_by": unit.actor,
        "counted": 0, "report": {},
    }  # fmt: skip
    unit.connection.execute(insert(ticket_count), first)


def next_uncounted(unit: Unit) -> tuple[str, str] | None:
    """Return a client whose tickets have to be counted again, and who wanted it."""
    statement = (
        select(n.client_id, n.wanted_by)
        .where(n.workspace_id == unit.workspace_id, n.counted != n.wanted)
        .order_by(n.client_id)
        .limit(1)
    )
    row = unit.connection.execute(statement).one_or_none()
    return None if row is None else (row[0], row[1])


def begin_count(unit: Unit, client_id: str, counted: int) -> bool:
    """Note that the figures are those of a wish; False when another process has counted it meanwhile."""
    statement = (
        update(ticket_count)
        .where(n.workspace_id == unit.workspace_id, n.client_id == client_id, n.counted < counted)
        .values(counted=counted, counted_at=unit.now)
    )
    return unit.connection.execute(statement).rowcount == 1


def save_count(unit: Unit, client_id: str, report: Any) -> None:
    """Keep the figures of a count; what was wanted after it began has to be counted again."""
    unit.connection.execute(
        update(ticket_count)
        .where(n.workspace_id == unit.workspace_id, n.client_id == client_id)
        .values(report=report)
    )
