"""The pages of metrics: the list and its views, one metric, the grid, a table that comes back filled in."""

import io
from fractions import Fraction
from typing import Any

import openpyxl
import pytest

from assessment.services import metric_edits
from assessment.services.area_answers import AreaChange, answer_area
from assessment.services.framework import shipped_framework
from assessment.services.readings import ReadingEntry
from assessment.store.database import Database
from tests.web.fixtures_clients import add, rate, start, writing
from tests.web.pages import Page, PageClient

PREFIX = "/clients/corvo/metrics"


@pytest.fixture(autouse=True)
def _corvo(database: Database) -> None:
    add(database, "Corvo")


def enter(database: Database, metric: str, value: str, period: str = "2026-10") -> None:
    with writing(database) as unit:
        metric_edits.enter_reading(unit, "corvo", metric, ReadingEntry(period, value))


def rows_of(page: Page) -> list[str]:
    """The texts of the rows of the only table."""
    return [row.text for row in page.root.find("tbody").find_all("tr")]


def test_an_empty_client_shows_every_metric_and_what_to_do(client: PageClient) -> None:
    page = client.get(PREFIX)
    assert page.h1 == "No metric is collected yet"
    assert len(rows_of(page)) == 57
    assert "No value is missing" in client.get(f"{PREFIX}?show=missing").text


def test_the_list_says_where_each_metric_stands(client: PageClient, database: Database) -> None:
    enter(database, "M18", "60", "2026-09")
    enter(database, "M18", "62.5")
    enter(database, "M19", "9 h", "2026-09")
    with writing(database) as unit:
        metric_edits.set_target(unit, "corvo", "M18", metric_edits.TargetEntry("65", provider="Desk lead"))
    page = client.get(PREFIX)
    assert page.h1 == "Two metrics are collected, one misses its target"
    assert rows_of(page) == [
        "Incidents resolved by the desk M18, Incidents 62.5% Oct 2026 rose, better 65% off target Desk lead",
        "Mean time to resolve incidents M19, Incidents 9 h Sep 2026 – – no value for Oct 2026 Nobody yet",
    ]
    assert len(rows_of(client.get(f"{PREFIX}?show=off"))) == 1
    assert len(rows_of(client.get(f"{PREFIX}?show=missing"))) == 1
    assert len(rows_of(client.get(f"{PREFIX}?show=nonsense"))) == 2


def test_a_reading_is_entered_corrected_withdrawn_and_brought_back(client: PageClient) -> None:
    address = f"{PREFIX}/M37"
    form = {"period": "2026-10", "numerator": "18", "denominator": "20", "source": "Ticket export"}
    saved = client.post(f"{address}/readings", form)
    assert "The reading of 2026-10 was saved." in saved.root.text
    assert "90%" in saved.text
    corrected = client.post(
        f"{address}/readings", {"period": "2026-10", "value": "88"}, follow_redirects=True
    )
    assert "88%" in corrected.text
    assert "was 90% by" in corrected.text
    withdraw = next(
        form.attrs["action"] for form in corrected.root.find_all("form") if "withdraw" in form.attrs["action"]
    )
    gone = client.post(withdraw, {})
    assert "No month has a value yet." in gone.text
    back = next(
        form.attrs["action"] for form in gone.root.find_all("form") if "/back" in form.attrs["action"]
    )
    assert "88%" in client.post(back, {}).root.text
    assert "not in force" in client.post(withdraw.replace("readings/", "readings/x"), {}).root.text


