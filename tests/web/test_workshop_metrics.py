"""The figures beside a question of a workshop: on the screens of the room, never on a phone."""

from flask import Flask

from assessment.bench.measuring import counted_statements
from assessment.services import metric_edits
from assessment.services.metric_edits import TargetEntry
from assessment.services.own import MetricEntry, define_metric
from assessment.services.readings import ReadingEntry
from assessment.store.database import Database
from tests.web.fixtures_clients import writing
from tests.web.fixtures_workshops import ask, code_of, seated
from tests.web.pages import PageClient

CLIENT = "corvo-logistics"
FIGURES = {"aria-labelledby": "figures-title"}


def measured(database: Database) -> None:
    """Two readings and a target of a metric of the third area, and an own one without a reading."""
    with writing(database) as unit:
        for month, value in (("2026-09", "50"), ("2026-10", "60")):
            entry = ReadingEntry(month, value, source="Sample of cases")
            metric_edits.enter_reading(unit, CLIENT, "M12", entry)
        metric_edits.set_target(unit, CLIENT, "M12", TargetEntry("100"))
        define_metric(unit, CLIENT, MetricEntry("Same day", "percent", "higher", cells=(("A3", 1),)))


def test_the_screens_show_the_figures_of_the_cell(
    app: Flask, lead: PageClient, room: str, database: Database
) -> None:
    measured(database)
    ask(lead, room, "restoration/L1-A3-P1")
    for address in (room, f"{room}/screen"):
        text = lead.get(address).root.find("section", **FIGURES).text
        assert "Restorations by a defined process 60% Oct 2026 rose, better 100% off target" in text
        assert "Sample of cases" in text
        assert "Same day own no value yet" in text
    code = code_of(lead, room)
    assert "What the figures say" not in seated(app, code).get(f"/j/{code}").text


def test_a_placing_shows_what_the_area_has(lead: PageClient, room: str, database: Database) -> None:
    measured(database)
    ask(lead, room, "restoration")
    text = lead.get(room).root.find("section", **FIGURES).text
    assert "Restorations by a defined process" in text
    assert "Same day" not in text
    ask(lead, room, "contact")
    assert "What the figures say" not in lead.get(room).text


def test_the_figures_take_three_statements(lead: PageClient, room: str, database: Database) -> None:
    ask(lead, room, "restoration")
    with counted_statements(database) as statements:
        lead.get(room)
    found = [one for one in statements if "own_item" in one or "metric_target" in one or "reading" in one]
    assert len(found) == 3


def test_a_reading_is_attached_from_the_room_with_one_click(
    lead: PageClient, room: str, database: Database
) -> None:
    measured(database)
    ask(lead, room, "restoration/L1-A3-P1")
    home = room.rsplit("/workshop/", 1)[0]
    form = lead.get(room).form(f"{home}/evidence/readings")
    assert (form["metric"], form["practice"]) == ("M12", "L1-A3-P1")
    page = lead.post(f"{home}/evidence/readings", form)
    assert page.response.request.path == room
    assert "The reading is noted as evidence." in page.root.text
    assert "noted as evidence already" in lead.post(f"{home}/evidence/readings", form).root.text
    assert "60% in October 2026" in lead.get(f"{home}/restoration").html
    assert not lead.get(f"{room}/screen").root.find_all("form", action=f"{home}/evidence/readings")
    wrong = lead.post(f"{home}/evidence/readings", {**form, "metric": "M01", "workshop": "../../x"})
    assert "Choose the practice that this reading shows." in wrong.root.text
    assert wrong.response.request.path == f"{home}/evidence"


def test_a_reading_of_an_own_metric_is_attached_too(lead: PageClient, room: str, database: Database) -> None:
    with writing(database) as unit:
        define_metric(unit, CLIENT, MetricEntry("Same day", "percent", "higher", cells=(("A3", 1),)))
        metric_edits.enter_reading(unit, CLIENT, "OWN-01", ReadingEntry("2026-10", "80"))
    ask(lead, room, "restoration/L1-A3-P1")
    home = room.rsplit("/workshop/", 1)[0]
    form = lead.get(room).form(f"{home}/evidence/readings")
    assert form["metric"] == "OWN-01"
    assert "The reading is noted as evidence." in lead.post(f"{home}/evidence/readings", form).root.text
    assert "Same day 80% in October 2026" in lead.get(f"{home}/restoration").html
