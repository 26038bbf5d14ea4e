"""Every route refuses the wrong role, and finds nothing of a client that the person may not see."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import delete, select
from werkzeug.routing import Rule

from assessment.config import Settings
from assessment.domain.evidence_files import checked_file
from assessment.services.actions import ActionDraft, add_action, subject_of
from assessment.services.clients import add_client
from assessment.services.own import MetricEntry, define_metric
from assessment.services.remarks import add_remark, attach
from assessment.services.ticket_imports import take_file
from assessment.store.database import Database
from assessment.store.queries.clients import get_client
from assessment.store.queries.evidence_files import add_evidence_file
from assessment.store.tables import reading, round_, seat, sla, workshop
from assessment.web import addresses
from assessment.web.access import ACCOUNT_ROLES, ROLE_ORDER
from assessment.web.addresses import printed_address, public_base, reachable_host
from assessment.web.app import LOCAL_WORKSPACE
from assessment.web.identity import SESSION_COOKIE
from tests.factories.reviews import with_reviews
from tests.factories.sla_results import with_results
from tests.factories.slas import story as agreements
from tests.web.conftest import NOW
from tests.web.fixtures_clients import writing
from tests.web.fixtures_people import (
    EVERYWHERE,
    OTHER,
    add_person,
    browser_of,
    make_other,
    make_outside,
    signed_in,
)
from tests.web.pages import Element, PageClient, read_page

ON_POSTGRES = True

HIDDEN, SEEN = "corvo-logistics", "tessera-insurance"
OPEN_TO_ALL = {
    "site.health",
    "site.ready",
    "site.metrics",
    "site.preferences",
    "site.patterns",
    "site.save_pattern",
    "static",
    "sign_in.form",
    "sign_in.check",
    "sign_in.check_code",
    "sign_in.invitation",
    "sign_in.go_outside",
    "sign_in.come_back",
    "workshops.observe",
    "workshops.observed_state",
    "fill_in.show",
    "fill_in.save",
    "shared_reviews.show",
    "shared_reviews.calendar",
    "slas.read_by_link",
    "slas.sign_by_link",
}
ROLES = [role for role in ROLE_ORDER if role in ACCOUNT_ROLES]


@pytest.fixture
def outside(settings: Settings, database: Database, samples: None) -> Flask:
    """An app that the whole network can reach, with the sample clients; forms need no token here."""
    del samples
    app = make_outside(settings, database)
    app.config["WTF_CSRF_ENABLED"] = False
    return app


@pytest.fixture
def arguments(database: Database, outside: Flask) -> dict[str, Any]:
    """What stands in addresses: ids that are really there, of the hidden client where they are a client's."""
    with database.write(LOCAL_WORKSPACE, "tests", NOW) as unit:
        import_id = take_file(unit, HIDDEN, "tickets.csv", b"number,opened_at")
        file = checked_file("record.txt", b"Forty records")
        add_evidence_file(unit, get_client(unit, HIDDEN).id, file, "text/plain", b"Forty records")
    with database.engine.connect() as connection:
        ids = [
            connection.execute(select(table.c.id)).scalars().first()
            for table in (workshop, round_, seat, reading)
        ]
    with writing(database) as unit:
        define_metric(unit, HIDDEN, MetricEntry("Same day", "percent", "higher"))
        for title in ("Answer in time", "Staff the desk"):
            subject = subject_of(add_action(unit, HIDDEN, ActionDraft(title)))
        remark = add_remark(unit, HIDDEN, subject, "Seen")
        attachment = attach(unit, HIDDEN, subject, "record.txt", b"Forty records")
        # Addresses say number 2 for everything, so the agreements here are those of the test alone.
        unit.connection.execute(delete(sla).where(sla.c.client_id == get_client(unit, HIDDEN).id))
        outage_id = with_results(unit, HIDDEN, number=2)
        agreements(unit, HIDDEN)
    with_reviews(database, HIDDEN)
    return {
        "item": "OWN-01", "period": "2026-08", "client": HIDDEN,
        "client_id": "none", "assessment": "november-2026", "area": "restoration",
        "level": "3", "number": 2,
        "practice": "L1-A3-P1", "outcome": "L1-A3-O1", "metric": "M01", "key": "radar", "extension": "xlsx",
        "workshop": ids[0], "round_id": ids[1], "act": "reveal", "seat": ids[2], "code": "ABC123",
        "token": "x", "person_id": "nobody", "session_id": "none", "filename": "app.css", "path": "app.css",
        "digest": file.hash, "file_name": "record.txt", "event": "none",
        "name": "app.css", "upload_id": "none", "reading": ids[3], "fill_in_id": "none",
        "kind": "services", "import_id": import_id, "calendar_id": "new", "remark_id": remark.id,
        "attachment_id": attachment.id,
        "report": 1, "outage_id": outage_id,
        "review": 1, "plan": 1, "register": "step",
        "entry": 1, "step": "prepare", "part": "notes", "decision": 1, "link_id": "none",
        "turn": "retire", "sla": 3, "point": "security", "target": "availability", "need": 1, "link": "none",
    }  # fmt: skip


