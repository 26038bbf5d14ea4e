"""A client with agreements for the tests of their pages."""

import pytest

from assessment.services.sla_results import compute_results
from assessment.store.database import Database
from tests.factories.sla_results import add_service, add_sla
from tests.web.fixtures_clients import add, writing

CORVO = "corvo-logistics"
HOME = f"/clients/{CORVO}"


@pytest.fixture
def agreed(database: Database) -> str:
    """A client with one agreement whose results are worked out; the id of the agreement."""
    add(database)
    with writing(database) as unit:
        sla_id = add_sla(unit, add_service(unit, CORVO), client=CORVO)
        compute_results(unit, CORVO)
    return sla_id
