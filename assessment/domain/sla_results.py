"""What came of one service level target in one period; docs/method.md, "SLA results"."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from math import lcm

from assessment.domain.sla_content import (
    AT_LEAST,
    AT_MOST,
    AVAILABILITY,
    FUNCTIONALITY,
    METRIC,
    RESOLUTION,
    RESPONSE,
    Target,
)

MET = "met"
BREACHED = "breached"
WATCH = "watch"
TOO_FEW = "too few"
NO_DATA = "no data"
STATES = (MET, WATCH, TOO_FEW, BREACHED, NO_DATA)
"""Watch is met with little to spare, too few missed with so few cases that nobody can tell."""

MISSES_FIRST = (BREACHED, TOO_FEW, WATCH, NO_DATA, MET)

SHARES = frozenset({RESPONSE, RESOLUTION, AVAILABILITY})
WATCH_POINTS = Fraction(2)
PERCENT = "percent"
HUNDRED = Fraction(100)

BETTER, WORSE, STEADY = "better", "worse", "steady"
TREND_PERIODS = 6
FEWEST_FOR_A_TREND = 3
STEADY_POINTS = Fraction(1, 2)
STEADY_SHARE = Fraction(1, 50)

BELOW, ABOVE, CANNOT_TELL = "clearly below", "clearly above", "too few to tell"


@dataclass(frozen=True, slots=True)
class TargetResult:
    """Agreed against measured: `variance` is negative where the target was missed, whatever its direction.

    `low` and `high` are the 95% interval of an attainment in percent, `agreed` and `actual` in the unit of
    the target, `period` the last month of it, such as 2026-12 for a quarter. A value is None where there is
    none, and `reason` says why.
    """

    sla_id: str
    target_key: str
    period: str
    version_number: int
    state: str
    name: str = ""
    agreed: Fraction | None = None
    baseline: Fraction | None = None
    actual: Fraction | None = None
    variance: Fraction | None = None
    cases: int | None = None
    met: int | None = None
    at_risk: int | None = None
    low: Fraction | None = None
    high: Fraction | None = None
    reason: str = ""
    computed_at: datetime | None = field(default=None, compare=False)

    @property
    def missed(self) -> bool:
        """Return whether the target was missed, also where the cases are too few to tell."""
        return self.variance is not None and self.variance < 0

    @property
    def key(self) -> tuple[str, str, str]:
        """Return what it is kept under: agreement, target, period."""
        return self.sla_id, self.target_key, self.period


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured; `actual` is None where nothing was, and `reason` says why or where from."""

    actual: Fraction | None = None
    cases: int | None = None
    met: int | None = None
    at_risk: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a measured value stands to what was agreed."""

    state: str
    variance: Fraction | None = None


def operator_of(target: Target) -> str:
    """Return whether a target is a floor or a ceiling; only a metric may choose."""
    if target.kind == METRIC:
        return target.operator
    return AT_MOST if target.kind == FUNCTIONALITY else AT_LEAST


def is_percent(target: Target) -> bool:
    """Return whether a target is a share in percent, so that two values differ by points."""
    return target.kind in SHARES or target.unit in (PERCENT, "%")


def variance(target: Target, actual: Fraction, other: Fraction) -> Fraction:
    """Return by how much a value is on the good side of another one; negative on the bad side."""
    return actual - other if operator_of(target) == AT_LEAST else other - actual


def judge(
    target: Target, actual: Fraction | None, interval: tuple[Fraction, Fraction] | None = None
) -> Verdict:
    """Return how a value stands to a target; no value is no data, never met."""
    if actual is None or target.value is None:
        return Verdict(NO_DATA)
    apart = variance(target, actual, target.value)
    if apart < 0:
        within = interval is not None and interval[0] <= target.value <= interval[1]
        return Verdict(TOO_FEW if within else BREACHED, apart)
    return Verdict(WATCH if _is_close(target, actual, apart) else MET, apart)


def _is_close(target: Target, actual: Fraction, apart: Fraction) -> bool:
    """Return whether a met target deserves a look: within two points, or half of the room that there is.

    Without the second, a target such as 99.5% could never be met without being watched.
    """
    if not is_percent(target) or target.value is None:
        return False
    best = HUNDRED if operator_of(target) == AT_LEAST else Fraction(0)
    return actual != best and apart <= min(WATCH_POINTS, abs(best - target.value) / 2)


def reading(result: TargetResult) -> str:
    """Return what the interval says: clearly below or above the target, or too few to tell; else ""."""
    if result.low is None or result.high is None or result.agreed is None:
        return ""
    if result.low <= result.agreed <= result.high:
        return CANNOT_TELL
    return BELOW if result.high < result.agreed else ABOVE


def is_unacceptable(target: Target, actual: Fraction | None) -> bool:
    """Return whether a value is as bad as, or worse than, what the agreement calls unacceptable."""
    if actual is None or target.unacceptable is None:
        return False
    return variance(target, actual, target.unacceptable) <= 0


def misses_first(results: Iterable[TargetResult]) -> tuple[TargetResult, ...]:
    """Return results with the misses first, the widest before the others; what is well met comes last."""
    return tuple(
        sorted(
            results,
            key=lambda one: (MISSES_FIRST.index(one.state), one.variance or Fraction(0), one.name, one.key),
        )
    )


def missed_running(results: Sequence[TargetResult]) -> int:
    """Return how many of the last periods of one target, oldest first, were missed one after the other."""
    count = 0
    for one in reversed(results):
        if not one.missed:
            break
        count += 1
    return count


def trend(target: Target, values: Sequence[Fraction | None]) -> str:
    """Return where the last six periods go: better, worse, steady, or "" with fewer than three values.

    It is the slope of the straight line through them; less than half a point over all of them, or a
    fiftieth of the mean where they are no percentages, is steady.
    """
    known = [(place, value) for place, value in enumerate(values[-TREND_PERIODS:]) if value is not None]
    if len(known) < FEWEST_FOR_A_TREND:
        return ""
    # In whole numbers, since fractions are slow and a page shows a hundred trends.
    scale = lcm(*(value.denominator for _, value in known))
    scaled = [(place, value.numerator * (scale // value.denominator)) for place, value in known]
    number, places, total = len(known), sum(place for place, _ in known), sum(value for _, value in scaled)
    over = number * sum(place * value for place, value in scaled) - places * total
    under = number * sum(place * place for place, _ in known) - places * places
    moved = Fraction(over * (known[-1][0] - known[0][0]), under * scale)
    mean = Fraction(total, number * scale)
    least = STEADY_POINTS if is_percent(target) else abs(mean) * STEADY_SHARE
    if abs(moved) <= least:
        return STEADY
    return BETTER if (moved > 0) == (operator_of(target) == AT_LEAST) else WORSE
