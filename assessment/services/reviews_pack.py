"""Gather what the pack of a review is made of, in as many queries as there are registers."""

from datetime import UTC, datetime, time

from assessment.domain.clients import Client
from assessment.domain.extra_metrics import all_metrics
from assessment.domain.months import month_of, months_between, number_of
from assessment.domain.review_material import Held, Material
from assessment.domain.review_pack import Pack
from assessment.domain.review_sections import PARTS, build_pack
from assessment.domain.reviews import EXECUTIVE, SYNC, Review
from assessment.services.editions import framework_of, own_framework
from assessment.services.framework import shipped_framework
from assessment.store.database import Unit
from assessment.store.queries import reviews_pack as queries
from assessment.store.queries.assessments import list_scored
from assessment.store.queries.metric_targets import list_targets
from assessment.store.queries.reviews_kept import KeptThings, list_kept
from assessment.store.queries.sla_results import list_results

SHOWN_ASSESSMENTS = 6
NOTHING_KEPT = KeptThings((), (), ())


def gather(unit: Unit, client: Client, review: Review) -> Pack:
    """Return the pack of a review out of what the registers hold now, in at most 13 queries."""
    first, last = (number_of(f"{day:%Y-%m}") for day in (review.period_from, review.period_to))
    months = months_between(first, last)
    earlier = months_between(first - len(months), first - 1)
    before, judgements = queries.list_before(unit, client.id, review)
    held = list_scored(unit, client.id, limit=SHOWN_ASSESSMENTS)
    plain = framework_of(unit, held[0].framework_hash) if held else shipped_framework()
    framework = own_framework(unit, plain, client.id)
    is_sync = review.kind == SYNC
    kept = NOTHING_KEPT if is_sync else list_kept(unit, client.id)
    since = datetime.combine(
        (before.held_on if before and before.held_on else review.period_from), time(), UTC
    )
    months_read = (earlier[-1], month_of(last))
    material = Material(
        review.kind,
        review.period_from,
        review.period_to,
        unit.today,
        months,
        earlier,
        before,
        judgements,
        queries.list_actions(unit, client.id, before.review_id if before else "", review.party_id),
        list_results(unit, client.id, months[0], months[-1]),
        queries.list_agreements(unit, client.id, review.party_id),
        () if is_sync else queries.list_kpis(unit, client.id, unit.today),
        all_metrics(framework),
        queries.list_values(unit, client.id, framework.id, months_read),
        list_targets(unit, client.id, framework.id),
        () if is_sync else queries.list_csip(unit, client.id, review.party_id),
        () if is_sync else queries.list_movements(unit, client.id, since),
        kept.lessons,
        kept.steps,
        kept.proposals,
        queries.list_contracts(unit, client.id, review.party_id) if review.kind in EXECUTIVE else (),
        tuple(Held(one.title, one.held_on) for one in held if one.held_on <= unit.today),
    )
    return build_pack(material)


def section_keys(kind: str) -> tuple[str, ...]:
    """Return which sections the pack of a kind of review has, in order."""
    return PARTS[kind]
