"""Calendars that other programs read, as RFC 5545 wants them: folded lines, escaped texts, stable names."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

LONGEST_LINE = 75
"""How many octets a line may have before it is folded, without its line end."""
PRODUCT = "-//Gradino//Service reviews//EN"
ESCAPES = (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\\n"), ("\n", "\\n"), ("\r", "\\n"))


@dataclass(frozen=True, slots=True)
class Happening:
    """Something in a calendar: a whole day, or a begin in UTC with its length.

    `uid` stays the same for ever, `sequence` grows with every change, so that programs replace what they had.
    """

    uid: str
    title: str
    day: date
    stamped: datetime
    sequence: int = 0
    begins: datetime | None = None
    minutes: int = 0
    text: str = ""
    cancelled: bool = False


def calendar_text(name: str, happenings: Iterable[Happening]) -> str:
    """Return a calendar as a file."""
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}",
    ]  # fmt: skip
    for one in happenings:
        lines += _event(one)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in folded(line))


def _event(one: Happening) -> list[str]:
    lines = [
        "BEGIN:VEVENT", f"UID:{escaped(one.uid)}", f"DTSTAMP:{_moment(one.stamped)}",
        f"SEQUENCE:{one.sequence}",
    ]  # fmt: skip
    if one.begins is None:
        lines.append(f"DTSTART;VALUE=DATE:{one.day:%Y%m%d}")
        lines.append(f"DTEND;VALUE=DATE:{one.day + timedelta(days=1):%Y%m%d}")
    else:
        lines.append(f"DTSTART:{_moment(one.begins)}")
        lines.append(f"DTEND:{_moment(one.begins + timedelta(minutes=max(1, one.minutes)))}")
    lines.append(f"SUMMARY:{escaped(one.title)}")
    if one.text:
        lines.append(f"DESCRIPTION:{escaped(one.text)}")
    lines.append(f"STATUS:{'CANCELLED' if one.cancelled else 'CONFIRMED'}")
    lines.append("END:VEVENT")
    return lines


def _moment(moment: datetime) -> str:
    # A time without a zone floats: every reader sees it on its own clock.
    if moment.tzinfo is None:
        return f"{moment:%Y%m%dT%H%M%S}"
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def escaped(text: str) -> str:
    """Return a text as a value of a line: without control characters, its commas and line ends escaped."""
    for plain, safe in ESCAPES:
        text = text.replace(plain, safe)
    return "".join(character for character in text if character >= " " and character != "\x7f")


def folded(line: str) -> list[str]:
    """Return a line in parts of at most 75 octets, each but the first after a space; no letter is cut."""
    parts, part, size = [], "", 0
    for character in line:
        width = len(character.encode())
        if size + width > LONGEST_LINE:
            parts.append(part)
            part, size = " ", 1
        part += character
        size += width
    return [*parts, part]
