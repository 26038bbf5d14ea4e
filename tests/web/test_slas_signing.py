"""Steps, signatures, links for those who only sign, and versions."""

from dataclasses import replace
from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest

from assessment.config import Settings
from assessment.services import slas, slas_steps
from assessment.services.slas_loaded import Loaded, load
from assessment.store.database import Database
from assessment.store.queries.clients import get_client
from tests.factories.slas import Place, draft_of, make_place, put_draft, ready_content
from tests.web.conftest import NOW
from tests.web.fixtures_clients import writing
from tests.web.fixtures_people import make_outside
from tests.web.pages import PageClient

SLAS = "/clients/corvo/slas"
ONE = f"{SLAS}/1"


@pytest.fixture
def place(database: Database) -> Place:
    """A client with a service, parties and hours."""
    with writing(database) as unit:
        return make_place(unit)


@pytest.fixture
def ready(database: Database, place: Place) -> Place:
    """The same with an agreement that can be finalized at once."""
    with writing(database) as unit:
        draft_of(unit, place)
    return place


def loaded(database: Database, number: int = 1) -> Loaded:
    with writing(database) as unit:
        return load(unit, "corvo", number)


def test_a_step_that_is_not_allowed_says_why(client: PageClient, database: Database, place: Place) -> None:
    with writing(database) as unit:
        slas.add_sla(unit, "corvo", place.entry(provider_id=""))
    page = client.get(ONE)
    assert "Name the service, the provider and the customer first." in page.text
    version = str(loaded(database).sla.version)
    page = client.post(f"{ONE}/step", {"step": "finalize", "seen": version})
    assert "Some targets are not ready" in page.html
    client.post(f"{ONE}/step", {"step": "round", "seen": "0"}, 409)
    page = client.post(f"{ONE}/step", {"step": "keep", "seen": version, "reason": "x"})
    assert "Only a review decides to keep" in page.html
    page = client.post(f"{ONE}/step", {"step": "freeze", "seen": version})
    assert "Choose one of the steps shown" in page.html
    page = client.post(f"{ONE}/step", {"step": "round", "seen": version})
    assert page.h1 == "Service desk is being negotiated, round 2"


def seen(database: Database) -> str:
    return str(loaded(database).sla.version)


def test_both_sides_sign_and_the_version_is_frozen(
    client: PageClient, database: Database, ready: Place
) -> None:
    del ready
    page = client.post(f"{ONE}/step", {"step": "finalize", "seen": seen(database)})
    assert page.h1 == "Service desk is being finalized"
    form = page.form(f"{ONE}/sign")
    assert form["side"] == "provider"
    page = client.post(f"{ONE}/sign", form | {"name": "", "role": "Head"})
    assert "Write your name" in page.html
    page = client.post(f"{ONE}/sign", form | {"name": "Head of services", "role": "Head"})
    assert "Head of services" in page.text
    form = page.form(f"{ONE}/sign")
    page = client.post(f"{ONE}/sign", form | {"name": "Head of finance", "role": "CFO"})
    assert page.h1 == "Service desk is signed and not in force yet"
    assert "Version 1" in page.text
    assert "noindex" in page.html or f"{ONE}/security" not in page.html
    client.get(f"{ONE}/security", 403)
    client.post(f"{ONE}/targets/availability/remove", {}, 403)


def test_a_signature_under_another_text_is_refused(
    client: PageClient, database: Database, ready: Place
) -> None:
    page = client.post(f"{ONE}/step", {"step": "finalize", "seen": seen(database)})
    form = page.form(f"{ONE}/sign")
    with writing(database) as unit:
        changed = replace(ready_content(ready.calendar_id), scale="More")
        put_draft(unit, ready, 1, changed)
    page = client.post(f"{ONE}/sign", form | {"name": "Head", "role": "Head"})
    assert "Read it again" in page.html


@pytest.fixture
def holder(settings: Settings, database: Database) -> PageClient:
    """The browser of somebody without an account."""
    return PageClient(make_outside(settings, database))


