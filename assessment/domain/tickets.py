"""A ticket as the metrics need it: times, groups and marks, without any text that a person wrote."""

from collections.abc import Iterable
from fractions import Fraction
from operator import attrgetter
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


def impossible(ticket: Ticket) -> str:
    """Return why a ticket cannot be counted, "" when its times are in an order that can be."""
    opened = ticket.opened
    if opened is not None:
        for moment, words in (
            (ticket.responded, "answered first"),
            (ticket.resolved, "resolved"),
            (ticket.closed, "closed"),
        ):
            if moment is not None and moment < opened:
                return f"{words} before it was opened"
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