def routes_of(app: Flask) -> Iterator[tuple[Rule, str, str]]:
    """Every rule with each of its methods and the least role that it asks for."""
    for rule in app.url_map.iter_rules():
        needed = app.view_functions[rule.endpoint].access  # type: ignore[attr-defined]
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            yield rule, method, needed


def address_of(app: Flask, rule: Rule, arguments: dict[str, Any]) -> str:
    """The address of a rule with these arguments."""
    built = app.url_map.bind("localhost").build(
        rule.endpoint, {name: arguments[name] for name in rule.arguments}
    )
    return str(built)


def test_only_what_phones_and_the_sign_in_need_is_open_to_all(outside: Flask) -> None:
    found = {rule.endpoint for rule, _, needed in routes_of(outside) if needed == "anyone"}
    assert {name for name in found if not name.startswith("join.")} == OPEN_TO_ALL


def test_nobody_gets_in_without_signing_in(outside: Flask, arguments: dict[str, Any]) -> None:
    http = outside.test_client()
    for rule, method, needed in routes_of(outside):
        if needed == "anyone":
            continue
        address = address_of(outside, rule, arguments)
        answer = http.open(address, method=method)
        assert answer.status_code == (401 if method == "POST" else 303), (method, address)
        if method == "GET":
            assert answer.headers["Location"].startswith("/sign-in"), address
        else:
            assert "Your session has ended" in answer.text or "<h1>Sign in</h1>" in answer.text
        asked = http.open(address, method=method, headers={"Accept": "application/json"})
        assert asked.status_code == 401, (method, address)


@pytest.mark.parametrize("role", ROLES)
def test_a_role_opens_what_it_may_and_nothing_else(
    outside: Flask, database: Database, arguments: dict[str, Any], role: str
) -> None:
    http = signed_in(outside, database, role, (HIDDEN,)).http
    refused = 0
    for rule, method, needed in routes_of(outside):
        if needed == "anyone" or rule.endpoint == "sign_in.leave":
            continue
        address = address_of(outside, rule, arguments)
        enough = ROLE_ORDER.index(role) >= ROLE_ORDER.index(needed)  # type: ignore[arg-type]
        if enough and method == "POST":
            continue
        answer = http.open(address, method=method)
        refused += not enough
        assert answer.status_code < 500, address
        # A closed assessment refuses as well, in other words.
        by_role = answer.status_code == 403 and "It belongs to somebody with another role" in answer.text
        assert by_role is not enough, (role, method, address, answer.status_code)
    assert (refused > 0) == (role != "owner")


@pytest.mark.parametrize("workspace", [LOCAL_WORKSPACE, OTHER])
def test_another_clients_address_is_never_found(
    outside: Flask, database: Database, arguments: dict[str, Any], workspace: str
) -> None:
    """A consultant of another client, and an owner of another workspace, who may do everything in theirs."""
    if workspace == OTHER:
        make_other(database)
        with database.write(OTHER, "tests", NOW) as unit:
            assert add_client(unit, name="Tessera Insurance").slug == SEEN
    role = "consultant" if workspace == LOCAL_WORKSPACE else "owner"
    http = signed_in(outside, database, role, (SEEN,), workspace).http
    assert http.get(f"/clients/{SEEN}").status_code == 200
    checked = 0
    for rule, method, needed in routes_of(outside):
        if needed == "anyone" or "client" not in rule.arguments:
            continue
        address = address_of(outside, rule, arguments)
        expected = 403 if needed == "owner" and role != "owner" else 404
        for headers in ({}, {"Accept": "application/json"}):
            status = http.open(address, method=method, headers=headers).status_code
            assert status == expected, (method, address, status)
        checked += 1
    assert checked > 50
    assert HIDDEN not in http.get("/clients").text


