"""A client with an assessment that leaves something to plan, made through the use cases."""

from datetime import date
from fractions import Fraction

from assessment.domain.answers import AreaAnswer, Rating
from assessment.services.assessments import start_assessment
from assessment.services.clients import add_client
from assessment.services.editions import framework_of
from assessment.services.scores import rescore_everything
from assessment.store.database import Unit
from assessment.store.queries import answers as answer_queries
from assessment.store.queries.assessments import Place

CLIENT = "corvo-logistics"
ASSESSMENT = "november-2026"
PLAN = f"/clients/{CLIENT}/plan"

# Two practices of one area, the second of which waits for the first by the order of levels.
FIRST = "L1-A6-P1"
SECOND = "L2-A6-P1"
UNKNOWN = "L2-A3-P1"
NO_TARGET = "A8"


def start_client(unit: Unit) -> Place:
    """A client with an open assessment in which nothing is answered."""
    add_client(unit, name="Corvo Logistics", sector="transport")
    return start_assessment(unit, CLIENT, title="November 2026", held_on=date(2026, 11, 22))


def rate_everything(unit: Unit, place: Place, letters: str = "FPNN") -> None:
    """Rate the first levels with one letter each; one practice stays unknown."""
    framework = framework_of(unit, place.assessment.framework_hash)
    for practice in framework.practices.values():
        if practice.level > len(letters) or practice.id == UNKNOWN:
            continue
        letter = "P" if practice.area == "A6" and practice.level == 1 else letters[practice.level - 1]
        answer_queries.save_rating(
            unit,
            place.client.id,
            place.assessment.id,
            practice.area,
            practice.id,
            Rating(consensus=letter),
            0,
        )
    rescore_everything(unit, place, framework)


def set_targets(unit: Unit, place: Place, target: int = 3) -> None:
    """Set the same target for every area but one."""
    framework = framework_of(unit, place.assessment.framework_hash)
    for number, area in enumerate(framework.areas):
        if area.id != NO_TARGET:
            answer = AreaAnswer(target=Fraction(target), importance=Fraction(2 + number % 4))
            answer_queries.save_area_answer(
                unit, place.client.id, place.assessment.id, area.id, answer, False, 0
            )
    rescore_everything(unit, place, framework)


def planned_client(unit: Unit) -> Place:
    """A client with ratings and targets, so that there is a plan."""
    place = start_client(unit)
    rate_everything(unit, place)
    set_targets(unit, place)
    return place
