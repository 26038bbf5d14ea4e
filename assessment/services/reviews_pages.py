"""What the pages of reviews show: the list with what is due, one review with everything about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from assessment.domain.catalogue import Party, Service
from assessment.domain.clients import Client
from assessment.domain.csip_items import CsipItem
from assessment.domain.review_agenda import Point, points_of
from assessment.domain.review_material import Agreement
from assessment.domain.review_pack import Pack, pack_of
from assessment.domain.review_plans import Cadence, working_day
from assessment.domain.review_sections import rows_of
from assessment.domain.reviews import CSIP, SYNC, Addendum, Decided, Review, number_in
from assessment.services import reviews_kept, reviews_links
from assessment.services.reviews import Due, due_reviews
from assessment.services.reviews_agreements import agreements_for
from assessment.services.reviews_calendar import working_calendar
from assessment.services.reviews_goals import GoalChoices, goals_for
from assessment.services.reviews_kept import KeptThings
from assessment.services.reviews_links import ReviewLink
from assessment.store.database import Unit
from assessment.store.queries import reviews as queries
from assessment.store.queries import reviews_plans as plan_queries
from assessment.store.queries.catalogue import list_parties, list_services
from assessment.store.queries.clients import get_client
from assessment.store.queries.reviews_pack import list_items


@dataclass(frozen=True, slots=True)
class ReviewsPage:
    """The reviews of a client; `days` are the working days on which cadences are held next, by number."""

    client: Client
    reviews: Sequence[Review]
    plans: Sequence[Cadence]
    days: Mapping[int, date]
    due: Sequence[Due]
    parties: Mapping[str, Party]
    links: Sequence[ReviewLink]


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """One review with its pack, agenda, decisions and links."""

    client: Client
    review: Review
    pack: Pack | None
    points: tuple[Point, ...]
    decisions: tuple[Decided, ...]
    addenda: tuple[Addendum, ...]
    links: tuple[ReviewLink, ...]
    parties: Mapping[str, Party]
    plan: Cadence | None = None

    @property
    def party(self) -> str:
        """Return the name of the party that the review is about, "" for all."""
        found = self.parties.get(self.review.party_id or "")
        return found.name if found else ""


@dataclass(frozen=True, slots=True)
class Offered:
    """What the forms of the minutes offer beside improvements: nothing of it in an informal sync."""

    services: Sequence[Service] = ()
    parties: Sequence[Party] = ()
    agreements: Sequence[Agreement] = ()
    goals: GoalChoices = field(default_factory=GoalChoices)


@dataclass(frozen=True, slots=True)
class MinutesPage:
    """A review while it is held, with the improvements that it decides about as they are now."""

    page: ReviewPage
    items: Sequence[CsipItem]
    offered: Offered


def reviews_page(unit: Unit, client_slug: str) -> ReviewsPage:
    """Return the reviews and cadences of a client; nine queries at most."""
    client = get_client(unit, client_slug)
    plans = plan_queries.list_plans(unit, client.id)
    working = working_calendar(unit, client.id)
    return ReviewsPage(
        client,
        queries.list_reviews(unit, client.id),
        plans,
        {plan.number: working_day(plan.next_on, working) for plan in plans if plan.next_on},
        due_reviews(unit, client.id),
        _parties(unit, client.id),
        reviews_links.calendar_links(unit, client.id),
    )


def _parties(unit: Unit, client_id: str) -> dict[str, Party]:
    return {one.id: one for one in list_parties(unit, client_id)}


def review_page(unit: Unit, client_slug: str, number: int) -> ReviewPage:
    """Return one review with everything about it. Raises NotFound."""
    client = get_client(unit, client_slug)
    review = queries.get_review(unit, client.id, number)
    return ReviewPage(
        client,
        review,
        pack_of(review.pack),
        points_of(review.agenda),
        queries.list_decisions(unit, client.id, review.id),
        queries.list_addenda(unit, client.id, review.id),
        reviews_links.links_to(unit, client.id, review.id),
        _parties(unit, client.id),
        _plan_of(unit, client.id, review),
    )


def _plan_of(unit: Unit, client_id: str, review: Review) -> Cadence | None:
    if review.plan_id is None:
        return None
    plans = plan_queries.list_plans(unit, client_id)
    return next((one for one in plans if one.id == review.plan_id), None)


def minutes_page(unit: Unit, client_slug: str, number: int) -> MinutesPage:
    """Return a review with the improvements that its pack shows for a decision, as they are now."""
    page = review_page(unit, client_slug, number)
    refs = [row.ref for key in ("waiting", "attention") for row in rows_of(page.pack, key)]
    numbers = [int(ref.partition(":")[2]) for ref in refs if ref.startswith("csip:")]
    numbers += [number_in(one) for one in page.decisions if one.kind == CSIP]
    items = list_items(unit, page.client.id, sorted(set(numbers)))
    return MinutesPage(page, items, _offered(unit, page))


def _offered(unit: Unit, page: ReviewPage) -> Offered:
    client_id, review = page.client.id, page.review
    services = tuple(one for one in list_services(unit, client_id) if not one.retired)
    parties = tuple(one for one in page.parties.values() if not one.retired or one.id == review.party_id)
    if review.kind == SYNC:
        return Offered(services, parties)
    agreements = agreements_for(unit, client_id, review)
    return Offered(services, parties, agreements, goals_for(unit, page.client))


def kept_page(unit: Unit, client_slug: str) -> tuple[Client, KeptThings]:
    """Return a client with its lessons, its operating plan and its proposals."""
    client = get_client(unit, client_slug)
    return client, reviews_kept.kept_things(unit, client.id)


def parties_of(unit: Unit, client_slug: str) -> tuple[Client, tuple[Party, ...]]:
    """Return a client with the parties in use that a review can be about."""
    client = get_client(unit, client_slug)
    return client, tuple(one for one in list_parties(unit, client.id) if not one.retired)
