"""Working time: the method's examples, holidays, zones and clock changes."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.domain.calendars import Calendar, WorkingTime, instant_of, moment_of
from assessment.domain.tickets import PER_HOUR, PER_MINUTE

OFFICE = dict.fromkeys(range(5), ((9 * 60, 17 * 60),))
ROME = ZoneInfo("Europe/Rome")
FRIDAY = date(2026, 10, 2)


def at(day: int, hour: int, minute: int = 0, zone: ZoneInfo | None = None) -> int:
    moment = datetime.combine(FRIDAY, datetime.min.time()) + timedelta(days=day, hours=hour, minutes=minute)
    return instant_of(moment, zone)


def office(holidays: frozenset[date] = frozenset(), zone: ZoneInfo | None = None) -> WorkingTime:
    return WorkingTime(Calendar(OFFICE, holidays), zone, at(-10, 0, zone=zone), at(60, 0, zone=zone))


@pytest.mark.parametrize(
    ("start", "stop", "minutes"),
    [
        ((0, 16), (3, 16), 480),
        ((0, 16, 45), (3, 9), 15),
        ((1, 10), (2, 12), 0),
        ((0, 18), (3, 8), 0),
        ((0, 9), (0, 9), 0),
        ((0, 12), (0, 10), 0),
        ((0, 8), (0, 20), 480),
    ],
)
def test_working_time_counts_the_hours_of_working_days(
    start: tuple[int, ...], stop: tuple[int, ...], minutes: int
) -> None:
    assert office().between(at(*start), at(*stop)) == minutes * PER_MINUTE


def test_a_holiday_does_not_count() -> None:
    time = office(frozenset({FRIDAY}))
    assert time.between(at(-1, 16), at(3, 10)) == 120 * PER_MINUTE


def test_without_a_calendar_every_minute_counts() -> None:
    assert WorkingTime(None).between(at(0, 16), at(3, 16)) == 72 * PER_HOUR


def test_overlapping_outages_count_once() -> None:
    spans = [(at(0, 10, 0), at(0, 11, 0)), (at(0, 10, 30), at(0, 11, 30)), (at(0, 13, 20), at(0, 13, 40))]
    assert office().union(reversed(spans)) == 110 * PER_MINUTE


def test_the_night_of_the_clock_change_has_an_hour_more() -> None:
    always = WorkingTime(
        Calendar(dict.fromkeys(range(7), ((0, 24 * 60),))),
        ROME,
        at(0, 0, zone=ROME),
        at(40, 0, zone=ROME),
    )
    saturday = datetime(2026, 10, 24)
    start, stop = (instant_of(saturday + timedelta(days=days), ROME) for days in (1, 2))
    assert always.between(start, stop) == 25 * PER_HOUR
    assert office(zone=ROME).between(at(21, 9, zone=ROME), at(24, 17, zone=ROME)) == 16 * PER_HOUR


@given(st.lists(st.integers(0, 60 * 24 * 40), min_size=3, max_size=3))
def test_working_time_adds_up_and_never_exceeds_the_clock(minutes: list[int]) -> None:
    first, middle, last = (at(0, 0) + minute * PER_MINUTE for minute in sorted(minutes))
    time = office()
    assert time.between(first, last) == time.between(first, middle) + time.between(middle, last)
    assert 0 <= time.between(first, last) <= last - first


@given(st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)))
def test_an_instant_reads_back_as_its_moment(moment: datetime) -> None:
    assert moment_of(instant_of(moment, None), None) == moment
