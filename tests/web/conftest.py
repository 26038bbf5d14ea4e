"""An app over a fresh database for every web test, and the client that checks each page."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from assessment.config import Settings
from assessment.store.database import Database
from assessment.store.migrate import upgrade
from assessment.store.queries.workspaces import ensure_workspace
from assessment.web.app import LOCAL_WORKSPACE, create_app
from tests.web.pages import PageClient

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
SECRET = "a key that only tests use, long enough"


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database file with one workspace, copied for each test because migrating takes longer."""
    path = tmp_path_factory.mktemp("web") / "empty.sqlite"
    database = Database(f"sqlite:///{path}")
    upgrade(database, NOW)
    with database.write(LOCAL_WORKSPACE, "tests", NOW) as unit:
        ensure_workspace(unit, "Local")
    database.close()
    return path


@pytest.fixture
def settings(tmp_path: Path, empty_database: Path) -> Settings:
    """Settings whose database is a copy of the empty one."""
    copy = tmp_path / "gradino.sqlite"
    shutil.copyfile(empty_database, copy)
    return Settings(data_dir=tmp_path, database_url=f"sqlite:///{copy}", secret_key=SECRET)


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    """The database of the app."""
    database = Database(settings.database_url)
    yield database
    database.close()


@pytest.fixture
def app(settings: Settings, database: Database) -> Flask:
    """The app, at a fixed time."""
    app = create_app(settings, database)
    app.testing = True
    app.config["CLOCK"] = lambda: NOW
    return app


@pytest.fixture
def client(app: Flask) -> PageClient:
    """One person's browser."""
    return PageClient(app)


# These come last, because their module takes NOW from this one.
from tests.web.fixtures_workshops import lead as lead  # noqa: E402
from tests.web.fixtures_workshops import room as room  # noqa: E402
