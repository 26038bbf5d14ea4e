"""The pages of results: misses first, typing a figure, charges, reports; what is refused stays typed."""

from datetime import timedelta

import pytest

from assessment.services import metric_edits
from assessment.services.readings import ReadingEntry
from assessment.services.sla_figures import FigureEntry, enter_figure
from assessment.services.sla_results import compute_results
from assessment.store.database import Database
from assessment.web.app import LOCAL_WORKSPACE
from tests.factories.sla_results import add_service, add_sla
from tests.web.conftest import NOW
from tests.web.fixtures_clients import add, writing
from tests.web.fixtures_slas import CORVO, HOME, agreed
from tests.web.pages import PageClient

__all__ = ["agreed"]

RESULTS = f"{HOME}/sla-results"
ONE = f"{HOME}/slas/1/results"
REPORTS = f"{HOME}/slas/1/reports"
TYPED = {
    "target": "p1", "period": "2026-10", "met": "18", "cases": "20", "source": "Report of the provider",
    "seen": "0",
}  # fmt: skip


def figures(database: Database, key: str, *shares: tuple[str, str]) -> None:
    """Type the figures of the last months of a target, the oldest first."""
    with writing(database) as unit:
        for place, (met, cases) in enumerate(shares):
            month = f"2026-{11 - len(shares) + place:02}"
            enter_figure(unit, CORVO, 1, key, month, FigureEntry(met, cases, source="Desk"))


def test_without_an_agreement_the_page_says_what_comes_first(client: PageClient, database: Database) -> None:
    add(database)
    page = client.get(RESULTS)
    assert page.h1 == "No agreement is in force yet"
    assert "once an agreement has a version in force" in page.text
    assert "Work out" not in page.text


def test_what_was_never_worked_out_is_worked_out_by_a_button(client: PageClient, database: Database) -> None:
    add(database)
    with writing(database) as unit:
        add_sla(unit, add_service(unit, CORVO), client=CORVO)
    page = client.get(RESULTS)
    assert page.h1 == "Nothing was worked out for Oct 2026"
    done = client.post(RESULTS, page.form(RESULTS))
    assert "The results up to Oct 2026 are worked out." in done.root.text
    assert done.h1 == "No target has data in Oct 2026"
    assert "the time is agreed case by case: type the figure" in done.text


def test_misses_come_first_with_words_for_everything(
    client: PageClient, database: Database, agreed: str
) -> None:
    figures(database, "p1", ("200", "200"), ("196", "200"), ("180", "200"))
    with writing(database) as unit:
        metric_edits.enter_reading(
            unit, CORVO, "M10", ReadingEntry("2026-10", numerator="9", denominator="10")
        )
        compute_results(unit, CORVO)
    page = client.get(RESULTS)
    assert page.h1 == "One target of two was missed in Oct 2026"
    assert "Three targets have no data." in page.text
    rows = [row.text for row in page.root.find("table", class_="fold").find("tbody").find_all("tr")]
    assert rows[0].startswith("P1 resolved in four hours")
    for words in (
        "SLA-001 Service desk; Resolution, 1 - High, within 4 h; Oct 2026", "Missed", "at least 95%", "90%",
        "85.1 to 93.4%, clearly below the target", "5 points worse", "getting worse", "200", "typed by hand",
    ):  # fmt: skip
        assert words in rows[0], words
    assert "Missed targets over the last twelve months" in page.text
    assert rows[-1].startswith("Satisfied customers")
    assert "Met" in rows[-1]
    september = client.get(f"{RESULTS}?period=2026-09")
    assert september.h1 == "The one target with data was met in Sep 2026"
    assert client.get(f"{RESULTS}?period=1999-01").h1 == "Nothing was worked out for Jan 1999"
    client.get(f"{RESULTS}?period=October", 422)


def test_few_cases_and_misses_in_a_row_are_said(client: PageClient, database: Database, agreed: str) -> None:
    figures(database, "p1", ("14", "20"), ("18", "20"))
    row = client.get(RESULTS).root.find("table", class_="fold").find("tbody").find_all("tr")[0].text
    assert "Missed, too few to tell" in row
    assert "69.9 to 97.2%, too few cases to tell" in row
    assert "missed 2 periods in a row" in row
    assert "unacceptable" not in row
    assert "unacceptable" in client.get(f"{RESULTS}?period=2026-09").root.find("table", class_="fold").text


def test_a_figure_is_typed_corrected_and_taken_out(
    client: PageClient, database: Database, agreed: str
) -> None:
    page = client.get(f"{ONE}?target=p1&period=2026-10")
    assert page.h1 == "SLA-001: no target has data"
    assert page.form(ONE)["seen"] == "0"
    saved = client.post(ONE, TYPED)
    assert "was saved: too few." in saved.root.text
    assert "by hand" in saved.text
    form = client.get(f"{ONE}?target=p1&period=2026-10").form(ONE)
    assert (form["met"], form["cases"], form["seen"]) == ("18", "20", "1")
    stale = client.post(ONE, {**TYPED, "met": "20"}, 409)
    assert "Theirs: 18 of 20 met (Report of the provider)" in stale.text
    again = stale.form(ONE)
    assert (again["met"], again["seen"]) == ("20", "1")
    assert "was saved: met." in client.post(ONE, again).root.text
    gone = client.post(f"{ONE}/take-out", {"target": "p1", "period": "2026-10", "seen": "2"})
    assert "was taken out" in gone.root.text
    again_gone = client.post(f"{ONE}/take-out", {"target": "p1", "period": "2026-10", "seen": "3"})
    assert "nothing" not in again_gone.h1
    assert "There is no figure to take out any more." in again_gone.root.text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"met": "21"}, "No more cases can be met than there were."),
        ({"met": "", "cases": ""}, "Type how many of how many cases were met"),
        ({"source": ""}, "Say where the figure is from"),
        ({"met": "x" * 50}, "Use at most 40 characters."),
    ],
)
def test_a_refused_figure_stays_typed(
    client: PageClient, agreed: str, changes: dict[str, str], sentence: str
) -> None:
    page = client.post(ONE, {**TYPED, "note": "From the pack", **changes}, 422)
    assert sentence in page.text
    assert page.form(ONE)["note"].strip() == "From the pack"


