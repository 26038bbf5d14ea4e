"""What the database refuses becomes a sentence, who shares it loses nothing, and its tables can be moved."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Table, UniqueConstraint, create_engine, inspect, select, text, update
from sqlalchemy.exc import InternalError

from assessment.domain.scoring import score
from assessment.errors import InvalidInput, Unavailable
from assessment.files.framework_file import framework_by_id
from assessment.services.assessments import start_assessment
from assessment.services.clients import add_client
from assessment.services.questions import RatingChange, rate_practice
from assessment.services.scores import answers_of, refresh_client
from assessment.store import database as store_database
from assessment.store import scores as packing
from assessment.store.database import Database
from assessment.store.migrate import is_current
from assessment.store.queries.assessments import get_place
from assessment.store.queries.clients import get_client
from assessment.store.tables import client, metadata
from tests.store.conftest import NOW, WORKSPACE


def test_a_character_that_cannot_be_stored_is_told(database: Database) -> None:
    statement = select(client.c.id).where(client.c.name == "a\x00b")
    if database.is_sqlite:
        with database.read(WORKSPACE, "tests", NOW) as unit:
            assert unit.connection.execute(statement).all() == []
        return
    with (
        pytest.raises(InvalidInput, match="cannot store"),
        database.read(WORKSPACE, "tests", NOW) as unit,
    ):
        unit.connection.execute(statement)


# A code leads from outside into a workspace, and the workspaces themselves are in none.
OUTSIDE = {"workspace", "join_code"}


@pytest.mark.parametrize("table", metadata.sorted_tables, ids=str)
def test_a_workspace_could_be_taken_to_another_machine(table: Table) -> None:
    if table.name in OUTSIDE:
        return
    unique = [one for one in table.constraints if isinstance(one, UniqueConstraint)]
    for led in (table.primary_key, *unique, *table.indexes):
        assert next(iter(led.columns)).name == "workspace_id", led.name
    for reference in table.foreign_key_constraints:
        pairs = [(one.parent.name, one.column.name) for one in reference.elements]
        into_workspace = reference.referred_table.name == "workspace"
        assert ("workspace_id", "id" if into_workspace else "workspace_id") in pairs, reference.name


def test_the_tables_lie_where_the_address_says(database: Database) -> None:
    found = inspect(database.engine)
    wanted = {table.name for table in metadata.sorted_tables}
    assert wanted <= set(found.get_table_names(schema=database.schema))
    with database.read(WORKSPACE, "tests", NOW) as unit:
        assert is_current(unit.connection)
    if database.schema:
        assert found.default_schema_name != database.schema
        assert wanted.isdisjoint(found.get_table_names())
        with database.engine.connect() as connection:
            path = connection.execute(text("SHOW search_path")).scalar_one()
        assert database.schema not in path


@pytest.fixture
def alone(shared_postgres: Database) -> Iterator[Database]:
    """PostgreSQL through connections that no other test has used."""
    opened = Database(shared_postgres.url.render_as_string(hide_password=False))
    yield opened
    opened.close()
    shared_postgres.close()


def _end_connections(database: Database) -> None:
    mine = "pid <> pg_backend_pid() AND datname = current_database()"
    other = create_engine(database.url)
    with other.connect() as connection:
        ended = connection.execute(
            text(f"SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity WHERE {mine}")  # noqa: S608
        ).scalar_one()
    other.dispose()
    assert ended


def _read(database: Database) -> None:
    with database.read(WORKSPACE, "tests", NOW) as unit:
        unit.connection.execute(text("SELECT 1"))


@pytest.mark.postgres
def test_a_server_that_began_anew_is_noticed(alone: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    _read(alone)
    _end_connections(alone)
    with pytest.raises(Unavailable):
        _read(alone)
    _read(alone)
    monkeypatch.setattr(store_database, "RESTED_SECONDS", 0.0)
    _end_connections(alone)
    _read(alone)


@pytest.mark.postgres
def test_only_a_rested_connection_is_asked_whether_it_lives(
    alone: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    monkeypatch.setattr(alone.engine.dialect, "do_ping", asked.append)
    _read(alone)
    _read(alone)
    assert not asked
    monkeypatch.setattr(store_database, "RESTED_SECONDS", 0.0)
    _read(alone)
    assert len(asked) == 1


@pytest.mark.postgres
def test_what_pages_ask_stays_prepared_on_the_server(alone: Database) -> None:
    statement = select(client.c.name).where(client.c.slug == "nobody")
    for _ in range(8):
        with alone.read(WORKSPACE, "tests", NOW) as unit:
            assert unit.connection.execute(statement).all() == []
    with alone.read(WORKSPACE, "tests", NOW) as unit:
        kept = unit.connection.execute(text("SELECT statement FROM pg_prepared_statements")).scalars()
        assert [one for one in kept if "client.slug" in one]


@pytest.mark.postgres
def test_a_unit_that_reads_cannot_write(alone: Database) -> None:
    with alone.write(WORKSPACE, "tests", NOW) as unit:
        unit.connection.execute(update(client).values(note="written"))
    with pytest.raises(InternalError, match="read-only"), alone.read(WORKSPACE, "t", NOW) as unit:
        unit.connection.execute(update(client).values(note="written"))


def test_two_people_who_rate_different_areas_at_once_lose_nothing(database: Database) -> None:
    with database.write(WORKSPACE, "tests", NOW) as unit:
        add_client(unit, name="Corvo")
        start_assessment(unit, "corvo", title="November 2026", held_on=NOW.date())
    framework = framework_by_id("pom")
    areas = [[one.id for one in area.practices] for area in framework.areas[:4]]
    ready = threading.Barrier(len(areas))

    def rate(practices: list[str]) -> None:
        ready.wait()
        for practice in practices:
            with database.write(WORKSPACE, "tests", NOW) as unit:
                rate_practice(unit, "corvo", "november-2026", practice, RatingChange(0, "L"))

    with ThreadPoolExecutor(len(areas)) as pool:
        list(pool.map(rate, areas))
    with database.read(WORKSPACE, "tests", NOW) as unit:
        kept = get_place(unit, "corvo", "november-2026").assessment
        answers = answers_of(unit, kept)
        assert set(answers.ratings) == {practice for area in areas for practice in area}
        assert kept.scores == packing.pack(score(framework, answers))
    with database.write(WORKSPACE, "tests", NOW) as unit:
        before = get_client(unit, "corvo")
        refresh_client(unit, before.id)
        after = get_client(unit, "corvo")
        assert (before.summary, before.marks) == (after.summary, after.marks)
