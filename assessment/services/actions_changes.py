"""Put actions into the register, change them, decide about them, take a decision back."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from assessment.domain.action_items import OPEN, ActionItem
from assessment.domain.actions import NO_PROOF, ActionState, Decision, Proof, decide, proof_of, standing_of
from assessment.domain.clients import Client
from assessment.errors import Conflict, InvalidInput, NotAllowed
from assessment.services.actions_checks import LONGEST_TEXT, ActionDraft, checked_draft
from assessment.services.conflicts import changed_before, in_words, now_of, sentence_of
from assessment.services.texts import checked_text, sensible_day
from assessment.store.database import Unit
from assessment.store.queries import action_targets
from assessment.store.queries import actions as queries
from assessment.store.queries.catalogue import list_parties, list_services
from assessment.store.queries.clients import get_client
from assessment.store.queries.events import Event, add_event, list_events

ADDED = "action added"
CHANGED = "action changed"
DECIDED = "action decided"
UNDONE = "action decision undone"
MISSED_AGAIN = "action missed again"
KEPT_BY_EDITS = ("review_id", "period", "variance")
STATE_FIELDS = (
    "state", "started_on", "done_on", "closed_on", "evidence", "verified_period", "cancel_reason",
)  # fmt: skip
DAYS = frozenset({"started_on", "done_on", "closed_on"})


def subject_of(item: ActionItem) -> str:
    """Return under which name the history keeps what happened to an action."""
    return f"action:{item.id}"


def add_action(unit: Unit, client_slug: str, draft: ActionDraft, *, moved_from: str = "") -> ActionItem:
    """Put an action into the register; InvalidInput names the field that does not fit.

    `moved_from` is the number, such as CSIP-009, that the item had in the other register.
    """
    client = get_client(unit, client_slug)
    checked = checked_draft(draft)
    _check_links(unit, client, checked)
    return store_action(unit, client.id, {**asdict(checked), "state": OPEN}, moved_from)


def store_action(unit: Unit, client_id: str, values: Mapping[str, Any], moved_from: str = "") -> ActionItem:
    """Store an action that was checked, note it in the history and return it."""
    item = queries.get_action(unit, client_id, queries.add_action(unit, client_id, values))
    said = {"title": item.title, "source": item.source}
    said |= {"moved_from": moved_from} if moved_from else {}
    said |= {"period": item.period} if item.period else {}
    add_event(unit, client_id, subject_of(item), ADDED, said)
    return item


def _check_links(unit: Unit, client: Client, draft: ActionDraft) -> None:
    """Raise InvalidInput for a service, party or target that is not the client's."""
    if draft.service_id and draft.service_id not in {one.id for one in list_services(unit, client.id)}:
        raise InvalidInput("service_id", "Choose one of the services shown.")
    if draft.party_id and draft.party_id not in {one.id for one in list_parties(unit, client.id)}:
        raise InvalidInput("party_id", "Choose one of the parties shown.")
    if draft.sla_id and draft.sla_id not in action_targets.list_slas(unit, client.id):
        raise InvalidInput("target", "Choose one of the targets shown.")


def edit_action(unit: Unit, client_slug: str, number: int, draft: ActionDraft, seen: int) -> ActionItem:
    """Change what is written about an action; its state changes by decisions only.

    Raises NotAllowed for an action that is finished or cancelled, InvalidInput for a value that does not
    fit, Conflict with both values when somebody else changed it to something different since `seen`.
    """
    client = get_client(unit, client_slug)
    item = queries.get_action(unit, client.id, number)
    kept = {name: getattr(item, name) for name in KEPT_BY_EDITS}
    checked = checked_draft(replace(draft, **kept))
    changed = {name: value for name, value in asdict(checked).items() if value != getattr(item, name)}
    if not changed:
        return item
    if seen != item.version:
        raise _conflict(unit, client.id, item, in_words(changed), in_words(now_of(item, changed)))
    if not item.is_open:
        raise NotAllowed(f"{item.reference} is {item.state}, so what is written about it stays as it is.")
    _check_links(unit, client, checked)
    _store(unit, client.id, item, changed)
    said = {name: {"from": _plain(getattr(item, name)), "to": _plain(new)} for name, new in changed.items()}
    add_event(unit, client.id, subject_of(item), CHANGED, said)
    return queries.get_action(unit, client.id, number)


