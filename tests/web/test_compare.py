"""Clients side by side: the choice, the page, hidden names, other editions and methods, the files."""

import csv
import io
from datetime import date

import pytest
from openpyxl import load_workbook

from assessment.bench.measuring import counted_statements
from assessment.files.framework_file import framework_text
from assessment.services import editions
from assessment.services.clients import client_of
from assessment.services.framework import shipped_framework
from assessment.store.database import Database
from tests.web.fixtures_clients import add, rate, start, writing
from tests.web.pages import Element, PageClient

LEVEL_1 = tuple(f"L1-A{area}-P1" for area in range(1, 8))
BOTH = "clients=corvo-logistics,halden-pharma"


def assessed(database: Database, name: str, answers: dict[str, str], **values: str) -> None:
    """A client with one assessment."""
    slug = add(database, name).slug
    rate(database, start(database, slug, **values), answers)  # type: ignore[arg-type]


@pytest.fixture
def two(database: Database) -> None:
    """A client with most of the first level, and one with none of it in one area."""
    assessed(database, "Corvo Logistics", dict.fromkeys(LEVEL_1, "F") | {"L2-A1-P1": "N"})
    none = {practice.id: "N" for practice in shipped_framework().practices_of["A3"]}
    assessed(database, "Halden Pharma", dict.fromkeys(LEVEL_1, "F") | none | {"L2-A1-P1": "N"})


def table(page: Element, label: str) -> list[str]:
    found = page.find("section", aria_labelledby=label).find("tbody")
    return [row.text for row in found.find_all("tr")]


@pytest.mark.usefixtures("two")
def test_each_area_shows_the_index_of_every_client_and_how_far_they_are_apart(client: PageClient) -> None:
    page = client.get(f"/compare?{BOTH}")
    assert page.h1 == "They differ most in service restoration, from 0.0 to 1.0"
    rows = table(page.root, "areas-title")
    assert rows[2] == "Service restoration B A 1.0 0.0 1.0"
    assert rows[0] == "Point of contact and channels A B 1.0 1.0 0.0"
    assert rows[8] == "Service analysis – – –"
    shared = table(page.root, "lacks-title")
    assert len(shared) == 1
    assert shared[0].endswith("Point of contact and channels, level 2 2 missing missing")


@pytest.mark.usefixtures("two")
def test_forty_five_cells_stand_for_each_client(client: PageClient) -> None:
    section = client.get(f"/compare?{BOTH}").root.find("section", aria_labelledby="cells-title")
    tables = section.find_all("table")
    assert [len(one.find_all("td")) for one in tables] == [45, 45]
    assert tables[1].find_all("tr")[3].text == "Resto\u00adration 0 0 0 0 0"


@pytest.mark.usefixtures("two")
def test_hidden_names_are_nowhere_on_the_page_or_in_its_addresses(client: PageClient) -> None:
    href = next(
        a.attrs["href"]
        for a in client.get(f"/compare?{BOTH}").root.find_all("a")
        if a.text == "Hide the names"
    )
    hidden = client.get(href)
    for word in ("Corvo", "corvo", "Halden", "halden"):
        assert word not in href
        assert word not in hidden.html
    assert "Client A" in hidden.html
    query = href.partition("?")[2]
    for kind in ("csv", "xlsx"):
        data = client.http.get(f"/compare/clients.{kind}?{query}").data
        assert b"Corvo" not in data
    assert "Corvo" not in str(list(load_workbook(io.BytesIO(data)).active.values))


@pytest.mark.usefixtures("two")
def test_the_same_figures_go_into_the_files(client: PageClient) -> None:
    text = client.http.get(f"/compare/clients.csv?{BOTH}").data.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0] == ["Area", "Corvo Logistics", "Halden Pharma", "Apart"]
    assert rows[3] == ["Service restoration", "1", "0", "1"]
    assert rows[9] == ["Service analysis", "", "", ""]
    book = load_workbook(io.BytesIO(client.http.get(f"/compare/clients.xlsx?{BOTH}").data))
    assert book.sheetnames == ["Compare areas", "Compare levels", "Shared next steps"]
    assert [cell.value for cell in book["Compare areas"][7]] == ["Service restoration", 1, 0, 1]
    assert book["Compare levels"].max_row == 4 + 45
    client.get(f"/compare/clients.txt?{BOTH}", 404)


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize(
    ("query", "status", "says"),
    [
        ("clients=corvo-logistics", 422, "Choose 2 to 6 clients."),
        (
            "clients=a&clients=b&clients=c&clients=d&clients=e&clients=f&clients=g",
            422,
            "Choose 2 to 6 clients.",
        ),
        ("clients=corvo-logistics,corvo-logistics", 422, "Choose 2 to 6 clients."),
        ("clients=corvo-logistics,nobody", 404, "One of these clients is not here."),
        ("", 200, "Clients with an assessment"),
    ],
)
def test_a_choice_that_cannot_be_compared_is_answered_in_words(
    client: PageClient, query: str, status: int, says: str
) -> None:
    assert says in client.get(f"/compare?{query}", status).root.text


