"""Invitations, passwords, second factors, sessions, and what stops guessing."""

import re
import threading
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pyotp
import pytest
from argon2 import PasswordHasher
from flask import Flask

from assessment.config import Settings
from assessment.services import passwords, people, sign_in
from assessment.store.database import Database
from assessment.store.queries.events import TrailFilter, list_trail
from assessment.web.app import LOCAL_WORKSPACE
from assessment.web.identity import KNOWN_COOKIE, SESSION_COOKIE
from tests.web.conftest import NOW
from tests.web.fixtures_clients import add
from tests.web.fixtures_people import PASSWORD, browser_of, make_other, make_outside
from tests.web.pages import Page, PageClient

ON_POSTGRES = True

EMAIL = "ada@example.org"


class Clock:
    """A clock that tests move."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def outside(settings: Settings, database: Database, clock: Clock) -> Flask:
    app = make_outside(settings, database)
    app.config["CLOCK"] = clock
    return app


@pytest.fixture
def ada(database: Database) -> str:
    """An owner with a password."""
    with database.write(LOCAL_WORKSPACE, "tests", NOW) as unit:
        person = people.add_person(unit, email=EMAIL, name="Ada", role="owner")
        sign_in.set_password(unit, person, sign_in.hashed_password(PASSWORD))
        return person.id


def enter(browser: PageClient, password: str = PASSWORD, email: str = EMAIL, **more: Any) -> Page:
    """Send the form of the sign-in, without following to the page after it."""
    fields = {"email": email, "password": password, "next": "/clients"}
    return browser.post("/sign-in", fields, None, follow_redirects=False, **more)


def kinds(database: Database) -> list[str]:
    with database.read(LOCAL_WORKSPACE, "tests", NOW) as unit:
        return [one.event.kind for one in list_trail(unit, TrailFilter(), limit=100)]


def test_the_right_password_opens_the_app_and_leads_on(outside: Flask, ada: str, database: Database) -> None:
    browser = PageClient(outside)
    assert browser.http.get("/clients/new").headers["Location"] == "/sign-in?next=/clients/new"
    answer = enter(browser)
    assert (answer.status, answer.response.headers["Location"]) == (303, "/clients")
    assert "Ada" in browser.get("/clients").html
    cookies = "".join(answer.response.headers.getlist("Set-Cookie"))
    assert re.search(rf"{SESSION_COOKIE}=[^;]+;[^\n]*HttpOnly[^\n]*SameSite=Lax", cookies)
    assert kinds(database)[0] == "signed in"


@pytest.mark.parametrize(
    "target", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:1"]
)
def test_the_sign_in_leads_nowhere_else(outside: Flask, ada: str, target: str) -> None:
    browser = PageClient(outside)
    fields = {"email": EMAIL, "password": PASSWORD, "next": target}
    assert browser.post("/sign-in", fields, 303, follow_redirects=False).response.headers["Location"] == "/"


@pytest.mark.parametrize(("email", "password"), [(EMAIL, "something else"), ("nobody@example.org", PASSWORD)])
def test_a_wrong_password_and_an_unknown_address_look_the_same(
    outside: Flask, ada: str, email: str, password: str
) -> None:
    answer = enter(PageClient(outside), password, email)
    assert answer.status == 422
    assert sign_in.WRONG in answer.text
    assert password not in answer.html


def test_a_cookie_is_kept_as_a_hash_only(outside: Flask, ada: str, database: Database) -> None:
    browser = PageClient(outside)
    enter(browser)
    cookie = browser.http.get_cookie(SESSION_COOKIE)
    assert cookie is not None
    token = cookie.value.partition(".")[2]
    with database.engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT * FROM session").all()
        assert len(rows) == 1
        assert token not in str(rows)
        assert PASSWORD not in str(connection.exec_driver_sql("SELECT * FROM person").all())


def test_too_many_tries_are_stopped_here_and_nobody_else_is_locked_out(
    outside: Flask, ada: str, clock: Clock, database: Database
) -> None:
    attacker, owner = PageClient(outside), PageClient(outside)
    elsewhere = {"environ_base": {"REMOTE_ADDR": "203.0.113.7"}}
    for _ in range(sign_in.MOST_OF_ONE_ACCOUNT):
        assert enter(attacker, "a wrong guess", **elsewhere).status == 422
    assert enter(attacker, PASSWORD, **elsewhere).status == 429
    assert "sign-in failed often" in kinds(database)
    assert enter(owner).status == 303
    clock.now += sign_in.WINDOW + timedelta(seconds=1)
    assert enter(attacker, PASSWORD, **elsewhere).status == 303


def test_a_neighbour_on_the_same_network_locks_no_known_browser_out(outside: Flask, ada: str) -> None:
    owner, neighbour = PageClient(outside), PageClient(outside)
    enter(owner)
    assert owner.http.get_cookie(KNOWN_COOKIE) is not None
    owner.post("/sign-out")
    for _ in range(sign_in.MOST_OF_ONE_ACCOUNT):
        enter(neighbour, "a wrong guess")
    assert enter(neighbour).status == 429
    assert enter(owner).status == 303


def test_guessing_many_accounts_from_one_place_is_stopped(outside: Flask, ada: str, monkeypatch: Any) -> None:
    monkeypatch.setattr(sign_in, "MOST_OF_ONE_PLACE", 5)
    browser = PageClient(outside)
    answers = [enter(browser, "a wrong guess", f"n{number}@example.org").status for number in range(6)]
    assert answers == [422] * 5 + [429]


@pytest.mark.parametrize(("proxies", "own"), [(0, 429), (1, 303)])
def test_people_behind_a_proxy_are_told_apart_only_where_one_is_set(
    settings: Settings, database: Database, ada: str, proxies: int, own: int
) -> None:
    app = make_outside(replace(settings, proxies=proxies), database)
    for _ in range(sign_in.MOST_OF_ONE_ACCOUNT):
        enter(PageClient(app), "a wrong guess", headers={"X-Forwarded-For": "198.51.100.9, 203.0.113.7"})
    assert enter(PageClient(app), headers={"X-Forwarded-For": "198.51.100.9, 203.0.113.8"}).status == own
    # What a browser claims of itself stands before what the proxy says, and is not believed.
    assert enter(PageClient(app), headers={"X-Forwarded-For": "198.51.100.1, 203.0.113.7"}).status == 429


def link_of(page: Page) -> str:
    return urlsplit(page.root.find("input", id="link").attrs["value"]).path


def test_an_invitation_works_once_and_then_the_person_is_in(
    outside: Flask, ada: str, database: Database
) -> None:
    client = add(database)
    owner, guest = browser_of(outside, database, ada), PageClient(outside)
    fields = {"name": "Bo", "email": "Bo@Example.org", "role": "manager", "clients": client.slug}
    link = link_of(owner.post("/people/new", fields))
    assert "client manager" in guest.get(link).text
    assert "at least 12" in guest.post(link, {"password": "short"}, 422).text
    answer = guest.post(link, {"password": "another four good words"}, None, follow_redirects=False)
    assert answer.response.headers["Location"] == "/"
    assert "Corvo Logistics" in guest.get("/clients").text
    assert guest.http.get("/people").status_code == 403
    assert PageClient(outside).get(link, status=404).h1 == "This link does not work any more"
    assert enter(PageClient(outside), "another four good words", "bo@example.org").status == 303


def test_a_link_runs_out_and_a_newer_one_replaces_it(
    outside: Flask, ada: str, database: Database, clock: Clock
) -> None:
    owner, guest = browser_of(outside, database, ada), PageClient(outside)
    first = link_of(owner.post("/people/new", {"name": "Bo", "email": "bo@example.org", "role": "viewer"}))
    person = next(a for a in owner.get("/people").root.find_all("a") if a.text == "Bo").attrs["href"]
    second = link_of(owner.post(f"{person}/link"))
    guest.get(first, status=404)
    guest.get(second)
    clock.now += timedelta(days=people.DAYS_OF_A_LINK, seconds=1)
    guest.get(second, status=404)
    guest.post(second, {"password": "another four good words"}, 404)


def test_a_person_switched_off_is_out_at_once(outside: Flask, ada: str, database: Database) -> None:
    with database.write(LOCAL_WORKSPACE, "tests", NOW) as unit:
        other = people.add_person(unit, email="bo@example.org", name="Bo", role="consultant")
        sign_in.set_password(unit, other, sign_in.hashed_password(PASSWORD))
    owner, bo = browser_of(outside, database, ada), browser_of(outside, database, other.id)
    assert bo.http.get("/clients").status_code == 200
    page = owner.post(f"/people/{other.id}/off")
    assert "signed out everywhere" in page.html
    assert bo.http.get("/clients").status_code == 303
    assert enter(PageClient(outside), email="bo@example.org").status == 422
    owner.post(f"/people/{other.id}/on")
    assert enter(PageClient(outside), email="bo@example.org").status == 303


def test_the_last_owner_stays_an_owner(outside: Flask, ada: str, database: Database) -> None:
    owner = browser_of(outside, database, ada)
    assert "only owner" in owner.post(f"/people/{ada}/off", status=403).text
    fields = owner.get(f"/people/{ada}").form(f"/people/{ada}")
    assert "only owner" in owner.post(f"/people/{ada}", {**fields, "role": "viewer"}, 403).text


def test_two_owners_who_change_the_same_person_see_both_values(
    outside: Flask, ada: str, database: Database
) -> None:
    owner = browser_of(outside, database, ada)
    fields = owner.get(f"/people/{ada}").form(f"/people/{ada}")
    owner.post(f"/people/{ada}", {**fields, "name": "Ada B"})
    page = owner.post(f"/people/{ada}", {**fields, "name": "Ada C"}, 409)
    assert "Ada B" in page.text
    assert "Ada C" in page.text


def test_sessions_are_listed_and_ended(outside: Flask, ada: str, database: Database) -> None:
    here, there = PageClient(outside), PageClient(outside)
    enter(here, headers={"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/150.0"})
    enter(there, headers={"User-Agent": "Mozilla/5.0 (iPhone) Safari/605"})
    page = here.get("/account")
    assert "Firefox on Linux this one" in page.text
    assert "Safari on iPhone" in page.text
    here.post("/account/sessions/end-others")
    assert there.http.get("/clients").status_code == 303
    assert here.http.get("/clients").status_code == 200
    here.post("/sign-out")
    assert here.http.get("/clients").status_code == 303
    assert "signed out" in kinds(database)


def test_a_session_ends_after_two_weeks_without_use(outside: Flask, ada: str, clock: Clock) -> None:
    browser = PageClient(outside)
    enter(browser)
    for _ in range(3):
        clock.now += timedelta(days=13)
        assert browser.http.get("/clients").status_code == 200
    clock.now += timedelta(days=14, seconds=1)
    assert browser.http.get("/clients").status_code == 303


def test_a_session_ends_after_ninety_days_however_often_it_is_used(
    outside: Flask, ada: str, clock: Clock
) -> None:
    browser = PageClient(outside)
    enter(browser)
    for _ in range(9):
        clock.now += timedelta(days=10)
        last = browser.http.get("/clients").status_code
    assert last == 303


def test_a_clock_that_goes_backwards_signs_nobody_out(outside: Flask, ada: str, clock: Clock) -> None:
    browser = PageClient(outside)
    enter(browser)
    clock.now -= timedelta(days=3)
    assert browser.http.get("/clients").status_code == 200


def test_one_changes_ones_own_password(outside: Flask, ada: str, database: Database) -> None:
    here, there = browser_of(outside, database, ada), browser_of(outside, database, ada)
    new = "a very different phrase"
    refused = here.post("/account/password", {"old_password": "wrong", "password": new}, 422)
    assert "not your password" in refused.text
    here.post("/account/password", {"old_password": PASSWORD, "password": new})
    assert here.http.get("/clients").status_code == 200
    assert there.http.get("/clients").status_code == 303
    assert enter(PageClient(outside)).status == 422
    assert enter(PageClient(outside), new).status == 303


def test_a_second_factor_is_turned_on_asked_for_and_used_once(
    outside: Flask, ada: str, database: Database, clock: Clock
) -> None:
    here = browser_of(outside, database, ada)
    page = here.get("/account/code")
    secret = page.root.find("code").text
    form = page.form("/account/code")
    assert "does not fit" in here.post("/account/code", {**form, "code": "000000"}, 422).text
    here.post("/account/code", {**form, "code": pyotp.TOTP(secret).at(clock.now)})
    guest = PageClient(outside)
    clock.now += timedelta(seconds=60)
    half = enter(guest)
    assert half.h1 == "Code of your second factor"
    assert guest.http.get("/clients").status_code == 303
    code = pyotp.TOTP(secret).at(clock.now)
    fields = half.form("/sign-in/code")
    assert guest.post("/sign-in/code", {**fields, "code": "123"}, 422).status == 422
    guest.post("/sign-in/code", {**fields, "code": code}, 303, follow_redirects=False)
    assert guest.http.get("/clients").status_code == 200
    again = PageClient(outside)
    fields = enter(again).form("/sign-in/code")
    assert sign_in.WRONG_CODE in again.post("/sign-in/code", {**fields, "code": code}, 422).text
    here.post(f"/people/{ada}/no-code")
    assert enter(PageClient(outside)).status == 303


def test_what_was_typed_survives_a_session_that_ended(outside: Flask, ada: str, database: Database) -> None:
    browser = browser_of(outside, database, ada)
    page = browser.get("/clients/new")
    fields = {**page.form("/clients/new"), "name": "Long typed", "note": "First line\nSecond <line> & more"}
    with database.write(LOCAL_WORKSPACE, "tests", NOW) as unit:
        people.end_sessions(unit, ada)
    refused = browser.post("/clients/new", fields, 401)
    assert "What you typed is kept" in refused.text
    form = refused.form("/sign-in")
    again = browser.post("/sign-in", {**form, "email": EMAIL, "password": "wrong at first"}, 422)
    form = again.form("/sign-in")
    offered = browser.post("/sign-in", {**form, "email": EMAIL, "password": PASSWORD})
    assert offered.h1 == "You are signed in again"
    kept = offered.form("/clients/new")
    assert kept["note"].split() == fields["note"].split()
    browser.post("/clients/new", kept)
    assert "Long typed" in browser.get("/clients").text


def test_a_save_in_the_background_says_that_the_session_ended(outside: Flask) -> None:
    browser = PageClient(outside)
    answer = browser.save("/clients/corvo-logistics/csip/1", {}, 401)
    assert "stays here" in answer["error"]


def test_where_there_are_several_workspaces_people_name_theirs(
    outside: Flask, ada: str, database: Database
) -> None:
    make_other(database)
    with database.write("other", "tests", NOW) as unit:
        twin = people.add_person(unit, email=EMAIL, name="Ada elsewhere", role="viewer")
        sign_in.set_password(unit, twin, sign_in.hashed_password("a password of the other"))
    browser = PageClient(outside)
    assert "Workspace" in browser.get("/sign-in").text
    fields = {"email": EMAIL, "password": "a password of the other", "workspace": "Other Consultancy"}
    browser.post("/sign-in", fields, 303, follow_redirects=False)
    assert "Ada elsewhere" in browser.get("/clients").html
    assert PageClient(outside).post("/sign-in", {**fields, "workspace": ""}, 422).status == 422
    unknown = PageClient(outside).post("/sign-in", {**fields, "workspace": "Nowhere"}, 422)
    assert "no workspace of that name" in unknown.text


@pytest.fixture
def costly_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords that cost enough for fifty people to get into each other's way."""
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=2, memory_cost=16384))


