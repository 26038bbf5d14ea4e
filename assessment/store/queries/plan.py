"""What people set in the plan of an assessment."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy import bindparam, select

from assessment.domain.edits import Cost, Pin, PlanEdits
from assessment.domain.priority import DAYS_BY_EFFORT, VALUE_PER_EFFORT, PlanSettings, Weights
from assessment.store.database import Unit
from assessment.store.tables import plan_edit, plan_settings
from assessment.store.versioned import save_over

s = plan_settings.c
e = plan_edit.c

DEFAULT_WAVE_DAYS = 30


@dataclass(frozen=True, slots=True)
class ItemEdit:
    """What somebody set for one plan item; None leaves the computed value. `version` is 0 when nothing is."""

    impact: int | None = None
    urgency: int | None = None
    effort: int | None = None
    cost: Cost | None = None
    prerequisites: tuple[str, ...] = ()
    pin: Pin | None = None
    version: int = 0
    updated_by: str = ""


@dataclass(frozen=True, slots=True)
class KeptPlan:
    """Everything set by hand in a plan. `starts_on` is None until somebody chose the first day."""

    settings: PlanSettings
    edits: PlanEdits
    items: Mapping[str, ItemEdit]
    starts_on: date | None
    wave_days: int
    version: int


SETTINGS = select(
    s.capacity_days, s.same_wave_start, s.use_suggested, s.starts_on, s.wave_days, s.days_by_effort,
    s.weights, s.order_by, s.version,
)  # fmt: skip
SETTINGS = SETTINGS.where(
    s.workspace_id == bindparam("workspace_id"), s.assessment_id == bindparam("assessment_id")
)

EDITS = select(
    e.practice_id, e.impact, e.urgency, e.effort, e.cost_kind, e.cost_amount, e.cost_currency,
    e.prerequisites, e.pin_wave, e.pin_reason, e.version, e.updated_by,
)  # fmt: skip
EDITS = EDITS.where(
    e.workspace_id == bindparam("workspace_id"), e.assessment_id == bindparam("assessment_id")
)


def get_plan(unit: Unit, assessment_id: str) -> KeptPlan:
    """Return what was set in the plan of an assessment; defaults where nothing was."""
    scope = {"workspace_id": unit.workspace_id, "assessment_id": assessment_id}
    items = {row.practice_id: _to_edit(row) for row in unit.connection.execute(EDITS, scope)}
    row = unit.connection.execute(SETTINGS, scope).one_or_none()
    if row is None:
        return KeptPlan(PlanSettings(), edits_of(items), items, None, DEFAULT_WAVE_DAYS, 0)
    settings = PlanSettings(
        method=row.order_by,
        weights=Weights(**row.weights) if row.weights else Weights(),
        days_by_effort={int(k): v for k, v in row.days_by_effort.items()}
        if row.days_by_effort
        else DAYS_BY_EFFORT,
        use_suggested=row.use_suggested,
    )
    capacity = tuple(Fraction(text) for text in row.capacity_days) if row.capacity_days else None
    edits = replace(edits_of(items), capacity_days=capacity, same_wave_start=row.same_wave_start)
    return KeptPlan(settings, edits, items, row.starts_on, row.wave_days, row.version)


def _to_edit(row: Any) -> ItemEdit:
    cost = Cost(row.cost_kind, row.cost_amount, row.cost_currency) if row.cost_kind else None
    pin = Pin(row.pin_wave, row.pin_reason) if row.pin_wave else None
    return ItemEdit(
        row.impact,
        row.urgency,
        row.effort,
        cost,
        tuple(row.prerequisites or ()),
        pin,
        row.version,
        row.updated_by,
    )


def edits_of(items: Mapping[str, ItemEdit]) -> PlanEdits:
    """Return the item edits in the shape that the plan is made from."""
    return PlanEdits(
        impact={key: item.impact for key, item in items.items() if item.impact is not None},
        urgency={key: item.urgency for key, item in items.items() if item.urgency is not None},
        effort={key: item.effort for key, item in items.items() if item.effort is not None},
        cost={key: item.cost for key, item in items.items() if item.cost is not None},
        prerequisites={key: item.prerequisites for key, item in items.items() if item.prerequisites},
        pins={key: item.pin for key, item in items.items() if item.pin is not None},
    )


def save_item_edit(
    unit: Unit, client_id: str, assessment_id: str, practice_id: str, edit: ItemEdit, seen: int
) -> int:
    """Store an item's edit over the version seen (0: none); return the new one, 0 if it changed meanwhile."""
    values: dict[str, Any] = {
        "impact": edit.impact,
        "urgency": edit.urgency,
        "effort": edit.effort,
        "cost_kind": edit.cost.kind if edit.cost else None,
        "cost_amount": edit.cost.amount if edit.cost else None,
        "cost_currency": edit.cost.currency if edit.cost else "",
        "prerequisites": list(edit.prerequisites) or None,
        "pin_wave": edit.pin.wave if edit.pin else None,
        "pin_reason": edit.pin.reason if edit.pin else "",
    }
    key = {"assessment_id": assessment_id, "practice_id": practice_id}
    return save_over(unit, plan_edit, key, values, seen, client_id=client_id)


def save_settings(
    unit: Unit,
    client_id: str,
    assessment_id: str,
    settings: PlanSettings,
    *,
    capacity_days: tuple[Fraction | int, ...] | None,
    same_wave_start: bool,
    starts_on: date | None,
    wave_days: int,
    seen: int,
) -> int:
    """Store the settings over the version seen; return the new version, 0 if it changed meanwhile."""
    weights = settings.weights
    values: dict[str, Any] = {
        "capacity_days": None if capacity_days is None else [str(days) for days in capacity_days],
        "same_wave_start": same_wave_start,
        "use_suggested": settings.use_suggested,
        "starts_on": starts_on,
        "wave_days": wave_days,
        "days_by_effort": {str(k): v for k, v in settings.days_by_effort.items()},
        "weights": {
            "importance": weights.importance, "gap": weights.gap,
            "impact": weights.impact, "urgency": weights.urgency,
        },
        "order_by": settings.method or VALUE_PER_EFFORT,
    }  # fmt: skip
    return save_over(unit, plan_settings, {"assessment_id": assessment_id}, values, seen, client_id=client_id)
