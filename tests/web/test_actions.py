"""The pages of the action register: the list, one action, a new one, decisions and moves; without scripts."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta

import pytest

from assessment.bench.measuring import counted_statements
from assessment.domain.action_items import ActionItem
from assessment.services import actions, csip
from assessment.services.actions import ActionDraft, Decision
from assessment.services.clients import add_client
from assessment.store.database import Database, Unit
from assessment.store.queries import actions as queries
from assessment.store.queries.clients import get_client
from assessment.store.queries.sla_results import save_results
from assessment.web.app import LOCAL_WORKSPACE
from tests.factories.actions import add_sla, result
from tests.web.conftest import NOW
from tests.web.pages import Page, PageClient

REGISTER = "/clients/corvo/actions"
ITEM = f"{REGISTER}/1"
TODAY = NOW.date()
DRAFT = ActionDraft("Answer priority 1 in time", owner="Service desk lead")

Add = Callable[..., None]


@contextmanager
def writing(database: Database) -> Iterator[Unit]:
    """A writing unit."""
    with database.write(LOCAL_WORKSPACE, "tests", NOW) as unit:
        yield unit


@pytest.fixture
def add(database: Database) -> Add:
    """Put an action into the register of Corvo and decide about it."""
    with writing(database) as unit:
        add_client(unit, name="Corvo")
        add_client(unit, name="Lumen")

    def put(draft: ActionDraft = DRAFT, *kinds: str) -> None:
        with writing(database) as unit:
            item = actions.add_action(unit, "corvo", draft)
            for kind in kinds:
                item = actions.decide_action(
                    unit, "corvo", item.number, Decision(kind, "As seen"), item.version
                )

    return put


def stored(database: Database, number: int = 1) -> ActionItem:
    """An action of Corvo as it is stored."""
    with database.read(LOCAL_WORKSPACE, "tests", NOW) as unit:
        return queries.get_action(unit, get_client(unit, "corvo").id, number)


def breached(database: Database, *months: str) -> None:
    """Breach a target of Corvo in some months and draft what follows."""
    with writing(database) as unit:
        corvo = get_client(unit, "corvo").id
        found = [result(month, sla_id=add_sla(unit, corvo)) for month in months]
        save_results(unit, corvo, found)
        actions.draft_actions(unit, corvo, found)


def decision_form(page: Page, kind: str, address: str = ITEM) -> dict[str, str]:
    """What the form of one decision would send as it stands."""
    for form in page.root.find_all("form", action=f"{address}/decision"):
        fields = {f.attrs["name"]: f.attrs.get("value", "") for f in form.find_all("input")}
        if fields["decision"] == kind:
            return fields
    raise AssertionError(f"the page has no form for {kind}")


def test_an_action_is_added_with_the_form(client: PageClient, database: Database, add: Add) -> None:
    breached(database, "2026-10")
    fields = client.get(f"{REGISTER}/new").form(f"{REGISTER}/new")
    assert "restores" not in fields
    item = stored(database)
    typed = {
        "restores": "yes", "title": "  Staff the desk ", "description": "For *everybody*",
        "target": f"{item.sla_id}:T1", "service_id": item.service_id, "severity": "high",
        "owner": "Desk lead", "due_on": "2026-12-01", "source": "incident",
    }  # fmt: skip
    page = client.post(f"{REGISTER}/new", fields | typed)
    assert page.h1 == "Staff the desk"
    assert "ACT-002 was put into the register." in page.root.find(id="toasts").text
    assert "<em>everybody</em>" in page.html
    added = stored(database, 2)
    assert (added.severity, added.target_key, added.due_on) == ("high", "T1", date(2026, 12, 1))
    assert (added.owner_side, added.service_id) == ("provider", item.service_id)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"title": ""}, "Say in a few words what is to be put right."),
        ({"title": "x" * 201}, "Use at most 200 characters."),
        ({"restores": None}, "Say whether it only restores what was agreed."),
        ({"restores": "no"}, "What goes beyond the agreement belongs to the CSIP register."),
        ({"due_on": "tomorrow"}, "Write the day as year, month and day"),
        ({"due_on": "9999-01-01"}, "Choose a day between 1990 and 2100."),
        ({"target": "nobody:T9"}, "Choose one of the targets shown."),
        ({"service_id": "nobody"}, "Choose one of the services shown."),
        ({"party_id": "nobody"}, "Choose one of the parties shown."),
    ],
)
def test_a_refused_action_keeps_what_was_typed(
    client: PageClient, add: Add, typed: dict[str, str | None], message: str
) -> None:
    good = client.get(f"{REGISTER}/new").form(f"{REGISTER}/new")
    good |= {"restores": "yes", "severity": "low", "title": "Staff the desk", "owner": "Desk lead"}
    sent = {name: value for name, value in (good | typed).items() if value is not None}
    page = client.post(f"{REGISTER}/new", sent, 422)
    assert page.title.startswith("Error:")
    assert message in page.root.find("div", class_="errors").text
    assert page.form(f"{REGISTER}/new")["owner"] == "Desk lead"
    assert client.get(REGISTER).h1 == "No actions yet"


def test_what_goes_further_is_led_to_the_other_register_with_what_was_typed(
    client: PageClient, add: Add
) -> None:
    fields = client.get(f"{REGISTER}/new").form(f"{REGISTER}/new")
    typed = {
        "restores": "no", "severity": "low", "title": "Chat & more", "description": "Für alle",
        "owner": "Desk lead", "due_on": "2026-12-01",
    }  # fmt: skip
    page = client.post(f"{REGISTER}/new", fields | typed, 422)
    link = page.root.find("p", class_="warn").find("a")
    there = client.get(link.attrs["href"]).form("/clients/corvo/csip/new")
    assert {name: there[name].strip() for name in ("title", "description", "owner", "due_on")} == {
        name: typed[name] for name in ("title", "description", "owner", "due_on")
    }


def test_the_form_takes_what_an_address_carries(client: PageClient, add: Add) -> None:
    fields = client.get(f"{REGISTER}/new?title=Staff+it&due_on=never&source=review").form(f"{REGISTER}/new")
    assert (fields["title"], fields["source"]) == ("Staff it", "review")


def test_a_decision_is_one_form_and_can_be_undone(client: PageClient, database: Database, add: Add) -> None:
    add()
    page = client.post(f"{ITEM}/decision", decision_form(client.get(ITEM), "start"))
    assert "ACT-001 is now in progress." in page.root.find(id="toasts").text
    undo = page.root.find(id="toasts").find("form")
    fields = {f.attrs["name"]: f.attrs["value"] for f in undo.find_all("input")}
    page = client.post(undo.attrs["action"], fields)
    assert "ACT-001 is open again." in page.root.find(id="toasts").text
    assert stored(database).state == "open"
    assert "Decision taken back" in page.root.find(class_="history").text
    page = client.post(f"{ITEM}/undo", {"seen": str(stored(database).version)})
    assert "Only the last thing that happened" in page.root.find(id="toasts").text


def test_a_refused_decision_stays_open_with_what_was_typed(client: PageClient, add: Add) -> None:
    add()
    fields = decision_form(client.get(ITEM), "cancel")
    page = client.post(f"{ITEM}/decision", fields | {"cancel-decided_on": "2027-01-01"}, 422)
    assert page.title.startswith("Error:")
    opened = [d for d in page.root.find_all("details") if "open" in d.attrs]
    assert [d.find("summary").text for d in opened] == ["Cancel the action"]
    page = client.post(f"{ITEM}/decision", fields | {"cancel-reason": " "}, 422)
    assert "Say why the action is cancelled." in page.root.find("div", class_="errors").text
    client.post(f"{ITEM}/decision", {"decision": "forget"}, 422)


def test_only_the_next_period_lets_an_action_be_verified(
    client: PageClient, database: Database, add: Add
) -> None:
    breached(database, "2026-10")
    for kind in ("start", "finish"):
        client.post(f"{ITEM}/decision", decision_form(client.get(ITEM), kind))
    page = client.get(ITEM)
    assert "No period after it was done has been measured yet" in page.root.find(id="decide").text
    assert [s.text for s in page.root.find(id="decide").find_all("summary")] == ["Cancel the action"]
    fields = decision_form(page, "cancel")
    sent = fields | {"decision": "verify", "verify-decided_on": TODAY.isoformat()}
    assert (
        "No period after" in client.post(f"{ITEM}/decision", sent, 422).root.find("div", class_="errors").text
    )
    with writing(database) as unit:
        corvo = get_client(unit, "corvo").id
        save_results(unit, corvo, [result("2026-12", "met", sla_id=stored(database).sla_id)])
    page = client.post(f"{ITEM}/decision", decision_form(client.get(ITEM), "verify"))
    assert "ACT-001 is verified by December 2026." in page.root.find("p", class_="lede").text


def test_a_further_miss_is_on_the_page(client: PageClient, database: Database, add: Add) -> None:
    breached(database, "2026-10")
    with writing(database) as unit:
        corvo = get_client(unit, "corvo").id
        actions.draft_actions(unit, corvo, [result("2026-11", sla_id=stored(database).sla_id)])
    page = client.get(ITEM)
    assert "October 2026 by 5; November 2026 by 5" in page.text
    assert "The target was missed again in November 2026 by 5" in page.root.find(class_="history").text
    assert "Missed 2 times" in page.root.find("p", class_="lede").text
    assert "SLA-001, Response to priority 1" in page.text


def test_two_people_see_both_values(client: PageClient, database: Database, add: Add) -> None:
    add()
    fields = client.get(ITEM).form(ITEM)
    with writing(database) as unit:
        actions.edit_action(unit, "corvo", 1, replace(DRAFT, title="Theirs"), 1)
    page = client.post(ITEM, fields | {"title": "Mine"}, 409)
    assert "Title: Mine" in page.text
    assert "Title: Theirs" in page.text
    assert stored(database).title == "Theirs"


def test_an_edit_is_refused_with_what_was_typed(client: PageClient, database: Database, add: Add) -> None:
    add()
    page = client.post(ITEM, client.get(ITEM).form(ITEM) | {"title": "", "owner": "Somebody"}, 422)
    assert page.form(ITEM)["owner"] == "Somebody"
    page = client.post(ITEM, client.get(ITEM).form(ITEM) | {"owner": "Desk lead"})
    assert "ACT-001 was saved." in page.root.find(id="toasts").text
    assert "Service desk lead" in page.root.find(class_="history").text
    assert stored(database).owner == "Desk lead"


def test_a_finished_action_cannot_be_rewritten(client: PageClient, add: Add) -> None:
    add(DRAFT)
    fields = client.get(ITEM).form(ITEM)
    client.post(f"{ITEM}/decision", decision_form(client.get(ITEM), "cancel") | {"cancel-reason": "No"})
    page = client.post(ITEM, fields | {"seen": "2", "title": "Mine"}, 422)
    assert "ACT-001 is cancelled" in page.root.find("div", class_="errors").text


def test_the_list_is_filtered_in_the_address(client: PageClient, database: Database, add: Add) -> None:
    breached(database, "2026-10")
    add(replace(DRAFT, due_on=TODAY - timedelta(days=1), severity="high", owner=""))
    add(replace(DRAFT, title="Second"), "start", "finish")
    page = client.get(REGISTER)
    assert page.h1 == "Two actions open, one to be verified"
    assert page.root.find("p", class_="lede").text == (
        "One action is late, one action waits to be verified and one action of high severity has no owner."
    )
    for query, names in (
        ("?late=1", ["ACT-002"]),
        ("?group=done", ["ACT-003"]),
        ("?severity=high&q=answer", ["ACT-002"]),
        ("?party=1", ["ACT-001"]),
        ("?service=1&source=sla", ["ACT-001"]),
        ("?sort=due", ["ACT-002", "ACT-001", "ACT-003"]),
        ("?q=ACT-003", ["ACT-003"]),
        (
            "?q=%00&group=never&late=x&service=many&party=99999999999&page=-1",
            ["ACT-001", "ACT-002", "ACT-003"],
        ),
        ("?party=4711", []),
    ):
        rows = client.get(f"{REGISTER}{query}").root.find_all("tr")
        assert [row.find_all("td")[0].text for row in rows[1:]] == names, query
    assert client.get(f"{REGISTER}?party=1").root.find(id="register-title").text == "Actions of Provider"


def test_a_decision_leads_back_to_the_filtered_list(client: PageClient, add: Add) -> None:
    add()
    link = client.get(f"{REGISTER}?severity=medium&q=answer").root.find("a", class_="small").attrs["href"]
    fields = decision_form(client.get(link), "start")
    page = client.post(f"{ITEM}/decision", fields)
    assert page.root.find("input", id="q").attrs["value"] == "answer"


def test_an_action_moves_to_the_other_register_and_is_found_there(
    client: PageClient, database: Database, add: Add
) -> None:
    breached(database, "2026-10")
    fields = client.get(ITEM).form(f"{ITEM}/move")
    page = client.post(f"{ITEM}/move", fields | {"move-reason": "Better"}, 422)
    assert "This repairs a missed target" in page.root.find("div", class_="errors").text
    assert page.root.find("textarea", id="move-reason").text == "Better"
    sent = {"move-reason": "Better", "move-override": "It also shortens the queue."}
    page = client.post(f"{ITEM}/move", fields | sent)
    assert "It is CSIP-001 of the CSIP register now." in page.root.find(id="toasts").text
    assert page.root.find("main").find("a", href=ITEM).text == "ACT-001"
    old = client.get(ITEM)
    assert old.root.find("main").find("a", href="/clients/corvo/csip/1").text == "CSIP-001"
    assert "Moved to CSIP-001: Better" in old.root.find(id="decide").text
    found = client.get("/clients/corvo/csip?q=ACT-001")
    assert "ACT-001 was moved to CSIP-001" in found.text
    assert "was moved to" not in client.get("/clients/lumen/csip?q=ACT-001").text


def test_an_improvement_moves_here_and_is_found(client: PageClient, database: Database, add: Add) -> None:
    with writing(database) as unit:
        csip.add_item(unit, "corvo", csip.ItemDraft("Answer in time"))
    improvement = "/clients/corvo/csip/1"
    fields = client.get(improvement).form(f"{improvement}/move")
    page = client.post(f"{improvement}/move", fields | {"reason": " "})
    assert "Say why it belongs to the other register." in page.root.find(id="toasts").text
    page = client.post(f"{improvement}/move", fields | {"reason": "It was agreed"})
    assert page.h1 == "Answer in time"
    assert "Moved here from CSIP-001" in page.root.find(class_="history").text
    assert page.root.find("main").find("a", href=improvement).text == "CSIP-001"
    rows = client.get(f"{REGISTER}?q=CSIP-001")
    assert "CSIP-001 was moved to ACT-001" in rows.text
    assert rows.root.find_all("td")[0].text == "ACT-001"
    assert "Moved to ACT-001" in client.get(improvement).text


def test_another_client_has_no_such_action(client: PageClient, add: Add) -> None:
    add()
    there = "/clients/lumen/actions/1"
    client.get(there, 404)
    for path, fields in (
        (there, {"title": "Mine"}), (f"{there}/decision", {"decision": "start"}), (f"{there}/undo", {}),
        (f"{there}/move", {"move-reason": "x"}), ("/clients/lumen/csip/1/move", {"reason": "x"}),
    ):  # fmt: skip
        client.post(path, fields, 404)
    client.get(f"{REGISTER}/99999999999999999999", 404)


@pytest.mark.parametrize("many", [3, 120])
def test_the_pages_ask_few_questions_whatever_the_size(
    client: PageClient, database: Database, add: Add, many: int
) -> None:
    add()
    with writing(database) as unit:
        corvo = get_client(unit, "corvo").id
        for _ in range(many):
            queries.add_action(
                unit, corvo, {"title": "Same", "source": "other", "severity": "low", "state": "open"}
            )
    for path, most in ((REGISTER, 6), (f"{REGISTER}?q=ACT-001", 8), (ITEM, 15), (f"{REGISTER}/new", 6)):
        with counted_statements(database) as statements:
            client.get(path)
        assert len(statements) <= most, path
