"""The pages of the goals: the tree, one goal, its versions, and what is refused."""

import pytest

from assessment.store.database import Database
from tests.web.fixtures_clients import add
from tests.web.pages import PageClient

HOME = "/clients/corvo-logistics"
GOALS = f"{HOME}/goals"
CSF = {"title": "Tier 1 resolves sooner", "valid_from": "2026-01-01"}
KPI = {
    "parent": "1",
    "title": "Time to resolve",
    "valid_from": "2026-01-01",
    "metric_id": "M19",
    "target": "8 h",
    "target_code": "at_most",
}


@pytest.fixture
def here(client: PageClient, database: Database) -> PageClient:
    """A client without goals, and another one."""
    add(database)
    add(database, "Lumen")
    return client


@pytest.fixture
def grown(here: PageClient) -> PageClient:
    """A client with a CSF and its KPI."""
    here.post(f"{GOALS}/new?kind=csf", CSF)
    here.post(f"{GOALS}/new?kind=kpi&parent=1", KPI)
    return here


def test_an_empty_page_offers_an_example(here: PageClient) -> None:
    page = here.get(GOALS)
    assert page.h1 == "No goals yet"
    assert "Begin with the example" in page.text
    page = here.post(f"{GOALS}/example")
    assert page.h1 == "The one critical success factor is not known"
    assert "KPI 2 has no target." in page.text
    assert "The example was added." in page.root.text
    assert "has goals already" in here.post(f"{GOALS}/example").root.text


def test_the_tree_says_states_in_words_with_their_reasons(grown: PageClient) -> None:
    page = grown.get(GOALS)
    assert page.h1 == "The one critical success factor is not known"
    assert "KPI 2: no reading for Oct 2026." in page.text
    grown.post(f"{HOME}/metrics/M19/readings", {"period": "2026-10", "value": "7 h"})
    page = grown.get(GOALS)
    assert page.h1 == "The one critical success factor is achieved"
    assert "7 h in Oct 2026, target at most 8 h" in page.text
    grown.post(f"{HOME}/metrics/M19/readings", {"period": "2026-10", "value": "12 h"})
    page = grown.get(GOALS)
    assert page.h1 == "The one critical success factor is breached"
    assert "KPI 2: 12 h in Oct 2026, target at most 8 h." in page.text


def test_a_goal_moves_on_and_the_old_one_is_shown_on_its_days(grown: PageClient) -> None:
    form = grown.get(f"{GOALS}/1/change").form(f"{GOALS}/1/change")
    assert (form["title"], form["seen"], form["valid_from"]) == (CSF["title"], "1", "2026-11-23")
    moved = {
        **form,
        "title": "Tier 2 resolves sooner",
        "valid_from": "2026-10-01",
        "reason": "Tier 1 got there.",
    }
    page = grown.post(f"{GOALS}/1/change", moved)
    assert page.h1 == "Tier 2 resolves sooner"
    assert "1 Jan 2026 to 30 Sep 2026" in page.text
    assert "Tier 1 got there." in page.text
    assert grown.get(f"{GOALS}/1?on=2026-09-30").h1 == "Tier 1 resolves sooner"
    page = grown.get(f"{GOALS}?on=2026-09-30")
    assert "As it stood on 30 Sep 2026." in page.text
    assert "Tier 1 resolves sooner" in page.text
    assert "Nothing was set on this day." in grown.get(f"{GOALS}?on=2025-01-01").text
    for on in ("never", "0001-01-01", "9999-12-31", "2026-13-01", ""):
        assert "Tier 2 resolves sooner" in grown.get(f"{GOALS}?on={on}").text


def test_a_kpi_shows_what_its_form_takes_back(grown: PageClient) -> None:
    form = grown.get(f"{GOALS}/2/change").form(f"{GOALS}/2/change")
    assert (form["metric_id"], form["target"], form["target_code"]) == ("M19", "8 h", "at_most")
    page = grown.post(f"{GOALS}/2/change", {**form, "reason": ""})
    assert "was saved" in page.root.text
    assert len(page.root.find("section", **{"aria-labelledby": "versions-title"}).find_all("li")) == 1


