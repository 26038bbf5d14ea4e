"""Lengths of time as agreements write them: 10 min, 8 business h, 1 week; docs/method.md, "SLA"."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

MINUTES: Mapping[str, int] = {"min": 1, "h": 60, "day": 24 * 60, "week": 7 * 24 * 60}
UNITS: Mapping[str, str] = {
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes", "minuto", "minuti"), "min"),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours", "ora", "ore"), "h"),
    **dict.fromkeys(("d", "day", "days", "giorno", "giorni"), "day"),
    **dict.fromkeys(("w", "wk", "week", "weeks", "settimana", "settimane"), "week"),
}
BUSINESS_WORDS = frozenset({"business", "working", "lavorative", "lavorativi", "lavorativa", "lavorativo"})
LONGEST_MINUTES = 10 * 366 * 24 * 60
WRITTEN = re.compile(r"(\d{1,7}(?:[.,]\d{1,4})?)\s*([a-z]+)(?:\s+([a-z]+))?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Duration:
    """A count of a unit; `business` where it is said to be of working time."""

    count: Fraction
    unit: str
    business: bool = False

    def minutes(self, day_minutes: Fraction | None = None, week_minutes: Fraction | None = None) -> Fraction:
        """Return the minutes; in a calendar a day and a week are its own working minutes."""
        if self.unit == "day" and day_minutes is not None:
            return self.count * day_minutes
        if self.unit == "week" and week_minutes is not None:
            return self.count * week_minutes
        return self.count * MINUTES[self.unit]


def read_duration(text: str) -> Duration | None:
    """Return a length of time out of a text such as 8 business h; None where it is none."""
    found = WRITTEN.fullmatch(" ".join(text.split()))
    if found is None:
        return None
    words = [word.lower() for word in found.groups()[1:] if word]
    business = [word for word in words if word in BUSINESS_WORDS]
    units = [UNITS[word] for word in words if word in UNITS]
    if len(units) != 1 or len(units) + len(business) != len(words):
        return None
    length = Duration(Fraction(found[1].replace(",", ".")), units[0], bool(business))
    return length if 0 < length.minutes() <= LONGEST_MINUTES else None


def in_words(minutes: Fraction) -> str:
    """Return minutes as agreements write them: 45 min, 2 h, 1.5 h."""
    if minutes < MINUTES["h"]:
        return f"{_plain(minutes)} min"
    return f"{_plain(minutes / MINUTES['h'])} h"


def _plain(value: Fraction) -> str:
    hundredths = round(value * 100)
    text = f"{hundredths // 100}.{hundredths % 100:02d}"
    return text.rstrip("0").rstrip(".")