@pytest.mark.usefixtures("costly_passwords")
def test_fifty_sign_ins_at_once_are_all_answered(outside: Flask, request: pytest.FixtureRequest) -> None:
    request.getfixturevalue("ada")
    answers: list[int] = []

    def one() -> None:
        answers.append(enter(PageClient(outside)).status)

    threads = [threading.Thread(target=one) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 50
    assert set(answers) <= {303, 503}
    assert answers.count(303) >= 20


def test_one_turns_ones_own_second_factor_off_with_the_password(
    outside: Flask, ada: str, database: Database, clock: Clock
) -> None:
    here = browser_of(outside, database, ada)
    page = here.get("/account/code")
    code = pyotp.TOTP(page.root.find("code").text).at(clock.now)
    here.post("/account/code", {**page.form("/account/code"), "code": code})
    refused = here.post("/account/code/off", {"off-password": "wrong"}, 422)
    assert "not your password" in refused.text
    assert enter(PageClient(outside)).h1 == "Code of your second factor"
    here.post("/account/code/off", {"off-password": PASSWORD})
    assert enter(PageClient(outside)).status == 303


def test_the_history_says_that_the_person_signed_in_and_nobody_else(
    outside: Flask, ada: str, database: Database
) -> None:
    browser = PageClient(outside)
    enter(browser)
    page = browser.get("/history?kind=signed+in")
    assert "Ada signed in" in page.text
    assert ", Ada (browser)" in page.text


def test_the_picture_of_the_key_is_read_in_the_dark_too(outside: Flask, ada: str, database: Database) -> None:
    picture = browser_of(outside, database, ada).get("/account/code").root.find("figure", class_="qr")
    assert "#fff" in [path.attrs.get("fill") for path in picture.find_all("path")]
