"""What else is decided while a review is held: actions, proposals and the rest; and taking it back."""

from dataclasses import dataclass, replace
from datetime import date

from assessment.domain.action_items import FROM_REVIEW, OPEN
from assessment.domain.actions import CANCEL
from assessment.domain.clients import Client
from assessment.domain.reviews import (
    ACTION,
    CSIP,
    GOAL,
    OTHER,
    PROPOSAL,
    SLA,
    Decided,
    Review,
    check_decision,
    number_in,
)
from assessment.errors import InvalidInput, NotAllowed
from assessment.services import actions
from assessment.services.actions import ActionDraft
from assessment.services.reviews import subject_of
from assessment.services.reviews_improvements import take_back
from assessment.services.reviews_kept import ProposalEntry, add_proposal
from assessment.services.reviews_plans import LONGEST_TEXT
from assessment.services.reviews_recording import find_decision, meeting_of, read_deciders, record
from assessment.services.texts import checked_text, sensible_day
from assessment.store.database import Unit
from assessment.store.queries import reviews as queries
from assessment.store.queries.actions import get_action
from assessment.store.queries.events import add_event


@dataclass(frozen=True, slots=True)
class DecisionEntry:
    """What was typed about something that no register holds."""

    kind: str
    decision: str
    text: str = ""
    reason: str = ""
    deciders: str = ""


@dataclass(frozen=True, slots=True)
class ActionEntry:
    """What was typed about an action; service and party are ids, "" for none."""

    title: str
    owner: str = ""
    due_on: date | None = None
    service_id: str = ""
    party_id: str = ""


def add_review_action(unit: Unit, client_slug: str, number: int, entry: ActionEntry) -> Decided:
    """Put an action into its register and into the minutes. Raises InvalidInput for what is missing.

    It is about the party of the review where none is named.
    """
    meeting = meeting_of(unit, client_slug, number)
    if not entry.owner.strip():
        raise InvalidInput("owner", "Say who does it.")
    if sensible_day("due_on", entry.due_on) is None:
        raise InvalidInput("due_on", "Say by when it is done.")
    review = meeting.review
    draft = ActionDraft(
        entry.title, source=FROM_REVIEW, review_id=review.id, owner=entry.owner, due_on=entry.due_on,
        service_id=entry.service_id or None, party_id=entry.party_id or review.party_id,
    )  # fmt: skip
    made = actions.add_action(unit, client_slug, draft)
    values = {
        "kind": ACTION, "subject": actions.subject_of(made), "decision": "add",
        "text": f"{made.reference} {made.title}", "owner": made.owner, "due_on": made.due_on,
    }  # fmt: skip
    return record(unit, meeting, values)


def add_decision(unit: Unit, client_slug: str, number: int, entry: DecisionEntry) -> Decided:
    """Keep a decision in words only, also about an agreement or a goal that no register holds."""
    if entry.kind not in (SLA, GOAL, OTHER):
        raise InvalidInput("kind", "Choose one of the kinds shown.")
    meeting = meeting_of(unit, client_slug, number, proper=entry.kind != OTHER)
    reason = checked_text("reason", entry.reason, LONGEST_TEXT)
    check_decision(entry.kind, entry.decision, reason, meeting.day)
    text = checked_text("text", entry.text, LONGEST_TEXT)
    if not text:
        raise InvalidInput("text", "Say what was decided.")
    values = {
        "kind": entry.kind, "decision": entry.decision, "text": text, "reason": reason,
        "deciders": read_deciders(entry.deciders),
    }  # fmt: skip
    return record(unit, meeting, values)


def add_review_proposal(unit: Unit, client_slug: str, number: int, entry: ProposalEntry) -> Decided:
    """Put a proposal or a changed need into its register and into the minutes."""
    meeting = meeting_of(unit, client_slug, number)
    proposal = add_proposal(unit, client_slug, entry, meeting.review.id)
    values = {
        "kind": PROPOSAL, "subject": f"proposal:{proposal.id}", "decision": proposal.state,
        "text": f"PRO-{proposal.number:03d} {proposal.title}", "reason": proposal.reason,
    }  # fmt: skip
    return record(unit, meeting, values)


def undo_decision(unit: Unit, client_slug: str, number: int, decision_number: int) -> Decided:
    """Take back a decision of a review that is being held; both stay in the minutes.

    An action is cancelled in its register. Raises NotAllowed where it, or the improvement, has changed
    since, and for what another register holds.
    """
    meeting = meeting_of(unit, client_slug, number)
    client, review = meeting.client, meeting.review
    decided = find_decision(queries.list_decisions(unit, client.id, review.id), decision_number)
    if decided.undone:
        raise NotAllowed("This decision was taken back already.")
    if decided.kind == CSIP:
        take_back(unit, client, review, decided)
    elif decided.kind == ACTION:
        _cancel_action(unit, client, review, decided)
    elif decided.subject:
        raise NotAllowed("What was put into another register is changed there.")
    queries.undo_decision(unit, client.id, decided.id)
    said = {"title": review.title, "what": decided.text}
    add_event(unit, client.id, subject_of(review), "review decision undone", said)
    return replace(decided, undone=True)


def _cancel_action(unit: Unit, client: Client, review: Review, decided: Decided) -> None:
    item = get_action(unit, client.id, number_in(decided))
    if item.state != OPEN or item.version > 1:
        raise NotAllowed(f"{item.reference} was changed since. Cancel it in the action register.")
    reason = f"The decision was taken back in {review.reference}."
    decision = actions.Decision(CANCEL, reason, unit.today)
    actions.decide_action(unit, client.slug, item.number, decision, item.version)
