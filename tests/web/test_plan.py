"""The plan page: what it shows, what can be changed on it, and what is refused."""

import re
from datetime import date

import pytest
from flask import Flask

from assessment.bench.measuring import counted_statements
from assessment.services.assessments import start_assessment
from assessment.services.clients import add_client
from assessment.services.plan import plan_of
from assessment.services.plan_edits import ItemChange, change_item
from assessment.store.database import Database
from assessment.web.app import LOCAL_WORKSPACE
from tests.factories.planned import (
    ASSESSMENT,
    CLIENT,
    FIRST,
    PLAN,
    SECOND,
    UNKNOWN,
    planned_client,
    rate_everything,
    set_targets,
    start_client,
)
from tests.web.conftest import NOW
from tests.web.pages import Page, PageClient

MOST_QUERIES = 13
LARGEST_PAGE_BYTES = 150_000
ITEM = f"{PLAN}/items/{FIRST}"


@pytest.fixture
def corvo(client: PageClient, database: Database) -> PageClient:
    """A browser on an app with one client that has a plan."""
    with database.write(LOCAL_WORKSPACE, "tests", NOW) as unit:
        planned_client(unit)
    return client


def card(page: Page, practice: str) -> str:
    return page.root.find("article", id=f"i-{practice}").text


def rank(page: Page, practice: str) -> int:
    found = page.root.find("article", id=f"i-{practice}").find("span", class_="id")
    return int(found.text)


def test_the_page_opens_with_the_finding(corvo: PageClient) -> None:
    page = corvo.get(PLAN)
    assert re.fullmatch(r"Start with .+; wave \d turns to .+", page.h1)
    assert re.search(r"items and \d+ days of work\. The three waves raise the mean index", page.text)


def test_lanes_are_now_next_later_and_every_item_is_on_the_board(corvo: PageClient) -> None:
    page = corvo.get(PLAN)
    lanes = [lane.find("h2").text.split()[0] for lane in page.root.find_all("section", class_="lane")]
    assert lanes == ["Now", "Next", "Later"]
    ranks = [int(found.find("span", class_="id").text) for found in page.root.find_all("article")]
    assert sorted(ranks) == list(range(1, len(ranks) + 1))


def test_a_card_gives_reason_level_class_wave_and_cost(corvo: PageClient) -> None:
    said = card(corvo.get(PLAN), FIRST)
    assert "Why Decommissioning is" in said
    assert "below its target" in said
    assert "wave 1" in said.replace("\u00a0", " ")
    assert "Cost not set" in said
    assert "remaining effort" in said


def test_an_unknown_practice_is_an_item_to_find_out(corvo: PageClient) -> None:
    said = card(corvo.get(PLAN), UNKNOWN)
    assert "Find out:" in said
    assert "find-out" in said


def test_areas_without_a_target_are_named_with_a_way_to_set_one(corvo: PageClient) -> None:
    page = corvo.get(PLAN)
    assert "Reporting has no target, so nothing of it is planned." in page.text
    assert page.root.find("main").find_all("a", href=f"/clients/{CLIENT}/assessments/{ASSESSMENT}")


def test_the_roadmap_shows_capacity_and_the_index_after_each_wave(corvo: PageClient) -> None:
    table = corvo.get(PLAN).root.find("div", class_="waves")
    assert [head.text for head in table.find_all(role="columnheader")][1:] == ["Wave 1", "Wave 2", "Wave 3"]
    assert len(re.findall(r"\d+ of 20 days", table.text)) == 3
    assert len(re.findall(r"\d\.\d to \d\.\d", table.text)) == 3


def test_one_page_takes_few_queries_and_few_bytes(corvo: PageClient, app: Flask) -> None:
    corvo.get(PLAN)
    with counted_statements(app.extensions["database"]) as selects:
        page = corvo.get(PLAN)
    assert 0 < len(selects) <= MOST_QUERIES
    assert len(page.html.encode()) < LARGEST_PAGE_BYTES


@pytest.mark.parametrize(("group", "first"), [("area", "Restoration"), ("class", "Quick win")])
def test_the_board_can_be_grouped(corvo: PageClient, group: str, first: str) -> None:
    page = corvo.get(f"{PLAN}?group={group}")
    lanes = [lane.find("h2").text for lane in page.root.find_all("section", class_="lane")]
    assert any(first.lower() in lane.lower() for lane in lanes), lanes
    assert len(page.root.find_all("article")) == len(corvo.get(PLAN).root.find_all("article"))


