"""What a review decides about improvements: the register decides, the minutes keep what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from assessment.domain import csip as csip_rules
from assessment.domain.clients import Client
from assessment.domain.csip_items import CsipItem
from assessment.domain.reviews import CSIP, Decided, Review, check_decision, number_in
from assessment.errors import AppError, Conflict, InvalidInput, NotAllowed
from assessment.services import csip
from assessment.services.reviews_recording import Meeting, meeting_of, read_deciders, record
from assessment.store.database import Unit
from assessment.store.queries.csip import get_item
from assessment.store.queries.csip_parts import KeptDecision, list_decisions

MOST_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Refused:
    """An item about which nothing could be decided, and why; `theirs` is what somebody else decided."""

    reference: str
    message: str
    theirs: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a decision about several items."""

    done: tuple[Decided, ...] = ()
    refused: tuple[Refused, ...] = ()


def decide_items(
    unit: Unit, client_slug: str, number: int, items: Mapping[int, int], decision: csip_rules.Decision,
    deciders: str,
) -> Outcome:  # fmt: skip
    """Decide about one or several improvements, by number with the version seen, and keep it in the minutes.

    A version of 0 stands for an item that was named by its number only. What somebody else decided
    meanwhile, or the rules forbid, is named in the outcome while the others go through. Raises
    InvalidInput, and decides nothing, where a reason or a day is missing.
    """
    meeting = meeting_of(unit, client_slug, number, proper=True)
    if not items:
        raise InvalidInput("items", "Tick the improvements that this is about.")
    if len(items) > MOST_AT_ONCE:
        raise InvalidInput("items", f"Decide about at most {MOST_AT_ONCE} improvements at once.")
    check_decision(CSIP, decision.kind, decision.reason, meeting.review.held_on)
    named = read_deciders(deciders)
    done, refused = [], []
    for item_number, seen in items.items():
        item = get_item(unit, meeting.client.id, item_number)
        try:
            done.append(_decide(unit, meeting, item, decision, seen or item.version, named))
        except (Conflict, NotAllowed) as error:
            refused.append(_refused(unit, meeting.client, item, error))
    return Outcome(tuple(done), tuple(refused))


def _decide(
    unit: Unit, meeting: Meeting, item: CsipItem, decision: csip_rules.Decision, seen: int,
    deciders: list[str],
) -> Decided:  # fmt: skip
    day = max(min(meeting.day, unit.today), item.raised_on)
    made = replace(decision, decided_on=day)
    client, review = meeting.client, meeting.review
    after = csip.decide_item(unit, client.slug, item.number, made, seen, review.id, deciders)
    values = {
        "kind": CSIP, "subject": f"csip:{item.id}", "decision": decision.kind,
        "text": f"{item.reference} {item.title}: {after.state}", "reason": decision.reason.strip(),
        "owner": item.owner, "look_again_on": after.look_again_on, "deciders": deciders, "decided_on": day,
    }  # fmt: skip
    return record(unit, meeting, values)


def _refused(unit: Unit, client: Client, item: CsipItem, error: AppError) -> Refused:
    if not isinstance(error, Conflict):
        return Refused(item.reference, error.message)
    last = _last_standing(unit, client, item)
    now = get_item(unit, client.id, item.number)
    theirs = f"It is {now.state} now."
    if last is not None:
        theirs = f"{item.reference} {item.title}: {last.after}. {last.reason}".strip()
    return Refused(item.reference, error.message, theirs, error.by)


def _last_standing(unit: Unit, client: Client, item: CsipItem) -> KeptDecision | None:
    found = list_decisions(unit, client.id, item_id=item.id)
    return next((one for one in reversed(found) if one.undone_at is None), None)


def take_back(unit: Unit, client: Client, review: Review, decided: Decided) -> None:
    """Take the decision of a review about an improvement back in the register.

    Raises NotAllowed where something was decided about it since, or something else happened to it.
    """
    item = get_item(unit, client.id, number_in(decided))
    last = _last_standing(unit, client, item)
    if last is None or last.review_id != review.id or last.decision != decided.decision:
        raise NotAllowed(f"{item.reference} was decided about again since. Take that back first.")
    csip.undo_decision(unit, client.slug, item.number)
