"""A ticket as the metrics need it: times, groups and marks, without any text that a person wrote."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import repeat
from operator import attrgetter, itemgetter, ne
from typing import NamedTuple

OPEN, ON_HOLD, RESOLVED, CLOSED, CANCELLED = "open", "on hold", "resolved", "closed", "cancelled"
STATES = (OPEN, ON_HOLD, RESOLVED, CLOSED, CANCELLED)
ENDED = frozenset({RESOLVED, CLOSED, CANCELLED})

INCIDENT, REQUEST, PROBLEM, CHANGE, EVENT, OTHER = (
    "incident", "request", "problem", "change", "event", "other",
)  # fmt: skip
TYPES = (INCIDENT, REQUEST, PROBLEM, CHANGE, EVENT, OTHER)

MICROSECONDS = 1_000_000
PER_MINUTE = 60 * MICROSECONDS
PER_HOUR = 60 * PER_MINUTE
PER_DAY = 24 * PER_HOUR


class Ticket(NamedTuple):
    """One ticket. Instants are microseconds since 1970, None where the export says nothing.

    `groups` are all groups that an event log shows, in order; `hold` is paused time in microseconds;
    `changed` is when the export saw it last.
    """

    number: str
    type: str = ""
    state: str = ""
    priority: str = ""
    opened: int | None = None
    assigned: int | None = None
    responded: int | None = None
    resolved: int | None = None
    closed: int | None = None
    reopened: int | None = None
    reassigned: int | None = None
    group: str = ""
    first_group: str = ""
    groups: tuple[str, ...] = ()
    contact: str = ""
    service: str = ""
    sla_name: str = ""
    target: int | None = None
    made_sla: bool | None = None
    made_response: bool | None = None
    hold: int = 0
    article: bool | None = None
    by_system: bool | None = None
    one_touch: bool | None = None
    parent: str = ""
    is_duplicate: bool = False
    outage_start: int | None = None
    restored: int | None = None
    planned: bool | None = None
    satisfaction: Fraction | None = None
    changed: int | None = None

    @property
    def ended(self) -> int | None:
        """When it was resolved or, where that is not known, closed."""
        return self.closed if self.resolved is None else self.resolved


TIMES = ("opened", "assigned", "responded", "resolved", "closed")


def moments(tickets: Iterable[Ticket], name: str) -> list[int | None]:
    """Return one of the times of each ticket."""
    return list(map(attrgetter(name), tickets))


def spans(tickets: Iterable[Ticket], begin: str, end: str) -> list[tuple[int, int]]:
    """Return the time from one moment to another of each ticket that has both."""
    pairs = map(attrgetter(begin, end), tickets)
    return [pair for pair in pairs if pair[0] is not None and pair[1] is not None]


def known_fields(tickets: Sequence[Ticket]) -> frozenset[str]:
    """Return the fields of which at least one ticket has a value."""
    blank = Ticket("")
    return frozenset(
        name
        for place, name in enumerate(Ticket._fields)
        if any(map(ne, map(itemgetter(place), tickets), repeat(blank[place])))
    )


def impossible(ticket: Ticket) -> str:
    """Return why a ticket cannot be counted, "" when its times are in an order that can be."""
    opened = ticket.opened
    if opened is not None:
        if ticket.responded is not None and ticket.responded < opened:
            return "answered first before it was opened"
        if ticket.resolved is not None and ticket.resolved < opened:
            return "resolved before it was opened"
        if ticket.closed is not None and ticket.closed < opened:
            return "closed before it was opened"
    begin, end = ticket.outage_start, ticket.restored
    if begin is not None and end is not None and end < begin:
        return "restored before the outage began"
    return ""


def left_out(ticket: Ticket, numbers: frozenset[str] | set[str]) -> str:
    """Return why a good ticket is not counted, "" when it is: cancelled, a duplicate, or part of another."""
    if ticket.state == CANCELLED:
        return "cancelled"
    if ticket.is_duplicate:
        return "duplicate"
    if ticket.parent and ticket.parent != ticket.number and ticket.parent in numbers:
        return "child of another ticket"
    return ""