@pytest.mark.parametrize(
    ("path", "values", "sentence"),
    [
        ("new?kind=csf", {"title": ""}, "Say in a sentence what is aimed at."),
        ("new?kind=csf", {**CSF, "valid_from": "soon"}, "Write the day as year, month and day"),
        ("new?kind=kpi", {**KPI, "parent": ""}, "A KPI stands under a CSF."),
        ("new?kind=kpi", {**KPI, "metric_id": ""}, "Choose the metric that shows it."),
        ("new?kind=kpi", {**KPI, "target": "much"}, "Write minutes, or a duration"),
        ("1/change", {"title": "Other", "valid_from": "2026-11-23", "seen": "1"}, "Say why it changes."),
        (
            "1/change",
            {"title": "Other", "valid_from": "2025-01-01", "seen": "1", "reason": "So."},
            "a later one",
        ),
    ],
)
def test_a_refused_form_says_why_and_keeps_what_was_typed(
    grown: PageClient, path: str, values: dict[str, str], sentence: str
) -> None:
    page = grown.post(f"{GOALS}/{path}", values, 422)
    assert sentence in page.root.find("div", class_="errors").text
    assert page.form(f"{GOALS}/{path}")["title"] == values["title"]


def test_two_people_change_a_goal_and_the_second_chooses(grown: PageClient) -> None:
    form = grown.get(f"{GOALS}/1/change").form(f"{GOALS}/1/change")
    grown.post(f"{GOALS}/1/change", {**form, "title": "First", "reason": "So."})
    page = grown.post(f"{GOALS}/1/change", {**form, "title": "Second", "reason": "So."}, 409)
    both = page.root.find("div", class_="conflict").text
    assert "changed this before you: CSF 1 Yours Text: Second Theirs First" in both
    mine = page.root.find("button", name="resolve").attrs["value"]
    again = grown.post(f"{GOALS}/1/change", {**form, "title": "Second", "reason": "So.", "resolve": mine})
    assert again.h1 == "Second"


def test_goals_are_moved_retired_and_taken_up_again(grown: PageClient) -> None:
    grown.post(f"{GOALS}/new?kind=csf", {**CSF, "title": "Second"})
    page = grown.post(f"{GOALS}/3/up")
    assert page.text.index("Second") < page.text.index("Tier 1")
    assert "first already" in grown.post(f"{GOALS}/3/up").root.text
    grown.post(f"{GOALS}/3/down")
    page = grown.post(f"{GOALS}/1/retire")
    assert "retired with all that stands under it" in page.root.text
    assert "Time to resolve" not in page.text
    assert "retired" in grown.get(f"{GOALS}/1").text
    assert "Time to resolve" in grown.post(f"{GOALS}/1/take-up").text
    assert "in use already" in grown.post(f"{GOALS}/1/take-up").root.text


def test_a_goal_under_something_retired_stays_there_when_it_is_changed(grown: PageClient) -> None:
    grown.post(f"{GOALS}/new?kind=objective", {**CSF, "title": "Nobody waits"})
    form = grown.get(f"{GOALS}/1/change").form(f"{GOALS}/1/change")
    grown.post(f"{GOALS}/1/change", {**form, "parent": "3"})
    grown.post(f"{GOALS}/3/retire")
    form = grown.get(f"{GOALS}/1/change").form(f"{GOALS}/1/change")
    assert form["parent"] == "3"
    page = grown.post(f"{GOALS}/1/change", {**form, "title": "Other", "reason": "So."})
    assert "Objective 3 Nobody waits" in page.root.find("dl", class_="summary").text


def test_another_clients_goals_are_not_found(grown: PageClient) -> None:
    other = "/clients/lumen/goals"
    for path in ("1", "1/change", f"{2**70}"):
        grown.get(f"{other}/{path}", 404)
    for path in ("1/retire", "1/take-up", "1/up", "1/down", "1/change"):
        grown.post(f"{other}/{path}", CSF, 404)
    assert "No goals yet" in grown.get(other).text
