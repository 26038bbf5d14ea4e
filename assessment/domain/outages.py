"""Outages of a service and the availability that they leave; docs/method.md, "SLA results"."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fractions import Fraction

from assessment.domain.calendars import EPOCH, WorkingTime
from assessment.domain.sla_results import HUNDRED, Measured
from assessment.domain.tickets import PER_MINUTE
from assessment.errors import InvalidInput

COUNTS = "counts"
"""What an agreement says about planned maintenance where that counts like any other outage."""


@dataclass(frozen=True, slots=True)
class Outage:
    """A time in which a service was not there; `ends_at` is None while it lasts."""

    id: str
    service_id: str
    starts_at: datetime
    ends_at: datetime | None = None
    planned: bool = False
    reason: str = ""
    source: str = ""
    version: int = 0


def instant(moment: datetime) -> int:
    """Return a moment with a zone as microseconds since 1970."""
    return (moment.astimezone(UTC).replace(tzinfo=None) - EPOCH) // timedelta(microseconds=1)


def checked_times(starts_at: datetime, ends_at: datetime | None, now: datetime) -> None:
    """Raise InvalidInput, naming starts_at or ends_at, unless the times can be those of an outage."""
    if ends_at is not None and ends_at <= starts_at:
        raise InvalidInput("ends_at", "An outage ends after it began.")
    if ends_at is None and starts_at > now:
        raise InvalidInput("ends_at", "Say when an outage ends that has not begun yet.")


def leaves_out_planned(maintenance: str) -> bool:
    """Return whether an agreement leaves planned maintenance out: it says so, and not that it counts."""
    said = maintenance.strip().casefold()
    return bool(said) and said != COUNTS


def spans_within(
    outages: Iterable[Outage], begin: int, end: int, *, without_planned: bool, now: int
) -> list[tuple[int, int]]:
    """Return the outages as spans inside a period; one that lasts reaches up to now."""
    found = []
    for one in outages:
        if one.planned and without_planned:
            continue
        start = max(begin, instant(one.starts_at))
        stop = min(end, now if one.ends_at is None else instant(one.ends_at))
        if start < stop:
            found.append((start, stop))
    return found


def downtime(spans: Iterable[tuple[int, int]], time: WorkingTime) -> Fraction:
    """Return the minutes inside service hours that at least one outage covers."""
    return Fraction(time.union(spans), PER_MINUTE)


def availability(agreed_minutes: Fraction, down_minutes: Fraction) -> Fraction | None:
    """Return the share of the service hours in which the service was there; None without service hours."""
    if agreed_minutes <= 0:
        return None
    return HUNDRED * (agreed_minutes - down_minutes) / agreed_minutes


def measured_availability(
    outages: Sequence[Outage], time: WorkingTime, begin: int, end: int, *, without_planned: bool, now: int
) -> Measured:
    """Return the availability of a service in a period.

    Nobody can tell a period without outages from one in which nobody wrote them down, so a service is
    measured from its first recorded outage on.
    """
    if not any(instant(one.starts_at) < end for one in outages):
        return Measured(reason="no outage of this service was ever recorded up to then")
    spans = spans_within(outages, begin, end, without_planned=without_planned, now=now)
    down = downtime(spans, time)
    value = availability(Fraction(time.between(begin, end), PER_MINUTE), down)
    if value is None:
        return Measured(reason="the calendar has no service hours in the period")
    return Measured(value, reason=f"{_minutes(down)} of downtime inside service hours")


def _minutes(length: Fraction) -> str:
    whole = int(length + Fraction(1, 2))
    return f"{whole} min"
