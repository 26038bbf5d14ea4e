"""One improvement in full: where it comes from, what it is about, what it brought, what happened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from assessment.domain.clients import Client
from assessment.domain.csip_actuals import Actual, BenefitState, benefit_state
from assessment.domain.csip_items import CsipItem
from assessment.domain.framework import Area, Framework, localise
from assessment.services.csip_benefit import Offers, offers_of
from assessment.services.csip_links import Links, action_hint, links_of
from assessment.services.csip_practice import PracticeProof, proof_of
from assessment.services.csip_register import framework_of_origin, last_review_of, subject_of
from assessment.services.editions import own_framework
from assessment.services.readings import reading_in_words
from assessment.store.database import Unit
from assessment.store.queries import csip as queries
from assessment.store.queries import csip_parts as part_queries
from assessment.store.queries.clients import get_client
from assessment.store.queries.csip import Origin
from assessment.store.queries.csip_parts import KeptDecision
from assessment.store.queries.events import Event as Event
from assessment.store.queries.events import list_events
from assessment.store.queries.readings import list_readings


@dataclass(frozen=True, slots=True)
class MetricNow:
    """The metric of an item: its reading when the item was raised and a later one, as (period, value)."""

    name: str
    direction: str
    before: tuple[str, str] | None
    latest: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class ItemPage:
    """One item with where it comes from, what it brought, and everything that happened, newest first.

    `hint` says why it looks like an action, `reviewed_on` is the last review that it was part of.
    """

    client: Client
    item: CsipItem
    events: Sequence[Event]
    origin: Origin | None
    areas: Sequence[Area]
    area: Area | None
    practice: str
    metric: MetricNow | None
    links: Links
    actuals: Sequence[Actual]
    benefit: BenefitState
    offers: Offers
    decisions: Sequence[KeptDecision]
    proof: PracticeProof | None
    hint: str
    reviewed_on: date | None
    metric_names: Mapping[str, str]


def item_page(unit: Unit, client_slug: str, number: int) -> ItemPage:
    """Return one item in full; NotFound when this client has no such number."""
    client = get_client(unit, client_slug)
    item = queries.get_item(unit, client.id, number)
    events = list_events(unit, client.id, subject_of(item))
    origins = queries.list_origins(unit, client.id)
    origin = next((one for one in origins if one.assessment_id == item.assessment_id), None)
    published = framework_of_origin(unit, origin or (origins[0] if origins else None))
    framework = own_framework(unit, published, client.id, retired=True)
    practice = framework.practices.get(item.practice_id or "")
    actuals = part_queries.list_actuals(unit, client.id, item.id)
    links = links_of(unit, client, framework)
    return ItemPage(
        client,
        item,
        events,
        origin,
        framework.areas,
        framework.area_by_id.get(item.area_id or ""),
        localise(practice.text) if practice else "",
        _metric_now(unit, client, item, framework),
        links,
        actuals,
        benefit_state(item, actuals),
        offers_of(unit, client, framework, item, actuals),
        part_queries.list_decisions(unit, client.id, item_id=item.id),
        proof_of(unit, client, item, framework),
        action_hint(unit, client, item.sla_id, item.sla_target, item.metric_id) if item.is_open else "",
        last_review_of(part_queries.last_reviews(unit, client.id), item),
        dict(links.metrics),
    )


def new_item_page(unit: Unit, client_slug: str) -> tuple[Client, Links]:
    """Return a client and what a new item can be about."""
    client = get_client(unit, client_slug)
    return client, links_of(unit, client)


def _metric_now(unit: Unit, client: Client, item: CsipItem, framework: Framework) -> MetricNow | None:
    metric = framework.metric_by_id.get(item.metric_id or "")
    if metric is None:
        return None
    known = [kept.reading for kept in list_readings(unit, client.id, framework.id, [metric.id])]
    raised = item.raised_on.isoformat()[:7]
    first = next((one for one in reversed(known) if one.period <= raised), None)
    last = known[-1] if known and known[-1] is not first else None
    return MetricNow(
        localise(metric.name),
        metric.direction,
        (first.period, reading_in_words(metric, first)) if first is not None else None,
        (last.period, reading_in_words(metric, last)) if last is not None else None,
    )
