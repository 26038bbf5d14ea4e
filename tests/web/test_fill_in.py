"""Figures by a link: who is asked for what, what the holder sees and may do, and when it ends."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from assessment.config import Settings
from assessment.services import bin as client_bin
from assessment.services import metric_edits, metrics
from assessment.services.metric_edits import TargetEntry
from assessment.services.readings import ReadingEntry
from assessment.store.database import Database
from tests.web.conftest import NOW
from tests.web.fixtures_clients import add, writing
from tests.web.fixtures_people import make_outside
from tests.web.pages import PageClient

ON_POSTGRES = True

PREFIX = "/clients/corvo/metrics"


@pytest.fixture(autouse=True)
def _corvo(database: Database) -> None:
    add(database, "Corvo")
    with writing(database) as unit:
        for metric, provider in (("M18", "Desk lead"), ("M37", "Desk lead"), ("M19", "Somebody else")):
            metric_edits.set_target(unit, "corvo", metric, TargetEntry(provider=provider))


def link_of(client: PageClient) -> str:
    """Make a link for the desk lead and return its path."""
    page = client.post(f"{PREFIX}/asked", {"name": "Desk lead", "period": "2026-10"})
    assert "It asks for 2 figures of Oct 2026" in page.text
    return urlsplit(page.root.find("input", id="link").attrs["value"]).path


def ending_of(client: PageClient) -> str:
    """The address that ends the only link."""
    forms = [form.attrs.get("action", "") for form in client.get(PREFIX).root.find_all("form")]
    (found,) = [action for action in forms if action.endswith("/end")]
    return found


@pytest.fixture
def holder(settings: Settings, database: Database) -> PageClient:
    """The browser of somebody without an account."""
    return PageClient(make_outside(settings, database))


def readings(database: Database) -> dict[str, tuple[str, str]]:
    """Value and author of the readings of October."""
    found = {}
    with writing(database) as unit:
        for metric in ("M18", "M37", "M19"):
            for one in metrics.metric_page(unit, "corvo", metric).readings:
                found[metric] = (one.value, one.by)
    return found


def test_somebody_without_an_account_enters_the_figures_asked_for(
    client: PageClient, holder: PageClient, database: Database
) -> None:
    path = link_of(client)
    page = holder.get(path)
    assert page.h1 == "Figures for Oct 2026"
    assert "Corvo asks you, Desk lead" in page.text
    assert "Mean time to resolve incidents" not in page.text
    assert not page.root.find_all("nav", aria_label="Client")
    form = {"m.M18": "62.5", "m.M37": "18/20", "m.M19": "1 h", "seen": ""}
    assert "Two figures saved." in holder.post(path, form).root.text
    assert readings(database) == {
        "M18": ("62.5%", "Desk lead (by link)"),
        "M37": ("90%", "Desk lead (by link)"),
    }
    assert "figures came" in client.get(PREFIX).text
    seen = holder.get(path).root.find("input", name="seen").attrs["value"]
    emptied = holder.post(path, {"m.M18": "", "m.M37": "90%", "seen": seen})
    assert "Nothing was new." in emptied.root.text
    assert readings(database)["M18"][0] == "62.5%"


def test_what_does_not_fit_is_told_and_kept(
    client: PageClient, holder: PageClient, database: Database
) -> None:
    path = link_of(client)
    page = holder.post(path, {"m.M18": "much", "m.M37": "90", "seen": ""}, 422)
    assert "Write a number" in page.root.find("div", class_="errors").text
    assert page.root.find("input", id="m-M18").attrs["value"] == "much"
    assert page.root.find("input", id="m-M37").attrs["value"] == "90"
    assert readings(database) == {}


def test_a_figure_that_somebody_corrected_meanwhile_is_not_overwritten(
    client: PageClient, holder: PageClient, database: Database
) -> None:
    path = link_of(client)
    seen = holder.get(path).root.find("input", name="seen").attrs["value"]
    with writing(database) as unit:
        metric_edits.enter_reading(unit, "corvo", "M18", ReadingEntry("2026-10", "70"))
    page = holder.post(path, {"m.M18": "60", "seen": seen}, 422)
    assert "entered 70% meanwhile" in page.text
    assert readings(database)["M18"][0] == "70%"


def test_a_link_ends(client: PageClient, holder: PageClient, database: Database) -> None:
    path = link_of(client)
    ending = ending_of(client)
    assert "does not work any more" in client.post(ending).root.text
    assert "Ask whoever sent it for a new one." in holder.get(path, 404).text
    holder.post(path, {"m.M18": "1", "seen": ""}, 404)
    other = link_of(client)
    holder.app.config["CLOCK"] = lambda: NOW + timedelta(days=31)
    holder.get(other, 404)
    holder.app.config["CLOCK"] = lambda: NOW
    holder.get(other)
    holder.get(other[:-3] + "xyz", 404)
    with writing(database) as unit:
        client_bin.delete_client(unit, "corvo")
    holder.get(other, 404)


@pytest.mark.parametrize(
    ("name", "period", "sentence"),
    [
        ("Nobody", "2026-10", "Nobody of this name provides a metric"),
        ("", "2026-10", "Nobody of this name provides a metric"),
        ("Desk lead", "2027-10", "Choose a month that has begun."),
        ("Desk lead", "x", "Choose a month that has begun."),
    ],
)
def test_only_whom_the_client_names_is_asked(
    client: PageClient, name: str, period: str, sentence: str
) -> None:
    assert sentence in client.post(f"{PREFIX}/asked", {"name": name, "period": period}).root.text


def test_a_link_of_another_client_is_not_found(client: PageClient, database: Database) -> None:
    link_of(client)
    add(database, "Lumen")
    ending = ending_of(client)
    client.post(ending.replace("/corvo/", "/lumen/"), {}, 404)
