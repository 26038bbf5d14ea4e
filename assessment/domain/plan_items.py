"""One practice in the plan, what its priority is made from, and the order of all; docs/method.md, "Plan"."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from assessment.domain.candidates import FIND_OUT, Candidate
from assessment.domain.edits import Cost, Pin, PlanEdits
from assessment.domain.framework import Framework
from assessment.domain.prerequisites import Links, in_order
from assessment.domain.priority import (
    DEFAULT_IMPACT,
    DEFAULT_URGENCY,
    FIND_OUT_EFFORT,
    LARGEST_POINTS,
    PRIORITY_METHODS,
    Inputs,
    PlanSettings,
    Signals,
    benefit,
    class_of,
    days_needed,
)

NO_EDITS = PlanEdits()
NO_SIGNALS = Signals()
DEFAULT_SETTINGS = PlanSettings()


@dataclass(frozen=True, slots=True)
class PlanItem:
    """One practice in the plan with everything that explains its place.

    `needs` are suggested and own prerequisites among the planned items, `level_needs` the planned items of
    lower levels in the same area; `unlocks` are the items that wait for this one. `rank` starts at 1.
    `waves` are the waves it takes days from, none beyond the horizon. `impact_reasons` say what raised its
    impact.
    """

    practice: str
    area: str
    level: int
    kind: str
    ahead: bool
    inputs: Inputs
    benefit: Fraction
    priority: Fraction
    effective_priority: Fraction
    days: int
    klass: str
    method: str
    needs: tuple[str, ...] = ()
    level_needs: tuple[str, ...] = ()
    unlocks: tuple[str, ...] = ()
    cost: Cost | None = None
    pin: Pin | None = None
    rank: int = 0
    waves: tuple[int, ...] = ()
    impact_reasons: tuple[str, ...] = ()

    @property
    def remaining_effort(self) -> Fraction:
        """Return the effort that is left, in points."""
        return self.inputs.remaining_effort

    @property
    def open_needs(self) -> tuple[str, ...]:
        """Return every planned item that has to be finished first."""
        return tuple(dict.fromkeys((*self.needs, *self.level_needs)))

    @property
    def wave(self) -> int | None:
        """Return the wave in which the work starts, or None beyond the horizon."""
        return self.waves[0] if self.waves else None


def plan_item(
    candidate: Candidate,
    links: Links,
    edits: PlanEdits = NO_EDITS,
    settings: PlanSettings = DEFAULT_SETTINGS,
    signals: Signals = NO_SIGNALS,
) -> PlanItem:
    """Return one candidate with its benefit, effort and own priority; not ranked yet."""
    practice = candidate.practice
    key = practice.id
    inputs = _inputs(candidate, edits, signals)
    gain = benefit(inputs, settings.weights)
    priority = PRIORITY_METHODS[settings.method](inputs, gain)
    find_out = candidate.kind == FIND_OUT
    return PlanItem(
        practice=key,
        area=practice.area,
        level=practice.level,
        kind=candidate.kind,
        ahead=candidate.ahead,
        inputs=inputs,
        benefit=gain,
        priority=priority,
        effective_priority=priority,
        days=days_needed(inputs, settings.days_by_effort),
        klass=class_of(gain, inputs.remaining_effort, bool(links.every.get(key)), find_out),
        method=settings.method,
        needs=links.needs.get(key, ()),
        level_needs=links.level_needs.get(key, ()),
        unlocks=links.unlocks.get(key, ()),
        cost=edits.cost.get(key),
        pin=edits.pins.get(key),
        impact_reasons=() if key in edits.impact else signals.impact_reasons.get(key, ()),
    )


def _inputs(candidate: Candidate, edits: PlanEdits, signals: Signals) -> Inputs:
    key = candidate.practice.id
    impact = edits.impact.get(key)
    if impact is None:
        impact = min(LARGEST_POINTS, DEFAULT_IMPACT + signals.impact_additions.get(key, 0))
    urgency = edits.urgency.get(key)
    if urgency is None:
        urgency = max(DEFAULT_URGENCY, signals.urgency.get(key, 0))
    effort = edits.effort.get(key, candidate.practice.effort)
    if candidate.kind == FIND_OUT:
        effort = FIND_OUT_EFFORT
    return Inputs(candidate.importance, candidate.gap, impact, urgency, effort, candidate.value)


def rank(framework: Framework, items: Sequence[PlanItem]) -> tuple[PlanItem, ...]:
    """Return the items in their order with rank and effective priority.

    The order is total: effective priority, lower level, more unlocked, fewer days, higher importance,
    framework order of the area, id. It does not depend on the order of `items`.
    """
    effective = _effective_priorities(items)

    def key(item: PlanItem) -> tuple[Fraction | int | str, ...]:
        return (
            -effective[item.practice],
            item.level,
            -len(item.unlocks),
            item.days,
            -item.inputs.importance,
            framework.area_order[item.area],
            item.practice,
        )

    ordered = sorted(items, key=key)
    return tuple(
        replace(item, rank=place, effective_priority=effective[item.practice])
        for place, item in enumerate(ordered, start=1)
    )


def _effective_priorities(items: Sequence[PlanItem]) -> dict[str, Fraction]:
    effective = {item.practice: item.priority for item in items}
    unlocked = {item.practice: item.unlocks for item in items}
    for practice in in_order(unlocked):
        for unlocks in unlocked[practice]:
            effective[practice] = max(effective[practice], effective[unlocks])
    return effective
