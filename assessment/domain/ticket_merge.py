"""Tickets of several exports put together, and the months that they cover.

The rules are in docs/method.md, "Several exports".
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from assessment.domain.calendars import moment_of
from assessment.domain.tickets import TIMES, Ticket, moments

DAYS_OF_GRACE = 3
MOST_DAYS = 31


def merged(before: Ticket, after: Ticket) -> Ticket:
    """Return one ticket out of two exports: the one that saw it last decides, else the one that came last.

    A log that begins later than another one knows the groups from then on, so those before are put in front.
    """
    if before.changed is not None and after.changed is not None and after.changed < before.changed:
        before, after = after, before
    older, newer = before.groups, after.groups
    if not older or not newer or older == newer[: len(older)]:
        return after
    groups = (*older, *(newer[1:] if older[-1] == newer[0] else newer))
    return after._replace(
        first_group=before.first_group or older[0], groups=groups, reassigned=len(groups) - 1
    )


def whole_months(
    tickets: Sequence[Ticket], zone: ZoneInfo | None
) -> tuple[tuple[date, ...], tuple[date, ...]]:
    """Return the first days of the months that the tickets cover, and of those that they cover in part.

    A month is covered when the first ticket was opened at most three days after its beginning and something
    still happened in its last three days or later: an export rarely begins or ends with a ticket at midnight.
    """
    opened = [moment for moment in moments(tickets, "opened") if moment is not None]
    if not opened:
        return (), ()
    last = max(moment for name in TIMES for moment in moments(tickets, name) if moment is not None)
    begins, ends = moment_of(min(opened), zone).date(), moment_of(last, zone).date()
    covered: list[date] = []
    partly: list[date] = []
    for month in _months(begins, ends):
        early = begins <= month + timedelta(days=DAYS_OF_GRACE - 1)
        late = ends >= _next(month) - timedelta(days=DAYS_OF_GRACE)
        (covered if early and late else partly).append(month)
    return tuple(covered), tuple(partly)


def _months(first: date, last: date) -> Iterable[date]:
    month = first.replace(day=1)
    while month <= last:
        yield month
        month = _next(month)


def _next(month: date) -> date:
    return (month + timedelta(days=MOST_DAYS)).replace(day=1)
