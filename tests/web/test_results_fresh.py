"""A results page is kept between requests, and never shown when anything behind it has changed."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction

import pytest

from assessment.domain.answers import Reading
from assessment.services.area_answers import AreaChange, answer_area
from assessment.services.assessments import start_assessment
from assessment.services.clients import edit_client
from assessment.services.questions import RatingChange, rate_practice
from assessment.services.results import results_page, set_headline
from assessment.store.database import Database, Unit
from assessment.store.queries.clients import get_client
from assessment.store.queries.readings import add_reading
from assessment.web.app import LOCAL_WORKSPACE
from tests.web.conftest import NOW
from tests.web.fixtures_results import add_corvo

CLIENT, SLUG = "corvo-logistics", "november-2026"

Change = Callable[[Unit], object]


def an_answer(unit: Unit) -> object:
    return rate_practice(unit, CLIENT, SLUG, "L5-A9-P4", RatingChange(1, "P"))


def a_target(unit: Unit) -> object:
    return answer_area(unit, CLIENT, SLUG, "analytics", AreaChange(1, target=Fraction(9, 2)))


def a_title(unit: Unit) -> object:
    version = results_page(unit, CLIENT, SLUG).version
    return set_headline(unit, CLIENT, SLUG, "A title of our own", version)


def a_reading(unit: Unit) -> object:
    client = get_client(unit, CLIENT).id
    return add_reading(unit, client, "pom", Reading("M19", "2026-10", Fraction(90), source="test"))


def a_name(unit: Unit) -> object:
    return edit_client(unit, CLIENT, name="Corvo and Sons", sector="", language="en", note="")


def an_earlier_assessment(unit: Unit) -> object:
    place = start_assessment(unit, CLIENT, title="August 2026", held_on=date(2026, 8, 1))
    return rate_practice(unit, CLIENT, place.assessment.slug, "L1-A1-P1", RatingChange(0, "F"))


@pytest.mark.parametrize(
    "change",
    [an_answer, a_target, a_title, a_reading, a_name, an_earlier_assessment],
    ids=lambda f: f.__name__,
)
def test_every_change_is_on_the_next_page(database: Database, change: Change) -> None:
    with database.write(LOCAL_WORKSPACE, "tests", NOW) as unit:
        add_corvo(unit)
    with database.write(LOCAL_WORKSPACE, "tests", NOW) as unit:
        before = results_page(unit, CLIENT, SLUG)
        assert results_page(unit, CLIENT, SLUG) is before
        change(unit)
        after = results_page(unit, CLIENT, SLUG)
    assert after != before
