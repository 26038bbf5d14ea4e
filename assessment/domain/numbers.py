"""Exact numbers as people and files read them, so that nothing is rounded before it is shown."""

from fractions import Fraction

SHOWN_PLACES = 2


def half_up(value: Fraction | int, places: int = 0) -> Fraction:
    """Return `value` rounded to `places` decimals, halves away from zero."""
    return Fraction(_units(value, places), 10**places)


def _units(value: Fraction | int, places: int) -> int:
    """Return `value` in units of its last shown decimal, rounded half away from zero."""
    numerator, denominator = value.numerator, value.denominator
    scale: int = 10**places
    rounded = (2 * abs(numerator) * scale + denominator) // (2 * denominator)
    return rounded if numerator >= 0 else -rounded


def fixed(value: Fraction | int, places: int = SHOWN_PLACES) -> str:
    """Return `value` with exactly `places` decimals, rounded half up: 2.50."""
    units = _units(value, places)
    if not places:
        return str(units)
    before, after = divmod(abs(units), 10**places)
    return f"{'-' if units < 0 else ''}{before}.{after:0{places}d}"


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
