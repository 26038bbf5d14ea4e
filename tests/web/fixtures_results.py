"""A client with two workshops behind it, for every test of the results."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from assessment.domain.answers import AreaAnswer, Evidence, Rating, Reading, Vote
from assessment.domain.framework import Framework
from assessment.services.assessments import start_assessment
from assessment.services.clients import add_client
from assessment.services.editions import framework_of
from assessment.services.scores import rescore_everything
from assessment.store.database import Unit
from assessment.store.queries import answers as answer_queries
from assessment.store.queries import readings as reading_queries
from assessment.store.queries.assessments import Place

CLIENT = "corvo-logistics"
BEFORE = "march-2026"
NOW = "november-2026"
UNKNOWN = ("L3-A3-P1", "L3-A8-P1")
NOT_APPLICABLE = "L3-A5-P1"
LETTERS = "NPLF"
TARGETS = ("4", "3", "4", "7/2", "3", "3", "4", "7/2", "3")
STRENGTH = (7, 5, 6, 5, 4, 2, 8, 5, 3)
"""How far up each area is, in half levels."""


def letter(level: int, area: int, strength: int) -> str:
    """The rating of a practice: full far below the strength of its area, none far above it."""
    return LETTERS[max(0, min(3, strength - 2 * level + 3 - (area + level) % 2))]


def rating_of(answer: str, at: int) -> Rating:
    """A rating by five votes around an answer for every third practice, else by agreement."""
    if at % 3:
        return Rating(consensus=answer, evidence=(Evidence("document", "Handbook"),) if at % 2 else ())
    position = LETTERS.index(answer)
    near = LETTERS[max(0, position - 1)]
    votes = tuple(Vote(one) for one in (answer, answer, near, answer, near))
    return Rating(votes=votes, agreed=True, note="Only for major incidents." if at % 2 else "")


def fill(unit: Unit, place: Place, framework: Framework, shift: int = 0) -> None:
    """Answer a whole assessment, `shift` half levels weaker."""
    to, client_id = place.assessment.id, place.client.id
    for at, practice in enumerate(framework.practices.values()):
        area = framework.area_order[practice.area]
        answer = letter(practice.level, area, STRENGTH[area] - shift * (1 + area % 2))
        if practice.id in UNKNOWN and not shift:
            rating = Rating(consensus="DK")
        elif practice.id == NOT_APPLICABLE:
            rating = Rating(consensus="NA", reason="No hardware is moved here")
        else:
            rating = rating_of(answer, at)
        answer_queries.save_rating(unit, client_id, to, practice.area, practice.id, rating, 0)
    for at, area_of in enumerate(framework.areas):
        placed = AreaAnswer(target=Fraction(TARGETS[at]), placing=Fraction(STRENGTH[at] + at % 3, 2))
        answer_queries.save_area_answer(unit, client_id, to, area_of.id, replace(placed), False, 0)
    rescore_everything(unit, place, framework)


def read_metrics(unit: Unit, place: Place, framework: Framework) -> None:
    """Nine months of four metrics, one of them with a gap, and a single reading of a fifth."""
    chosen = framework.metrics[:4]
    for at, metric in enumerate(chosen):
        for month in range(2, 11):
            if at == 1 and month == 6:
                continue
            value = Fraction(50 + 3 * month * (1 if at % 2 else -1) + at * 7 + month % 3)
            new = Reading(metric.id, f"2026-{month:02d}", abs(value))
            reading_queries.add_reading(unit, place.client.id, framework.id, new)
    single = Reading(framework.metrics[5].id, "2026-10", Fraction(1))
    reading_queries.add_reading(unit, place.client.id, framework.id, single)


def add_corvo(unit: Unit) -> Place:
    """A client with a full assessment in March and one in November, and metric readings."""
    add_client(unit, name="Corvo Logistics", sector="transport")
    first = start_assessment(unit, CLIENT, title="March 2026", held_on=date(2026, 3, 12))
    framework = framework_of(unit, first.assessment.framework_hash)
    fill(unit, first, framework, shift=1)
    place = start_assessment(unit, CLIENT, title="November 2026", held_on=date(2026, 11, 20))
    fill(unit, place, framework)
    read_metrics(unit, place, framework)
    return place


def add_empty(unit: Unit) -> Place:
    """A client with an assessment that nobody has answered."""
    add_client(unit, name="Faro Energy")
    return start_assessment(unit, "faro-energy", title="First look", held_on=date(2026, 11, 21))
