"""Groups of areas: the mean index of each, nested groups included; docs/method.md, "Overall"."""

from collections.abc import Mapping
from fractions import Fraction

from assessment.domain.framework import Framework
from assessment.domain.scoring import ScoreCard
from assessment.domain.values import ZERO


def areas_in(framework: Framework, group_id: str) -> tuple[str, ...]:
    """Return the ids of the areas of a group and of the groups within it, in framework order."""
    inside = {group_id}
    grew = True
    while grew:
        more = {group.id for group in framework.groups if group.parent in inside} - inside
        grew = bool(more)
        inside |= more
    return tuple(area.id for area in framework.areas if area.group in inside)


def group_means(framework: Framework, card: ScoreCard) -> Mapping[str, Fraction | None]:
    """Return the weighted mean index of each group by id, None where no area of it has an index."""
    means: dict[str, Fraction | None] = {}
    for group in framework.groups:
        total = weighted = ZERO
        for area_id in areas_in(framework, group.id):
            index = card.area(area_id).index
            if index is not None:
                weight = framework.area_by_id[area_id].weight
                total += weight
                weighted += weight * index
        means[group.id] = weighted / total if total else None
    return means