def test_the_same_addresses_are_there_for_whoever_may_see_them(
    outside: Flask, database: Database, arguments: dict[str, Any]
) -> None:
    http = signed_in(outside, database, "consultant", (HIDDEN,)).http
    for rule, method, needed in routes_of(outside):
        if needed not in ("anyone", "owner") and "client" in rule.arguments and method == "GET":
            address = address_of(outside, rule, arguments)
            # The settings of a closed assessment stay closed, whoever asks.
            fine = (403,) if rule.endpoint == "assessments.settings" else (200, 302, 303)
            assert http.get(address).status_code in fine, address


@pytest.mark.parametrize("role", ["viewer", "manager", "consultant"])
def test_no_page_offers_what_its_reader_may_not_do(
    outside: Flask, database: Database, arguments: dict[str, Any], role: str
) -> None:
    browser = signed_in(outside, database, role, (HIDDEN, "comune-di-valdoro"))
    places = [arguments, {**arguments, "client": "comune-di-valdoro"}]
    looked, offered = 0, {}
    for rule, method, needed in routes_of(outside):
        if method == "POST" or needed == "anyone" or ROLE_ORDER.index(role) < ROLE_ORDER.index(needed):  # type: ignore[arg-type]
            continue
        for values in places:
            address = address_of(outside, rule, values)
            answer = browser.http.get(address)
            if answer.mimetype == "text/html" and answer.status_code == 200:
                looked += 1
                root, _ = read_page(answer.text)
                if found := sorted(set(beyond(outside, root, role))):
                    offered[address] = found
    assert offered == {}
    assert looked > 15


def beyond(app: Flask, root: Element, role: str) -> Iterator[str]:
    """What a page offers beyond a role: links and forms, but for those that are switched off."""
    routes = app.url_map.bind("localhost")
    for found in root.walk():
        name, method = {"a": ("href", "GET"), "form": ("action", "")}.get(found.tag, ("", ""))
        parts = urlsplit(found.attrs.get(name, "") if name else "")
        path = parts.path
        if parts.netloc or not path.startswith("/"):
            continue
        method = method or found.attrs.get("method", "get").upper()
        endpoint, _ = routes.match(path, method=method)
        needed = app.view_functions[endpoint].access  # type: ignore[attr-defined]
        live = [
            one
            for one in found.walk()
            if one.tag in ("input", "select", "textarea", "button")
            and one.attrs.get("type") != "hidden"
            and not any("disabled" in above.attrs for above in one.ancestors())
        ]
        if ROLE_ORDER.index(needed) > ROLE_ORDER.index(role) and (found.tag == "a" or live):  # type: ignore[arg-type]
            yield f"{method} {path}"


def test_a_client_of_the_same_name_in_another_workspace_is_another_client(
    outside: Flask, database: Database
) -> None:
    make_other(database)
    with database.write(OTHER, "tests", NOW) as unit:
        assert add_client(unit, name="Corvo Logistics", note="Of the others").slug == HIDDEN
    theirs = signed_in(outside, database, "owner", workspace=OTHER)
    assert "Of the others" in theirs.get(f"/clients/{HIDDEN}/edit").text
    ours = signed_in(outside, database, "owner")
    assert "Of the others" not in ours.get(f"/clients/{HIDDEN}/edit").text


def test_a_person_sees_only_assigned_clients_in_lists_and_counts(outside: Flask, database: Database) -> None:
    page = signed_in(outside, database, "consultant", (SEEN,)).get("/clients")
    assert "Tessera Insurance" in page.text
    assert "Corvo" not in page.html
    nobody = signed_in(outside, database, "viewer").get("/clients")
    assert "Tessera" not in nobody.html


def test_the_events_of_a_client_are_for_those_who_see_it(outside: Flask, database: Database) -> None:
    ours = signed_in(outside, database, "manager", (SEEN,))
    page = ours.get(f"/clients/{SEEN}/history")
    assert "Client added" in page.text
    assert "Corvo" not in page.html
    text = ours.http.get(f"/clients/{SEEN}/history.csv").text
    assert text.startswith("\ufeffWhen (UTC),Who,With,Client,About,What,From,To,Details\r\n")
    assert len(text.splitlines()) > 5


