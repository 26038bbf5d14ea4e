"""The clients side by side: rows, order, filter, what the cells show, paging, findings."""

import csv
import io
from datetime import date
from fractions import Fraction

import pytest
from openpyxl import load_workbook

from assessment.bench.measuring import counted_statements
from assessment.services import clients, csip
from assessment.services.area_answers import AreaChange, answer_area
from assessment.services.framework import shipped_framework
from assessment.store.database import Database
from tests.web.fixtures_clients import add, rate, start, writing
from tests.web.pages import Element, PageClient

ON_POSTGRES = True

FIRST_LEVEL = ("L1-A1-P1", "L1-A2-P1", "L1-A3-P1", "L1-A4-P1", "L1-A5-P1", "L1-A6-P1", "L1-A7-P1")


def assessed(database: Database, name: str, sector: str, answers: dict[str, str]) -> None:
    """A client with one open assessment."""
    slug = add(database, name, sector=sector).slug
    rate(database, start(database, slug), answers)


@pytest.fixture
def three(database: Database) -> None:
    """Three clients: one low, one higher, one never assessed."""
    assessed(database, "Halden Pharma", "health", {"L1-A1-P1": "F", "L1-A2-P1": "P"})
    assessed(database, "Corvo Logistics", "transport", dict.fromkeys(FIRST_LEVEL, "F") | {"L1-A6-P1": "N"})
    add(database, "Orsa Maggiore", sector="transport")


def rows_of(page: Element) -> list[str]:
    return [row.text for row in page.find("table", class_="heat").find("tbody").find_all("tr")]


@pytest.mark.usefixtures("three")
def test_each_row_shows_nine_cells_the_overall_index_and_the_month(client: PageClient) -> None:
    rows = rows_of(client.get("/clients").root)
    assert rows[0] == "Halden Pharma health, Nov 2026 1.0 0.3" + " ? not rated" * 7 + " 0.1 * provisional –"
    assert rows[1].startswith(
        "Corvo Logistics transport, Nov 2026 1.0 1.0 1.0 1.0 1.0 0.0 1.0 ? not rated ? not rated 0.7"
    )
    assert rows[2] == "Orsa Maggiore transport, not assessed – – – – – – – – – – –"


@pytest.mark.usefixtures("three")
def test_the_colour_of_a_cell_is_the_level_reached(client: PageClient) -> None:
    table = client.get("/clients").root.find("table", class_="heat")
    first = table.find("tbody").find_all("tr")[0]
    assert [square.attrs.get("data-l") for square in first.find_all("span", class_="sq")][:3] == [
        "1",
        "0",
        "unknown",
    ]


@pytest.mark.usefixtures("three")
def test_the_list_takes_three_statements_whatever_it_holds(client: PageClient, database: Database) -> None:
    with counted_statements(database) as statements:
        client.get("/clients")
    assert len(statements) <= 3
    assert not any("FROM assessment" in statement for statement in statements)


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("sort=lowest", ["Halden Pharma", "Corvo Logistics", "Orsa Maggiore"]),
        ("sort=name", ["Corvo Logistics", "Halden Pharma", "Orsa Maggiore"]),
        ("sort=nonsense&page=x", ["Halden Pharma", "Corvo Logistics", "Orsa Maggiore"]),
        ("sector=transport", ["Corvo Logistics", "Orsa Maggiore"]),
        ("q=PHARMA", ["Halden Pharma"]),
    ],
)
def test_the_list_is_ordered_and_filtered(client: PageClient, query: str, names: list[str]) -> None:
    table = client.get(f"/clients?{query}").root.find("table", class_="heat")
    assert [link.text for link in table.find("tbody").find_all("a")] == names


@pytest.mark.usefixtures("three")
def test_a_filter_that_fits_nobody_says_so(client: PageClient) -> None:
    page = client.get("/clients?q=100%25_")
    assert page.h1 == "No client matches"
    assert page.root.find("input", id="q").attrs["value"] == "100%_"
    assert page.root.find("a", class_="btn", href="/clients").text == "Show all clients"


@pytest.mark.usefixtures("three")
def test_a_filter_stays_when_another_number_is_shown(client: PageClient) -> None:
    page = client.get("/clients?sector=transport&sort=name")
    assert page.root.find_all("a", href="/clients?sector=transport&sort=name&show=gap")


@pytest.mark.usefixtures("three")
def test_the_median_is_that_of_the_clients_shown(client: PageClient) -> None:
    foot = client.get("/clients").root.find("tfoot")
    assert foot.text == "Median of the clients shown 1.0 0.7 1.0 1.0 1.0 0.0 1.0 – – 0.4 –"
    assert client.get("/clients?q=pharma").root.find_all("tfoot") == []


@pytest.mark.usefixtures("three")
def test_the_gap_is_shown_where_there_is_a_target(client: PageClient, database: Database) -> None:
    with writing(database) as unit:
        answer_area(unit, "halden-pharma", "november-2026", "contact", AreaChange(0, target=Fraction(5, 2)))
    rows = rows_of(client.get("/clients?show=gap").root)
    assert rows[0].startswith("Halden Pharma health, Nov 2026 1.5 – ? not rated ")