def test_clients_without_answers_are_left_out_and_counted(client: PageClient, database: Database) -> None:
    add(database, "Empty")
    assert "Fewer than two of these clients" not in client.get("/compare").html
    assert client.get("/compare").root.find(id="none-title").text == "No client has an assessment yet"
    assessed(database, "Corvo Logistics", {"L1-A1-P1": "F"})
    assert "Fewer than two" in client.get("/compare?clients=empty,corvo-logistics").html
    assessed(database, "Halden Pharma", {"L1-A1-P1": "F"})
    page = client.get(f"/compare?{BOTH},empty")
    assert "One client without answers left out." in page.root.text
    assert "Less than 80% is answered, so a difference says little: Corvo Logistics and Halden Pharma." in (
        page.root.text
    )


@pytest.mark.usefixtures("two")
def test_clients_under_other_methods_are_scored_again_under_one(
    client: PageClient, database: Database
) -> None:
    assessed(database, "Lumen", dict.fromkeys(LEVEL_1, "F"), method="samm_sum")
    page = client.get(f"/compare?{BOTH},lumen")
    assert (
        "Scored again from the same answers, because assessed under another method: Lumen." in page.root.text
    )
    assert table(page.root, "areas-title")[0].endswith("1.0 1.0 1.0 0.0")


def later_edition(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let assessments that start from now on use an edition in which one practice asks for something else."""
    text, _ = framework_text("pom")
    at = text.index("text:", text.index("id: L1-A3-P1"))
    changed = text[:at] + text[at:].replace('{en: "', '{en: "Otherwise ', 1)
    monkeypatch.setattr(editions, "framework_text", lambda _: (changed, "e" * 64))


@pytest.mark.usefixtures("two")
def test_editions_are_compared_only_over_what_kept_its_meaning(
    client: PageClient, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    later_edition(monkeypatch)
    assessed(database, "Lumen", dict.fromkeys(LEVEL_1, "F"))
    page = client.get(f"/compare?{BOTH},lumen")
    assert "These assessments used two editions of the framework" in page.root.text
    assert "one practice left out, listed below" in page.root.text
    out = page.root.find("section", aria_labelledby="out-title").find_all("li")
    assert len(out) == 1
    assert "asks for something else in other words" in out[0].text
    # Two of the three have said nothing of this area but of the practice that differs.
    assert table(page.root, "areas-title")[2] == "Service restoration B – 1.0 – –"


@pytest.mark.usefixtures("two")
def test_the_list_says_how_to_compare_and_takes_few_statements(
    client: PageClient, database: Database
) -> None:
    page = client.get("/clients")
    picks = page.root.find_all("input", form="compare")
    assert [one.attrs["value"] for one in picks] == ["halden-pharma", "corvo-logistics"]
    with counted_statements(database) as statements:
        client.get("/compare?clients=corvo-logistics&clients=halden-pharma")
    assert len(statements) == 2


def test_a_later_edition_leaves_no_false_change_in_the_list(
    client: PageClient, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    slug = add(database).slug
    rate(database, start(database, slug, "May 2026", date(2026, 5, 4)), {"L1-A3-P1": "F"})
    rate(database, start(database, slug), {"L1-A3-P1": "P"})
    assert "−" in client.get("/clients").root.find("table", class_="heat").text
    later_edition(monkeypatch)
    rate(database, start(database, slug, "December 2026", date(2026, 12, 4)), {"L1-A3-P1": "N"})
    assert "−" not in client.get("/clients").root.find("table", class_="heat").text
    with writing(database) as unit:
        assert client_of(unit, slug).previous is None


def test_the_results_compare_editions_over_what_kept_its_meaning(
    client: PageClient, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    slug = add(database).slug
    everything = dict.fromkeys(shipped_framework().practices, "F")
    rate(database, start(database, slug, "May 2026", date(2026, 5, 4)), everything | {"L1-A3-P1": "N"})
    later_edition(monkeypatch)
    rate(database, start(database, slug), everything)
    page = client.get(f"/clients/{slug}/assessments/november-2026/results")
    before = page.root.find("section", aria_labelledby="before-title")
    assert before.find("h2").text == "No area differs clearly from May 2026"
    assert "Only the practices that mean the same in both are compared here" in before.text
    assert [item.text for item in before.find("details").find_all("li")] == [
        "Otherwise Bring services back as well as you can, in the order in which the faults come in L1-A3-P1 "
        "asks for something else in other words"
    ]
