"""Keep what was decided in the minutes of a review, whichever register it is about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from assessment.domain.clients import Client
from assessment.domain.reviews import SYNC, Decided, Review
from assessment.errors import InvalidInput, NotAllowed
from assessment.services.reviews import subject_of
from assessment.services.reviews_minutes import check_held
from assessment.services.texts import LONGEST_NAME, checked_line
from assessment.store.database import Unit
from assessment.store.queries import reviews as queries
from assessment.store.queries.clients import get_client
from assessment.store.queries.events import add_event

MOST_DECIDERS = 30


@dataclass(frozen=True, slots=True)
class Meeting:
    """A review that is being held, with its client."""

    client: Client
    review: Review

    @property
    def day(self) -> date:
        """Return the day on which it is held."""
        return self.review.held_on or self.review.planned_on


def meeting_of(unit: Unit, client_slug: str, number: int, *, proper: bool = False) -> Meeting:
    """Return a review that is being held; NotFound for none, NotAllowed for one that is not held now.

    With `proper` an informal sync is refused too, for it decides nothing about registers.
    """
    client = get_client(unit, client_slug)
    review = queries.get_review(unit, client.id, number)
    check_held(review)
    if proper and review.kind == SYNC:
        raise NotAllowed("An informal sync decides nothing of this kind. Take it to the monthly review.")
    return Meeting(client, review)


def record(unit: Unit, meeting: Meeting, values: Mapping[str, object]) -> Decided:
    """Keep a decision in the minutes of a review and return it."""
    client, review = meeting.client, meeting.review
    made = queries.add_decision(unit, client.id, review.id, {"decided_on": meeting.day, **values})
    said = {"title": review.title, "what": values["text"], "decision": values["decision"]}
    if values.get("reason"):
        said["reason"] = values["reason"]
    add_event(unit, client.id, subject_of(review), "review decided", said)
    found = queries.list_decisions(unit, client.id, review.id)
    return next(one for one in found if one.id == made)


def read_deciders(text: str) -> list[str]:
    """Return who decided, from names between commas or line ends."""
    names = [checked_line("deciders", part, LONGEST_NAME) for part in text.replace("\n", ",").split(",")]
    found = [name for name in names if name]
    if len(found) > MOST_DECIDERS:
        raise InvalidInput("deciders", f"Name at most {MOST_DECIDERS} who decided.")
    return found


def find_decision(decisions: Sequence[Decided], number: int) -> Decided:
    """Return a decision by its number; NotAllowed where the review has none such."""
    found = next((one for one in decisions if one.number == number), None)
    if found is None:
        raise NotAllowed("This review has no such decision.")
    return found