def proof_for(unit: Unit, client_id: str, item: ActionItem) -> Proof:
    """Return what was measured of the target of an action after it was done."""
    if item.done_on is None or not item.has_target:
        return NO_PROOF
    results = action_targets.list_results_of_target(unit, client_id, item.sla_id or "", item.target_key or "")
    months = action_targets.months_of_target(unit, client_id, item.sla_id or "", item.target_key or "")
    return proof_of(item.done_on, results, months)


def decide_action(unit: Unit, client_slug: str, number: int, decision: Decision, seen: int) -> ActionItem:
    """Record a decision (start, finish, verify, back, close, cancel) and its effect.

    Raises NotAllowed or InvalidInput when the rules forbid it, Conflict when somebody decided meanwhile.
    """
    client = get_client(unit, client_slug)
    item = queries.get_action(unit, client.id, number)
    if seen != item.version:
        raise _conflict(unit, client.id, item, {"Decision": decision.kind}, {"Status": item.state})
    reason = checked_text("reason", decision.reason, LONGEST_TEXT)
    day = _checked_day(decision.decided_on or unit.today, unit.today)
    proof = proof_for(unit, client.id, item)
    after = decide(standing_of(item), Decision(decision.kind, reason, day), proof)
    said = {"decision": decision.kind, "decided_on": day.isoformat()}
    said |= {"reason": reason} if reason else {}
    said |= {"period": proof.period} if proof.period else {}
    _change_state(unit, client.id, item, _values_of(after), DECIDED, said)
    return queries.get_action(unit, client.id, number)


def _checked_day(day: date, today: date) -> date:
    sensible_day("decided_on", day)
    if day > today:
        raise InvalidInput("decided_on", "A decision cannot be dated in the future.")
    return day


def _values_of(state: ActionState) -> dict[str, Any]:
    return {name: getattr(state, name) for name in STATE_FIELDS}


def last_decision(events: Sequence[Event]) -> Event | None:
    """Return the decision that can be taken back: the newest event, when it is one. `events` newest first."""
    newest = events[0] if events else None
    return newest if newest is not None and newest.kind == DECIDED and newest.data else None


def undo_decision(unit: Unit, client_slug: str, number: int, seen: int | None = None) -> ActionItem:
    """Take the last decision back. Both the decision and its undoing stay in the history.

    Raises Conflict when the action is not as `seen` any more, NotAllowed when the last thing that happened
    was no decision, or when it went along with a move to the other register.
    """
    client = get_client(unit, client_slug)
    item = queries.get_action(unit, client.id, number)
    if seen is not None and seen != item.version:
        raise _conflict(unit, client.id, item, {"Decision": "undo"}, {"Status": item.state})
    last = last_decision(list_events(unit, client.id, subject_of(item), limit=1))
    if last is None or not last.data:
        raise NotAllowed("Only the last thing that happened to an action can be undone, and only a decision.")
    moves = queries.list_moves(unit, client.id, queries.ACTIONS, number)
    if any((one.from_register, one.from_number) == (queries.ACTIONS, number) for one in moves):
        raise NotAllowed(f"{item.reference} was moved to the CSIP register and stays there.")
    before = last.data["before"]
    values = {
        name: date.fromisoformat(before[name]) if name in DAYS and before[name] else before[name]
        for name in STATE_FIELDS
    }
    _change_state(unit, client.id, item, values, UNDONE, {"undone": last.data["decision"]})
    return queries.get_action(unit, client.id, number)


def _change_state(
    unit: Unit,
    client_id: str,
    item: ActionItem,
    values: Mapping[str, Any],
    kind: str,
    data: Mapping[str, Any],
) -> None:
    _store(unit, client_id, item, values)
    before = {name: _plain(getattr(item, name)) for name in STATE_FIELDS}
    add_event(unit, client_id, subject_of(item), kind, {**data, "before": before, "to": values["state"]})


def _store(unit: Unit, client_id: str, item: ActionItem, values: Mapping[str, Any]) -> None:
    if not queries.update_action(unit, client_id, item, item.version, values):
        raise _conflict(unit, client_id, item, in_words(values), in_words(now_of(item, values)))


def _conflict(
    unit: Unit, client_id: str, item: ActionItem, yours: Mapping[str, str], theirs: Mapping[str, str]
) -> Conflict:
    return changed_before(
        unit, client_id, subject_of(item), item.reference, sentence_of(yours), sentence_of(theirs),
        item.version,
    )  # fmt: skip


def _plain(value: object) -> object:
    return value if value is None or isinstance(value, (str, int)) else str(value)
