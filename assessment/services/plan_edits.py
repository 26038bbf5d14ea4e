"""Change a plan by hand: items, settings, and the way back."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import Any

from assessment.domain.edits import Cost, Pin
from assessment.domain.plan import make_plan
from assessment.domain.prerequisites import CycleFound
from assessment.domain.priority import PlanSettings
from assessment.domain.waves import PinTooEarly
from assessment.errors import Conflict, InvalidInput, NotFound
from assessment.services import plan_words as words
from assessment.services.plan import (
    ITEM_CHANGED,
    SETTINGS_CHANGED,
    UNDONE,
    PlanView,
    plan_of,
    plan_subject,
    waves_done,
    with_kept,
)
from assessment.services.plan_checks import (
    check_settings,
    checked_cost,
    checked_needs,
    checked_pin,
    checked_points,
)
from assessment.services.plan_made import cycle, too_early
from assessment.services.texts import sensible_day
from assessment.store.database import Unit
from assessment.store.queries import plan as queries
from assessment.store.queries.events import Event, add_event
from assessment.store.queries.plan import ItemEdit, KeptPlan, edits_of


class Keep(Enum):
    """Says that a field of a change stays as it is, which None cannot say: None takes the value back."""

    KEEP = "keep"


KEEP = Keep.KEEP


@dataclass(frozen=True, slots=True)
class ItemChange:
    """What somebody changed about a plan item. KEEP leaves a field; None goes back to the computed value.

    `seen` is the version the person looked at, 0 for an item that nobody had changed; None: whatever it is.
    """

    seen: int | None = None
    effort: int | Keep | None = KEEP
    impact: int | Keep | None = KEEP
    urgency: int | Keep | None = KEEP
    cost: Cost | Keep | None = KEEP
    prerequisites: tuple[str, ...] | Keep = KEEP
    pin: Pin | Keep | None = KEEP


@dataclass(frozen=True, slots=True)
class SettingsChange:
    """All settings of a plan. `capacity_days` None means the default waves; `seen` as in ItemChange."""

    capacity_days: tuple[Fraction | int, ...] | None
    starts_on: date | None
    wave_days: int
    same_wave_start: bool
    settings: PlanSettings
    seen: int | None = None


@dataclass(frozen=True, slots=True)
class Changed:
    """The plan after a change; `event` is the entry in the history, None when nothing had to change."""

    view: PlanView
    event: Event | None
    said: str


def change_item(
    unit: Unit, client_slug: str, practice_id: str, change: ItemChange, assessment_slug: str | None = None
) -> Changed:
    """Change one plan item and return the new plan.

    Raises NotFound, InvalidInput naming the field (a pin before a prerequisite and a circle name the
    practices), or Conflict with both values when somebody else changed the item to something different.
    """
    view = plan_of(unit, client_slug, assessment_slug)
    if practice_id not in view.made.why:
        raise NotFound("This practice is not in the plan any more. Load the plan again.")
    before = view.kept.items.get(practice_id, ItemEdit())
    after = _checked_item(view, practice_id, before, change)
    if _same(before, after):
        return Changed(view, None, "")
    if change.seen is not None and change.seen != before.version:
        raise Conflict(
            "Somebody else changed this item of the plan before you.",
            field=words.practice_name(view.framework, practice_id),
            yours=words.item_in_words(view.framework, after),
            theirs=words.item_in_words(view.framework, before),
            by=before.updated_by,
            version=before.version,
        )
    return _store_item(unit, view, practice_id, before, after)


def _store_item(
    unit: Unit, view: PlanView, practice_id: str, before: ItemEdit, after: ItemEdit, kind: str = ITEM_CHANGED,
    more: Mapping[str, Any] | None = None,
) -> Changed:  # fmt: skip
    kept = _with_item(
        view.kept, practice_id, replace(after, version=before.version + 1, updated_by=unit.actor)
    )
    _refuse_contradictions(view, kept, pin_field="pin_wave")
    version = queries.save_item_edit(
        unit, view.place.client.id, view.place.assessment.id, practice_id, after, before.version
    )
    if not version:
        raise Conflict("Somebody else changed this item of the plan at the same moment. Look at it again.")
    said = words.change_in_words(view.framework, before, after)
    data = {
        "practice": practice_id, "name": words.practice_name(view.framework, practice_id), "said": said,
        "from": words.pack_item(before), "to": words.pack_item(after), **(more or {}),
    }  # fmt: skip
    event = _note(unit, view, kind, data)
    last = event if kind == ITEM_CHANGED else None
    return Changed(with_kept(view, kept, last), event, said)


def change_settings(
    unit: Unit, client_slug: str, change: SettingsChange, assessment_slug: str | None = None
) -> Changed:
    """Change how the plan is ranked and cut into waves, and return the new plan; errors as in change_item."""
    view = plan_of(unit, client_slug, assessment_slug)
    check_settings(change.capacity_days, change.wave_days, change.settings)
    sensible_day("starts_on", change.starts_on)
    before = view.kept
    after = replace(
        before,
        settings=change.settings,
        starts_on=change.starts_on,
        wave_days=change.wave_days,
        edits=replace(
            before.edits, capacity_days=change.capacity_days, same_wave_start=change.same_wave_start
        ),
    )
    if words.pack_settings(before) == words.pack_settings(after):
        return Changed(view, None, "")
    if change.seen is not None and change.seen != before.version:
        raise Conflict(
            "Somebody else changed the settings of this plan before you.",
            field="settings",
            yours=words.settings_in_words(after),
            theirs=words.settings_in_words(before),
            version=before.version,
        )
    return _store_settings(unit, view, after)


def _store_settings(
    unit: Unit, view: PlanView, after: KeptPlan, kind: str = SETTINGS_CHANGED,
    more: Mapping[str, Any] | None = None,
) -> Changed:  # fmt: skip
    before = view.kept
    kept = replace(after, version=before.version + 1)
    _refuse_contradictions(view, kept, pin_field="capacity")
    version = queries.save_settings(
        unit, view.place.client.id, view.place.assessment.id, kept.settings,
        capacity_days=kept.edits.capacity_days, same_wave_start=kept.edits.same_wave_start,
        starts_on=kept.starts_on, wave_days=kept.wave_days, seen=before.version,
    )  # fmt: skip
    if not version:
        raise Conflict("Somebody else changed the settings at the same moment. Look at them again.")
    said = words.settings_change_in_words(before, after)
    data = {
        "said": said, "from": words.pack_settings(before), "to": words.pack_settings(after), **(more or {}),
    }  # fmt: skip
    event = _note(unit, view, kind, data)
    last = event if kind == SETTINGS_CHANGED else None
    return Changed(with_kept(view, kept, last), event, said)


def undo_last(
    unit: Unit, client_slug: str, event_id: str | None = None, assessment_slug: str | None = None
) -> Changed:
    """Take back the newest change of the plan and return the plan as it was before.

    `event_id` is the change that the person saw; raises Conflict when another one came after it, and
    NotFound when there is nothing to take back.
    """
    view = plan_of(unit, client_slug, assessment_slug)
    last = view.last_change
    if last is None or last.data is None:
        raise NotFound("There is no change of this plan to take back.")
    if event_id and event_id != last.id:
        raise Conflict(
            "The plan was changed once more after that, so it was not taken back.",
            field="plan", theirs=str(last.data["said"]), by=last.actor,
        )  # fmt: skip
    more = {"event": last.id}
    if last.kind == SETTINGS_CHANGED:
        return _store_settings(unit, view, words.unpack_settings(view.kept, last.data["from"]), UNDONE, more)
    practice_id = last.data["practice"]
    before = view.kept.items.get(practice_id, ItemEdit())
    after = words.unpack_item(last.data["from"])
    return _store_item(unit, view, practice_id, before, after, UNDONE, more)


def _note(unit: Unit, view: PlanView, kind: str, data: Mapping[str, Any]) -> Event:
    subject = plan_subject(view.place.assessment.id)
    event_id = add_event(unit, view.place.client.id, subject, kind, data, view.place.assessment.id)
    return Event(event_id, subject, kind, unit.now, unit.actor, data)


def _same(before: ItemEdit, after: ItemEdit) -> bool:
    return words.pack_item(before) == words.pack_item(after)


def _with_item(kept: KeptPlan, practice_id: str, edit: ItemEdit) -> KeptPlan:
    items = {**kept.items, practice_id: edit}
    of_items = edits_of(items)
    edits = replace(
        of_items, capacity_days=kept.edits.capacity_days, same_wave_start=kept.edits.same_wave_start
    )
    return replace(kept, items=items, edits=edits)


def _refuse_contradictions(view: PlanView, kept: KeptPlan, pin_field: str) -> None:
    try:
        make_plan(
            view.framework, view.answers, kept.edits,
            card=view.card, values=view.values, settings=kept.settings, done=waves_done(view.sent),
        )  # fmt: skip
    except PinTooEarly as error:
        raise InvalidInput(pin_field, too_early(view.framework, error)) from error
    except CycleFound as error:
        raise InvalidInput("prerequisites", cycle(view.framework, error)) from error


def _checked_item(view: PlanView, practice_id: str, before: ItemEdit, change: ItemChange) -> ItemEdit:
    effort = before.effort if isinstance(change.effort, Keep) else checked_points("effort", change.effort)
    impact = before.impact if isinstance(change.impact, Keep) else checked_points("impact", change.impact)
    urgency = (
        before.urgency if isinstance(change.urgency, Keep) else checked_points("urgency", change.urgency)
    )
    cost = before.cost if isinstance(change.cost, Keep) else checked_cost(change.cost)
    pin = before.pin if isinstance(change.pin, Keep) else checked_pin(len(view.plan.waves), change.pin)
    needs = before.prerequisites
    if not isinstance(change.prerequisites, Keep):
        needs = checked_needs(view.framework, practice_id, change.prerequisites)
    return ItemEdit(impact, urgency, effort, cost, needs, pin, before.version, before.updated_by)
