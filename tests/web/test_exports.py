"""The page of the exports and its files: what is offered, what comes out, what the history keeps."""

import io
import json
from dataclasses import replace
from datetime import date
from fractions import Fraction

import openpyxl
import pytest
from flask import Flask

from assessment.bench.measuring import counted_statements
from assessment.domain.answers import AreaAnswer, Rating
from assessment.domain.plan import Plan
from assessment.domain.plan_items import PlanItem
from assessment.domain.prerequisites import Chain
from assessment.domain.priority import Inputs
from assessment.domain.report import Extent
from assessment.domain.waves import Part, Schedule, Wave
from assessment.exports import EXPORTERS
from assessment.services import reports
from assessment.services.assessments import start_assessment
from assessment.services.clients import add_client
from assessment.services.editions import framework_of
from assessment.services.scores import rescore_everything
from assessment.store.database import Database
from assessment.store.queries import answers as answer_queries
from assessment.store.queries.assessments import Place, get_place
from assessment.web.app import LOCAL_WORKSPACE
from tests.web.conftest import NOW
from tests.web.pages import PageClient

ONE = Fraction(1)
ITEM = PlanItem(
    practice="", area="A1", level=1, kind="improve", ahead=False, inputs=Inputs(ONE, ONE, 1, 1, 1, ONE),
    benefit=ONE, priority=ONE, effective_priority=ONE, days=1, klass="major", method="value_per_effort",
)  # fmt: skip
CLIENT = "corvo-logistics"
ASSESSMENT = "november-2026"
HERE = f"/clients/{CLIENT}/exports"
TAKE = f"{HERE}/roadmap"
MOST_QUERIES = 12
LARGEST_PAGE = 150_000


def rated(database: Database, client: str = "Corvo Logistics", title: str = "November 2026") -> Place:
    """A client with an assessment: level 1 in place, level 2 wanted."""
    with database.write(LOCAL_WORKSPACE, "tests", NOW) as unit:
        slug = add_client(unit, name=client).slug
        place = start_assessment(unit, slug, title=title, held_on=date(2026, 11, 22))
        framework = framework_of(unit, place.assessment.framework_hash)
        owner, to = place.client.id, place.assessment.id
        for practice in framework.practices.values():
            answer = "F" if practice.level == 1 else "N"
            rating = Rating(consensus=answer)
            answer_queries.save_rating(unit, owner, to, practice.area, practice.id, rating, 0)
        for area in framework.areas:
            aim = AreaAnswer(target=Fraction(2))
            answer_queries.save_area_answer(unit, owner, to, area.id, aim, False, 0)
        place = get_place(unit, slug, place.assessment.slug)
        rescore_everything(unit, place)
        return get_place(unit, slug, place.assessment.slug)


@pytest.fixture
def place(database: Database) -> Place:
    """One client with a plan."""
    return rated(database)


def test_the_page_offers_every_format_with_what_is_in_it(client: PageClient, place: Place) -> None:
    page = client.get(HERE)
    assert page.h1 == "Take the roadmap home: nine items in three waves"
    buttons = [b.attrs["value"] for b in page.root.find_all("button", name="format")]
    assert buttons == list(EXPORTERS)
    for exporter in EXPORTERS.values():
        assert exporter.says in page.text
    assert "Nine items by wave, with reasons" in page.text
    assert len(page.html) < LARGEST_PAGE


@pytest.mark.parametrize("key", EXPORTERS)
def test_a_button_downloads_the_file_and_the_history_notes_it(
    client: PageClient, place: Place, key: str
) -> None:
    form = client.get(HERE).form(TAKE)
    answer = client.post(TAKE, {**form, "format": key}).response
    exporter = EXPORTERS[key]
    assert answer.mimetype == exporter.media_type
    name = f"corvo-logistics-roadmap-2026-11-22.{key}"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    page = client.get(HERE)
    assert f"November 2026, {exporter.name}" in page.text


def test_the_file_of_a_link_is_the_file_of_the_button(client: PageClient, place: Place) -> None:
    form = client.get(HERE).form(TAKE)
    taken = client.post(TAKE, {**form, "format": "xlsx"}).response.data
    linked = client.get(f"{HERE}/roadmap.xlsx?assessment={ASSESSMENT}").response.data
    assert taken == linked
    assert openpyxl.load_workbook(io.BytesIO(taken)).sheetnames[:3] == ["Summary", "Results", "Roadmap"]


