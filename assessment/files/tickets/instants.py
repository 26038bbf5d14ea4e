"""Moments as exports write them, in many notations, read as microseconds since 1970."""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta, tzinfo
from functools import cache

from assessment.domain.calendars import instant_of
from assessment.domain.tickets import MICROSECONDS, PER_DAY, PER_HOUR, PER_MINUTE
from assessment.files.tickets.values import is_missing, month_words, words

DAY_FIRST, MONTH_FIRST, YEAR_FIRST = "dmy", "mdy", "ymd"
ORDERS = (DAY_FIRST, MONTH_FIRST, YEAR_FIRST)
FIRST_YEAR, LAST_YEAR = 1980, 2100
MOST_KEPT = 200_000
QUARTER = PER_HOUR // 4
PIVOT, DIGITS_OF_DAY = 70, 2
MONTHS_IN_YEAR, MOST_DAYS = 12, 31
EPOCH_DAY = date(1970, 1, 1).toordinal()
DIGITS_OF_SECONDS, DIGITS_OF_MILLISECONDS = 10, 13

_DATE = re.compile(r"(\d{1,4})([/.\-\s]),?\s*([^\W\d_]{3,}|\d{1,2})\.?(?:\2|[,\s])\s*(\d{1,4})")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)")
_NAMED_FIRST = re.compile(r"([^\W\d_]{3,})\.?[\s-]+(\d{1,2}),?[\s-]+(\d{4})")
_TIME = re.compile(
    r"(\d{1,2})[:.h](\d{2})(?:[:.](\d{2})(?:[.,](\d{1,9}))?)?(?:\s*([ap])\.?\s?m\.?)?(?:\s*uhr)?"
    r"\s*\(?(Z|UTC|GMT|WET|WEST|CET|CEST|EET|EEST|MSK|(?:UTC|GMT)?\s*[+-]\d{1,2}:?(?:\d{2})?)?\)?",
    re.IGNORECASE,
)
_HOURS_AHEAD = {"wet": 0, "west": 1, "cet": 1, "cest": 2, "eet": 2, "eest": 3, "msk": 3}
_RUNNING = re.compile(r"(\d{8})T?(\d\d)(\d\d)(\d\d)?(Z)?")
_SERIAL = re.compile(r"(\d{5})(?:[.,](\d+))?")
_EPOCH = re.compile(r"(\d{10}|\d{13})(?:\.0+)?")
_BY_THE_WAY = re.compile(r"\b(?:de|del|di|le|à|às|a\s+las|alle|um|at)\b", re.IGNORECASE)
FIRST_SERIAL, LAST_SERIAL, SERIAL_OF_1970 = 29_221, 73_415, 25_569
_YEAR_LAST = re.compile(
    r"(?:[^\W\d_]+,?\s+)?([^\W\d_]{3,}\s+\d{1,2})\s+(\d{1,2}:\d{2}(?::\d{2})?)(?:\s+([A-Z]{3,4}))?\s+(\d{4})"
)
_SPLIT = re.compile(
    r"\s*(.*?\d{1,4}|[^\W\d_]{3,}\.?\s+\d{1,2},?\s+\d{4})(?:\s*[T,]\s*|\s+)"
    r"(\d{1,2}[:.h]\d{2}(?!\d).*)",
    re.DOTALL,
)


class Unreadable(ValueError):
    """A moment that cannot be read; the message says why."""


def day_parts(text: str) -> tuple[int, int, int] | None:
    """Return the three numbers of a date in the order of the text; None when it is no date in numbers."""
    found = _DATE.match(text.strip())
    # A year in full at the beginning says nothing of how other dates of the file are written.
    if found is None or not found[3].isdigit() or len(found[1]) > DIGITS_OF_DAY or is_missing(text):
        return None
    return int(found[1]), int(found[3]), int(found[4])


