"""How far a share of few cases can be trusted; docs/method.md, "Targets"."""

from fractions import Fraction
from math import sqrt

NORMAL_95 = 1.959963984540054
HUNDRED = 100


def wilson(hits: Fraction | int, of: Fraction | int) -> tuple[Fraction, Fraction] | None:
    """Return the 95% interval of a share in percent, by Wilson's formula; None where that says nothing.

    The two parts have to be counts: whole numbers, and the first not above the second.
    """
    if hits.denominator != 1 or of.denominator != 1 or not 0 <= hits <= of or not of:
        return None
    cases, share = float(of), float(hits) / float(of)
    square = NORMAL_95**2
    middle = share + square / (2 * cases)
    room = NORMAL_95 * sqrt(share * (1 - share) / cases + square / (4 * cases**2))
    low, high = ((middle + sign * room) / (1 + square / cases) for sign in (-1, 1))
    # The ends are exact where every case or none is a hit; the formula misses that by a rounding.
    return (
        Fraction(0) if not hits else HUNDRED * Fraction(max(0.0, low)),
        Fraction(HUNDRED) if hits == of else HUNDRED * Fraction(min(1.0, high)),
    )
