"""The one workspace of a local installation, and the store brought to the state that the app needs."""

from datetime import UTC, datetime
from pathlib import Path

from assessment.config import Settings
from assessment.services.workshops import forget_old_names
from assessment.store.database import Database
from assessment.store.migrate import upgrade
from assessment.store.queries.workspaces import ensure_workspace

LOCAL_WORKSPACE = "local"
LOCAL_NAME = "This machine"
SYSTEM_ACTOR = "system"


def ensure_local_workspace(database: Database, now: datetime | None = None) -> None:
    """Store the workspace that a local installation works in, and delete names whose time is over."""
    with database.write(LOCAL_WORKSPACE, SYSTEM_ACTOR, now or datetime.now(UTC)) as unit:
        ensure_workspace(unit, LOCAL_NAME)
        forget_old_names(unit)


def prepare_store(database: Database, now: datetime | None = None) -> Path | None:
    """Make or migrate the tables and ensure the workspace; return the backup taken before, if any.

    Raises NewerDatabase for a database of a newer edition of the program.
    """
    moment = now or datetime.now(UTC)
    backup = upgrade(database, moment)
    ensure_local_workspace(database, moment)
    return backup


def open_store(settings: Settings) -> Database:
    """Return the database that the settings name, migrated and with its workspace."""
    database = Database(settings.database_url)
    prepare_store(database)
    return database
