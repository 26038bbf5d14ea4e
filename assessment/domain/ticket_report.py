"""All figures of a set of tickets in one period, whole and by priority, month, service or group."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from assessment.domain.calendars import Calendar, WorkingTime, instant_of, moment_of
from assessment.domain.ticket_cases import EVERYTHING, Cases, Rules
from assessment.domain.ticket_checks import Suspicion, suspicions
from assessment.domain.ticket_figures import Figure
from assessment.domain.ticket_metrics import figures
from assessment.domain.tickets import TIMES, Ticket, left_out, moments

PRIORITY, MONTH, SERVICE, GROUP = "priority", "month", "service", "group"
KINDS = (PRIORITY, MONTH, SERVICE, GROUP)
NOT_SAID = "not given"
MOST_PARTS = 200

By = Mapping[str, Mapping[str, tuple[Figure, ...]]]


@dataclass(frozen=True, slots=True)
class Agreed:
    """What the figures rest on: rules, working time, the zone of the clock, and the days [start, stop)."""

    rules: Rules = field(default_factory=Rules)
    calendar: Calendar | None = None
    zone: ZoneInfo | None = None
    start: date | None = None
    stop: date | None = None


@dataclass(frozen=True, slots=True)
class TicketReport:
    """The figures, whole and by part; `left_out` counts good tickets that are not counted, by reason."""

    figures: tuple[Figure, ...]
    by: By
    counted: int
    left_out: Mapping[str, int]
    suspicions: tuple[Suspicion, ...]


def measure(
    tickets: Sequence[Ticket],
    known: frozenset[str],
    agreed: Agreed,
    by: Sequence[str] = (PRIORITY,),
    counts: Mapping[str, int] | None = None,
) -> TicketReport:
    """Return every figure that the tickets give.

    `known` are the fields that the export has; `counts` what was noted while it was read.
    """
    numbers = {ticket.number for ticket in tickets}
    reasons = [left_out(ticket, numbers) for ticket in tickets]
    counted = [ticket for ticket, reason in zip(tickets, reasons, strict=True) if not reason]
    first, last = _span(counted, known)
    period = _instants(agreed, EVERYTHING)
    end = last if agreed.stop is None else period[1]
    time = WorkingTime(agreed.calendar, agreed.zone, first, max(last, end))

    def of(part: Sequence[Ticket], within: tuple[int, int] = period, until: int = end) -> tuple[Figure, ...]:
        return figures(Cases(part, known, agreed.rules, time, within, until))

    parts: dict[str, dict[str, tuple[Figure, ...]]] = {}
    for kind in by:
        if kind == MONTH:
            months = _months(counted, agreed, period, (first, last))
            parts[kind] = {name: of(part, within, within[1]) for name, within, part in months}
        else:
            parts[kind] = {name: of(part) for name, part in _parts(counted, _KEYS[kind])}
    return TicketReport(
        of(counted),
        parts,
        len(counted),
        dict(Counter(reason for reason in reasons if reason)),
        suspicions(counted, known, counts or {}),
    )


def _span(tickets: Sequence[Ticket], known: frozenset[str]) -> tuple[int, int]:
    """Return the first and the last moment of any ticket."""
    first, last = [], []
    for name in known & {*TIMES, "outage_start", "restored"}:
        there = [moment for moment in moments(tickets, name) if moment is not None]
        if there:
            first.append(min(there))
            last.append(max(there))
    return (min(first), max(last)) if first else (0, 0)


def _instants(agreed: Agreed, otherwise: tuple[int, int]) -> tuple[int, int]:
    start, stop = otherwise
    if agreed.start is not None:
        start = midnight(agreed.start, agreed.zone)
    if agreed.stop is not None:
        stop = midnight(agreed.stop, agreed.zone)
    return start, stop


def midnight(day: date, zone: ZoneInfo | None) -> int:
    """Return the beginning of a day as an instant."""
    return instant_of(datetime.combine(day, datetime.min.time()), zone)


_KEYS: dict[str, Callable[[Ticket], str]] = {
    PRIORITY: lambda ticket: ticket.priority,
    SERVICE: lambda ticket: ticket.service,
    GROUP: lambda ticket: ticket.group,
}


def _parts(tickets: Sequence[Ticket], key: Callable[[Ticket], str]) -> Iterator[tuple[str, list[Ticket]]]:
    """Yield the tickets by what they say, the largest parts where there are very many."""
    found: dict[str, list[Ticket]] = {}
    for ticket in tickets:
        found.setdefault(key(ticket) or NOT_SAID, []).append(ticket)
    if set(found) == {NOT_SAID}:
        return
    largest = sorted(found, key=lambda name: -len(found[name]))[:MOST_PARTS]
    for name in sorted(largest):
        yield name, found[name]


def _months(
    tickets: Sequence[Ticket], agreed: Agreed, period: tuple[int, int], span: tuple[int, int]
) -> Iterator[tuple[str, tuple[int, int], list[Ticket]]]:
    """Yield each month that the tickets touch, with those that have to do with it."""
    start, stop = max(period[0], span[0]), min(period[1], span[1] + 1)
    day = moment_of(start, agreed.zone).date().replace(day=1)
    while (begin := midnight(day, agreed.zone)) < stop:
        after = (day + timedelta(days=31)).replace(day=1)
        within = max(begin, period[0]), min(midnight(after, agreed.zone), period[1])
        yield f"{day:%Y-%m}", within, [one for one in tickets if _touches(one, within)]
        day = after


def _touches(ticket: Ticket, within: tuple[int, int]) -> bool:
    begin = ticket.opened if ticket.outage_start is None else min(ticket.outage_start, ticket.opened or 0)
    last = max((moment for name in TIMES if (moment := getattr(ticket, name)) is not None), default=0)
    last = max(last, ticket.restored or 0)
    return (begin or 0) < within[1] and (last >= within[0] or ticket.ended is None)
