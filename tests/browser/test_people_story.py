"""People with accounts: an owner invites, consultant and client manager work, an outsider finds nothing."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyotp
import pytest

from assessment.services import people, sign_in
from assessment.services.clients import add_client
from assessment.services.workspace import LOCAL_WORKSPACE
from assessment.store.database import Database
from assessment.store.queries.workspaces import ensure_workspace
from tests.browser.looks import faults_of
from tests.browser.on_a_day import DAY as NOW
from tests.browser.support import Window, fill_with_samples, running

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OWNER, PASSWORD = "ada@example.org", "four words of a song"
OUTSIDER = "eve@example.org"
CORVO, TESSERA = "/clients/corvo-logistics", "/clients/tessera-insurance"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    """A server with the sample clients, an owner, and a second workspace with a client of the same name."""
    folder = tmp_path / "data"
    fill_with_samples(folder)
    database = Database(f"sqlite:///{folder / 'gradino.sqlite'}")
    with database.write(LOCAL_WORKSPACE, "tests", NOW) as unit:
        ada = people.add_person(unit, email=OWNER, name="Ada", role="owner")
        sign_in.set_password(unit, ada, sign_in.hashed_password(PASSWORD))
    with database.write("other", "tests", NOW) as unit:
        ensure_workspace(unit, "Other consultancy")
        add_client(unit, name="Corvo Logistics", note="Of the others")
        eve = people.add_person(unit, email=OUTSIDER, name="Eve", role="owner")
        sign_in.set_password(unit, eve, sign_in.hashed_password(PASSWORD))
    database.close()
    with running(folder) as address:
        yield address


def come_in(page: Any, email: str, password: str = PASSWORD, workspace: str = "Local") -> None:
    page.goto("/")
    page.get_by_label("Workspace").fill("local" if workspace == "Local" else workspace)
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def invite(page: Any, name: str, role: str, client: str) -> str:
    """Add a person through the pages and return the link to send."""
    page.get_by_role("link", name="People", exact=True).click()
    page.get_by_role("link", name="Add a person").click()
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("E-mail address").fill(f"{name.lower()}@example.org")
    page.get_by_label(role).check()
    page.get_by_label(client).check()
    page.get_by_role("button", name="Add and make a link").click()
    return str(page.get_by_label("Link to send").input_value())


def accept(page: Any, link: str) -> None:
    """Use a link: set a password and come in."""
    page.goto(link)
    page.get_by_label("New password").fill(PASSWORD)
    page.get_by_role("button", name="Set the password and sign in").click()
    page.get_by_role("navigation", name="Main").wait_for()


def test_people_do_what_their_role_lets_them(window: Window, site: str) -> None:
    ada = window(site).new_page()
    come_in(ada, OWNER)
    consultant_link = invite(ada, "Bo", "Consultant", "Corvo Logistics")
    manager_link = invite(ada, "Mia", "Client manager", "Tessera Insurance")

    bo = window(site).new_page()
    accept(bo, consultant_link)
    assert bo.get_by_role("link", name="People").count() == 0
    assert bo.get_by_text("Tessera Insurance").count() == 0
    assert bo.goto(TESSERA).status == 404
    bo.goto("/clients/new")
    bo.get_by_label("Name", exact=True).fill("New at Bo")
    bo.get_by_role("button", name="Add client").click()
    bo.get_by_role("heading", level=1).get_by_text("New at Bo").wait_for()
    bo.goto("/clients")
    assert bo.get_by_role("link", name="New at Bo", exact=True).count() == 1

    mia = window(site).new_page()
    accept(mia, manager_link)
    mia.goto(f"{TESSERA}/plan")
    assert mia.get_by_role("button", name="Send to CSIP").count() == 1
    mia.goto(f"{TESSERA}/assessments")
    assert mia.get_by_role("link", name="New assessment").count() == 0
    assert mia.goto(f"{TESSERA}/assessments/new").status == 403
    assert mia.goto(CORVO).status == 404
    mia.goto(f"{TESSERA}/csip/new")
    mia.get_by_label("No, it goes beyond").check()
    mia.get_by_label("What is to get better").fill("Shorter queue")
    mia.get_by_role("button", name="Add item").click()
    mia.get_by_role("link", name="Shorter queue").or_(
        mia.get_by_role("heading", name="Shorter queue")
    ).first.wait_for()

    ada.goto(f"{TESSERA}/history")
    assert ada.get_by_text("Improvement added: Shorter queue").count() == 1
    assert "Mia (browser)" in ada.locator("main").inner_text()

    eve = window(site).new_page()
    come_in(eve, OUTSIDER, workspace="Other consultancy")
    eve.goto(CORVO)
    assert eve.get_by_text("No assessment").or_(eve.get_by_text("An assessment says")).count() >= 1
    assert eve.goto(f"{CORVO}/assessments/november-2026/results").status == 404
    assert eve.goto(TESSERA).status == 404

    ada.goto("/people")
    ada.get_by_role("link", name="Bo").click()
    ada.get_by_role("button", name="Switch off").click()
    bo.goto("/clients")
    bo.get_by_role("heading", name="Sign in").wait_for()


def test_a_long_text_survives_a_session_that_ended(window: Window, site: str) -> None:
    page = window(site).new_page()
    come_in(page, OWNER)
    page.goto("/clients/new")
    page.get_by_label("Name", exact=True).fill("Typed for an hour")
    page.context.clear_cookies(name="gradino-person")
    page.get_by_role("button", name="Add client").click()
    page.get_by_text("What you typed is kept").wait_for()
    page.get_by_label("Workspace").fill("local")
    page.get_by_label("E-mail address").fill(OWNER)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("button", name="Send it now").click()
    page.get_by_role("heading", level=1).get_by_text("Typed for an hour").wait_for()


def named(page: Any) -> list[str]:
    """What is wrong with a page, with its heading."""
    heading = page.get_by_role("heading", level=1).inner_text()
    return [f"{heading}: {fault}" for fault in faults_of(page)]


def test_nobody_is_kept_out_of_the_pages_about_people(window: Window, site: str) -> None:
    page = window(site).new_page()
    page.goto("/sign-in")
    found = named(page)
    come_in(page, OWNER, "wrong")
    found += named(page)
    come_in(page, OWNER)
    link = invite(page, "Bo", "Consultant", "Corvo Logistics")
    found += named(page)
    for path in ("/people", "/account", "/account/code", "/history"):
        page.goto(path)
        found += named(page)
    page.goto("/people")
    page.get_by_role("link", name="Bo").click()
    found += named(page)
    page.goto("/account/code")
    secret = page.locator("code").inner_text()
    page.get_by_label("Code that the app shows").fill(pyotp.TOTP(secret).at(NOW))
    page.get_by_role("button", name="Turn it on").click()
    page.get_by_text("On: you sign in").wait_for()
    found += named(page)
    guest = window(site).new_page()
    guest.goto(link)
    found += named(guest)
    come_in(guest, OWNER)
    guest.get_by_role("heading", name="Code of your second factor").wait_for()
    found += named(guest)
    assert not found, "\n".join(found)
