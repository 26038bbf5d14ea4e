"""Put an action that a review decided into the action register."""

from datetime import date

from assessment.domain.catalogue import PROVIDER
from assessment.domain.reviews import Review
from assessment.store.database import Unit
from assessment.store.queries.reviews_actions import insert_action


def new_action(
    unit: Unit, client_id: str, review: Review, title: str, owner: str, due_on: date | None
) -> tuple[str, int]:
    """Store an action of a review, on the provider's side, and return its id and number."""
    values = {
        "title": title, "owner": owner, "owner_side": PROVIDER, "due_on": due_on, "review_id": review.id,
        "party_id": review.party_id,
    }  # fmt: skip
    return insert_action(unit, client_id, values)
