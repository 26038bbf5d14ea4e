"""The figure of one metric out of tickets: a share, a count or a length of time, or why there is none."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from assessment.domain.tickets import PER_MINUTE

NINE_TENTHS = Fraction(9, 10)


@dataclass(frozen=True, slots=True)
class Figure:
    """What tickets say for one metric. Lengths of time are minutes; `reason` says why there is no value.

    `mean`, `median` and `p90` (nearest rank) are there for lengths of time and for ratios.
    """

    id: str
    unit: str
    value: Fraction | None = None
    numerator: Fraction | None = None
    denominator: Fraction | None = None
    mean: Fraction | None = None
    median: Fraction | None = None
    p90: Fraction | None = None
    share_above: Fraction | None = None
    reason: str = ""
    note: str = ""

    @property
    def cases(self) -> Fraction | None:
        """How many tickets stand behind the value."""
        return self.denominator


def share(metric: str, hits: int, of: int, empty: str, note: str = "") -> Figure:
    """Return a percentage; without cases there is no value, never 0 or 100."""
    if not of:
        return Figure(metric, "percent", reason=empty)
    part, whole = Fraction(hits), Fraction(of)
    return Figure(metric, "percent", 100 * part / whole, part, whole, note=note)


def count(metric: str, number: int, note: str = "") -> Figure:
    """Return a plain count."""
    return Figure(metric, "count", Fraction(number), note=note)


def durations(metric: str, lengths: Iterable[int], empty: str, note: str = "") -> Figure:
    """Return mean (the value), median and 90th percentile, in minutes, of lengths in microseconds."""
    ordered = sorted(lengths)
    if not ordered:
        return Figure(metric, "duration", reason=empty)
    total = Fraction(sum(ordered), PER_MINUTE)
    mean = total / len(ordered)
    middle, high = (Fraction(part, PER_MINUTE) for part in (median(ordered), nearest_rank(ordered)))
    return Figure(metric, "duration", mean, total, Fraction(len(ordered)), mean, middle, high, note=note)


def ratios(metric: str, values: Iterable[Fraction], empty: str) -> Figure:
    """Return the mean of ratios, with the share of them above 1 in percent."""
    ordered = sorted(values)
    if not ordered:
        return Figure(metric, "ratio", reason=empty)
    number = Fraction(len(ordered))
    mean = sum(ordered, Fraction()) / number
    above = 100 * Fraction(sum(1 for value in ordered if value > 1)) / number
    middle, high = median(ordered), nearest_rank(ordered)
    return Figure(metric, "ratio", mean, mean * number, number, mean, Fraction(middle), Fraction(high), above)


def median(ordered: Sequence[int] | Sequence[Fraction]) -> Fraction:
    """Return the middle of sorted values, the mean of the two middle ones where they are even in number."""
    half, odd = divmod(len(ordered), 2)
    if odd:
        return Fraction(ordered[half])
    return Fraction(ordered[half - 1] + ordered[half], 2)


def nearest_rank(ordered: Sequence[int] | Sequence[Fraction], part: Fraction = NINE_TENTHS) -> Fraction:
    """Return the smallest sorted value that at least `part` of them do not exceed."""
    rank = -(-part.numerator * len(ordered) // part.denominator)
    return Fraction(ordered[max(rank, 1) - 1])