def test_few_cases_are_said_to_be_few(client: PageClient) -> None:
    form = {"period": "2026-10", "numerator": "18", "denominator": "20"}
    client.post(f"{PREFIX}/M37/readings", form)
    page = client.post(f"{PREFIX}/M37/target", {"target": "95", "seen": "0"})
    assert "18 of 20 (69.9 to 97.2%)" in page.text
    assert "20 cases are too few to tell Oct 2026 from the target" in page.text
    client.post(f"{PREFIX}/M37/readings", {"period": "2026-10", "numerator": "180", "denominator": "200"})
    assert "too few" not in client.get(f"{PREFIX}/M37").text


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"period": "2026-10", "value": "much"}, "Write a number"),
        ({"period": "2026-10", "value": "101"}, "A percentage goes from 0 to 100."),
        ({"period": "2027-10", "value": "1"}, "This month has not begun yet."),
        ({"period": "", "value": "1"}, "Write the month as year and month"),
        ({"period": "2026-10", "value": ""}, "Nothing was entered."),
        ({"period": "2026-10", "numerator": "1"}, "The denominator is missing."),
        ({"period": "2026-10", "numerator": "1", "denominator": "0"}, "there is no data for this month"),
        ({"period": "2026-10", "value": "1" * 80}, "Use at most 60 characters."),
    ],
)
def test_a_reading_that_does_not_fit_is_told_and_kept(
    client: PageClient, form: dict[str, str], sentence: str
) -> None:
    page = client.post(f"{PREFIX}/M18/readings", form, 422)
    assert sentence in page.root.find("div", class_="errors").text
    assert page.form(f"{PREFIX}/M18/readings")["value"] == form.get("value", "")


def test_a_target_is_set_and_a_stale_one_is_told(client: PageClient) -> None:
    address = f"{PREFIX}/M18/target"
    form = {
        "target": "65",
        "baseline": "48.1",
        "baseline_period": "2025-11",
        "provider": "Desk lead",
        "seen": "0",
    }
    assert "The target was saved." in client.post(address, form).root.text
    shown = client.get(f"{PREFIX}/M18").form(address)
    assert shown == shown | {"target": "65%", "baseline": "48.1%", "provider": "Desk lead", "seen": "1"}
    stale = client.post(address, form | {"target": "70"}, 409)
    assert "65%" in stale.text
    assert "70%" in stale.text
    wrong = client.post(address, form | {"target": "much", "seen": "1"}, 422)
    assert "Write a number" in wrong.root.find("div", class_="errors").text
    assert wrong.form(address)["target"] == "much"


def test_one_metric_says_what_it_is_and_what_it_proves(client: PageClient) -> None:
    page = client.get(f"{PREFIX}/M18")
    assert "Incidents resolved by the desk: no reading" in page.h1
    links = [
        link.attrs["href"] for link in page.root.find("section", aria_labelledby="proves-title").find_all("a")
    ]
    assert links == ["/framework/incident/1", "/framework/incident/2"]
    assert "It belongs to no practice" in client.get(f"{PREFIX}/X05").text
    client.get(f"{PREFIX}/M99", 404)
    client.get("/clients/nobody/metrics/M18", 404)


def grid_form(client: PageClient, query: str = "") -> dict[str, str]:
    page = client.get(f"{PREFIX}/grid{query}")
    form = page.root.find_all("form", action=f"{PREFIX}/grid?until=2026-11{query.replace('?', '&')}")
    assert len(form) == 1
    return page.form(form[0].attrs["action"])


def test_the_grid_saves_what_was_changed(client: PageClient, database: Database) -> None:
    enter(database, "M18", "60")
    form = grid_form(client)
    assert form["M18:2026-10"] == "60%"
    form |= {"M18:2026-09": "55", "M18:2026-10": ""}
    saved = client.post(f"{PREFIX}/grid?until=2026-11", form)
    assert "2 readings were saved." in saved.root.text
    assert grid_form(client)["M18:2026-09"] == "55%"
    assert grid_form(client)["M18:2026-10"] == ""


def test_a_faulty_cell_keeps_everything_that_was_typed(client: PageClient, database: Database) -> None:
    enter(database, "M18", "60")
    form = grid_form(client) | {"M18:2026-09": "55", "M18:2026-08": "soon", "M18:2026-07": "5" * 90}
    page = client.post(f"{PREFIX}/grid?until=2026-11", form, 422)
    errors = page.root.find("div", class_="errors")
    assert "2 values could not be taken. Nothing was saved yet." in errors.text
    assert [link.attrs["href"] for link in errors.find_all("a")] == ["#M18:2026-07", "#M18:2026-08"]
    cells = {cell.attrs["name"]: cell for cell in page.root.find_all("input", class_="num")}
    assert cells["M18:2026-09"].attrs["value"] == "55"
    assert cells["M18:2026-08"].attrs["aria-invalid"] == "true"
    assert grid_form(client)["M18:2026-09"] == ""


