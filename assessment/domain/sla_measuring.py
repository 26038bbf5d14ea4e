"""Measuring service level targets: clocks of tickets, readings, figures; docs/method.md, "SLA results"."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from assessment.domain.answers import Reading
from assessment.domain.calendars import WorkingTime
from assessment.domain.framework import Metric
from assessment.domain.intervals import wilson
from assessment.domain.reading_values import COUNT, CURRENCY, PARTS_FORMULAS, takes_parts
from assessment.domain.sla_content import RESPONSE, Target
from assessment.domain.sla_results import HUNDRED, SHARES, Measured, TargetResult, is_percent, judge
from assessment.domain.sla_versions import Due
from assessment.domain.tickets import CHANGE, EVENT, ON_HOLD, PER_MINUTE, PROBLEM, Ticket

AT_RISK = Fraction(3, 4)
NO_CLOCK = "no clock ended or was breached in the period"
NOT_CASES = frozenset({PROBLEM, CHANGE, EVENT})

LONGEST_NUMBER = 60
MILLION = 1_000_000
INTERVALS_IN_MEMORY = 4096

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Clock:
    """The time of one case in microseconds since 1970; `stop` is None while it runs, `pause` is taken off."""

    start: int
    stop: int | None = None
    pause: int = 0


@dataclass(frozen=True, slots=True)
class Tally:
    """Clocks of one period: met, breached, and those that still run with three quarters of the time gone."""

    met: int = 0
    breached: int = 0
    at_risk: int = 0


def clock_of(ticket: Ticket, kind: str) -> Clock | None:
    """Return the response or resolution clock of a ticket; None where it has none that can be judged.

    What was never answered first was answered with its resolution. An open ticket on hold stands still since
    nobody knows when, so its resolution is not judged until it goes on.
    """
    if ticket.opened is None or ticket.type in NOT_CASES:
        return None
    if kind == RESPONSE:
        return Clock(ticket.opened, ticket.ended if ticket.responded is None else ticket.responded)
    if ticket.ended is None and ticket.state == ON_HOLD:
        return None
    return Clock(ticket.opened, ticket.ended, ticket.hold)


def clocks_of(tickets: Iterable[Ticket], target: Target) -> list[Clock]:
    """Return the clocks of the tickets that a target is about, by its priority classes."""
    classes = frozenset(name.casefold().strip() for name in target.classes)
    found = (clock_of(one, target.kind) for one in tickets if _is_of(one, classes))
    return [clock for clock in found if clock is not None]


def _is_of(ticket: Ticket, classes: frozenset[str]) -> bool:
    return not classes or ticket.priority.casefold().strip() in classes


def used(clock: Clock, until: int, time: WorkingTime) -> int:
    """Return the working time of a clock up to a moment, less its pause."""
    stop = until if clock.stop is None else min(clock.stop, until)
    return max(0, time.between(clock.start, stop) - clock.pause)


def event_of(clock: Clock, limit: int, time: WorkingTime, horizon: int) -> tuple[int | None, bool]:
    """Return when a clock ended or passed its limit, and whether it was met; equal is met.

    A clock that runs inside its limit at the horizon, up to which things are known, gives (None, False).
    """
    if used(clock, horizon, time) > limit:
        return time.after(clock.start, limit + clock.pause), False
    if clock.stop is None or clock.stop > horizon:
        return None, False
    return clock.stop, True


def tally(
    clocks: Iterable[Clock], limit: int, time: WorkingTime, periods: Sequence[Span], horizon: int
) -> list[Tally]:
    """Return for each period, in order, what came of the clocks; each clock counts in one period only."""
    begins = [begin for begin, _ in periods]
    counts = [[0, 0, 0] for _ in periods]
    for clock in clocks:
        moment, met = event_of(clock, limit, time, horizon)
        if moment is not None:
            place = bisect_right(begins, moment) - 1
            if place >= 0 and moment < periods[place][1]:
                counts[place][0 if met else 1] += 1
        _note_risks(clock, moment, limit, time, (begins, periods, horizon), counts)
    return [Tally(*one) for one in counts]


def _note_risks(
    clock: Clock,
    moment: int | None,
    limit: int,
    time: WorkingTime,
    within: tuple[list[int], Sequence[Span], int],
    counts: list[list[int]],
) -> None:
    """Count a clock as at risk at the end of each period in which it ran, late, and was not yet breached."""
    begins, periods, horizon = within
    for place in range(max(0, bisect_right(begins, clock.start) - 1), len(periods)):
        end = min(periods[place][1], horizon)
        if clock.start >= end:
            continue
        if moment is not None and moment < end:
            break
        if used(clock, end, time) >= AT_RISK * limit:
            counts[place][2] += 1
        if end == horizon:
            break


def attainment(counted: Tally) -> Measured:
    """Return the share of clocks that were met; without any clock there is no data, never 100%."""
    cases = counted.met + counted.breached
    if not cases:
        return Measured(cases=0, met=0, at_risk=counted.at_risk, reason=NO_CLOCK)
    return Measured(HUNDRED * counted.met / cases, cases, counted.met, counted.at_risk)


def limit_of(target: Target) -> int | None:
    """Return the time of a target in microseconds; None where it is agreed case by case."""
    return None if target.limit_minutes is None else int(target.limit_minutes * PER_MINUTE)


def of_readings(metric: Metric, months: Sequence[str], readings: Mapping[str, Reading]) -> Measured:
    """Return what the readings of the months give together: pooled parts, a sum of counts, or the mean.

    Every month has to have a reading, and an average is never made of averages where the parts are known.
    """
    there = [one for month in months if (one := readings.get(month)) is not None and one.value is not None]
    if len(there) < len(months):
        lacking = [month for month in months if month not in readings or readings[month].value is None]
        return Measured(reason=f"no reading of {metric.id} for {', '.join(lacking)}")
    numerators = [one.numerator for one in there if one.numerator is not None]
    denominators = [one.denominator for one in there if one.denominator is not None]
    whole = sum(denominators, Fraction(0))
    if len(numerators) == len(denominators) == len(there) and whole and takes_parts(metric):
        return _pooled(metric, sum(numerators, Fraction(0)), whole)
    total = sum((one.value for one in there if one.value is not None), Fraction(0))
    if metric.unit in (COUNT, CURRENCY) or len(there) == 1:
        return Measured(total, reason=f"readings of {metric.id}")
    return Measured(total / len(there), reason=f"mean of {len(there)} readings of {metric.id}")


def _pooled(metric: Metric, numerator: Fraction, denominator: Fraction) -> Measured:
    value = PARTS_FORMULAS[metric.formula.replace(" ", "")] * numerator / denominator
    whole = numerator.denominator == 1 and denominator.denominator == 1
    cases, met = (int(denominator), int(numerator)) if whole else (None, None)
    return Measured(value, cases, met, reason=f"readings of {metric.id}")


def interval_of(target: Target, measured: Measured) -> tuple[Fraction, Fraction] | None:
    """Return the 95% interval of a share whose cases are known; an availability is no share of cases."""
    is_share = is_percent(target) and (target.kind != "availability")
    if not is_share or measured.cases is None or measured.met is None or not measured.cases:
        return None
    if measured.actual != HUNDRED * measured.met / measured.cases:
        return None
    return _interval(measured.met, measured.cases)


@lru_cache(maxsize=INTERVALS_IN_MEMORY)
def _interval(met: int, cases: int) -> tuple[Fraction, Fraction] | None:
    found = wilson(met, cases)
    return found and (_rounded(found[0]), _rounded(found[1]))


def _rounded(value: Fraction) -> Fraction:
    return Fraction(round(value * MILLION), MILLION)


def result_of(due: Due, measured: Measured, baseline: Fraction | None) -> TargetResult:
    """Return what came of a target in a period, out of what was measured."""
    interval = interval_of(due.target, measured)
    verdict = judge(due.target, measured.actual, interval)
    low, high = interval or (None, None)
    reason = measured.reason
    if due.target.value is None:
        reason = "no value was agreed"
    return TargetResult(
        due.agreement.id,
        due.target.key,
        due.period.code,
        due.version.number,
        verdict.state,
        due.target.name,
        due.target.value,
        baseline,
        _short(measured.actual),
        _short(verdict.variance),
        measured.cases,
        measured.met,
        measured.at_risk,
        low,
        high,
        reason,
    )


def _short(value: Fraction | None) -> Fraction | None:
    """Return a number that fits its column: a mean of many shares has no short fraction."""
    return value if value is None or len(str(value)) <= LONGEST_NUMBER else _rounded(value)


def mean_of(values: Sequence[Fraction | None]) -> Fraction | None:
    """Return the mean of the values that there are; None without any."""
    known = [value for value in values if value is not None]
    return _short(sum(known, Fraction(0)) / len(known)) if known else None


def is_timed(target: Target) -> bool:
    """Return whether tickets can give a target: a response or a resolution within a fixed time."""
    return target.kind in SHARES and target.kind != "availability" and target.limit_minutes is not None
