"""One item: adding it, deciding about it, changing it, and going back; all of it without scripts."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest

from assessment.domain.csip import Decision
from assessment.domain.csip_items import CsipItem
from assessment.services import csip
from assessment.services.clients import add_client
from assessment.services.csip import ItemDraft
from assessment.store.database import Database
from assessment.store.queries import csip as queries
from assessment.store.queries.clients import get_client
from assessment.web.app import LOCAL_WORKSPACE
from tests.web.conftest import NOW
from tests.web.pages import PageClient

REGISTER = "/clients/corvo/csip"
ITEM = f"{REGISTER}/1"
TODAY = NOW.date()
DRAFT = ItemDraft("Set priority from impact and urgency", owner="Service desk lead")
GO_ON = Decision("progress")
REMOVE = Decision("remove", "The service ends")

Add = Callable[..., None]
Item = Callable[[], CsipItem]


@pytest.fixture
def add(database: Database) -> Add:
    """Put an item into the register of Corvo and decide about it."""
    with database.write(LOCAL_WORKSPACE, "tests", NOW) as unit:
        add_client(unit, name="Corvo")

    def put(draft: ItemDraft = DRAFT, *decisions: Decision) -> None:
        with database.write(LOCAL_WORKSPACE, "Service desk lead", NOW) as unit:
            item = csip.add_item(unit, "corvo", draft)
            for decision in decisions:
                item = csip.decide_item(unit, "corvo", item.number, decision, item.version)

    return put


@pytest.fixture
def item(database: Database) -> Item:
    """Read the first item of Corvo."""

    def read() -> CsipItem:
        with database.read(LOCAL_WORKSPACE, "tests", NOW) as unit:
            return queries.get_item(unit, get_client(unit, "corvo").id, 1)

    return read


def decision_form(page: object, kind: str) -> dict[str, str]:
    """What the form of one decision would send as it stands."""
    forms = page.root.find_all("form", action=f"{ITEM}/decision")  # type: ignore[attr-defined]
    for form in forms:
        fields = {f.attrs["name"]: f.attrs.get("value", "") for f in form.find_all("input")}
        if fields["decision"] == kind:
            return fields
    raise AssertionError(f"the page has no form for {kind}")


def test_an_item_is_added_with_the_form(client: PageClient, add: Add, item: Item) -> None:
    fields = client.get(f"{REGISTER}/new").form(f"{REGISTER}/new")
    assert "restores" not in fields
    typed = {
        "restores": "no", "title": "  Publish the request catalogue ", "description": "For *everybody*",
        "cost_kind": "costed", "cost_amount": "12 000,50", "cost_currency": "eur", "due_on": "2027-02-26",
        "area_id": "A4", "owner": "Request manager", "origin": "review",
    }  # fmt: skip
    page = client.post(f"{REGISTER}/new", fields | typed)
    assert page.h1 == "Publish the request catalogue"
    assert "CSIP-001 was put into the register." in page.root.find(id="toasts").text
    assert "<em>everybody</em>" in page.html
    added = item()
    assert (added.cost_amount, added.cost_currency) == (Fraction(24001, 2), "EUR")
    assert (added.origin, added.area_id, added.due_on) == ("review", "A4", date(2027, 2, 26))


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"title": ""}, "Say in a few words what is to get better."),
        ({"restores": None}, "Say whether it only restores what was agreed."),
        ({"restores": "yes"}, "What only restores the agreed level belongs to the action register."),
        ({"due_on": "tomorrow"}, "Write the day as year, month and day"),
        ({"cost_kind": "costed", "cost_amount": "much"}, "Write a number"),
        ({"cost_kind": "costed", "cost_amount": "5", "cost_currency": "euro"}, "three letters"),
        ({"area_id": "A99"}, "Choose one of the areas shown."),
    ],
)
def test_a_refused_item_keeps_what_was_typed(
    client: PageClient, add: Add, typed: dict[str, str | None], message: str
) -> None:
    good = client.get(f"{REGISTER}/new").form(f"{REGISTER}/new")
    good |= {"restores": "no", "title": "Publish the catalogue", "owner": "Request manager"}
    sent = {name: value for name, value in (good | typed).items() if value is not None}
    page = client.post(f"{REGISTER}/new", sent, 422)
    assert page.title.startswith("Error:")
    assert message in page.root.find("div", class_="errors").text
    assert page.form(f"{REGISTER}/new")["owner"] == "Request manager"
    assert client.get(REGISTER).h1 == "No improvements yet"


def test_a_repair_stays_here_only_with_a_written_reason(client: PageClient, add: Add) -> None:
    fields = client.get(f"{REGISTER}/new").form(f"{REGISTER}/new")
    sent = fields | {"restores": "yes", "override": "It also shortens the queue.", "title": "Answer in time"}
    page = client.post(f"{REGISTER}/new", sent)
    assert "Kept here all the same: It also shortens the queue." in page.root.find(class_="history").text


def test_each_decision_says_what_it_leads_to(client: PageClient, add: Add) -> None:
    add()
    page = client.get(ITEM)
    assert [found.text for found in page.root.find_all("summary")] == [
        "Go on to: approved",
        "Put on hold",
        "Remove",
        "Title, texts, owner, day, cost, links, figures and progress",
        "Move it to the action register",
    ]
    assert decision_form(page, "progress")["progress-decided_on"] == TODAY.isoformat()


def test_going_on_is_one_form_and_can_be_undone(client: PageClient, add: Add, item: Item) -> None:
    add()
    page = client.post(f"{ITEM}/decision", decision_form(client.get(ITEM), "progress"))
    assert "CSIP-001 is now approved." in page.root.find(id="toasts").text
    assert item().state == "approved"
    undo = page.root.find(id="toasts").find("form")
    fields = {f.attrs["name"]: f.attrs["value"] for f in undo.find_all("input")}
    page = client.post(undo.attrs["action"], fields)
    assert "CSIP-001 is proposed again." in page.root.find(id="toasts").text
    assert item().state == "proposed"
    assert "Decision taken back" in page.root.find(class_="history").text
    page = client.post(f"{ITEM}/undo", {"seen": str(item().version)})
    assert "Only the last thing that happened" in page.root.find(id="toasts").text


def test_a_hold_needs_its_reason_and_its_day(client: PageClient, add: Add, item: Item) -> None:
    add()
    fields = decision_form(client.get(ITEM), "hold")
    page = client.post(f"{ITEM}/decision", fields | {"hold-reason": "No budget"}, 422)
    assert page.title.startswith("Error:")
    assert "Say when to look at the item again." in page.root.find("div", class_="errors").text
    opened = [d for d in page.root.find_all("details") if "open" in d.attrs]
    assert [d.find("summary").text for d in opened] == ["Put on hold"]
    assert opened[0].find("textarea").text == "No budget"
    sent = fields | {"hold-reason": "No budget", "hold-look_again_on": "2027-01-15"}
    page = client.post(f"{ITEM}/decision", sent)
    assert "CSIP-001 is on hold until 15 Jan 2027." in page.root.find(id="toasts").text
    assert "No budget" in page.root.find(class_="history").text
    assert item().state_before_hold == "proposed"


@pytest.mark.parametrize(
    ("day", "message"),
    [
        (TODAY + timedelta(days=1), "A decision cannot be dated in the future."),
        (TODAY - timedelta(days=1), "after this day"),
    ],
)
def test_a_decision_has_a_possible_day(client: PageClient, add: Add, day: date, message: str) -> None:
    add()
    fields = decision_form(client.get(ITEM), "progress")
    page = client.post(f"{ITEM}/decision", fields | {"progress-decided_on": day.isoformat()}, 422)
    assert message in page.root.find("div", class_="errors").text


def test_a_removed_item_is_only_opened_again(client: PageClient, add: Add, item: Item) -> None:
    add(DRAFT, GO_ON, REMOVE)
    page = client.get(ITEM)
    assert [found.text for found in page.root.find_all("summary")] == ["Open again"]
    assert "The service ends" in page.root.find(class_="history").text
    assert "CSIP-001 is removed since 23 Nov 2026." in page.text
    assert "Removed because: The service ends" in page.text
    fields = decision_form(page, "reopen")
    client.post(f"{ITEM}/decision", fields, 422)
    assert item().state == "removed"
    page = client.post(f"{ITEM}/decision", fields | {"reopen-reason": "The service stays"})
    assert "CSIP-001 is open again: approved." in page.root.find(id="toasts").text
    assert item().state == "approved"


def test_a_decision_that_the_state_forbids_is_refused_in_words(
    client: PageClient, add: Add, item: Item
) -> None:
    add(DRAFT, REMOVE)
    page = client.post(f"{ITEM}/decision", {"decision": "progress", "seen": str(item().version)}, 422)
    assert "The item is removed; it cannot go further." in page.root.find("div", class_="errors").text
    client.post(f"{ITEM}/decision", {"decision": "approve", "seen": "1"}, 422)
    assert item().state == "removed"


def test_an_item_without_an_approved_cost_says_what_it_waits_for(client: PageClient, add: Add) -> None:
    add(replace(DRAFT, cost_kind="costed"), GO_ON)
    page = client.get(ITEM)
    assert "The item needs costing. It can go further once its cost is approved." in page.text
    assert [found.text for found in page.root.find_all("summary")][:2] == ["Put on hold", "Remove"]
    fields = page.form(ITEM) | {"cost_amount": "900", "cost_approval": "approved"}
    page = client.post(ITEM, fields)
    assert page.root.find_all("summary")[0].text == "Go on to: approved"
    assert "EUR\u00a0900, approved" in page.html


def test_closing_asks_how_much_of_the_benefit_arrived(client: PageClient, add: Add, item: Item) -> None:
    add(DRAFT, GO_ON, GO_ON, GO_ON, GO_ON)
    sent = {"decision": "progress", "seen": str(item().version)}
    page = client.post(f"{ITEM}/decision", sent, 422)
    assert "Say whether the benefit was" in page.root.find("div", class_="errors").text
    page = client.post(f"{ITEM}/decision", sent | {"progress-verdict": "partly"})
    assert "CSIP-001 is closed, partly realised." in page.text
    assert "Nothing is left to decide." in page.text
    assert "Benefit: partly realised." in page.root.find(class_="history").text


def test_an_edit_shows_in_the_history_with_both_values(client: PageClient, add: Add) -> None:
    add()
    fields = client.get(ITEM).form(ITEM)
    page = client.post(
        ITEM, fields | {"owner": "Knowledge manager", "due_on": "2027-01-29", "progress": "40"}
    )
    history = page.root.find(class_="history").text
    assert "Owner : Service desk lead → became Knowledge manager" in history
    assert "Due : nothing → became 29 Jan 2027" in history
    assert "40%" in history


def test_a_refused_edit_opens_again_with_what_was_typed(client: PageClient, add: Add) -> None:
    add()
    fields = client.get(ITEM).form(ITEM)
    page = client.post(ITEM, fields | {"progress": "1.5", "owner": "Printing"}, 422)
    assert "Write progress as a whole number of percent." in page.root.find("div", class_="errors").text
    assert page.title.startswith("Error:")
    assert page.form(ITEM)["owner"] == "Printing"
    assert [d.find("summary").text[:5] for d in page.root.find_all("details") if "open" in d.attrs] == [
        "Title"
    ]


@pytest.mark.parametrize("step", ["edit", "decide", "undo"])
def test_two_people_at_one_item_see_both_values(client: PageClient, add: Add, item: Item, step: str) -> None:
    add(DRAFT, GO_ON)
    page = client.get(ITEM)
    edit, remove = page.form(ITEM), decision_form(page, "remove")
    client.post(ITEM, edit | {"title": "Theirs"})
    path, sent = {
        "edit": (ITEM, edit | {"title": "Mine"}),
        "decide": (f"{ITEM}/decision", remove | {"remove-reason": "No"}),
        "undo": (f"{ITEM}/undo", {"seen": edit["seen"]}),
    }[step]
    page = client.post(path, sent, 409)
    assert page.h1 == "Somebody changed this before you"
    assert {"edit": "Title: Theirs", "decide": "Status: approved", "undo": "Status: approved"}[
        step
    ] in page.text
    assert "Title: Mine" in page.text or step != "edit"
    assert (item().title, item().state) == ("Theirs", "approved")


def test_a_decision_leads_back_to_the_list_as_it_was_left(client: PageClient, add: Add) -> None:
    add(DRAFT)
    listed = client.get(f"{REGISTER}?group=proposed&q=set+priority")
    change = next(a for a in listed.root.find_all("a") if a.text == "Change CSIP-001").attrs["href"]
    page = client.get(change.removesuffix("#i-1"))
    assert change.endswith("&change=1#i-1")
    page.root.find(id="i-1")
    fields = decision_form(page, "remove") | {"remove-reason": "Not wanted"}
    answer = client.http.post(f"{ITEM}/decision", data={**fields, "csrf_token": client.token()})
    assert (answer.status_code, answer.location) == (303, f"{REGISTER}?group=proposed&q=set+priority")


def test_the_way_back_never_leaves_the_site(client: PageClient, add: Add, item: Item) -> None:
    add(DRAFT)
    for back in ("//evil.example", "\r\nLocation: https://evil.example", "x" * 2000):
        sent = {"csrf_token": client.token(), "back": back, "seen": str(item().version)}
        answer = client.http.post(f"{ITEM}/undo", data=sent)
        assert answer.status_code == 303
        assert answer.location.startswith(REGISTER)


def test_a_number_no_register_reaches_is_not_found(client: PageClient, database: Database) -> None:
    with database.write(LOCAL_WORKSPACE, "tests", NOW) as unit:
        slug = add_client(unit, name="Lumen Retail").slug
    client.get(f"/clients/{slug}/csip/9999999999999999999999", 404)
