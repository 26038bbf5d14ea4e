"""Let people without an account read the minutes of one review, or the calendar of a client."""

from dataclasses import dataclass
from datetime import timedelta

from assessment.domain.clients import Client
from assessment.domain.reviews import CANCELLED, PLANNED, Addendum, Decided, Review
from assessment.errors import InvalidInput, NotAllowed, NotFound
from assessment.services.reviews import subject_of
from assessment.services.reviews_calendar import calendar_file
from assessment.services.texts import LONGEST_NAME, checked_line
from assessment.store.database import Unit
from assessment.store.queries import reviews as review_queries
from assessment.store.queries import reviews_links as queries
from assessment.store.queries.clients import get_client
from assessment.store.queries.events import add_event
from assessment.store.queries.reviews_links import CALENDAR, REVIEW
from assessment.store.queries.reviews_links import ReviewLink as ReviewLink

VALID_DAYS = 30
LONGEST_VALID = 365
OVER = "This link does not work any more. Ask whoever sent it for a new one."


@dataclass(frozen=True, slots=True)
class SharedReview:
    """What the holder of a link reads."""

    link: ReviewLink
    client: Client
    review: Review
    decisions: tuple[Decided, ...]
    addenda: tuple[Addendum, ...]


def share_review(unit: Unit, client_slug: str, number: int, name: str, days: int = VALID_DAYS) -> ReviewLink:
    """Make a link to one review for somebody. Raises NotAllowed as long as it has no pack."""
    client = get_client(unit, client_slug)
    review = review_queries.get_review(unit, client.id, number)
    if review.state in (PLANNED, CANCELLED):
        raise NotAllowed("There is nothing to read yet. Make the pack first.")
    person = checked_line("name", name, LONGEST_NAME)
    if not person:
        raise InvalidInput("name", "Say for whom the link is.")
    if not 1 <= days <= LONGEST_VALID:
        raise InvalidInput("days", f"Choose from 1 to {LONGEST_VALID} days.")
    made = queries.add_link(unit, client.id, REVIEW, review.id, person, unit.now + timedelta(days=days))
    add_event(unit, client.id, subject_of(review), "review shared", {"title": review.title, "name": person})
    return queries.get_link(unit, made)[0]


def share_calendar(unit: Unit, client_slug: str, name: str) -> ReviewLink:
    """Make a secret address of the calendar of a client; it works until it is ended."""
    client = get_client(unit, client_slug)
    person = checked_line("name", name, LONGEST_NAME)
    if not person:
        raise InvalidInput("name", "Say for whom the address is.")
    made = queries.add_link(unit, client.id, CALENDAR, "", person, None)
    add_event(unit, client.id, "calendar:reviews", "calendar shared", {"name": person})
    return queries.get_link(unit, made)[0]


def end_link(unit: Unit, client_slug: str, link_id: str) -> ReviewLink:
    """Let a link work no longer; NotFound where it is none of this client."""
    client = get_client(unit, client_slug)
    link, slug = queries.get_link(unit, link_id)
    if slug != client.slug:
        raise NotFound("This link does not work.")
    if queries.end_link(unit, client.id, link_id):
        if link.kind == CALENDAR:
            said = {"name": link.name}
            add_event(unit, client.id, "calendar:reviews", "calendar no longer shared", said)
        else:
            review = review_queries.get_review_by_id(unit, client.id, link.subject)
            said = {"title": review.title, "name": link.name}
            add_event(unit, client.id, subject_of(review), "review no longer shared", said)
    return link


def links_to(unit: Unit, client_id: str, review_id: str) -> tuple[ReviewLink, ...]:
    """Return the links to a review that work."""
    return queries.list_links(unit, client_id, REVIEW, review_id)


def calendar_links(unit: Unit, client_id: str) -> tuple[ReviewLink, ...]:
    """Return the addresses of the calendar of a client that work."""
    return queries.list_links(unit, client_id, CALENDAR)


def _working(unit: Unit, link_id: str, kind: str) -> tuple[ReviewLink, Client]:
    link, slug = queries.get_link(unit, link_id)
    if link.kind != kind or not link.works(unit.now):
        raise NotFound(OVER)
    return link, get_client(unit, slug)


def note_seen(unit: Unit, link_id: str) -> None:
    """Remember when a link was opened first; NotFound where there is none."""
    link, _ = queries.get_link(unit, link_id)
    if link.seen_at is None and link.works(unit.now):
        queries.mark_seen(unit, link_id)


def shared_review(unit: Unit, link_id: str) -> SharedReview:
    """Return the review behind a link; NotFound where the link does not work."""
    link, client = _working(unit, link_id, REVIEW)
    review = review_queries.get_review_by_id(unit, client.id, link.subject)
    return SharedReview(
        link,
        client,
        review,
        review_queries.list_decisions(unit, client.id, review.id),
        review_queries.list_addenda(unit, client.id, review.id),
    )


def shared_calendar(unit: Unit, link_id: str) -> tuple[ReviewLink, str]:
    """Return a secret address and the calendar behind it; NotFound where it does not work."""
    link, client = _working(unit, link_id, CALENDAR)
    return link, calendar_file(unit, client)
