"""The same cells read by every method, for the table that sets the methods side by side."""

from collections.abc import Mapping
from fractions import Fraction

from assessment.domain.framework import Framework
from assessment.domain.methods import METHOD_KEYS, METHODS
from assessment.domain.scoring import ScoreCard, steps_of
from assessment.domain.values import ZERO

Indexes = Mapping[str, Fraction | None]
"""The index of each area by its id; None where the method gives none."""


def indexes_by_method(framework: Framework, card: ScoreCard) -> dict[str, Indexes]:
    """Return the index of every area under every method, from the cells of a card; docs/method.md, "Methods".

    The cells do not depend on the method, so any card of the assessment will do.
    """
    steps = {area.area: steps_of(framework, area.cells) for area in card.areas}
    found: dict[str, Indexes] = {}
    for key in METHOD_KEYS:
        method = METHODS.get(key)
        found[key] = {
            area.area: area.placing
            if method is None
            else method(steps[area.area], framework.base, framework.scoring)
            if area.assessable
            else None
            for area in card.areas
        }
    return found


def mean_of(framework: Framework, indexes: Indexes) -> Fraction | None:
    """Return the weighted mean of the areas that have an index, or None without one."""
    total = weighted = ZERO
    for area, index in indexes.items():
        if index is not None:
            weight = framework.area_by_id[area].weight
            total += weight
            weighted += weight * index
    return weighted / total if total else None
