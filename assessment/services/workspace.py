"""The one workspace of a local installation, and the store brought to the state that the app needs."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from assessment.config import Settings
from assessment.domain.slugs import free_slug, make_slug
from assessment.errors import InvalidInput, NotFound
from assessment.services.bin import erase_old
from assessment.services.scores import refresh_unmarked
from assessment.services.texts import checked_line
from assessment.services.workshops import forget_old_names
from assessment.store.base import new_id
from assessment.store.database import Database, Unit
from assessment.store.migrate import is_current, upgrade
from assessment.store.queries.events import add_event
from assessment.store.queries.people import Workspace as Workspace
from assessment.store.queries.people import anybody_can_sign_in, count_owners, list_workspaces
from assessment.store.queries.workspaces import ensure_workspace

LOCAL_WORKSPACE = "local"
LOCAL_NAME = "This machine"
SYSTEM_ACTOR = "system"
LONGEST_NAME = 120


def ensure_local_workspace(database: Database, now: datetime | None = None) -> None:
    """Store the workspace that a local installation works in, and delete what has had its time anywhere."""
    with database.write(LOCAL_WORKSPACE, SYSTEM_ACTOR, now or datetime.now(UTC)) as unit:
        ensure_workspace(unit, LOCAL_NAME)
        for place in list_workspaces(unit):
            inside = replace(unit, workspace_id=place.id)
            forget_old_names(inside)
            erase_old(inside)
            refresh_unmarked(inside)


def all_workspaces(unit: Unit) -> list[Workspace]:
    """Return every workspace of this installation."""
    return list_workspaces(unit)


def find_workspace(unit: Unit, name: str) -> Workspace:
    """Return the workspace of that name or slug, the local one for ''; NotFound when there is none.

    Names are compared without regard to case.
    """
    wanted = name.strip().lower() or LOCAL_WORKSPACE
    found = [one for one in list_workspaces(unit) if wanted in (one.id, one.slug, one.name.lower())]
    if not found:
        raise NotFound(f"There is no workspace called {name}.")
    return found[0]


def add_workspace(unit: Unit, name: str) -> Workspace:
    """Make a workspace and return it. Raises InvalidInput when the name is taken or empty."""
    called = checked_line("workspace", name, LONGEST_NAME)
    known = list_workspaces(unit)
    if not called or any(called.lower() in (one.slug, one.name.lower()) for one in known):
        raise InvalidInput("workspace", "A workspace of that name is there already, or the name is empty.")
    slug = free_slug(make_slug(called, "workspace"), {one.slug for one in known})
    inside = replace(unit, workspace_id=new_id())
    ensure_workspace(inside, called, slug)
    add_event(inside, "", "workspace", "workspace added", {"name": called})
    return Workspace(inside.workspace_id, slug, called)


def needs_sign_in(database: Database) -> bool:
    """Return whether anybody has a password here, so that the app has to ask who is there."""
    with database.read(LOCAL_WORKSPACE, SYSTEM_ACTOR, datetime.now(UTC)) as unit:
        return anybody_can_sign_in(unit)


def has_owner(database: Database) -> bool:
    """Return whether an owner of any workspace can sign in."""
    with database.read(LOCAL_WORKSPACE, SYSTEM_ACTOR, datetime.now(UTC)) as unit:
        return any(count_owners(replace(unit, workspace_id=place.id)) for place in list_workspaces(unit))


def prepare_store(database: Database, now: datetime | None = None) -> Path | None:
    """Make or migrate the tables and ensure the workspace; return the backup taken before, if any.

    Raises NewerDatabase for a database of a newer edition of the program.
    """
    moment = now or datetime.now(UTC)
    backup = upgrade(database, moment)
    ensure_local_workspace(database, moment)
    return backup


def tables_are_current(unit: Unit) -> bool:
    """Return whether the tables are those of this edition of the program."""
    return is_current(unit.connection)


def open_store(settings: Settings) -> Database:
    """Return the database that the settings name, migrated and with its workspace."""
    database = Database(settings.database_url)
    prepare_store(database)
    return database
