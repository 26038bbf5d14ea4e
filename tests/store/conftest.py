"""Every store test runs on SQLite and on a real PostgreSQL, there in a schema of its own."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import make_url

from assessment.store.database import Database, Unit
from assessment.store.migrate import upgrade
from assessment.store.queries.workspaces import ensure_workspace
from tests.factories.tickets import Clock, Writing
from tests.postgres import NewUrl, empty

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
WORKSPACE = "local"
SCHEMA = "Of one workspace"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database on one of the two engines."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'gradino.sqlite'}"
    make: NewUrl = request.getfixturevalue("new_postgres_database")
    return make()


@pytest.fixture(scope="session")
def shared_in_schema(new_postgres_database: NewUrl) -> Iterator[Database]:
    """One migrated PostgreSQL database whose tables are in a schema with a name that has to be quoted."""
    address = make_url(new_postgres_database()).update_query_dict({"schema": SCHEMA})
    opened = Database(address.render_as_string(hide_password=False))
    upgrade(opened, NOW)
    yield opened
    opened.close()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A migrated database with one workspace, on one of the two engines.

    On PostgreSQL its tables are in a schema of their own, which asks more of every statement; the tests of
    the pages run the same statements without one.
    """
    if request.param == "sqlite":
        shutil.copyfile(request.getfixturevalue("migrated_file"), tmp_path / "gradino.sqlite")
        opened = Database(f"sqlite:///{tmp_path / 'gradino.sqlite'}")
    else:
        opened = request.getfixturevalue("shared_in_schema")
    with opened.write(WORKSPACE, "tester", NOW) as unit:
        ensure_workspace(unit, "Local")
    yield opened
    if request.param == "sqlite":
        opened.close()
    else:
        empty(opened)


@pytest.fixture
def unit(database: Database) -> Iterator[Unit]:
    """A writing unit in the workspace."""
    with database.write(WORKSPACE, "tester", NOW) as opened:
        yield opened


@pytest.fixture
def clock() -> Clock:
    """A clock that goes on by a second whenever somebody looks."""
    return Clock(NOW)


@pytest.fixture
def write(database: Database, clock: Clock) -> Writing:
    """Opens a writing unit at the time of the clock."""

    @contextmanager
    def writing() -> Iterator[Unit]:
        with database.write(WORKSPACE, "tester", clock()) as unit:
            yield unit

    return writing
