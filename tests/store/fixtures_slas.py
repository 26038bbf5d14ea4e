"""Two clients, and results by target, for the tests of agreements."""

import pytest

from assessment.domain.sla_results import TargetResult
from assessment.services.sla_figures import FigureEntry
from assessment.store.database import Database, Unit
from assessment.store.queries import clients
from tests.store.conftest import NOW

OCTOBER = "2026-10"
TYPED = FigureEntry("18", "20", source="Report of the provider")


@pytest.fixture(autouse=True)
def two_clients(database: Database) -> None:
    """Two clients without anything."""
    with database.write("local", "tester", NOW) as unit:
        for slug, name in (("corvo", "Corvo"), ("lumen", "Lumen")):
            clients.add_client(unit, slug=slug, name=name, sector="", language="en")


def client_id(unit: Unit) -> str:
    """The id of the first client."""
    return clients.get_client(unit, "corvo").id


def of_month(found: tuple[TargetResult, ...], month: str = OCTOBER) -> dict[str, TargetResult]:
    """The results of a month by target."""
    return {one.target_key: one for one in found if one.period == month}
