"""Time zones in the names of columns, such as Created (UTC), Resolved at [Europe/Rome] and opened_utc."""

import re
from datetime import UTC, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

MOST_HOURS, MINUTES_PER_HOUR = 14, 60
LONGEST = 60

_OFFSET = r"(?:UTC|GMT)\s*[+\-\u2212]\d{1,2}(?::?\d{2})?|[+-]\d{2}:?\d{2}"
# Each stands for more than one zone, or for half of a year only, so the zone is asked.
_UNSURE = "CES?T|EES?T|WES?T|MES?Z|MSK|[ECMP][SD]T|AE[SD]T|BST|IST|JST|UT"
_IN_BRACKETS = re.compile(
    rf"(?<=\S)\s*[(\[]\s*(?:in\s+)?({_OFFSET}|UTC|GMT|{_UNSURE}|[a-z_]+(?:/[\w+-]+)+)\s*[)\]]\s*$", re.I
)
_AT_THE_END = re.compile(
    rf"(?<=\w)(?:(?:[\s_]+in)?[\s_,:-]+({_OFFSET}|UTC|GMT|[a-z_]+(?:/[\w+-]+)+)|[\s_]+((?-i:{_UNSURE})))\s*$",
    re.I,
)
_IN_ONE_WORD = re.compile(r"(?<=[a-z])(UTC|Utc|GMT|Gmt)\s*$")
_PARTS_OF_OFFSET = re.compile(r"([+\-\u2212])(\d{1,2}):?(\d{2})?$")


def zone_in_header(header: str) -> tzinfo | None:
    """Return the zone that the name of a column gives to its times; None when it names none for sure."""
    return _named(header)[1]


def without_zone(header: str) -> str:
    """Return the name of a column without the zone, or the abbreviation of one, at its end."""
    return _named(header)[0]


@cache
def _zones() -> dict[str, str]:
    return {name.casefold(): name for name in available_timezones() if "/" in name}


def _named(header: str) -> tuple[str, tzinfo | None]:
    for pattern in (_IN_BRACKETS, _AT_THE_END, _IN_ONE_WORD):
        found = pattern.search(header, max(0, len(header) - LONGEST))
        if found:
            text = next(filter(None, found.groups()))
            zone = _zone(text)
            if zone is not None or "/" not in text:
                return header[: found.start()], zone
    return header, None


def _zone(text: str) -> tzinfo | None:
    if "/" in text:
        name = _zones().get(text.casefold())
        return ZoneInfo(name) if name else None
    if text.casefold() in ("utc", "gmt"):
        return UTC
    found = _PARTS_OF_OFFSET.search(text)
    if found is None:
        return None
    hours, minutes = int(found[2]), int(found[3] or 0)
    if hours > MOST_HOURS or minutes >= MINUTES_PER_HOUR:
        return None
    ahead = timedelta(hours=hours, minutes=minutes)
    return timezone(ahead if found[1] == "+" else -ahead)
