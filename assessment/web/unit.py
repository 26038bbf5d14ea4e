"""The database unit and the clock of a request, so that features never touch the store."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, cast

from flask import current_app, g

from assessment.domain.events import PHONE

if TYPE_CHECKING:
    from assessment.store.database import Database, Scope, Unit

NOBODY = "somebody without an account"


def current_database() -> "Database":
    """The database that the app was made with. Raises RuntimeError when there is none."""
    database = current_app.extensions.get("database")
    if database is None:
        raise RuntimeError("this app was created without a database")
    return cast("Database", database)


def current_workspace() -> str:
    """The id of the workspace that this request works in."""
    workspace: str = g.get("workspace_id", current_app.config["WORKSPACE_ID"])
    return workspace


def current_actor() -> str:
    """The name that the history shows for whoever sent this request."""
    actor: str = g.get("actor", NOBODY)
    return actor


def current_scope() -> "Scope":
    """What whoever sent this request may see."""
    from assessment.store.database import Scope

    scope: Scope = g.get("scope") or Scope(via=PHONE)
    return scope


def work_in(workspace_id: str, via: str = PHONE) -> None:
    """Let the rest of this request work in a workspace that a code or a link led to, for nobody known."""
    from assessment.store.database import Scope

    g.workspace_id, g.scope = workspace_id, Scope(via=via)


def now() -> datetime:
    """The present moment in UTC, from the app's clock, which a test may replace (config CLOCK)."""
    clock = current_app.config["CLOCK"]
    moment: datetime = clock()
    return moment


def today() -> date:
    """The present day, by the app's clock."""
    return now().date()


def utc_clock() -> datetime:
    """The clock of a running app."""
    return datetime.now(UTC)


@contextmanager
def read() -> Iterator["Unit"]:
    """A unit for reading, of the current workspace; the same one when units are nested."""
    if "unit" in g:
        yield g.unit
        return
    with current_database().read(current_workspace(), current_actor(), now(), current_scope()) as unit:
        g.unit = unit
        try:
            yield unit
        finally:
            g.pop("unit", None)


@contextmanager
def write() -> Iterator["Unit"]:
    """A unit for writing; commits at the end of the with block and rolls back on an error.

    Raises RuntimeError inside another unit: a write decides alone what it commits.
    """
    if "unit" in g:
        raise RuntimeError("a write cannot start inside another unit")
    with current_database().write(current_workspace(), current_actor(), now(), current_scope()) as unit:
        g.unit = unit
        try:
            yield unit
        finally:
            g.pop("unit", None)
