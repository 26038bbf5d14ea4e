"""Services, parties and contracts on both engines: adding, changing over one another, retiring."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from assessment.domain.catalogue import Contract, Party, Service
from assessment.errors import Conflict, InvalidInput, NotAllowed, NotFound
from assessment.services.catalogue import (
    catalogue_of,
    parties_of,
    retire_entry,
    save_entry,
    services_of,
    subject_of,
)
from assessment.services.catalogue_pages import catalogue_page, entry_page
from assessment.services.clients import add_client
from assessment.services.csip import ItemDraft, add_item
from assessment.store.database import Unit
from assessment.store.queries.clients import get_client
from assessment.store.queries.events import list_events

CLIENT, OTHER = "corvo", "lumen"
PROVIDER = Party("", 0, "Delta Desk", "provider", manager="Service delivery manager")
SUPPLIER = Party("", 0, "Rete Sud", "supplier", "network", mode="desk")
CONTRACT = Contract(
    "", 0, "", "Desk", date(2025, 1, 1), date(2026, 12, 31), "renews", 90, Fraction(12000), "eur", "year"
)  # fmt: skip


@pytest.fixture
def corvo(unit: Unit) -> Unit:
    """A unit with two clients."""
    add_client(unit, name="Corvo")
    add_client(unit, name="Lumen")
    return unit


def with_service(unit: Unit) -> tuple[Party, Service]:
    """A provider with a service."""
    party = save_entry(unit, CLIENT, PROVIDER)
    return party, save_entry(unit, CLIENT, Service("", 0, "Service desk", provider_id=party.id))


def test_entries_come_back_as_they_were_stored(corvo: Unit) -> None:
    party, service = with_service(corvo)
    wanted = replace(CONTRACT, party_id=party.id, services=(service.id,))
    contract = save_entry(corvo, CLIENT, wanted)
    found = catalogue_of(corvo, CLIENT)
    assert (found.parties, found.services, found.contracts) == ((party,), (service,), (contract,))
    assert contract.currency == "EUR"
    assert contract.notice_by == date(2026, 10, 2)
    assert (party.number, service.number, contract.number) == (1, 1, 1)
    assert catalogue_of(corvo, OTHER).parties == ()


def test_a_change_is_noted_with_what_was_and_the_second_of_two_sees_the_first(corvo: Unit) -> None:
    party, service = with_service(corvo)
    changed = save_entry(corvo, CLIENT, replace(service, name="IT desk", provider_id=None), 1)
    assert changed.version == 2
    client = get_client(corvo, CLIENT)
    newest = list_events(corvo, client.id, subject_of(service))[0]
    assert newest.data == {
        "what": "Service",
        "name": "IT desk",
        "from": {"Name": "Service desk", "Provider": "Delta Desk"},
        "to": {"Name": "IT desk", "Provider": "nothing"},
    }
    with pytest.raises(Conflict) as refused:
        save_entry(corvo, CLIENT, replace(service, name="Help desk", provider_id=None), 1)
    assert (refused.value.yours, refused.value.theirs) == ("Name: Help desk", "Name: IT desk")
    assert (refused.value.by, refused.value.version) == ("tester", 2)
    assert save_entry(corvo, CLIENT, replace(changed, version=1), 1) == changed
    assert party.version == 1


def test_retiring_can_be_taken_back_and_keeps_everything(corvo: Unit) -> None:
    _, service = with_service(corvo)
    assert retire_entry(corvo, CLIENT, "service", 1, retired=True).retired
    with pytest.raises(NotAllowed):
        retire_entry(corvo, CLIENT, "service", 1, retired=True)
    second = save_entry(corvo, CLIENT, Service("", 0, "Zeta"))
    client = get_client(corvo, CLIENT)
    assert [one.name for one in services_of(corvo, client.id)] == ["Zeta", "Service desk"]
    assert second.number == 2
    back = retire_entry(corvo, CLIENT, "service", 1, retired=False)
    assert back == replace(service, version=3)
    assert [one.name for one in parties_of(corvo, client.id)] == ["Delta Desk"]


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (replace(PROVIDER, name="  \x00 "), "name"),
        (replace(PROVIDER, name="long " * 100), "name"),
        (replace(PROVIDER, role="friend"), "role"),
        (replace(SUPPLIER, kind=""), "kind"),
        (replace(SUPPLIER, kind="magic"), "kind"),
        (replace(PROVIDER, mode="never"), "mode"),
        (replace(PROVIDER, note="n" * 10_001), "note"),
        (Service("", 0, "Desk", provider_id="nobody"), "provider_id"),
        (Service("", 0, "Desk", supplier_id="nobody"), "supplier_id"),
        (Service("", 0, "Desk", calendar_id="never"), "calendar_id"),
        (CONTRACT, "party_id"),
    ],
)
def test_what_does_not_fit_is_refused_at_its_field(
    corvo: Unit, wanted: Party | Service | Contract, field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        save_entry(corvo, CLIENT, wanted)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"notice_days": 3651}, "notice_days"),
        ({"starts_on": date(1, 1, 1)}, "starts_on"),
        ({"ends_on": date(9999, 12, 31)}, "ends_on"),
        ({"value": Fraction(-1)}, "value"),
        ({"value": Fraction(10**16)}, "value"),
        ({"currency": "euro"}, "currency"),
        ({"currency": ""}, "currency"),
        ({"renewal": "maybe"}, "renewal"),
        ({"value_per": "week"}, "value_per"),
        ({"services": ("nothing",)}, "services"),
        ({"title": ""}, "title"),
    ],
)
def test_a_contract_that_does_not_fit_is_refused(corvo: Unit, changes: dict[str, object], field: str) -> None:
    party, _ = with_service(corvo)
    wanted = replace(CONTRACT, party_id=party.id)
    with pytest.raises(InvalidInput) as refused:
        save_entry(corvo, CLIENT, replace(wanted, **changes))  # type: ignore[arg-type]
    assert refused.value.field == field


def test_another_clients_entries_are_not_found(corvo: Unit) -> None:
    party, service = with_service(corvo)
    with pytest.raises(NotFound):
        entry_page(corvo, OTHER, "service", 1)
    with pytest.raises(NotFound):
        save_entry(corvo, OTHER, service, 1)
    with pytest.raises(NotFound):
        retire_entry(corvo, OTHER, "party", 1, retired=True)
    with pytest.raises(NotFound):
        entry_page(corvo, CLIENT, "party", 2**70)
    with pytest.raises(InvalidInput):
        save_entry(corvo, OTHER, Service("", 0, "Desk", provider_id=party.id))


def test_the_list_counts_what_hangs_on_a_service(corvo: Unit) -> None:
    party, service = with_service(corvo)
    add_item(corvo, CLIENT, ItemDraft("Set priority", service_id=service.id, party_id=party.id))
    page = catalogue_page(corvo, CLIENT)
    assert page.csip == {service.id: 1}
    shown = entry_page(corvo, CLIENT, "party", 1)
    assert [one.title for one in shown.csip] == ["Set priority"]
    assert shown.services == (service,)
    assert entry_page(corvo, CLIENT, "service", 1).csip == shown.csip
