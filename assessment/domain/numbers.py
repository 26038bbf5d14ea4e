"""Exact numbers as people and files read them, so that nothing is rounded before it is shown."""

from fractions import Fraction

SHOWN_PLACES = 2


def half_up(value: Fraction | int, places: int = 0) -> Fraction:
    """Return `value` rounded to `places` decimals, halves away from zero."""
    scale = 10**places
    numerator, denominator = abs(value.numerator) * scale, value.denominator
    rounded = (2 * numerator + denominator) // (2 * denominator)
    return Fraction(rounded if value >= 0 else -rounded, scale)


def fixed(value: Fraction | int, places: int = SHOWN_PLACES) -> str:
    """Return `value` with exactly `places` decimals, rounded half up: 2.50."""
    return f"{float(half_up(value, places)):.{places}f}"


def plain(value: Fraction | int, places: int = SHOWN_PLACES) -> str:
    """Return `value` with at most `places` decimals, rounded half up, without idle zeros: 2.5."""
    text = fixed(value, places)
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(share: Fraction | int, places: int = 0) -> str:
    """Return a share of 1 as percent, rounded half up: 75%."""
    return f"{fixed(share * 100, places)}%"


def whole(value: Fraction | int) -> int:
    """Return the smallest whole number that is not below `value`."""
    return -(-value.numerator // value.denominator)
