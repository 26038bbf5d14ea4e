"""Put an item into the other register; both numbers stay findable."""

from assessment.domain.action_items import FROM_CSIP, FROM_INCIDENT, FROM_REVIEW, FROM_SLA, ActionItem
from assessment.domain.action_items import reference_of as action_reference
from assessment.domain.actions import CANCEL, Decision
from assessment.domain.catalogue import PROVIDER
from assessment.domain.csip import REMOVE
from assessment.domain.csip import Decision as CsipDecision
from assessment.domain.csip_items import CsipItem
from assessment.domain.csip_items import reference_of as csip_reference
from assessment.domain.sla_results import BREACHED
from assessment.errors import InvalidInput, NotAllowed
from assessment.services import csip
from assessment.services.actions_changes import add_action, decide_action
from assessment.services.actions_checks import LONGEST_TEXT, ActionDraft
from assessment.services.csip_register import subject_of as csip_subject
from assessment.services.texts import checked_text
from assessment.store.database import Unit
from assessment.store.queries import action_targets
from assessment.store.queries import actions as queries
from assessment.store.queries import csip as csip_queries
from assessment.store.queries.actions import ACTIONS, CSIP, Move
from assessment.store.queries.clients import get_client
from assessment.store.queries.events import add_event

ORIGIN_OF = {FROM_REVIEW: "review", FROM_SLA: "problem", FROM_INCIDENT: "problem"}
REFERENCES = {ACTIONS: action_reference, CSIP: csip_reference}


def move_to_actions(unit: Unit, client_slug: str, csip_number: int, reason: str) -> ActionItem:
    """Put an improvement into the action register, where it only restores what was agreed.

    The improvement is removed with the reason, which names the new action. Raises InvalidInput without a
    reason, NotAllowed for an item that is closed or removed.
    """
    client = get_client(unit, client_slug)
    item = csip_queries.get_item(unit, client.id, csip_number)
    why = _checked_reason(reason)
    if not item.is_open:
        raise NotAllowed(f"{item.reference} is {item.state}, so it stays in this register.")
    draft = ActionDraft(
        item.title, item.description, FROM_CSIP, owner=item.owner, owner_side=item.owner_side or PROVIDER,
        due_on=item.due_on, service_id=item.service_id, party_id=item.party_id, sla_id=item.sla_id,
        target_key=item.sla_target,
    )  # fmt: skip
    action = add_action(unit, client_slug, draft, moved_from=item.reference)
    said = f"Moved to {action.reference}: {why}"
    csip.decide_item(unit, client_slug, csip_number, CsipDecision(REMOVE, said), item.version)
    queries.add_move(unit, client.id, Move(CSIP, item.number, ACTIONS, action.number, why))
    return action


def move_to_csip(
    unit: Unit, client_slug: str, action_number: int, reason: str, override: str = ""
) -> CsipItem:
    """Put an action into the CSIP register, where it goes beyond what was agreed.

    The action is cancelled with the reason, which names the new improvement. The repair of a breach needs a
    written `override`: InvalidInput without it, as without a reason. NotAllowed for a finished action.
    """
    client = get_client(unit, client_slug)
    action = queries.get_action(unit, client.id, action_number)
    why = _checked_reason(reason)
    if not action.is_open:
        raise NotAllowed(f"{action.reference} is {action.state}, so it stays in this register.")
    restores = is_repair(unit, client.id, action)
    if restores and not override.strip():
        raise InvalidInput(
            "override",
            "This repairs a missed target, so it is no improvement. Write down why it goes beyond what was "
            "agreed all the same.",
        )
    draft = csip.ItemDraft(
        title=action.title,
        description=_texts_of(action),
        origin=ORIGIN_OF.get(action.source, "idea"),
        owner=action.owner,
        owner_side=action.owner_side,
        due_on=action.due_on,
        service_id=action.service_id,
        party_id=action.party_id,
        sla_id=action.sla_id,
        sla_target=action.target_key,
    )
    gate = csip.Gate(restores, override if restores else "")
    item = csip.add_item(unit, client_slug, draft, gate, moved_from=action.reference)
    add_event(
        unit, client.id, csip_subject(item), "moved from another register",
        {"origin": action.reference, "reason": why},
    )  # fmt: skip
    cancel = Decision(CANCEL, f"Moved to {item.reference}: {why}")
    decide_action(unit, client_slug, action_number, cancel, action.version)
    queries.add_move(unit, client.id, Move(ACTIONS, action.number, CSIP, item.number, why))
    return item


def _checked_reason(reason: str) -> str:
    checked = checked_text("reason", reason, LONGEST_TEXT - 100)
    if not checked:
        raise InvalidInput("reason", "Say why it belongs to the other register.")
    return checked


def _texts_of(action: ActionItem) -> str:
    texts = (action.description, action.root_cause, action.corrective)
    return "\n\n".join(text for text in texts if text)[:LONGEST_TEXT]


def is_repair(unit: Unit, client_id: str, action: ActionItem) -> bool:
    """Return whether an action repairs a breach: it came from one, or its target is breached now."""
    if action.source == FROM_SLA:
        return True
    if not action.has_target:
        return False
    results = action_targets.list_results_of_target(
        unit, client_id, action.sla_id or "", action.target_key or ""
    )
    return bool(results) and results[-1].state == BREACHED


def moves_of(unit: Unit, client_slug: str, register: str, number: int) -> list[tuple[str, str, int, str]]:
    """Return the moves of an item: from or to, the other register, the number there and the reason."""
    client = get_client(unit, client_slug)
    found = []
    for one in queries.list_moves(unit, client.id, register, number):
        if (one.from_register, one.from_number) == (register, number):
            found.append(("to", one.to_register, one.to_number, one.reason))
        else:
            found.append(("from", one.from_register, one.from_number, one.reason))
    return found


def moves_named(unit: Unit, client_slug: str, register: str, words: str) -> list[Move]:
    """Return the moves out of a register that words such as ACT-004 or 4 name; none for other words.

    Plain digits are a number of `register` itself.
    """
    named = queries.REFERENCE.match(words.strip())
    if named is None:
        return []
    asked = {"act": ACTIONS, "csip": CSIP}.get((named[1] or "").lower(), register)
    number = int(named[2])
    moves = queries.list_moves(unit, get_client(unit, client_slug).id, asked, number)
    return [one for one in moves if (one.from_register, one.from_number) == (asked, number)]
