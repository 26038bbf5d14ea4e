"""Turn plan items into CSIP items, at most one open item for each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from assessment.domain.assessments import Assessment
from assessment.domain.csip_items import COSTED
from assessment.domain.framework import Framework, localise
from assessment.domain.plan import PlanItem
from assessment.domain.reasons import because
from assessment.errors import InvalidInput
from assessment.services.csip import ADDED
from assessment.services.csip_register import subject_of
from assessment.services.plan import plan_of
from assessment.store.database import Unit
from assessment.store.queries import csip as csip_queries
from assessment.store.queries.events import add_event
from assessment.store.queries.plan import KeptPlan


@dataclass(frozen=True, slots=True)
class SentToCsip:
    """What became of the plan items: numbers of the items made now, and of those that were there."""

    created: tuple[int, ...]
    existing: tuple[int, ...]


def send_to_csip(
    unit: Unit, client_slug: str, practices: Sequence[str], assessment_slug: str | None = None
) -> SentToCsip:
    """Make a CSIP item of each plan item; one that has an open item already is only named.

    Raises InvalidInput when nothing was chosen or a practice is not in the plan.
    """
    if not practices:
        raise InvalidInput("practices", "Choose at least one item of the plan.")
    view = plan_of(unit, client_slug, assessment_slug)
    open_numbers = view.sent.numbers
    planned = {item.practice: item for item in view.plan.items}
    created, existing = [], []
    for practice in dict.fromkeys(practices):
        if practice in open_numbers:
            existing.append(open_numbers[practice])
            continue
        if practice not in planned:
            raise InvalidInput("practices", f"{practice} is not in the plan any more. Load the plan again.")
        values = item_values(view.framework, view.place.assessment, planned[practice], view.kept)
        number = csip_queries.add_item(unit, view.place.client.id, values)
        item = csip_queries.get_item(unit, view.place.client.id, number)
        add_event(
            unit, view.place.client.id, subject_of(item), ADDED,
            {"title": item.title, "origin": "plan", "practice": practice}, view.place.assessment.id,
        )  # fmt: skip
        created.append(number)
    return SentToCsip(tuple(created), tuple(existing))


def item_values(
    framework: Framework, assessment: Assessment, planned: PlanItem, kept: KeptPlan
) -> Mapping[str, Any]:
    """Return what a new CSIP item copies of a plan item: text, benefit, metric, cost, reason, dates."""
    practice = framework.practices[planned.practice]
    cell = framework.area_by_id[practice.area].cell(practice.level)
    below = [number for number in framework.level_numbers if number < practice.level]
    metrics = list(dict.fromkeys(metric for use in cell.metrics for metric in use.uses))
    costed = planned.cost is not None and planned.cost.kind == COSTED
    return {
        "title": localise(practice.text),
        "description": localise(practice.why),
        "origin": "plan",
        "assessment_id": assessment.id,
        "practice_id": practice.id,
        "area_id": practice.area,
        "metric_id": metrics[0] if metrics else None,
        "also": {"metrics": metrics[1:]} if metrics[1:] else {},
        "level_from": below[-1] if below else framework.base,
        "level_to": practice.level,
        "cost_kind": COSTED if costed else "none",
        "cost_amount": planned.cost.amount if costed and planned.cost else None,
        "cost_currency": planned.cost.currency if costed and planned.cost else "",
        "cost_approval": "requested" if costed else "none",
        "wave": planned.wave,
        "effort": planned.inputs.effort,
        "because": because(planned, framework),
        "expected_benefit": "; ".join(localise(outcome.text) for outcome in cell.outcomes),
        "due_on": end_of_wave(kept, planned.waves[-1]) if planned.waves else None,
    }


def end_of_wave(kept: KeptPlan, wave: int) -> date | None:
    """Return the last day of a wave, or None as long as the plan has no first day."""
    if kept.starts_on is None:
        return None
    return kept.starts_on + timedelta(days=kept.wave_days * wave - 1)
