"""The register page: what it shows, what narrows it, and how little it asks of the database."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from urllib.parse import quote

import pytest

from assessment.bench.measuring import counted_statements
from assessment.domain.csip import Decision
from assessment.services import csip
from assessment.services.clients import add_client
from assessment.services.csip import ItemDraft
from assessment.store.database import Database
from assessment.store.queries import csip as queries
from assessment.store.queries.clients import get_client
from assessment.web.app import LOCAL_WORKSPACE
from tests.web.conftest import NOW
from tests.web.pages import Page, PageClient

ON_POSTGRES = True

REGISTER = "/clients/corvo/csip"
TODAY = NOW.date()
DRAFT = ItemDraft("Set priority from impact and urgency", area_id="A3", owner="Service desk lead")
COSTED = replace(
    DRAFT, title="Self-service", cost_kind="costed", cost_amount=Fraction(30000), cost_currency="EUR"
)
GO_ON = Decision("progress")
HOLD = Decision("hold", "No budget before January", date(2027, 1, 15))

Add = Callable[..., int]


@pytest.fixture
def add(database: Database) -> Add:
    """Put an item into the register of Corvo, decide about it, and return its number."""
    with database.write(LOCAL_WORKSPACE, "tests", NOW) as unit:
        add_client(unit, name="Corvo")
        add_client(unit, name="Lumen")

    def put(draft: ItemDraft, *decisions: Decision) -> int:
        with database.write(LOCAL_WORKSPACE, "Service desk lead", NOW) as unit:
            item = csip.add_item(unit, "corvo", draft)
            for decision in decisions:
                item = csip.decide_item(unit, "corvo", item.number, decision, item.version)
        return item.number

    return put


def titles(page: Page) -> list[str]:
    """The titles of the items that a register page lists."""
    return [row.find_all("a")[0].text for row in page.root.find_all("th", role="rowheader")]


def test_an_empty_register_says_where_items_come_from(client: PageClient, add: Add) -> None:
    page = client.get(REGISTER)
    assert page.h1 == "No improvements yet"
    assert "They come from the plan, a review, or Add item." in page.text
    assert page.root.find_all("table") == []
    assert page.root.find("div", class_="empty").find("a").attrs["href"] == f"{REGISTER}/new"


def test_the_register_states_its_finding_and_its_money(client: PageClient, add: Add) -> None:
    add(replace(DRAFT, due_on=TODAY - timedelta(days=9), progress=80), GO_ON, GO_ON)
    add(COSTED, GO_ON, HOLD)
    add(replace(COSTED, cost_amount=Fraction(4500), cost_approval="approved"), GO_ON, GO_ON)
    page = client.get(REGISTER)
    assert page.h1 == "Two items in progress, one waits for budget"
    assert "One item is late." in page.text
    assert "Committed EUR\u00a04\u202f500, on hold EUR\u00a030\u202f000" in page.html
    late, held, _ = page.root.find("tbody", role="rowgroup").find_all("tr")
    assert "CSIP-001" in late.text
    assert "9 days late" in late.text
    assert "80%" in late.text
    assert "No added cost" in late.text
    assert "On hold until 15 Jan 2027" in held.text
    assert "EUR 30 000 not asked for yet" in held.text
    assert page.root.find("nav").find("a", aria_current="page").text == "CSIP register 3"
    assert "Removed items stay here with the reason and the date." in page.text


def test_a_removed_item_stays_with_its_row(client: PageClient, add: Add) -> None:
    add(DRAFT, Decision("remove", "The service ends"))
    page = client.get(REGISTER)
    assert page.h1 == "The one item was removed"
    assert titles(page) == [DRAFT.title]
    assert "Removed since 23 Nov 2026" in page.root.find("tbody").text


@pytest.fixture
def three(add: Add) -> None:
    """Three items that differ in everything that can be filtered."""
    add(replace(DRAFT, title="One", progress=10, due_on=date(2027, 3, 1)), GO_ON, GO_ON)
    add(replace(COSTED, title="Two", owner="Knowledge manager", due_on=date(2027, 1, 1)))
    add(replace(DRAFT, title="Three", description="Ask the warehouses", progress=90), HOLD)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["One", "Two", "Three"]),
        ("?group=in+progress", ["One"]),
        ("?cost=costed", ["Two"]),
        ("?cost=none&group=on+hold", ["Three"]),
        ("?owner=Knowledge+manager", ["Two"]),
        ("?q=WAREHOUSES", ["Three"]),
        ("?q=csip-002", ["Two"]),
        ("?sort=due", ["Two", "One", "Three"]),
        ("?sort=progress", ["Three", "One", "Two"]),
        ("?group=nonsense&cost=x&sort=y&page=-4", ["One", "Two", "Three"]),
        ("?page=99999999999", ["One", "Two", "Three"]),
    ],
)
@pytest.mark.usefixtures("three")
def test_the_address_narrows_and_sorts(client: PageClient, query: str, found: list[str]) -> None:
    assert titles(client.get(REGISTER + query)) == found


@pytest.mark.usefixtures("three")
def test_filters_keep_each_other_and_say_how_many(client: PageClient) -> None:
    page = client.get(f"{REGISTER}?cost=none&sort=due")
    groups = page.root.find("div", aria_label="Status").find_all("a")
    assert [link.text for link in groups] == [
        "All 2", "Proposed 0", "In progress 1", "On hold 1", "Done 0", "Removed 0",
    ]  # fmt: skip
    assert groups[3].attrs["href"] == f"{REGISTER}?group=on+hold&cost=none&sort=due"
    assert page.root.find("div", aria_label="Cost").find("a", aria_current="true").text == "No added cost"
    assert page.root.find("th", aria_sort="ascending").text == "Due"
    assert page.form(REGISTER) == {"cost": "none", "sort": "due", "year": "", "owner": "", "q": ""}
    assert (
        client.get(groups[3].attrs["href"]).root.find("tbody", role="rowgroup").find("th").find("a").text
        == "Three"
    )


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    ("query", "text"),
    [("?group=done", "No item is done yet."), ("?q=nothing", "No item of the register fits")],
)
def test_a_filter_that_leaves_nothing_says_so(client: PageClient, query: str, text: str) -> None:
    page = client.get(REGISTER + query)
    assert text in page.text
    assert page.root.find("div", class_="empty").find("a").attrs["href"] == REGISTER


def test_what_was_typed_is_never_markup(client: PageClient, add: Add) -> None:
    nasty = '<script>alert(1)</script><b onclick="x">'
    add(replace(DRAFT, title=nasty, owner=nasty, description=nasty))
    page = client.get(f"{REGISTER}?q={quote(nasty)}")
    assert titles(page) == [nasty]
    detail = client.get(f"{REGISTER}/1")
    assert detail.h1 == nasty
    assert "<script>alert" not in page.html + detail.html
    assert not [found for found in detail.root.walk() if "onclick" in found.attrs]


@pytest.mark.parametrize("path", ["", "/new", "/1"])
def test_another_client_has_no_such_page(client: PageClient, add: Add, path: str) -> None:
    add(DRAFT)
    client.get(f"/clients/nobody/csip{path}", 404)
    client.get("/clients/lumen/csip/1", 404)
    client.post("/clients/lumen/csip/1/decision", {"decision": "progress", "seen": "1"}, 404)
    client.post("/clients/lumen/csip/1", {"title": "Theirs", "seen": "1"}, 404)


def test_many_items_cost_no_more_queries(client: PageClient, add: Add, database: Database) -> None:
    add(DRAFT)
    client.get(REGISTER)
    with database.write(LOCAL_WORKSPACE, "tests", NOW) as unit:
        corvo = get_client(unit, "corvo").id
        for number in range(250):
            queries.add_item(unit, corvo, {"title": f"Improvement {number}", "area_id": "A3"})
    with counted_statements(database) as seen:
        page = client.get(f"{REGISTER}?q=improvement&sort=due&page=2")
    assert len(seen) <= 9, seen
    assert len(titles(page)) == 100
    assert len(page.html) < 150_000
    pager = page.root.find("nav", aria_label="Pages")
    assert pager.find("a", rel="next").attrs["href"] == f"{REGISTER}?q=improvement&sort=due&page=3"
    assert "Page 2 of 3" in pager.text
