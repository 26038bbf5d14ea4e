"""How much of a survey came back; docs/method.md, "Surveys"."""

from fractions import Fraction

from assessment.domain.answers import Reading
from assessment.domain.numbers import plain

LOW = Fraction(20)
HUNDRED = Fraction(100)


def response_rate(reading: Reading) -> Fraction | None:
    """Return how many of those asked answered, in percent; None where it is not known."""
    if reading.asked is None or reading.denominator is None or not reading.asked:
        return None
    return HUNDRED * reading.denominator / reading.asked


def response_in_words(reading: Reading) -> str:
    """Return how many answered, "36 of 200 asked answered (18%)"; "" where it is not known."""
    rate = response_rate(reading)
    if rate is None or reading.asked is None or reading.denominator is None:
        return ""
    return f"{plain(reading.denominator)} of {plain(reading.asked)} asked answered ({plain(rate, 1)}%)"


def response_doubt(reading: Reading) -> str:
    """Return a sentence where so few answered that the others may think otherwise, else ""."""
    rate = response_rate(reading)
    if rate is None or rate >= LOW:
        return ""
    return (
        f"Only {response_in_words(reading)}. Under {plain(LOW)}% the answers may say little about everybody."
    )
