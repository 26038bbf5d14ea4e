"""A client with an open assessment for the tests of the question page."""

import pytest

from assessment.store.database import Database
from assessment.store.queries.assessments import Place
from tests.web.fixtures_clients import add, start

HOME = "/clients/corvo-logistics/assessments/november-2026"
AREA = f"{HOME}/restoration"
FIRST = "L1-A3-P1"
SECOND = "L2-A3-P1"
THIRD = "L3-A3-P1"


@pytest.fixture
def place(database: Database) -> Place:
    """An open assessment without answers."""
    return start(database, add(database).slug)


def practice(id: str) -> str:
    """The address under which one practice saves itself."""
    return f"{AREA}/practices/{id}"
