"""Note when a service was not there, change and end it, take outages over from tickets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from assessment.domain.calendars import moment_of
from assessment.domain.catalogue import Service
from assessment.domain.clients import Client
from assessment.domain.outages import Outage, checked_times
from assessment.domain.sla_content import AVAILABILITY
from assessment.domain.sla_versions import Due
from assessment.domain.tickets import Ticket
from assessment.errors import Conflict, InvalidInput, NotAllowed
from assessment.services.sla_computing import compute_some
from assessment.services.sla_material import Material
from assessment.services.texts import LONGEST_NAME, checked_line, sensible_day
from assessment.store.database import Unit
from assessment.store.queries import outages as queries
from assessment.store.queries.catalogue import list_services
from assessment.store.queries.clients import get_client
from assessment.store.queries.events import add_event

SUBJECT = "outage"
MOMENT = "Write day and time such as 2026-10-05 14:30."
MOST_ROWS = 5000
TICKET = "ticket "


@dataclass(frozen=True, slots=True)
class OutageEntry:
    """What somebody typed; times are those of the client's clock, `seen` is the version looked at."""

    service: str = ""
    starts_at: str = ""
    ends_at: str = ""
    planned: bool = False
    reason: str = ""
    source: str = ""
    seen: int = 0


@dataclass(frozen=True, slots=True)
class OutagesPage:
    """The outages of a client, the newest first, with its services and the zone of its clock."""

    client: Client
    services: Sequence[Service]
    outages: Sequence[Outage]
    zone: ZoneInfo

    @property
    def running(self) -> tuple[Outage, ...]:
        """Return the outages that last."""
        return tuple(one for one in self.outages if one.ends_at is None)


def outages_page(unit: Unit, client_slug: str) -> OutagesPage:
    """Return the outages of a client."""
    client = get_client(unit, client_slug)
    services = list_services(unit, client.id)
    return OutagesPage(client, services, queries.list_outages(unit, client.id), zone_of(unit, client))


def zone_of(unit: Unit, client: Client) -> ZoneInfo:
    """Return the zone in which a client's moments are typed and shown."""
    return Material(unit, client).zone


def get_outage(unit: Unit, client_slug: str, outage_id: str) -> tuple[OutagesPage, Outage]:
    """Return an outage with the page that it is on. Raises NotFound."""
    page = outages_page(unit, client_slug)
    return page, queries.get_outage(unit, page.client.id, outage_id)


def save_outage(unit: Unit, client_slug: str, outage_id: str, entry: OutageEntry) -> Outage:
    """Store an outage, a new one for ""; the availability of its service is worked out again.

    Raises InvalidInput naming service, starts_at, ends_at, reason or source, NotFound, and Conflict with
    both values when somebody else changed it meanwhile.
    """
    client = get_client(unit, client_slug)
    before = queries.get_outage(unit, client.id, outage_id) if outage_id else None
    services = {one.id: one for one in list_services(unit, client.id)}
    new = _read(unit, client, entry, outage_id, services)
    saved = queries.save_outage(unit, client.id, new, _values(new)) if _is_current(before, entry) else ""
    if not saved:
        raise _conflict(new, queries.get_outage(unit, client.id, outage_id))
    kept = queries.get_outage(unit, client.id, saved)
    name = services[kept.service_id].name
    if before is None:
        add_event(unit, client.id, f"{SUBJECT}:{saved}", "outage added", _said(name, kept))
    else:
        said = {"service": name, "from": in_words(before), "to": in_words(kept)}
        add_event(unit, client.id, f"{SUBJECT}:{saved}", "outage changed", said)
    _work_out(unit, client_slug, {kept.service_id} | ({before.service_id} if before else set()))
    return kept


def _is_current(before: Outage | None, entry: OutageEntry) -> bool:
    return before is None or before.version == entry.seen


def _values(new: Outage) -> Mapping[str, Any]:
    names = ("service_id", "starts_at", "ends_at", "planned", "reason", "source")
    return {name: getattr(new, name) for name in names}


def _conflict(new: Outage, now: Outage) -> Conflict:
    return Conflict(
        "Somebody else changed this outage before you.", field="starts_at",
        yours=in_words(new), theirs=in_words(now), version=now.version,
    )  # fmt: skip


def end_outage(unit: Unit, client_slug: str, outage_id: str, seen: int) -> Outage:
    """Note that a service is there again, from now on.

    Raises NotFound, NotAllowed where the outage is over already, Conflict when it changed meanwhile.
    """
    client = get_client(unit, client_slug)
    found = queries.get_outage(unit, client.id, outage_id)
    if found.ends_at is not None:
        raise NotAllowed("This outage is over already.")
    if unit.now <= found.starts_at:
        raise NotAllowed("This outage has not begun yet.")
    new = Outage(found.id, found.service_id, found.starts_at, unit.now, found.planned, version=seen)
    if seen != found.version or not queries.save_outage(unit, client.id, new, {"ends_at": unit.now}):
        raise _conflict(new, found)
    name = _name_of(unit, client, found.service_id)
    said = {"service": name, "from": in_words(found), "to": in_words(new)}
    add_event(unit, client.id, f"{SUBJECT}:{outage_id}", "outage changed", said)
    _work_out(unit, client_slug, {found.service_id})
    return queries.get_outage(unit, client.id, outage_id)