def test_nonsense_in_the_address_falls_back_to_the_default(corvo: PageClient) -> None:
    page = corvo.get(f"{PLAN}?group=x&cost=y&done=z,,&change=nothing")
    assert "Tick items to see" in page.text


def test_what_if_says_what_the_index_becomes(corvo: PageClient) -> None:
    page = corvo.get(f"{PLAN}?done={FIRST},{SECOND}")
    assert "If these two items are done, the mean index becomes" in page.text
    assert "Decommission" in page.root.find("div", id="forecast").text
    ticked = [box.attrs["value"] for box in page.root.find_all("input", name="done", checked="")]
    assert sorted(ticked) == [FIRST, SECOND]


def test_what_if_for_the_script_is_one_fragment(corvo: PageClient) -> None:
    answer = corvo.http.get(f"{PLAN}/parts?part=forecast&done={FIRST}").get_json()
    assert list(answer["fragments"]) == ["#forecast"]
    assert "this item is done" in answer["fragments"]["#forecast"]


def test_ticked_items_go_through_a_form_without_a_script(corvo: PageClient) -> None:
    page = corvo.post(f"{PLAN}/select", {"to": "index", "done": [FIRST, SECOND]})
    assert "If these two items are done" in page.text


def test_moving_an_item_pins_it_and_undo_brings_it_back(corvo: PageClient) -> None:
    page = corvo.post(ITEM, {"do": "move-0", f"wave-{FIRST}": "2"})
    assert "pinned to wave 2" in card(page, FIRST).replace("\u00a0", " ")
    undo = page.root.find("div", class_="toast").find("form")
    fields = {found.attrs["name"]: found.attrs["value"] for found in undo.find_all("input")}
    back = corvo.post(undo.attrs["action"], fields)
    assert "pinned" not in card(back, FIRST)


def test_the_undo_button_of_the_page_takes_back_the_last_change(corvo: PageClient) -> None:
    corvo.post(ITEM, {"do": "move-0", f"wave-{FIRST}": "2"})
    back = corvo.post(f"{PLAN}/undo", corvo.get(PLAN).form(f"{PLAN}/undo"))
    assert "pinned" not in card(back, FIRST)
    assert not back.root.find_all("form", action=f"{PLAN}/undo")


def test_the_form_of_a_card_saves_every_value(corvo: PageClient) -> None:
    fields = corvo.get(f"{PLAN}?change={FIRST}").form(f"{PLAN}/select")
    assert (fields["version"], fields["effort"]) == ("0", "")
    fields |= {"do": "save", "effort": "5", "cost_kind": "costed", "cost_amount": "12 000,50"}
    fields |= {"pin_wave": "2", "pin_reason": "Budget ends"}
    page = corvo.post(ITEM, fields)
    said = card(page, FIRST).replace("\u202f", " ").replace("\u00a0", " ")
    assert "Set by hand effort 5, computed 1" in said
    assert "EUR 12 000.50" in said
    assert "Pinned to wave 2 because Budget ends" in said
    again = corvo.get(f"{PLAN}?change={FIRST}").form(f"{PLAN}/select")
    assert (again["version"], again["effort"], again["pin_wave"]) == ("1", "5", "2")


def test_changing_the_effort_changes_the_order_at_once(corvo: PageClient) -> None:
    before = rank(corvo.get(PLAN), FIRST)
    page = corvo.post(ITEM, {"do": "save", "version": "0", "effort": "5"})
    assert rank(page, FIRST) > before
    back = corvo.post(ITEM, {"do": "reset-effort", "version": "1"})
    assert rank(back, FIRST) == before


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({"cost_kind": "costed", "cost_amount": "a lot"}, "cost_amount", "Write a number"),
        (
            {"cost_kind": "costed", "cost_amount": "1", "cost_currency": "euro"},
            "cost_currency",
            "three letters",
        ),
        ({"effort": "9"}, "effort", "from 1 to 5"),
        ({"pin_wave": "7"}, "pin_wave", "wave from 1 to 3"),
        ({"prerequisites": SECOND}, "prerequisites", "would wait for each other"),
    ],
)
def test_what_is_refused_stands_at_its_field(
    corvo: PageClient, fields: dict[str, str], field: str, sentence: str
) -> None:
    page = corvo.post(ITEM, {"do": "save", "version": "0", **fields}, 422)
    assert page.title.startswith("Error:")
    errors = page.root.find("div", class_="errors")
    assert sentence in errors.text
    assert errors.find_all("a", href=f"#{field}")
    saved = corvo.save(ITEM, {"do": "save", "version": "0", **fields}, 422)
    assert sentence in saved["error"]
    assert saved["field"] == field


