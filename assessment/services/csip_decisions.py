"""Decide about improvements, one or many at once, and take a decision back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from assessment.domain.action_items import reference_of as action_reference
from assessment.domain.clients import Client
from assessment.domain.csip import (
    CLOSED,
    IMPLEMENTED,
    IN_PROGRESS,
    ON_HOLD,
    REMOVE,
    REOPEN,
    Decision,
    Transition,
    decide,
)
from assessment.domain.csip_actuals import benefit_state
from assessment.domain.csip_items import CsipItem, reference_of
from assessment.domain.months import months_later
from assessment.errors import AppError, InvalidInput, NotAllowed, NotFound
from assessment.services.csip_changes import DECIDED, UNDONE, check_practice_is_free, conflict, store
from assessment.services.csip_drafts import LONGEST_NAME, LONGEST_TEXT
from assessment.services.csip_register import subject_of
from assessment.services.texts import checked_line, checked_text, sensible_day
from assessment.store.database import Unit
from assessment.store.queries import csip as csip_queries
from assessment.store.queries import csip_parts as part_queries
from assessment.store.queries.actions import CSIP, list_moves
from assessment.store.queries.clients import get_client
from assessment.store.queries.events import Event, add_event, list_events

MOST_DECIDERS = 30
DAYS = ("look_again_on", "started_on", "implemented_on", "next_check_on")
TEXTS = ("closing_note", "lessons")


@dataclass(frozen=True, slots=True)
class BulkDecided:
    """What became of many decisions: the items decided about, and (number, sentence) of each refused one."""

    done: tuple[CsipItem, ...]
    refused: tuple[tuple[int, str], ...]


def decide_item(
    unit: Unit,
    client_slug: str,
    number: int,
    decision: Decision,
    seen: int,
    review_id: str | None = None,
    deciders: Sequence[str] = (),
) -> CsipItem:
    """Record a decision (progress, hold, remove, or the re-opening of a removed item) and its effect.

    Whoever is signed in has decided where nobody is named. Raises NotAllowed or InvalidInput when the rules
    forbid it, Conflict when somebody decided meanwhile, NotFound for a review of somebody else.
    """
    client = get_client(unit, client_slug)
    if review_id is not None and not part_queries.is_review(unit, client.id, review_id):
        raise NotFound("This client has no such review.")
    return _decide(unit, client, number, decision, seen, review_id, _checked_deciders(unit, deciders))


def decide_items(
    unit: Unit,
    client_slug: str,
    decisions: Sequence[tuple[int, int, Decision]],
    review_id: str | None = None,
    deciders: Sequence[str] = (),
) -> BulkDecided:
    """Record many decisions, each as (number, version seen, decision).

    Each is taken as a whole or refused with a sentence; a refused one does not stop the others. Raises
    NotFound for a review of somebody else.
    """
    client = get_client(unit, client_slug)
    if review_id is not None and not part_queries.is_review(unit, client.id, review_id):
        raise NotFound("This client has no such review.")
    named = _checked_deciders(unit, deciders)
    done, refused = [], []
    for number, seen, decision in decisions:
        try:
            done.append(_decide(unit, client, number, decision, seen, review_id, named))
        except AppError as error:
            refused.append((number, f"{reference_of(number)}: {error.message}"))
    return BulkDecided(tuple(done), tuple(refused))


def _checked_deciders(unit: Unit, deciders: Sequence[str]) -> tuple[str, ...]:
    named = (checked_line("deciders", one, LONGEST_NAME) for one in deciders)
    found = tuple(dict.fromkeys(one for one in named if one))
    if len(found) > MOST_DECIDERS:
        raise InvalidInput("deciders", f"Name at most {MOST_DECIDERS} people.")
    return found or (unit.actor,)


def _decide(
    unit: Unit,
    client: Client,
    number: int,
    decision: Decision,
    seen: int,
    review_id: str | None,
    deciders: tuple[str, ...],
) -> CsipItem:
    item = csip_queries.get_item(unit, client.id, number)
    if seen != item.version:
        raise conflict(unit, client, item, {"Decision": decision.kind}, {"Status": item.state})
    if decision.kind == REOPEN:
        _check_not_moved(unit, client, item)
    made = _checked(unit, item, decision)
    step = decide(item.standing, made)
    _check_verdict(unit, client, item, step)
    values = _values(item, step)
    said = _said(made, values) | {"deciders": list(deciders)}
    said |= {"review_id": review_id} if review_id else {}
    _change_state(unit, client, item, values, DECIDED, said)
    part_queries.add_decision(
        unit, client.id, item.id, _row(made, item, values) | {"review_id": review_id, "deciders": deciders}
    )
    return csip_queries.get_item(unit, client.id, number)


def _check_not_moved(unit: Unit, client: Client, item: CsipItem) -> None:
    moves = list_moves(unit, client.id, CSIP, item.number)
    gone = next((one for one in reversed(moves) if one.from_register == CSIP), None)
    if gone is not None and gone.from_number == item.number:
        raise NotAllowed(
            f"{item.reference} was moved to {action_reference(gone.to_number)}, where it goes on. Move it "
            "back from there."
        )


def _checked(unit: Unit, item: CsipItem, decision: Decision) -> Decision:
    sensible_day("look_again_on", decision.look_again_on)
    day = decision.decided_on or unit.today
    if day > unit.today:
        raise InvalidInput("decided_on", "A decision cannot be dated in the future.")
    if day < item.raised_on:
        raise InvalidInput("decided_on", f"{item.reference} was raised on {item.raised_on}, after this day.")
    return replace(
        decision,
        reason=checked_text("reason", decision.reason, LONGEST_TEXT),
        closing_note=checked_text("closing_note", decision.closing_note, LONGEST_TEXT),
        lessons=checked_text("lessons", decision.lessons, LONGEST_TEXT),
        decided_on=day,
    )


def _check_verdict(unit: Unit, client: Client, item: CsipItem, step: Transition) -> None:
    """Refuse a verdict that the figures contradict, unless somebody says why."""
    if step.after.state != CLOSED or step.decision.reason:
        return
    found = benefit_state(item, part_queries.list_actuals(unit, client.id, item.id)).benefit
    if found is not None and found.verdict != step.after.verdict:
        raise InvalidInput(
            "reason", f"The figures say {found.words} ({found.text}). Say why the verdict is another one."
        )


def _values(item: CsipItem, step: Transition) -> dict[str, Any]:
    """Return what a decision changes of an item, the days of beginning and end of the work with it."""
    state, made = step.after.state, step.decision
    values: dict[str, Any] = {
        "state": state,
        "state_before_hold": step.after.left,
        "look_again_on": made.look_again_on if state == ON_HOLD else None,
        "verdict": step.after.verdict,
    }
    goes_on = step.before.state != ON_HOLD and made.kind not in (REOPEN, REMOVE)
    if state == IN_PROGRESS and goes_on:
        values["started_on"] = made.decided_on
    if state == IMPLEMENTED and goes_on and made.decided_on is not None:
        values["implemented_on"] = made.decided_on
        if item.check_every_months:
            values["next_check_on"] = months_later(made.decided_on, item.check_every_months)
    if state == CLOSED:
        values |= {name: getattr(made, name) for name in TEXTS if getattr(made, name)}
    return values


def _said(made: Decision, values: Mapping[str, Any]) -> dict[str, Any]:
    said: dict[str, Any] = {"decision": made.kind, "reason": made.reason}
    said["decided_on"] = made.decided_on.isoformat() if made.decided_on else ""
    again = values["look_again_on"]
    said |= {"look_again_on": again.isoformat()} if again else {}
    said |= {"verdict": values["verdict"]} if values["verdict"] else {}
    return said | {name: values[name] for name in TEXTS if name in values}


def _row(made: Decision, item: CsipItem, values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "decision": made.kind,
        "reason": made.reason,
        "decided_on": made.decided_on,
        "look_again_on": values["look_again_on"],
        "verdict": values["verdict"],
        "before": item.state,
        "after": values["state"],
    }


def last_decision(events: Sequence[Event]) -> Event | None:
    """Return the decision that can be taken back: the newest event, when it is one. `events` newest first."""
    newest = events[0] if events else None
    if newest is None or newest.kind != DECIDED or not newest.data or "undone" in newest.data:
        return None
    return newest


def undo_decision(unit: Unit, client_slug: str, number: int, seen: int | None = None) -> CsipItem:
    """Take the last decision back. Both the decision and its undoing stay in the history.

    A removal is taken back by a re-open that is recorded as such. Raises Conflict when the item is not as
    `seen` any more, NotAllowed when the last thing that happened was no decision.
    """
    client = get_client(unit, client_slug)
    item = csip_queries.get_item(unit, client.id, number)
    if seen is not None and seen != item.version:
        raise conflict(unit, client, item, {"Decision": "undo"}, {"Status": item.state})
    last = last_decision(list_events(unit, client.id, subject_of(item), limit=1))
    if last is None or not last.data:
        raise NotAllowed("Only the last thing that happened to an item can be undone, and only a decision.")
    values, undone = _values_before(last.data["before"]), last.data["decision"]
    said: dict[str, Any] = {"undone": undone}
    if undone == REMOVE:
        _check_not_moved(unit, client, item)
    part_queries.mark_undone(unit, client.id, item.id)
    if undone == REMOVE:
        back = Decision(REOPEN, "The removal was taken back.", decided_on=unit.today)
        said |= _said(back, {"look_again_on": None, "verdict": None}) | {"deciders": [unit.actor]}
        row = _row(back, item, values | {"look_again_on": None, "verdict": None})
        part_queries.add_decision(unit, client.id, item.id, row | {"deciders": [unit.actor]})
    _change_state(unit, client, item, values, DECIDED if undone == REMOVE else UNDONE, said)
    return csip_queries.get_item(unit, client.id, number)


def _values_before(before: Mapping[str, Any]) -> dict[str, Any]:
    """Return what an item was before a decision; events of earlier editions do not know all of it."""
    values: dict[str, Any] = {
        "state": before["state"],
        "state_before_hold": before["left"],
        "verdict": before["verdict"],
    }
    values |= {name: _day(before[name]) for name in DAYS if name in before}
    return values | {name: before[name] for name in TEXTS if name in before}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _change_state(
    unit: Unit, client: Client, item: CsipItem, values: Mapping[str, Any], kind: str, data: Mapping[str, Any]
) -> None:
    check_practice_is_free(unit, client, item, values["state"])
    store(unit, client, item, values)
    before: dict[str, Any] = {
        "state": item.state, "left": item.state_before_hold, "verdict": item.verdict,
        "look_again_on": item.look_again_on.isoformat() if item.look_again_on else None,
    }  # fmt: skip
    for name in values.keys() & {*DAYS, *TEXTS} - {"look_again_on"}:
        now = getattr(item, name)
        before[name] = now.isoformat() if isinstance(now, date) else now
    add_event(unit, client.id, subject_of(item), kind, {**data, "before": before, "to": values["state"]})
