"""Starting, changing, checking, closing and re-opening assessments."""

from datetime import date
from fractions import Fraction

import pytest

from assessment.bench.measuring import counted_statements
from assessment.domain.answers import Evidence, Options
from assessment.errors import InvalidInput, NotAllowed, NotFound
from assessment.services import assessments
from assessment.services.area_answers import AreaChange, answer_area
from assessment.services.questions import RatingChange, rate_practice
from assessment.store.database import Database
from assessment.store.queries import answers as answer_queries
from tests.web.fixtures_clients import add, rate, start, writing
from tests.web.pages import PageClient

LIST = "/clients/corvo-logistics/assessments"
HERE = f"{LIST}/november-2026"
SETTINGS = {"title": "November 2026", "held_on": "2026-11-22", "scope": "", "method": "gated_coverage"}
AS_USUAL = {"use_implied": "y"}


@pytest.fixture(autouse=True)
def corvo(database: Database) -> None:
    """Every test has one client."""
    add(database)


def test_the_form_proposes_the_month_the_day_and_the_usual_method(client: PageClient) -> None:
    fields = client.get(f"{LIST}/new").root.find("input", id="title").attrs
    page = client.get(f"{LIST}/new")
    assert fields["value"] == "November 2026"
    assert page.root.find("input", id="held_on").attrs["value"] == "2026-11-23"
    chosen = [radio for radio in page.root.find_all("input", name="method") if "checked" in radio.attrs]
    assert [radio.attrs["value"] for radio in chosen] == ["gated_coverage"]
    assert len(page.root.find_all("input", name="method")) == 6


def test_starting_leads_to_the_task_list(client: PageClient, database: Database) -> None:
    page = client.post(f"{LIST}/new", SETTINGS | AS_USUAL | {"framework": "pom", "copy_of": ""})
    assert page.response.request.path == HERE
    assert page.h1 == "Nothing is rated yet in November 2026"
    rows = page.root.find("table", aria_labelledby="areas-title").find("tbody").find_all("tr")
    assert len(rows) == 9
    assert rows[0].text == "Point of contact and channels Not started 0 of 6 ? – – –"
    assert page.root.find("a", class_="go").attrs["href"] == f"{HERE}/contact"
    with writing(database) as unit:
        _, stored = assessments.list_for_client(unit, "corvo-logistics")
    assert stored[0].options == Options()


def test_a_second_assessment_of_the_same_title_gets_a_slug_of_its_own(database: Database) -> None:
    slugs = [start(database, "corvo-logistics").assessment.slug for _ in range(2)]
    assert slugs == ["november-2026", "november-2026-2"]
    assert start(database, "corvo-logistics", "New").assessment.slug == "new-2"


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("title", " ", "Write a title, for example the month"),
        ("held_on", "yesterday", "Write the day as year, month and day, for example 2026-11-22."),
        ("held_on", "", "Choose the day of the assessment."),
        ("method", "guessing", "Not a valid choice."),
    ],
)
def test_what_does_not_fit_is_refused_at_its_field(
    client: PageClient, field: str, value: str, message: str
) -> None:
    sent = SETTINGS | AS_USUAL | {"framework": "pom", "copy_of": "", "scope": "Head office", field: value}
    page = client.post(f"{LIST}/new", sent, status=422)
    assert page.title.startswith("Error:")
    assert message in page.root.find("div", class_="errors").text
    assert "Head office" in page.html


def test_an_unknown_framework_or_copy_is_refused(database: Database) -> None:
    with pytest.raises(NotFound):
        start(database, "corvo-logistics", framework_id="../secret")
    with pytest.raises(NotFound):
        start(database, "corvo-logistics", copy_of="march-2025")
    with pytest.raises(InvalidInput):
        start(database, "corvo-logistics", method="guessing")


