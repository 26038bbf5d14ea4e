"""The same cells read by every method, for the table that sets the methods side by side."""

from collections.abc import Mapping
from fractions import Fraction
from math import lcm

from assessment.domain.cells import steps_of
from assessment.domain.framework import Framework
from assessment.domain.methods import METHOD_KEYS, METHODS
from assessment.domain.scoring import ScoreCard, is_assessable
from assessment.domain.values import ZERO, PracticeValue

Indexes = Mapping[str, Fraction | None]
"""The index of each area by its id; None where the method gives none."""


def indexes_by_method(
    framework: Framework, card: ScoreCard, values: Mapping[str, PracticeValue]
) -> dict[str, Indexes]:
    """Return the index of every area under every method, from the cells of a card; docs/method.md, "Methods".

    The cells do not depend on the method, so any card of the assessment will do.
    """
    read = [
        (area, steps_of(framework, area.cells))
        for area in card.areas
        if is_assessable(framework.area_by_id[area.area], values)
    ]
    found: dict[str, Indexes] = {}
    for key in METHOD_KEYS:
        method = METHODS.get(key)
        if method is None:
            found[key] = {area.area: area.placing for area in card.areas}
            continue
        indexes: dict[str, Fraction | None] = dict.fromkeys(framework.area_by_id)
        for area, steps in read:
            indexes[area.area] = method(steps, framework.base, framework.scoring)
        found[key] = indexes
    return found


def mean_of(framework: Framework, indexes: Indexes) -> Fraction | None:
    """Return the weighted mean of the areas that have an index, or None without one."""
    known = [
        (index, framework.area_by_id[area].weight) for area, index in indexes.items() if index is not None
    ]
    total = sum((weight for _, weight in known), ZERO)
    if not total:
        return None
    # One common denominator for all: six of these stand on every results page.
    common = lcm(*(index.denominator * weight.denominator for index, weight in known))
    weighted = sum(
        index.numerator * weight.numerator * (common // (index.denominator * weight.denominator))
        for index, weight in known
    )
    return Fraction(weighted, common) / total
