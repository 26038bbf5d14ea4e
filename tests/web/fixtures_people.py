"""People with accounts in two workspaces, each in a browser that is signed in."""

from dataclasses import replace

from flask import Flask

from assessment.config import Settings
from assessment.services import people, sign_in
from assessment.store.database import Database
from assessment.store.queries.people import assign, update_person
from assessment.store.queries.workspaces import ensure_workspace
from assessment.web.app import LOCAL_WORKSPACE, create_app
from assessment.web.identity import SESSION_COOKIE
from tests.web.conftest import NOW
from tests.web.pages import PageClient

EVERYWHERE = "0.0.0.0"  # noqa: S104
OTHER = "other"
PASSWORD = "four words of a song"


def make_outside(settings: Settings, database: Database) -> Flask:
    """An app that the whole network can reach, so that everybody signs in."""
    app = create_app(replace(settings, host=EVERYWHERE), database)
    app.testing = True
    app.config["CLOCK"] = lambda: NOW
    return app


def make_other(database: Database) -> None:
    """Store a second workspace."""
    with database.write(OTHER, "tests", NOW) as unit:
        ensure_workspace(unit, "Other consultancy")


def add_person(
    database: Database,
    role: str,
    email: str = "",
    clients: tuple[str, ...] = (),
    workspace: str = LOCAL_WORKSPACE,
) -> str:
    """Store a person who counts as one with a password, and return the id."""
    with database.write(workspace, "tests", NOW) as unit:
        person = people.add_person(unit, email=email or f"{role}@example.org", name=role.title(), role=role)
        for client_id, slug, _ in people.choices_of(unit):
            if slug in clients:
                assign(unit, person.id, client_id)
        update_person(unit, person.id, {"password": "not a hash"})
        return person.id


def browser_of(
    app: Flask, database: Database, person_id: str, workspace: str = LOCAL_WORKSPACE
) -> PageClient:
    """A browser in which a person is signed in."""
    with database.write(workspace, "tests", NOW) as unit:
        person = people.person_of(unit, person_id)
        token = sign_in.start_session(unit, person, "Firefox on Linux", "password")
    browser = PageClient(app)
    browser.http.set_cookie(SESSION_COOKIE, f"{workspace}.{token}")
    return browser


def signed_in(
    app: Flask, database: Database, role: str, clients: tuple[str, ...] = (), workspace: str = LOCAL_WORKSPACE
) -> PageClient:
    """A browser of a new person in a role."""
    person_id = add_person(database, role, clients=clients, workspace=workspace)
    return browser_of(app, database, person_id, workspace)