def test_what_is_not_measured_takes_no_figure(client: PageClient, agreed: str) -> None:
    client.post(ONE, {**TYPED, "period": "2026-11"}, 404)
    client.post(ONE, {**TYPED, "target": "p9"}, 404)
    client.get(f"{HOME}/slas/2/results", 404)
    client.get(f"{HOME}/slas/99999999999999999999/results", 404)
    assert "Type the figure" not in client.get(f"{ONE}?target=p9&period=2026-10").text


def test_charges_show_credits_and_write_them_on_a_click(
    client: PageClient, database: Database, agreed: str
) -> None:
    figures(database, "p1", ("180", "200"))
    page = client.get(f"{RESULTS}/charges")
    assert page.h1 == "One credit is due for Oct 2026"
    assert "P1 resolved in four hours: EUR 50" in page.text
    assert "EUR 950" in page.text
    done = client.post(f"{RESULTS}/charges", page.form(f"{RESULTS}/charges"))
    assert "The credits of Oct 2026 are now a reading of M15." in done.root.text
    assert "M15 says EUR 50" in done.text
    assert client.get(f"{RESULTS}/charges?period=2026-08").h1 == "No credit is due for Aug 2026"
    nothing = client.get(f"{RESULTS}/charges?period=2020-01")
    assert nothing.h1 == "No agreement has a charge in Jan 2020"
    refused = client.post(f"{RESULTS}/charges", {"period": "2020-01"})
    assert "No agreement has a charge or credits in this month" in refused.root.text
    client.get(f"{RESULTS}/charges?period=never", 422)


def test_a_report_is_issued_and_corrected(client: PageClient, database: Database, agreed: str) -> None:
    figures(database, "p1", ("180", "200"))
    new = f"{REPORTS}/new"
    page = client.get(f"{new}?period=2026-10")
    assert page.h1 == "SLA-001, Oct 2026: one of four targets missed"
    refused = client.post(new, {**page.form(new), "receivers": " "}, 422)
    assert "Name at least one person or role who gets the report." in refused.text
    first = client.post(new, {**page.form(new), "receivers": "Service owner\nIT manager"})
    assert "Report 1 was issued and is frozen." in first.root.text
    assert "Service owner, IT manager" in first.text
    with writing(database) as unit:
        enter_figure(unit, CORVO, 1, "p1", "2026-10", FigureEntry("200", "200", source="Desk", seen=1))
    assert "90%" in client.get(f"{REPORTS}/1").text
    form = client.get(f"{REPORTS}/new?period=2026-10").form(new)
    assert form["receivers"].split() == ["Service", "owner", "IT", "manager"]
    assert "Say what is different from report 1." in client.post(new, form, 422).text
    second = client.post(new, {**form, "note": "Twenty cases were counted wrongly."})
    assert "Twenty cases were counted wrongly." in second.text
    assert "A later report for the same period corrects this one" in client.get(f"{REPORTS}/1").text
    assert "Report 2" in client.get(ONE).text
    client.get(f"{REPORTS}/3", 404)


def test_there_is_nothing_to_report_before_a_period_is_over(client: PageClient, agreed: str) -> None:
    page = client.get(f"{REPORTS}/new?period=2026-11", follow_redirects=True)
    assert "No target of this agreement has a result" in page.root.text
    assert client.get(f"{REPORTS}/new").h1 == "SLA-001, Oct 2026: no target measured"
    answer = client.post(f"{REPORTS}/new", {"period": "never", "receivers": "Somebody"})
    assert "Write the month as year and month" in answer.root.text


def test_the_list_is_cut_into_pages_and_says_when_it_is_old(
    client: PageClient, database: Database, agreed: str
) -> None:
    with writing(database) as unit:
        for number in range(2, 23):
            add_sla(unit, add_service(unit, CORVO, f"Service {number}"), client=CORVO, number=number)
        compute_results(unit, CORVO)
    page = client.get(RESULTS)
    assert len(page.root.find("table", class_="fold").find("tbody").find_all("tr")) == 100
    assert "Page 1 of 2" in page.text
    assert "came in after these results" not in page.text
    assert "Work out again" in page.text
    last = client.get(f"{RESULTS}?period=2026-10&page=99")
    assert len(last.root.find("table", class_="fold").find("tbody").find_all("tr")) == 10
    with database.write(LOCAL_WORKSPACE, "tests", NOW + timedelta(minutes=5)) as unit:
        metric_edits.enter_reading(unit, CORVO, "M02", ReadingEntry("2026-10", "4"))
    assert "came in after these results were worked out" in client.get(RESULTS).text
