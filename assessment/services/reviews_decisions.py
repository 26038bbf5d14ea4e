"""What is decided while a review is held: improvements, actions, agreements, goals and the rest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assessment.domain import csip as csip_rules
from assessment.domain.clients import Client
from assessment.domain.csip_items import CsipItem
from assessment.domain.reviews import (
    ACTION,
    CSIP,
    GOAL,
    OTHER,
    PROPOSAL,
    SLA,
    SYNC,
    Decided,
    Review,
    check_decision,
)
from assessment.errors import AppError, Conflict, InvalidInput, NotAllowed
from assessment.services import csip
from assessment.services.reviews import subject_of
from assessment.services.reviews_actions import new_action
from assessment.services.reviews_kept import ProposalEntry, add_proposal
from assessment.services.reviews_minutes import check_held
from assessment.services.reviews_plans import LONGEST_TEXT
from assessment.services.texts import LONGEST_NAME, checked_line, checked_text, sensible_day
from assessment.store.database import Unit
from assessment.store.queries import reviews as queries
from assessment.store.queries.clients import get_client
from assessment.store.queries.csip import get_item
from assessment.store.queries.events import add_event

MOST_AT_ONCE = 100
MOST_DECIDERS = 30


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


@dataclass(frozen=True, slots=True)
class DecisionEntry:
    """What was typed about an agreement, a goal or anything else that was decided."""

    kind: str
    decision: str
    text: str = ""
    subject: str = ""
    reason: str = ""
    owner: str = ""
    due_on: date | None = None
    deciders: str = ""


def decide_items(
    unit: Unit, client_slug: str, number: int, items: Mapping[int, int], decision: csip_rules.Decision,
    deciders: str,
) -> Outcome:  # fmt: skip
    """Decide about one or several improvements, by number with the version seen, and keep it in the minutes.

    A version of 0 stands for an item that was named by its number only. What somebody else decided
    meanwhile, or the rules forbid, is named in the outcome while the others go through. Raises
    InvalidInput, and decides nothing, where a reason or a day is missing.
    """
    client = get_client(unit, client_slug)
    review = queries.get_review(unit, client.id, number)
    check_held(review)
    check_proper(review)
    if not items:
        raise InvalidInput("items", "Tick the improvements that this is about.")
    if len(items) > MOST_AT_ONCE:
        raise InvalidInput("items", f"Decide about at most {MOST_AT_ONCE} improvements at once.")
    check_decision(CSIP, decision.kind, decision.reason, review.held_on)
    done, refused = [], []
    for item_number, seen in items.items():
        item = get_item(unit, client.id, item_number)
        try:
            done.append(_decide(unit, client, review, item, decision, seen or item.version, deciders))
        except (Conflict, NotAllowed) as error:
            refused.append(_refused(unit, client, item, error))
    return Outcome(tuple(done), tuple(refused))


def _decide(
    unit: Unit, client: Client, review: Review, item: CsipItem, decision: csip_rules.Decision, seen: int,
    deciders: str,
) -> Decided:  # fmt: skip
    day = max(min(review.held_on or unit.today, unit.today), item.raised_on)
    after = csip.decide_item(unit, client.slug, item.number, replace(decision, decided_on=day), seen)
    values = {
        "kind": CSIP, "subject": f"csip:{item.id}", "decision": decision.kind,
        "text": f"{item.reference} {item.title}: {after.state}", "reason": decision.reason.strip(),
        "owner": item.owner, "look_again_on": after.look_again_on, "deciders": read_deciders(deciders),
        "decided_on": day,
    }  # fmt: skip
    return record(unit, client, review, values)


def _refused(unit: Unit, client: Client, item: CsipItem, error: AppError) -> Refused:
    if not isinstance(error, Conflict):
        return Refused(item.reference, error.message)
    last = queries.last_decision_about(unit, client.id, f"csip:{item.id}")
    now = get_item(unit, client.id, item.number)
    theirs = f"{last.text}. {last.reason}".strip() if last else f"It is {now.state} now."
    return Refused(item.reference, error.message, theirs, error.by)


def record(unit: Unit, client: Client, review: Review, values: Mapping[str, object]) -> Decided:
    """Keep a decision in the minutes of a review and return it."""
    made = queries.add_decision(unit, client.id, review.id, values)
    said = {"title": review.title, "what": values["text"], "decision": values["decision"]}
    if values.get("reason"):
        said["reason"] = values["reason"]
    add_event(unit, client.id, subject_of(review), "review decided", said)
    found = queries.list_decisions(unit, client.id, review.id)
    return next(one for one in found if one.id == made)


def check_proper(review: Review) -> None:
    """Raise NotAllowed in an informal sync, which is a conversation and no review proper."""
    if review.kind == SYNC:
        raise NotAllowed("An informal sync decides nothing of this kind. Take it to the monthly review.")


def read_deciders(text: str) -> list[str]:
    """Return who decided, from names between commas or line ends."""
    names = [checked_line("deciders", part, LONGEST_NAME) for part in text.replace("\n", ",").split(",")]
    found = [name for name in names if name]
    if len(found) > MOST_DECIDERS:
        raise InvalidInput("deciders", f"Name at most {MOST_DECIDERS} who decided.")
    return found


def add_review_action(
    unit: Unit, client_slug: str, number: int, title: str, owner: str, due_on: date | None
) -> Decided:
    """Put an action into its register and into the minutes. Raises InvalidInput for what is missing."""
    client = get_client(unit, client_slug)
    review = queries.get_review(unit, client.id, number)
    check_held(review)
    said, who = checked_line("title", title, LONGEST_NAME), checked_line("owner", owner, LONGEST_NAME)
    if not said:
        raise InvalidInput("title", "Say what has to be done.")
    if not who:
        raise InvalidInput("owner", "Say who does it.")
    if sensible_day("due_on", due_on) is None:
        raise InvalidInput("due_on", "Say by when it is done.")
    made, action_number = new_action(unit, client.id, review, said, who, due_on)
    values = {
        "kind": ACTION, "subject": f"action:{made}", "decision": "add",
        "text": f"ACT-{action_number:03d} {said}", "owner": who, "due_on": due_on,
        "decided_on": review.held_on or unit.today,
    }  # fmt: skip
    return record(unit, client, review, values)


def add_decision(unit: Unit, client_slug: str, number: int, entry: DecisionEntry) -> Decided:
    """Keep a decision about an agreement, a goal or the rest. Raises InvalidInput for what is missing."""
    client = get_client(unit, client_slug)
    review = queries.get_review(unit, client.id, number)
    check_held(review)
    if entry.kind not in (SLA, GOAL, OTHER):
        raise InvalidInput("kind", "Choose one of the kinds shown.")
    if entry.kind != OTHER:
        check_proper(review)
    day = review.held_on or unit.today
    reason = checked_text("reason", entry.reason, LONGEST_TEXT)
    check_decision(entry.kind, entry.decision, reason, day)
    text = checked_text("text", entry.text, LONGEST_TEXT)
    if not text:
        raise InvalidInput("text", "Say what was decided.")
    values = {
        "kind": entry.kind, "subject": checked_line("subject", entry.subject, LONGEST_NAME),
        "decision": entry.decision, "text": text, "reason": reason,
        "owner": checked_line("owner", entry.owner, LONGEST_NAME),
        "due_on": sensible_day("due_on", entry.due_on), "deciders": read_deciders(entry.deciders),
        "decided_on": day,
    }  # fmt: skip
    return record(unit, client, review, values)


def add_review_proposal(unit: Unit, client_slug: str, number: int, entry: ProposalEntry) -> Decided:
    """Put a proposal or a changed need into its register and into the minutes."""
    client = get_client(unit, client_slug)
    review = queries.get_review(unit, client.id, number)
    check_held(review)
    proposal = add_proposal(unit, client.slug, entry, review.id)
    values = {
        "kind": PROPOSAL, "subject": f"proposal:{proposal.id}", "decision": proposal.state,
        "text": f"PRO-{proposal.number:03d} {proposal.title}", "reason": proposal.reason,
        "decided_on": review.held_on or unit.today,
    }  # fmt: skip
    return record(unit, client, review, values)


def undo_decision(unit: Unit, client_slug: str, number: int, decision_number: int) -> Decided:
    """Take back a decision of a review that is being held; both stay in the minutes.

    Raises NotAllowed for an action, which is cancelled in its register, and where the improvement has
    changed since.
    """
    client = get_client(unit, client_slug)
    review = queries.get_review(unit, client.id, number)
    check_held(review)
    decided = find_decision(queries.list_decisions(unit, client.id, review.id), decision_number)
    if decided.undone:
        raise NotAllowed("This decision was taken back already.")
    if decided.kind in (ACTION, PROPOSAL):
        raise NotAllowed("What was put into another register is changed there.")
    if decided.kind == CSIP:
        item_number = int(decided.text.split(" ", 1)[0].removeprefix("CSIP-"))
        csip.undo_decision(unit, client.slug, item_number)
    queries.undo_decision(unit, client.id, decided.id)
    said = {"title": review.title, "what": decided.text}
    add_event(unit, client.id, subject_of(review), "review decision undone", said)
    return replace(decided, undone=True)


def find_decision(decisions: Sequence[Decided], number: int) -> Decided:
    """Return a decision by its number; NotAllowed where the review has none such."""
    found = next((one for one in decisions if one.number == number), None)
    if found is None:
        raise NotAllowed("This review has no such decision.")
    return found
