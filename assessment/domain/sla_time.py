"""How much service time a week and a period hold under a calendar, and what a percentage of it leaves."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from assessment.domain.calendars import MINUTES_OF_DAY, WEEKDAYS, Calendar, WorkingTime, instant_of
from assessment.domain.months import months_later
from assessment.domain.sla_content import ALWAYS, LENGTHS

MICROSECONDS_PER_MINUTE = 60_000_000
DAYS_OF_WEEK = len(WEEKDAYS)
WHOLE = 100


def is_always(calendar_id: str) -> bool:
    """Return whether an id stands for every minute of the clock."""
    return calendar_id == ALWAYS


def week_minutes(calendar: Calendar) -> int:
    """Return the working minutes of a week without holidays."""
    return sum(end - begin for spans in calendar.week.values() for begin, end in spans)


def day_minutes(calendar: Calendar) -> Fraction:
    """Return the working minutes of a usual working day: those of the week over its working days."""
    days = sum(1 for spans in calendar.week.values() if spans)
    return Fraction(week_minutes(calendar), days) if days else Fraction(0)


def period_bounds(day: date, period: str) -> tuple[date, date]:
    """Return the first day of the period that holds a day, and the first day after it."""
    months = LENGTHS[period]
    begin = date(day.year, (day.month - 1) // months * months + 1, 1)
    return begin, months_later(begin, months)


@dataclass(frozen=True, slots=True)
class ServiceTime:
    """The time in which a service is promised. `always` is every minute; no calendar otherwise is none."""

    name: str
    calendar: Calendar | None
    always: bool
    today: date

    @property
    def is_known(self) -> bool:
        """Return whether anybody can say how much time it is."""
        return self.always or self.calendar is not None

    @property
    def week(self) -> int:
        """Return the minutes of a usual week."""
        if self.always or self.calendar is None:
            return DAYS_OF_WEEK * MINUTES_OF_DAY
        return week_minutes(self.calendar)

    def minutes_of(self, period: str) -> Fraction:
        """Return the minutes of the period in which today lies, without holidays."""
        begin, end = period_bounds(self.today, period)
        if self.always or self.calendar is None:
            return Fraction((end - begin) // timedelta(minutes=1))
        zone = ZoneInfo(self.calendar.zone) if self.calendar.zone else None
        first, last = (instant_of(datetime.combine(day, datetime.min.time()), zone) for day in (begin, end))
        working = WorkingTime(self.calendar, zone, first, last)
        return Fraction(working.between(first, last), MICROSECONDS_PER_MINUTE)

    def allowed(self, percent: Fraction, minutes: Fraction | int) -> Fraction:
        """Return how many of some minutes the service may be away."""
        return Fraction(minutes) * (WHOLE - percent) / WHOLE

    def covers(self, other: "ServiceTime") -> bool:
        """Return whether each minute of a usual week of another time is one of this."""
        if self.always:
            return True
        if other.always or other.calendar is None or self.calendar is None:
            return False
        mine = self.calendar.week
        return all(
            any(begin <= start and end <= stop for begin, stop in mine.get(day, ()))
            for day, spans in other.calendar.week.items()
            for start, end in spans
        )