def test_a_link_leaves_nothing_in_the_history(client: PageClient, place: Place) -> None:
    client.get(f"{HERE}/roadmap.md")
    assert "Each download is noted here" in client.get(HERE).text


def test_the_history_of_the_client_tells_of_it(client: PageClient, place: Place, database: Database) -> None:
    client.post(TAKE, {"format": "csv", "assessment": ASSESSMENT})
    with database.read(LOCAL_WORKSPACE, "tests", NOW) as unit:
        (kept,) = reports.exports_page(unit, CLIENT).history
    assert (kept.format, kept.assessment, kept.at, kept.by) == ("csv", "November 2026", NOW, "local owner")


def test_a_format_that_is_not_there_is_refused_above_the_page(client: PageClient, place: Place) -> None:
    page = client.post(TAKE, {"format": "docx", "assessment": ASSESSMENT}, status=422)
    assert page.title.startswith("Error:")
    assert "Choose one of the formats: Excel, Markdown, CSV, JSON." in page.text


def test_another_form_is_kept_when_it_is_refused(client: PageClient, place: Place) -> None:
    page = client.post(TAKE, {"format": "", "assessment": ASSESSMENT, "leave_costs": "y"}, status=422)
    assert "checked" in page.root.find("input", id="leave_costs").attrs
    assert "checked" not in page.root.find("input", id="leave_owners").attrs


@pytest.mark.parametrize(
    "path",
    [
        f"{HERE}/roadmap.docx",
        f"{HERE}/roadmap.xlsx?assessment=other",
        f"{HERE}?assessment=other",
        "/clients/nobody/exports",
        "/clients/nobody/exports/roadmap.xlsx",
    ],
)
def test_what_is_not_there_is_not_found(client: PageClient, place: Place, path: str) -> None:
    client.get(path, status=404)


def test_the_assessment_of_another_client_is_not_found(
    client: PageClient, place: Place, database: Database
) -> None:
    rated(database, "Halden Pharma", "October 2026")
    client.get(f"{HERE}/roadmap.json?assessment=october-2026", status=404)
    client.post(TAKE, {"format": "json", "assessment": "october-2026"}, status=404)
    found = client.get(f"{HERE}/roadmap.json").response.get_json()
    assert found["client"]["name"] == "Corvo Logistics"


def test_a_client_without_an_assessment_gets_one_next_step(client: PageClient, database: Database) -> None:
    with database.write(LOCAL_WORKSPACE, "tests", NOW) as unit:
        add_client(unit, name="Corvo Logistics")
    page = client.get(HERE)
    assert page.h1 == "Nothing to take home yet"
    assert page.root.find_all("a", href=f"/clients/{CLIENT}/assessments", class_="btn")
    client.get(f"{HERE}/roadmap.xlsx", status=404)
    client.post(TAKE, {"format": "xlsx"}, status=404)


def test_an_assessment_without_answers_gets_one_next_step(client: PageClient, database: Database) -> None:
    with database.write(LOCAL_WORKSPACE, "tests", NOW) as unit:
        add_client(unit, name="Corvo Logistics")
        start_assessment(unit, CLIENT, title="November 2026", held_on=date(2026, 11, 22))
    page = client.get(HERE)
    assert page.h1 == "Nothing to take home yet"
    assert page.root.find_all("a", href=f"/clients/{CLIENT}/assessments/{ASSESSMENT}", class_="btn")
    client.get(f"{HERE}/roadmap.md", status=404)


@pytest.mark.usefixtures("samples")
def test_the_whole_sample_can_be_taken_home(client: PageClient, database: Database) -> None:
    with database.read(LOCAL_WORKSPACE, "tests", NOW) as unit:
        report = reports.report_of(unit, CLIENT)
    assert report.csip
    assert report.readings
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{HERE}/roadmap.xlsx").response.data))
    assert len(list(book["CSIP"].iter_rows())) == 3 + len(report.csip)
    assert len(list(book["Readings"].iter_rows())) == 3 + len(report.readings)
    assert any(row[0].value == "CSIP-001" for row in book["CSIP"].iter_rows())
    assert len(list(book["Minutes"].iter_rows())) == 3 + len(report.minutes)
    assert {one.state for one in report.minutes} == {"Agreed", "Parked", "Skipped"}
    said = next(one for one in report.minutes if one.state == "Parked")
    assert said.note.startswith("Nobody in the room knew")
    assert "14 people voted" in said.spread
    found = client.get(f"{HERE}/roadmap.json").response.get_json()
    assert found["title"] == report.title
    assert [item["practice"] for item in found["plan"]["items"]] == [item.practice for item in report.items]
    text = client.get(f"{HERE}/roadmap.md").response.text
    assert text.startswith("# ")
    assert said.note in text


