"""Months as readings name them, such as 2026-10, and days months apart, counted forward and backward."""

from calendar import monthrange
from datetime import date
from functools import lru_cache

MONTHS_IN_YEAR = 12
MONTHS_IN_MEMORY = 4096


def number_of(period: str) -> int:
    """Return the number of a month such as 2026-10, counted from the year 0."""
    return int(period[:4]) * MONTHS_IN_YEAR + int(period[5:]) - 1


@lru_cache(maxsize=MONTHS_IN_MEMORY)
def month_of(number: int) -> str:
    """Return the month with a number."""
    return f"{number // MONTHS_IN_YEAR:04}-{number % MONTHS_IN_YEAR + 1:02}"


def months_between(first: int, last: int) -> tuple[str, ...]:
    """Return the months from one number to another, both with them."""
    return tuple(month_of(number) for number in range(first, last + 1))


def months_before(period: str, count: int) -> str:
    """Return the month so many months before one."""
    return month_of(number_of(period) - count)


def months_later(day: date, months: int) -> date:
    """Return the same day so many months on, or the last day of that month where it is shorter."""
    year, month = divmod(day.year * MONTHS_IN_YEAR + day.month - 1 + months, MONTHS_IN_YEAR)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
