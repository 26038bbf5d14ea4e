"""The pages of services, parties and contracts."""

import pytest

from assessment.bench.measuring import counted_statements
from assessment.domain.catalogue import Service
from assessment.services.catalogue import save_entry
from assessment.services.catalogue_pages import catalogue_page
from assessment.store.database import Database
from assessment.web.app import LOCAL_WORKSPACE
from tests.web.conftest import NOW
from tests.web.fixtures_clients import add, writing
from tests.web.pages import PageClient

HOME = "/clients/corvo-logistics"
LIST = f"{HOME}/services"
PARTY = {"name": "Rete Sud", "role": "supplier", "kind": "network", "mode": "desk"}
CONTRACT = {
    "title": "Network support",
    "starts_on": "2025-01-01",
    "ends_on": "2026-12-31",
    "renewal": "renews",
    "notice_days": "20",
    "value": "18 000,50",
    "currency": "eur",
    "value_per": "year",
}


@pytest.fixture
def here(client: PageClient, database: Database) -> PageClient:
    """A client with nothing in its catalogue, and another one."""
    add(database)
    add(database, "Lumen")
    return client


def party_id(here: PageClient) -> str:
    """The id of the one party, as the form of a contract offers it."""
    return (
        here.get(f"{HOME}/contracts/new")
        .root.find("select", id="party_id")
        .find_all("option")[1]
        .attrs["value"]
    )


def test_an_empty_catalogue_says_where_to_begin(here: PageClient) -> None:
    page = here.get(LIST)
    assert page.h1 == "No services yet"
    assert "Begin with the one that people notice most." in page.text
    assert "A contract is with a party. Add the party first." in page.text


def test_a_party_a_service_and_a_contract_are_added_and_shown(here: PageClient) -> None:
    page = here.post(f"{HOME}/parties/new", PARTY)
    assert page.h1 == "Rete Sud"
    assert "“Rete Sud” was saved." in page.root.text
    assert "At the desk, from data alone" in page.text
    party = party_id(here)
    page = here.post(f"{HOME}/services/new", {"name": "Network", "supplier_id": party, "owner": "Head of IT"})
    assert "Rete Sud" in page.text
    service = here.get(f"{HOME}/contracts/new").root.find("input", name="services").attrs["value"]
    page = here.post(f"{HOME}/contracts/new", {**CONTRACT, "party_id": party, "services": service})
    assert page.root.find("p", class_="lede").text == (
        "Give notice by 11 Dec 2026, or it renews itself after 31 Dec 2026. notice day near"
    )
    assert "EUR 18 000.50 a year" in page.text
    page = here.get(LIST)
    assert page.h1 == "One service without an agreement"
    assert "One contract asks for a look" in page.text
    assert (
        "31 Dec 2026 notice day near" in page.root.find("table", **{"aria-labelledby": "services-title"}).text
    )
    shown = here.get(f"{HOME}/parties/1")
    assert "Network support" in shown.text
    assert "/clients/corvo-logistics/csip?party=1" in shown.html


@pytest.mark.parametrize(
    ("path", "values", "sentence"),
    [
        ("parties/new", {"name": ""}, "Say whether it is the provider"),
        ("parties/new", {**PARTY, "name": ""}, "Give the party a name."),
        ("parties/new", {**PARTY, "name": "x" * 400}, "Use at most 300 characters."),
        ("services/new", {"name": "Desk", "provider_id": "nobody"}, "Choose one of the parties shown."),
        ("contracts/new", {"title": "Desk", "starts_on": "never"}, "Write the day as year, month and day"),
        ("contracts/new", {"title": "Desk"}, "Say from which day on the contract holds."),
        ("contracts/new", {**CONTRACT, "notice_days": "ten"}, "Write a number of days from 0 to 3650."),
        ("contracts/new", {**CONTRACT, "value": "1e99"}, "Write a number"),
    ],
)
def test_a_refused_form_says_why_and_keeps_what_was_typed(
    here: PageClient, path: str, values: dict[str, str], sentence: str
) -> None:
    page = here.post(f"{HOME}/{path}", values, 422)
    assert sentence in page.root.find("div", class_="errors").text
    kept = page.form(f"{HOME}/{path}")
    assert {name: kept[name] for name in values if name in ("name", "title", "notice_days")} == {
        name: value for name, value in values.items() if name in ("name", "title", "notice_days")
    }


def test_two_people_change_a_party_and_the_second_chooses(here: PageClient) -> None:
    here.post(f"{HOME}/parties/new", PARTY)
    form = here.get(f"{HOME}/parties/1/change").form(f"{HOME}/parties/1/change")
    assert (form["seen"], form["mode"], form["kind"]) == ("1", "desk", "network")
    here.post(f"{HOME}/parties/1/change", {**form, "contact": "First"})
    page = here.post(f"{HOME}/parties/1/change", {**form, "contact": "Second"}, 409)
    both = page.root.find("div", class_="conflict").text
    assert "changed this before you: Rete Sud Yours Contact: Second Theirs Contact: First" in both
    assert page.form(f"{HOME}/parties/1/change")["contact"] == "Second"
    mine = page.root.find("button", name="resolve").attrs["value"]
    page = here.post(f"{HOME}/parties/1/change", {**form, "contact": "Second", "resolve": mine})
    assert "Contact : First → became Second" in page.root.find("ol", class_="history").text


def test_a_service_is_retired_and_taken_up_again(here: PageClient) -> None:
    here.post(f"{HOME}/services/new", {"name": "Network"})
    page = here.post(f"{HOME}/services/1/retire")
    assert "“Network” was retired." in page.root.text
    assert "retired" in page.root.find("p", class_="lede").text
    assert here.get(LIST).h1 == "No services yet"
    assert "is in use again" in here.post(f"{HOME}/services/1/take-up").root.text
    assert "is in use already" in here.post(f"{HOME}/services/1/take-up").root.text


def test_another_clients_numbers_are_not_found(here: PageClient) -> None:
    here.post(f"{HOME}/parties/new", PARTY)
    for path in ("parties/1", "parties/1/change", "services/1", f"parties/{2**70}", "things/1"):
        here.get(f"/clients/lumen/{path}", 404)
    here.post("/clients/lumen/parties/1/change", PARTY, 404)
    here.post("/clients/lumen/parties/1/retire", {}, 404)
    here.get("/clients/nobody/services", 404)


def test_the_list_asks_as_little_of_the_database_however_long_it_is(
    here: PageClient, database: Database
) -> None:
    with writing(database) as unit:
        for number in range(60):
            save_entry(unit, "corvo-logistics", Service("", 0, f"Service {number}"))

    with database.read(LOCAL_WORKSPACE, "tests", NOW) as unit, counted_statements(database) as seen:
        catalogue_page(unit, "corvo-logistics")
    assert len(seen) <= 8
    assert len(here.get(LIST).root.find_all("th", role="rowheader")) == 60
