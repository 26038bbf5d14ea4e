"""The views of the register, changes in the list, suppliers, values on the page of an item, and what came."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest

from assessment.bench.measuring import counted_statements
from assessment.domain.csip import Decision
from assessment.domain.csip_items import CsipItem
from assessment.services import csip
from assessment.services.clients import add_client
from assessment.services.csip import ItemDraft
from assessment.services.csip_names import service_named, supplier_named
from assessment.store.database import Database, Unit
from assessment.store.queries import csip as queries
from assessment.store.queries.clients import get_client
from assessment.store.tables import party
from assessment.web.app import LOCAL_WORKSPACE
from tests.web.conftest import NOW
from tests.web.pages import Page, PageClient

REGISTER = "/clients/corvo/csip"
ITEM = f"{REGISTER}/1"
TODAY = NOW.date()
MOST_QUERIES = 12
GO_ON = Decision("progress")
HOLD = Decision("hold", "No budget before January", date(2026, 12, 24))
DRAFT = ItemDraft("Shorten the time to the first answer", area_id="A3", owner="Service desk lead")
MEASURED = replace(
    DRAFT, value_kind="duration", baseline=Fraction(720), baseline_on=date(2026, 4, 30), target=Fraction(480)
)

Add = Callable[..., int]


@pytest.fixture
def add(database: Database) -> Add:
    """Put an item into the register of Corvo and decide about it, a month apart, the last time in August."""
    with database.write(LOCAL_WORKSPACE, "tests", NOW) as unit:
        add_client(unit, name="Corvo")
        corvo = get_client(unit, "corvo").id
        for name in ("Network supplier", "Desktop supplier"):
            supplier_named(unit, corvo, name)
        service_named(unit, corvo, "Service desk")
        unit.connection.execute(party.update().where(party.c.number == 2).values(kind="desktop"))

    def put(draft: ItemDraft, *decisions: Decision) -> int:
        with database.write(LOCAL_WORKSPACE, "Service desk lead", NOW) as unit:
            day = date(2026, 5, 4)
            item = csip.add_item(at(unit, day), "corvo", draft)
            for month, decision in enumerate(decisions, 6):
                now = at(unit, date(2026, month, 4))
                item = csip.decide_item(now, "corvo", item.number, decision, item.version)
        return item.number

    return put


def at(unit: Unit, day: date) -> Unit:
    return replace(unit, now=datetime(day.year, day.month, day.day, 9, tzinfo=UTC))


@contextmanager
def reading(database: Database) -> Iterator[Unit]:
    with database.read(LOCAL_WORKSPACE, "tests", NOW) as unit:
        yield unit


def item_of(database: Database, number: int = 1) -> CsipItem:
    with reading(database) as unit:
        return queries.get_item(unit, get_client(unit, "corvo").id, number)


def toast(page: Page) -> str:
    return page.root.find(id="toasts").text


def undo(client: PageClient, page: Page) -> Page:
    form = page.root.find(id="toasts").find("form")
    fields = {f.attrs["name"]: f.attrs["value"] for f in form.find_all("input")}
    return client.post(form.attrs["action"], fields)


def test_the_board_has_a_lane_for_each_group(client: PageClient, add: Add) -> None:
    add(DRAFT)
    add(replace(DRAFT, title="Late", due_on=TODAY - timedelta(days=1)), GO_ON, GO_ON)
    page = client.get(f"{REGISTER}?view=board")
    lanes = page.root.find_all("section", class_="lane")
    assert [lane.find("h2").text for lane in lanes] == [
        "Proposed 1", "In progress 1", "On hold 0", "Done 0", "Removed 0",
    ]  # fmt: skip
    assert "1 day late" in lanes[1].text
    assert page.root.find("div", aria_label="View").find("a", aria_current="true").text == "Board"
    one = client.get(f"{REGISTER}?view=board&group=in+progress")
    assert len(one.root.find_all("section", class_="lane")) == 1


def test_the_calendar_goes_from_month_to_month(client: PageClient, add: Add) -> None:
    add(replace(DRAFT, due_on=date(2026, 12, 9)))
    add(DRAFT, HOLD)
    page = client.get(f"{REGISTER}?view=calendar&month=2026-12")
    assert [day.text for day in page.root.find("main").find_all("time")] == [
        "Wed 9 Dec 2026",
        "Thu 24 Dec 2026",
    ]
    months = page.root.find("nav", aria_label="Months").find_all("a")
    assert [month.text for month in months] == ["November 2026", "January 2027"]
    assert "Nothing is due in this month" in client.get(months[1].attrs["href"]).text
    assert "November 2026" in client.get(f"{REGISTER}?view=calendar&month=soon").text
    client.get(f"{REGISTER}?view=calendar&month=9999-12")
    client.get(f"{REGISTER}?view=calendar&month=0001-01")


def test_each_supplier_has_its_own_register(client: PageClient, add: Add, database: Database) -> None:
    with reading(database) as unit:
        known = csip.register_of(unit, "corvo", csip.CsipFilter()).parties
    add(replace(DRAFT, party_id=known[0].id), GO_ON, GO_ON)
    add(DRAFT)
    page = client.get(f"{REGISTER}?party=1")
    assert page.h1 == "Network supplier: one item in progress"
    assert page.root.find(id="register-title").text == "Register of Network supplier"
    assert len(page.root.find("tbody", role="rowgroup").find_all("tr")) == 1
    empty = client.get(f"{REGISTER}?party=2")
    assert empty.h1 == "Desktop supplier: no improvements yet"
    idea = next(a for a in empty.root.find_all("a") if a.text == "Review the patches machine by machine")
    form = client.get(idea.attrs["href"]).root.find("main").find("form", action=f"{REGISTER}/new")
    assert form.find(id="title").attrs["value"] == "Review the patches machine by machine"
    assert form.find("option", value=known[1].id).attrs.get("selected") == ""
    for wrong in ("9", "x", "99999999999999999999"):
        client.get(f"{REGISTER}?party={wrong}", 404)


def test_filters_of_service_and_year_and_words_that_make_no_sense(client: PageClient, add: Add) -> None:
    add(replace(DRAFT, due_on=date(2027, 1, 5)))
    assert "Shorten" in client.get(f"{REGISTER}?year=2027").text
    assert "No item of the register fits" in client.get(f"{REGISTER}?year=2026").text
    assert "No item of the register fits" in client.get(f"{REGISTER}?service=1").text
    for odd in ("year=x", "service=-1", "year=99999999999999", "view=map", "sort=%00", "change=x"):
        client.get(f"{REGISTER}?{odd}")


def test_owner_and_day_change_in_the_list_and_can_be_taken_back(
    client: PageClient, add: Add, database: Database
) -> None:
    add(DRAFT)
    page = client.get(f"{REGISTER}?q=shorten&change=1")
    fields = page.form(f"{ITEM}/quick")
    assert fields["quick-owner"] == "Service desk lead"
    page = client.post(f"{ITEM}/quick", fields | {"quick-owner": "Head of IT", "quick-due_on": "2027-02-01"})
    assert "CSIP-001 was saved." in toast(page)
    assert page.root.find(id="q").attrs["value"] == "shorten"
    assert (item_of(database).owner, item_of(database).due_on) == ("Head of IT", date(2027, 2, 1))
    page = undo(client, page)
    assert "The change of CSIP-001 was taken back." in toast(page)
    assert (item_of(database).owner, item_of(database).due_on) == ("Service desk lead", None)


def test_what_the_list_refuses_is_kept_on_the_page_of_the_item(
    client: PageClient, add: Add, database: Database
) -> None:
    add(DRAFT)
    fields = client.get(f"{REGISTER}?change=1").form(f"{ITEM}/quick")
    page = client.post(f"{ITEM}/quick", fields | {"quick-owner": "x" * 101, "quick-due_on": "soon"}, 422)
    assert page.title.startswith("Error:")
    assert "Write the day as year, month and day" in page.root.find("div", class_="errors").text
    assert page.form(ITEM)["owner"] == "x" * 101
    client.post(ITEM, client.get(ITEM).form(ITEM) | {"title": "Theirs"})
    page = client.post(f"{ITEM}/quick", fields | {"quick-owner": "Mine"}, 409)
    assert item_of(database).owner == "Service desk lead"


def test_a_value_is_entered_and_gives_the_verdict_that_closing_proposes(
    client: PageClient, add: Add, database: Database
) -> None:
    add(MEASURED, GO_ON, GO_ON, GO_ON)
    assert "No value from after the implementation is there yet." in client.get(ITEM).text
    sent = {"period_from": "2026-09-01", "period_to": "2026-09-30", "value": "13 h", "note": "All desks"}
    page = client.post(f"{ITEM}/actual", sent)
    assert "The value was recorded." in toast(page)
    assert "-25% of the way: not realised, worse than before" in page.text
    taken_out = page.root.find("form", action=f"{ITEM}/withdraw")
    identity = next(f.attrs["value"] for f in taken_out.find_all("input") if f.attrs["name"] == "id")
    page = client.post(f"{ITEM}/withdraw", {"id": identity})
    assert "What it brings is not known yet" in page.text
    undo(client, page)
    client.post(f"{ITEM}/decision", {"decision": "progress", "seen": str(item_of(database).version)})
    page = client.get(ITEM)
    chosen = page.root.find("input", checked="", type="radio", name="progress-verdict")
    assert chosen.attrs["value"] == "not realised"
    seen = str(item_of(database).version)
    closing = {"decision": "progress", "seen": seen, "progress-verdict": "realised"}
    page = client.post(f"{ITEM}/decision", closing, 422)
    assert "The figures say not realised, worse than before (-25%)" in page.text
    page = client.post(
        f"{ITEM}/decision",
        closing
        | {"progress-reason": "One site burnt down", "progress-lessons": "Leave sites out that close"},
    )
    assert "Leave sites out that close" in page.text
    assert "By the figures: -25%, not realised, worse than before." in page.text


@pytest.mark.parametrize(
    ("where", "sent", "message"),
    [
        ("actual", {"period_from": "2026-08-01", "period_to": "2026-08-03", "value": "9 h"}, "full period"),
        ("actual", {"period_from": "x", "period_to": "2026-09-30", "value": "9 h"}, "Write the day"),
        (
            "actual",
            {"period_from": "2026-09-01", "period_to": "2026-09-30", "value": "\x00"},
            "Write minutes",
        ),
        ("actual", {}, "Say from which day to which day"),
        ("check", {"check-note": ""}, "Say what you found."),
        ("reading", {"period": "2026-09"}, "There is no reading"),
        ("baseline", {"period": "nothing", "seen": "4"}, "There is no reading"),
    ],
)
def test_what_cannot_be_measured_is_refused_in_words(
    client: PageClient, add: Add, where: str, sent: dict[str, str], message: str
) -> None:
    add(MEASURED, GO_ON, GO_ON, GO_ON)
    page = client.post(f"{ITEM}/{where}", sent, 422)
    assert page.title.startswith("Error:")
    assert message in page.root.find("div", class_="errors").text


def test_a_check_up_is_recorded(client: PageClient, add: Add, database: Database) -> None:
    add(replace(MEASURED, check_every_months=3), GO_ON, GO_ON, GO_ON)
    assert "Check now" in client.get(REGISTER).text
    sent = {"check-note": "Still in use", "seen": str(item_of(database).version)}
    page = client.post(f"{ITEM}/check", sent)
    assert "Next check-up on 23 Feb 2027." in page.text
    assert "Still in use" in page.root.find(class_="history").text


def test_everything_that_is_written_comes_back_as_it_was(
    client: PageClient, add: Add, database: Database
) -> None:
    add(DRAFT)
    with reading(database) as unit:
        known = csip.register_of(unit, "corvo", csip.CsipFilter())
    typed = {
        "size": "M", "timescale": "long", "priority": "high", "justification": "Complaints",
        "other_owner": "Head of IT", "budget_year": "2028", "service_id": known.services[0].id,
        "party_id": known.parties[0].id, "also": "a4, L2-A3-P1; M19", "value_kind": "duration",
        "baseline": "12.5", "baseline_on": "2026-10-31", "target": "8 h", "target_on": "2027-06-30",
        "check_every_months": "6", "metric_id": "M01",
    }  # fmt: skip
    page = client.post(ITEM, client.get(ITEM).form(ITEM) | typed)
    item = item_of(database)
    assert item.also == {"areas": ["A4"], "practices": ["L2-A3-P1"], "metrics": ["M19"]}
    assert (item.baseline, item.target, item.budget_year) == (Fraction(25, 2), 480, 2028)
    assert "Network supplier" in page.text
    assert "High, set by hand" in page.text
    again = client.post(ITEM, client.get(ITEM).form(ITEM))
    assert item_of(database) == item
    assert again.root.find(class_="history").text == page.root.find(class_="history").text
    page = client.post(ITEM, client.get(ITEM).form(ITEM) | {"also": "A4 Z99"}, 422)
    assert "Z99 is no practice, area or metric" in page.text


def test_the_budget_is_a_table_by_year(client: PageClient, add: Add) -> None:
    cost: dict[str, Any] = {"cost_kind": "costed", "cost_amount": Fraction(4500), "cost_currency": "EUR"}
    add(replace(DRAFT, budget_year=2027, cost_approval="approved", **cost))
    add(replace(DRAFT, cost_approval="requested", **cost))
    rows = client.get(REGISTER).root.find("section", aria_labelledby="budget-title").find_all("tr")
    assert [cell.text for cell in rows[1].children if not isinstance(cell, str)] == [
        "2027, EUR", "EUR 4 500", "EUR 0", "EUR 4 500", "EUR 0", "EUR 4 500", "EUR 0",
    ]  # fmt: skip
    assert rows[2].find("th").text == "No year, EUR"


@pytest.mark.parametrize("view", ["list", "board", "calendar"])
def test_a_large_register_asks_no_more_of_the_database(
    client: PageClient, add: Add, database: Database, view: str
) -> None:
    add(DRAFT)
    address = f"{REGISTER}?view={view}&month=2026-12"
    client.get(address)
    with counted_statements(database) as few:
        client.get(address)
    with database.write(LOCAL_WORKSPACE, "tests", NOW) as unit:
        corvo = get_client(unit, "corvo").id
        for number in range(300):
            due = date(2026, 12, 1) + timedelta(days=number % 30)
            values = {
                "title": f"Improvement {number}",
                "area_id": "A3",
                "owner": f"Role {number}",
                "due_on": due,
            }
            queries.add_item(unit, corvo, values)
    with counted_statements(database) as many:
        client.get(address)
    assert len(few) == len(many) <= MOST_QUERIES, many