def test_a_move_before_a_prerequisite_is_refused_by_name(corvo: PageClient) -> None:
    page = corvo.post(f"{PLAN}/items/{SECOND}", {"do": "move-0", f"wave-{SECOND}": "1"}, 422)
    assert "cannot start in wave 1: it needs “" in page.root.find("div", class_="errors").text
    chosen = page.root.find("select", id="pin_wave").find_all("option", selected="")
    assert [option.attrs["value"] for option in chosen] == ["1"]


@pytest.mark.parametrize("wave", ["x", "-1", "99999999999", "²"])
def test_a_wave_that_is_no_number_is_refused(corvo: PageClient, wave: str) -> None:
    corvo.post(ITEM, {"do": "move-0", f"wave-{FIRST}": wave}, 422)


def test_a_stale_form_shows_both_values(corvo: PageClient, database: Database) -> None:
    with database.write(LOCAL_WORKSPACE, "service desk lead", NOW) as unit:
        change_item(unit, CLIENT, FIRST, ItemChange(0, effort=4))
    page = corvo.post(ITEM, {"do": "save", "version": "0", "effort": "2"}, 409)
    assert "effort 2" in page.text
    assert "effort 4" in page.text
    conflict = corvo.save(ITEM, {"do": "save", "version": "0", "effort": "2"}, 409)["conflict"]
    assert (conflict["by"], conflict["version"]) == ("service desk lead", 1)


def test_the_script_gets_the_new_parts_and_a_toast(corvo: PageClient) -> None:
    fields = {"do": "save", "version": "0", "effort": "5", "change": FIRST}
    answer = corvo.save(ITEM, fields)
    assert set(answer["fragments"]) == {"h1", ".lede", "#plan-acts", "#plan-body"}
    assert "data-editor" in answer["fragments"]["#plan-body"]
    assert answer["toast"]["action"] == f"{PLAN}/undo"
    again = corvo.save(ITEM, fields | {"version": "1"})
    assert "toast" not in again


def test_settings_cut_other_waves_and_give_them_dates(corvo: PageClient) -> None:
    fields = corvo.get(PLAN).form(f"{PLAN}/settings")
    assert fields["wave_days"] == "30"
    wanted = {
        **fields, "capacity": ["10", "12,5", "", "40", "40"], "starts_on": "2026-12-01", "wave_days": "60",
        "method": "wsjf", "weights": ["1", "1", "1", "1"], "days": ["1", "2", "3", "4", "5"],
    }  # fmt: skip
    page = corvo.post(f"{PLAN}/settings", wanted)
    roadmap = page.root.find("div", class_="waves").text
    assert "of 12.5 days" in roadmap
    assert "Wave 4" in roadmap
    assert "1 Dec 2026 to 29 Jan 2027" in page.text
    assert "from 30 Jan 2027" in roadmap
    assert "cost of delay over job size" in page.text


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"capacity": ["ten"]}, "capacity"),
        ({"capacity": [""]}, "capacity"),
        ({"weights": ["0", "0", "0", "0"]}, "weights"),
        ({"weights": ["1"]}, "weights"),
        ({"days": ["1", "2", "3", "4", "0"]}, "days"),
        ({"starts_on": "soon"}, "starts_on"),
        ({"wave_days": "31"}, "wave_days-0"),
        ({"method": "dice"}, "method"),
    ],
)
def test_settings_that_cannot_be_are_refused(
    corvo: PageClient, fields: dict[str, object], field: str
) -> None:
    good = {
        "version": "0", "capacity": ["20"], "wave_days": "30", "method": "wsjf",
        "weights": ["1", "1", "1", "1"], "days": ["1", "2", "3", "4", "5"],
    }  # fmt: skip
    page = corvo.post(f"{PLAN}/settings", good | fields, 422)
    assert page.root.find("div", class_="errors").find_all("a", href=f"#{field}")
    assert "open" in page.root.find("details", id="settings").attrs