def test_a_copy_takes_over_the_answers_but_no_mark(client: PageClient, database: Database) -> None:
    first = start(database, "corvo-logistics", "March 2026", date(2026, 3, 10))
    rate(database, first, {"L1-A1-P1": "F"}, note="One number", evidence=(Evidence("document", "List"),))
    with writing(database) as unit:
        answer_area(
            unit, "corvo-logistics", "march-2026", "contact", AreaChange(0, target=Fraction(3), done=True)
        )
    sent = SETTINGS | AS_USUAL | {"framework": "pom", "copy_of": "march-2026"}
    page = client.post(f"{LIST}/new", sent)
    assert "Started as a copy of March 2026" in page.text
    with writing(database) as unit:
        place = assessments.get_place(unit, "corvo-logistics", "november-2026")
        ratings = answer_queries.list_ratings(unit, place.assessment.id)
        area = answer_queries.list_area_answers(unit, place.assessment.id)["A1"]
    assert place.assessment.baseline_id == first.assessment.id
    assert place.assessment.scores is not None
    assert place.assessment.scores["areas"]["A1"]["index"] == [1, 1]
    assert (ratings["L1-A1-P1"].answer.note, ratings["L1-A1-P1"].answer.has_evidence) == ("One number", True)
    assert (area.answer.target, area.done) == (3, False)


def test_the_list_shows_date_state_and_progress(client: PageClient, database: Database) -> None:
    place = start(database, "corvo-logistics")
    assert client.get(LIST).h1 == "One assessment of Corvo Logistics, still open"
    rate(database, place, {"L1-A1-P1": "F"})
    row = client.get(LIST).root.find("tbody").find("tr").text
    assert row == "November 2026 Sun 22 Nov 2026 Open 1 of 61 0.1 provisional Gated coverage"


def test_an_area_moves_from_not_started_to_done(client: PageClient, database: Database) -> None:
    place = start(database, "corvo-logistics")

    def status() -> str:
        rows = client.get(HERE).root.find("table", aria_labelledby="areas-title").find("tbody")
        return rows.find_all("tr")[0].find("span", class_="tag").text

    rate(database, place, {"L1-A1-P1": "F"})
    assert status() == "In progress"
    others = ("L2-A1-P1", "L3-A1-P1", "L4-A1-P1", "L5-A1-P1", "L5-A1-P2")
    rate(database, place, dict.fromkeys(others, "N"))
    assert status() == "All rated"
    with writing(database) as unit:
        answer_area(unit, "corvo-logistics", "november-2026", "contact", AreaChange(0, done=True))
    assert status() == "Done"
    assert client.get(HERE).h1 == "Eight areas of November 2026 are left to rate"


def test_a_placing_far_from_the_ratings_is_pointed_out(client: PageClient, database: Database) -> None:
    place = start(database, "corvo-logistics")
    rate(database, place, {"L1-A1-P1": "F"})
    with writing(database) as unit:
        answer_area(unit, "corvo-logistics", "november-2026", "contact", AreaChange(0, placing=Fraction(3)))
    page = client.get(HERE)
    assert page.root.find("span", class_="warn").text == "differs"


def test_the_task_list_takes_few_statements(client: PageClient, database: Database) -> None:
    start(database, "corvo-logistics")
    client.get(HERE)
    with counted_statements(database) as statements:
        client.get(HERE)
    assert len(statements) <= 3
    with counted_statements(database) as statements:
        client.get(f"{HERE}/check")
    assert len(statements) <= 4


def test_another_method_scores_the_same_answers_again(client: PageClient, database: Database) -> None:
    place = start(database, "corvo-logistics")
    rate(database, place, {"L1-A1-P1": "L", "L2-A1-P1": "N", "L3-A1-P1": "N", "L5-A1-P1": "N"})
    sent = SETTINGS | AS_USUAL | {"method": "c2m2_gate", "title": "Autumn", "version": "1"}
    page = client.post(f"{HERE}/settings", sent)
    assert page.response.request.path == HERE
    with writing(database) as unit:
        changed = assessments.get_place(unit, "corvo-logistics", "november-2026")
    assert changed.assessment.title == "Autumn"
    assert changed.assessment.scores is not None
    assert changed.assessment.scores["method"] == "c2m2_gate"
    assert changed.assessment.scores["areas"]["A1"]["index"] == [1, 1]
    assert changed.client.summary is not None
    assert changed.client.summary["title"] == "Autumn"


