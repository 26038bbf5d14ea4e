"""Change what counts for the tickets of a client: working hours, desk groups, routes, targets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from assessment.domain.calendars import WEEKDAYS
from assessment.domain.clients import Client
from assessment.domain.reading_values import read_number
from assessment.domain.wording import plural
from assessment.errors import Conflict, InvalidInput, NotAllowed
from assessment.files.tickets.settings import read_span
from assessment.services.slas import calendar_users
from assessment.services.texts import LONGEST_NAME, checked_line
from assessment.services.ticket_settings import checked_zone
from assessment.store.database import Unit
from assessment.store.queries import ticket_rules as queries
from assessment.store.queries.clients import get_client
from assessment.store.queries.events import add_event
from assessment.store.queries.ticket_imports import has_any
from assessment.store.queries.ticket_rules import KeptCalendar as KeptCalendar
from assessment.store.queries.ticket_rules import KeptRules as KeptRules

MOST_NAMES, MOST_CALENDARS, MOST_HOLIDAYS = 500, 30, 500
MOST_HOURS = 10_000
CHANGED = "Somebody else changed this meanwhile."
SUBJECT = "tickets"


@dataclass(frozen=True, slots=True)
class RulesEntry:
    """What somebody typed: names one on each line, hours by priority; `seen` is the version looked at."""

    calendar_id: str = ""
    zone: str = ""
    desk_groups: Sequence[str] = ()
    routes: Sequence[str] = ()
    targets: Sequence[tuple[str, str]] = ()
    seen: int = 0


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """What somebody typed as working hours: for each weekday spans such as 08:00-12:00, 13:00-17:00."""

    name: str
    zone: str
    week: Mapping[str, str] = field(default_factory=dict)
    holidays: str = ""
    seen: int = 0


@dataclass(frozen=True, slots=True)
class RulesPage:
    """What counts for the tickets of a client; `groups` and `priorities` are those seen in its tickets."""

    client: Client
    rules: KeptRules
    calendars: tuple[KeptCalendar, ...]
    groups: tuple[str, ...]
    priorities: tuple[str, ...]


def rules_page(unit: Unit, client_slug: str) -> RulesPage:
    """Return what counts for the tickets of a client, with the words that its tickets use."""
    client = get_client(unit, client_slug)
    count = queries.get_count(unit, client.id)
    by = count.report.get("by", {}) if count else {}
    return RulesPage(
        client,
        queries.get_rules(unit, client.id),
        tuple(queries.list_calendars(unit, client.id)),
        tuple(name for name in by.get("group", {}) if name != "not given"),
        tuple(name for name in by.get("priority", {}) if name != "not given"),
    )


def set_rules(unit: Unit, client_slug: str, entry: RulesEntry) -> None:
    """Store what counts for the tickets of a client; they are counted again.

    Raises InvalidInput naming calendar_id, zone or targets, and Conflict when somebody else was faster.
    """
    client = get_client(unit, client_slug)
    if entry.calendar_id:
        queries.get_calendar(unit, client.id, entry.calendar_id)
    before = queries.get_rules(unit, client.id)
    new = KeptRules(
        entry.calendar_id,
        checked_zone("zone", entry.zone) if entry.zone.strip() else "",
        _names("desk_groups", entry.desk_groups),
        _names("routes", entry.routes),
        _hours(entry.targets),
        entry.seen,
    )
    if before.version != entry.seen or not queries.save_rules(unit, client.id, new):
        raise Conflict(CHANGED, field="zone", version=before.version)
    data = {"from": _in_words(before), "to": _in_words(new)}
    add_event(unit, client.id, SUBJECT, "ticket rules changed", data)
    _count_again(unit, client.id)


def _count_again(unit: Unit, client_id: str) -> None:
    if has_any(unit, client_id):
        queries.want_count(unit, client_id)


def _names(name: str, typed: Sequence[str]) -> tuple[str, ...]:
    found = dict.fromkeys(line for text in typed if (line := checked_line(name, text, LONGEST_NAME)))
    if len(found) > MOST_NAMES:
        raise InvalidInput(name, f"At most {MOST_NAMES} names fit.")
    return tuple(found)


def _hours(typed: Sequence[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for priority, text in typed:
        name = checked_line("targets", priority, LONGEST_NAME)
        typed_hours = text.strip().removesuffix("h")
        if not typed_hours:
            continue
        if not name:
            raise InvalidInput("targets", "Say for which priority these hours are.")
        try:
            hours = read_number(typed_hours, "targets")
        except InvalidInput:
            raise InvalidInput("targets", f"Write the target of {name} in hours, for example 4.") from None
        if not 0 < hours <= MOST_HOURS:
            raise InvalidInput("targets", f"The target of {name} is above 0 and at most {MOST_HOURS} hours.")
        found[name] = str(hours)
    return found


def _in_words(rules: KeptRules) -> str:
    targets = ", ".join(f"{name} {hours} h" for name, hours in rules.targets.items()) or "no targets"
    hours = "working hours" if rules.calendar_id else "all hours"
    return f"{hours}, {plural(len(rules.desk_groups), 'desk group')}, {targets}"


def get_calendar(unit: Unit, client_slug: str, calendar_id: str) -> tuple[Client, KeptCalendar]:
    """Return a calendar with its client. Raises NotFound."""
    client = get_client(unit, client_slug)
    return client, queries.get_calendar(unit, client.id, calendar_id)


def save_calendar(unit: Unit, client_slug: str, calendar_id: str, entry: CalendarEntry) -> str:
    """Store working hours and return the id of the calendar, a new one for ""; the tickets are counted again.

    Raises InvalidInput naming name, zone, a weekday or holidays, and Conflict when somebody else was faster.
    """
    client = get_client(unit, client_slug)
    known = queries.list_calendars(unit, client.id)
    if calendar_id:
        queries.get_calendar(unit, client.id, calendar_id)
    elif len(known) >= MOST_CALENDARS:
        raise InvalidInput("name", f"At most {MOST_CALENDARS} calendars fit.")
    name = checked_line("name", entry.name, LONGEST_NAME)
    if not name or any(one.name.lower() == name.lower() and one.id != calendar_id for one in known):
        raise InvalidInput("name", "Give the calendar a name that no other has.")
    zone = checked_zone("zone", entry.zone)
    week = {day: spans for day in WEEKDAYS if (spans := _spans(day, entry.week.get(day, "")))}
    if not week:
        raise InvalidInput("mon", "Write the hours of at least one day, for example 08:00-17:00.")
    new = KeptCalendar(calendar_id, name, zone, week, _holidays(entry.holidays), entry.seen)
    saved = queries.save_calendar(unit, client.id, new)
    if not saved:
        raise Conflict(CHANGED, field="name")
    add_event(unit, client.id, SUBJECT, "calendar saved", {"name": name})
    if queries.get_rules(unit, client.id).calendar_id == saved:
        _count_again(unit, client.id)
    return saved


def _spans(day: str, typed: str) -> list[str]:
    texts = [part.strip() for part in typed.replace(";", ",").split(",") if part.strip()]
    last = 0
    for text in texts:
        span = read_span(text)
        if span is None or span[0] < last:
            raise InvalidInput(day, 'Write hours such as "08:00-12:00, 13:00-17:00", in order and to 24:00.')
        last = span[1]
    return [text.replace("–", "-").replace(" ", "") for text in texts]


def _holidays(typed: str) -> tuple[str, ...]:
    found = set()
    for text in typed.replace(",", " ").split():
        try:
            found.add(date.fromisoformat(text).isoformat())
        except ValueError:
            raise InvalidInput("holidays", f"{text[:20]} is no day. Write days such as 2026-12-25.") from None
    if len(found) > MOST_HOLIDAYS:
        raise InvalidInput("holidays", f"At most {MOST_HOLIDAYS} days fit.")
    return tuple(sorted(found))


def delete_calendar(unit: Unit, client_slug: str, calendar_id: str) -> KeptCalendar:
    """Delete a calendar that is not in use; NotAllowed where it is."""
    client, found = get_calendar(unit, client_slug, calendar_id)
    if queries.get_rules(unit, client.id).calendar_id == calendar_id:
        raise NotAllowed("This calendar is in use. Choose another one first.")
    users = calendar_users(unit, client.id, calendar_id)
    if users:
        raise NotAllowed(f"{', '.join(users)} counts by this calendar. Choose another one there first.")
    queries.delete_calendar(unit, client.id, calendar_id)
    add_event(unit, client.id, SUBJECT, "calendar deleted", {"name": found.name})
    return found