def test_sending_to_the_register_lists_adds_and_links(corvo: PageClient, database: Database) -> None:
    page = corvo.post(f"{PLAN}/select", {"to": "csip", "done": [FIRST]})
    assert page.h1 == "Add one improvement to the register"
    after = corvo.post(f"{PLAN}/csip", {"done": [FIRST]})
    assert "One item is new in the register: CSIP-001." in after.root.find("div", id="toasts").text
    assert "CSIP-001" in card(after, FIRST)
    again = corvo.get(f"{PLAN}/csip?done={FIRST}")
    assert "Already in the register" in again.text
    with database.read(LOCAL_WORKSPACE, "tests", NOW) as unit:
        assert plan_of(unit, CLIENT).sent.numbers == {FIRST: 1}


def test_sending_without_a_choice_proposes_the_first_wave(corvo: PageClient) -> None:
    page = corvo.get(f"{PLAN}/csip")
    ticked = page.root.find_all("input", name="done", checked="")
    assert 0 < len(ticked) < len(page.root.find_all("input", name="done"))


def test_sending_nothing_is_refused(corvo: PageClient) -> None:
    page = corvo.post(f"{PLAN}/csip", {}, 422)
    assert "Choose at least one item" in page.text


def test_the_chart_is_served_for_the_pointer(corvo: PageClient) -> None:
    figure = corvo.http.get(f"{PLAN}/figure").get_json()
    assert len(figure["data"][0]["x"]) > 5


def test_empty_plans_say_why_and_offer_one_step(client: PageClient, database: Database) -> None:
    with database.write(LOCAL_WORKSPACE, "tests", NOW) as unit:
        add_client(unit, name="Fresh")
        place = start_client(unit)
    assert client.get("/clients/fresh/plan").h1 == "There is no assessment to plan from yet"
    assert client.get(PLAN).h1 == "Nothing is rated yet, so there is no plan"
    with database.write(LOCAL_WORKSPACE, "tests", NOW) as unit:
        rate_everything(unit, place)
    assert client.get(PLAN).h1 == "Set a target for at least one area"
    with database.write(LOCAL_WORKSPACE, "tests", NOW) as unit:
        set_targets(unit, place, 0)
    assert client.get(PLAN).h1 == "Every area with a target has reached it"


def test_other_addresses_are_not_found(corvo: PageClient, database: Database) -> None:
    with database.write(LOCAL_WORKSPACE, "tests", NOW) as unit:
        add_client(unit, name="Other")
    corvo.get("/clients/nobody/plan", 404)
    corvo.get(f"/clients/other/plan?assessment={ASSESSMENT}", 404)
    corvo.post(f"/clients/other/plan/items/{FIRST}", {"do": "save", "assessment": ASSESSMENT}, 404)
    corvo.post(f"{PLAN}/items/L5-A1-P1", {"do": "save", "version": "0", "effort": "2"}, 404)
    corvo.post(f"{PLAN}/undo", {}, 404)


def test_text_from_people_is_shown_as_text(corvo: PageClient) -> None:
    reason = "<script>alert(1)</script>"
    page = corvo.post(ITEM, {"do": "save", "version": "0", "pin_wave": "1", "pin_reason": reason})
    assert "<script>alert" not in page.html
    assert reason in card(page, FIRST)


def test_another_assessment_can_be_picked(corvo: PageClient, database: Database) -> None:
    assert corvo.get(PLAN).root.find_all("select", id="assessment") == []
    with database.write(LOCAL_WORKSPACE, "tests", NOW) as unit:
        place = start_assessment(unit, CLIENT, title="May 2027", held_on=date(2027, 5, 3))
        rate_everything(unit, place, "FFPN")
        set_targets(unit, place)
    page = corvo.get(f"{PLAN}?group=area")
    picker = page.root.find("select", id="assessment")
    assert [option.text for option in picker.find_all("option")] == ["May 2027", "November 2026"]
    assert page.form(PLAN) == {"assessment": "may-2027", "group": "area"}
    earlier = corvo.get(f"{PLAN}?assessment={ASSESSMENT}&group=area&cost=open")
    assert earlier.form(PLAN) == {"assessment": ASSESSMENT, "group": "area", "cost": "open"}
    assert earlier.root.find(class_="plot-box").attrs["data-figure-url"].endswith(f"assessment={ASSESSMENT}")


def test_a_change_keeps_the_figure_of_the_chart(corvo: PageClient) -> None:
    answer = corvo.save(ITEM, {"do": "save", "version": "0", "effort": "5"})
    assert f'data-figure-url="{PLAN}/figure"' in answer["fragments"]["#plan-body"]
