"""What waits for a person: at one client, at all clients of somebody, and what has its day this week."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from assessment.domain.clients import Client
from assessment.domain.evidence import to_collect
from assessment.domain.months import month_of, number_of
from assessment.domain.needs import (
    Need,
    Viewer,
    action_need,
    assessment_need,
    breach_need,
    contract_need,
    evidence_need,
    improvement_need,
    ordered,
    readings_need,
    review_need,
    sla_needs,
    unassessed_need,
)
from assessment.services.editions import framework_of
from assessment.services.framework import shipped_framework
from assessment.services.metrics import last_whole_month
from assessment.services.results_words import month_in_full
from assessment.store.database import Unit
from assessment.store.queries import needs as queries
from assessment.store.queries import needs_data
from assessment.store.queries.clients import ClientFilter, count_clients, get_client, list_clients

CLIENTS_ON_A_PAGE = 50
MONTHS_BACK = 3
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class ClientNeeds:
    """What waits at one client, overdue first."""

    client: Client
    needs: tuple[Need, ...]

    def late(self, today: date) -> int:
        """Return how many of them are past their day."""
        return sum(1 for one in self.needs if one.days_late(today))


@dataclass(frozen=True, slots=True)
class AllNeeds:
    """What waits at one page of the clients, by client, those with most past their day first."""

    groups: tuple[ClientNeeds, ...]
    page: int
    pages: int
    clients: int

    @property
    def needs(self) -> tuple[Need, ...]:
        """Return every need of the page."""
        return tuple(one for group in self.groups for one in group.needs)


def needs_of(unit: Unit, client_slug: str) -> ClientNeeds:
    """Return what waits at a client; NotFound where there is none. At most fourteen queries."""
    client = get_client(unit, client_slug)
    return ClientNeeds(client, ordered(_everything(unit, [client]), unit.today))


def needs_of_all(unit: Unit, page: int = 1) -> AllNeeds:
    """Return what waits at one page of the clients in use that the person sees; at most fifteen queries."""
    wanted = ClientFilter(sort="name")
    page = max(1, page)
    at = (page - 1) * CLIENTS_ON_A_PAGE
    clients = list_clients(unit, wanted, limit=CLIENTS_ON_A_PAGE, offset=at)
    is_all = page == 1 and len(clients) < CLIENTS_ON_A_PAGE
    total = len(clients) if is_all else count_clients(unit, wanted)
    by_client: dict[str, list[Need]] = {}
    for one in _everything(unit, clients):
        by_client.setdefault(one.client, []).append(one)
    groups = [
        ClientNeeds(client, ordered(by_client[client.slug], unit.today))
        for client in clients
        if client.slug in by_client
    ]
    groups.sort(key=lambda one: (-one.late(unit.today), one.client.name.casefold()))
    return AllNeeds(tuple(groups), page, max(1, -(-total // CLIENTS_ON_A_PAGE)), total)


@dataclass(frozen=True, slots=True)
class DatedNeeds:
    """What has its day this week, overdue first, and the names of the clients that come first in it."""

    needs: tuple[Need, ...]
    names: Mapping[str, str]


def dated_needs(unit: Unit) -> DatedNeeds:
    """Return what is past its day or has it within a week, at all clients of a person; four queries."""
    viewer = Viewer(unit.actor, unit.today)
    last = unit.today + WEEK
    improvements = queries.list_improvements(unit, None, last)
    actions = queries.list_actions(unit, None, last)
    reviews = queries.list_reviews(unit, None, last)
    found = (
        *(improvement_need(one, viewer) for one in improvements),
        *(action_need(one, viewer) for one in actions),
        *(review_need(one, viewer) for one in reviews),
    )
    needs = ordered((one for one in found if one is not None and one.due_on is not None), unit.today)
    first = tuple(dict.fromkeys(one.client for one in needs))[:CLIENTS_ON_A_PAGE]
    return DatedNeeds(needs, queries.client_names(unit, first))


def _everything(unit: Unit, clients: Sequence[Client]) -> Iterator[Need]:
    if not clients:
        return
    viewer = Viewer(unit.actor, unit.today)
    ids = [one.id for one in clients]
    found: list[Need | None] = [improvement_need(one, viewer) for one in queries.list_improvements(unit, ids)]
    found += [action_need(one, viewer) for one in queries.list_actions(unit, ids)]
    since = month_of(number_of(f"{unit.today:%Y-%m}") - MONTHS_BACK)
    found += [
        breach_need(one, viewer) for one in queries.list_loose_breaches(unit, ids, since, month_in_full)
    ]
    slas = [*queries.list_unsigned(unit, ids), *queries.list_running_slas(unit, ids)]
    found += [need for one in slas for need in sla_needs(one, viewer)]
    found += [contract_need(one, viewer) for one in queries.list_contracts(unit, ids)]
    reviews = [*queries.list_reviews(unit, ids), *queries.list_next_of_plans(unit, ids)]
    found += [review_need(one, viewer) for one in reviews]
    yield from (one for one in found if one is not None)
    yield from _missing_readings(unit, ids)
    yield from _evidence(unit, ids)
    yield from _assessments(clients)


def _missing_readings(unit: Unit, ids: Sequence[str]) -> Iterator[Need]:
    month = last_whole_month(unit.today)
    counts = needs_data.count_missing_readings(unit, ids, month, shipped_framework().id)
    for client, count in counts.items():
        yield readings_need(client, count, month_in_full(month))


def _evidence(unit: Unit, ids: Sequence[str]) -> Iterator[Need]:
    for one in needs_data.list_rated(unit, ids):
        count = len(to_collect(framework_of(unit, one.edition), one.ratings, one.options))
        if count:
            yield evidence_need(one.client, one.slug, one.title, count)


def _assessments(clients: Sequence[Client]) -> Iterator[Need]:
    for client in clients:
        summary: Mapping[str, object] = client.summary or {}
        if not summary:
            yield unassessed_need(client.slug)
        elif summary["state"] == "open":
            yield assessment_need(
                client.slug, str(summary["assessment"]), str(summary["title"]),
                is_provisional=bool(summary.get("provisional")),
            )  # fmt: skip