def test_a_table_goes_out_and_comes_back_filled_in(client: PageClient, database: Database) -> None:
    enter(database, "M18", "60")
    taken = client.http.get(f"{PREFIX}/grid.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(taken.data))
    sheet = book.active
    assert sheet is not None
    head = next(row for row in sheet.iter_rows() if row[0].value == "Id")
    sheet.cell(head[0].row + 1, 4, "58%")  # type: ignore[arg-type,operator]
    held = io.BytesIO()
    book.save(held)
    page = upload(client, held.getvalue(), "readings.xlsx")
    assert "2 values were read from the file. Look at them, then save." in page.text
    cells = {cell.attrs["name"]: cell.attrs["value"] for cell in page.root.find_all("input", class_="num")}
    assert cells["M18:2026-06"] == "58%"
    plain = client.http.get(f"{PREFIX}/grid.csv").data.decode("utf-8-sig")
    assert plain.splitlines()[0] == "Id,Metric,Unit,2026-06,2026-07,2026-08,2026-09,2026-10,2026-11"
    assert client.http.get(f"{PREFIX}/grid.pdf").status_code == 404


def upload(client: PageClient, content: bytes, name: str, status: int = 200) -> Page:
    return client.post(
        f"{PREFIX}/grid/table?until=2026-11",
        {"file": (io.BytesIO(content), name)},
        status,
        content_type="multipart/form-data",
    )


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "the file is empty"),
        (b"a,b\n1,2\n", "No column is a month."),
        (b"\x89PNG\r\n\x1a\n1234", "this is a picture"),
    ],
)
def test_a_file_that_is_no_table_gets_a_sentence(client: PageClient, content: bytes, sentence: str) -> None:
    assert sentence in upload(client, content, "x.csv", 422).text


def test_values_beyond_the_months_shown_are_shown_too(client: PageClient) -> None:
    page = upload(client, b"Id,2025-10,2026-10\nM18,50,60\nM99,1,2\n", "x.csv")
    cells = {cell.attrs["name"]: cell.attrs["value"] for cell in page.root.find_all("input", class_="num")}
    assert (cells["M18:2025-10"], cells["M18:2026-10"]) == ("50", "60")
    assert "Two values of the file belong to no metric or month shown here." in page.text


def test_nothing_was_chosen(client: PageClient) -> None:
    page = client.post(f"{PREFIX}/grid/table", {}, 422)
    assert "Choose the file." in page.text


def test_cells_of_another_client_are_not_touched(client: PageClient, database: Database) -> None:
    add(database, "Lumen")
    enter(database, "M18", "60")
    with writing(database) as unit:
        reading = metric_edits.enter_reading(unit, "lumen", "M18", ReadingEntry("2026-10", "40"))
    assert reading.value == 40
    form: dict[str, Any] = grid_form(client) | {"M18:2026-10": "61"}
    client.post(f"{PREFIX}/grid?until=2026-11", form)
    assert "40%" in client.get("/clients/lumen/metrics").text


def assessed(database: Database) -> None:
    """The client at level 2 in every area, with one metric far from that."""
    practices = shipped_framework().practices.values()
    place = start(database, "corvo")
    rate(database, place, {practice.id: "F" if practice.level <= 2 else "N" for practice in practices})
    enter(database, "M18", "40")


def test_a_disagreement_is_explained_and_taken_up_again(client: PageClient, database: Database) -> None:
    assert client.get(f"{PREFIX}/claims").h1 == "Nothing is claimed yet"
    assessed(database)
    page = client.get(f"{PREFIX}/claims")
    far = "Incident resolution is said to be at level 2, but “Incidents resolved by the desk” is at 40%."
    first = page.root.find("section", aria_labelledby="area-1-title")
    assert far in first.text
    assert "1 of 2 metrics collected" in first.text
    key = {"key": "far:A4:M18"}
    refused = client.post(f"{PREFIX}/claims", key | {"reason": " "}, 422)
    assert "Say why, so that the next person knows." in refused.text
    explained = client.post(f"{PREFIX}/claims", key | {"reason": "The night shift is counted elsewhere."})
    section = explained.root.find("section", aria_labelledby="explained-title")
    assert "The night shift is counted elsewhere." in section.text
    enter(database, "M18", "30", "2026-11")
    moved = client.get(f"{PREFIX}/claims")
    assert "Explained before the figures moved by" in moved.text
    again = client.post(f"{PREFIX}/claims/again", key)
    assert "The night shift" not in again.text
    assert (
        "somebody took the explanation back already" in client.post(f"{PREFIX}/claims/again", key).root.text
    )
    strange = client.post(f"{PREFIX}/claims", {"key": "x", "reason": "y"})
    assert "do not disagree here any more" in strange.root.text