def delete_outage(unit: Unit, client_slug: str, outage_id: str, seen: int) -> Outage:
    """Delete an outage that was noted by mistake; the history keeps it. Raises NotFound or Conflict."""
    client = get_client(unit, client_slug)
    found = queries.get_outage(unit, client.id, outage_id)
    if not queries.delete_outage(unit, client.id, outage_id, seen):
        raise _conflict(found, found)
    said = _said(_name_of(unit, client, found.service_id), found)
    add_event(unit, client.id, f"{SUBJECT}:{outage_id}", "outage deleted", {k: said[k] for k in SHORT})
    _work_out(unit, client_slug, {found.service_id})
    return found


def bring_back_outage(unit: Unit, client_slug: str, gone: Outage) -> Outage:
    """Note a deleted outage again. Raises InvalidInput where its service or its times cannot be."""
    client = get_client(unit, client_slug)
    services = {one.id: one for one in list_services(unit, client.id)}
    if gone.service_id not in services:
        raise InvalidInput("service", "Choose one of the services shown.")
    checked_times(gone.starts_at, gone.ends_at, unit.now)
    saved = queries.save_outage(unit, client.id, gone, _values(gone))
    kept = queries.get_outage(unit, client.id, saved)
    said = _said(services[kept.service_id].name, kept)
    add_event(unit, client.id, f"{SUBJECT}:{saved}", "outage added", said)
    _work_out(unit, client_slug, {kept.service_id})
    return kept


SHORT = ("service", "starts", "ends")


def take_over_outages(unit: Unit, client_slug: str) -> int:
    """Note the outages that tickets tell of, each once, and return how many were new.

    A ticket counts when it names one of the client's services and when the outage began.
    """
    client = get_client(unit, client_slug)
    material = Material(unit, client)
    there = material.tickets
    if there is None:
        return 0
    known = {one.source for one in queries.list_outages(unit, client.id)}
    rows: list[dict[str, Any]] = []
    touched = set()
    for service in material.services.values():
        for one in there.by_service.get(service.name.casefold().strip(), ()):
            row = _row(one, service)
            if row is not None and row["source"] not in known and len(rows) < MOST_ROWS:
                rows.append(row)
                touched.add(service.id)
    queries.add_outages(unit, client.id, rows)
    if rows:
        add_event(unit, client.id, SUBJECT, "outages taken over", {"outages": len(rows)})
        _work_out(unit, client_slug, touched)
    return len(rows)


def _row(ticket: Ticket, service: Service) -> dict[str, Any] | None:
    begin, end = ticket.outage_start, ticket.restored
    if begin is None or (end is not None and end <= begin):
        return None
    source = f"{TICKET}{ticket.number}"[:LONGEST_NAME]
    starts, ends = _moment(begin), None if end is None else _moment(end)
    return {
        "service_id": service.id, "starts_at": starts, "ends_at": ends, "planned": bool(ticket.planned),
        "reason": "", "source": source,
    }  # fmt: skip


def _moment(instant: int) -> datetime:
    return moment_of(instant, None).replace(tzinfo=UTC)


def _work_out(unit: Unit, client_slug: str, service_ids: set[str]) -> None:
    def wanted(due: Due) -> bool:
        return due.target.kind == AVAILABILITY and due.agreement.service_id in service_ids

    compute_some(unit, get_client(unit, client_slug), wanted)


def _name_of(unit: Unit, client: Client, service_id: str) -> str:
    return next((one.name for one in list_services(unit, client.id) if one.id == service_id), "a service")


def _read(
    unit: Unit, client: Client, entry: OutageEntry, outage_id: str, services: Mapping[str, Service]
) -> Outage:
    if entry.service not in services:
        raise InvalidInput("service", "Choose one of the services shown.")
    zone = zone_of(unit, client)
    starts_at = read_moment("starts_at", entry.starts_at, zone)
    if starts_at is None:
        raise InvalidInput("starts_at", f"Say when it began. {MOMENT}")
    ends_at = read_moment("ends_at", entry.ends_at, zone)
    checked_times(starts_at, ends_at, unit.now)
    return Outage(
        outage_id,
        entry.service,
        starts_at,
        ends_at,
        entry.planned,
        checked_line("reason", entry.reason, LONGEST_NAME),
        checked_line("source", entry.source, LONGEST_NAME),
        entry.seen if outage_id else 0,
    )


def read_moment(field: str, text: str, zone: ZoneInfo) -> datetime | None:
    """Return a moment typed by the clock of a zone, in UTC; None for nothing, else InvalidInput."""
    tidy = text.strip().replace("T", " ")
    if not tidy:
        return None
    try:
        moment = datetime.strptime(tidy[:16], "%Y-%m-%d %H:%M")
    except ValueError:
        raise InvalidInput(field, MOMENT) from None
    sensible_day(field, date(moment.year, moment.month, moment.day))
    return moment.replace(tzinfo=zone).astimezone(UTC)


def in_words(outage: Outage) -> str:
    """Return an outage as the history and a conflict show it, in UTC."""
    ends = f"{outage.ends_at:%Y-%m-%d %H:%M}" if outage.ends_at else "still lasting"
    kind = "planned, " if outage.planned else ""
    why = f", {outage.reason}" if outage.reason else ""
    return f"{kind}{outage.starts_at:%Y-%m-%d %H:%M} to {ends}{why}"


def _said(name: str, outage: Outage) -> dict[str, Any]:
    ends = outage.ends_at.isoformat() if outage.ends_at else ""
    return {
        "service": name, "starts": outage.starts_at.isoformat(), "ends": ends, "planned": outage.planned,
        "reason": outage.reason,
    }  # fmt: skip
