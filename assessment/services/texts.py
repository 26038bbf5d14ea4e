"""What people type, tidied the same way wherever it is stored."""

from datetime import date

from assessment.errors import InvalidInput

LONGEST_NAME = 300
"""What a column for one line holds on both engines."""


def checked_text(field: str, text: str, longest: int) -> str:
    """Return a text with plain line ends and no spaces around; InvalidInput when it is too long."""
    tidy = text.replace("\r\n", "\n").replace("\x00", "").strip()
    if len(tidy) > longest:
        raise InvalidInput(field, f"This text has {len(tidy)} characters; at most {longest} fit.")
    return tidy


def checked_line(field: str, text: str, longest: int) -> str:
    """Return a text on one line with single spaces; InvalidInput when it is too long."""
    return checked_text(field, " ".join(text.split()), longest)


FIRST_YEAR, LAST_YEAR = 1990, 2100


def sensible_day(field: str, day: date | None) -> date | None:
    """Return the day; InvalidInput naming `field` when its year can only be a slip of the keyboard."""
    if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise InvalidInput(field, f"Choose a day between {FIRST_YEAR} and {LAST_YEAR}.")
    return day
