"""The pages of own metrics and practices: adding, changing, retiring, rating, and where they are shown."""

import pytest

from assessment.services.own import MetricEntry, PracticeEntry, define_metric, define_practice
from assessment.store.database import Database
from assessment.store.queries.assessments import Place
from tests.web.fixtures_clients import add, writing
from tests.web.fixtures_questions import AREA, HOME, place
from tests.web.pages import PageClient

__all__ = ["place"]

CLIENT = "/clients/corvo-logistics"
PREFIX = f"{CLIENT}/own"
METRIC = {
    "name": "Calls to drivers",
    "unit": "percent",
    "direction": "lower",
    "numerator": "calls to a driver",
    "denominator": "all calls",
    "cells": ["A3:2", "A3:1"],
    "owner": "client",
}
PRACTICE = {"text": "Ask the driver first", "area": "A3", "level": "2", "effort": "3"}


def test_an_empty_page_says_what_to_do(client: PageClient, place: Place) -> None:
    page = client.get(PREFIX)
    assert page.h1 == "Nothing of this client's own yet"
    assert "There is no own metric." in page.text
    assert "Add a practice" in page.text


def test_a_metric_is_added_changed_retired_and_taken_up_again(client: PageClient, place: Place) -> None:
    page = client.post(f"{PREFIX}/metrics/new", METRIC)
    assert page.h1 == "One own metric, no own practice"
    assert "“Calls to drivers” was saved." in page.root.text
    assert "Restoration, level 2" in page.text
    form = client.get(f"{PREFIX}/OWN-01").form(f"{PREFIX}/OWN-01")
    assert (form["name"], form["seen"]) == ("Calls to drivers", "1")
    changed = client.post(f"{PREFIX}/OWN-01", {**METRIC, "name": "Calls to couriers", "seen": "1"})
    assert "Calls to couriers" in changed.text
    stale = client.post(f"{PREFIX}/OWN-01", {**METRIC, "name": "Other", "seen": "1"}, 409)
    assert "Somebody else changed this meanwhile." in stale.text
    gone = client.post(f"{PREFIX}/OWN-01/retire", {})
    assert "was retired" in gone.root.text
    assert "retired" in gone.root.find("tbody").text
    assert "Calls to couriers" not in client.get(f"{CLIENT}/metrics?show=all").text
    assert "is in use again" in client.post(f"{PREFIX}/OWN-01/take-up", {}).root.text
    assert "in use already" in client.post(f"{PREFIX}/OWN-01/take-up", {}).root.text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "Give the metric a name."),
        ({"unit": "furlong"}, "Choose a unit."),
        ({"denominator": ""}, "Say both what is counted and out of what"),
        ({"unit": "rating", "numerator": "", "denominator": ""}, "from where to where the rating goes"),
    ],
)
def test_a_metric_that_does_not_fit_is_told(
    client: PageClient, place: Place, changes: dict[str, str], sentence: str
) -> None:
    page = client.post(f"{PREFIX}/metrics/new", {**METRIC, **changes}, 422)
    assert sentence in page.root.find("div", class_="errors").text
    assert page.form(f"{PREFIX}/metrics/new")["name"] == {**METRIC, **changes}["name"]


def test_an_own_metric_is_marked_wherever_it_is_shown(
    client: PageClient, place: Place, database: Database
) -> None:
    client.post(f"{PREFIX}/metrics/new", METRIC)
    page = client.post(f"{CLIENT}/metrics/OWN-01/readings", {"period": "2026-10", "value": "12"})
    assert "12%" in page.text
    assert "own" in page.root.find("p", class_="lede").text
    assert "Calls to drivers own" in client.get(f"{CLIENT}/metrics").root.find("tbody").text
    assert "Calls to drivers" in client.get(f"{CLIENT}/metrics/grid").text
    question = client.get(f"{AREA}?all=1").root.find("div", id="m-OWN-01").text
    assert "Calls to drivers own" in question
    assert "Last value 12% in 2026-10" in question
    client.save(f"{HOME}/restoration/readings/OWN-01", {"period": "2026-09", "value": "20"})
    results = client.get(f"{HOME}/results/restoration").text
    assert "Calls to drivers own" in results


def test_an_own_practice_is_rated_on_the_question_page_and_listed_with_the_results(
    client: PageClient, place: Place
) -> None:
    client.post(f"{PREFIX}/practices/new", PRACTICE)
    page = client.get(AREA)
    assert "Ask the driver first" in page.root.find("section", **{"aria-labelledby": "own-title"}).text
    saved = client.save(f"{AREA}/own/OWN-P01", {"rating": "L", "version": "0", "note": "Since May"})
    assert (saved["version"], saved["fragments"]) == (1, {})
    assert client.get(AREA).form(f"{AREA}/own/OWN-P01")["rating"] == "L"
    refused = client.save(f"{AREA}/own/OWN-P01", {"rating": "NA", "version": "1"}, 422)
    assert refused["field"] == "reason"
    results = client.get(f"{HOME}/results/restoration").text
    assert "Ask the driver first own Since May 2 Basic Largely 3" in results
    assert client.save(f"{AREA}/own/OWN-P01", {"rating": "F", "version": "0"}, 409)["conflict"]


def test_without_a_script_a_rating_comes_back_to_its_page(client: PageClient, place: Place) -> None:
    client.post(f"{PREFIX}/practices/new", PRACTICE)
    page = client.post(f"{AREA}/own/OWN-P01", {"rating": "F", "version": "0"})
    assert page.form(f"{AREA}/own/OWN-P01")["rating"] == "F"


def test_own_things_stay_out_of_comparisons(client: PageClient, place: Place, database: Database) -> None:
    add(database, "Lumen")
    with writing(database) as unit:
        define_metric(unit, "lumen", MetricEntry("Of everybody", "count", "lower", for_all=True))
        define_practice(unit, "lumen", PracticeEntry("Done by everybody", "A3", 1, 1, for_all=True))
    assert "Of everybody" in client.get(f"{CLIENT}/metrics?show=all").text
    for address in ("/compare", "/clients", f"{CLIENT}/peers", "/framework"):
        text = client.get(address).text
        assert "Of everybody" not in text
        assert "Done by everybody" not in text


def test_another_clients_own_metric_is_not_found(
    client: PageClient, place: Place, database: Database
) -> None:
    add(database, "Lumen")
    client.post(f"{PREFIX}/metrics/new", METRIC)
    assert client.get(f"{PREFIX}/OWN-01").status == 200
    client.get("/clients/lumen/own/OWN-01", 404)
    client.get("/clients/lumen/metrics/OWN-01", 404)
    client.post("/clients/lumen/own/OWN-01/retire", {}, 404)
    client.get("/clients/nobody/own", 404)