@pytest.mark.usefixtures("samples")
def test_costs_and_owners_can_be_left_out_of_a_file(client: PageClient) -> None:
    form = client.get(HERE).form(TAKE)
    whole = client.post(TAKE, {**form, "format": "md"}).response.text
    bare = client.post(TAKE, {**form, "format": "md", "leave_costs": "y", "leave_owners": "y"}).response.text
    assert "EUR" in whole
    assert "EUR" not in bare
    assert bare == client.get(f"{HERE}/roadmap.md?costs=0&owners=0").response.text
    owners = {line.split(" | ")[3] for line in whole.splitlines() if line.startswith("| CSIP-")}
    assert owners - {"–"}
    assert {line.split(" | ")[3] for line in bare.splitlines() if line.startswith("| CSIP-")} == {"–"}


@pytest.mark.usefixtures("samples")
def test_an_older_assessment_can_be_chosen(client: PageClient) -> None:
    page = client.get(HERE)
    options = page.root.find("select", id="assessment").find_all("option")
    assert len(options) > 1
    older = options[-1].attrs["value"]
    shown = client.get(f"{HERE}?assessment={older}")
    assert shown.form(TAKE)["assessment"] == older
    found = client.post(TAKE, {**shown.form(TAKE), "format": "json"}).response.get_json()
    assert found["assessment"]["title"] == options[-1].text


@pytest.mark.usefixtures("samples")
@pytest.mark.parametrize(
    "path", [HERE, f"{HERE}/roadmap.xlsx", f"{HERE}/roadmap.json?assessment={ASSESSMENT}"]
)
def test_the_database_is_asked_little(client: PageClient, database: Database, path: str) -> None:
    with counted_statements(database) as statements:
        client.get(path)
    assert 0 < len(statements) <= MOST_QUERIES


@pytest.mark.usefixtures("samples")
def test_the_page_announces_what_the_report_holds(database: Database, app: Flask) -> None:
    with database.read(LOCAL_WORKSPACE, "tests", NOW) as unit:
        page, report = reports.exports_page(unit, CLIENT), reports.report_of(unit, CLIENT)
    assert isinstance(page.extent, Extent)
    assert page.extent == report.extent


def test_a_file_is_not_handed_out_to_a_form_of_another_site(client: PageClient, place: Place) -> None:
    headers = {"Sec-Fetch-Site": "cross-site"}
    answer = client.http.post(TAKE, data={"format": "md"}, headers=headers)
    assert answer.status_code == 403
    assert json.dumps(answer.headers.get("Content-Disposition")) == "null"


def plan(*waves: tuple[str, ...], left: tuple[str, ...] = ()) -> Plan:
    """A plan of which only the waves of the items count."""
    parts = [
        Wave(number, 20, tuple(Part(name, 1) for name in names)) for number, names in enumerate(waves, 1)
    ]
    beyond = tuple(Part(name, 1) for name in left)
    laid = Schedule(tuple(parts), beyond, {}, {})
    names = dict.fromkeys([name for wave in waves for name in wave] + list(left))
    items = tuple(replace(ITEM, practice=name, waves=laid.waves_of(name)) for name in names)
    return Plan(items, laid, (None,) * len(parts), Chain(), None)


@pytest.mark.parametrize(
    ("made", "title"),
    [
        (plan(("a",), ()), "Take the roadmap home: one item in one wave"),
        (plan(("a", "b"), ("b", "c")), "Take the roadmap home: three items in two waves"),
        (plan(("a",), left=("a", "b")), "Take the roadmap home: one item in one wave and one beyond"),
        (plan((), left=("a", "b")), "Take the roadmap home: two items, none of them in a wave"),
        (plan((), ()), "Take the results home: nothing is left to plan"),
    ],
)
def test_the_title_says_what_there_is(made: Plan, title: str) -> None:
    assert reports.exports_title(made) == title
