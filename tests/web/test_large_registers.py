"""Registers that are four times as large take no more queries, on every measured page and for a pack."""

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from assessment.bench import registers
from assessment.bench.data import FIRST
from assessment.bench.measuring import counted_statements, queries_of
from assessment.bench.register_client import make_registers
from assessment.bench.register_meetings import WAITING
from assessment.config import Settings
from assessment.services.reviews_pack import gather
from assessment.services.workspace import LOCAL_WORKSPACE
from assessment.store.database import Database
from assessment.store.queries.clients import get_client
from assessment.store.queries.reviews import get_review

TODAY = date(2026, 11, 23)
SIZES = (Fraction(1, 50), Fraction(4, 50))


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> list[Settings]:
    """The same client with forty improvements, and with a hundred and sixty."""
    return [make_registers(tmp_path_factory.mktemp("registers"), TODAY, size) for size in SIZES]


def test_larger_registers_take_no_more_queries(both: list[Settings]) -> None:
    few, many = (queries_of(settings, registers.PAGES) for settings in both)
    assert many == few
    assert max(many.values()) <= registers.MOST_QUERIES, many


def test_the_pack_of_larger_registers_takes_no_more_queries(both: list[Settings]) -> None:
    counts = []
    for settings in both:
        database = Database(settings.database_url)
        now = datetime.combine(TODAY, datetime.min.time(), UTC)
        with database.read(LOCAL_WORKSPACE, "tests", now) as unit:
            client = get_client(unit, FIRST)
            review = get_review(unit, client.id, WAITING)
            with counted_statements(database) as seen:
                pack = gather(unit, client, review)
        database.close()
        assert all(section.finding for section in pack.sections)
        counts.append(len(seen))
    assert counts[0] == counts[1] <= registers.MOST_QUERIES
