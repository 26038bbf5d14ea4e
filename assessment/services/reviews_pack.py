"""Gather what the pack of a review is made of, in as many queries as there are registers."""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta

from assessment.domain.answers import Reading
from assessment.domain.assessments import Assessment
from assessment.domain.clients import Client
from assessment.domain.csip_items import CsipItem
from assessment.domain.csip_waves import WaveOutcome
from assessment.domain.extra_metrics import all_metrics, with_own
from assessment.domain.framework import Framework
from assessment.domain.goals import AT_LEAST, CSF, KPI
from assessment.domain.metric_targets import HIGHER, LOWER
from assessment.domain.months import month_of, months_before, months_between, number_of
from assessment.domain.review_material import Factor, Held, Kpi, Material
from assessment.domain.review_pack import Pack
from assessment.domain.review_sections import build_pack
from assessment.domain.reviews import EXECUTIVE, STRATEGIC, SYNC, Review
from assessment.domain.sla_results import TargetResult
from assessment.services.csip_waves import outcomes_of
from assessment.services.editions import framework_of
from assessment.services.framework import shipped_framework
from assessment.services.goal_states import (
    MONTHS_OF_RESULTS,
    ReadBefore,
    metric_for,
    month_of_states,
)
from assessment.services.goals import GoalNode, GoalTree, tree_of
from assessment.services.plan import view_of
from assessment.store.database import Unit
from assessment.store.queries import reviews_pack as queries
from assessment.store.queries.assessments import Place, list_scored
from assessment.store.queries.metric_targets import list_targets
from assessment.store.queries.own import list_own
from assessment.store.queries.reviews_kept import KeptThings, list_kept
from assessment.store.queries.sla_results import list_results

SHOWN_ASSESSMENTS = 6
NOTHING_KEPT = KeptThings((), (), ())


def gather(unit: Unit, client: Client, review: Review) -> Pack:
    """Return the pack of a review out of what the registers hold now, in at most 14 queries.

    A QBR, half-yearly or annual review reads the plan of an earlier assessment besides, where there is one
    whose improvements are in the register and that a later assessment can be held against.
    """
    first, last = (number_of(f"{day:%Y-%m}") for day in (review.period_from, review.period_to))
    months = months_between(first, last)
    earlier = months_between(first - len(months), first - 1)
    before, judgements = queries.list_before(unit, client.id, review)
    known = list_scored(unit, client.id, limit=SHOWN_ASSESSMENTS)
    held = [one for one in known if one.held_on <= unit.today]
    plain = framework_of(unit, held[0].framework_hash) if held else shipped_framework()
    own = list_own(unit, client.id, plain.id).metrics
    is_sync = review.kind == SYNC
    kept = NOTHING_KEPT if is_sync else list_kept(unit, client.id)
    since = datetime.combine(
        (before.held_on if before and before.held_on else review.period_from), time(), UTC
    )
    day = review.period_to + timedelta(days=1)
    month = month_of_states(unit.today, day)
    values = queries.list_values(unit, client.id, plain.id, sorted({earlier[-1], month_of(last), month}))
    results = list_results(
        unit, client.id, min(months[0], months_before(month, MONTHS_OF_RESULTS)), months[-1]
    )
    whole = with_own(plain, own, retired=True)
    factors, kpis = ((), ()) if is_sync else _goals(unit, client, day, whole, values, results)
    items = [] if is_sync else queries.list_csip(unit, client.id, review.party_id)
    with_waves = review.kind in STRATEGIC and review.party_id is None
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
        results,
        queries.list_agreements(unit, client.id, review.party_id),
        factors,
        kpis,
        all_metrics(with_own(plain, own)),
        values,
        list_targets(unit, client.id, plain.id),
        items,
        () if is_sync else queries.list_movements(unit, client.id, since, review.party_id),
        kept.lessons,
        kept.steps,
        kept.proposals,
        queries.list_contracts(unit, client.id, review.party_id) if review.kind in EXECUTIVE else (),
        tuple(Held(one.title, one.held_on) for one in held),
        _waves(unit, client, held, items) if with_waves else (),
    )
    return build_pack(material)


def _goals(
    unit: Unit, client: Client, day: date, framework: Framework, values: Mapping[tuple[str, str], Reading],
    results: Sequence[TargetResult],
) -> tuple[tuple[Factor, ...], tuple[Kpi, ...]]:  # fmt: skip
    tree = tree_of(unit, client, day, ReadBefore(framework, values, results))
    factors = tuple(
        Factor(
            one.goal.number, one.version.title, one.standing.state, one.standing.reason, bool(one.children)
        )
        for one in tree.nodes(CSF)
    )
    return factors, tuple(_kpi(tree, framework, one) for one in tree.nodes(KPI))


def _kpi(tree: GoalTree, framework: Framework, node: GoalNode) -> Kpi:
    above = tree.find_node(node.goal.parent_id or "")
    facts = node.kpi
    metric = metric_for(framework, node.version)
    better = HIGHER if node.version.target_code == AT_LEAST else LOWER
    return Kpi(
        node.goal.number,
        node.version.title,
        above.version.title if above else "",
        node.standing.state,
        node.standing.reason,
        facts.target if facts else "",
        facts.value if facts else "",
        metric.id if metric else "",
        facts.amount if facts else None,
        better if node.version.target_code else metric.direction if metric else "",
    )


def _waves(
    unit: Unit, client: Client, held: Sequence[Assessment], items: Collection[CsipItem]
) -> tuple[WaveOutcome, ...]:
    """What the newest plan predicted whose improvements are in the register and that was assessed since."""
    sent = {item.assessment_id for item in items if item.wave is not None}
    planned = next((one for one in held[1:] if one.id in sent), None)
    return outcomes_of(unit, view_of(unit, Place(client, planned))) if planned else ()
