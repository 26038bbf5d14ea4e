"""What comes first and why: benefit, remaining effort, priority, class; docs/method.md, "Priority"."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from assessment.domain.numbers import whole
from assessment.domain.values import ONE, ZERO

LEAST_LEFT = Fraction(1, 3)
LARGEST_POINTS = 5
HIGH_BENEFIT = 3
LOW_EFFORT = 2

DEFAULT_IMPORTANCE = Fraction(3)
DEFAULT_IMPACT = 3
DEFAULT_URGENCY = 2
FIND_OUT_EFFORT = 1

VALUE_PER_EFFORT = "value_per_effort"
GAP_X_IMPORTANCE = "gap_x_importance"
WSJF = "wsjf"
VALUE_EFFORT_MATRIX = "value_effort_matrix"

QUICK_WIN = "quick win"
MAJOR = "major"
FILL_IN = "fill-in"
RECONSIDER = "reconsider"
LATER = "later"
FIND_OUT_CLASS = "find-out"
CLASSES = (QUICK_WIN, MAJOR, FILL_IN, RECONSIDER, LATER, FIND_OUT_CLASS)

DAYS_BY_EFFORT: Mapping[int, int] = {1: 2, 2: 5, 3: 10, 4: 20, 5: 40}
"""Person-days for the full effort of a practice."""


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each part counts in the benefit; only their proportion matters."""

    importance: int = 3
    gap: int = 2
    impact: int = 3
    urgency: int = 2

    def __post_init__(self) -> None:
        if min(self.importance, self.gap, self.impact, self.urgency) < 0 or not self.total:
            raise ValueError("weights are 0 or more and not all 0")

    @property
    def total(self) -> int:
        """Return the sum of the weights."""
        return self.importance + self.gap + self.impact + self.urgency


@dataclass(frozen=True, slots=True)
class PlanSettings:
    """How a client plans: the way to rank, the weights, the days table, whether suggestions count."""

    method: str = VALUE_PER_EFFORT
    weights: Weights = field(default_factory=Weights)
    days_by_effort: Mapping[int, int] = field(default_factory=lambda: DAYS_BY_EFFORT)
    use_suggested: bool = True


@dataclass(frozen=True, slots=True)
class Signals:
    """What other records say of a practice, by practice id.

    `impact_additions` are points on top of the default impact, `impact_reasons` say where they come from;
    `urgency` is the least urgency.
    """

    impact_additions: Mapping[str, int] = field(default_factory=dict)
    impact_reasons: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    urgency: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Inputs:
    """What the priority of one item is made from: points from 1 to 5, `gap` in levels, `value` 0 to 1."""

    importance: Fraction
    gap: Fraction
    impact: int
    urgency: int
    effort: int
    value: Fraction

    @property
    def gap_points(self) -> Fraction:
        """Return the gap on the scale from 1 to 5."""
        return min(Fraction(LARGEST_POINTS), 1 + self.gap)

    @property
    def left(self) -> Fraction:
        """Return the share of the effort that is left, never under a third."""
        return max(LEAST_LEFT, ONE - self.value)

    @property
    def remaining_effort(self) -> Fraction:
        """Return the effort that is left."""
        return self.effort * self.left


def benefit(inputs: Inputs, weights: Weights) -> Fraction:
    """Return the weighted mean of importance, gap, impact and urgency, 1 to 5."""
    points = (
        weights.importance * inputs.importance
        + weights.gap * inputs.gap_points
        + weights.impact * inputs.impact
        + weights.urgency * inputs.urgency
    )
    return Fraction(points) / weights.total


def days_needed(inputs: Inputs, days_by_effort: Mapping[int, int]) -> int:
    """Return the whole person-days that are left, at least one; an effort off the table takes its nearest."""
    nearest = min(days_by_effort, key=lambda effort: (abs(effort - inputs.effort), effort))
    return max(1, whole(inputs.left * days_by_effort[nearest]))


def wsjf(
    value: Fraction | int,
    time_criticality: Fraction | int,
    risk_reduction: Fraction | int,
    size: Fraction | int,
) -> Fraction:
    """Return the cost of delay over the job size; ZeroDivisionError for a size of 0."""
    return Fraction(value + time_criticality + risk_reduction) / size


def gap_x_importance(gap: Fraction, importance: Fraction | int) -> Fraction:
    """Return the gap to the target, never under 0, times the importance."""
    return max(ZERO, gap) * importance


def matrix_class(gain: Fraction, remaining_effort: Fraction) -> str:
    """Return the quadrant of benefit against remaining effort."""
    if gain >= HIGH_BENEFIT:
        return QUICK_WIN if remaining_effort <= LOW_EFFORT else MAJOR
    return FILL_IN if remaining_effort <= LOW_EFFORT else RECONSIDER


def class_of(gain: Fraction, remaining_effort: Fraction, has_open_needs: bool, find_out: bool = False) -> str:
    """Return the class that a page shows; what waits for something else is never a quick win."""
    if find_out:
        return FIND_OUT_CLASS
    found = matrix_class(gain, remaining_effort)
    return LATER if found == QUICK_WIN and has_open_needs else found


def _value_per_effort(inputs: Inputs, gain: Fraction) -> Fraction:
    return gain / inputs.remaining_effort


def _gap_x_importance(inputs: Inputs, gain: Fraction) -> Fraction:
    return gap_x_importance(inputs.gap, inputs.importance)


def _wsjf(inputs: Inputs, gain: Fraction) -> Fraction:
    return wsjf(inputs.importance, inputs.urgency, inputs.impact, inputs.remaining_effort)


def _value_effort_matrix(inputs: Inputs, gain: Fraction) -> Fraction:
    return Fraction(_QUADRANT_ORDER[matrix_class(gain, inputs.remaining_effort)])


_QUADRANT_ORDER: Mapping[str, int] = {QUICK_WIN: 4, MAJOR: 3, FILL_IN: 2, RECONSIDER: 1}

PRIORITY_METHODS: Mapping[str, Callable[[Inputs, Fraction], Fraction]] = {
    VALUE_PER_EFFORT: _value_per_effort,
    GAP_X_IMPORTANCE: _gap_x_importance,
    WSJF: _wsjf,
    VALUE_EFFORT_MATRIX: _value_effort_matrix,
}
"""The ways to rank: from the inputs and the benefit of an item to its own priority; higher comes first."""