def test_the_change_is_shown_area_by_area(client: PageClient, database: Database) -> None:
    slug = add(database).slug
    rate(database, start(database, slug, "March", date(2026, 3, 10)), {"L1-A1-P1": "N", "L1-A2-P1": "F"})
    rate(database, start(database, slug), {"L1-A1-P1": "F", "L1-A2-P1": "P"})
    row = rows_of(client.get("/clients?show=change").root)[0]
    assert row.startswith("Corvo Logistics Nov 2026 +1.0 −0.7 ")


def test_a_fall_is_named_in_the_list_and_in_the_chart(client: PageClient, database: Database) -> None:
    slug = add(database).slug
    rate(database, start(database, slug, "March", date(2026, 3, 10)), dict.fromkeys(FIRST_LEVEL, "F"))
    rate(database, start(database, slug), {"L1-A1-P1": "F"})
    page = client.get("/clients")
    assert "−0.7" in rows_of(page.root)[0]
    assert page.root.find("section", aria_labelledby="slope-title").find("h2").text == "One of one slipped"
    assert "0.1 Corvo Logistics, down" in page.text
    table = page.root.find("section", aria_labelledby="slope-title").find("table")
    assert table.find("tbody").text == "Corvo Logistics 0.8 0.1 −0.7"


def test_the_chart_answers_to_the_pointer_and_keeps_the_filter(
    client: PageClient, database: Database
) -> None:
    assert "data-plotly" not in client.get("/clients").html
    for name, sector in (("Corvo Logistics", "Transport"), ("Halden Pharma", "Life sciences")):
        slug = add(database, name, sector=sector).slug
        rate(database, start(database, slug, "March", date(2026, 3, 10)), {"L1-A1-P1": "F"})
        rate(database, start(database, slug), dict.fromkeys(FIRST_LEVEL, "F"))
    page = client.get("/clients?sector=Transport&sort=name")
    address = page.root.find("section", aria_labelledby="slope-title").find(class_="plot-box")
    href = address.attrs["data-figure-url"]
    assert href == "/clients/charts/slope.json?sector=Transport&sort=name"
    notes = client.get(href).response.get_json()["layout"]["annotations"]
    assert [note["text"] for note in notes] == ["Before", "Latest", "0.8 Corvo Logistics"]
    everyone = client.get("/clients/charts/slope.json").response.get_json()["layout"]["annotations"]
    assert len(everyone) == 4
    client.get("/clients/charts/slope.json?q=nobody", 404)


def test_fifty_clients_make_a_page(client: PageClient, database: Database) -> None:
    with writing(database) as unit:
        for number in range(51):
            clients.add_client(unit, name=f"Client {number:02}")
    first = client.get("/clients")
    assert first.h1 == "50 clients, none assessed yet"
    assert first.root.find("nav", aria_label="Pages").text == "Page 1 of 2 Next"
    second = client.get("/clients?page=2")
    assert [row.split(" not")[0] for row in rows_of(second.root)] == [
        "Client 50 Not assessed – – – – – – – – – – –"
    ]
    assert client.get("/clients?page=9").h1 == "The list ends before this page"
    assert len(first.html) < 150_000


def test_an_area_that_cannot_be_assessed_is_hatched(client: PageClient, database: Database) -> None:
    slug = add(database).slug
    place = start(database, slug)
    rate(database, place, {"L1-A1-P1": "F"})
    framework = shipped_framework()
    away = {practice.id: "NA" for practice in framework.practices_of["A3"]}
    rate(database, place, away, reason="There is no such service")
    row = client.get("/clients").root.find("table", class_="heat").find("tbody").find_all("tr")[0]
    assert row.find_all("td")[2].text == "– not assessable"


def test_open_assessments_need_somebody(client: PageClient, database: Database) -> None:
    assessed(database, "Halden Pharma", "health", {"L1-A1-P1": "F"})
    assert client.get("/clients").root.find("div", data_part="/clients/attention").find("a")
    needs = client.get("/clients/attention").root.find("section", aria_labelledby="needs-title")
    link = needs.find("li").find("a")
    assert link.attrs["href"] == "/clients/halden-pharma/assessments/november-2026"
    assert link.text == "Halden Pharma: finish November 2026"


def test_the_samples_come_and_go_in_one_step(client: PageClient, database: Database) -> None:
    add(database, "Own client")
    page = client.post("/samples")
    assert page.root.find("form", action="/samples/remove", class_="inline").find("button").text == (
        "Remove the samples"
    )
    samples = [row for row in rows_of(page.root) if ", sample" in row]
    assert samples
    assert "The sample clients were added." in page.root.find(id="toasts").text
    again = client.post("/samples")
    assert [row for row in rows_of(again.root) if ", sample" in row] == samples
    after = client.post("/samples/remove")
    back = after.root.find(id="toasts").find("form", action="/samples")
    assert back.find("button").text == "Add them again"
    assert [row.split(" Not")[0] for row in rows_of(after.root)] == ["Own client"]


