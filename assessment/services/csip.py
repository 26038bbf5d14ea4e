"""Put improvements into the CSIP register and change them; what decides about them is given on."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from fractions import Fraction
from typing import Any

from assessment.domain.clients import Client
from assessment.domain.csip import COST_APPROVED, IN_PROGRESS, ON_HOLD, PROPOSED, STATES
from assessment.domain.csip import Decision as Decision
from assessment.domain.csip_items import COSTED, CsipItem
from assessment.domain.months import months_later
from assessment.errors import InvalidInput, NotAllowed
from assessment.services.conflicts import in_words, now_of
from assessment.services.csip_changes import ADDED as ADDED
from assessment.services.csip_changes import CHANGED as CHANGED
from assessment.services.csip_changes import DECIDED as DECIDED
from assessment.services.csip_changes import UNDONE as UNDONE
from assessment.services.csip_changes import conflict, plain, store
from assessment.services.csip_decisions import BulkDecided as BulkDecided
from assessment.services.csip_decisions import decide_item as decide_item
from assessment.services.csip_decisions import decide_items as decide_items
from assessment.services.csip_decisions import last_decision as last_decision
from assessment.services.csip_decisions import undo_decision as undo_decision
from assessment.services.csip_drafts import LONGEST_TEXT, checked_draft
from assessment.services.csip_drafts import ItemDraft as ItemDraft
from assessment.services.csip_links import action_hint, check_links
from assessment.services.csip_register import open_numbers as open_numbers
from assessment.services.csip_register import register_of as register_of
from assessment.services.csip_register import short_view as short_view
from assessment.services.csip_register import subject_of
from assessment.services.texts import checked_text
from assessment.store.database import Unit
from assessment.store.queries import csip as csip_queries
from assessment.store.queries.clients import get_client
from assessment.store.queries.csip import CsipFilter as CsipFilter
from assessment.store.queries.events import add_event, list_events

DRAFT_FIELDS = tuple(field.name for field in fields(ItemDraft))
EXACT_FIELDS = frozenset({"cost_amount", "baseline", "target"})
BEFORE_THE_WORK = frozenset(STATES[: STATES.index(IN_PROGRESS)])


@dataclass(frozen=True, slots=True)
class Gate:
    """The answer to "Does this only restore what was agreed?", and why it is an improvement all the same."""

    restores: bool = False
    override: str = ""


def add_item(
    unit: Unit, client_slug: str, draft: ItemDraft, gate: Gate | None = None, moved_from: str = ""
) -> CsipItem:
    """Put an improvement into the register by hand; `moved_from` is its number in the action register.

    Raises InvalidInput, also when it only restores what was agreed, by `gate` or by what the figures say of
    the target or metric it is about, and no reason is given.
    """
    client = get_client(unit, client_slug)
    checked = checked_draft(draft)
    check_links(unit, client, checked)
    hint = action_hint(unit, client, checked.sla_id, checked.sla_target, checked.metric_id) if gate else ""
    said = {"title": checked.title, "origin": checked.origin, **_gate_data(gate or Gate(), hint)}
    said |= {"moved_from": moved_from} if moved_from else {}
    values = {**asdict(checked), "state": PROPOSED, "moved_from": moved_from}
    number = csip_queries.add_item(unit, client.id, values)
    item = csip_queries.get_item(unit, client.id, number)
    add_event(unit, client.id, subject_of(item), ADDED, said)
    return item


def _gate_data(gate: Gate, hint: str) -> dict[str, Any]:
    if not (gate.restores or hint):
        return {}
    reason = checked_text("override", gate.override, LONGEST_TEXT)
    why = hint or "What only restores the agreed level belongs to the action register."
    if not reason:
        raise InvalidInput("override", f"{why} Say why it is an improvement all the same.")
    said: dict[str, Any] = {"restores_agreed": gate.restores, "override": reason}
    return said | ({"hint": hint} if hint else {})


def edit_item(unit: Unit, client_slug: str, number: int, draft: ItemDraft, seen: int) -> CsipItem:
    """Change what is written about an item; its state changes by decisions only.

    Raises NotAllowed for an item that is closed or removed, InvalidInput for a value that does not fit,
    Conflict with both values when somebody else changed it to something different since `seen`.
    """
    client = get_client(unit, client_slug)
    item = csip_queries.get_item(unit, client.id, number)
    wanted = asdict(checked_draft(replace(draft, origin=item.origin)))
    changed = {name: value for name, value in wanted.items() if value != getattr(item, name)}
    return _changed(unit, client, item, changed, seen)


def change_fields(
    unit: Unit, client_slug: str, number: int, values: Mapping[str, Any], seen: int
) -> CsipItem:
    """Change some fields of an item, such as owner, and leave the others; raises as `edit_item`."""
    client = get_client(unit, client_slug)
    item = csip_queries.get_item(unit, client.id, number)
    now = ItemDraft(**{name: getattr(item, name) for name in DRAFT_FIELDS})
    wanted = asdict(checked_draft(replace(now, **values)))
    changed = {name: wanted[name] for name in values if wanted[name] != getattr(item, name)}
    return _changed(unit, client, item, changed, seen)


def _changed(unit: Unit, client: Client, item: CsipItem, changed: dict[str, Any], seen: int) -> CsipItem:
    if not changed:
        return item
    if seen != item.version:
        raise conflict(unit, client, item, in_words(changed), in_words(now_of(item, changed)))
    if not item.is_open:
        raise NotAllowed(f"{item.reference} is {item.state}, so what is written about it stays as it is.")
    wanted = {name: getattr(item, name) for name in DRAFT_FIELDS} | changed
    _check_cost_of_begun_work(item, wanted)
    _check_baseline(item, wanted)
    check_links(unit, client, ItemDraft(**wanted), item)
    said = {name: {"from": plain(getattr(item, name)), "to": plain(new)} for name, new in changed.items()}
    store(unit, client, item, changed | _next_check(item, changed))
    add_event(unit, client.id, subject_of(item), CHANGED, said)
    return csip_queries.get_item(unit, client.id, item.number)


def _next_check(item: CsipItem, changed: Mapping[str, Any]) -> dict[str, Any]:
    if "check_every_months" not in changed or item.implemented_on is None:
        return {}
    months = changed["check_every_months"]
    return {"next_check_on": months_later(item.implemented_on, months) if months else None}


def _check_baseline(item: CsipItem, wanted: Mapping[str, Any]) -> None:
    day, begun = wanted["baseline_on"], item.started_on
    if day is not None and day != item.baseline_on and begun is not None and day >= begun:
        raise InvalidInput("baseline_on", "The baseline has to be dated before the work started.")


def undo_edit(unit: Unit, client_slug: str, number: int, seen: int) -> CsipItem:
    """Put back what the last change of the written fields replaced; the history keeps both.

    Raises NotAllowed when the last thing that happened was no such change, Conflict when the item is not as
    `seen` any more.
    """
    client = get_client(unit, client_slug)
    item = csip_queries.get_item(unit, client.id, number)
    if seen != item.version:
        raise conflict(unit, client, item, {"Change": "undo"}, {"Status": item.state})
    last = next(iter(list_events(unit, client.id, subject_of(item), limit=1)), None)
    if last is None or last.kind != CHANGED or not last.data:
        raise NotAllowed("Only the last thing that happened to an item can be undone.")
    values = {name: _stored(name, change["from"]) for name, change in last.data.items()}
    return change_fields(unit, client_slug, number, values, seen)


def _stored(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name.endswith("_on"):
        return date.fromisoformat(value)
    return Fraction(value) if name in EXACT_FIELDS else value


def _check_cost_of_begun_work(item: CsipItem, wanted: Mapping[str, Any]) -> None:
    stands = item.state_before_hold if item.state == ON_HOLD else item.state
    unapproved = wanted["cost_kind"] == COSTED and wanted["cost_approval"] != COST_APPROVED
    if unapproved and stands not in BEFORE_THE_WORK:
        raise InvalidInput(
            "cost_approval", "The work has begun already, so a cost can be entered only once it is approved."
        )
