"""The CSIP register: put improvements into it, change them, decide about them, take a step back."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from assessment.domain.clients import Client
from assessment.domain.csip import (
    COST_APPROVALS,
    COST_NONE,
    COST_REQUESTED,
    PROPOSED,
    Decision,
    decide,
)
from assessment.domain.csip_items import COSTED, CsipItem
from assessment.errors import Conflict, InvalidInput, NotAllowed, NotFound
from assessment.store.database import Unit
from assessment.store.queries import csip as csip_queries
from assessment.store.queries.clients import Event, add_event, get_client, list_events
from assessment.store.queries.csip import CsipFilter

LONGEST_TITLE = 200
LONGEST_TEXT = 10_000
LONGEST_NAME = 100
LARGEST_AMOUNT = Fraction(10**9)
COST_KINDS = ("none", COSTED)
ORIGINS = ("plan", "review", "metric", "idea", "problem")
SIDES = ("", "provider", "customer", "supplier")


@dataclass(frozen=True, slots=True)
class ItemDraft:
    """What a person writes about an item. Amounts are in `cost_currency`; `cost_kind` is none or costed."""

    title: str
    description: str = ""
    origin: str = "idea"
    area_id: str | None = None
    service: str = ""
    party: str = ""
    cost_kind: str = "none"
    cost_amount: Fraction | None = None
    cost_currency: str = ""
    cost_approval: str = COST_NONE
    owner: str = ""
    owner_side: str = ""
    due_on: date | None = None
    expected_benefit: str = ""
    progress: int = 0


@dataclass(frozen=True, slots=True)
class Register:
    """One view of the register: the items shown, how many each group holds, and who owns items."""

    client: Client
    items: Sequence[CsipItem]
    counts: Mapping[str, int]
    wanted: CsipFilter


@dataclass(frozen=True, slots=True)
class ItemHistory:
    """One item with everything that happened to it, newest first."""

    client: Client
    item: CsipItem
    events: Sequence[Event]


def register_of(unit: Unit, client_slug: str, wanted: CsipFilter) -> Register:
    """Return the register of a client, narrowed as wanted."""
    client = get_client(unit, client_slug)
    items = csip_queries.list_items(unit, client.id, wanted)
    return Register(client, items, csip_queries.count_by_group(unit, client.id), wanted)


def item_of(unit: Unit, client_slug: str, number: int) -> ItemHistory:
    """Return one item with its history."""
    client = get_client(unit, client_slug)
    item = csip_queries.get_item(unit, client.id, number)
    return ItemHistory(client, item, list_events(unit, client.id, subject_of(item)))


def subject_of(item: CsipItem) -> str:
    """Return under which name the history keeps what happened to an item."""
    return f"csip:{item.id}"


def add_item(unit: Unit, client_slug: str, draft: ItemDraft) -> CsipItem:
    """Put an improvement into the register by hand."""
    client = get_client(unit, client_slug)
    checked = _checked(draft)
    number = csip_queries.add_item(unit, client.id, {**asdict(checked), "state": PROPOSED})
    item = csip_queries.get_item(unit, client.id, number)
    add_event(unit, client.id, subject_of(item), "csip added", {"title": item.title, "origin": item.origin})
    return item


def edit_item(unit: Unit, client_slug: str, number: int, draft: ItemDraft, seen: int) -> CsipItem:
    """Change what is written about an item; its state changes by decisions only."""
    client = get_client(unit, client_slug)
    item = csip_queries.get_item(unit, client.id, number)
    checked = _checked(replace(draft, origin=item.origin))
    before = {name: getattr(item, name) for name in asdict(checked)}
    changed = {name: value for name, value in asdict(checked).items() if value != before[name]}
    if not changed:
        return item
    if seen != item.version or not csip_queries.update_item(unit, client.id, item, seen, changed):
        raise _conflict(item, "your changes", "changes by somebody else")
    add_event(
        unit,
        client.id,
        subject_of(item),
        "csip changed",
        {name: {"from": _plain(before[name]), "to": _plain(value)} for name, value in changed.items()},
    )
    return csip_queries.get_item(unit, client.id, number)


def decide_item(unit: Unit, client_slug: str, number: int, decision: Decision, seen: int) -> CsipItem:
    """Record a decision (progress, hold, remove, or the re-opening of a removed item) and its effect.

    Raises NotAllowed or InvalidInput when the rules forbid it, Conflict when somebody decided meanwhile.
    """
    client = get_client(unit, client_slug)
    item = csip_queries.get_item(unit, client.id, number)
    if seen != item.version:
        raise _conflict(item, decision.kind, item.state)
    step = decide(item.standing, replace(decision, decided_on=decision.decided_on or unit.today))
    values = {
        "state": step.after.state,
        "state_before_hold": step.after.left,
        "look_again_on": decision.look_again_on if step.after.state == "on hold" else None,
        "verdict": step.after.verdict,
    }
    _change_state(unit, client, item, values, "csip decided", {
        "decision": decision.kind,
        "reason": decision.reason.strip(),
        "decided_on": (decision.decided_on or unit.today).isoformat(),
        "look_again_on": decision.look_again_on.isoformat() if decision.look_again_on else None,
    })  # fmt: skip
    return csip_queries.get_item(unit, client.id, number)


def undo_decision(unit: Unit, client_slug: str, number: int) -> CsipItem:
    """Take the last decision back. Both the decision and its undoing stay in the history."""
    client = get_client(unit, client_slug)
    item = csip_queries.get_item(unit, client.id, number)
    events = list_events(unit, client.id, subject_of(item), limit=1)
    if not events or events[0].kind != "csip decided" or not events[0].data:
        raise NotAllowed("Only the last thing that happened to an item can be undone, and only a decision.")
    before = events[0].data["before"]
    look_again = date.fromisoformat(before["look_again_on"]) if before["look_again_on"] else None
    values = {
        "state": before["state"],
        "state_before_hold": before["left"],
        "look_again_on": look_again,
        "verdict": before["verdict"],
    }
    _change_state(unit, client, item, values, "csip decision undone", {"undone": events[0].data["decision"]})
    return csip_queries.get_item(unit, client.id, number)


def _change_state(
    unit: Unit, client: Client, item: CsipItem, values: Mapping[str, Any], kind: str, data: Mapping[str, Any]
) -> None:
    if not csip_queries.update_item(unit, client.id, item, item.version, values):
        raise _conflict(item, str(values["state"]), item.state)
    before = {
        "state": item.state,
        "left": item.state_before_hold,
        "look_again_on": item.look_again_on.isoformat() if item.look_again_on else None,
        "verdict": item.verdict,
    }
    add_event(unit, client.id, subject_of(item), kind, {**data, "before": before, "to": values["state"]})


def _conflict(item: CsipItem, yours: str, theirs: str) -> Conflict:
    return Conflict(
        f"Somebody else changed {item.reference} meanwhile. Look at it again, then decide.",
        field=item.reference, yours=yours, theirs=theirs, version=item.version,
    )  # fmt: skip


def _plain(value: object) -> object:
    return value if value is None or isinstance(value, (str, int)) else str(value)


def _checked(draft: ItemDraft) -> ItemDraft:
    checked = replace(
        draft,
        title=_line("title", draft.title, LONGEST_TITLE),
        description=_line("description", draft.description, LONGEST_TEXT),
        owner=_line("owner", draft.owner, LONGEST_NAME),
        service=_line("service", draft.service, LONGEST_NAME),
        party=_line("party", draft.party, LONGEST_NAME),
        expected_benefit=_line("expected_benefit", draft.expected_benefit, LONGEST_TEXT),
    )
    if not checked.title:
        raise InvalidInput("title", "Say in a few words what is to get better.")
    if checked.origin not in ORIGINS:
        raise InvalidInput("origin", "Choose where the idea comes from.")
    if checked.owner_side not in SIDES:
        raise InvalidInput("owner_side", "Choose the owner's side.")
    if not 0 <= checked.progress <= 100:
        raise InvalidInput("progress", "Progress goes from 0 to 100 percent.")
    return _checked_cost(checked)


def _checked_cost(draft: ItemDraft) -> ItemDraft:
    if draft.cost_kind not in COST_KINDS:
        raise InvalidInput("cost_kind", "Choose no added cost or costed.")
    if draft.cost_approval not in COST_APPROVALS:
        raise InvalidInput("cost_approval", "Choose where the approval of the cost stands.")
    if draft.cost_kind != COSTED:
        return replace(draft, cost_amount=None, cost_currency="", cost_approval=COST_NONE)
    if draft.cost_amount is not None and not 0 <= draft.cost_amount <= LARGEST_AMOUNT:
        raise InvalidInput("cost_amount", "An amount goes from 0 to 1,000,000,000.")
    currency = draft.cost_currency.strip().upper()
    if draft.cost_amount is not None and not (
        len(currency) == 3 and currency.isascii() and currency.isalpha()
    ):
        raise InvalidInput("cost_currency", "Write the currency in three letters, such as EUR.")
    if draft.cost_approval == "approved" and draft.cost_amount is None:
        raise InvalidInput("cost_amount", "Enter the amount that was approved.")
    approval = (
        COST_REQUESTED
        if draft.cost_approval == COST_NONE and draft.cost_amount is not None
        else draft.cost_approval
    )
    return replace(draft, cost_currency=currency, cost_approval=approval)


def _line(field: str, text: str, longest: int) -> str:
    text = text.replace("\r\n", "\n").strip()
    if len(text) > longest:
        raise InvalidInput(field, f"This text has {len(text)} characters; at most {longest} fit.")
    return text


__all__ = [
    "CsipFilter", "Decision", "ItemDraft", "ItemHistory", "NotFound", "Register", "add_item", "decide_item",
    "edit_item", "item_of", "register_of", "undo_decision",
]  # fmt: skip
