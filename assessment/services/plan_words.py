"""What people set in a plan, as words and as plain values, for the history and for the way back."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from assessment.domain.csip_items import COSTED
from assessment.domain.edits import Cost, Pin
from assessment.domain.framework import Framework, localise
from assessment.domain.numbers import plain
from assessment.domain.priority import PlanSettings, Weights
from assessment.domain.waves import DEFAULT_CAPACITY
from assessment.store.queries.plan import ItemEdit, KeptPlan

COMPUTED = "as computed"

METHOD_NAMES: Mapping[str, str] = {
    "value_per_effort": "Benefit for each unit of remaining effort",
    "gap_x_importance": "Gap to the target times importance",
    "wsjf": "Cost of delay over job size",
    "value_effort_matrix": "Quadrant of benefit against effort",
}


def practice_name(framework: Framework, practice_id: str) -> str:
    """Return the text of a practice, else its id."""
    practice = framework.practices.get(practice_id)
    return localise(practice.text) if practice else practice_id


def cost_in_words(cost: Cost | None) -> str:
    """Return a cost as "no cost", "EUR 4500", or "costed" without an amount."""
    if cost is None:
        return "not set"
    if cost.kind != COSTED:
        return "no cost"
    return "costed" if cost.amount is None else f"{cost.currency} {plain(cost.amount)}"


def pin_in_words(pin: Pin | None) -> str:
    """Return where an item is pinned and why."""
    if pin is None:
        return "by rank"
    return f"{pin.wave}, {pin.reason}" if pin.reason else str(pin.wave)


def _parts(framework: Framework, edit: ItemEdit) -> dict[str, str]:
    return {
        "effort": COMPUTED if edit.effort is None else str(edit.effort),
        "impact": COMPUTED if edit.impact is None else str(edit.impact),
        "urgency": COMPUTED if edit.urgency is None else str(edit.urgency),
        "cost": cost_in_words(edit.cost),
        "needs": ", ".join(practice_name(framework, need) for need in edit.prerequisites)
        or "nothing of its own",
        "wave": pin_in_words(edit.pin),
    }


def _needs_in_words(framework: Framework, needs: Sequence[str]) -> str:
    return ", ".join(practice_name(framework, needed) for needed in needs) or "nothing of its own"


def item_in_words(framework: Framework, edit: ItemEdit) -> str:
    """Return everything that somebody set for an item."""
    return "; ".join(f"{name} {value}" for name, value in _parts(framework, edit).items())


def change_in_words(framework: Framework, before: ItemEdit, after: ItemEdit) -> str:
    """Return what differs between two states of an item: "effort was as computed, now 4"."""
    old, new = _parts(framework, before), _parts(framework, after)
    return "; ".join(f"{name} was {old[name]}, now {new[name]}" for name in new if new[name] != old[name])


def _settings_parts(kept: KeptPlan) -> dict[str, str]:
    weights = kept.settings.weights
    days = DEFAULT_CAPACITY if kept.edits.capacity_days is None else kept.edits.capacity_days
    return {
        "days per wave": ", ".join(plain(capacity) for capacity in days),
        "first day": kept.starts_on.isoformat() if kept.starts_on else "not set",
        "wave length": f"{kept.wave_days} days",
        "same-wave start": "yes" if kept.edits.same_wave_start else "no",
        "suggested prerequisites": "on" if kept.settings.use_suggested else "off",
        "ranking": METHOD_NAMES.get(kept.settings.method, kept.settings.method),
        "weights": f"{weights.importance}, {weights.gap}, {weights.impact}, {weights.urgency}",
        "days per effort": ", ".join(str(d) for _, d in sorted(kept.settings.days_by_effort.items())),
    }


def settings_in_words(kept: KeptPlan) -> str:
    """Return all settings of a plan."""
    return "; ".join(f"{name} {value}" for name, value in _settings_parts(kept).items())


def settings_change_in_words(before: KeptPlan, after: KeptPlan) -> str:
    """Return which settings differ, with both values."""
    old, new = _settings_parts(before), _settings_parts(after)
    return "; ".join(f"{name} was {old[name]}, now {new[name]}" for name in new if new[name] != old[name])


def pack_item(edit: ItemEdit) -> dict[str, Any]:
    """Return an item's edit as plain JSON values."""
    cost, pin = edit.cost, edit.pin
    amount = None if cost is None or cost.amount is None else str(cost.amount)
    return {
        "impact": edit.impact,
        "urgency": edit.urgency,
        "effort": edit.effort,
        "cost": None if cost is None else [cost.kind, amount, cost.currency],
        "prerequisites": list(edit.prerequisites),
        "pin": None if pin is None else [pin.wave, pin.reason],
    }


def unpack_item(packed: Mapping[str, Any]) -> ItemEdit:
    """Return the edit that was packed; its version is 0."""
    cost, pin = packed["cost"], packed["pin"]
    return ItemEdit(
        packed["impact"],
        packed["urgency"],
        packed["effort"],
        Cost(cost[0], None if cost[1] is None else Fraction(cost[1]), cost[2]) if cost else None,
        tuple(packed["prerequisites"]),
        Pin(pin[0], pin[1]) if pin else None,
    )


def pack_settings(kept: KeptPlan) -> dict[str, Any]:
    """Return the settings of a plan as plain JSON values."""
    weights, capacity = kept.settings.weights, kept.edits.capacity_days
    return {
        "capacity_days": None if capacity is None else [str(days) for days in capacity],
        "starts_on": kept.starts_on.isoformat() if kept.starts_on else None,
        "wave_days": kept.wave_days,
        "same_wave_start": kept.edits.same_wave_start,
        "use_suggested": kept.settings.use_suggested,
        "method": kept.settings.method,
        "weights": [weights.importance, weights.gap, weights.impact, weights.urgency],
        "days_by_effort": {str(effort): days for effort, days in kept.settings.days_by_effort.items()},
    }


def unpack_settings(kept: KeptPlan, packed: Mapping[str, Any]) -> KeptPlan:
    """Return `kept` with the settings that were packed; what was set for items stays."""
    capacity = packed["capacity_days"]
    settings = PlanSettings(
        packed["method"],
        Weights(*packed["weights"]),
        {int(effort): days for effort, days in packed["days_by_effort"].items()},
        packed["use_suggested"],
    )
    edits = replace(
        kept.edits,
        capacity_days=None if capacity is None else tuple(Fraction(days) for days in capacity),
        same_wave_start=packed["same_wave_start"],
    )
    starts_on = date.fromisoformat(packed["starts_on"]) if packed["starts_on"] else None
    return replace(kept, settings=settings, edits=edits, starts_on=starts_on, wave_days=packed["wave_days"])