def test_settings_changed_by_somebody_else_show_both_values(client: PageClient, database: Database) -> None:
    start(database, "corvo-logistics")
    client.post(f"{HERE}/settings", SETTINGS | AS_USUAL | {"title": "Autumn", "version": "1"})
    page = client.post(
        f"{HERE}/settings", SETTINGS | AS_USUAL | {"title": "Fall", "version": "1"}, status=409
    )
    assert "Autumn" in page.text
    assert "Fall" in page.text


def test_the_check_names_what_is_missing_and_leads_back(client: PageClient, database: Database) -> None:
    place = start(database, "corvo-logistics")
    rate(database, place, {"L1-A1-P1": "F", "L2-A1-P1": "L"})
    rate(database, place, {"L3-A1-P1": "N"}, note="Nobody does it")
    page = client.get(f"{HERE}/check")
    assert page.h1 == "58 practices are not rated and nine areas have no target"
    first = page.root.find("tbody").find_all("tr")[0]
    assert "Three practices not rated; no target" in first.text
    assert "One rating at an end of the scale without note or evidence" in first.text
    assert first.find_all("a", href=f"{HERE}/contact?back=check")
    assert first.find_all("a", href=f"{HERE}/contact?back=check#p-L1-A1-P1")


def test_closing_freezes_and_opening_again_needs_a_reason(client: PageClient, database: Database) -> None:
    place = start(database, "corvo-logistics")
    rate(database, place, {"L1-A1-P1": "F"})
    page = client.post(f"{HERE}/close")
    assert page.h1 == "November 2026 is closed and its results are frozen"
    assert page.root.find_all("form", action=f"{HERE}/close") == []
    with writing(database) as unit, pytest.raises(NotAllowed):
        rate_practice(unit, "corvo-logistics", "november-2026", "L2-A1-P1", RatingChange(0, "F"))
    client.get(f"{HERE}/settings", status=403)
    client.post(f"{HERE}/close", status=403)
    refused = client.post(f"{HERE}/reopen", {"reason": " "}, status=422)
    assert "Say why the assessment is opened again." in refused.root.find("div", class_="errors").text
    opened = client.post(f"{HERE}/reopen", {"reason": "A typing fault"})
    assert opened.response.request.path == HERE
    assert "A typing fault" in client.get("/clients/corvo-logistics").text


def test_an_assessment_without_an_answer_cannot_be_closed(client: PageClient, database: Database) -> None:
    start(database, "corvo-logistics")
    assert client.get(f"{HERE}/check").root.find_all("form", action=f"{HERE}/close") == []
    client.post(f"{HERE}/close", status=403)


def test_an_assessment_of_another_client_is_not_there(client: PageClient, database: Database) -> None:
    add(database, "Halden Pharma")
    start(database, "corvo-logistics")
    for path in ("", "/check", "/settings"):
        client.get(f"/clients/halden-pharma/assessments/november-2026{path}", status=404)
    client.post("/clients/halden-pharma/assessments/november-2026/close", status=404)


def test_closing_shows_in_the_client_list(client: PageClient, database: Database) -> None:
    place = start(database, "corvo-logistics")
    rate(database, place, {"L1-A1-P1": "F"})
    assert "November 2026" in client.get("/clients/attention").root.find(id="needs-title").parent.parent.text
    client.post(f"{HERE}/close")
    assert (
        client.get("/clients/attention").root.find(id="needs-title").text == "Nothing waits for you this week"
    )


@pytest.mark.parametrize("earlier", [0, 1])
def test_the_form_can_be_sent_as_it_opens(client: PageClient, database: Database, earlier: int) -> None:
    for _ in range(earlier):
        start(database, "corvo-logistics", "March 2026", date(2026, 3, 10))
    fields = client.get(f"{LIST}/new").form(f"{LIST}/new")
    assert client.post(f"{LIST}/new", fields).response.request.path == HERE


def test_settings_sent_as_they_open_change_nothing(client: PageClient, database: Database) -> None:
    options = Options(use_implied=False, balance_by_role=True, cap_without_evidence=True)
    before = start(database, "corvo-logistics", scope="Head office", options=options).assessment
    client.post(f"{HERE}/settings", client.get(f"{HERE}/settings").form(f"{HERE}/settings"))
    with writing(database) as unit:
        assert assessments.get_place(unit, "corvo-logistics", "november-2026").assessment == before