def orders_proven(texts: Iterable[str]) -> set[str]:
    """Return which orders of day and month the texts prove; empty when each could be read in two ways."""
    proven = set()
    for text in texts:
        parts = day_parts(text)
        if parts is None:
            continue
        first, second, _ = parts
        if first > MOST_DAYS:
            proven.add(YEAR_FIRST)
        elif first > MONTHS_IN_YEAR >= second:
            proven.add(DAY_FIRST)
        elif second > MONTHS_IN_YEAR >= first:
            proven.add(MONTH_FIRST)
    return proven


def is_open_to_question(text: str) -> bool:
    """Return whether day and month of a text could be either way round and are not the same number."""
    parts = day_parts(text)
    if parts is None:
        return False
    first, second, _ = parts
    return first <= MONTHS_IN_YEAR and second <= MONTHS_IN_YEAR and first != second


def looks_like_a_moment(text: str) -> bool:
    """Return whether a text can be read as a moment in one of the orders."""
    for order in (DAY_FIRST, MONTH_FIRST, YEAR_FIRST):
        try:
            InstantReader(order).read(text)
        except Unreadable:
            continue
        return True
    return False


class InstantReader:
    """Reads the moments of a file: one order of day and month, one zone for those that name none.

    Dates and times of day repeat, so both are kept once they were read. `saw_zone` and `saw_none` say which
    kinds of moments there were.
    """

    def __init__(self, order: str = DAY_FIRST, zone: tzinfo | None = None) -> None:
        self._order = order
        self._zone = zone
        self._days: dict[str, int] = {}
        self._times: dict[str, tuple[int, bool]] = {}
        self._shifts: dict[int, int] = {}
        self.saw_zone = False
        self.saw_none = False

    def read(self, text: str) -> int:
        """Return the moment; Unreadable when it is none, or lies outside of 1980 to 2100."""
        if text[10:11] == "T":
            day_text, time_text = text[:10], text[11:]
        else:
            day_text, _, time_text = text.partition(" ")
        day = self._days.get(day_text)
        time = self._times.get(time_text)
        if day is None or time is None:
            day, time = self._read_new(text, day_text, time_text)
        if time[1]:
            self.saw_zone = True
            return day + time[0]
        self.saw_none = True
        local = day + time[0]
        return local if self._zone is None else local - self._shift(local)

    def _read_new(self, text: str, day_text: str, time_text: str) -> tuple[int, tuple[int, bool]]:
        text = text.strip()
        if counted := _counted(text):
            return counted
        text = _without_words(text)
        found = _SPLIT.fullmatch(text)
        named_day, named_time = (found[1], found[2]) if found else (text, "")
        day, time = self._day(named_day), _time_of_day(named_time)
        if (named_day, named_time) == (day_text, time_text):
            if len(self._days) + len(self._times) > MOST_KEPT:
                self._days.clear()
                self._times.clear()
            self._days[day_text], self._times[time_text] = day, time
        return day, time

    def _day(self, text: str) -> int:
        year, month, day = self._year_month_day(text)
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise Unreadable(f"the year {year} cannot be right")
        try:
            return (date(year, month, day).toordinal() - EPOCH_DAY) * PER_DAY
        except ValueError:
            if self._order == DAY_FIRST and month > MONTHS_IN_YEAR >= day:
                raise Unreadable(
                    "day and month are the other way round than in the rest of the file"
                ) from None
            raise Unreadable("there is no such day") from None

    def _year_month_day(self, text: str) -> tuple[int, int, int]:
        if named := _NAMED_FIRST.fullmatch(text):
            return int(named[3]), _month(named[1]), int(named[2])
        if compact := _COMPACT.fullmatch(text):
            return int(compact[1]), int(compact[2]), int(compact[3])
        found = _DATE.fullmatch(text)
        if found is None:
            raise Unreadable("this is no date")
        if not found[3].isdigit():
            month = _month(found[3])
            if len(found[1]) > DIGITS_OF_DAY:
                return int(found[1]), month, int(found[4])
            return _year(found[4]), month, int(found[1])
        first, second, third = int(found[1]), int(found[3]), int(found[4])
        if len(found[1]) > DIGITS_OF_DAY or self._order == YEAR_FIRST:
            return _year(found[1]), second, third
        year = _year(found[4])
        return (year, second, first) if self._order == DAY_FIRST else (year, first, second)

    def _shift(self, local: int) -> int:
        place = local // QUARTER
        shift = self._shifts.get(place)
        if shift is None:
            moment = datetime(1970, 1, 1) + timedelta(microseconds=place * QUARTER)
            shift = place * QUARTER - instant_of(moment, self._zone)
            self._shifts[place] = shift
        return shift


