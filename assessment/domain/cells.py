"""One cell of a framework: how much of it is in place; docs/method.md, "Cells"."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from assessment.domain.framework import Cell, Framework, Scoring
from assessment.domain.methods import Step
from assessment.domain.values import NA, PracticeValue


@dataclass(frozen=True, slots=True)
class CellScore:
    """One cell: `coverage` is None when nothing in it applies (such a cell counts as achieved).

    `valued` of `applicable` practices of weight above 0 have a value.
    """

    level: int
    coverage: Fraction | None
    coverage_high: Fraction | None
    achieved: bool
    least: Fraction | None = None
    least_high: Fraction | None = None
    valued: int = 0
    applicable: int = 0


def score_cell(cell: Cell, values: Mapping[str, PracticeValue], scoring: Scoring) -> CellScore:
    """Return the coverage of one cell, weighted, with unknown practices as 0 and as 1."""
    counted = [
        (practice.weight, values[practice.id])
        for practice in cell.practices
        if practice.weight and not (values[practice.id].state == NA and scoring.not_applicable == "exclude")
    ]
    if not counted:
        return CellScore(cell.level, None, None, achieved=True)
    if len(counted) == 1 and scoring.unanswered == "zero":
        only = counted[0][1]
        low = least = only.low
        high = least_high = only.high
        valued = int(only.has_value)
    else:
        known = counted
        if scoring.unanswered == "exclude":
            known = [pair for pair in counted if pair[1].has_value or pair[1].state == NA] or counted
        low = weighted_mean([(weight, value.low) for weight, value in known])
        high = weighted_mean([(weight, value.high) for weight, value in known])
        least = min(value.low for _, value in counted)
        least_high = min(value.high for _, value in counted)
        valued = sum(value.has_value for _, value in counted)
    achieved = low > scoring.achieved_above
    return CellScore(cell.level, low, high, achieved, least, least_high, valued, len(counted))


def weighted_mean(pairs: Sequence[tuple[Fraction, Fraction]]) -> Fraction:
    """Return the exact weighted mean of (weight, value) pairs, in whole numbers over one denominator."""
    scale = lcm(*(weight.denominator for weight, _ in pairs))
    parts = lcm(*(value.denominator for _, value in pairs))
    total = worth = 0
    for weight, value in pairs:
        points = weight.numerator * (scale // weight.denominator)
        total += points
        worth += points * value.numerator * (parts // value.denominator)
    return Fraction(worth, total * parts)


def steps_of(framework: Framework, cells: Sequence[CellScore], high: bool = False) -> list[Step]:
    """Return the cells as the methods want them, with the upper or the lower reading of unknowns."""
    below = framework.base
    steps = []
    for cell in cells:
        coverage, least = (cell.coverage_high, cell.least_high) if high else (cell.coverage, cell.least)
        steps.append(Step(cell.level, cell.level - below, coverage, least))
        below = cell.level
    return steps
