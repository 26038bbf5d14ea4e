"""Working time: which minutes of the clock count under a calendar of days, hours and holidays."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

EPOCH = datetime(1970, 1, 1)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MINUTES_OF_DAY = 24 * 60

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Calendar:
    """Working hours by weekday (0 is Monday) in minutes of the day, with holidays and the zone."""

    week: Mapping[int, tuple[Span, ...]]
    holidays: frozenset[date] = field(default_factory=frozenset)
    zone: str = ""


def instant_of(moment: datetime, zone: tzinfo | None) -> int:
    """Return a clock time as microseconds since 1970: in UTC with a zone, else as the clock shows it."""
    if zone is not None:
        moment = moment.replace(tzinfo=zone).astimezone(UTC).replace(tzinfo=None)
    return (moment - EPOCH) // timedelta(microseconds=1)


def moment_of(instant: int, zone: ZoneInfo | None) -> datetime:
    """Return the clock time of an instant, in the zone where there is one."""
    moment = EPOCH + timedelta(microseconds=instant)
    if zone is None:
        return moment
    return moment.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)


class WorkingTime:
    """The working spans of a calendar between two days, ready to be asked many times.

    Without a calendar every minute counts.
    """

    def __init__(
        self, calendar: Calendar | None, zone: ZoneInfo | None = None, first: int = 0, last: int = 0
    ) -> None:
        self._begins: list[int] = []
        self._ends: list[int] = []
        self._before: list[int] = []
        self._counts_all = calendar is None
        if calendar is not None:
            self._lay_out(calendar, zone, first, last)

    def _lay_out(self, calendar: Calendar, zone: ZoneInfo | None, first: int, last: int) -> None:
        day = moment_of(first, zone).date() - timedelta(days=1)
        end = moment_of(last, zone).date() + timedelta(days=1)
        total = 0
        while day <= end:
            spans = () if day in calendar.holidays else calendar.week.get(day.weekday(), ())
            for begin, stop in spans:
                start, finish = (_at_minute(day, minute, zone) for minute in (begin, stop))
                self._begins.append(start)
                self._ends.append(finish)
                self._before.append(total)
                total += finish - start
            day += timedelta(days=1)

    def between(self, start: int, stop: int) -> int:
        """Return the working time from `start` to `stop` in microseconds; 0 where stop is not after start."""
        if stop <= start:
            return 0
        if self._counts_all:
            return stop - start
        return self._worked_until(stop) - self._worked_until(start)

    def lengths(self, spans: Iterable[tuple[int, int]]) -> list[int]:
        """Return the working time of each span, as `between` does."""
        if self._counts_all:
            return [stop - start if stop > start else 0 for start, stop in spans]
        return [self.between(start, stop) for start, stop in spans]

    def _worked_until(self, instant: int) -> int:
        place = bisect_right(self._begins, instant) - 1
        if place < 0:
            return 0
        return self._before[place] + min(instant, self._ends[place]) - self._begins[place]

    def after(self, start: int, amount: int) -> int:
        """Return the last moment at which only `amount` of working time has passed since `start`.

        Where the calendar holds less, that is its end.
        """
        if self._counts_all:
            return start + amount
        wanted = self._worked_until(start) + amount
        place = bisect_right(self._before, wanted) - 1
        if place < 0:
            return start
        return max(start, self._begins[place] + wanted - self._before[place])

    def union(self, spans: Iterable[tuple[int, int]]) -> int:
        """Return the working time that at least one of the spans covers."""
        total, covered = 0, None
        for start, stop in sorted(spans):
            begin = start if covered is None else max(start, covered)
            total += self.between(begin, stop)
            covered = stop if covered is None else max(stop, covered)
        return total


def _at_minute(day: date, minute: int, zone: ZoneInfo | None) -> int:
    midnight = datetime.combine(day, datetime.min.time())
    if minute == MINUTES_OF_DAY:
        midnight, minute = midnight + timedelta(days=1), 0
    return instant_of(midnight + timedelta(minutes=minute), zone)
