"""A client with a cadence, a review in each state that matters, and something kept."""

from assessment.services import reviews, reviews_decisions, reviews_kept, reviews_plans
from assessment.services.reviews import ReviewEntry
from assessment.services.reviews_decisions import ActionEntry
from assessment.services.reviews_kept import LessonEntry, ProposalEntry, StepEntry
from assessment.services.reviews_plans import PlanEntry
from assessment.store.database import Database, Unit
from assessment.web.app import LOCAL_WORKSPACE
from tests.web.conftest import NOW

MONTHLY = PlanEntry(
    "monthly", "Monthly review", "month",
    participants="Service delivery manager (provider)\nService owner (customer)",
    inputs="Results\nOpen actions", agenda="10 Actions of the last review\n15 Agreements",
    outputs="Operating plan", charter="Both sides have read the **pack**.", next_on=NOW.date(),
    starts_at="09:30",
)  # fmt: skip
STATES = ("held", "prepared", "closed", "planned", "cancelled")
"""The states of the reviews, in the order of their numbers."""


def with_reviews(database: Database, slug: str, workspace: str = LOCAL_WORKSPACE) -> None:
    """Store them."""
    with database.write(workspace, "tests", NOW) as unit:
        write_reviews(unit, slug)


def write_reviews(unit: Unit, slug: str) -> None:
    """Store them in a unit."""
    reviews_plans.save_plan(unit, slug, MONTHLY)
    reviews_kept.add_lesson(unit, slug, LessonEntry("Ask before holidays", "A list in May"))
    reviews_kept.add_step(unit, slug, StepEntry("Train tier 1", "Team lead", NOW.date()))
    reviews_kept.add_proposal(unit, slug, ProposalEntry("Night desk", description="From **20** to 6"))
    for state, kind in zip(STATES, ("qbr", "monthly", "monthly", "annual", "sync"), strict=True):
        review = reviews.plan_review(unit, slug, ReviewEntry(kind, planned_on=NOW.date()))
        if state in ("held", "prepared", "closed"):
            review = reviews.prepare_review(unit, slug, review.number, review.version)
        if state in ("held", "closed"):
            review = reviews.begin_review(unit, slug, review.number, review.version)
            day = NOW.date()
            action = ActionEntry("Add a technician", "Lead", day)
            reviews_decisions.add_review_action(unit, slug, review.number, action)
        if state == "closed":
            reviews.close_review(unit, slug, review.number, review.version)
            reviews.add_addendum(unit, slug, review.number, "The owner is another one.")
        if state == "cancelled":
            reviews.cancel_review(unit, slug, review.number, review.version, "Everybody is away")
