"""Read the catalogue of a client: the list with its counts, and one entry with what belongs to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assessment.domain.catalogue import Contract, Party, Service
from assessment.services.catalogue import (
    CONTRACT,
    PARTY,
    SERVICE,
    Catalogue,
    Entry,
    catalogue_of,
    found_entry,
    subject_of,
)
from assessment.store.database import Unit
from assessment.store.queries import catalogue_uses as uses
from assessment.store.queries.catalogue_uses import Agreement as Agreement
from assessment.store.queries.catalogue_uses import Outage as Outage
from assessment.store.queries.catalogue_uses import Use as Use
from assessment.store.queries.events import Event as Event
from assessment.store.queries.events import list_events

SHOWN_OUTAGES = 10


@dataclass(frozen=True, slots=True)
class CataloguePage:
    """The list of services, parties and contracts; counts are by the id of the service."""

    catalogue: Catalogue
    agreements: Mapping[str, int]
    csip: Mapping[str, int]
    actions: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class EntryPage:
    """One service, party or contract and everything that belongs to it; `events` newest first."""

    catalogue: Catalogue
    entry: Entry
    services: tuple[Service, ...]
    contracts: tuple[Contract, ...]
    agreements: tuple[Agreement, ...]
    csip: Sequence[Use]
    actions: Sequence[Use]
    reviews: Sequence[Use]
    outages: Sequence[Outage]
    events: Sequence[Event]


def catalogue_page(unit: Unit, client_slug: str) -> CataloguePage:
    """Return the catalogue of a client with what hangs on each service; eight queries whatever its size."""
    catalogue = catalogue_of(unit, client_slug)
    client_id = catalogue.client.id
    agreements: dict[str, int] = {}
    for one in uses.list_agreements(unit, client_id):
        if not one.ended:
            agreements[one.service_id] = agreements.get(one.service_id, 0) + 1
    counted = uses.csip_by_service(unit, client_id)
    csip = {one.id: counted.get(one.id, counted.get(one.name, 0)) for one in catalogue.services}
    return CataloguePage(catalogue, agreements, csip, uses.actions_by_service(unit, client_id))


def entry_page(unit: Unit, client_slug: str, kind: str, number: int) -> EntryPage:
    """Return one service, party or contract; NotFound where the client has none of that number."""
    catalogue = catalogue_of(unit, client_slug)
    entry, client_id = found_entry(catalogue, kind, number), catalogue.client.id
    services = _services_of(catalogue, entry)
    events = list_events(unit, client_id, subject_of(entry))
    if isinstance(entry, Contract):
        return EntryPage(catalogue, entry, services, (), (), (), (), (), (), events)
    agreements = uses.list_agreements(unit, client_id)
    return EntryPage(
        catalogue,
        entry,
        services,
        _contracts_of(catalogue, entry),
        tuple(one for one in agreements if _is_of(one, entry, services)),
        uses.open_csip_of(unit, client_id, kind, entry.id),
        uses.open_actions_of(unit, client_id, kind, entry.id),
        uses.reviews_of(unit, client_id, entry.id) if kind == PARTY else (),
        uses.outages_of(unit, client_id, [one.id for one in services])[:SHOWN_OUTAGES],
        events,
    )


def _services_of(catalogue: Catalogue, entry: Entry) -> tuple[Service, ...]:
    if isinstance(entry, Service):
        return (entry,)
    if isinstance(entry, Party):
        return tuple(one for one in catalogue.services if entry.id in (one.provider_id, one.supplier_id))
    return tuple(one for one in catalogue.services if one.id in entry.services)


def _contracts_of(catalogue: Catalogue, entry: Party | Service) -> tuple[Contract, ...]:
    if isinstance(entry, Party):
        return tuple(one for one in catalogue.contracts if one.party_id == entry.id)
    return tuple(one for one in catalogue.contracts if entry.id in one.services)


def _is_of(agreement: Agreement, entry: Party | Service, services: Sequence[Service]) -> bool:
    if isinstance(entry, Service):
        return agreement.service_id == entry.id
    sides = (agreement.provider_id, agreement.customer_id)
    return entry.id in sides or agreement.service_id in {one.id for one in services}


KINDS = (SERVICE, PARTY, CONTRACT)
