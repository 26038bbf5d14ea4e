"""The results pages: what they find, that every number can be traced, how little they ask the database."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assessment.bench.measuring import counted_statements
from assessment.domain.scoring import score_by_every_method
from assessment.services.results_data import load_results
from assessment.store.database import Database
from assessment.web.app import LOCAL_WORKSPACE
from tests.web.conftest import NOW
from tests.web.fixtures_results import BEFORE, CLIENT, UNKNOWN, add_corvo, add_empty
from tests.web.fixtures_results import NOW as LATEST
from tests.web.pages import PageClient

HERE = f"/clients/{CLIENT}/assessments/{LATEST}/results"
MOST_QUERIES = 12
MOST_BYTES = 100_000


@pytest.fixture(autouse=True)
def corvo(database: Database) -> None:
    """Two clients: one with two assessments, one with an assessment that nobody answered."""
    with database.write(LOCAL_WORKSPACE, "tests", NOW) as unit:
        add_corvo(unit)
        add_empty(unit)


@pytest.fixture
def statements(database: Database) -> Iterator[list[str]]:
    """Every statement that is sent to the database."""
    with counted_statements(database) as sent:
        yield sent


def test_the_title_is_the_finding(client: PageClient) -> None:
    page = client.get(HERE)
    assert page.h1 == "Corvo Logistics runs at 2.4. Decommissioning holds it back"
    assert page.title.startswith(page.h1)


def test_areas_come_by_gap_and_show_the_range_of_the_unknown(client: PageClient) -> None:
    table = client.get(HERE).root.find("table", class_="db")
    rows = [[cell.text for cell in row.children if hasattr(cell, "text")] for row in table.find_all("tr")[1:]]
    gaps = [float(row[4]) for row in rows]
    assert len(rows) == 9
    assert gaps == sorted(gaps, reverse=True)
    assert rows[0][0] == "Decommissioning"
    assert [row[2] for row in rows if "–" in row[2]] == ["2.2–3.2", "2.3–2.8"]


def test_the_coverage_table_counts_what_applies(client: PageClient) -> None:
    page = client.get(HERE)
    cells = page.root.find("table", class_="cover").find_all("td")
    assert len(cells) == 45
    counts = [cell.text.split()[0].split("/") for cell in cells]
    in_place, of = sum(int(a) for a, _ in counts), sum(int(b) for _, b in counts)
    assert page.root.find(id="cover-title").text == f"{in_place} of {of} practices are in place"
    assert of == 59  # 61, less one that does not apply and one repeat of weight 0.


def test_what_is_unknown_leads_to_its_question(client: PageClient) -> None:
    links = [link.attrs["href"] for link in client.get(HERE).root.find_all("a")]
    for practice in UNKNOWN:
        assert any(link.endswith(f"#p-{practice}") for link in links)


def test_every_method_is_what_scoring_gives(client: PageClient, database: Database) -> None:
    with database.read(LOCAL_WORKSPACE, "tests", NOW) as unit:
        results = load_results(unit, CLIENT, LATEST)
    cards = score_by_every_method(results.framework, results.answers)
    table = client.get(HERE).root.find("section", aria_labelledby="methods-title").find("table")
    shown = [cell.text for cell in table.find_all("tr")[-1].find_all("td")]
    wanted = [card.mean_index for card in cards.values()]
    assert [float(text) for text in shown] == [pytest.approx(float(v or 0), abs=0.0501) for v in wanted]


def test_another_method_is_shown_and_said(client: PageClient) -> None:
    page = client.get(f"{HERE}?method=samm_sum")
    assert "Shown under another method: Sum of coverages" in page.text
    client.get(f"{HERE}?method=guess", status=404)


def test_the_assessment_before_is_compared_by_itself(client: PageClient) -> None:
    page = client.get(HERE)
    assert page.root.find(id="before-title").text == "Six areas moved up since March 2026"
    assert "no clear difference" in page.text
    first = client.get(f"/clients/{CLIENT}/assessments/{BEFORE}/results")
    assert first.root.find_all(id="before-title") == []


def test_one_can_choose_what_to_compare_with(client: PageClient) -> None:
    page = client.get(f"/clients/{CLIENT}/assessments/{BEFORE}/results?against={LATEST}")
    assert page.root.find(id="before-title").text == "Six areas slipped since November 2026"
    client.get(f"{HERE}?against=first-look", status=404)


def test_an_area_shows_every_answer_and_how_the_index_comes_about(client: PageClient) -> None:
    page = client.get(f"{HERE}/reporting")
    assert page.h1 == "Service-level reporting stands at 2.3, 1.2 short of target"
    assert "The index is 2.27, shown as 2.3." in page.text
    assert "c = (0 + 8/15)/2 ≈ 0.27, or 0.77 if the unknown were met" in page.text
    assert "mean of five votes, agreed" in page.text
    assert "of level 2 includes it" in page.text
    rows = [row for table in page.root.find_all("table", class_="fold") for row in table.find_all("tr")[1:]]
    assert len(rows) == 8
    client.get(f"{HERE}/nowhere", status=404)


def test_the_reason_why_a_practice_does_not_apply_is_shown(client: PageClient) -> None:
    assert "No hardware is moved here" in client.get(f"{HERE}/imac").text


def test_readings_stand_beside_the_score(client: PageClient) -> None:
    page = client.get(HERE)
    assert page.root.find(id="metrics-title").text == "Three metrics got worse"
    assert "no reading" in page.html


@pytest.mark.parametrize("key", ["radar", "slope", "metric-m01"])
def test_charts_have_figures(client: PageClient, key: str) -> None:
    figure = client.get(f"{HERE}/charts/{key}.json").response.get_json()
    assert set(figure) == {"data", "layout"}
    assert figure["data"]


@pytest.mark.parametrize("key", ["nothing", "metric-m99", "metric-m50"])
def test_a_chart_that_is_not_there_is_not_found(client: PageClient, key: str) -> None:
    client.get(f"{HERE}/charts/{key}.json", status=404)


def test_nothing_answered_is_said_with_a_next_step(client: PageClient) -> None:
    page = client.get("/clients/faro-energy/assessments/first-look/results")
    assert page.h1 == "Faro Energy has no results yet"
    assert page.root.find("a", class_="btn").text == "Answer the first question"


def test_the_latest_results_are_one_address(client: PageClient) -> None:
    assert client.get(f"/clients/{CLIENT}/results", follow_redirects=True).h1 == client.get(HERE).h1
    assert "no results yet" in client.get("/clients/faro-energy/results").h1


def test_another_clients_assessment_is_not_found(client: PageClient) -> None:
    client.get(f"/clients/faro-energy/assessments/{LATEST}/results", status=404)
    client.get("/clients/nobody/results", status=404)


def test_a_title_of_ones_own_and_back(client: PageClient) -> None:
    page = client.get(HERE)
    fields = page.form(HERE)
    client.post(HERE, {**fields, "headline": "Fit for winter"})
    page = client.get(HERE)
    assert page.h1 == "Fit for winter"
    assert "Corvo Logistics runs at 2.4" in page.text
    client.post(HERE, {**page.form(HERE), "headline": ""})
    assert client.get(HERE).h1.startswith("Corvo Logistics runs")


def test_a_title_that_is_too_long_or_stale_is_refused(client: PageClient) -> None:
    fields = client.get(HERE).form(HERE)
    refused = client.post(HERE, {**fields, "headline": "x" * 201}, status=422)
    assert refused.title.startswith("Error:")
    client.post(HERE, {**fields, "headline": "First"})
    client.post(HERE, {**fields, "headline": "Second"}, status=409)


@pytest.mark.parametrize("path", [HERE, f"{HERE}/reporting", f"{HERE}?method=samm_sum"])
def test_few_queries_and_a_small_page(client: PageClient, statements: list[str], path: str) -> None:
    client.get(path)
    statements.clear()
    page = client.get(path)
    assert len(statements) <= MOST_QUERIES
    assert len(page.html.encode()) < MOST_BYTES


def test_print_hides_controls(client: PageClient) -> None:
    sheet = (Path(__file__).parents[2] / "static/css/components.css").read_text(encoding="utf-8")
    assert ".noprint" in sheet.partition("@media print")[2]
    button = client.get(HERE).root.find("button", data_print="")
    assert "hidden" in button.attrs