@pytest.fixture
def described(database: Database) -> None:
    """Two clients that differ in everything that the list can be filtered by."""
    add(database, "Halden Pharma", sector="health", size="xl", region="North", tags=("pilot", "two desks"))
    slug = add(database, "Corvo Logistics", size="s", region="South", tags=("pilot",)).slug
    rate(database, start(database, slug, held_on=date(2026, 3, 4)), {"L1-A1-P1": "F"})


@pytest.mark.usefixtures("described")
@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("size=xl", ["Halden Pharma"]),
        ("region=South", ["Corvo Logistics"]),
        ("tag=pilot&sort=name", ["Corvo Logistics", "Halden Pharma"]),
        ("tag=two+desks", ["Halden Pharma"]),
        ("from=2026-03-04&to=2026-03-04", ["Corvo Logistics"]),
        ("from=2026-03-05", []),
        ("from=never&tag=pilot&region=North", ["Halden Pharma"]),
    ],
)
def test_more_filters_narrow_the_list_and_its_file(client: PageClient, query: str, names: list[str]) -> None:
    page = client.get(f"/clients?{query}")
    table = page.root.find_all("table", class_="heat")
    shown = [link.text for link in table[0].find("tbody").find_all("a")] if table else []
    assert shown == names
    text = client.http.get(f"/clients/export.csv?{query}").data.decode("utf-8-sig")
    assert [row[0] for row in csv.reader(io.StringIO(text))][1:] == names
    assert ("No client fits all that is asked for." in page.html) is (not names)


@pytest.mark.usefixtures("three")
def test_the_file_holds_every_figure_of_the_list(client: PageClient) -> None:
    book = load_workbook(io.BytesIO(client.http.get("/clients/export.xlsx").data))
    assert book.sheetnames == ["Levels", "Gaps", "Changes"]
    rows = list(book["Levels"].values)
    heads = next(at for at, row in enumerate(rows) if row[0] == "Client")
    at = rows[heads].index("Overall")
    rows = rows[heads - 2 :]
    assert [row[0] for row in rows[3:]] == ["Halden Pharma", "Corvo Logistics", "Orsa Maggiore"]
    assert rows[3][at : at + 4] == (pytest.approx(4 / 27), None, 1, pytest.approx(1 / 3))
    assert rows[5][at:] == (None,) * 11


def test_what_most_clients_lack_is_counted_over_all_that_match(
    client: PageClient, database: Database
) -> None:
    assessed(database, "Halden Pharma", "health", {"L1-A1-P1": "N", "L1-A2-P1": "F"})
    assessed(database, "Corvo Logistics", "transport", {"L1-A1-P1": "L", "L1-A2-P1": "N"})
    with counted_statements(database) as statements:
        page = client.get("/clients/attention")
    assert len(statements) <= 7
    weak = page.root.find("section", aria_labelledby="weak-title")
    assert weak.find("h2").text == "One practice holds back all two clients"
    first = weak.find("tbody").find_all("tr")[0]
    assert first.text.endswith("2 of 2, 1 of them partly in place 100%")
    alone = client.get("/clients/attention?sector=health").root.find("section", aria_labelledby="weak-title")
    assert len(alone.find("tbody").find_all("tr")) == 1


def test_improvements_whose_day_has_come_need_somebody(client: PageClient, database: Database) -> None:
    slug = add(database).slug
    with writing(database) as unit:
        for title, day in (("Late", 20), ("Soon", 29), ("Later", 30)):
            csip.add_item(unit, slug, csip.ItemDraft(title=title, due_on=date(2026, 11, day)))
        csip.add_item(unit, slug, csip.ItemDraft(title="Far", due_on=date(2026, 12, 1)))
    needs = client.get("/clients/attention").root.find("section", aria_labelledby="needs-title")
    assert [item.text for item in needs.find_all("li")] == [
        "Corvo Logistics: one thing past its day 3 days late It is: CSIP-001, Late: it is past its day and "
        "it waits for a decision.",
        "Corvo Logistics: two things due this week 29 Nov 2026 Oldest: CSIP-002, Soon: it waits for a "
        "decision and its day comes within a week.",
        "Corvo Logistics: no answers yet Not assessed Start an assessment, or go on with it.",
    ]


def test_the_areas_that_moved_most_come_first(client: PageClient, database: Database) -> None:
    slug = add(database).slug
    rate(database, start(database, slug, "May 2026", date(2026, 5, 4)), dict.fromkeys(FIRST_LEVEL, "P"))
    later = dict.fromkeys(FIRST_LEVEL, "P") | {"L1-A2-P1": "N", "L1-A3-P1": "F", "L1-A4-P1": "L"}
    rate(database, start(database, slug), later)
    moved = client.get("/clients").root.find("section", aria_labelledby="moved-title")
    assert [item.text for item in moved.find_all("li")] == [
        "Corvo Logistics: Service restoration +0.7 0.3 to 1.0"
    ]