def test_a_metric_shows_its_target_beside_the_questions(client: PageClient, database: Database) -> None:
    assessed(database)
    with writing(database) as unit:
        metric_edits.set_target(unit, "corvo", "M18", metric_edits.TargetEntry("65"))
    page = client.get("/clients/corvo/assessments/november-2026/incident")
    row = page.root.find("div", id="m-M18")
    assert "target 65% off target" in row.text


def test_results_show_targets_beside_the_readings(client: PageClient, database: Database) -> None:
    assessed(database)
    with writing(database) as unit:
        metric_edits.set_target(unit, "corvo", "M18", metric_edits.TargetEntry("65"))
    page = client.get("/clients/corvo/assessments/november-2026/results/incident")
    assert "65% off target" in page.root.find("section", aria_labelledby="metrics-title").text


def test_a_missed_target_raises_the_impact_in_the_plan(client: PageClient, database: Database) -> None:
    assessed(database)
    with writing(database) as unit:
        answer_area(unit, "corvo", "november-2026", "incident", AreaChange(0, target=Fraction(5)))
        metric_edits.set_target(unit, "corvo", "M19", metric_edits.TargetEntry("8 h"))
    enter(database, "M19", "9 h")
    page = client.get("/clients/corvo/plan")
    assert "Mean time to resolve incidents misses its target (9 h against 8 h)" in page.root.text


def test_a_break_is_marked_and_taken_out_with_a_way_back(client: PageClient, database: Database) -> None:
    enter(database, "M18", "60", "2026-09")
    enter(database, "M18", "70")
    form = {"period": "2026-10", "reason": "New ticketing tool"}
    page = client.post(f"{PREFIX}/M18/breaks", form)
    assert "A new series begins in Oct 2026." in page.root.text
    assert "Oct 2026 New ticketing tool" in page.text
    assert "70% (new series: New ticketing tool)" in page.text
    assert "new series" in client.get(PREFIX).root.find("tbody").text
    gone = client.post(f"{PREFIX}/M18/breaks/2026-10/remove", {})
    assert "The series has no break." in gone.text
    undos = [one for one in gone.root.find_all("form") if one.attrs.get("action") == f"{PREFIX}/M18/breaks"]
    sent = [
        {one.attrs["name"]: one.attrs.get("value", "") for one in undo.find_all("input")} for undo in undos
    ]
    assert any(fields | form == fields for fields in sent)
    assert "Oct 2026 New ticketing tool" in client.post(f"{PREFIX}/M18/breaks", form).text
    client.post(f"{PREFIX}/M18/breaks/2026-10/remove", {})
    assert (
        "no break in this month any more" in client.post(f"{PREFIX}/M18/breaks/2026-10/remove", {}).root.text
    )
    told = client.post(f"{PREFIX}/M18/breaks", {"period": "2026-10", "reason": ""}, 422)
    assert "Say what is different from this month on." in told.root.find("div", class_="errors").text


def test_scope_and_survey_are_entered_and_shown(client: PageClient) -> None:
    form = {
        "period": "2026-10", "asked": "200", "denominator": "30", "numerator": "24", "scope": "Milan",
        "source": "Phone survey",
    }  # fmt: skip
    page = client.post(f"{PREFIX}/M01/readings", form)
    assert "Phone survey covers Milan" in page.text
    assert "24 of 30 (62.7 to 90.5%) 30 of 200 asked answered (15%)" in page.text
    assert "Only 30 of 200 asked answered (15%)." in page.text
    assert page.form(f"{PREFIX}/M01/readings")["scope"] == "Milan"
    assert "asked" not in client.get(f"{PREFIX}/M18").form(f"{PREFIX}/M18/readings")
