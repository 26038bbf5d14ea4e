"""An app over a fresh database for every web test, and the client that checks each page."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from assessment.config import Settings
from assessment.services.demo import load_samples
from assessment.store.database import Database
from assessment.store.queries.workspaces import ensure_workspace
from assessment.store.tables import metadata
from assessment.web.app import LOCAL_WORKSPACE, create_app
from tests.postgres import empty, keep_rows, put_back
from tests.web.pages import PageClient

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
SECRET = "a key that only tests use, long enough"


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Path:
    """A database file with one workspace, copied for each test."""
    path = tmp_path_factory.mktemp("web") / "empty.sqlite"
    shutil.copyfile(migrated_file, path)
    database = Database(f"sqlite:///{path}")
    with database.write(LOCAL_WORKSPACE, "tests", NOW) as unit:
        ensure_workspace(unit, "Local")
    database.close()
    return path


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def settings(request: pytest.FixtureRequest, tmp_path: Path, empty_database: Path) -> Iterator[Settings]:
    """Settings whose database has its tables and one workspace, on one of the two engines."""
    if request.param == "sqlite":
        copy = tmp_path / "gradino.sqlite"
        shutil.copyfile(empty_database, copy)
        yield Settings(data_dir=tmp_path, database_url=f"sqlite:///{copy}", secret_key=SECRET)
        return
    shared: Database = request.getfixturevalue("shared_postgres")
    with shared.write(LOCAL_WORKSPACE, "tests", NOW) as unit:
        ensure_workspace(unit, "Local")
    address = shared.url.render_as_string(hide_password=False)
    yield Settings(data_dir=tmp_path, database_url=address, secret_key=SECRET)
    empty(shared)


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory: pytest.TempPathFactory, empty_database: Path) -> Path:
    """A database file with the sample clients, copied for each test because loading takes longer."""
    path = tmp_path_factory.mktemp("samples") / "samples.sqlite"
    shutil.copyfile(empty_database, path)
    database = Database(f"sqlite:///{path}")
    with database.write(LOCAL_WORKSPACE, "tests", NOW) as unit:
        load_samples(unit)
    database.close()
    return path


@pytest.fixture(scope="session")
def samples_on_postgres(shared_postgres: Database, sample_file: Path) -> Database:
    """The shared database, which keeps the sample clients in a schema beside the tables."""
    empty(shared_postgres)
    source = Database(f"sqlite:///{sample_file}")
    with source.engine.connect() as reading, shared_postgres.engine.begin() as writing:
        for table in metadata.sorted_tables:
            if rows := [dict(row) for row in reading.execute(table.select()).mappings()]:
                writing.execute(table.insert(), rows)
    source.close()
    keep_rows(shared_postgres, "samples")
    return shared_postgres


@pytest.fixture
def samples(request: pytest.FixtureRequest, settings: Settings, sample_file: Path) -> None:
    """The sample clients, in the database of the app."""
    if settings.uses_sqlite:
        shutil.copyfile(sample_file, settings.database_url.removeprefix("sqlite:///"))
        return
    shared: Database = request.getfixturevalue("samples_on_postgres")
    empty(shared)
    put_back(shared, "samples")


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