def link_of(client: PageClient, side: str = "customer") -> str:
    page = client.post(f"{ONE}/links", {"name": "Service owner", "side": side})
    return urlsplit(page.root.find("input", id="link").attrs["value"]).path


def test_somebody_without_an_account_reads_and_signs(
    client: PageClient, holder: PageClient, database: Database, ready: Place
) -> None:
    path = link_of(client)
    page = holder.get(path)
    assert page.h1 == "Service desk: agreement to read and sign"
    assert "It cannot be signed yet" in page.text
    assert "Response, P1" in page.text
    client.post(f"{ONE}/step", {"step": "finalize", "seen": seen(database)})
    form = holder.get(path).form(path)
    page = holder.post(path, form | {"name": " ", "role": "CFO"}, 422)
    assert page.root.find("input", id="role").attrs["value"] == "CFO"
    page = holder.post(path, form | {"name": "Head of finance", "role": "CFO"})
    assert "This text is signed for the customer" in page.text
    assert "Head of finance" in client.get(ONE).text
    holder.post(path, form | {"name": "Again", "role": "CFO"}, 403)
    # Nothing of the client opens with it, and nothing else of the agreement stands on it.
    assert holder.http.get(ONE).status_code == 303
    for word in ("What the customer needs", "What has happened", "Office hours of"):
        assert word not in page.text
    assert ready.client_id not in page.html


def test_a_link_that_was_ended_or_altered_opens_nothing(
    client: PageClient, holder: PageClient, ready: Place
) -> None:
    del ready
    path = link_of(client)
    holder.get(f"{path}x", 404)
    holder.get("/s/x", 404)
    end = next(
        one.attrs["action"]
        for one in client.get(ONE).root.find_all("form")
        if one.attrs.get("action", "").endswith("/end")
    )
    client.post(end, {})
    assert "does not work any more" in holder.get(path, 404).text
    holder.post(path, {"name": "A", "role": "B", "hash": ""}, 404)


def test_a_link_is_over_after_a_month(client: PageClient, holder: PageClient, ready: Place) -> None:
    del ready
    path = link_of(client)
    holder.app.config["CLOCK"] = lambda: NOW + timedelta(days=31)
    holder.get(path, 404)


def test_a_link_does_not_flood(client: PageClient, holder: PageClient, ready: Place) -> None:
    del ready
    path = link_of(client)
    answers = [holder.http.post(path, data={"csrf_token": holder.token()}).status_code for _ in range(15)]
    assert 429 in answers


def test_versions_are_read_and_compared(client: PageClient, database: Database, place: Place) -> None:
    first = ready_content(place.calendar_id, date(2026, 10, 1))
    with writing(database) as unit:
        sla = draft_of(unit, place, first)
        slas_steps.take_step(unit, "corvo", 1, "finalize", seen=sla.version)
        for side in ("provider", "customer"):
            slas_steps.sign(unit, "corvo", 1, side, "Head", "Head", load(unit, "corvo", 1).hash)
        for step in ("period closed", "report issued", "change"):
            slas_steps.advance(unit, get_client(unit, "corvo"), sla.id, step, reason="More users")
        text = replace(first, scale="500 users", prose={"charges": "Paid with the contract.\nEach quarter."})
        put_draft(unit, place, 1, replace(text, targets=first.targets[1:]))
    page = client.get(f"{ONE}/compare")
    assert "was Example: 400 users at two sites is 500 users" in " ".join(page.text.split())
    assert "is Each quarter." in page.text
    assert "Response, P1" in page.text
    old = client.get(f"{ONE}?version=1")
    assert old.h1 == "Service desk, version 1"
    assert "Example: 400 users" in old.text
    client.get(f"{ONE}?version=9", 404)
    client.get(f"{ONE}/compare?from=9", 404)
    assert client.get(f"{ONE}/compare?from=1&to=1").h1 == "Nothing changed"
