"""Reads single values exactly: texts, whole numbers, fractions and dates, or says what is wrong with them."""

import re
from collections.abc import Callable
from datetime import date
from fractions import Fraction

from assessment.files.nodes import FALSE_WORDS, TRUE_WORDS, WHOLE, Scalar, misread
from assessment.files.problems import in_list, shown
from assessment.files.reading import has_no_text

MOST_DIGITS = 40
MOST_EXPONENT = 30
LONGEST_ID = 64
HALF_STEPS = 2

_DECIMAL = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d{1,3})?", re.ASCII)
_RATIO = re.compile(r"[-+]?\d+/\d+", re.ASCII)
_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)
_PERIOD = re.compile(r"\d{4}(-Q[1-4]|-(0[1-9]|1[0-2])(-\d\d)?)?", re.ASCII)
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*", re.ASCII)


class Unfit(ValueError):
    """A value that cannot be taken; the message says what would be right."""


def read_text(scalar: Scalar) -> str:
    """Return the text as written. Raises Unfit for a bare value that YAML takes for something else."""
    taken_for = misread(scalar)
    if taken_for == "no value" and not scalar.text:
        raise Unfit("nothing is written here; write a text or leave the key out")
    if taken_for is not None:
        word = shown(scalar.text)
        raise Unfit(f'a text is expected, bare {word} is read as {taken_for}; put it in quotes: "{word}"')
    if has_no_text(scalar.text):
        raise Unfit("the text holds a character that cannot be shown; take it out")
    return scalar.text


def read_id(scalar: Scalar) -> str:
    """Return an id: letters, digits, `_`, `-` and `.`."""
    text = read_text(scalar)
    if len(text) > LONGEST_ID or not _ID.fullmatch(text):
        raise Unfit(
            f'"{shown(text)}" is no id; use letters, digits, - _ and . only, at most {LONGEST_ID} of them'
        )
    return text


def read_pattern(pattern: str, wanted: str) -> Callable[[Scalar], str]:
    """Return a reader of texts that match `pattern`; `wanted` says in words what they look like."""
    matches = re.compile(pattern, re.ASCII).fullmatch

    def read(scalar: Scalar) -> str:
        text = read_text(scalar)
        if len(text) > LONGEST_ID or not matches(text):
            raise Unfit(f'"{shown(text)}" cannot be taken; write {wanted}')
        return text

    return read


def read_whole(scalar: Scalar, low: int, high: int | None) -> int:
    """Return a whole number from `low` to `high`."""
    wanted = f"a whole number {_span(low, high)} is expected"
    if not scalar.plain or not WHOLE.fullmatch(scalar.text) or len(scalar.text) > MOST_DIGITS:
        raise Unfit(f"{wanted}, not {_as_written(scalar)}")
    number = int(scalar.text)
    if number < low or (high is not None and number > high):
        raise Unfit(f"{wanted}, not {number}")
    return number


def read_number(scalar: Scalar, low: Fraction | None = None, high: Fraction | None = None) -> Fraction:
    """Return the exact value of a decimal or of a fraction such as `1/3`, bare or in quotes."""
    number = exact(scalar.text)
    wanted = f"a number {_span(low, high)}".rstrip() + " is expected"
    if number is None:
        raise Unfit(f'{wanted}, such as 2.5 or "1/3", not {_as_written(scalar)}')
    if (low is not None and number < low) or (high is not None and number > high):
        raise Unfit(f"{wanted}, not {shown(scalar.text)}")
    return number


def exact(text: str) -> Fraction | None:
    """Return the value of a decimal or a ratio in text form, or None when it is neither or far too long."""
    if len(text) > MOST_DIGITS:
        return None
    if _RATIO.fullmatch(text):
        above, below = text.split("/")
        return Fraction(int(above), int(below)) if int(below) else None
    match = _DECIMAL.fullmatch(text)
    if not match:
        return None
    exponent = match.group(3)
    if exponent and abs(int(exponent[1:])) > MOST_EXPONENT:
        return None
    return Fraction(text)


def read_halves(scalar: Scalar, low: int, high: int) -> Fraction:
    """Return a number from `low` to `high` in steps of one half."""
    number = read_number(scalar, Fraction(low), Fraction(high))
    if (number * HALF_STEPS).denominator != 1:
        raise Unfit(f"a number in steps of 0.5 is expected, not {shown(scalar.text)}")
    return number


def read_flag(scalar: Scalar) -> bool:
    """Return true or false."""
    if scalar.plain and scalar.text in TRUE_WORDS:
        return True
    if scalar.plain and scalar.text in FALSE_WORDS:
        return False
    raise Unfit(f"true or false is expected, not {_as_written(scalar)}")


def read_date(scalar: Scalar) -> date:
    """Return a day written as YYYY-MM-DD, bare or in quotes."""
    match = _DATE.fullmatch(scalar.text)
    try:
        if match:
            return date(*(int(part) for part in match.groups()))
    except ValueError:
        raise Unfit(f"{scalar.text} is not in the calendar") from None
    raise Unfit(f"a day as YYYY-MM-DD is expected, such as 2026-11-22, not {_as_written(scalar)}")


def read_period(scalar: Scalar) -> str:
    """Return a period: a year, a quarter (2026-Q4), a month (2026-10) or a day, bare or in quotes."""
    if not _PERIOD.fullmatch(scalar.text):
        raise Unfit(f"a period is expected: 2026, 2026-Q4, 2026-10 or 2026-10-05, not {_as_written(scalar)}")
    if _DATE.fullmatch(scalar.text):
        read_date(scalar)
    return scalar.text


def read_choice(scalar: Scalar, options: tuple[str, ...]) -> str:
    """Return one of `options`."""
    text = read_text(scalar)
    if text not in options:
        raise Unfit(f'"{shown(text)}" is not known here; choose from {in_list(options)}')
    return text


def _as_written(scalar: Scalar) -> str:
    if not scalar.plain:
        return f'the text "{shown(scalar.text)}"'
    return shown(scalar.text) or "nothing"


def _span(low: object | None, high: object | None) -> str:
    if low is None:
        return ""
    return f"of {low} or more" if high is None else f"from {low} to {high}"
