"""The pages with what waits for somebody: at one client and at all of them."""

from datetime import timedelta

import pytest

from assessment.bench.measuring import counted_statements
from assessment.services import actions, csip
from assessment.services.clients import add_client
from assessment.store.database import Database
from assessment.web.app import LOCAL_WORKSPACE
from tests.web.conftest import NOW
from tests.web.pages import Page, PageClient

YESTERDAY = NOW.date() - timedelta(days=1)


@pytest.fixture
def two(database: Database) -> None:
    """Two clients, one of which has more that is late."""
    with database.write(LOCAL_WORKSPACE, "tests", NOW) as unit:
        add_client(unit, name="Aurora")
        add_client(unit, name="Corvo")
        csip.add_item(unit, "aurora", csip.ItemDraft("Chat", owner="you"))
        actions.add_action(unit, "corvo", actions.ActionDraft("Answer in time", due_on=YESTERDAY))


def lines(page: Page) -> list[str]:
    """What the page lists."""
    return [item.text for item in page.root.find("main").find_all("li") if item.find_all("span")]


@pytest.mark.usefixtures("two")
def test_what_is_late_stands_first_and_leads_to_its_item(client: PageClient) -> None:
    page = client.get("/clients/corvo/needs")
    assert page.h1 == "Two things wait for somebody, one is past its day"
    assert lines(page)[0] == "ACT-001 1 day late Answer in time: it is past its day."
    assert page.root.find("main").find("a", href="/clients/corvo/actions/1").text == "ACT-001"
    assert page.root.find("nav", aria_label="Client").find("a", aria_current="page").text == "Needs you 2"


@pytest.mark.usefixtures("two")
def test_all_clients_are_grouped_with_the_latest_first(client: PageClient) -> None:
    page = client.get("/needs")
    assert [found.text for found in page.root.find("main").find_all("h2")] == ["Corvo", "Aurora"]
    assert page.h1 == "Four things wait for somebody, one is past its day"
    assert page.root.find("nav", aria_label="Main").find("a", aria_current="page").text == "Needs you 4"


@pytest.mark.usefixtures("two")
def test_the_list_is_narrowed_in_the_address(client: PageClient) -> None:
    page = client.get("/needs?kind=action")
    assert [found.text for found in page.root.find("main").find_all("h2")] == ["Corvo"]
    assert len(lines(page)) == 1
    assert "Nothing fits what is set above." in client.get("/needs?kind=contract&mine=1").text
    for query in ("?kind=never", "?page=0", "?page=x", "?mine=2"):
        assert len(lines(client.get(f"/needs{query}"))) == 4


def test_nothing_waits_where_there_is_nobody(client: PageClient) -> None:
    page = client.get("/needs")
    assert page.h1 == "Nothing waits for you"
    assert page.root.find("div", class_="empty").find("a").attrs["href"] == "/clients"
    client.get("/clients/nobody/needs", 404)


@pytest.mark.usefixtures("samples")
def test_the_samples_are_shown_with_few_questions(client: PageClient, database: Database) -> None:
    client.get("/needs")
    for path in ("/needs", "/clients/corvo-logistics/needs"):
        with counted_statements(database) as statements:
            page = client.get(path)
        assert len(statements) <= 15
        assert lines(page)


@pytest.mark.usefixtures("two")
def test_the_list_of_clients_shows_the_week_and_leads_on(client: PageClient) -> None:
    part = client.get("/clients/attention").root.find("section", aria_labelledby="needs-title")
    assert part.find_all("li")[0].text.startswith("Corvo: one thing past its day 1 day late It is: ACT-001")
    assert part.find("a", href="/needs").text == "Everything that needs you"
