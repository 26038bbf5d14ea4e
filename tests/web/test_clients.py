"""Adding, changing, archiving and restoring clients, and one client at a glance."""

from datetime import date

import pytest
from flask import Flask

from assessment.bench.measuring import counted_statements
from assessment.services import assessments, clients, reviews
from assessment.services.actions import ActionDraft, add_action
from assessment.services.reviews import ReviewEntry
from assessment.store.database import Database
from assessment.store.queries.workspaces import ensure_workspace
from tests.web.fixtures_clients import add, rate, start, writing
from tests.web.pages import PageClient


def test_the_front_page_leads_to_the_clients(client: PageClient) -> None:
    answer = client.http.get("/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/clients")


def test_an_empty_list_offers_the_first_client(client: PageClient) -> None:
    page = client.get("/clients")
    assert page.h1 == "No clients yet"
    assert page.root.find("a", href="/clients/new").text == "Add your first client"


def test_a_client_is_added_under_a_slug_of_its_name(client: PageClient) -> None:
    page = client.post("/clients/new", {"name": " Città  di Forlì ", "sector": "public", "language": "it"})
    assert page.h1 == "Città di Forlì has no assessment yet"
    assert page.response.request.path == "/clients/citta-di-forli"
    assert "Città di Forlì was added." in page.html


def test_a_second_client_of_the_same_name_is_allowed_and_pointed_out(
    client: PageClient, database: Database
) -> None:
    add(database)
    page = client.post("/clients/new", {"name": "Corvo Logistics", "language": "en"})
    assert page.response.request.path == "/clients/corvo-logistics-2"
    assert "Another client has this name too" in page.html


def test_a_client_cannot_take_the_address_of_a_page(client: PageClient) -> None:
    page = client.post("/clients/new", {"name": "New", "language": "en"})
    assert page.response.request.path == "/clients/new-2"


def test_every_address_that_a_page_has_is_kept_from_clients_and_assessments(app: Flask) -> None:
    parts = [rule.rule.split("/") for rule in app.url_map.iter_rules() if rule.rule.startswith("/clients/")]
    first = {part[2] for part in parts if part[2].isalpha()}
    assert "new" in first
    assert first <= clients.RESERVED_SLUGS
    below = {part[4] for part in parts if len(part) > 4 and part[3] == "assessments" and part[4].isalpha()}
    assert below == {"new"} <= assessments.RESERVED_SLUGS


def test_a_client_without_a_name_is_refused_and_what_was_typed_is_kept(client: PageClient) -> None:
    page = client.post("/clients/new", {"name": "  ", "sector": "transport", "language": "en"}, status=422)
    assert page.title.startswith("Error:")
    assert page.root.find("a", href="#name").text == "Write the name of the client."
    assert page.root.find("input", id="sector").attrs["value"] == "transport"


def test_a_name_that_is_too_long_is_refused(client: PageClient) -> None:
    page = client.post("/clients/new", {"name": "x" * 121, "language": "en"}, status=422)
    assert "Use at most 120 characters." in page.text


def test_a_client_is_changed_and_keeps_its_slug(client: PageClient, database: Database) -> None:
    add(database)
    page = client.post(
        "/clients/corvo-logistics/edit",
        {"name": "Corvo Group", "sector": "", "language": "en", "note": "", "version": "1"},
    )
    assert page.h1 == "Corvo Group has no assessment yet"
    assert "Details changed" in page.text


def test_a_change_by_somebody_else_shows_both_values(client: PageClient, database: Database) -> None:
    add(database)
    with writing(database) as unit:
        clients.edit_client(unit, "corvo-logistics", name="Corvo Italia")
    page = client.post(
        "/clients/corvo-logistics/edit", {"name": "Corvo Group", "language": "en", "version": "1"}, status=409
    )
    assert "Corvo Italia" in page.text
    assert "Corvo Group" in page.text
    with writing(database) as unit:
        assert clients.client_of(unit, "corvo-logistics").name == "Corvo Italia"


def test_saving_the_same_again_is_no_conflict(client: PageClient, database: Database) -> None:
    add(database)
    with writing(database) as unit:
        clients.edit_client(unit, "corvo-logistics", name="Corvo Italia")
    client.post("/clients/corvo-logistics/edit", {"name": "Corvo Italia", "language": "en", "version": "1"})


