"""Put improvements into the CSIP register, change them, decide about them, take a decision back."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from assessment.domain.clients import Client
from assessment.domain.csip import (
    COST_APPROVED,
    IN_PROGRESS,
    ON_HOLD,
    OPEN_STATES,
    PROPOSED,
    REMOVE,
    REOPEN,
    STATES,
    decide,
)
from assessment.domain.csip import Decision as Decision
from assessment.domain.csip_items import COSTED, CsipItem
from assessment.errors import Conflict, InvalidInput, NotAllowed
from assessment.services.csip_drafts import LONGEST_TEXT, checked_draft
from assessment.services.csip_drafts import ItemDraft as ItemDraft
from assessment.services.csip_register import open_numbers as open_numbers
from assessment.services.csip_register import register_of as register_of
from assessment.services.csip_register import short_view as short_view
from assessment.services.csip_register import subject_of
from assessment.services.texts import checked_text, sensible_day
from assessment.store.database import Unit
from assessment.store.queries import csip as csip_queries
from assessment.store.queries.clients import get_client
from assessment.store.queries.csip import CsipFilter as CsipFilter
from assessment.store.queries.events import Event, add_event, list_events

ADDED = "csip added"
CHANGED = "csip changed"
DECIDED = "csip decided"
UNDONE = "csip decision undone"
BEFORE_THE_WORK = frozenset(STATES[: STATES.index(IN_PROGRESS)])


@dataclass(frozen=True, slots=True)
class Gate:
    """The answer to "Does this only restore what was agreed?", and why it is an improvement all the same."""

    restores: bool = False
    override: str = ""


def add_item(unit: Unit, client_slug: str, draft: ItemDraft, gate: Gate | None = None) -> CsipItem:
    """Put an improvement into the register by hand.

    Raises InvalidInput, also when `gate` says that it only restores what was agreed and gives no reason.
    """
    client = get_client(unit, client_slug)
    checked = checked_draft(draft)
    said = {"title": checked.title, "origin": checked.origin, **_gate_data(gate or Gate())}
    number = csip_queries.add_item(unit, client.id, {**asdict(checked), "state": PROPOSED})
    item = csip_queries.get_item(unit, client.id, number)
    add_event(unit, client.id, subject_of(item), ADDED, said)
    return item


def _gate_data(gate: Gate) -> dict[str, Any]:
    if not gate.restores:
        return {}
    reason = checked_text("override", gate.override, LONGEST_TEXT)
    if not reason:
        raise InvalidInput(
            "override",
            "What only restores the agreed level belongs to the action register. Say why it is an "
            "improvement all the same.",
        )
    return {"restores_agreed": True, "override": reason}


def edit_item(unit: Unit, client_slug: str, number: int, draft: ItemDraft, seen: int) -> CsipItem:
    """Change what is written about an item; its state changes by decisions only.

    Raises NotAllowed for an item that is closed or removed, InvalidInput for a value that does not fit,
    Conflict with both values when somebody else changed it to something different since `seen`.
    """
    client = get_client(unit, client_slug)
    item = csip_queries.get_item(unit, client.id, number)
    wanted = asdict(checked_draft(replace(draft, origin=item.origin)))
    changed = {name: value for name, value in wanted.items() if value != getattr(item, name)}
    if not changed:
        return item
    if seen != item.version:
        raise _conflict(unit, client, item, _in_words(changed), _in_words(_now(item, changed)))
    if not item.is_open:
        raise NotAllowed(f"{item.reference} is {item.state}, so what is written about it stays as it is.")
    _check_cost_of_begun_work(item, wanted)
    _store(unit, client, item, changed)
    said = {name: {"from": _plain(getattr(item, name)), "to": _plain(new)} for name, new in changed.items()}
    add_event(unit, client.id, subject_of(item), CHANGED, said)
    return csip_queries.get_item(unit, client.id, number)


def _check_cost_of_begun_work(item: CsipItem, wanted: Mapping[str, Any]) -> None:
    stands = item.state_before_hold if item.state == ON_HOLD else item.state
    unapproved = wanted["cost_kind"] == COSTED and wanted["cost_approval"] != COST_APPROVED
    if unapproved and stands not in BEFORE_THE_WORK:
        raise InvalidInput(
            "cost_approval", "The work has begun already, so a cost can be entered only once it is approved."
        )


def decide_item(unit: Unit, client_slug: str, number: int, decision: Decision, seen: int) -> CsipItem:
    """Record a decision (progress, hold, remove, or the re-opening of a removed item) and its effect.

    Raises NotAllowed or InvalidInput when the rules forbid it, Conflict when somebody decided meanwhile.
    """
    client = get_client(unit, client_slug)
    item = csip_queries.get_item(unit, client.id, number)
    if seen != item.version:
        raise _conflict(unit, client, item, {"Decision": decision.kind}, {"Status": item.state})
    reason = checked_text("reason", decision.reason, LONGEST_TEXT)
    sensible_day("look_again_on", decision.look_again_on)
    decided_on = _checked_day(decision.decided_on or unit.today, item, unit.today)
    step = decide(item.standing, replace(decision, reason=reason, decided_on=decided_on))
    again = decision.look_again_on if step.after.state == ON_HOLD else None
    values = {
        "state": step.after.state,
        "state_before_hold": step.after.left,
        "look_again_on": again,
        "verdict": step.after.verdict,
    }
    said = {"decision": decision.kind, "reason": reason, "decided_on": decided_on.isoformat()}
    said |= {"look_again_on": again.isoformat()} if again else {}
    said |= {"verdict": step.after.verdict} if step.after.verdict else {}
    _change_state(unit, client, item, values, DECIDED, said)
    return csip_queries.get_item(unit, client.id, number)


def _checked_day(day: date, item: CsipItem, today: date) -> date:
    if day > today:
        raise InvalidInput("decided_on", "A decision cannot be dated in the future.")
    if day < item.raised_on:
        raise InvalidInput("decided_on", f"{item.reference} was raised on {item.raised_on}, after this day.")
    return day


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
        raise _conflict(unit, client, item, {"Decision": "undo"}, {"Status": item.state})
    last = last_decision(list_events(unit, client.id, subject_of(item), limit=1))
    if last is None or not last.data:
        raise NotAllowed("Only the last thing that happened to an item can be undone, and only a decision.")
    before, undone = last.data["before"], last.data["decision"]
    values = {
        "state": before["state"],
        "state_before_hold": before["left"],
        "look_again_on": date.fromisoformat(before["look_again_on"]) if before["look_again_on"] else None,
        "verdict": before["verdict"],
    }
    said: dict[str, Any] = {"undone": undone}
    if undone == REMOVE:
        said |= {"decision": REOPEN, "reason": "The removal was taken back."}
        said["decided_on"] = unit.today.isoformat()
    _change_state(unit, client, item, values, DECIDED if undone == REMOVE else UNDONE, said)
    return csip_queries.get_item(unit, client.id, number)


def _change_state(
    unit: Unit, client: Client, item: CsipItem, values: Mapping[str, Any], kind: str, data: Mapping[str, Any]
) -> None:
    if item.practice_id and not item.is_open and values["state"] in OPEN_STATES:
        taken = open_numbers(unit, client.id).get(item.practice_id)
        if taken is not None:
            raise NotAllowed(f"CSIP-{taken:03d} is open for the same practice. Close or remove it first.")
    _store(unit, client, item, values)
    before = {
        "state": item.state,
        "left": item.state_before_hold,
        "look_again_on": item.look_again_on.isoformat() if item.look_again_on else None,
        "verdict": item.verdict,
    }
    add_event(unit, client.id, subject_of(item), kind, {**data, "before": before, "to": values["state"]})


def _store(unit: Unit, client: Client, item: CsipItem, values: Mapping[str, Any]) -> None:
    if not csip_queries.update_item(unit, client.id, item, item.version, values):
        raise _conflict(unit, client, item, _in_words(values), _in_words(_now(item, values)))


def _conflict(
    unit: Unit, client: Client, item: CsipItem, yours: Mapping[str, str], theirs: Mapping[str, str]
) -> Conflict:
    events = list_events(unit, client.id, subject_of(item), limit=1)
    return Conflict(
        f"Somebody else changed {item.reference} before you.", field=item.reference,
        yours=_sentence(yours), theirs=_sentence(theirs), by=events[0].actor if events else "",
        version=item.version,
    )  # fmt: skip


def _now(item: CsipItem, names: Mapping[str, Any]) -> dict[str, Any]:
    return {name: getattr(item, name) for name in names}


def _in_words(values: Mapping[str, Any]) -> dict[str, str]:
    return {
        name.removesuffix("_on").replace("_", " ").capitalize(): "nothing" if v in (None, "") else str(v)
        for name, v in values.items()
    }


def _sentence(values: Mapping[str, str]) -> str:
    return "; ".join(f"{name}: {value}" for name, value in values.items())


def _plain(value: object) -> object:
    return value if value is None or isinstance(value, (str, int)) else str(value)