def test_the_history_says_from_what_to_what(outside: Flask, database: Database) -> None:
    page = signed_in(outside, database, "viewer", (HIDDEN,)).get(
        f"/clients/{HIDDEN}/history?kind=csip+changed"
    )
    entries = [li.text for li in page.root.find("ol", class_="history").find_all("li")]
    assert entries
    assert "owner: nothing → Service level manager; owner side: nothing → provider" in entries[0]
    assert all("→" in entry for entry in entries)


def test_a_refused_page_says_so_in_the_frame_of_whoever_asks(outside: Flask, database: Database) -> None:
    page = signed_in(outside, database, "viewer", (SEEN,)).get("/people", status=403)
    assert "another role" in page.text
    stranger = PageClient(outside).get("/j/XXXXXX", status=404)
    links = {a.attrs["href"] for a in stranger.root.find("body").find_all("a")}
    assert links == {"#main", "/j"}


def test_an_altered_or_foreign_cookie_lets_nobody_in(outside: Flask, database: Database) -> None:
    make_other(database)
    browser = browser_of(outside, database, add_person(database, "owner"))
    cookie = browser.http.get_cookie(SESSION_COOKIE)
    assert cookie is not None
    assert browser.http.get("/clients").status_code == 200
    workspace, _, token = cookie.value.partition(".")
    for value in (f"{workspace}.{token[:-1]}", f"{OTHER}.{token}", token, "."):
        browser.http.set_cookie(SESSION_COOKIE, value)
        assert browser.http.get("/clients").status_code == 303, value


@pytest.mark.parametrize(
    ("host", "public", "needed"),
    [
        ("127.0.0.1", None, False),
        ("127.0.0.1", "http://localhost:9000", False),
        ("127.0.0.1", "https://assess.example.org", True),
        ("192.168.1.20", None, True),
        (EVERYWHERE, None, True),
    ],
)
def test_people_sign_in_where_others_can_reach_the_app(
    settings: Settings, host: str, public: str | None, needed: bool
) -> None:
    assert replace(settings, host=host, public_url=public).needs_sign_in is needed


def test_on_this_machine_nobody_signs_in_until_somebody_can(client: PageClient, database: Database) -> None:
    assert "No password is asked" in client.get("/account").text
    client.get("/clients")
    add_person(database, "owner")
    client.app.extensions["door"].look_again()
    assert client.http.get("/clients").status_code == 303


def test_the_printed_address_is_one_that_phones_reach(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(addresses, "PROBES", {EVERYWHERE: (-1, "", "127.0.0.1")})
    assert reachable_host("192.168.1.20") == "192.168.1.20"
    assert reachable_host(EVERYWHERE) == "127.0.0.1"
    assert printed_address(replace(settings, host="192.168.1.20"), 81) == "http://192.168.1.20:81"
    public = replace(settings, public_url="https://assess.example.org")
    assert printed_address(public, 81) == "https://assess.example.org"


def test_phones_get_the_number_of_the_machine_when_its_owner_typed_localhost(
    outside: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(addresses, "reachable_host", lambda host: "192.168.1.20")
    with outside.test_request_context("/", headers={"Host": "localhost:8000"}):
        assert public_base() == "http://192.168.1.20:8000"
    with outside.test_request_context("/", headers={"Host": "192.168.1.99:8000"}):
        assert public_base() == "http://192.168.1.99:8000"
    assert re.fullmatch(r"http://\[::1\]:1", addresses.address_of("::1", 1))


def test_what_is_of_every_client_takes_an_owner(outside: Flask, database: Database, samples: None) -> None:
    with writing(database) as unit:
        define_metric(unit, HIDDEN, MetricEntry("Of all", "count", "lower", for_all=True))
    prefix = f"/clients/{HIDDEN}/own"
    fields = {"name": "Mine", "unit": "count", "direction": "lower", "owner": "all"}
    http = signed_in(outside, database, "consultant", (HIDDEN,)).http
    assert http.get(f"{prefix}/OWN-W01").status_code == 403
    assert http.post(f"{prefix}/OWN-W01", data=fields).status_code == 403
    assert http.post(f"{prefix}/metrics/new", data=fields).status_code == 403
    assert "Only an owner" in http.post(f"{prefix}/OWN-W01/retire", follow_redirects=True).text
    owner = signed_in(outside, database, "owner").http
    assert owner.post(f"{prefix}/metrics/new", data=fields).status_code == 303
    assert "OWN-W02" in http.get(prefix).text