def _month(word: str) -> int:
    month = month_words().get(word.casefold())
    if month is None:
        raise Unreadable(f'"{word}" is no month')
    return month


def _counted(text: str) -> tuple[int, tuple[int, bool]] | None:
    """Return a moment written as one number: seconds since 1970, a spreadsheet's day, digits only."""
    if epoch := _EPOCH.fullmatch(text):
        scale = MICROSECONDS if len(epoch[1]) == DIGITS_OF_SECONDS else MICROSECONDS // 1000
        return 0, (int(epoch[1]) * scale, True)
    serial = _SERIAL.fullmatch(text)
    if serial and FIRST_SERIAL <= int(serial[1]) <= LAST_SERIAL:
        part = float(f"0.{serial[2] or 0}")
        # A day in a hundred thousandth is less than a second, so the seconds are whole again.
        return (int(serial[1]) - SERIAL_OF_1970) * PER_DAY, (round(part * 86_400) * MICROSECONDS, False)
    if running := _RUNNING.fullmatch(text):
        day = _is_day(running[1])
        if day is not None:
            clock = f"{running[2]}:{running[3]}:{running[4] or '00'}{running[5] or ''}"
            return (day.toordinal() - EPOCH_DAY) * PER_DAY, _time_of_day(clock)
    return None


def _is_day(digits: str) -> date | None:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def _without_words(text: str) -> str:
    """Return a moment without the name of its weekday and the small words between its parts."""
    if found := _YEAR_LAST.fullmatch(text):
        return f"{found[1]} {found[4]} {found[2]} {found[3] or ''}".rstrip()
    first, _, rest = text.partition(" ")
    # "Mar" is a weekday in some languages and a month in "Mar 24, 2026".
    if rest and first.rstrip(".,").casefold() in _weekdays() and not _NAMED_FIRST.match(text):
        text = rest.strip()
    return " ".join(_BY_THE_WAY.sub(" ", text).split()) if any(letter.isalpha() for letter in text) else text


@cache
def _weekdays() -> frozenset[str]:
    return frozenset(words()["weekdays"])


def _year(text: str) -> int:
    year = int(text)
    return year if len(text) > DIGITS_OF_DAY else year + (2000 if year < PIVOT else 1900)


def _time_of_day(text: str) -> tuple[int, bool]:
    """Return the microseconds since midnight, in UTC where the text names a zone, and whether it does."""
    if not text:
        return 0, False
    found = _TIME.fullmatch(text.strip())
    if found is None:
        raise Unreadable("this is no time of day")
    hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    if found[5]:
        if not 1 <= hour <= 12:
            raise Unreadable("there is no such hour")
        hour = hour % 12 + (12 if found[5].lower() == "p" else 0)
    is_midnight = hour == 24 and not minute and not second
    if not is_midnight and (hour > 23 or minute > 59 or second > 60):
        raise Unreadable("there is no such time of day")
    part = int((found[4] or "0")[:6].ljust(6, "0"))
    total = hour * PER_HOUR + minute * PER_MINUTE + second * MICROSECONDS + part
    return (total, False) if found[6] is None else (total - _offset(found[6]), True)


def _offset(text: str) -> int:
    if text.casefold() in _HOURS_AHEAD:
        return _HOURS_AHEAD[text.casefold()] * PER_HOUR
    digits = re.sub(r"[^\d+-]", "", text)
    if not digits:
        return 0
    digits = digits if len(digits) > 2 else f"{digits[0]}0{digits[1:]}"
    hours, minutes = int(digits[1:3]), int(digits[3:5] or 0)
    return (-1 if digits[0] == "-" else 1) * (hours * PER_HOUR + minutes * PER_MINUTE)