def test_an_archived_client_leaves_the_list_and_comes_back(client: PageClient, database: Database) -> None:
    add(database)
    page = client.post("/clients/corvo-logistics/archive")
    undo = page.root.find("form", action="/clients/corvo-logistics/restore")
    assert undo.find("button").text == "Undo"
    assert page.h1 == "No clients yet"
    assert client.get("/clients?archived=1").root.find_all("a", href="/clients/corvo-logistics")
    with pytest.raises(Exception, match="archived"):
        start(database, "corvo-logistics")
    client.post("/clients/corvo-logistics/restore")
    assert client.get("/clients").root.find_all("a", href="/clients/corvo-logistics")


def test_a_client_of_another_workspace_is_not_there(client: PageClient, database: Database) -> None:
    with writing(database, "elsewhere") as unit:
        ensure_workspace(unit, "Elsewhere")
        clients.add_client(unit, name="Halden Pharma")
    for path in ("", "/edit", "/assessments", "/assessments/new"):
        client.get(f"/clients/halden-pharma{path}", status=404)
    client.post("/clients/halden-pharma/archive", status=404)
    assert client.get("/clients").h1 == "No clients yet"


def test_the_overview_shows_the_latest_assessment_and_the_change(
    client: PageClient, database: Database
) -> None:
    add(database)
    before = start(database, "corvo-logistics", "March 2026", date(2026, 3, 10))
    rate(database, before, {"L1-A1-P1": "P"})
    now = start(database, "corvo-logistics")
    rate(database, now, {"L1-A1-P1": "F", "L1-A2-P1": "F"})
    with counted_statements(database) as statements:
        page = client.get("/clients/corvo-logistics")
    assert len(statements) <= 7
    assert (
        page.root.find("a", class_="go").attrs["href"] == "/clients/corvo-logistics/assessments/november-2026"
    )
    table = page.root.find("table", aria_labelledby="areas-title")
    rows = [row.text for row in table.find_all("tr")]
    assert rows[1].startswith("November 2026 22 Nov 2026 1.0 1.0 –")
    assert rows[2].startswith("March 2026 10 Mar 2026 0.3 –")
    assert "+0.2 since March 2026" in page.text


def test_the_history_tells_what_happened_newest_first(client: PageClient, database: Database) -> None:
    add(database)
    place = start(database, "corvo-logistics")
    rate(database, place, {"L1-A1-P1": "F"})
    with writing(database) as unit:
        assessments.close_assessment(unit, "corvo-logistics", "november-2026")
        assessments.reopen_assessment(unit, "corvo-logistics", "november-2026", "A typing fault")
    history = client.get("/clients/corvo-logistics").root.find("ol", class_="history")
    said = [entry.find("b").text for entry in history.find_all("li")]
    assert set(said) == {
        "November 2026 re-opened",
        "November 2026 closed, results frozen",
        "November 2026 started",
        "Client added",
    }
    assert "A typing fault" in history.text


def test_details_sent_as_they_open_change_nothing(client: PageClient, database: Database) -> None:
    before = add(database, sector="transport", language="it", note="One\nTwo")
    address = "/clients/corvo-logistics/edit"
    client.post(address, client.get(address).form(address))
    with writing(database) as unit:
        assert clients.client_of(unit, "corvo-logistics") == before


def test_the_overview_says_what_reviews_actions_and_agreements_need(
    client: PageClient, database: Database
) -> None:
    add(database)
    here = "/clients/corvo-logistics"
    assert "Reviews, actions, agreements" not in client.get(here).text
    with writing(database) as unit:
        reviews.plan_review(unit, "corvo-logistics", ReviewEntry("monthly", planned_on=date(2026, 11, 20)))
        add_action(unit, "corvo-logistics", ActionDraft("Restart", due_on=date(2026, 11, 1)))
    page = client.get(here)
    assert "One action is overdue" in page.text
    for text, href in (
        ("Next review: Monthly review, 20 Nov 2026", f"{here}/reviews/1"),
        ("One review waits to be planned, prepared, held or closed", f"{here}/reviews"),
        ("One open action", f"{here}/actions"),
    ):
        assert text in page.text
        assert f'href="{href}"' in page.html
