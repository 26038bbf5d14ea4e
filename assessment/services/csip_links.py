"""What an improvement can be about, and what the figures of that say about where the item belongs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assessment.domain.catalogue import Party, Service
from assessment.domain.clients import Client
from assessment.domain.csip_items import CsipItem
from assessment.domain.extra_metrics import all_metrics
from assessment.domain.framework import Area, Framework, localise
from assessment.domain.metric_targets import OFF_TARGET, standing
from assessment.domain.months import month_of, number_of
from assessment.domain.sla_results import BREACHED
from assessment.errors import InvalidInput
from assessment.services.csip_drafts import ItemDraft
from assessment.services.metrics import framework_for
from assessment.services.readings import reading_in_words
from assessment.store.database import Unit
from assessment.store.queries.catalogue import list_parties, list_services
from assessment.store.queries.csip_links import SlaTarget, list_goals, list_sla_targets
from assessment.store.queries.latest_readings import list_latest_readings
from assessment.store.queries.metric_targets import list_targets
from assessment.store.queries.sla_results import list_results

LOOK_BACK_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Links:
    """What there is to link to. `metrics` are pairs of id and name, goals triples of id, kind and title."""

    areas: Sequence[Area] = ()
    metrics: Sequence[tuple[str, str]] = ()
    services: Sequence[Service] = ()
    parties: Sequence[Party] = ()
    targets: Sequence[SlaTarget] = ()
    goals: Sequence[tuple[str, str, str]] = ()
    practices: Mapping[str, str] | None = None


def links_of(unit: Unit, client: Client, framework: Framework | None = None) -> Links:
    """Return what an item of a client can be linked to, by names in plain order."""
    framework = framework or framework_for(unit, client)
    return Links(
        framework.areas,
        tuple((metric.id, localise(metric.name)) for metric in all_metrics(framework)),
        list_services(unit, client.id),
        list_parties(unit, client.id),
        list_sla_targets(unit, client.id),
        list_goals(unit, client.id),
        {practice.id: localise(practice.text) for practice in framework.practices.values()},
    )


def also_of(links: Links, text: str) -> dict[str, list[str]]:
    """Return the practices, areas and metrics whose ids a text names; InvalidInput for an unknown one."""
    known = {
        "practices": {code.upper(): code for code in links.practices or {}},
        "areas": {area.id.upper(): area.id for area in links.areas},
        "metrics": {code.upper(): code for code, _ in links.metrics},
    }
    found: dict[str, list[str]] = {}
    for code in text.replace(",", " ").replace(";", " ").split():
        part = next((name for name, ids in known.items() if code.upper() in ids), None)
        if part is None:
            raise InvalidInput("also", f"{code[:40]} is no practice, area or metric of the framework.")
        found.setdefault(part, []).append(known[part][code.upper()])
    return found


def check_links(unit: Unit, client: Client, draft: ItemDraft, before: CsipItem | None = None) -> None:
    """Refuse a link to what is not the client's; what was linked `before` already is not asked again."""

    def is_new(name: str) -> bool:
        value = getattr(draft, name)
        return bool(value) and (before is None or getattr(before, name) != value)

    if is_new("service_id"):
        _check("service_id", draft.service_id, (one.id for one in list_services(unit, client.id)))
    if is_new("party_id"):
        _check("party_id", draft.party_id, (one.id for one in list_parties(unit, client.id)))
    if is_new("sla_id") or is_new("sla_target"):
        targets = list_sla_targets(unit, client.id)
        _check("sla_id", draft.sla_id, (one.sla_id for one in targets))
        if draft.sla_target:
            keys = (one.key for one in targets if one.sla_id == draft.sla_id)
            _check("sla_id", draft.sla_target, keys)
    if is_new("goal_id"):
        _check("goal_id", draft.goal_id, (goal[0] for goal in list_goals(unit, client.id)))
    if is_new("metric_id"):
        metrics = all_metrics(framework_for(unit, client))
        _check("metric_id", draft.metric_id, (metric.id for metric in metrics))


def _check(field: str, value: str | None, known: Iterable[str]) -> None:
    if value not in set(known):
        raise InvalidInput(field, "Choose one of those shown.")


def action_hint(
    unit: Unit, client: Client, sla_id: str | None, sla_target: str | None, metric_id: str | None
) -> str:
    """Return why an item looks like an action: what it is about is worse than agreed; "" where it is not."""
    return _breach(unit, client, sla_id, sla_target) or _metric_miss(unit, client, metric_id)


def _breach(unit: Unit, client: Client, sla_id: str | None, sla_target: str | None) -> str:
    if not sla_id:
        return ""
    until = unit.today.isoformat()[:7]
    since = month_of(number_of(until) - LOOK_BACK_MONTHS)
    found = [
        one
        for one in list_results(unit, client.id, since, until)
        if one.sla_id == sla_id and sla_target in (None, "", one.target_key)
    ]
    latest = max((one.period for one in found), default="")
    breached = next((one for one in found if one.period == latest and one.state == BREACHED), None)
    if breached is None:
        return ""
    return f"{breached.name or 'The linked target'} was missed in {latest}, so this looks like an action."


def _metric_miss(unit: Unit, client: Client, metric_id: str | None) -> str:
    if not metric_id:
        return ""
    framework = framework_for(unit, client)
    metric = next((one for one in all_metrics(framework) if one.id == metric_id), None)
    target = list_targets(unit, client.id, framework.id).get(metric_id)
    latest = list_latest_readings(unit, client.id, framework.id, [metric_id]).get(metric_id)
    if metric is None or target is None or latest is None:
        return ""
    if standing(metric, latest.value, target.target) != OFF_TARGET:
        return ""
    value = reading_in_words(metric, latest)
    return (
        f"{localise(metric.name)} was {value} in {latest.period}, worse than its target, "
        "so this looks like an action."
    )
