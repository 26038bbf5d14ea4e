"""Whether a later assessment confirms that the practice of an improvement is in place."""

from fractions import Fraction

from assessment.domain.values import band

CONFIRMED, PARTLY_CONFIRMED, REFUSED, OPEN = "confirmed", "partly confirmed", "refused", "open"
TOP_BAND = "F"


def practice_outcome(before: Fraction | None, after: Fraction | None) -> str:
    """Return what a later value says: in place, better than before, no better, or open without a value."""
    if after is None:
        return OPEN
    if band(after) == TOP_BAND:
        return CONFIRMED
    return PARTLY_CONFIRMED if after > (before or Fraction(0)) else REFUSED
