"""Tickets of several exports put together, and which months they cover."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from assessment.domain.calendars import instant_of
from assessment.domain.ticket_merge import merged, whole_months
from assessment.domain.tickets import Ticket, known_fields

ROME = ZoneInfo("Europe/Rome")


def at(text: str, zone: ZoneInfo | None = None) -> int:
    return instant_of(datetime.fromisoformat(text), zone)


def ticket(opened: str, resolved: str = "", **values: object) -> Ticket:
    end = at(resolved) if resolved else None
    return Ticket("1", opened=at(opened), resolved=end)._replace(**values)  # type: ignore[arg-type]


def test_the_export_that_saw_a_ticket_last_decides() -> None:
    older = Ticket("1", state="closed", resolved=5, changed=10)
    newer = Ticket("1", state="open", changed=20)
    assert merged(older, newer) == newer
    assert merged(newer, older) == newer
    assert merged(older, newer).resolved is None


def test_without_a_last_change_the_export_that_came_last_decides() -> None:
    assert merged(Ticket("1", priority="1"), Ticket("1", priority="2")).priority == "2"


@pytest.mark.parametrize(
    ("older", "newer", "together"),
    [
        (("Desk", "Network"), ("Network", "Server"), ("Desk", "Network", "Server")),
        (("Desk",), ("Server",), ("Desk", "Server")),
        (("Desk",), ("Desk", "Server"), ("Desk", "Server")),
    ],
)
def test_logs_that_follow_each_other_know_all_groups(
    older: tuple[str, ...], newer: tuple[str, ...], together: tuple[str, ...]
) -> None:
    made = merged(
        Ticket("1", groups=older, first_group=older[0], changed=1),
        Ticket("1", groups=newer, first_group=newer[0], reassigned=len(newer) - 1, changed=2),
    )
    assert (made.groups, made.first_group, made.reassigned) == (together, "Desk", len(together) - 1)


def test_a_month_counts_when_the_tickets_cover_it() -> None:
    found = [ticket("2026-09-03 23:00", "2026-10-28 01:00"), ticket("2026-10-20 08:00")]
    assert whole_months(found, None) == ((date(2026, 9, 1),), (date(2026, 10, 1),))
    later = [*found, ticket("2026-10-29 00:00")]
    assert whole_months(later, None) == ((date(2026, 9, 1), date(2026, 10, 1)), ())
    late_start = [ticket("2026-09-04 00:00", "2026-09-30 01:00")]
    assert whole_months(late_start, None) == ((), (date(2026, 9, 1),))


def test_months_follow_the_clock_of_the_zone() -> None:
    found = [Ticket("1", opened=at("2026-09-01 00:30", ROME), resolved=at("2026-09-30 12:00", ROME))]
    assert whole_months(found, ROME) == ((date(2026, 9, 1),), ())
    assert whole_months(found, ZoneInfo("UTC"))[1][0] == date(2026, 8, 1)


def test_no_ticket_covers_no_month() -> None:
    assert whole_months([], None) == ((), ())


def test_fields_are_known_by_their_values() -> None:
    assert known_fields([Ticket("1"), Ticket("2", priority="1", made_sla=False)]) == {
        "number", "priority", "made_sla"
    }  # fmt: skip
