"""What a review decides about agreements: keep, change or end, which moves the agreement itself on."""

from dataclasses import dataclass

from assessment.domain.review_material import Agreement
from assessment.domain.reviews import SLA, Decided, Review, check_decision
from assessment.services import slas_steps
from assessment.services.reviews_plans import LONGEST_TEXT
from assessment.services.reviews_recording import meeting_of, read_deciders, record
from assessment.services.slas_drafts import subject_of
from assessment.services.texts import checked_text
from assessment.store.database import Unit
from assessment.store.queries.reviews_pack import list_agreements


@dataclass(frozen=True, slots=True)
class AgreementEntry:
    """What was typed about an agreement of the client, by its id; `text` says more, where there is more."""

    sla_id: str
    decision: str
    text: str = ""
    reason: str = ""
    deciders: str = ""


def agreements_for(unit: Unit, client_id: str, review: Review) -> tuple[Agreement, ...]:
    """Return the agreements that a review can decide about, by number."""
    found = list_agreements(unit, client_id, review.party_id)
    return tuple(sorted(found.values(), key=lambda one: one.number))


def decide_agreement(unit: Unit, client_slug: str, number: int, entry: AgreementEntry) -> Decided:
    """Decide about an agreement: it moves on as its stages have it, and the minutes keep the decision.

    Raises NotAllowed with every reason where its stage forbids it, InvalidInput without a reason where one
    is needed, NotFound for an agreement of somebody else; nothing is decided then.
    """
    meeting = meeting_of(unit, client_slug, number, proper=True)
    reason = checked_text("reason", entry.reason, LONGEST_TEXT)
    more = checked_text("text", entry.text, LONGEST_TEXT)
    deciders = read_deciders(entry.deciders)
    check_decision(SLA, entry.decision, reason, meeting.day)
    after = slas_steps.advance(
        unit, meeting.client, entry.sla_id, entry.decision, reason=reason, review=meeting.review.reference
    )
    text = f"{after.reference} {after.title}: {after.stage}"
    values = {
        "kind": SLA, "subject": subject_of(after), "decision": entry.decision, "reason": reason,
        "text": f"{text}. {more}" if more else text, "deciders": deciders,
    }  # fmt: skip
    return record(unit, meeting, values)
