"""What the database refuses becomes a sentence, on either engine."""

import pytest
from sqlalchemy import select

from assessment.errors import InvalidInput
from assessment.store.database import Database
from assessment.store.tables import client
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
