"""The short way of running a statement gives what the ordinary way gives, on both engines."""

from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import bindparam, column, event, select, table
from sqlalchemy.exc import DBAPIError

from assessment.store.database import Database, Unit
from assessment.store.hot import Hot
from assessment.store.queries import clients
from assessment.store.tables import client
from tests.store.conftest import NOW, WORKSPACE

ONE = select(client.c.slug, client.c.summary, client.c.created_at).where(client.c.slug == bindparam("slug"))


def ordinary(unit: Unit, slug: str) -> list[Sequence[Any]]:
    return [tuple(row) for row in unit.connection.execute(ONE, {"slug": slug})]


def test_rows_are_read_as_their_types_say(unit: Unit) -> None:
    client_id = clients.add_client(unit, slug="corvo", name="Corvo", sector="", language="en")
    clients.set_summary(
        unit, client_id, latest_id=None, summary={"areas": [1, "é"]}, overall=None, previous=None, gap=None
    )
    found = [tuple(row) for row in Hot(ONE).rows(unit.connection, {"slug": "corvo"})]
    assert found == ordinary(unit, "corvo")
    assert found[0][1] == {"areas": [1, "é"]}
    assert found[0][2] == NOW
    assert Hot(ONE).rows(unit.connection, {"slug": "nobody"}) == []


def test_a_select_that_comes_first_begins_the_transaction(database: Database) -> None:
    with database.read(WORKSPACE, "tests", NOW) as unit:
        assert not unit.connection.in_transaction()
        Hot(ONE).rows(unit.connection, {"slug": "corvo"})
        assert unit.connection.in_transaction()


def test_a_select_is_heard_by_whoever_counts_queries(database: Database) -> None:
    heard: list[str] = []

    def hear(*given: Any) -> None:
        heard.append(given[2])

    event.listen(database.engine, "before_cursor_execute", hear)
    with database.read(WORKSPACE, "tests", NOW) as unit:
        Hot(ONE).rows(unit.connection, {"slug": "corvo"})
    event.remove(database.engine, "before_cursor_execute", hear)
    assert len([sql for sql in heard if sql.startswith("SELECT")]) == 1


def test_an_error_of_the_driver_is_one_of_the_ordinary_way(database: Database) -> None:
    missing = select(column("x")).select_from(table("no_such_table"))
    with pytest.raises(DBAPIError) as expected, database.engine.connect() as connection:
        connection.execute(missing)
    with pytest.raises(DBAPIError) as caught, database.engine.connect() as connection:
        Hot(missing).rows(connection, {})
    assert type(caught.value) is type(expected.value)
