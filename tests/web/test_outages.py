"""The page of outages: noting, changing, ending, deleting with a way back, what is refused."""

from collections.abc import Mapping

import pytest

from assessment.services.outages import outages_page
from assessment.store.database import Database
from tests.factories.sla_results import add_service
from tests.web.fixtures_clients import add, writing
from tests.web.fixtures_slas import CORVO, HOME
from tests.web.pages import PageClient

OUTAGES = f"{HOME}/outages"


@pytest.fixture
def entry(database: Database) -> Mapping[str, str]:
    """What is typed about an outage of the one service that there is."""
    add(database)
    with writing(database) as unit:
        desk = add_service(unit, CORVO)
    return {
        "service": desk.id, "starts_at": "2026-10-05T14:00", "ends_at": "2026-10-05T15:30",
        "reason": "A cable was cut",
    }  # fmt: skip


def only_id(database: Database) -> str:
    with writing(database) as unit:
        return outages_page(unit, CORVO).outages[0].id


def test_without_a_service_there_is_nothing_to_note(client: PageClient, database: Database) -> None:
    add(database)
    page = client.get(OUTAGES)
    assert page.h1 == "No outage was recorded"
    assert "Outages belong to a service. Add one first." in page.text
    assert "Note an outage" not in page.text


def test_an_outage_is_noted_changed_and_deleted_with_a_way_back(
    client: PageClient, database: Database, entry: Mapping[str, str]
) -> None:
    page = client.post(OUTAGES, entry)
    assert page.h1 == "One outage recorded, none lasts"
    assert "5 Oct 2026, 14:00" in page.text
    assert "1 h 30 min" in page.text
    one = f"{OUTAGES}/{only_id(database)}"
    form = client.get(one).form(one)
    assert (form["starts_at"], form["seen"]) == ("2026-10-05T14:00", "1")
    client.post(one, {**form, "planned": "y", "reason": "Patching"})
    assert "planned" in client.get(OUTAGES).text
    stale = client.post(one, {**form, "reason": "Power"}, 409)
    assert "Theirs: planned, 2026-10-05 14:00 to 2026-10-05 15:30, Patching" in stale.text
    again = stale.form(one)
    assert (again["reason"], again["seen"]) == ("Power", "2")
    gone = client.post(f"{one}/delete", {"seen": "2"})
    assert gone.h1 == "No outage was recorded"
    back = client.post(f"{OUTAGES}/bring-back", gone.form(f"{OUTAGES}/bring-back"))
    assert "Patching" in back.text
    assert "planned" in back.text


def test_an_outage_that_lasts_is_ended(
    client: PageClient, database: Database, entry: Mapping[str, str]
) -> None:
    page = client.post(OUTAGES, {**entry, "ends_at": ""})
    assert page.h1 == "One outage lasts"
    end = f"{OUTAGES}/{only_id(database)}/end"
    assert client.post(end, page.form(end)).h1 == "One outage recorded, none lasts"
    assert "This outage is over already." in client.post(end, {"seen": "2"}).root.text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"service": "none"}, "Choose one of the services shown."),
        ({"starts_at": ""}, "Say when it began."),
        ({"starts_at": "soon"}, "Write day and time such as 2026-10-05 14:30."),
        ({"ends_at": "2026-10-05T13:00"}, "An outage ends after it began."),
        ({"reason": "x" * 301}, "Use at most 300 characters."),
    ],
)
def test_a_refused_outage_stays_typed(
    client: PageClient, entry: Mapping[str, str], changes: dict[str, str], sentence: str
) -> None:
    page = client.post(OUTAGES, {**entry, "source": "Monitoring", **changes}, 422)
    assert sentence in page.text
    assert page.form(OUTAGES)["source"] == "Monitoring"


def test_what_cannot_be_brought_back_is_refused(client: PageClient, entry: Mapping[str, str]) -> None:
    back = f"{OUTAGES}/bring-back"
    for changes in ({"starts_at": "never"}, {"starts_at": "2026-10-05T14:00"}, {"service": "none"}):
        fine = {"service": entry["service"], "starts_at": "2026-10-05T14:00:00+00:00", "ends_at": ""}
        client.post(back, {**fine, **changes}, 422)


def test_tickets_that_tell_of_nothing_change_nothing(client: PageClient, entry: Mapping[str, str]) -> None:
    page = client.post(f"{OUTAGES}/from-tickets", {})
    assert "No ticket tells of an outage of a service here" in page.root.text
    client.get(f"{OUTAGES}/none", 404)
    client.post(f"{OUTAGES}/none", {**entry}, 404)
    client.post(f"{OUTAGES}/none/end", {"seen": "1"}, 404)
    client.post(f"{OUTAGES}/none/delete", {"seen": "1"}, 404)
