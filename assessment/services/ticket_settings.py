"""What is stored about reading and counting tickets, turned into what the reader and the formulas take."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from assessment.domain.calendars import WEEKDAYS, Calendar, moment_of
from assessment.domain.ticket_cases import Rules
from assessment.domain.ticket_report import Agreed
from assessment.domain.tickets import PER_HOUR, STATES, TYPES
from assessment.errors import InvalidInput
from assessment.files.tickets.instants import ORDERS
from assessment.files.tickets.layouts import FIELDS
from assessment.files.tickets.look import Look, SampleTicket
from assessment.files.tickets.settings import Settings, read_span
from assessment.store.queries.ticket_rules import KeptCalendar, KeptRules

LONGEST_WORD = 120


def settings_of(data: Mapping[str, Any]) -> Settings:
    """Return how an export is read, out of what is stored with it."""
    return Settings(
        columns={name: header for name, header in data.get("columns", {}).items() if name in FIELDS},
        states={word: says for word, says in data.get("states", {}).items() if says in STATES},
        priorities=dict(data.get("priorities", {})),
        types={word: says for word, says in data.get("types", {}).items() if says in TYPES},
        date_order=data.get("date_order", "") if data.get("date_order") in ORDERS else "",
        zone=data.get("zone", ""),
    )


def agreed_of(rules: KeptRules, calendars: list[KeptCalendar], zone: str) -> Agreed:
    """Return what the figures rest on; `zone` is that of the newest export, for clients without one."""
    kept = next((one for one in calendars if one.id == rules.calendar_id), None)
    named = rules.zone or (kept.zone if kept else "") or zone
    return Agreed(
        Rules(
            frozenset(name.casefold() for name in rules.desk_groups),
            frozenset(name.casefold() for name in rules.routes),
            {name.casefold(): int(Fraction(hours) * PER_HOUR) for name, hours in rules.targets.items()},
        ),
        None if kept is None else calendar_of(kept),
        ZoneInfo(named) if named else None,
    )


def calendar_of(kept: KeptCalendar) -> Calendar:
    """Return the working time of a stored calendar."""
    week = {
        WEEKDAYS.index(day): tuple(span for text in spans if (span := read_span(text)))
        for day, spans in kept.week.items()
    }
    return Calendar(week, frozenset(date.fromisoformat(day) for day in kept.holidays), kept.zone)


SAMPLE_TIMES = ("opened", "responded", "resolved", "closed")
SAMPLE_WORDS = ("type", "state", "priority", "group", "service")


def look_json(look: Look, zone: ZoneInfo | None) -> dict[str, Any]:
    """Return a look into an export as it is stored, moments as the clock of the zone shows them."""
    return {
        "headers": list(look.headers),
        "columns": dict(look.columns),
        "rows": look.rows,
        "order": look.order,
        "order_example": look.order_example,
        "needs_zone": look.needs_zone,
        "words": {
            name: [[word.text[:LONGEST_WORD], word.rows, word.meaning] for word in words]
            for name, words in look.words.items()
        },
        "sample": [_sample(one, zone) for one in look.sample],
        "notes": list(look.notes),
        "problem": look.problem,
    }


def _sample(one: SampleTicket, zone: ZoneInfo | None) -> dict[str, Any]:
    found: dict[str, Any] = {"line": one.line, "number": one.number[:LONGEST_WORD], "reason": one.reason}
    if one.ticket is None:
        return found
    for name in SAMPLE_TIMES:
        moment = getattr(one.ticket, name)
        found[name] = "" if moment is None else f"{moment_of(moment, zone):%Y-%m-%d %H:%M}"
    return found | {name: getattr(one.ticket, name)[:LONGEST_WORD] for name in SAMPLE_WORDS}


@cache
def zones() -> tuple[str, ...]:
    """Return the names of time zones to choose from, UTC first."""
    places = sorted(name for name in available_timezones() if "/" in name and not name.startswith("Etc/"))
    return ("UTC", *places)


def checked_zone(field: str, name: str) -> str:
    """Return the name of a time zone; InvalidInput naming `field` when there is none of that name."""
    tidy = name.strip()
    try:
        ZoneInfo(tidy)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise InvalidInput(field, "Write a time zone such as Europe/Rome or UTC.") from None
    return tidy
