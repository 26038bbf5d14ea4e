"""A metric value as people type it, read exactly by the metric's unit and written back in words."""

import re
from fractions import Fraction

from assessment.domain.framework import Metric
from assessment.domain.numbers import plain
from assessment.errors import InvalidInput

PERCENT = "percent"
COUNT = "count"
DURATION = "duration"
YES_NO = "yes_no"
CURRENCY = "currency"
RATING = "rating"
RATIO = "ratio"
FREQUENCY = "frequency"
UNITS = (PERCENT, COUNT, DURATION, CURRENCY, RATING, RATIO, YES_NO, FREQUENCY)

HUNDRED = Fraction(100)
MINUTES_PER_HOUR = 60
MINUTES_PER_DAY = 24 * MINUTES_PER_HOUR
MOST_CHARACTERS = 40
PARTS_FORMULAS = {"100*n/d": HUNDRED, "n/d": Fraction(1)}

NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?\Z")
DURATION_PART = re.compile(r"(\d+(?:\.\d+)?)(d|h|min|m)(?![a-z])")
CURRENCY_CODE = re.compile(r"[A-Z]{3}")
MINUTES_IN = {"d": MINUTES_PER_DAY, "h": MINUTES_PER_HOUR, "min": 1, "m": 1}
SAID_YES = frozenset({"yes", "y", "1", "true"})
SAID_NO = frozenset({"no", "n", "0", "false"})
SPACES = str.maketrans({" ": "", "\u00a0": "", "\u202f": "", "\u2212": "-"})


def takes_parts(metric: Metric) -> bool:
    """Return whether the value can be computed from a numerator and a denominator."""
    return metric.formula.replace(" ", "") in PARTS_FORMULAS


def from_parts(metric: Metric, numerator: Fraction, denominator: Fraction) -> Fraction:
    """Return the value of a metric that divides; InvalidInput when there is nothing to divide by."""
    if denominator == 0:
        raise InvalidInput("denominator", "A denominator of 0 means that there is no data for this month.")
    value = PARTS_FORMULAS[metric.formula.replace(" ", "")] * numerator / denominator
    return checked_value(metric, value, "numerator")


def read_number(text: str, field: str) -> Fraction:
    """Return a number typed with a point or a comma; InvalidInput when it is none."""
    plain_text = text.strip().translate(SPACES).replace(",", ".")
    if len(plain_text) > MOST_CHARACTERS or not NUMBER.match(plain_text):
        raise InvalidInput(field, "Write a number, for example 62.5.")
    return Fraction(plain_text)


def read_value(metric: Metric, text: str) -> tuple[Fraction, str]:
    """Return what was typed for a metric as (value, currency code or ""); InvalidInput when it does not fit.

    Durations come back in minutes, yes as 1 and no as 0.
    """
    code = ""
    if metric.unit == YES_NO:
        value = _yes_or_no(text)
    elif metric.unit == DURATION:
        value = read_minutes(text)
    elif metric.unit == CURRENCY:
        value, code = _amount(text)
    else:
        value = read_number(text.strip().removesuffix("%"), "value")
    return checked_value(metric, value, "value"), code


def checked_value(metric: Metric, value: Fraction, field: str) -> Fraction:
    """Return the value when the metric's unit allows it, else raise InvalidInput."""
    if value < 0 and metric.unit != CURRENCY:
        raise InvalidInput(field, "This value cannot be below 0.")
    if metric.unit == PERCENT and value > HUNDRED and metric.formula.replace(" ", "") == "100*n/d":
        raise InvalidInput(field, "A percentage goes from 0 to 100.")
    if metric.unit == COUNT and value.denominator != 1:
        raise InvalidInput(field, "A count is a whole number.")
    if metric.lowest is not None and value < metric.lowest:
        raise InvalidInput(field, f"This rating goes {scale_in_words(metric)}.")
    if metric.highest is not None and value > metric.highest:
        raise InvalidInput(field, f"This rating goes {scale_in_words(metric)}.")
    return value


def scale_in_words(metric: Metric) -> str:
    """Return the scale of a rating, "from 1 to 5"; "" where it has none."""
    if metric.lowest is None or metric.highest is None:
        return ""
    return f"from {plain(metric.lowest)} to {plain(metric.highest)}"


def read_minutes(text: str) -> Fraction:
    """Return a duration in minutes: "125", "2 h 5 min" or "1 d 4 h"; InvalidInput when it is none."""
    packed = text.strip().lower().translate(SPACES).replace(",", ".")
    if NUMBER.match(packed) and len(packed) <= MOST_CHARACTERS:
        return Fraction(packed)
    total = Fraction(0)
    position = 0
    while position < len(packed):
        part = DURATION_PART.match(packed, position)
        if part is None or len(packed) > MOST_CHARACTERS:
            raise InvalidInput("value", "Write minutes, or a duration such as 2 h 5 min.")
        total += Fraction(part[1]) * MINUTES_IN[part[2]]
        position = part.end()
    if not packed:
        raise InvalidInput("value", "Write minutes, or a duration such as 2 h 5 min.")
    return total


def _yes_or_no(text: str) -> Fraction:
    said = text.strip().lower()
    if said in SAID_YES:
        return Fraction(1)
    if said in SAID_NO:
        return Fraction(0)
    raise InvalidInput("value", "Write yes or no.")


def _amount(text: str) -> tuple[Fraction, str]:
    found = CURRENCY_CODE.search(text.upper())
    if found is None:
        raise InvalidInput("value", "Write an amount with its currency, for example EUR 12.50.")
    number = (text[: found.start()] + text[found.end() :]).strip()
    return read_number(number, "value"), found.group()


def value_in_words(metric: Metric, value: Fraction | None, code: str = "") -> str:
    """Return a value as the page shows it: "62%", "2 h 5 min", "EUR 12.5", "yes"."""
    if value is None:
        return "no data"
    if metric.unit == YES_NO:
        return "yes" if value else "no"
    if metric.unit == DURATION:
        return minutes_in_words(value)
    if metric.unit == PERCENT:
        return f"{plain(value, 1)}%"
    if metric.unit == CURRENCY and code:
        return f"{code} {plain(value)}"
    return plain(value)


def minutes_in_words(minutes: Fraction) -> str:
    """Return a duration rounded to whole minutes: "45 min", "2 h 5 min"."""
    hours, rest = divmod(int(minutes + Fraction(1, 2)), MINUTES_PER_HOUR)
    parts = [f"{hours} h"] if hours else []
    if rest or not hours:
        parts.append(f"{rest} min")
    return " ".join(parts)
